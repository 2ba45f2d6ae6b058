"""Rounding has a name, is exact, and can keep a sum whole."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from woms.core.rounding import DISPLAY, Rounding, RoundingMode, rounded_to_sum

values = st.lists(st.fractions(min_value=-100, max_value=100, max_denominator=997), min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("mode", "value", "expected"),
    [
        ("half_up", "0.005", "0.01"),
        ("half_up", "-0.005", "-0.01"),
        ("half_up", "89.995", "90.00"),
        ("half_up", "89.994999", "89.99"),
        ("half_even", "0.005", "0.00"),
        ("half_even", "0.015", "0.02"),
        ("down", "89.999", "89.99"),
        ("down", "-89.999", "-89.99"),
    ],
)
def test_a_value_between_two_decimals_goes_where_the_name_says(mode, value, expected):
    assert str(Rounding(2, RoundingMode(mode)).apply(Decimal(value))) == expected


def test_a_large_amount_of_dong_is_rounded_without_drift():
    assert Rounding(2).apply(Fraction(12_345_678_901_234_567_890_123, 1)) == 12_345_678_901_234_567_890_123


def test_the_waterfall_of_the_worked_example_rounds_as_on_the_form():
    lines = [Fraction(70), Fraction(-70, 31), Fraction(-245, 93), Fraction(-280, 93), Fraction(27)]
    assert [str(line) for line in rounded_to_sum(lines)] == ["70.00", "-2.26", "-2.63", "-3.01", "27.00"]


@given(values, st.sampled_from(RoundingMode))
def test_rounded_lines_add_up_to_the_rounded_sum(lines, mode):
    rounding = Rounding(2, mode)
    rounded = rounded_to_sum(lines, rounding)
    assert sum(rounded) == rounding.apply(sum(lines, Fraction(0)))


@given(values)
def test_no_line_moves_by_a_whole_unit_and_exact_lines_never_move(lines):
    for exact, rounded in zip(lines, rounded_to_sum(lines), strict=True):
        assert abs(exact - Fraction(rounded)) < Fraction(1, 100)
        assert Fraction(rounded) == exact or exact * 100 != int(exact * 100)


def test_the_display_rounding_keeps_two_decimals():
    assert DISPLAY.apply(Fraction(1925, 31)) == Decimal("62.10")
