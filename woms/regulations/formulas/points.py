"""From ratios to points: result score, general criteria, total."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from woms.regulations.arithmetic import Number, at_most, mean
from woms.regulations.calculation import Calculation
from woms.regulations.registry import rule

RESULT_MAXIMUM = "civil_servants/result_maximum"
GENERAL_MAXIMUM = "civil_servants/general_maximum"


@rule(
    "nd335/result",
    label="Điểm kết quả thực hiện nhiệm vụ, công chức không giữ chức vụ",
    since=date(2026, 1, 1),
    cites=("nd-335-2025", "Điều 12", "Điều 16"),
    unit="point",
    reads=(RESULT_MAXIMUM,),
)
def result_score(calculation: Calculation, ratios: Sequence[Number]) -> Number:
    """Trung bình cộng của số lượng, chất lượng, tiến độ, nhân với điểm tối đa: (a + b + c) / 3 × 70."""
    return mean(ratios) * calculation.number(RESULT_MAXIMUM)


@rule(
    "nd335/leader_result",
    label="Điểm kết quả thực hiện nhiệm vụ, công chức lãnh đạo, quản lý",
    since=date(2026, 1, 1),
    cites=("nd-335-2025", "Điều 12", "Điều 15", "Điều 16"),
    unit="point",
    reads=(RESULT_MAXIMUM,),
)
def leader_result_score(calculation: Calculation, ratios: Sequence[Number]) -> Number:
    """Trung bình cộng của sáu thành phần, nhân với điểm tối đa: (a + b + c + d + đ + e) / 6 × 70."""
    return mean(ratios) * calculation.number(RESULT_MAXIMUM)


@rule(
    "nd335/general",
    label="Điểm tiêu chí chung",
    since=date(2026, 1, 1),
    cites=("nd-335-2025", "Điều 12"),
    unit="point",
    reads=(GENERAL_MAXIMUM,),
)
def general_score(calculation: Calculation, points: Number) -> Number:
    """Điểm người có thẩm quyền chấm cho ba nhóm tiêu chí chung, không vượt điểm tối đa."""
    return at_most(points, calculation.number(GENERAL_MAXIMUM))


@rule(
    "nd335/total",
    label="Tổng điểm",
    since=date(2026, 1, 1),
    cites=("nd-335-2025", "Điều 12"),
    unit="point",
)
def total_score(calculation: Calculation, result: Number, general: Number) -> Number:
    """Tổng của điểm tiêu chí chung và điểm kết quả thực hiện nhiệm vụ, thang 100. Không có điểm thưởng."""
    calculation.note("Kết quả thực hiện nhiệm vụ", result, "point")
    calculation.note("Tiêu chí chung", general, "point")
    return result + general
