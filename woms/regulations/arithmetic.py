"""What a formula may do with its numbers: + − × ÷, and these helpers. Nothing else.

A formula written with them runs on any carrier that knows arithmetic: exact `Fraction` for one person with a
trace today, whole columns later. A further carrier registers its own `at_most` and `at_least`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import singledispatch
from typing import TypeAlias

Number: TypeAlias = Fraction


@singledispatch
def at_most(value: Number, limit: Number) -> Number:
    """The value, but never more than the limit."""
    return min(value, limit)


@singledispatch
def at_least(value: Number, floor: Number) -> Number:
    """The value, but never less than the floor."""
    return max(value, floor)


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
