"""From parts to the whole: key results to objective, objectives to area, areas to unit, units to city. Pure.

Weights are relative and normalised over the parts that count. What is archived or not applicable is left out, what
is a breakthrough is shown apart, and what has no data yet is left out until its closing day, then counts zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction

from woms.core.rounding import DISPLAY, Rounding, rounded_to_sum
from woms.progress.calculations.measures import FULL, STORED
from woms.progress.calculations.pace import (
    DEFAULT_PACE_RULES,
    GREEN,
    PaceRules,
    Status,
    status_from_pace,
    worst_status,
)

# Wide enough for any stored value times any weight, summed: nothing is rounded before the division.
_EXACT = Context(prec=80)


class StatusMode(StrEnum):
    """The status of a whole: by its own pace, or that of its weakest part."""

    PACE = "pace"
    WEAKEST = "weakest"


@dataclass(frozen=True, slots=True)
class RollUpRules:
    """Settings of the province, not law.

    `empty_counts_zero`: a part with nothing in it counts zero instead of being left out.
    `silent_share_limit`: a whole is not green when more than this share (per cent of weight) says nothing.
    """

    empty_counts_zero: bool = False
    status_mode: StatusMode = StatusMode.PACE
    silent_share_limit: Decimal = Decimal(50)
    pace: PaceRules = DEFAULT_PACE_RULES


DEFAULT_ROLL_UP_RULES = RollUpRules()


@dataclass(frozen=True, slots=True)
class Part:
    """One part: a key result, or a whole that was rolled up before. Percentages; `weight` is relative.

    `is_closed`: its closing day has passed. `has_started`: silence before the first day is nobody's fault.
    """

    score: Decimal | None
    weight: Decimal = Decimal(1)
    expected: Decimal | None = None
    status: Status = Status.NO_DATA
    worst_status: Status | None = None
    is_applicable: bool = True
    is_archived: bool = False
    is_breakthrough: bool = False
    is_closed: bool = False
    has_started: bool = True
    key_results: int = 1
    reported: int | None = None


@dataclass(frozen=True, slots=True)
class RollUp:
    """The whole. `score` None is shown as “–”; `breakthrough` is beside the score, never in it."""

    score: Decimal | None
    expected: Decimal | None
    status: Status
    worst_status: Status
    breakthrough: Decimal | None
    key_results: int
    reported: int

    @property
    def coverage(self) -> str:
        """`0/24 đã cập nhật`."""
        return f"{self.reported}/{self.key_results} đã cập nhật"

    def as_part(self, weight: Decimal) -> Part:
        """This whole as one part of the next."""
        return Part(
            score=self.score,
            weight=weight,
            expected=self.expected,
            status=self.status,
            worst_status=self.worst_status,
            key_results=self.key_results,
            reported=self.reported,
        )


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one part brings: its normalised share (per cent) and its points. Points add up to the displayed score."""

    index: int
    share: Decimal
    points: Decimal


def roll_up(parts: Sequence[Part], *, rules: RollUpRules = DEFAULT_ROLL_UP_RULES) -> RollUp:
    """Roll parts up into their whole. The order of the parts makes no difference."""
    live = [part for part in parts if part.is_applicable and not part.is_archived]
    base = [part for part in live if not part.is_breakthrough]
    score = _mean(_counted(base, rules))
    expected = _mean([(part.expected, part.weight) for part in base if _value(part, rules) is not None])
    return RollUp(
        score=score,
        expected=expected,
        status=_status(base, score, expected, rules),
        worst_status=worst_status(part.worst_status or part.status for part in base if part.key_results),
        breakthrough=_mean([(part.score, part.weight) for part in live if part.is_breakthrough]),
        key_results=sum(part.key_results for part in live),
        reported=sum(_reported(part) for part in live),
    )


def contributions(
    parts: Sequence[Part], *, rules: RollUpRules = DEFAULT_ROLL_UP_RULES, rounding: Rounding = DISPLAY
) -> tuple[Contribution, ...]:
    """Explain a roll-up: one line a counted part, points adding up exactly to the displayed score."""
    counted = [
        (index, value, part.weight)
        for index, part in enumerate(parts)
        if part.is_applicable
        and not part.is_archived
        and not part.is_breakthrough
        and (value := _value(part, rules)) is not None
    ]
    shares = _shares([weight for _, _, weight in counted])
    points = rounded_to_sum(
        [share * Fraction(value) for share, (_, value, _) in zip(shares, counted, strict=True)], rounding
    )
    return tuple(
        Contribution(index, STORED.apply(share * 100), line)
        for (index, _, _), share, line in zip(counted, shares, points, strict=True)
    )


def _value(part: Part, rules: RollUpRules) -> Decimal | None:
    """What a part counts: its score, zero once it is closed in silence, or nothing."""
    if part.score is not None:
        return part.score
    counts_zero = rules.empty_counts_zero if not part.key_results else part.is_closed
    return Decimal(0) if counts_zero else None


def _counted(parts: Sequence[Part], rules: RollUpRules) -> list[tuple[Decimal | None, Decimal]]:
    return [(_value(part, rules), part.weight) for part in parts]


def _mean(pairs: Sequence[tuple[Decimal | None, Decimal]]) -> Decimal | None:
    """Weighted mean of the values that are there; equal weights when all are zero."""
    present = [(value, weight) for value, weight in pairs if value is not None]
    if not present:
        return None
    weights = sum((weight for _, weight in present), Decimal(0))
    if not weights:
        present, weights = [(value, Decimal(1)) for value, _ in present], Decimal(len(present))
    total = Decimal(0)
    for value, weight in present:
        total = _EXACT.fma(value, weight, total)
    return STORED.apply(Fraction(total) / Fraction(weights))


def _shares(weights: Sequence[Decimal]) -> list[Fraction]:
    total = sum((Fraction(weight) for weight in weights), Fraction(0))
    if not total:
        return [Fraction(1, len(weights)) for _ in weights]
    return [Fraction(weight) / total for weight in weights]


def _reported(part: Part) -> int:
    if part.reported is not None:
        return part.reported
    return 0 if part.score is None else part.key_results


def _status(
    parts: Sequence[Part], score: Decimal | None, expected: Decimal | None, rules: RollUpRules
) -> Status:
    if score is None:
        return Status.NO_DATA
    speaking = [part.status for part in parts if _value(part, rules) is not None]
    if rules.status_mode is StatusMode.WEAKEST or expected is None:
        status = worst_status(speaking)
    elif set(speaking) == {Status.EXCEEDED}:
        status = Status.EXCEEDED
    else:
        status = status_from_pace(min(expected, FULL), score, rules=rules.pace)
    return Status.NO_DATA if status in GREEN and _is_silent(parts, rules) else status


def _is_silent(parts: Sequence[Part], rules: RollUpRules) -> bool:
    """More than the allowed share of what has started says nothing."""
    started = [part for part in parts if part.has_started and part.key_results]
    shares = _shares([part.weight for part in started])
    silent = sum(
        (share for share, part in zip(shares, started, strict=True) if part.score is None), Fraction(0)
    )
    return silent * 100 > rules.silent_share_limit
