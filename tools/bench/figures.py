"""From many measurements to the few figures that are printed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

PERCENT_OF_TAIL = 95


def percentile(values: Sequence[float], percent: float) -> float:
    """The value below which `percent` of the measurements lie, between two neighbours in proportion."""
    if not values:
        raise ValueError("no measurements")
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


@dataclass(frozen=True, slots=True)
class Timing:
    """Median and 95th percentile in milliseconds, and of how many measurements."""

    median: float
    p95: float
    count: int

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Timing:
        return cls(percentile(seconds, 50) * 1000, percentile(seconds, PERCENT_OF_TAIL) * 1000, len(seconds))

    def times(self, floor: Timing) -> tuple[float, float]:
        """How many times the floor ours is, at the median and at the 95th percentile."""
        return self.median / floor.median, self.p95 / floor.p95

    def growth(self, smaller: Timing) -> float:
        """How many times the median of the same thing over less data."""
        return self.median / smaller.median


def rate(count: int, seconds: float) -> float:
    return count / seconds if seconds > 0 else 0.0
