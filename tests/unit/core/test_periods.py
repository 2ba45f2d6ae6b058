from __future__ import annotations

from datetime import date

import pytest

from woms.core.errors import Invalid
from woms.core.periods import from_code, month_of, week_of


@pytest.mark.parametrize(
    ("code", "first", "last", "label"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "Năm 2026"),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "Quý IV/2026"),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28), "Tháng 2/2026"),
        ("2026-W47", date(2026, 11, 16), date(2026, 11, 22), "Tuần 47/2026"),
    ],
)
def test_a_period_is_read_from_its_code(code, first, last, label):
    period = from_code(code)
    assert (period.starts_on, period.last_day, period.label, period.code) == (first, last, label, code)


@pytest.mark.parametrize("code", ["", "2026-13", "2026-Q5", "2026-W54", "26", "abcd", "2026-1", "2026-00"])
def test_an_unknown_period_is_refused_with_the_accepted_forms(code):
    with pytest.raises(Invalid, match="2026-Q4"):
        from_code(code)


def test_a_period_contains_its_first_day_and_not_the_first_day_of_the_next():
    november = month_of(date(2026, 11, 21))
    assert date(2026, 11, 1) in november
    assert date(2026, 12, 1) not in november
    assert date(2026, 11, 21) in week_of(date(2026, 11, 21))
