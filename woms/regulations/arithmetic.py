"""What a formula may do with its numbers: + − × ÷, and these helpers. Nothing else.

A formula written with them runs on every carrier: exact `Fraction` for one person with a trace, whole columns
for a city (`columns.py`, ADR 0013). A further carrier registers its own version of the helpers that choose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import singledispatch
from typing import TypeAlias, TypeVar

from woms.core.rounding import Rounding

T = TypeVar("T")
Number: TypeAlias = Fraction


@singledispatch
def at_most(value: Number, limit: Number) -> Number:
    """The value, but never more than the limit."""
    return min(value, limit)


@singledispatch
def at_least(value: Number, floor: Number) -> Number:
    """The value, but never less than the floor."""
    return max(value, floor)


@singledispatch
def nonzero_or(value: Number, otherwise: Number) -> Number:
    """The value, or the other one where it is zero."""
    return value or otherwise


@singledispatch
def rounded(value: Number, rounding: Rounding) -> Number:
    """The value as it is displayed; never negative."""
    return Fraction(rounding.apply(value))


@singledispatch
def step_reached(value: Number, steps: Sequence[tuple[T, Number]], below: T) -> T:
    """What the first step gives whose threshold the value reaches; `below` when it reaches none."""
    return next((answer for answer, threshold in steps if value >= threshold), below)


def mean(values: Sequence[Number]) -> Number:
    """Their sum divided by how many they are; at least one value is given."""
    first, *others = values
    total = first
    for value in others:
        total = total + value
    return total / len(values)


def weighted_points(weights: Sequence[tuple[str, Number]], ratios: Mapping[str, Number]) -> Number:
    """Each ratio times the points of its weight, added up; every weight has its ratio."""
    (first, points), *others = weights
    total = ratios[first] * points
    for code, more in others:
        total = total + ratios[code] * more
    return total
