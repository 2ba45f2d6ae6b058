"""The three marks of heads and deputies: unit result (d), organizing (đ), cohesion (e)."""

from __future__ import annotations

from datetime import date

from woms.regulations.arithmetic import Number, at_most
from woms.regulations.calculation import Calculation
from woms.regulations.registry import rule

MARKS = "civil_servants/leadership_marks"


@rule(
    "nd335/unit_result",
    label="Kết quả hoạt động của cơ quan, đơn vị, lĩnh vực phụ trách (d)",
    since=date(2026, 1, 1),
    cites=("nd-335-2025", "Điều 15 khoản 3 điểm a"),
    unit="percent",
    reads=(MARKS,),
)
def unit_result(calculation: Calculation, mark: Number) -> Number:
    """Mức cao khi mọi cấp dưới từ hoàn thành nhiệm vụ trở lên; mức thấp khi có cấp dưới không hoàn thành nhiệm vụ.
    Cấp phó chấm theo lĩnh vực được phân công.
    """
    return at_most(mark, max(calculation.numbers(MARKS)))


@rule(
    "nd335/organizing",
    label="Khả năng tổ chức triển khai thực hiện nhiệm vụ (đ)",
    since=date(2026, 1, 1),
    cites=("nd-335-2025", "Điều 15 khoản 3 điểm b"),
    unit="percent",
    reads=(MARKS,),
)
def organizing(calculation: Calculation, mark: Number) -> Number:
    """Mức cao khi đơn vị hoàn thành mọi nhiệm vụ kế hoạch đúng hạn, có chất lượng, có sáng kiến, giải pháp; mức thấp
    khi để tồn tại, chậm trễ kéo dài trong chương trình được giao.
    """
    return at_most(mark, max(calculation.numbers(MARKS)))


@rule(
    "nd335/cohesion",
    label="Năng lực tập hợp, đoàn kết (e)",
    since=date(2026, 1, 1),
    cites=("nd-335-2025", "Điều 15 khoản 3 điểm c"),
    unit="percent",
    reads=(MARKS,),
)
def cohesion(calculation: Calculation, mark: Number) -> Number:
    """Mức cao khi giữ được môi trường đoàn kết, phối hợp tốt; mức thấp khi phát sinh đơn thư, mâu thuẫn kéo dài,
    mất đoàn kết.
    """
    return at_most(mark, max(calculation.numbers(MARKS)))
