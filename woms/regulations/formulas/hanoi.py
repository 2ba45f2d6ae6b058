"""What Hanoi adds to the decree: co-ordination as a fourth dimension, weights, and deductions for the head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from woms.regulations.arithmetic import Number, at_most, weighted_points
from woms.regulations.calculation import Calculation
from woms.regulations.formulas.points import RESULT_MAXIMUM
from woms.regulations.inputs import FACT_KINDS, Fact
from woms.regulations.registry import rule
from woms.regulations.results import Adjustment
from woms.regulations.values import Scale

SINCE = date(2026, 3, 25)
PLAN = "kh-okr-hanoi"
WEIGHTS = "hanoi/weights"
LEADER_WEIGHTS = "hanoi/leader_weights"
DEDUCTIONS = "hanoi/head_deductions"
DEDUCTION_LIMIT = "hanoi/head_deduction_limit"
FULL = Fraction(1)


@rule(
    "hanoi/coordination",
    label="Phối hợp",
    since=SINCE,
    cites=(PLAN, "Mục III.3"),
    unit="percent",
)
def coordination(calculation: Calculation, mark: Number) -> Number:
    """Mức phối hợp do các đơn vị, cá nhân cùng làm chấm qua đánh giá đa chiều, tính theo phần trăm."""
    calculation.note("Phối hợp được chấm", mark, "percent")
    return at_most(mark, FULL)


@rule(
    "hanoi/result",
    label="Điểm kết quả thực hiện nhiệm vụ (Hà Nội)",
    since=SINCE,
    cites=(PLAN, "Mục III.3"),
    unit="point",
    reads=(WEIGHTS, RESULT_MAXIMUM),
)
def hanoi_result(calculation: Calculation, ratios: Mapping[str, Number]) -> Number:
    """Số lượng, chất lượng, tiến độ, phối hợp tính theo trọng số. Kỳ không có việc phối hợp thì trọng số của phối hợp
    chia lại cho các phần còn lại.
    """
    return weighted_points(shared_out(calculation, WEIGHTS, ratios), ratios)


@rule(
    "hanoi/leader_result",
    label="Điểm kết quả thực hiện nhiệm vụ của người lãnh đạo, quản lý (Hà Nội)",
    since=SINCE,
    cites=(PLAN, "Mục III.3"),
    unit="point",
    reads=(LEADER_WEIGHTS, RESULT_MAXIMUM),
)
def hanoi_leader_result(calculation: Calculation, ratios: Mapping[str, Number]) -> Number:
    """Như người không giữ chức vụ, thêm kết quả đơn vị, tổ chức triển khai, đoàn kết, theo trọng số của bảy thành phần."""
    return weighted_points(shared_out(calculation, LEADER_WEIGHTS, ratios), ratios)


@rule(
    "hanoi/head_deduction",
    label="Trừ điểm người đứng đầu vì điểm nóng, khiếu kiện, giải ngân chậm",
    since=SINCE,
    cites=(PLAN, "Mục II.2"),
    unit="point",
    reads=(DEDUCTIONS, DEDUCTION_LIMIT),
)
def head_deduction(calculation: Calculation, result: Number, facts: Sequence[Fact]) -> tuple[Adjustment, ...]:
    """Địa phương, đơn vị để xảy ra điểm nóng, khiếu kiện, giải ngân chậm thì điểm kết quả của người đứng đầu bị kéo
    giảm theo từng sự việc, không quá tổng mức trừ và không dưới 0.
    """
    left = min(calculation.number(DEDUCTION_LIMIT), result)
    taken = []
    for kind, points in calculation.scale(DEDUCTIONS):
        times = sum(1 for fact in facts if fact.kind == kind)
        lost = min(times * points, left)
        left -= lost
        if times:
            taken.append(Adjustment(kind, f"Trừ điểm người đứng đầu: {times} × {FACT_KINDS[kind]}", -lost))
    return tuple(taken)


def shared_out(calculation: Calculation, weights: str, ratios: Mapping[str, Number]) -> Scale:
    """The weights of the parts that have a ratio, brought back to the whole maximum."""
    present = [(code, points) for code, points in calculation.scale(weights) if code in ratios]
    whole = sum((points for _, points in present), Fraction(0))
    maximum = calculation.number(RESULT_MAXIMUM)
    return tuple((code, points * maximum / whole) for code, points in present)
