"""A sentence for the next page: what has just happened."""

from __future__ import annotations

from django.http import HttpRequest

from woms.web.frame import Message

KEY = "messages"
MOST = 5


def say(request: HttpRequest, text: str, *, is_error: bool = False) -> None:
    """Keep the sentence until the next page shows it."""
    kept = request.session.get(KEY, [])
    request.session[KEY] = [*kept, [text, is_error]][-MOST:]


def take(request: HttpRequest) -> tuple[Message, ...]:
    """The sentences that wait, once."""
    session = getattr(request, "session", None)
    if session is None or KEY not in session:
        return ()
    return tuple(Message(text, is_error) for text, is_error in session.pop(KEY))
