"""Which units a browser's session may hear about."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY

from woms.core import clock
from woms.org.actors import load_actor
from woms.org.queries import account_for_session


def paths_of_session(cookie_header: str) -> tuple[str, ...]:
    """Unit paths of the person's grants and post; empty when nobody is signed in."""
    account = account_for_session(_account_id(cookie_header))
    if account is None:
        return ()
    actor = load_actor(account, clock.today())
    return tuple(
        {grant.unit_path for grant in actor.grants} | ({actor.unit_path} if actor.unit_path else set())
    )


def _account_id(cookie_header: str) -> int:
    try:
        cookie = SimpleCookie(cookie_header).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return 0
    if cookie is None:
        return 0
    engine = import_module(settings.SESSION_ENGINE)
    return int(engine.SessionStore(cookie.value).get(SESSION_KEY, 0))
