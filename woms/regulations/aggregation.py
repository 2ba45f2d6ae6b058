"""Score a quarter or a year from the scores of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from woms.core.rounding import Rounding
from woms.regulations.calculation import Calculation
from woms.regulations.formulas.periods import appeal_window, parts_of_year, period_mean
from woms.regulations.inputs import Fact
from woms.regulations.parameters import LocalDecision
from woms.regulations.profiles import profile_of
from woms.regulations.results import Gate, Level, level_after
from woms.regulations.scoring import parameters_on
from woms.regulations.trace import TraceNode


@dataclass(frozen=True, slots=True)
class PeriodScore:
    """The mean of the parts, exact, with its level; `gates` are the cases in which points do not count."""

    total: Fraction | None
    level: Level
    gates: tuple[Gate, ...]
    rounding: Rounding
    thresholds: tuple[tuple[Level, Fraction], ...]
    trace: TraceNode


def score_period(
    totals: Sequence[Fraction],
    *,
    missing: int,
    framework: str,
    on: date,
    facts: Sequence[Fact] = (),
    decisions: Sequence[LocalDecision] = (),
) -> PeriodScore:
    """Score a quarter or a year: the mean of the parts that have a result, rated by the framework's own bands.

    `missing`: how many parts have no result. Without any part there is no score.
    """
    profile, parameters = profile_of(framework), parameters_on(on, decisions=decisions)
    calculation = Calculation(parameters)
    gates = calculation.apply(profile.forcing, facts, is_leader=profile.is_leader)
    total = calculation.apply(period_mean, tuple(totals), missing) if totals else None
    trace = calculation.roots[-1]
    level = Level.INSUFFICIENT_DATA
    if total is not None:
        level = level_after(calculation.apply(profile.level, total), gates)
    return PeriodScore(
        total=total,
        level=level,
        gates=gates,
        rounding=calculation.rounding,
        thresholds=tuple((Level(name), points) for name, points in parameters.scale(profile.thresholds)),
        trace=trace,
    )


def year_is_of_quarters(on: date, *, decisions: Sequence[LocalDecision] = ()) -> bool:
    """Is the year the mean of its four quarters, rather than of its twelve months?"""
    return Calculation(parameters_on(on, decisions=decisions)).apply(parts_of_year) == 4  # noqa: PLR2004 - quarters


def appeal_days(on: date, *, is_settling: bool = False, decisions: Sequence[LocalDecision] = ()) -> int:
    """Working days to contest a published result, or to settle what was contested."""
    calculation = Calculation(parameters_on(on, decisions=decisions))
    return int(calculation.apply(appeal_window, int(is_settling)))
