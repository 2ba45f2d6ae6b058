"""A measure in words: `Mục tiêu ≤ 8 ngày`, `chậm 2 điểm`."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from woms.core.numbers import NBSP, format_number, round_half_up

_LARGE = 1000


def amount(value: Decimal | None, unit: str) -> str:
    """`93,5 %`, `12 lớp`."""
    return "–" if value is None else f"{format_number(value)}{NBSP}{unit}".strip()


def goal(
    direction: str, target: Decimal, range_high: Decimal | None, unit: str, *, moves: bool = True
) -> str:
    """What has to be reached, with its sign where one is needed: `95 %`, `≤ 8 ngày`, `18–22 °C`."""
    if direction == "range" and range_high is not None:
        return f"{format_number(target)}–{amount(range_high, unit)}"
    if direction == "maintain":
        return f"≥{NBSP}{amount(target, unit)}"
    if direction == "decrease":
        return f"≤{NBSP}{amount(target, unit)}"
    return amount(target, unit) if moves else f"≥{NBSP}{amount(target, unit)}"


def behind_words(behind: Decimal | None) -> str:
    """How far behind the pace, in points of progress; nothing when on it."""
    if behind is None or behind <= 0:
        return ""
    digits = 0 if behind >= 1 else 1
    return _("chậm %(points)s điểm") % {"points": format_number(round_half_up(behind, digits), digits)}


def rounded(value: Decimal) -> Decimal:
    """A computed value without digits that nobody measures: one decimal, none from a thousand on."""
    return round_half_up(value, 0 if abs(value) >= _LARGE else 1)
