"""Live updates: who hears what, and that nothing is left behind. The real application on real connections."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress

import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.factories import AT, account_of, make_province
from woms.org.events import RoleGranted
from woms.records.log import record_event
from woms.web import live

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def province(transactional_db):
    return make_province()


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(live, "hub", live.Hub())
    monkeypatch.setattr(live, "MERGE_SECONDS", 0.05)
    monkeypatch.setattr(live, "RECONNECT_SECONDS", 0.05)


def cookie_of(actor) -> str:
    client = Client()
    client.force_login(account_of(actor))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def happen(actor, unit) -> None:
    """Something is recorded in a unit by another connection, and committed."""
    event = RoleGranted(
        subject_id=1,
        person_name="A",
        role_title="B",
        unit_name=unit.name,
        unit_id=unit.pk,
        unit_path=unit.path,
    )
    try:
        record_event(actor=actor, at=AT, event=event)
    finally:
        connection.close()


class Browser:
    """One open stream: what it was told, and a way to leave."""

    def __init__(self, cookie: str, method: str = "GET") -> None:
        headers = [(b"cookie", f"{settings.SESSION_COOKIE_NAME}={cookie}".encode())]
        self.scope = {"type": "http", "method": method, "path": "/truc-tiep", "headers": headers}
        self.status = 0
        self.said = ""
        self._leave = asyncio.Event()

    async def send(self, message) -> None:
        self.status = message.get("status", self.status)
        self.said += message.get("body", b"").decode()

    async def receive(self):
        await self._leave.wait()
        return {"type": "http.disconnect"}

    def leave(self) -> None:
        self._leave.set()

    @property
    def changes(self) -> int:
        return self.said.count("event: changed")


@asynccontextmanager
async def opened(cookie: str):
    browser = Browser(cookie)
    task = asyncio.create_task(live.application(browser.scope, browser.receive, browser.send))
    await until(lambda: "event: hello" in browser.said or task.done())
    yield browser
    browser.leave()
    await asyncio.wait_for(task, 5)


async def until(condition, seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - whatever the condition looks at has no event
            await asyncio.sleep(0.01)


async def a_moment() -> None:
    """Long enough for a message that should not come."""
    await asyncio.sleep(0.4)


def test_a_stranger_is_refused(province):
    async def story():
        browser = Browser("khong-co-phien-nay")
        await live.application(browser.scope, browser.receive, browser.send)
        return browser

    browser = asyncio.run(story())
    assert (browser.status, browser.said) == (401, "")


def test_only_reading_is_allowed(province):
    async def story():
        browser = Browser("", method="POST")
        await live.application(browser.scope, browser.receive, browser.send)
        return browser.status

    assert asyncio.run(story()) == 405


def test_a_session_from_before_a_password_change_hears_nothing(province):
    cookie = cookie_of(province.head)
    account = account_of(province.head)
    account.set_password("một mật khẩu khác hẳn")
    account.save()

    async def story():
        browser = Browser(cookie)
        await live.application(browser.scope, browser.receive, browser.send)
        return browser.status

    assert asyncio.run(story()) == 401


def test_an_account_that_was_closed_hears_nothing(province):
    cookie = cookie_of(province.head)
    account = account_of(province.head)
    account.is_active = False
    account.save()

    async def story():
        browser = Browser(cookie)
        await live.application(browser.scope, browser.receive, browser.send)
        return browser.status

    assert asyncio.run(story()) == 401


def test_a_person_hears_of_the_own_unit_and_not_of_another(province):
    head, outsider = cookie_of(province.head), cookie_of(province.other_head)

    async def story():
        async with opened(head) as inside, opened(outsider) as outside:
            await sync_to_async(happen, thread_sensitive=False)(province.head, province.division)
            await until(lambda: inside.changes)
            await a_moment()
            return inside.changes, outside.changes

    assert asyncio.run(story()) == (1, 0)


def test_many_events_at_once_are_merged(province, monkeypatch):
    monkeypatch.setattr(live, "MERGE_SECONDS", 1.0)
    cookie = cookie_of(province.leader)

    async def story():
        async with opened(cookie) as browser:
            for _ in range(20):
                await sync_to_async(happen, thread_sensitive=False)(province.head, province.agency)
            await a_moment()
            return browser.changes

    assert asyncio.run(story()) == 1


def test_a_change_that_is_rolled_back_is_told_to_nobody(province):
    from django.db import transaction

    cookie = cookie_of(province.leader)

    def fail():
        with suppress(RuntimeError), transaction.atomic():
            event = RoleGranted(
                subject_id=1, person_name="A", role_title="B", unit_name="C", unit_path=province.city.path
            )
            record_event(actor=province.leader, at=AT, event=event)
            raise RuntimeError
        connection.close()

    async def story():
        async with opened(cookie) as browser:
            await sync_to_async(fail, thread_sensitive=False)()
            await a_moment()
            return browser.changes

    assert asyncio.run(story()) == 0


def test_when_the_last_browser_leaves_no_task_and_no_connection_stays(province):
    cookie = cookie_of(province.head)

    async def story():
        before = asyncio.all_tasks()
        async with opened(cookie), opened(cookie):
            assert await sync_to_async(listeners, thread_sensitive=False)() == 1
        await asyncio.sleep(0.1)
        left = asyncio.all_tasks() - before
        return left, await sync_to_async(listeners, thread_sensitive=False)()

    assert asyncio.run(story()) == (set(), 0)


def test_somebody_who_comes_right_after_the_last_one_left_is_heard_too(province):
    cookie = cookie_of(province.head)

    async def story():
        async with opened(cookie):
            pass
        async with opened(cookie) as browser:
            await sync_to_async(happen, thread_sensitive=False)(province.head, province.agency)
            await until(lambda: browser.changes)

    asyncio.run(story())


def test_after_the_database_connection_broke_everybody_looks_again_and_hears_on(province):
    cookie = cookie_of(province.head)

    async def story():
        async with opened(cookie) as browser:
            await sync_to_async(break_listeners, thread_sensitive=False)()
            await until(lambda: browser.changes == 1)
            await sync_to_async(happen, thread_sensitive=False)(province.head, province.agency)
            await until(lambda: browser.changes == 2)

    asyncio.run(story())


def test_while_the_database_cannot_be_reached_a_browser_is_asked_to_come_back(province, monkeypatch):
    cookie = cookie_of(province.head)
    monkeypatch.setattr(live, "PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(live, "_address", lambda: "host=/nonexistent dbname=woms")

    async def story():
        browser = Browser(cookie)
        await live.application(browser.scope, browser.receive, browser.send)
        return browser.status, live.hub._waiting

    assert asyncio.run(story()) == (503, {})


def test_a_stream_ends_by_itself_so_that_rights_are_checked_again(province, monkeypatch):
    monkeypatch.setattr(live, "LIFE_SECONDS", 0)
    monkeypatch.setattr(live, "LIFE_SPREAD_SECONDS", 1)
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.1)
    cookie = cookie_of(province.head)

    async def story():
        browser = Browser(cookie)
        await asyncio.wait_for(live.application(browser.scope, browser.receive, browser.send), 5)
        return browser.said

    assert asyncio.run(story()).endswith("retry: 200\n\n")


def test_a_message_that_is_not_ours_hurts_nobody(province):
    cookie = cookie_of(province.head)

    def nonsense():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_notify(%s, 'không phải JSON'), pg_notify(%s, '[1]')", [live.CHANNEL, live.CHANNEL]
            )
        connection.close()

    async def story():
        async with opened(cookie) as browser:
            await sync_to_async(nonsense, thread_sensitive=False)()
            await sync_to_async(happen, thread_sensitive=False)(province.head, province.agency)
            await until(lambda: browser.changes)

    asyncio.run(story())


def test_the_greeting_carries_the_version_that_a_page_can_compare(province):
    client = Client()
    client.force_login(account_of(province.head))
    happen(province.head, province.agency)
    before = client.get("/phien-ban").content.decode()
    cookie = cookie_of(province.head)

    async def story():
        async with opened(cookie) as browser:
            return browser.said

    assert f"event: hello\ndata: {before}\n" in asyncio.run(story())


def test_the_version_changes_with_an_event_in_reach_and_with_no_other(province):
    client = Client()
    client.force_login(account_of(province.head))

    def version():
        return client.get("/phien-ban").content

    first = version()
    happen(province.head, province.other_agency)
    assert version() == first
    happen(province.head, province.division)
    assert version() != first


def listeners() -> int:
    with psycopg.connect(live._address(), autocommit=True) as observer:
        return len(observer.execute(LISTENING).fetchall())


def break_listeners() -> None:
    with psycopg.connect(live._address(), autocommit=True) as observer:
        for (pid,) in observer.execute(LISTENING).fetchall():
            observer.execute("SELECT pg_terminate_backend(%s)", [pid])


LISTENING = (
    "SELECT pid FROM pg_stat_activity "
    "WHERE datname = current_database() AND query LIKE 'LISTEN%' AND pid <> pg_backend_pid()"
)
