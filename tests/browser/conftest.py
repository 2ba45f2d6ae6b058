"""A real program with the sample province, and Debian's Chromium in front of it.

One program serves all browser tests of a run; every test gets its own fresh browser context. Signing in is done once
a person: later contexts start with their cookies. WOMS_SITE names a running program to use instead, for quick work.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from config.paths import HOME, ROOT

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
PASSWORD = "mau-hanoi-2026"
PATIENCE_MS = 30_000  # a busy machine must not fail a test
DESKTOP, PHONE = (1366, 768), (360, 740)
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PICTURES = HOME / "pictures"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if not Path(CHROMIUM).exists():
                item.add_marker(pytest.mark.skip(reason="there is no /usr/bin/chromium"))


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Address of a running program with the sample, in a home of its own; or the one that WOMS_SITE names."""
    if running := os.environ.get("WOMS_SITE"):
        yield running.rstrip("/")
        return
    home = Path(tempfile.mkdtemp(prefix="woms-browser-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "WOMS_ENV"}}
    environment = {**kept, "WOMS_HOME": str(home), "WOMS_PORT": str(port), "PYTHONPATH": str(ROOT)}
    log = (home / "run.log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "config.main"], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        yield _wait(f"http://127.0.0.1:{port}", process, log)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        log.close()
        shutil.rmtree(home, ignore_errors=True)


def _wait(address: str, process: subprocess.Popen[bytes], log: Any) -> str:
    end = time.monotonic() + 240
    while time.monotonic() < end:
        if process.poll() is not None:
            log.seek(0)
            raise AssertionError(f"the program ended:\n{log.read()}")
        with suppress(OSError):
            urllib.request.urlopen(f"{address}/suc-khoe", timeout=2)
            return address
        time.sleep(0.2)
    raise AssertionError("the program did not answer")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def cookies_of(site: str, chromium: Any) -> Callable[[str], Any]:
    """What a browser keeps once this person has signed in; each signs in once a run."""

    @cache
    def do(username: str) -> Any:
        context = chromium.new_context(base_url=site)
        sign_in(context.new_page(), username)
        kept = context.storage_state()
        context.close()
        return kept

    return do


@pytest.fixture
def open_page(site: str, chromium: Any, cookies_of: Callable[[str], Any]) -> Iterator[Callable[..., Any]]:
    """`open_page("chuyen-vien", "/cap-nhat", size=PHONE)`: a signed-in page at that address.

    `before` is a script that runs ahead of the page's own. Fails the test afterwards if a script failed or the
    browser refused something (CSP).
    """
    contexts, complaints = [], []

    def do(
        username: str | None,
        path: str = "/",
        *,
        size: tuple[int, int] = DESKTOP,
        dark: bool = False,
        javascript: bool = True,
        before: str = "",
    ) -> Any:
        context = chromium.new_context(
            base_url=site, viewport={"width": size[0], "height": size[1]}, locale="vi-VN",
            color_scheme="dark" if dark else "light", java_script_enabled=javascript,
            storage_state=cookies_of(username) if username else None,
        )  # fmt: skip
        contexts.append(context)
        if before:
            context.add_init_script(before)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: _note(message, complaints))
        page.goto(path)
        return page

    yield do
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page: Any, username: str) -> None:
    page.goto("/dang-nhap")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/dang-nhap" not in url)


def _note(message: Any, complaints: list[str]) -> None:
    if message.type == "error" and "Content Security Policy" in message.text:
        complaints.append(message.text)


# Rows beyond these look like the ones before them; looking at all of them takes axe half a minute.
ALIKE = ["tbody tr:nth-child(n+13)", "main li:nth-child(n+13)", "#week [data-row]:nth-of-type(n+13)"]


@pytest.fixture
def accessible() -> Callable[..., None]:
    """Fail with what axe finds serious or critical: everything, only the colours, or everything but the colours."""

    def check(page: Any, *, colors: bool | None = None) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.read_text())
        rules = ["color-contrast"] if colors else ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
        skipped = {"color-contrast": {"enabled": False}} if colors is False else {}
        found = page.evaluate(
            "([exclude, runOnly, rules]) => axe.run({exclude}, {runOnly, rules})",
            [[[one] for one in ALIKE], rules, skipped],
        )
        serious = [
            f"{item['id']}: {item['help']} · {node['html'][:120]}"
            for item in found["violations"]
            if item["impact"] in {"serious", "critical"}
            for node in item["nodes"][:3]
        ]
        assert serious == [], "\n".join(serious)

    return check


@pytest.fixture
def picture() -> Callable[[Any, str], Path]:
    """Keep a screenshot below WOMS_HOME/pictures, for people to look at."""

    def take(page: Any, name: str) -> Path:
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = PICTURES / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return take
