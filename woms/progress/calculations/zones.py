"""How far a daring goal went: not reached, commitment, target, stretch. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Zone(StrEnum):
    """From the least to the most; a boundary belongs to the zone above it (scenario A22)."""

    FAIL = "fail"
    COMMIT = "commit"
    TARGET = "target"
    STRETCH = "stretch"


@dataclass(frozen=True, slots=True)
class ZoneRules:
    """Settings of the province, not law; per cent from which each zone begins."""

    commit: Decimal = Decimal(30)
    target: Decimal = Decimal(70)
    stretch: Decimal = Decimal(100)


DEFAULT_ZONE_RULES = ZoneRules()


def zone_of(progress: Decimal, *, rules: ZoneRules = DEFAULT_ZONE_RULES) -> Zone:
    """The zone that a progress in per cent lies in, unrounded: 69.9 is still the commitment."""
    reached = ((rules.stretch, Zone.STRETCH), (rules.target, Zone.TARGET), (rules.commit, Zone.COMMIT))
    return next((zone for start, zone in reached if progress >= start), Zone.FAIL)
