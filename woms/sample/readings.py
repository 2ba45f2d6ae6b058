"""How the sample's figures move through a year: seasons, weak units, late and silent reporters. Pure.

Everything is drawn from the code of the unit and of the key result, so the same day gives the same province.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise
from random import Random

from woms.core.clock import HANOI
from woms.core.periods import CalendarPeriod, month_of
from woms.sample.templates import KeyResultSpec

LATE_MILESTONES = ((3, Decimal(10)), (6, Decimal(30)), (9, Decimal(60)), (12, Decimal(100)))
"""Month and share of the target (in per cent) that a slow-starting figure is planned to have reached."""

_LATE_CURVE = ((0.0, 0.0), (0.25, 0.1), (0.5, 0.31), (0.75, 0.62), (1.0, 1.0))
_WEAK = (
    "so-van-hoa-va-the-thao",
    "phuong-cua-nam",
    "xa-soc-son",
    "phuong-yen-nghia",
    "xa-ba-vi",
    "xa-quang-oai",
)
_SILENT_WEEKS = {"phuong-yen-nghia": 9, "xa-ba-vi": 5, "so-tu-phap": 4, "xa-hoa-xa": 7, "phuong-tay-tuu": 8}
_PUNCTUAL_DAYS = 3
_LATE_DAYS = 11
_LATE_SHARE = 0.15
_WEEKLY_WEEKS = 9
_NEXT_ENTRY = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Reporter:
    """How one unit works and reports. `quality` 1 means exactly as planned."""

    unit: str
    quality: float
    late: bool
    silent_weeks: int
    weekly: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure as reported: true on `as_of`, entered at `at`."""

    as_of: date
    at: datetime
    value: Decimal


def reporter_of(unit: str, *, weekly: bool) -> Reporter:
    draw = _draw("unit", unit)
    quality = draw.uniform(0.42, 0.62) if unit in _WEAK else min(1.14, draw.gauss(1.09, 0.05))
    return Reporter(
        unit=unit,
        quality=quality,
        late=unit in _WEAK or draw.random() < _LATE_SHARE,
        silent_weeks=_SILENT_WEEKS.get(unit, 0),
        weekly=weekly,
    )


def report_times(
    reporter: Reporter, code: str, year: CalendarPeriod, until: date
) -> list[tuple[date, datetime]]:
    """Give the days for which a unit reported a key result before `until`, each with the instant of the entry."""
    end = min(until, year.ends_on)
    stop = until - timedelta(weeks=reporter.silent_weeks)
    draw = _draw("times", reporter.unit, code)
    days = sorted({*_month_ends(year, end), *_recent_fridays(year, end, every=1 if reporter.weekly else 2)})
    entered = _in_order([(day, _entry_at(day, reporter, draw)) for day in days])
    return [(day, at) for day, at in entered if at.date() < until and at.date() <= stop]


def _in_order(entries: list[tuple[date, datetime]]) -> Iterator[tuple[date, datetime]]:
    """Nobody enters a later day's figure before an earlier day's one."""
    previous = datetime(1, 1, 1, tzinfo=HANOI)
    for day, at in entries:
        previous = max(at, previous + _NEXT_ENTRY)
        yield day, previous


def readings(
    spec: KeyResultSpec,
    target: Decimal,
    reporter: Reporter,
    year: CalendarPeriod,
    times: list[tuple[date, datetime]],
) -> list[Reading]:
    """Give the figures that a unit reports at the given times on the way from its baseline to its target."""
    path = _Path(spec, target, reporter)
    return [Reading(day, at, path.value_at(_share_of_year(day, year))) for day, at in times]


