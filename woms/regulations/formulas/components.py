"""The three measured ratios: quantity (a), quality (b), progress (c)."""

from __future__ import annotations

from datetime import date

from woms.regulations.arithmetic import Number, at_most, nonzero_or
from woms.regulations.calculation import Calculation
from woms.regulations.inputs import Volumes
from woms.regulations.registry import rule

CAP = "civil_servants/component_cap"
BASE = "civil_servants/quality_progress_base"


@rule(
    "nd335/quantity",
    label="Số lượng (a)",
    since=date(2026, 1, 1),
    cites=("nd-335-2025", "Điều 14"),
    unit="percent",
    reads=(CAP,),
)
def quantity(calculation: Calculation, volumes: Volumes) -> Number:
    """Tỷ lệ sản phẩm, công việc đã hoàn thành (đã quy đổi) trên tổng số được giao (đã quy đổi) trong kỳ."""
    return at_most(volumes.completed / volumes.assigned, calculation.number(CAP))


@rule(
    "nd335/quality",
    label="Chất lượng (b)",
    since=date(2026, 1, 1),
    cites=("nd-335-2025", "Điều 14"),
    unit="percent",
    reads=(CAP, BASE),
)
def quality(calculation: Calculation, volumes: Volumes) -> Number:
    """Tỷ lệ sản phẩm, công việc đã hoàn thành bảo đảm chất lượng (đã quy đổi) trên tổng số được giao (đã quy đổi)."""
    base = denominator(volumes, calculation.text(BASE))
    return at_most(volumes.quality / base, calculation.number(CAP))


@rule(
    "nd335/progress",
    label="Tiến độ (c)",
    since=date(2026, 1, 1),
    cites=("nd-335-2025", "Điều 14"),
    unit="percent",
    reads=(CAP, BASE),
)
def progress(calculation: Calculation, volumes: Volumes) -> Number:
    """Tỷ lệ sản phẩm, công việc hoàn thành đúng hoặc vượt tiến độ (đã quy đổi) trên tổng số được giao (đã quy đổi)."""
    base = denominator(volumes, calculation.text(BASE))
    return at_most(volumes.progress / base, calculation.number(CAP))


def denominator(volumes: Volumes, base: str) -> Number:
    """What quality and progress are divided by. With nothing completed there is no quality: the ratio stays zero."""
    return nonzero_or(volumes.completed, volumes.assigned) if base == "completed" else volumes.assigned
