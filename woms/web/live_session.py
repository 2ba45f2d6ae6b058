"""Of which units a browser's session may hear."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from importlib import import_module

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.utils.crypto import constant_time_compare

from woms.access.earshot import Earshot, earshot_of
from woms.core import clock
from woms.org.actors import load_actor
from woms.org.queries import account_for_session


def earshot_of_session(cookie_header: str) -> Earshot:
    """The reach of the signed-in person; none for strangers, and none after the password was changed elsewhere."""
    session = _session(cookie_header)
    account = account_for_session(int(session.get(SESSION_KEY, 0)))
    if account is None or account.must_change_password:
        return Earshot()
    valid = (account.get_session_auth_hash(), *account.get_session_auth_fallback_hash())
    if not any(constant_time_compare(session.get(HASH_SESSION_KEY, ""), one) for one in valid):
        return Earshot()
    return earshot_of(load_actor(account, clock.today()))


def _session(cookie_header: str) -> dict[str, str]:
    try:
        cookie = SimpleCookie(cookie_header).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return {}
    if cookie is None:
        return {}
    engine = import_module(settings.SESSION_ENGINE)
    return dict(engine.SessionStore(cookie.value).load())
