from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from woms.connectors.documents.deadlines import DeadlineKind, Every, parse_deadline

BY, BETWEEN, FROM = DeadlineKind.BY, DeadlineKind.BETWEEN, DeadlineKind.FROM
RECURRING, CONTINUOUS, UNKNOWN = DeadlineKind.RECURRING, DeadlineKind.CONTINUOUS, DeadlineKind.UNKNOWN


def day(text):
    return date.fromisoformat(text) if text else None


def understood(text, year=None):
    deadline = parse_deadline(text, year=year)
    return deadline.kind, deadline.start, deadline.end


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("Trước ngày 15/5/2026", "2026-05-15"),
        ("Trước 30/6/2026", "2026-06-30"),
        ("Trước 17h00 ngày 15/5/2026", "2026-05-15"),
        ("Chậm nhất 15/5/2026", "2026-05-15"),
        ("Xong trước ngày 5/6/2026", "2026-06-05"),
        ("Ngày 30/6/2026", "2026-06-30"),
        ("30/6/2026", "2026-06-30"),
        ("15/05/26", "2026-05-15"),
        ("15.5.2026", "2026-05-15"),
        ("15-5-2026", "2026-05-15"),
        ("2026-05-15", "2026-05-15"),
        ("2026-05-15 00:00:00", "2026-05-15"),
        ("ngày 15 tháng 5 năm 2026", "2026-05-15"),
        ("Trước ngày 15/5 /2026", "2026-05-15"),
        ("Trước ngày\u00a015/5/2026", "2026-05-15"),
        ("Hoàn thành trong Quý II/2026", "2026-06-30"),
        ("Hết quý II/2026", "2026-06-30"),
        ("Đến năm 2030", "2030-12-31"),
        ("15/5/2026 (Quý II/2026)", "2026-05-15"),
        ("46157", "2026-05-15"),
    ],
)
def test_a_single_day_is_due_by_that_day(text, end):
    assert understood(text) == (BY, None, day(end))


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("Trước tháng 6/2026", "2026-05-31"),
        ("Trước Quý III/2026", "2026-06-30"),
        ("Trước năm 2030", "2029-12-31"),
    ],
)
def test_before_a_longer_time_is_due_the_day_before_it_begins(text, end):
    assert understood(text) == (BY, None, day(end))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Từ ngày 28/5/2026 đến ngày 31/5/2026", "2026-05-28", "2026-05-31"),
        ("Từ ngày 28/5/2026\nđến ngày 31/5/2026", "2026-05-28", "2026-05-31"),
        ("Từ ngày 28 đến ngày 31/5/2026", "2026-05-28", "2026-05-31"),
        ("Từ 28/5 đến 31/5/2026", "2026-05-28", "2026-05-31"),
        ("28-31/5/2026", "2026-05-28", "2026-05-31"),
        ("28/5 – 31/5/2026", "2026-05-28", "2026-05-31"),
        ("Từ 01/6/2026; hoàn thành trước 31/12/2026", "2026-06-01", "2026-12-31"),
        ("Tháng 12/2026", "2026-12-01", "2026-12-31"),
        ("Trong tháng 6/2026", "2026-06-01", "2026-06-30"),
        ("tháng 2 năm 2028", "2028-02-01", "2028-02-29"),
        ("T6/2026", "2026-06-01", "2026-06-30"),
        ("12/2026", "2026-12-01", "2026-12-31"),
        ("Tháng 4-5/2026", "2026-04-01", "2026-05-31"),
        ("Tháng 6, 7, 8/2026", "2026-06-01", "2026-08-31"),
        ("Từ tháng 11 đến tháng 2/2027", "2026-11-01", "2027-02-28"),
        ("Cuối tháng 6/2026", "2026-06-21", "2026-06-30"),
        ("Quý III/2026", "2026-07-01", "2026-09-30"),
        ("Quý 3/2026", "2026-07-01", "2026-09-30"),
        ("Q.III/2026", "2026-07-01", "2026-09-30"),
        ("Quý I, II/2026", "2026-01-01", "2026-06-30"),
        ("Quý III, IV năm 2026", "2026-07-01", "2026-12-31"),
        ("Quý IV/2026 - Quý I/2027", "2026-10-01", "2027-03-31"),
        ("6 tháng đầu năm 2026", "2026-01-01", "2026-06-30"),
        ("9 tháng đầu năm 2026", "2026-01-01", "2026-09-30"),
        ("06 tháng cuối năm 2026", "2026-07-01", "2026-12-31"),
        ("Năm 2028", "2028-01-01", "2028-12-31"),
        ("Năm 2029 - 2030", "2029-01-01", "2030-12-31"),
        ("Giai đoạn 2026-2030", "2026-01-01", "2030-12-31"),
    ],
)
def test_a_span_runs_from_its_first_day_to_its_last(text, start, end):
    assert understood(text) == (BETWEEN, day(start), day(end))


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Từ ngày 01/6/2026", "2026-06-01"),
        ("Từ tháng 6/2026 trở đi", "2026-06-01"),
        ("Từ Quý III/2026", "2026-07-01"),
        ("Bắt đầu từ 1/6/2026", "2026-06-01"),
    ],
)
def test_a_beginning_alone_has_no_last_day(text, start):
    assert understood(text) == (FROM, day(start), None)


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("Hàng quý", Every.QUARTER),
        ("Hằng tháng", Every.MONTH),
        ("hàng tuần", Every.WEEK),
        ("Hàng năm", Every.YEAR),
        ("Định kỳ hàng quý", Every.QUARTER),
        ("Định kỳ 6 tháng, năm", Every.HALF_YEAR),
        ("6 tháng/lần", Every.HALF_YEAR),
        ("01 lần/quý", Every.QUARTER),
        ("mỗi quý 01 lần", Every.QUARTER),
        ("Trước ngày 25 hằng tháng", Every.MONTH),
        ("Trước 15/12 hàng năm", Every.YEAR),
        ("Định kỳ", None),
    ],
)
def test_work_that_comes_back_is_recurring_with_its_rhythm(text, every):
    deadline = parse_deadline(text)
    assert (deadline.kind, deadline.start, deadline.end, deadline.every) == (RECURRING, None, None, every)


