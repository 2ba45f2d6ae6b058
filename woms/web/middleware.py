"""What every request passes through: language, who acts and when, and errors as sentences."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from woms.core import clock
from woms.core.errors import Invalid, WomsError
from woms.org.actors import load_actor
from woms.web import errors

Handler = Callable[[HttpRequest], HttpResponse]
LANGUAGE_COOKIE = "lang"


def language_middleware(get_response: Handler) -> Handler:
    """Vietnamese unless the account, or before sign-in a cookie, asks for English."""

    def middleware(request: HttpRequest) -> HttpResponse:
        wanted = getattr(request.user, "language", None) or request.COOKIES.get(LANGUAGE_COOKIE, "vi")
        translation.activate("en" if wanted == "en" else "vi")
        response = get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or "vi")
        return response

    return middleware


def actor_middleware(get_response: Handler) -> Handler:
    """Read the clock once, and the actor of the signed-in account."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.at = clock.now()  # type: ignore[attr-defined]
        request.actor = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            request.actor = load_actor(request.user, clock.local_date(request.at))  # type: ignore[attr-defined]
        response = get_response(request)
        if request.user.is_authenticated and "text/html" in response.headers.get("Content-Type", ""):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


def error_middleware(get_response: Handler) -> Handler:
    """Our five errors become a page, or a fragment for htmx, with the same sentence."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DataError):
            error = Invalid(errors.unstorable(), code="request.unstorable")
        return errors.page_of(request, error) if isinstance(error, WomsError) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
