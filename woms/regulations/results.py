"""What a rule answers: the score, its level, and the explanation that adds up to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from woms.core.rounding import Rounding
from woms.regulations.instruments import Citation
from woms.regulations.parameters import LocalDecision
from woms.regulations.trace import TraceNode


class Level(StrEnum):
    """The rating. The four words are the law's; the fifth says that there is nothing to rate."""

    EXCELLENT = "excellent"
    GOOD = "good"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"
    INSUFFICIENT_DATA = "insufficient_data"

    @property
    def label(self) -> str:
        return _LEVEL_LABELS[self]

    def is_above(self, other: Level) -> bool:
        """Is this a better rating? Without enough data there is no rating to compare."""
        order = list(Level)
        return order.index(self) < order.index(other)


_LEVEL_LABELS = {
    Level.EXCELLENT: "Hoàn thành xuất sắc nhiệm vụ",
    Level.GOOD: "Hoàn thành tốt nhiệm vụ",
    Level.COMPLETED: "Hoàn thành nhiệm vụ",
    Level.NOT_COMPLETED: "Không hoàn thành nhiệm vụ",
    Level.INSUFFICIENT_DATA: "Chưa đủ dữ liệu",
}


@dataclass(frozen=True, slots=True)
class Component:
    """One measured part of the result: its letter in the decree, its ratio (1 for 100 %).

    `maximum`: the points it is worth at 100 %.
    """

    code: str
    letter: str
    label: str
    ratio: Fraction
    maximum: Fraction


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition beside the points. One that is not passed allows its `ceiling` at best, whatever the points say."""

    code: str
    passed: bool
    sentence: str
    cites: Citation
    ceiling: Level = Level.NOT_COMPLETED


def level_after(provisional: Level, gates: Sequence[Gate]) -> Level:
    """The level by points, brought down to the lowest ceiling of the gates that are not passed.

    Without a score only a gate that forbids every level has something to say.
    """
    ceilings = [gate.ceiling for gate in gates if not gate.passed]
    if provisional is Level.INSUFFICIENT_DATA:
        return Level.NOT_COMPLETED if Level.NOT_COMPLETED in ceilings else provisional
    return max([provisional, *ceilings], key=list(Level).index) if ceilings else provisional


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points added to or taken from the result, with the reason in words; `points` is signed."""

    code: str
    sentence: str
    points: Fraction


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a framework works out from the inputs; points are exact, None where there is nothing to score.

    `result` has the adjustments in it: it is what the components are worth plus all adjustments.
    """

    components: tuple[Component, ...]
    assigned_volume: Fraction
    result_maximum: Fraction
    general_maximum: Fraction
    general: Fraction
    result: Fraction | None
    total: Fraction | None
    provisional_level: Level
    level: Level
    gates: tuple[Gate, ...]
    adjustments: tuple[Adjustment, ...] = ()


def with_gates(outcome: Outcome, more: Sequence[Gate]) -> Outcome:
    """The same points under further conditions."""
    gates = (*outcome.gates, *more)
    return replace(outcome, gates=gates, level=level_after(outcome.provisional_level, gates))


@dataclass(frozen=True, slots=True)
class Score:
    """A score with everything needed to explain it and to compute it again."""

    framework: str
    on: date
    outcome: Outcome
    rounding: Rounding
    thresholds: tuple[tuple[Level, Fraction], ...]
    trace: TraceNode
    rules_version: str
    decisions: tuple[LocalDecision, ...] = ()  # those of the given ones that something read

    @property
    def components(self) -> tuple[Component, ...]:
        return self.outcome.components

    @property
    def level(self) -> Level:
        """The level after the gates; `provisional_level` is by points alone."""
        return self.outcome.level

    @property
    def provisional_level(self) -> Level:
        return self.outcome.provisional_level

    @property
    def gates(self) -> tuple[Gate, ...]:
        return self.outcome.gates

    @property
    def total(self) -> Decimal | None:
        """Points as displayed; None when there is nothing to score."""
        return None if self.outcome.total is None else self.rounding.apply(self.outcome.total)

    @property
    def result(self) -> Decimal | None:
        return None if self.outcome.result is None else self.rounding.apply(self.outcome.result)

    @property
    def general(self) -> Decimal:
        return self.rounding.apply(self.outcome.general)

    def percent(self, component: Component) -> Decimal:
        """A component as the percentage displayed."""
        return self.rounding.apply(component.ratio * 100)


@dataclass(frozen=True, slots=True)
class WaterfallLine:
    """One line of the waterfall. `points` of all lines but the last add up exactly to the last one's.

    `kind` is `start`, `loss`, `gain` or `total`; `references` lead to the work items that caused a loss.
    """

    code: str
    kind: str
    sentence: str
    points: Decimal
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What the score would be if a pending objective cause were confirmed. `delta` + displayed total = `total`."""

    code: str
    sentence: str
    delta: Decimal
    total: Decimal
    level: Level


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a person has this score: lines that add up, the formula with real numbers, and what would change it.

    `next_level` and `points_to_next` are None at the top or without a score.
    """

    lines: tuple[WaterfallLine, ...]
    formula: str
    basis: str
    notes: tuple[str, ...]
    what_ifs: tuple[WhatIf, ...]
    next_level: Level | None
    points_to_next: Decimal | None