@pytest.mark.parametrize("text", ["Thường xuyên", "Thường xuyên, liên tục", "24/7", "Cả năm", "THƯỜNG XUYÊN"])
def test_work_that_never_stops_is_continuous(text):
    assert understood(text) == (CONTINUOUS, None, None)


def test_continuous_work_keeps_the_year_it_runs_in():
    assert understood("Thường xuyên trong năm 2026") == (CONTINUOUS, day("2026-01-01"), day("2026-12-31"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15/5", (BY, None, day("2026-05-15"))),
        ("Trước 15/5", (BY, None, day("2026-05-15"))),
        ("Quý II", (BETWEEN, day("2026-04-01"), day("2026-06-30"))),
        ("Tháng 12", (BETWEEN, day("2026-12-01"), day("2026-12-31"))),
        ("Trong năm", (BETWEEN, day("2026-01-01"), day("2026-12-31"))),
    ],
)
def test_a_missing_year_comes_from_the_section(text, expected):
    assert understood(text, year=2026) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31/02/2026", "không có ngày 31/2/2026"),
        ("Trước ngày 31/6/2026", "không có ngày 31/6/2026"),
        ("Tháng 13/2026", "không có tháng 13"),
        ("Quý II", "thiếu năm"),
        ("Theo tiến độ của Trung ương", "không thấy ngày"),
        ("30 ngày kể từ ngày ký", "không thấy ngày"),
        ("Theo Kế hoạch số 15/KH-UBND ngày 10/3/2026", "văn bản khác"),
        ("Từ ngày 31/5/2026 đến ngày 28/5/2026", "ngày cuối đứng trước ngày đầu"),
    ],
)
def test_what_no_calendar_has_stays_unknown_and_says_why(text, why):
    deadline = parse_deadline(text)
    assert deadline.kind is UNKNOWN
    assert why in deadline.problem
    assert deadline.text == text


def test_an_empty_deadline_is_unknown_without_a_complaint_of_its_own():
    assert parse_deadline(" \u00a0 ").problem == ""
    assert parse_deadline("").kind is UNKNOWN


def test_several_dates_are_due_on_the_last_and_say_so():
    deadline = parse_deadline("Đợt 1: trước 30/6/2026; Đợt 2: trước 31/12/2026")
    assert (deadline.kind, deadline.end) == (BY, day("2026-12-31"))
    assert "nhiều mốc" in deadline.problem


def test_decomposed_letters_and_other_dashes_read_the_same():
    plain = "Từ ngày 28/5/2026 đến ngày 31/5/2026"
    assert understood(unicodedata.normalize("NFD", plain)) == understood(plain)
    assert understood("Năm 2029 – 2030") == understood("Năm 2029 - 2030") == understood("Năm 2029—2030")


@given(st.dates(date(2020, 1, 1), date(2039, 12, 31)), st.sampled_from("/.-"), st.booleans())
def test_any_day_of_the_calendar_is_read_back(on, mark, with_zeros):
    written = (
        f"{on:%d}{mark}{on:%m}{mark}{on:%Y}" if with_zeros else f"{on.day}{mark}{on.month}{mark}{on.year}"
    )
    assert understood(f"Trước ngày {written}") == (BY, None, on)


@given(st.text(max_size=80))
def test_no_text_whatever_breaks_the_reading(text):
    deadline = parse_deadline(text, year=2026)
    assert deadline.start is None or deadline.end is None or deadline.start <= deadline.end