class _Path:
    """The way of one figure through the year, as a function of the share of the year that has passed."""

    def __init__(self, spec: KeyResultSpec, target: Decimal, reporter: Reporter) -> None:
        self._draw = _draw("path", reporter.unit, spec.code)
        self._spec = spec
        self._start = spec.baseline if spec.baseline is not None else _usual_start(spec, target)
        self._distance = target - self._start
        self._quality = reporter.quality * min(1.2, self._draw.gauss(1, 0.09)) * _area_luck(spec)
        self._ceiling = Decimal(100) if spec.measure_unit == "%" else None
        self._cumulative = bool(spec.steps) or (spec.direction == "increase" and self._start == 0)

    def value_at(self, share: float) -> Decimal:
        moved = _pace(self._spec.pace, share) * self._quality
        if not self._cumulative:
            moved += self._draw.gauss(0, 0.025)
        value = self._start + self._distance * Decimal(round(moved, 4))
        return self._within(value).quantize(Decimal(1).scaleb(-self._spec.digits))

    def _within(self, value: Decimal) -> Decimal:
        value = max(value, Decimal(0))
        if self._spec.steps:  # a step is reached whole
            return min(value, Decimal(len(self._spec.steps))).to_integral_value(ROUND_FLOOR)
        return value if self._ceiling is None else min(value, self._ceiling)


def _usual_start(spec: KeyResultSpec, target: Decimal) -> Decimal:
    """A figure without a baseline starts near its target: an incident or a debt now and then."""
    if spec.steps:
        return Decimal(0)
    return target + (Decimal(1) if spec.direction == "decrease" else Decimal(0))


def _area_luck(spec: KeyResultSpec) -> float:
    """Training is the province's weak side this year; site clearance and disbursement lag a little."""
    return {
        "luot-boi-duong": 0.66,
        "dat-chuan-ky-nang-so": 0.6,
        "buoi-chia-se": 0.75,
        "mat-bang-sach": 0.82,
        "giai-ngan": 0.93,
    }.get(spec.code, 1.0)


def _pace(pace: str, share: float) -> float:
    if pace == "late":
        return _between(_LATE_CURVE, share)
    if pace == "steps":
        return min(1.0, math.ceil(share * 12) / 12)
    if pace == "winter":
        return share - 0.28 * (1 + math.cos(2 * math.pi * share)) / 2
    return share


def _between(curve: tuple[tuple[float, float], ...], share: float) -> float:
    for (left, low), (right, high) in pairwise(curve):
        if share <= right:
            return low + (high - low) * (share - left) / (right - left)
    return curve[-1][1]


def _share_of_year(day: date, year: CalendarPeriod) -> float:
    return ((day - year.starts_on).days + 1) / (year.ends_on - year.starts_on).days


def _month_ends(year: CalendarPeriod, end: date) -> Iterator[date]:
    period = month_of(year.starts_on)
    while period.ends_on <= end:
        yield period.last_day
        period = month_of(period.ends_on)


def _recent_fridays(year: CalendarPeriod, end: date, *, every: int) -> Iterator[date]:
    """The Fridays of the last weeks, or every second one; the current week is still to be reported."""
    this_week = end - timedelta(days=end.weekday())
    for weeks in range(1, _WEEKLY_WEEKS + 1, every):
        friday = this_week - timedelta(weeks=weeks) + timedelta(days=4)
        if friday >= year.starts_on:
            yield friday


def _entry_at(day: date, reporter: Reporter, draw: Random) -> datetime:
    """A working-hours instant some days after the day concerned; a weekend moves it to Monday."""
    delay = draw.randint(5, _LATE_DAYS) if reporter.late else draw.randint(0, _PUNCTUAL_DAYS)
    entered = day + timedelta(days=delay)
    if entered.weekday() >= 5:  # noqa: PLR2004 - Saturday and Sunday
        entered += timedelta(days=7 - entered.weekday())
    clock = time(draw.randint(9, 16), draw.randint(0, 59), draw.randint(0, 59))
    return datetime.combine(entered, clock, tzinfo=HANOI)


def _draw(*parts: str) -> Random:
    return Random(":".join(parts))  # noqa: S311 - made-up figures, the same each time
