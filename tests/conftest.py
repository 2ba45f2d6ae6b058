"""Fixtures that every test may use."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import settings

# No deadline: a loaded machine must not fail a test. Fewer examples than the default keep the suite quick.
settings.register_profile("woms", deadline=None, max_examples=50)
settings.load_profile("woms")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests of several connections empty the tables afterwards: allow TRUNCATE in the test database only."""
    with django_db_blocker.unblock():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE tgname LIKE '%\\_no\\_truncate'"
            )
            for trigger, table in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {trigger} ON {table}")


@pytest.fixture
def at() -> datetime:
    """A fixed working day, Saturday 21 November 2026, 14:05 in Hanoi."""
    from woms.core.clock import HANOI

    return datetime(2026, 11, 21, 14, 5, tzinfo=HANOI)


@pytest.fixture
def province(db):
    """A small province with a permanent cast (tests/factories.py)."""
    from tests.factories import make_province

    return make_province()


@pytest.fixture
def sign_in(client):
    """Sign the test client in as one of the cast: `sign_in(province.head)`."""
    from tests.factories import account_of

    def do(actor):
        client.force_login(account_of(actor))
        return client

    return do
