"""Where a key result should be on a day, and the status that follows. Pure. Silence is never green."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from woms.progress.calculations.measures import (
    DEFAULT_PROGRESS_RULES,
    FULL,
    Direction,
    Measure,
    Progress,
    ProgressRules,
    as_percent,
    progress_of,
)


class Status(StrEnum):
    """The codes of `progress.states.Status`, without Django; in the order in which they need attention."""

    OFF_TRACK = "off_track"
    AT_RISK = "at_risk"
    NO_DATA = "no_data"
    ON_TRACK = "on_track"
    EXCEEDED = "exceeded"


ATTENTION = tuple(Status)
GREEN = frozenset({Status.ON_TRACK, Status.EXCEEDED})


@dataclass(frozen=True, slots=True)
class PaceRules:
    """Settings of the province, not law; percentage points behind the expected pace.

    Behind by more than `at_risk_above` is at risk, by more than `off_track_above` is off track. A green status whose
    value is older than `stale_after_days` is no data; None never makes it stale.
    """

    at_risk_above: Decimal = Decimal(0)
    off_track_above: Decimal = Decimal(25)
    stale_after_days: int | None = 45


DEFAULT_PACE_RULES = PaceRules()


@dataclass(frozen=True, slots=True)
class InterimTarget:
    """The value that should be reached on a day."""

    on: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Schedule:
    """From the first day to the due day, by way of interim targets if there are any."""

    starts_on: date
    due_on: date
    interim: tuple[InterimTarget, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a key result stands on a day; percentages. `expected` is the pace, None with no defined progress."""

    progress: Progress
    expected: Decimal | None
    status: Status

    @property
    def behind(self) -> Decimal | None:
        """Percentage points behind the pace, negative when ahead."""
        if self.expected is None or self.progress.raw is None:
            return None
        return self.expected - self.progress.raw


def standing_of(
    measure: Measure,
    value: Decimal | None,
    *,
    schedule: Schedule,
    on: date,
    as_of: date | None = None,
    progress_rules: ProgressRules = DEFAULT_PROGRESS_RULES,
    pace_rules: PaceRules = DEFAULT_PACE_RULES,
) -> Standing:
    """Say where a key result stands on a day: progress, expected progress, status.

    `as_of` is the day the value speaks of (None: the day itself). A value that was never given is `no_data`.
    """
    progress = progress_of(measure, value, rules=progress_rules)
    expected = expected_progress(measure, schedule, on, rules=progress_rules)
    if progress.raw is None:
        return Standing(progress, expected if progress.missing == "no_data" else None, Status.NO_DATA)
    status = _status(measure, progress.raw, expected, schedule, on, pace_rules)
    if status in GREEN and _is_stale(measure, progress.raw, schedule, on, as_of, pace_rules):
        status = Status.NO_DATA
    return Standing(progress, expected, status)


def expected_progress(
    measure: Measure, schedule: Schedule, on: date, *, rules: ProgressRules = DEFAULT_PROGRESS_RULES
) -> Decimal:
    """Work out the progress, in per cent, that should be reached on a day.

    A straight line from start to due day, or from one interim target to the next. A target that has to hold every
    day is expected in full from the first day; a yes-or-no result on its due day.
    """
    if on >= schedule.due_on:
        return FULL
    if schedule.interim:
        return _between(_milestones(measure, schedule, rules), on)
    if on < schedule.starts_on or measure.is_yes_or_no:
        return Decimal(0)
    if measure.is_held:
        return FULL
    return as_percent(Fraction((on - schedule.starts_on).days, (schedule.due_on - schedule.starts_on).days))


def status_from_pace(expected: Decimal, actual: Decimal, *, rules: PaceRules = DEFAULT_PACE_RULES) -> Status:
    """Compare the pace with what was reached, both in per cent."""
    behind = expected - actual
    if behind > rules.off_track_above:
        return Status.OFF_TRACK
    return Status.AT_RISK if behind > rules.at_risk_above else Status.ON_TRACK


def worst_status(statuses: Iterable[Status]) -> Status:
    """The one that needs attention most; no data when there is none."""
    return min(statuses, key=ATTENTION.index, default=Status.NO_DATA)


def _milestones(measure: Measure, schedule: Schedule, rules: ProgressRules) -> list[tuple[date, Decimal]]:
    """Days with the progress due on them. What must hold starts at its first interim target, the rest at zero."""
    reached = [
        (target.on, progress.raw)
        for target in sorted(schedule.interim, key=lambda target: target.on)
        if (progress := progress_of(measure, target.value, rules=rules)).raw is not None
    ]
    first = reached[0][1] if reached and measure.is_held else Decimal(0)
    inside = [(day, raw) for day, raw in reached if schedule.starts_on < day < schedule.due_on]
    return [(schedule.starts_on, first), *inside, (schedule.due_on, FULL)]


def _between(milestones: list[tuple[date, Decimal]], on: date) -> Decimal:
    """The height of the broken line on a day before its end."""
    index = next(place for place, (day, _) in enumerate(milestones) if on < day)
    if index == 0:
        return milestones[0][1]
    before, after = milestones[index - 1], milestones[index]
    share = Fraction((on - before[0]).days, (after[0] - before[0]).days)
    return as_percent((Fraction(before[1]) + share * Fraction(after[1] - before[1])) / 100)


def _status(
    measure: Measure, raw: Decimal, expected: Decimal, schedule: Schedule, on: date, rules: PaceRules
) -> Status:
    if raw > FULL and _can_exceed(measure, schedule, on):
        return Status.EXCEEDED
    return status_from_pace(expected, raw, rules=rules)


def _can_exceed(measure: Measure, schedule: Schedule, on: date) -> bool:
    """A level or corridor is kept, not exceeded; a ceiling is undercut only once its period is over."""
    if measure.direction in {Direction.MAINTAIN, Direction.RANGE, Direction.BINARY, Direction.STEPS}:
        return False
    return not measure.is_held or (measure.direction is Direction.DECREASE and on >= schedule.due_on)


def _is_stale(
    measure: Measure, raw: Decimal, schedule: Schedule, on: date, as_of: date | None, rules: PaceRules
) -> bool:
    """Old, and not something that stays reached once it is reached."""
    if rules.stale_after_days is None or as_of is None:
        return False
    if raw >= FULL and not measure.is_held:
        return False
    return (min(on, schedule.due_on) - as_of).days > rules.stale_after_days
