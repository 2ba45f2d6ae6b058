"""Progress of one key result from its baseline, target and current value. Pure; exact inside, `Decimal` outside."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

from woms.core.rounding import Rounding, RoundingMode

# Cut, not rounded: rounding half-up later gives what the exact value would have given, and 100 means reached.
STORED = Rounding(6, RoundingMode.DOWN)
RAW_LIMIT = 10**12
FULL = Decimal(100)


class Direction(StrEnum):
    """The codes of `planning.states.Direction`, without Django."""

    INCREASE = "increase"
    DECREASE = "decrease"
    MAINTAIN = "maintain"
    RANGE = "range"
    BINARY = "binary"
    STEPS = "steps"


class LowerIsBetter(StrEnum):
    """How a ceiling without baseline is measured: 2 − c/t, or t/c."""

    LINEAR = "linear"
    RATIO = "ratio"


class OutsideRange(StrEnum):
    """What a value outside its corridor is worth: nothing, or less by its distance in widths of the corridor."""

    ZERO = "zero"
    DISTANCE = "distance"


@dataclass(frozen=True, slots=True)
class ProgressRules:
    """Settings of the province, not law. `cap` in per cent; `zero_target_step`: per cent lost for each unit above
    a target of zero (None: everything is lost).
    """

    cap: Decimal = FULL
    lower_is_better: LowerIsBetter = LowerIsBetter.LINEAR
    outside_range: OutsideRange = OutsideRange.ZERO
    zero_target_step: Decimal | None = None


DEFAULT_PROGRESS_RULES = ProgressRules()


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured. For a range, `target` is the lower edge and `range_high` the upper one.

    For steps (milestones, grades), the value is the number of the step reached, 0 before the first, and `steps` what
    each is worth in per cent, rising to 100.
    """

    direction: Direction
    target: Decimal
    baseline: Decimal | None = None
    range_high: Decimal | None = None
    steps: tuple[Decimal, ...] = ()

    @property
    def moves(self) -> bool:
        """The way is from a baseline to a different target."""
        return self.baseline is not None and self.baseline != self.target

    @property
    def is_held(self) -> bool:
        """The target has to hold every day (a ceiling, a level, a corridor), so no pace leads to it."""
        if self.direction in {Direction.MAINTAIN, Direction.RANGE}:
            return True
        if self.direction is Direction.DECREASE:
            return not self.moves
        return self.direction is Direction.INCREASE and self.baseline == self.target

    @property
    def is_yes_or_no(self) -> bool:
        """Done is 1, not done is 0: nothing in between says how near it is."""
        return self.direction is Direction.BINARY and self.target == 1 and not self.baseline


@dataclass(frozen=True, slots=True)
class Progress:
    """`raw` per cent as it came out, below 0 or above 100 included; `score` within 0 and the cap.

    Both None: `missing` says whether there is no value yet (`no_data`) or none can be defined (`undefined`).
    """

    raw: Decimal | None
    score: Decimal | None
    missing: str = ""


NO_DATA = Progress(None, None, "no_data")
UNDEFINED = Progress(None, None, "undefined")


def progress_of(
    measure: Measure, value: Decimal | None, *, rules: ProgressRules = DEFAULT_PROGRESS_RULES
) -> Progress:
    """Work out progress in per cent. Never raises for finite numbers, never NaN; silence is `NO_DATA`, not zero."""
    if value is None:
        return NO_DATA
    ratio = _RATIOS[measure.direction](measure, Fraction(value), rules)
    if ratio is None:
        return UNDEFINED
    raw = as_percent(ratio)
    if measure.direction is Direction.BINARY:
        return Progress(raw, FULL if _is_reached(measure, value) else Decimal(0))
    return Progress(raw, min(max(raw, Decimal(0)), rules.cap))


def as_percent(ratio: Fraction) -> Decimal:
    """A ratio as the stored percentage; beyond a limit the exact size says nothing more."""
    return STORED.apply(min(max(ratio * 100, Fraction(-RAW_LIMIT)), Fraction(RAW_LIMIT)))


def _increase(measure: Measure, value: Fraction, rules: ProgressRules) -> Fraction | None:
    return _from_baseline(measure, value) if measure.moves else _maintain(measure, value, rules)


def _maintain(measure: Measure, value: Fraction, rules: ProgressRules) -> Fraction | None:  # noqa: ARG001 - one signature
    """Share of the level reached. With a target of zero or less a share has no meaning."""
    return value / Fraction(measure.target) if measure.target > 0 else None


def _decrease(measure: Measure, value: Fraction, rules: ProgressRules) -> Fraction | None:
    if measure.moves:
        return _from_baseline(measure, value)
    if measure.target == 0:
        return _zero_target(value, rules)
    return _ceiling(Fraction(measure.target), value, rules) if measure.target > 0 else None


def _ceiling(target: Fraction, value: Fraction, rules: ProgressRules) -> Fraction:
    """Lower is better without baseline. The ratio has no value at zero, where the line stands in for it."""
    if rules.lower_is_better is LowerIsBetter.RATIO and value > 0:
        return target / value
    return 2 - value / target


def _zero_target(value: Fraction, rules: ProgressRules) -> Fraction:
    """“No accidents”: reached at zero, otherwise lost, or lost step by step where a step is set."""
    if value <= 0:
        return Fraction(1)
    if rules.zero_target_step is None:
        return Fraction(0)
    return max(Fraction(0), 1 - value * Fraction(rules.zero_target_step) / 100)


def _range(measure: Measure, value: Fraction, rules: ProgressRules) -> Fraction:
    low = Fraction(measure.target)
    high = low if measure.range_high is None else Fraction(measure.range_high)
    distance = max(low - value, value - high, Fraction(0))
    if not distance:
        return Fraction(1)
    if rules.outside_range is OutsideRange.ZERO or high == low:
        return Fraction(0)
    return 1 - distance / (high - low)


def _binary(measure: Measure, value: Fraction, rules: ProgressRules) -> Fraction | None:
    """How near the threshold is: kept as the raw value, while the score is all or nothing."""
    if measure.moves:
        return _from_baseline(measure, value)
    if measure.target > 0:
        return _maintain(measure, value, rules)
    return Fraction(1) if value >= measure.target else Fraction(0)


def _steps(measure: Measure, value: Fraction, rules: ProgressRules) -> Fraction | None:  # noqa: ARG001
    """What the last step that was reached is worth; part of a step is worth nothing yet."""
    if not measure.steps:
        return None
    reached = min(max(floor(value), 0), len(measure.steps))
    return Fraction(measure.steps[reached - 1]) / 100 if reached else Fraction(0)


def _from_baseline(measure: Measure, value: Fraction) -> Fraction:
    """(c − s) / (t − s): the same line for rising and falling targets."""
    start = Fraction(measure.baseline or 0)
    return (value - start) / (Fraction(measure.target) - start)


def _is_reached(measure: Measure, value: Decimal) -> bool:
    """A threshold below the baseline is a ceiling, any other is a floor."""
    if measure.baseline is not None and measure.baseline > measure.target:
        return value <= measure.target
    return value >= measure.target


_RATIOS = {
    Direction.INCREASE: _increase,
    Direction.DECREASE: _decrease,
    Direction.MAINTAIN: _maintain,
    Direction.RANGE: _range,
    Direction.BINARY: _binary,
    Direction.STEPS: _steps,
}
