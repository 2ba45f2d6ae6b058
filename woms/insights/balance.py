"""How even the four areas are: the weakest against their mean, and the one that fell most."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from woms.insights.board import AreaScore, Imbalance

NOTICEABLE = Decimal(1)
"""Points under which two scores count as even."""


def imbalance_of(areas: Sequence[AreaScore]) -> Imbalance | None:
    """None when fewer than two areas are known, or all are even."""
    known = [(area, area.score) for area in areas if area.score is not None]
    if len(known) < 2:  # noqa: PLR2004 - one area has nothing to lean against
        return None
    weakest, lowest = min(known, key=lambda pair: pair[1])
    gap = sum((score for _, score in known), Decimal(0)) / len(known) - lowest
    if gap < NOTICEABLE:
        return None
    falls = [(area, area.change) for area in areas if area.change is not None]
    falling, change = min(falls, key=lambda pair: pair[1]) if falls else (weakest, Decimal(0))
    fell = max(Decimal(0), -change)
    return Imbalance(weakest.area, gap, falling.area if fell >= NOTICEABLE else "", fell)
