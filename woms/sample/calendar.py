"""Which periods the sample speaks of, seen from a reference day. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from woms.core import periods
from woms.core.periods import CalendarPeriod

FIRST_YEAR = 2026
"""Before it, neither the two-tier model nor the decree on evaluation was in force for a whole year."""

_EARLY_MONTHS = 2
_PLANNING_SEASON = 10
_CLOSED_MONTHS = 2


def years_of_activity(on: date) -> list[CalendarPeriod]:
    """Give the year of the reference day; early in a year also the year before, so that there is a year to show."""
    early = on.month <= _EARLY_MONTHS and on.year > FIRST_YEAR
    return [periods.year(number) for number in ((on.year - 1, on.year) if early else (on.year,))]


def quarter_of(on: date) -> CalendarPeriod:
    return periods.quarter(on.year, (on.month - 1) // 3 + 1)


def next_plan_period(on: date) -> CalendarPeriod:
    """Give the period for which plans are being made: the next year from autumn on, else the next quarter."""
    if on.month >= _PLANNING_SEASON:
        return periods.year(on.year + 1)
    return quarter_of(quarter_of(on).ends_on)


def closed_months(on: date) -> list[CalendarPeriod]:
    """Give the last closed months, oldest first."""
    months = [periods.month_of(on)]
    for _ in range(_CLOSED_MONTHS):
        months.append(periods.month_of(months[-1].starts_on - timedelta(days=1)))
    return [month for month in reversed(months[1:]) if month.starts_on.year >= FIRST_YEAR]


def needed_periods(on: date) -> list[CalendarPeriod]:
    """Give every period that the sample refers to, each once."""
    found = [*_inside(years_of_activity(on)), next_plan_period(on), periods.month_of(on), *closed_months(on)]
    return list({period.code: period for period in found}.values())


def _inside(years: list[CalendarPeriod]) -> Iterator[CalendarPeriod]:
    for year in years:
        number = year.starts_on.year
        yield year
        yield from (periods.quarter(number, index) for index in range(1, 5))
        yield from (periods.month(number, index) for index in range(1, 13))
