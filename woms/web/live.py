"""Live updates: one ASGI application that tells open pages when something happened in their reach.

One connection to PostgreSQL listens for all browsers of the process. A message says only *that* something
changed in a unit; the page then fetches what it may see. Messages are merged to at most one a second per browser.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
from asgiref.sync import sync_to_async
from django.db import connection

from woms.records.log import CHANNEL

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 20.0
MERGE_SECONDS = 1.0
RECONNECT_SECONDS = 2.0
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class Hub:
    """All open browsers of this process and the one listener that feeds them."""

    def __init__(self) -> None:
        self._waiting: dict[asyncio.Event, tuple[str, ...]] = {}
        self._task: asyncio.Task[None] | None = None

    def join(self, paths: tuple[str, ...]) -> asyncio.Event:
        """Register a browser that wants to know about units at or below `paths`."""
        changed = asyncio.Event()
        self._waiting[changed] = paths
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._listen())
        return changed

    def leave(self, changed: asyncio.Event) -> None:
        self._waiting.pop(changed, None)

    def tell(self, unit_path: str) -> None:
        for changed, paths in self._waiting.items():
            if any(unit_path.startswith(path) for path in paths):
                changed.set()

    async def _listen(self) -> None:
        """Stay connected while anybody listens; after a break everybody refreshes once."""
        while self._waiting:
            try:
                await self._follow()
            except (psycopg.Error, OSError) as error:
                logger.warning("Live updates lost the database: %s", error)
                await asyncio.sleep(RECONNECT_SECONDS)
            for changed in self._waiting:
                changed.set()

    async def _follow(self) -> None:
        async with await psycopg.AsyncConnection.connect(_address(), autocommit=True) as listener:
            await listener.execute(f"LISTEN {CHANNEL}")
            async for message in listener.notifies():
                self.tell(json.loads(message.payload).get("path", ""))


hub = Hub()


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """`GET /truc-tiep`: server-sent events for the signed-in person."""
    paths = await sync_to_async(_paths_of, thread_sensitive=False)(scope)
    if not paths:
        await send(
            {"type": "http.response.start", "status": 401, "headers": [(b"cache-control", b"no-store")]}
        )
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    changed = hub.join(paths)
    gone = asyncio.create_task(_wait_until_gone(receive))
    try:
        await _stream(changed, gone, send)
    finally:
        gone.cancel()
        hub.leave(changed)


async def _stream(changed: asyncio.Event, gone: asyncio.Task[None], send: Send) -> None:
    await _say(send, "retry: 3000\nevent: hello\ndata: {}\n\n")
    while not gone.done():
        try:
            await asyncio.wait_for(changed.wait(), HEARTBEAT_SECONDS)
        except TimeoutError:
            await _say(send, ": still here\n\n")
            continue
        changed.clear()
        await _say(send, "event: changed\ndata: {}\n\n")
        await asyncio.sleep(MERGE_SECONDS)


async def _say(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _wait_until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _paths_of(scope: dict[str, Any]) -> tuple[str, ...]:
    """The units in the reach of the session's person; empty for strangers."""
    from woms.web.live_session import paths_of_session

    try:
        return paths_of_session(dict(scope["headers"]).get(b"cookie", b"").decode("latin-1"))
    finally:
        connection.close()


def _address() -> str:
    settings = connection.settings_dict
    parts = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return psycopg.conninfo.make_conninfo(
        **{key: settings[name] for key, name in parts.items() if settings[name]}
    )
