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
    if scope["type"] != "http":
        return
    if scope["path"] == LIVE_PATH:
        await live(scope, receive, send)
        return

    async def incoming() -> Any:  # the server's own awaitable is not a coroutine, and the adapter wants one
        return await receive()

    async def outgoing(message: Any) -> None:
        await send(message)

    await _pages(scope, incoming, outgoing)
