"""The product's main job in a real browser: approve, report, be seen at once, drill to the entry, explain the score.

Effort is counted in clicks and keys, never in seconds: how fast a number reported elsewhere reaches an open board is
measured by `make bench`.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE

SCIENCE = "/dieu-hanh/so-khoa-hoc-va-cong-nghe"
UPTIME = "Thời gian sẵn sàng của các nền tảng dùng chung"
REBUILT = "Số quy trình nội bộ được xây dựng lại"
FIELDS = "#week [data-enter-next]:not([readonly])"
MONTH_OF_THE_DECREE = "Tháng 10/2026"


class Counted:
    """A page whose clicks, keys and typed words are counted as a person would count them."""

    def __init__(self, page):
        self.page, self.acts = page, 0

    def type(self, locator, text):
        self.acts += 1
        locator.fill(text)

    def press(self, locator, key):
        self.acts += 1
        locator.press(key)

    def click(self, locator):
        self.acts += 1
        locator.click()


def row_of(page, title):
    return page.locator("[data-row]").filter(has=page.get_by_role("link", name=title, exact=True)).first


def number_in(row):
    return row.locator("[data-enter-next]")


def other_than(shown, one, another):
    """A number that is not the one on screen, so that the test can be repeated on the same program."""
    return another if one in shown else one


def report(page, title, value):
    field = number_in(row_of(page, title))
    field.fill(value)
    field.press("Enter")
    expect(row_of(page, title).locator(".saved")).to_be_visible()


# ---- approve -------------------------------------------------------------------------------------------------


def test_a_leader_approves_a_plan_from_the_inbox_and_it_leaves_the_list(open_page):
    page = open_page("lanh-dao", "/cho-xu-ly?loai=plan")
    title = page.locator(".inbox-line.selected .name a").inner_text()
    waiting = page.locator(".inbox-line").count()
    page.locator("[data-primary]").click()
    page.locator("dialog[open]").get_by_role("button", name="Phê duyệt").click()
    expect(page.locator("[data-toast]")).to_contain_text("Đã phê duyệt")
    page.goto("/cho-xu-ly?loai=plan")
    expect(page.locator(".inbox-line")).to_have_count(waiting - 1)
    expect(page.locator(".inbox-line .name a").filter(has_text=title)).to_have_count(0)


# ---- report --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_one_number_and_one_enter_save_a_row_and_move_on(open_page, size):
    page = open_page("chuyen-vien", "/cap-nhat", size=size)
    hand, fields = Counted(page), page.locator(FIELDS)
    first, second = (fields.nth(place).get_attribute("id") for place in (0, 1))
    hand.type(page.locator(f"#{first}"), "99,5")
    hand.press(page.locator(f"#{first}"), "Enter")
    expect(page.locator(f"#{second}")).to_be_focused()
    expect(page.locator("[data-row]").filter(has=page.locator(f"#{first}")).locator(".saved")).to_be_visible()
    assert hand.acts <= 3
    page.reload()
    expect(page.locator(f"#{first}")).to_have_value("99,5")


def test_a_week_of_five_numbers_takes_at_most_twelve_acts(open_page):
    page = open_page("chuyen-vien", "/cap-nhat")
    hand, fields = Counted(page), page.locator(FIELDS)
    names = [fields.nth(place).get_attribute("id") for place in range(min(5, fields.count()))]
    for name in names:
        hand.type(page.locator(f"#{name}"), "10")
        hand.press(page.locator(f"#{name}"), "Enter")
    for name in names:
        row = page.locator("[data-row]").filter(has=page.locator(f"#{name}"))
        expect(row.locator(".saved, [role=alert]").first).to_be_visible()
    hand.click(page.locator("#checkin-foot [data-primary]:visible"))
    expect(page.locator("#checkin-foot .saved")).to_be_visible()
    assert hand.acts <= 12


def test_a_wrong_number_stays_in_its_field_with_a_sentence(open_page):
    page = open_page("chuyen-vien", "/cap-nhat")
    field = page.locator(FIELDS).nth(3)
    row = page.locator("[data-row]").filter(has=page.locator(f"#{field.get_attribute('id')}"))
    field.fill("tám phẩy năm")
    field.press("Enter")
    expect(row.get_by_role("alert")).to_contain_text("tám phẩy năm")
    expect(field).to_have_value("tám phẩy năm")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("8,5")
    field.press("Enter")
    expect(row.locator(".saved")).to_be_visible()
    expect(row.get_by_role("alert")).to_have_count(0)


def test_reporting_works_without_javascript(open_page):
    page = open_page("chuyen-vien", "/cap-nhat", javascript=False)
    right, wrong = page.locator(FIELDS).nth(4), page.locator(FIELDS).nth(5)
    right.fill("11")
    wrong.fill("mười hai")
    wrong.press("Enter")
    expect(right).to_have_value("11")
    expect(wrong).to_have_value("mười hai")
    expect(page.get_by_role("alert").filter(has_text="mười hai")).to_be_visible()
    page.goto("/cap-nhat")
    expect(right).to_have_value("11")


def test_the_second_of_two_people_is_told_and_keeps_what_they_typed(open_page):
    title = "Số buổi chia sẻ chuyên môn"
    mine = open_page("chuyen-vien", "/cap-nhat")
    theirs = open_page("truong-phong", "/cap-nhat?xem=don-vi")
    shown = number_in(row_of(mine, title)).input_value()
    first, second = [value for value in ("9", "10", "11") if value != shown][:2]
    report(theirs, title, first)
    number_in(row_of(mine, title)).fill(second)
    number_in(row_of(mine, title)).press("Enter")
    conflict = row_of(mine, title).locator("[data-conflict]")
    expect(conflict).to_contain_text("Trần Thị Linh")
    expect(number_in(row_of(mine, title))).to_have_value(second)
    conflict.get_by_role("button", name=f"Ghi {second}").click()
    expect(row_of(mine, title).locator(".saved")).to_be_visible()
    mine.reload()
    expect(number_in(row_of(mine, title))).to_have_value(second)


# ---- be seen -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", ["", "delete window.EventSource"], ids=["stream", "polling"])
def test_a_number_reported_elsewhere_comes_to_the_open_board_by_itself(open_page, before):
    board = open_page("truong-so", SCIENCE, before=before)
    expect(board.locator("[data-live-word]")).not_to_be_empty()
    shown = board.locator("#live-numbers").inner_text()
    board.evaluate("window.untouched = true")
    value = other_than(shown, "99,61", "99,62")
    report(open_page("chuyen-vien", "/cap-nhat"), UPTIME, value)
    expect(board.locator("#live-numbers")).to_contain_text(value)
    assert board.evaluate("window.untouched")


def test_the_city_board_shows_what_a_ward_has_just_reported(open_page):
    board = open_page("lanh-dao", "/dieu-hanh?hien=tat-ca")
    expect(board.locator("[data-live-word]")).to_contain_text("Trực tiếp")
    ward = board.locator("#live-units tr").filter(has_text="Phường Hoàn Kiếm")
    shown = ward.inner_text()
    writer = open_page("chu-tich-phuong", "/cap-nhat?xem=don-vi")
    before = number_in(row_of(writer, REBUILT)).input_value()
    report(writer, REBUILT, other_than(before, "20", "3"))
    expect(ward).not_to_have_text(shown, use_inner_text=True)


# ---- understand ----------------------------------------------------------------------------------------------


def test_a_leader_gets_from_the_city_board_to_the_raw_entry_in_three_clicks(open_page):
    page = open_page("lanh-dao", "/dieu-hanh")
    hand = Counted(page)
    hand.click(page.locator("#live-units a.heat-cell").first)
    hand.click(page.locator("#live-key-results a[href^='/muc-tieu/']").first)
    expect(page.locator("ol.raw-log > li").first).to_contain_text("số liệu ngày")
    assert hand.acts <= 3


def test_the_score_of_the_worked_example_explains_itself(open_page):
    page = open_page("chuyen-vien", "/danh-gia")
    page.get_by_role("link", name=MONTH_OF_THE_DECREE, exact=True).click()
    said = page.locator("main")
    for figure in (
        "Vì sao 89,10?",
        "= 62,10",
        "−2,26",
        "−2,63",
        "−3,01",
        "+27,00",
        "Hoàn thành tốt nhiệm vụ",
    ):
        expect(said).to_contain_text(figure)
