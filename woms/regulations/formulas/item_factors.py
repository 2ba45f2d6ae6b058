"""What is left of one unit of a product after faults."""

from __future__ import annotations

from datetime import date

from woms.regulations.arithmetic import Number, at_least
from woms.regulations.calculation import Calculation
from woms.regulations.registry import rule

FLOOR = "civil_servants/item_factor_floor"
QUALITY_STEP = "civil_servants/quality_penalty_step"
PROGRESS_STEP = "civil_servants/progress_penalty_step"


@rule(
    "nd335/quality_factor",
    label="Hệ số chất lượng của một sản phẩm",
    since=date(2026, 1, 1),
    cites=("nd-335-2025", "Điều 14"),
    unit="percent",
    reads=(QUALITY_STEP, FLOOR),
)
def quality_factor(calculation: Calculation, times: int) -> Number:
    """Mỗi lần sản phẩm được đánh giá không đạt do lỗi lớn về nội dung thì trừ một phần điểm chất lượng của sản phẩm
    đó, trừ khi nguyên nhân khách quan được cấp có thẩm quyền xác nhận. Không trừ quá mức thấp nhất.
    """
    return factor_left(times, calculation.number(QUALITY_STEP), calculation.number(FLOOR))


@rule(
    "nd335/progress_factor",
    label="Hệ số tiến độ của một sản phẩm",
    since=date(2026, 1, 1),
    cites=("nd-335-2025", "Điều 14"),
    unit="percent",
    reads=(PROGRESS_STEP, FLOOR),
)
def progress_factor(calculation: Calculation, times: int) -> Number:
    """Mỗi lần sản phẩm chậm thì trừ một phần điểm tiến độ của sản phẩm đó, trừ khi nguyên nhân khách quan được cấp
    có thẩm quyền xác nhận. Không trừ quá mức thấp nhất.
    """
    return factor_left(times, calculation.number(PROGRESS_STEP), calculation.number(FLOOR))


def factor_left(times: int, step: Number, floor: Number) -> Number:
    """What a product keeps after some faults: one step less for each, never below the floor."""
    return at_least(1 - times * step, floor)
