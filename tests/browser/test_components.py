"""What the components do with a keyboard, a finger, and without JavaScript."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESKTOP, PHONE


def test_the_first_tab_offers_to_skip_to_the_content(open_page):
    page = open_page("chuyen-vien", "/tro-giup")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_stepper_counts_as_vietnamese_write_numbers(open_page):
    page = open_page("chuyen-vien", "/ui", size=PHONE)
    field = page.locator("#value-1")
    for typed, expected in (("93,5", "94,5"), ("1.234,5", "1.235,5"), ("", "1"), ("-1", "0")):
        field.fill(typed)
        page.locator("#row-1 [data-step='1']").click()
        assert field.input_value() == expected


def test_a_dialog_opens_takes_the_focus_and_closes_with_escape(open_page):
    page = open_page("chuyen-vien", "/ui")
    opener = page.locator("[data-dialog=confirm-sample]")
    opener.click()
    dialog = page.locator("#confirm-sample")
    assert dialog.evaluate("one => one.open && one.contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert not dialog.evaluate("one => one.open")
    assert opener.evaluate("one => one === document.activeElement")


def test_a_menu_closes_when_one_clicks_elsewhere_or_presses_escape(open_page):
    page = open_page("chuyen-vien", "/ui")
    menu = page.locator("details.menu.plain")
    menu.locator("summary").click()
    assert menu.get_attribute("open") is not None
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    menu.locator("summary").click()
    page.locator("h1").click()
    assert menu.get_attribute("open") is None


def test_the_theme_changes_at_once_and_stays(open_page):
    page = open_page("pho-so", "/ui")
    page.locator("details.menu.plain summary").click()
    with page.expect_response("**/tuy-chon"):
        page.locator("button[name=theme][value=dark]").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.locator("details.menu.plain summary").click()
    with page.expect_response("**/tuy-chon"):
        page.locator("button[name=theme][value=auto]").click()


def test_single_keys_work_outside_fields_only(open_page):
    page = open_page("chuyen-vien", "/ui")
    page.locator("#title").focus()
    page.keyboard.type("?")
    assert not page.locator("#shortcuts").evaluate("one => one.open")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.type("?")
    assert page.locator("#shortcuts").evaluate("one => one.open")
    page.keyboard.press("Escape")
    page.keyboard.type("gh")
    page.wait_for_url("**/")


def test_ready_made_reasons_fill_the_box(open_page):
    page = open_page("chuyen-vien", "/ui")
    page.get_by_role("button", name="Thiếu minh chứng").click()
    page.get_by_role("button", name="Chưa rõ người chủ trì").click()
    assert page.locator("#reason").input_value() == "Thiếu minh chứng\nChưa rõ người chủ trì"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_menus_notes_and_forms_open_without_javascript(open_page, size):
    page = open_page("chuyen-vien", "/ui", size=size, javascript=False)
    page.locator("details.menu.plain summary").click()
    assert page.get_by_role("button", name="Đăng xuất").is_visible()
    page.locator("details.menu.plain summary").click()
    page.locator("#row-2 label[for=more-2]:visible").first.click()
    assert page.locator("#note-2").is_visible()
    assert page.locator("#row-2 [data-save]").is_visible()


def test_fingers_find_targets_of_44_pixels_in_the_shell_of_a_phone(open_page):
    page = open_page("chuyen-vien", "/ui", size=PHONE)
    small = page.evaluate(
        """[...document.querySelectorAll('.bottom-bar a, .bottom-bar summary, .top .tool, .checkin .tool, .stepper button, main .btn')]
           .filter(one => one.checkVisibility())
           .map(one => [one.textContent.trim(), one.getBoundingClientRect()])
           .filter(([, box]) => box.width < 44 || box.height < 44).map(([words]) => words)"""
    )
    assert small == []


def test_a_focused_field_is_not_hidden_behind_the_bars(open_page):
    page = open_page("chuyen-vien", "/ui", size=PHONE)
    page.evaluate("document.querySelectorAll('.bulk').forEach(bar => bar.remove())")
    hidden = page.evaluate(
        """[...document.querySelectorAll('main input:not([type=hidden]):not(.visually-hidden), main textarea, main .btn')]
           .filter(one => one.checkVisibility())
           .filter(one => { one.focus(); one.scrollIntoView({block: 'nearest'}); const box = one.getBoundingClientRect();
             const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
             return seen && !one.contains(seen) && !seen.contains(one) && !seen.closest('label, .number'); })
           .map(one => one.outerHTML.slice(0, 80))"""
    )
    assert hidden == []
