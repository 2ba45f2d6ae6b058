"""Calendar periods with stable codes: `2026`, `2026-Q4`, `2026-11`, `2026-W47`. Pure, half-open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from woms.core.errors import Invalid


class PeriodKind(StrEnum):
    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"


_ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
_CODE = re.compile(r"(\d{4})(?:-(?:Q([1-4])|W(\d{2})|(\d{2})))?")


@dataclass(frozen=True, slots=True, order=True)
class CalendarPeriod:
    """From `starts_on` up to but not including `ends_on`."""

    starts_on: date
    ends_on: date
    kind: PeriodKind
    code: str
    label: str

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day < self.ends_on

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)


def year(number: int) -> CalendarPeriod:
    return CalendarPeriod(
        date(number, 1, 1), date(number + 1, 1, 1), PeriodKind.YEAR, f"{number}", f"Năm {number}"
    )


def quarter(number: int, index: int) -> CalendarPeriod:
    start = date(number, 3 * index - 2, 1)
    label = f"Quý {_ROMAN[index]}/{number}"
    return CalendarPeriod(start, _months_later(start, 3), PeriodKind.QUARTER, f"{number}-Q{index}", label)


def month(number: int, index: int) -> CalendarPeriod:
    start = date(number, index, 1)
    label = f"Tháng {index}/{number}"
    return CalendarPeriod(start, _months_later(start, 1), PeriodKind.MONTH, f"{number}-{index:02}", label)


def week(number: int, index: int) -> CalendarPeriod:
    start = date.fromisocalendar(number, index, 1)
    code = f"{number}-W{index:02}"
    return CalendarPeriod(start, start + timedelta(days=7), PeriodKind.WEEK, code, f"Tuần {index}/{number}")


def month_of(day: date) -> CalendarPeriod:
    return month(day.year, day.month)


def week_of(day: date) -> CalendarPeriod:
    iso = day.isocalendar()
    return week(iso.year, iso.week)


def from_code(code: str) -> CalendarPeriod:
    """Read a period's code. Raises `Invalid` naming the accepted forms."""
    match = _CODE.fullmatch(code)
    try:
        if match is None:
            raise ValueError(code)
        return _from_match(match)
    except ValueError:
        raise Invalid(
            f"Không có kỳ “{code[:20]}”. Kỳ viết như 2026, 2026-Q4, 2026-11 hoặc 2026-W47.",
            code="period.unknown",
            field="period",
        ) from None


def _from_match(match: re.Match[str]) -> CalendarPeriod:
    number = int(match[1])
    if match[2]:
        return quarter(number, int(match[2]))
    if match[3]:
        return week(number, int(match[3]))
    return month(number, int(match[4])) if match[4] else year(number)


def _months_later(start: date, count: int) -> date:
    index = start.year * 12 + start.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)
