"""Named rounding, exact: a value is rounded once, last, by a rule that has a name. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class RoundingMode(StrEnum):
    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Rounding:
    """How many decimals are kept, and which way a value between two of them goes."""

    digits: int
    mode: RoundingMode = RoundingMode.HALF_UP

    def apply(self, value: Fraction | Decimal) -> Decimal:
        """Round exactly; half-up and down go by distance from zero, as people expect."""
        scaled = Fraction(value) * 10**self.digits
        return _decimal(_to_integer(scaled, self.mode), self.digits)


DISPLAY = Rounding(2)


def rounded_to_sum(values: Sequence[Fraction], rounding: Rounding = DISPLAY) -> tuple[Decimal, ...]:
    """Round values so that they add up to exactly their rounded sum.

    Each value moves by less than one unit of the last decimal, and one that needs no rounding never moves
    (largest remainder; ties go to the earlier value).
    """
    scaled = [Fraction(value) * 10**rounding.digits for value in values]
    floors = [math.floor(value) for value in scaled]
    total = _to_integer(sum(scaled, Fraction(0)), rounding.mode)
    by_remainder = sorted(range(len(scaled)), key=lambda index: floors[index] - scaled[index])
    for index in by_remainder[: total - sum(floors)]:
        floors[index] += 1
    return tuple(_decimal(value, rounding.digits) for value in floors)


def _to_integer(scaled: Fraction, mode: RoundingMode) -> int:
    if mode is RoundingMode.HALF_EVEN:
        return round(scaled)
    half = Fraction(1, 2) if mode is RoundingMode.HALF_UP else Fraction(0)
    size = math.floor(abs(scaled) + half)
    return size if scaled >= 0 else -size


def _decimal(units: int, digits: int) -> Decimal:
    return Decimal(f"{units}E-{digits}")
