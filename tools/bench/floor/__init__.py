"""The floor of a page: the plainest Django page that still knows who is asking.

50 rows of six fields as ORM objects through a Django template, with a session and a user from the database, over
one connection. Whatever the product does more than this is its own cost.
"""
