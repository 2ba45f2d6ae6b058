from __future__ import annotations

from decimal import Decimal

import pytest

from woms.core.errors import Invalid
from woms.core.numbers import format_number, format_percent, parse_number


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("93", "93"),
        ("93,0", "93.0"),
        ("93.0", "93.0"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1,234", "1.234"),
        ("-3,5", "-3.5"),
        ("−3,5", "-3.5"),
        ("93 %", "93"),
        ("0", "0"),
    ],
)
def test_a_number_is_read_as_vietnamese_people_type_it(typed, value):
    assert parse_number(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "abc",
        "NaN",
        "Infinity",
        "-inf",
        "1e400",
        "1e5",
        "1.2.3",
        "1,2,3",
        "12.34,5",
        "1,23.4",
        "٣",
        "1_000",
        "9" * 19,
        "0,1234567",
        "--1",
        "5 %%",
    ],
)
def test_what_is_not_a_number_is_refused_with_a_sentence(typed):
    with pytest.raises(Invalid) as refusal:
        parse_number(typed)
    assert refusal.value.sentence.endswith((".", "%"))


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        ("1234.5", None, "1.234,5"),
        ("93", 1, "93,0"),
        ("-3.456", 2, "−3,46"),
        ("0.005", 2, "0,01"),
        ("100", None, "100"),
        ("1000000", None, "1.000.000"),
    ],
)
def test_a_number_is_shown_as_vietnamese_people_write_it(value, digits, text):
    assert format_number(Decimal(value), digits) == text


def test_a_percentage_keeps_its_sign_on_the_same_line():
    assert format_percent(Decimal(93)) == "93,0\u00a0%"
