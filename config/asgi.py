"""One address for pages (WSGI, in threads) and live connections (ASGI). ADR 0007 says why.

A large site may run this program twice and let its proxy send `/truc-tiep` to one and the rest to the other.
"""

from __future__ import annotations

from typing import Any

from a2wsgi import WSGIMiddleware

from config.lifeline import die_with_parent
from config.wsgi import application as pages
from woms.web.live import application as live

die_with_parent()  # the web server starts this as its own child
LIVE_PATH = "/truc-tiep"
_pages = WSGIMiddleware(pages, workers=16)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "http":
        target = live if scope["path"] == LIVE_PATH else _pages
        await target(scope, receive, send)
