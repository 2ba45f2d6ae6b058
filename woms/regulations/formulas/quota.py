"""How many may be rated excellent: the share, what it is a share of, and who is above it. People decide who drops out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from woms.regulations.calculation import Calculation
from woms.regulations.registry import rule
from woms.regulations.results import Level

CITES = ("nd-335-2025", "Điều 20")
SHARE = "civil_servants/top_rating_share"
OUTSTANDING_SHARE = "civil_servants/top_rating_share_outstanding"
BASE = "civil_servants/top_rating_base"
ROUNDING = "civil_servants/top_rating_rounding"
RATED = (Level.EXCELLENT, Level.GOOD, Level.COMPLETED, Level.NOT_COMPLETED)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One rated person: `reference` leads back to the dossier, `total` is the exact points, `group` the similar duties."""

    reference: str
    level: Level
    total: Fraction
    group: str = ""


@dataclass(frozen=True, slots=True)
class Quota:
    """The cap for one circle of people (an agency when `group` is empty, or one group of similar duties).

    `base`: how many people the share is taken of, as the levels stand. `ranked`: those rated excellent, best first.
    `excess`: how many of them are above the cap. `tied`: the references at the edge with equal points, when the cap
    runs through them.
    """

    group: str
    base: int
    allowed: int
    ranked: tuple[Candidate, ...]
    excess: int
    tied: tuple[str, ...]


@rule(
    "nd335/top_rating_allowed",
    label="Số người nhiều nhất được xếp hoàn thành xuất sắc nhiệm vụ",
    since=date(2026, 1, 1),
    cites=CITES,
    unit="quantity",
    reads=(SHARE, OUTSTANDING_SHARE, BASE, ROUNDING),
)
def allowed_excellent(
    calculation: Calculation, good_or_better: int, rated: int, is_outstanding: int = 0
) -> Fraction:
    """Không quá một phần số người được xếp loại, theo cách hiểu đã chọn về mẫu số: chỉ mức tốt, từ tốt trở lên, hay mọi
    người được xếp loại. Người vượt số này xuống mức tốt thì mẫu số “chỉ mức tốt” tăng theo. Đơn vị có kết quả nổi trội
    được tỷ lệ cao hơn.
    """
    share = calculation.number(OUTSTANDING_SHARE if is_outstanding else SHARE)
    base = calculation.text(BASE)
    if base == "good_only":  # x ≤ share × (everyone good or better − x)
        limit = share * good_or_better / (1 + share)
    else:
        limit = share * (rated if base == "all_rated" else good_or_better)
    allowed = math.floor(limit)
    if calculation.text(ROUNDING) == "at_least_one" and good_or_better:
        allowed = max(allowed, 1)
    return Fraction(min(allowed, int(good_or_better)))


def quotas(
    calculation: Calculation, candidates: Sequence[Candidate], *, is_outstanding: bool = False
) -> tuple[Quota, ...]:
    """The cap for the whole agency first, then for each group of similar duties, by name.

    Pure: it ranks and counts, and never changes anybody's level.
    """
    groups = sorted({candidate.group for candidate in candidates if candidate.group})
    circles = [("", candidates)]
    circles += [(group, [item for item in candidates if item.group == group]) for group in groups]
    return tuple(_quota(calculation, name, people, is_outstanding=is_outstanding) for name, people in circles)


def _quota(
    calculation: Calculation, group: str, people: Sequence[Candidate], *, is_outstanding: bool
) -> Quota:
    rated = [item for item in people if item.level in RATED]
    good = [item for item in rated if not Level.GOOD.is_above(item.level)]
    ranked = sorted(
        (item for item in rated if item.level is Level.EXCELLENT),
        key=lambda item: (-item.total, item.reference),
    )
    allowed = int(
        calculation.apply(allowed_excellent, len(good), len(rated), is_outstanding=int(is_outstanding))
    )
    return Quota(
        group=group,
        base=_base(calculation, len(good), len(rated), min(allowed, len(ranked))),
        allowed=allowed,
        ranked=tuple(ranked),
        excess=max(0, len(ranked) - allowed),
        tied=_tied(ranked, allowed),
    )


def _base(calculation: Calculation, good_or_better: int, rated: int, excellent: int) -> int:
    """The people the share is taken of, once no more than the allowed number is excellent."""
    bases = {"good_only": good_or_better - excellent, "good_or_better": good_or_better, "all_rated": rated}
    return bases[calculation.parameters.text(BASE)]


def _tied(ranked: Sequence[Candidate], allowed: int) -> tuple[str, ...]:
    """Nobody can be told apart by points at the edge of the cap: these have to be decided by people."""
    if not 0 < allowed < len(ranked) or ranked[allowed - 1].total != ranked[allowed].total:
        return ()
    edge = ranked[allowed].total
    return tuple(item.reference for item in ranked if item.total == edge)
