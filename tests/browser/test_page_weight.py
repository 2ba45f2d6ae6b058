"""A weak phone on a weak network: what it has to fetch, compressed, as the wire sees it."""

from __future__ import annotations

import pytest

from tests.browser.conftest import PHONE

FIRST_LOAD, NEXT_PAGE = 250_000, 40_000
PAGES = [("chuyen-vien", "/"), ("chuyen-vien", "/tro-giup"), ("chuyen-vien", "/ui"), ("lanh-dao", "/")]


@pytest.fixture
def weigh():
    """Bytes received while the page does `work`."""

    def do(page, work):
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        received = []
        wire.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
        work()
        page.wait_for_load_state("load")
        page.wait_for_timeout(300)
        wire.detach()
        return sum(received)

    return do


def test_the_first_page_with_fonts_and_styles_is_light(open_page, weigh):
    page = open_page(None, "/suc-khoe", size=PHONE)
    assert weigh(page, lambda: page.goto("/dang-nhap")) <= FIRST_LOAD


@pytest.mark.parametrize(("username", "path"), PAGES)
def test_every_next_page_is_light(open_page, weigh, username, path):
    page = open_page(username, "/", size=PHONE)
    assert weigh(page, lambda: page.goto(path)) <= NEXT_PAGE
