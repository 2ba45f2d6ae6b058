"""Live updates: one ASGI application that tells open pages when something happened in their reach.

One connection to PostgreSQL listens for all browsers of the process, for as long as there is one. A message says
only *that* something changed; the page then fetches what it may see. Messages are merged to at most one a second
per browser. A stream ends after some minutes, so that a person who lost an account or a role is cut off then.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import psycopg
from asgiref.sync import sync_to_async
from django.db import connection

from woms.access.earshot import Earshot
from woms.records.log import CHANNEL
from woms.records.queries import version_in

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 20.0
MERGE_SECONDS = 1.0
RECONNECT_SECONDS = 2.0
PATIENCE_SECONDS = 5.0
LIFE_SECONDS = 240
LIFE_SPREAD_SECONDS = 120  # browsers that came together do not all come back together
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class Hub:
    """All open browsers of this process and the one listener that feeds them."""

    def __init__(self) -> None:
        self._waiting: dict[asyncio.Event, Earshot] = {}
        self._task: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()

    async def join(self, heard: Earshot) -> asyncio.Event:
        """Register a browser. When this returns, nothing that happens in its earshot is missed any more."""
        changed = asyncio.Event()
        self._waiting[changed] = heard
        if self._task is None:
            self._listening = asyncio.Event()
            self._task = asyncio.create_task(self._listen())
        try:
            await asyncio.wait_for(self._listening.wait(), PATIENCE_SECONDS)
        except BaseException:
            self.leave(changed)
            raise
        return changed

    def leave(self, changed: asyncio.Event) -> None:
        """Forget a browser; the last one to leave takes the listener with it."""
        self._waiting.pop(changed, None)
        if not self._waiting and self._task is not None:
            self._task.cancel()
            self._task = None

    def tell(self, unit_path: str) -> None:
        for changed, heard in self._waiting.items():
            if heard.hears(unit_path):
                changed.set()

    async def _listen(self) -> None:
        """Stay connected; once the connection is back after a break, everybody looks again."""
        while True:
            try:
                await self._follow()
            except (psycopg.Error, OSError) as error:
                logger.warning("Live updates lost the database: %s", error)
            self._listening.clear()
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _follow(self) -> None:
        async with await psycopg.AsyncConnection.connect(_address(), autocommit=True) as listener:
            await listener.execute(f"LISTEN {CHANNEL}")
            self._listening.set()
            for changed in self._waiting:
                changed.set()
            while True:
                async for message in listener.notifies(timeout=HEARTBEAT_SECONDS):
                    self.tell(_path_in(message.payload))
                await listener.execute("SELECT 1")  # notices a connection that died in silence


hub = Hub()


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """`GET /truc-tiep`: server-sent events for the signed-in person."""
    if scope["method"] != "GET":
        await _refuse(send, 405)
        return
    heard = await sync_to_async(_earshot_of, thread_sensitive=False)(scope)
    if not heard:
        await _refuse(send, 401)
        return
    try:
        changed = await hub.join(heard)
    except TimeoutError:
        await _refuse(send, 503)
        return
    gone = asyncio.create_task(_wait_until_gone(receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await _stream(changed, heard, gone, send)
    finally:
        gone.cancel()
        hub.leave(changed)


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"cache-control", b"no-store"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _stream(changed: asyncio.Event, heard: Earshot, gone: asyncio.Task[None], send: Send) -> None:
    """Greet with the version of now: a page that shows an older one looks again."""
    changed.clear()
    version = await sync_to_async(_version_of, thread_sensitive=False)(heard)
    await _say(send, f"retry: 3000\nevent: hello\ndata: {version}\n\n")
    end = asyncio.get_running_loop().time() + LIFE_SECONDS + secrets.randbelow(LIFE_SPREAD_SECONDS)
    while not gone.done() and asyncio.get_running_loop().time() < end:
        if await _happens(changed, gone):
            changed.clear()
            await _say(send, "event: changed\ndata: {}\n\n")
            await asyncio.wait({gone}, timeout=MERGE_SECONDS)
        elif not gone.done():
            await _say(send, "event: beat\ndata: {}\n\n")
    if not gone.done():
        await send({"type": "http.response.body", "body": b"retry: 200\n\n", "more_body": False})


async def _happens(changed: asyncio.Event, gone: asyncio.Task[None]) -> bool:
    """Wait for a change, for the browser to leave, or for the next heartbeat, whichever is first."""
    waiting = asyncio.ensure_future(changed.wait())
    try:
        await asyncio.wait({waiting, gone}, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        return waiting.done() and not gone.done()
    finally:
        waiting.cancel()
        with suppress(asyncio.CancelledError):
            await waiting


async def _say(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _wait_until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _earshot_of(scope: dict[str, Any]) -> Earshot:
    """Of which units the session's person hears; of none for strangers."""
    from woms.web.live_session import earshot_of_session

    cookies = [value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"]
    try:
        return earshot_of_session("; ".join(cookies))
    finally:
        connection.close()


def _version_of(heard: Earshot) -> str:
    try:
        return version_in(heard)
    finally:
        connection.close()


def _path_in(payload: str) -> str:
    """The unit path of a message; nothing for a message that is not ours."""
    try:
        return str(json.loads(payload)["path"])
    except (ValueError, KeyError, TypeError):
        return ""


def _address() -> str:
    settings = connection.settings_dict
    parts = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {key: settings[name] for key, name in parts.items() if settings[name]}
    options = {key: value for key, value in settings["OPTIONS"].items() if isinstance(value, str)}
    return psycopg.conninfo.make_conninfo(**options | given)
