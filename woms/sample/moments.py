"""Instants of the made-up history: so many days before or after a day, at some minute of the working day. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from woms.core.clock import HANOI

_FRIDAY = 4


def working_moment(day: date, days: int, *who: object) -> datetime:
    """Give an instant `days` after a day (before it if negative), on a weekday, always the same for `who`."""
    draw = Random(f"moment:{day}:{days}:{who}")  # noqa: S311 - made-up history, the same each time
    chosen = day + timedelta(days=days)
    if chosen.weekday() > _FRIDAY:
        chosen -= timedelta(days=chosen.weekday() - _FRIDAY)
    return datetime.combine(chosen, time(draw.randint(8, 16), draw.randint(0, 59)), tzinfo=HANOI)


def spread(low: int, high: int, *who: object) -> int:
    """Draw a whole number between two bounds, always the same for `who`."""
    return Random(f"spread:{low}:{high}:{who}").randint(low, high)  # noqa: S311 - as above
