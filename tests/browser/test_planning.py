"""The planning screens in a real browser: they save by themselves, keep what was typed, and work without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.screens import open_screen


@pytest.fixture
def go(open_page):
    """Open a screen by its name in the list of screens."""
    return lambda name, **options: open_screen(open_page, name, **options)


def first_key_result(page) -> str:
    return page.locator("li[id^=k]").first.get_attribute("id")


def test_a_field_saves_when_it_is_left_and_the_writer_types_on(go):
    page = go("plan-edit")
    row = first_key_result(page)
    before, version = page.input_value(f"#{row}-weight"), int(page.input_value(f"#{row}-version"))
    page.fill(f"#{row}-weight", "12,5")
    page.press(f"#{row}-weight", "Tab")
    page.wait_for_selector(f"#{row}-saved:has-text('Đã lưu')")
    assert page.evaluate("document.activeElement.id") == f"{row}-due_on"
    assert "cần đúng 100" in page.inner_text("#pre-check")
    page.fill(f"#{row}-weight", before)
    page.press(f"#{row}-weight", "Tab")
    expect(page.locator(f"#{row}-version")).to_have_value(str(version + 2))


def test_two_fields_left_quickly_are_both_saved_in_their_order(go):
    page = go("plan-edit")
    row = first_key_result(page)
    old = page.input_value(f"#{row}-baseline"), page.input_value(f"#{row}-due_on")
    for new in (("1,5", "30/11/2027"), old):
        version = int(page.input_value(f"#{row}-version"))
        page.fill(f"#{row}-baseline", new[0])
        page.press(f"#{row}-baseline", "Tab")
        page.fill(f"#{row}-due_on", new[1])
        page.press(f"#{row}-due_on", "Tab")
        expect(page.locator(f"#{row}-version")).to_have_value(str(version + 2))
    page.reload()
    assert (page.input_value(f"#{row}-baseline"), page.input_value(f"#{row}-due_on")) == old


def test_a_wrong_number_stays_with_its_sentence_until_it_is_right(go):
    page = go("plan-edit")
    row = first_key_result(page)
    before = page.input_value(f"#{row}-target")
    page.fill(f"#{row}-target", "chín mươi")
    page.press(f"#{row}-target", "Tab")
    page.wait_for_selector(f"#{row}-target-error:has-text('Không đọc được')")
    assert page.input_value(f"#{row}-target") == "chín mươi"
    page.fill(f"#{row}-target", before)
    page.press(f"#{row}-target", "Tab")
    page.wait_for_selector(f"#{row}-target-error", state="detached")


def test_the_second_of_two_writers_sees_both_and_chooses(go, open_page):
    mine = go("plan-edit")
    row = first_key_result(mine)
    before = mine.input_value(f"#{row}-baseline")
    theirs = open_page("truong-so", mine.url.removeprefix(mine.evaluate("location.origin")))
    theirs.fill(f"#{row}-baseline", "2")
    theirs.press(f"#{row}-baseline", "Tab")
    theirs.wait_for_selector(f"#{row}-saved:has-text('Đã lưu')")
    mine.fill(f"#{row}-baseline", before)
    mine.dispatch_event(f"#{row}-baseline", "change", {"bubbles": True})
    mine.wait_for_selector(f"#{row}-form .notice:has-text('vừa sửa mục tiêu này')")
    assert mine.input_value(f"#{row}-baseline") == before
    mine.click(f"#{row}-form button:has-text('Ghi bản của tôi')")
    mine.wait_for_selector(f"#{row}-form .notice", state="detached")
    mine.reload()
    assert mine.input_value(f"#{row}-baseline") == before


def test_the_plan_is_written_and_checked_without_javascript(go):
    page = go("plan-edit", javascript=False)
    page.fill("#new-title", "Việc thêm khi không có JavaScript")
    page.click("#new-objective button:has-text('Thêm')")
    added = page.locator("article.objective").last
    assert added.locator("textarea").first.input_value() == "Việc thêm khi không có JavaScript"
    added.locator("summary:has-text('Việc khác')").first.click()
    added.locator("button.danger").first.click()
    assert page.locator("text=Việc thêm khi không có JavaScript").count() == 0


def test_the_tree_keeps_its_place_in_the_address_and_the_focus_on_the_line(open_page):
    page = open_page("lanh-dao", "/cay-muc-tieu")
    page.focus("#twist-o1")
    page.keyboard.press("Enter")
    page.wait_for_selector("#node-k1")
    assert "mo=o1" in page.url
    assert page.evaluate("document.activeElement.id") == "twist-o1"
    page.click("#node-k1")
    page.wait_for_selector("#goal-detail:has-text('Nguồn số liệu')")
    page.reload()
    assert page.locator("#goal-detail:has-text('Nguồn số liệu')").count() == 1
    page.go_back()
    page.wait_for_selector("#goal-detail:has-text('Chọn một dòng')")


def test_shares_are_added_up_while_they_are_typed(go):
    page = go("cascade-sheet")
    before = page.inner_text("#sum")
    box = page.locator("input[name^=target-]").first
    box.fill("1")
    box.press("Tab")
    expect(page.locator("#sum")).not_to_have_text(before)


def test_a_plan_is_returned_from_the_inbox_with_two_keys_and_a_reason(open_page):
    page = open_page("truong-so", "/cho-xu-ly?loai=plan")
    page.locator("body").press("r")
    page.wait_for_selector("dialog[open] textarea")
    page.fill("dialog[open] textarea", "Ghi rõ hiện trạng của từng mục tiêu")
    waiting = page.locator(".inbox-line").count()
    page.click("dialog[open] button:has-text('Trả lại')")
    page.wait_for_selector("[data-toast]:has-text('Đã trả lại')")
    page.goto("/cho-xu-ly?loai=plan")
    assert page.locator(".inbox-line").count() == waiting - 1
