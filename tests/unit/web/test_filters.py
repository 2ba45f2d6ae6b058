"""How values are written on screen."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from woms.web import filters


@pytest.mark.parametrize(
    ("value", "width"),
    [(Decimal("93.456"), "93.46%"), (0, "0%"), (-5, "0%"), (250, "100%"), (Fraction(1, 3), "0.33%")],
)
def test_a_width_stays_between_nothing_and_everything(value, width):
    assert filters.css_percent(value) == width


def test_a_difference_always_shows_its_sign():
    assert [filters.signed(Decimal(one)) for one in ("1.2", "-0.4", "0")] == ["+1,2", "−0,4", "0,0"]


def test_an_instant_is_shown_at_the_time_of_hanoi():
    at = datetime(2026, 11, 20, 23, 5, tzinfo=UTC)
    assert (filters.day(at), filters.clock_time(at)) == ("21/11/2026", "06:05")
    assert filters.moment(at) == "06:05 21/11/2026"
    assert filters.day_month(date(2026, 1, 5)) == "05/01"


def test_nothing_is_a_dash():
    assert {filters.number(None), filters.percent(None), filters.day(None), filters.clock_time(None)} == {"–"}


@pytest.mark.parametrize(("name", "letters"), [("Nguyễn Thị Hoà", "TH"), ("Ánh", "Á"), ("", "")])
def test_initials_are_those_people_are_called_by(name, letters):
    assert filters.initials(name) == letters


def test_bold_words_are_marked_and_everything_else_is_escaped():
    assert filters.emphasis("**3 đơn vị** <b>x</b>") == "<b>3 đơn vị</b> &lt;b&gt;x&lt;/b&gt;"
