"""The log of one key result to the raw entry, and its course through time beside the pace it should have had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from woms.access.actors import Actor
from woms.core.periods import CalendarPeriod, month_of, week_of
from woms.planning.models import KeyResult
from woms.progress import facts
from woms.progress.calculations import measures, pace
from woms.progress.models import CheckIn
from woms.progress.queries.week import Entry, entries_of
from woms.progress.rollups import months_between
from woms.progress.states import Cause

WEEKLY_UP_TO_DAYS = 120
MOST_POINTS = 26


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """One row of the log. `before` is the number that held until then; a corrected row names what took its place."""

    entry: Entry
    before: Decimal | None
    corrects: int
    corrected_by: int
    cause_label: str
    help_needed: str
    status_reason: str
    evidence_id: int | None

    @property
    def can_be_corrected(self) -> bool:
        return not self.corrected_by


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """The value that held at the end of a month or week (nothing before the first), and the one the pace asks for."""

    period: CalendarPeriod
    value: Decimal | None
    planned: Decimal | None


@dataclass(frozen=True, slots=True)
class Course:
    """`planned_today` is what the pace asks for today; nothing for what has to hold every day."""

    points: tuple[CoursePoint, ...]
    planned_today: Decimal | None

    @property
    def reported(self) -> int:
        return sum(point.value is not None for point in self.points)


def log_of_key_result(*, actor: Actor, on: date, key_result_id: int, limit: int) -> tuple[LoggedEntry, ...]:
    """The latest rows, newest first, of a key result that the caller has already been allowed to see (three queries)."""
    rows = list(CheckIn.objects.filter(key_result_id=key_result_id).order_by("-sequence")[: limit + 1])
    corrections = {row.corrects_id: row.sequence for row in _corrections(rows)}
    sequences = {row.pk: row.sequence for row in rows}
    entries = entries_of(rows, actor, on)
    return tuple(
        LoggedEntry(
            entry=entry,
            before=_before(row, rows[place + 1 :]),
            corrects=sequences.get(row.corrects_id or 0, 0),
            corrected_by=corrections.get(row.pk, 0),
            cause_label=str(Cause(row.cause).label) if row.cause else "",
            help_needed=row.help_needed,
            status_reason=row.status_reason,
            evidence_id=row.evidence_id,
        )
        for place, (row, entry) in enumerate(zip(rows[:limit], entries, strict=False))
    )


def _corrections(rows: Sequence[CheckIn]) -> Sequence[CheckIn]:
    return list(
        CheckIn.objects.filter(corrects_id__in=[row.pk for row in rows]).only("corrects_id", "sequence")
    )


def _before(row: CheckIn, earlier: Sequence[CheckIn]) -> Decimal | None:
    """A correction stands beside what it corrects, any other number beside the entry before it."""
    if row.corrects_id is not None:
        return next((one.value for one in earlier if one.pk == row.corrects_id), None)
    return earlier[0].value if earlier else None


def course_of_key_result(*, key_result_id: int, on: date) -> Course:
    """The course of a key result that the caller has already been allowed to see (three queries)."""
    key_result = KeyResult.objects.get(pk=key_result_id)
    interim = facts.interim_targets([key_result_id]).get(key_result_id, facts.NO_TARGETS)
    measure, schedule = facts.measure_of(key_result), facts.schedule_of(key_result, interim)
    readings = list(
        facts.readings()
        .filter(key_result_id=key_result_id, as_of__lte=on)
        .order_by("as_of", "sequence")
        .values_list("as_of", "value")
    )
    points = [_point(period, readings, measure, schedule, on) for period in _periods(key_result, on)]
    return Course(tuple(points[-MOST_POINTS:]), facts.planned_value(measure, schedule, on))


def _periods(key_result: KeyResult, on: date) -> list[CalendarPeriod]:
    """Months, or weeks for what runs a few months only; after the due day until today."""
    last = max(key_result.due_on, on)
    if (last - key_result.starts_on).days > WEEKLY_UP_TO_DAYS:
        return list(months_between(month_of(key_result.starts_on).starts_on, last))
    weeks = [week_of(key_result.starts_on)]
    while weeks[-1].ends_on <= last:
        weeks.append(week_of(weeks[-1].ends_on))
    return weeks


def _point(
    period: CalendarPeriod,
    readings: Sequence[tuple[date, Decimal]],
    measure: measures.Measure,
    schedule: pace.Schedule,
    on: date,
) -> CoursePoint:
    day = on if on in period else min(period.last_day, max(schedule.due_on, period.starts_on))
    held = [value for as_of, value in readings if as_of <= day] if period.starts_on <= on else []
    return CoursePoint(period, held[-1] if held else None, facts.planned_value(measure, schedule, day))
