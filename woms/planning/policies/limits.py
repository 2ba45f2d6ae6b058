"""What a plan may hold. A province sets its own numbers; these are the proposal's (seed 004, parts A and II)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class ShareBasis(StrEnum):
    """What the breakthrough share counts."""

    COUNT = "count"  # key results
    WEIGHT = "weight"  # weights of objectives


@dataclass(frozen=True, slots=True)
class PlanLimits:
    """`breakthrough_percent`: at most 30–40 % of a plan for breakthrough work; each objective 1–5 key results."""

    fewest_key_results: int = 1
    most_key_results: int = 5
    breakthrough_percent: Decimal = Decimal(40)
    breakthrough_basis: ShareBasis = ShareBasis.COUNT


LIMITS = PlanLimits()
