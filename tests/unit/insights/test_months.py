from __future__ import annotations

from datetime import date

import pytest

from woms.core.errors import Invalid
from woms.insights.months import board_month

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("code", "month"),
    [
        ("", "2026-11"),
        ("2026-11", "2026-11"),
        ("2026", "2026-11"),
        ("2026-Q3", "2026-09"),
        ("2025", "2025-12"),
    ],
)
def test_a_longer_period_shows_its_latest_month_so_far(code, month):
    assert board_month(code, TODAY).month.code == month


def test_the_month_of_today_is_judged_up_to_today_and_a_past_one_up_to_its_last_day():
    assert board_month("2026-11", TODAY).until == TODAY
    assert board_month("2026-10", TODAY).until == date(2026, 10, 31)
    assert not board_month("2026-10", TODAY).is_current


def test_a_month_that_has_not_begun_is_refused_with_the_last_one_that_has():
    with pytest.raises(Invalid, match=r"Tháng 12/2026 chưa đến.*tháng 11/2026"):
        board_month("2026-12", TODAY)
