"""How values are written on screen: `1.234,5`, `93,0 %`, `31/12/2026`, `14:05`. Registered by woms.web.jinja."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext
from markupsafe import Markup, escape

from woms.core import clock
from woms.core.numbers import format_number, format_percent

NOTHING = "–"
Number = Decimal | Fraction | int


def number(value: Number | None, digits: int | None = None) -> str:
    """`1234.5` → `1.234,5`; nothing → a dash."""
    return NOTHING if value is None else format_number(_decimal(value), digits)


def percent(value: Number | None, digits: int | None = 1) -> str:
    """`93` → `93,0 %` with a no-break space."""
    return NOTHING if value is None else format_percent(_decimal(value), digits)


def signed(value: Number | None, digits: int | None = 1) -> str:
    """`1.2` → `+1,2`; a difference always shows its sign."""
    if value is None:
        return NOTHING
    return f"+{number(value, digits)}" if value > 0 else number(value, digits)


def css_percent(value: Number | float) -> str:
    """A width for a style attribute, kept between 0 and 100: `93.5%`."""
    kept = min(max(float(value), 0.0), 100.0)
    return f"{kept:.2f}".rstrip("0").rstrip(".") + "%"


def day(value: date | datetime | None) -> str:
    """`21/11/2026`"""
    return NOTHING if value is None else f"{_local(value):%d/%m/%Y}"


def day_month(value: date | datetime | None) -> str:
    """`21/11`, where the year is known from the page"""
    return NOTHING if value is None else f"{_local(value):%d/%m}"


def clock_time(value: datetime | None) -> str:
    """`14:05`"""
    return NOTHING if value is None else f"{value.astimezone(clock.HANOI):%H:%M}"


def moment(value: datetime | None) -> str:
    """`14:05 21/11/2026`"""
    return NOTHING if value is None else f"{value.astimezone(clock.HANOI):%H:%M %d/%m/%Y}"


def initials(name: str) -> str:
    """Two letters for an avatar, as people address each other: `Nguyễn Thị Hoà` → `TH`."""
    return "".join(word[0] for word in name.split()[-2:]).upper()


def emphasis(text: str) -> Markup:
    """`**3 đơn vị** chuyển sang…` with its bold words; everything else is escaped."""
    parts = [escape(part) for part in text.split("**")]
    return Markup("").join(
        Markup("<b>{}</b>").format(part) if place % 2 else part for place, part in enumerate(parts)
    )


def _decimal(value: Number) -> Decimal:
    return (
        Decimal(value.numerator) / Decimal(value.denominator)
        if isinstance(value, Fraction)
        else Decimal(value)
    )


def _local(value: date | datetime) -> date:
    return clock.local_date(value) if isinstance(value, datetime) else value


def translated(text: str) -> str:
    """Words that come from data, in the reader's language; a per cent sign in them is only that."""
    return gettext(text) if text else ""


FILTERS: dict[str, Callable[..., Any]] = {
    one.__name__: one
    for one in (
        number,
        percent,
        signed,
        css_percent,
        day,
        day_month,
        clock_time,
        moment,
        initials,
        emphasis,
        translated,
    )
}
