"""Which month of which plan year a board shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from woms.core import periods
from woms.core.errors import Invalid
from woms.core.periods import CalendarPeriod


@dataclass(frozen=True, slots=True)
class BoardMonth:
    """The month shown, the year whose plans it belongs to, and the last day on which it may be judged."""

    month: CalendarPeriod
    year: CalendarPeriod
    until: date
    is_current: bool


def board_month(period_code: str, on: date) -> BoardMonth:
    """Read a period's code: a longer period means its latest month so far; empty means the month of `on`.

    Raises `Invalid` for a code that is not a period, and for a period that has not begun.
    """
    period = periods.from_code(period_code) if period_code else periods.month_of(on)
    if period.starts_on > on:
        raise Invalid(
            f"{period.label} chưa đến nên chưa có số liệu. Hãy chọn {periods.month_of(on).label.lower()} trở về trước.",
            code="period.future",
            field="period",
        )
    until = min(on, period.last_day)
    month = periods.month_of(until)
    return BoardMonth(month, periods.year(month.starts_on.year), until, on in month)


def month_before(month: CalendarPeriod) -> CalendarPeriod:
    return periods.month_of(month.starts_on - timedelta(days=1))


def months_until(on: date, count: int = 12) -> tuple[CalendarPeriod, ...]:
    """The month of `on` and those before it, newest first: what a period picker offers."""
    months = [periods.month_of(on)]
    while len(months) < count:
        months.append(month_before(months[-1]))
    return tuple(months)
