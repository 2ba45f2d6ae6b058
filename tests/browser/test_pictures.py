"""The pictures of the README: taken here, kept in docs/pictures when asked for (make pictures)."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect

from config.paths import ROOT
from tests.browser.conftest import PICTURES
from tests.guards.test_readme import MOST_BYTES, NAMES, WIDTH, width_of

KEPT = ROOT / "docs" / "pictures"


def board(open_page):
    return open_page("lanh-dao", "/dieu-hanh", size=(WIDTH, 960))


def check_in(open_page):
    page = open_page("chuyen-vien", "/cap-nhat", size=(WIDTH, 1060))
    fields = page.locator("#week [data-enter-next]:not([readonly])")
    for place, value in ((0, "99,5"), (1, "95,8"), (3, "9")):
        fields.nth(place).fill(value)
        fields.nth(place).press("Enter")
        row = page.locator("[data-row]").filter(has=page.locator(f"#{fields.nth(place).get_attribute('id')}"))
        expect(row.locator(".saved")).to_be_visible()
    fields.nth(4).focus()
    return page


def score(open_page):
    page = open_page("chuyen-vien", "/danh-gia", size=(WIDTH, 1080))
    page.get_by_role("link", name="Tháng 10/2026", exact=True).click()
    expect(page.locator("h1")).to_contain_text("tháng 10/2026")
    return page


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_is_taken_and_is_small(open_page, name):
    folder = KEPT if os.environ.get("WOMS_KEEP_PICTURES") else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    page = {"board": board, "check-in": check_in, "score": score}[name](open_page)
    page.evaluate("document.fonts.ready")
    page.screenshot(path=folder / f"{name}.png")
    taken = (folder / f"{name}.png").read_bytes()
    assert width_of(taken) == WIDTH
    assert len(taken) < MOST_BYTES
