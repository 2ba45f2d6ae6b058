"""A real plan on screen: from the Word file to a draft plan and back, by mouse, by phone, and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.plan_files import DATA

FILE = DATA / "ke-hoach-ha-noi-phu-luc.docx"


def read_file(page, period):
    page.set_input_files("input[name=file]", FILE)
    page.select_option("select[name=period]", period)
    page.click("[data-primary]")
    page.wait_for_url("**/ke-hoach/nhap/*")


@pytest.mark.parametrize(
    ("size", "dark", "period"), [(DESKTOP, False, "2029"), (PHONE, True, "2030")], ids=["desktop", "phone"]
)
def test_the_real_plan_is_previewed_corrected_confirmed_and_undone(
    open_page, accessible, picture, size, dark, period
):
    page = open_page("to-chuc", "/ke-hoach/nhap", size=size, dark=dark)
    name = f"{size[0]}-{'dark' if dark else 'light'}"
    accessible(page)
    picture(page, f"plan-import-{name}")
    read_file(page, period)
    assert page.locator(".import-row").count() == 19
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    accessible(page)
    picture(page, f"plan-import-preview-{name}")
    page.fill("#lead-6", "sở nội vụ")
    page.press("#lead-6", "Tab")
    expect(page.locator("#lead-6")).to_have_value("Sở Nội vụ")
    expect(page.locator("#area-6")).to_be_focused()
    page.uncheck("#keep-19")
    page.wait_for_selector("#row-19.is-dropped")
    page.click("[data-primary]")
    accessible(page)
    page.click("[data-primary]")
    page.wait_for_selector("text=Đã ghi 18 nhiệm vụ")
    accessible(page)
    picture(page, f"plan-import-result-{name}")
    page.click("[data-dialog=undo]")
    page.click("dialog[open] .btn-danger")
    page.wait_for_selector("text=Đã hoàn tác lúc")


def test_it_all_works_without_javascript(open_page):
    page = open_page("to-chuc", "/ke-hoach/nhap", javascript=False)
    read_file(page, "2028")
    page.fill("#lead-6", "Sở Nội vụ")
    page.click("#row-6 .only-without-js")
    assert page.input_value("#lead-6") == "Sở Nội vụ"
    page.click("[data-primary]")
    page.click("[data-primary]")
    assert "Đã ghi 19 nhiệm vụ" in page.inner_text("main")
    page.click("text=Hoàn tác lô này")
    page.click("main .btn-danger")
    assert "Đã hoàn tác lúc" in page.inner_text("main")
