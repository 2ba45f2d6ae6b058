"""What each person counts for in the added-income fund, and the least that a person with a coefficient gets."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction
from itertools import pairwise

from woms.core.errors import Invalid
from woms.regulations.calculation import Calculation
from woms.regulations.registry import rule
from woms.regulations.results import Level

CITES = ("nd-335-2025", "Điều 23 khoản 3")
LEVELS = "civil_servants/added_income_levels"
COUNTED_BY = "civil_servants/added_income_counted_by"
FLOOR = "civil_servants/added_income_floor"
BEST_FIRST = (Level.EXCELLENT, Level.GOOD, Level.COMPLETED)
FULL_POINTS = 100  # the scale on which every framework writes its total


@rule(
    "nd335/added_income_weight",
    label="Hệ số chia quỹ thu nhập tăng thêm của một người",
    since=date(2026, 1, 1),
    cites=CITES,
    unit="coefficient",
    reads=(LEVELS, COUNTED_BY),
)
def added_income_weight(
    calculation: Calculation, level: str, points: Fraction, salary_coefficient: Fraction
) -> Fraction:
    """Hệ số của mức xếp loại nhân hệ số lương, chức vụ; nếu tính theo điểm thì nhân tiếp số điểm chia 100. Người không
    hoàn thành nhiệm vụ không có hệ số.
    """
    weight = level_coefficients(calculation).get(Level(level), Fraction(0)) * salary_coefficient
    return weight * points / FULL_POINTS if calculation.text(COUNTED_BY) == "points" else weight


@rule(
    "nd335/added_income_floor",
    label="Mức sàn thu nhập tăng thêm của người có hệ số",
    since=date(2026, 1, 1),
    cites=CITES,
    unit="dong",
    reads=(FLOOR,),
)
def added_income_floor(calculation: Calculation, fund: Fraction, people: Fraction) -> Fraction:
    """Một phần của mức bình quân (quỹ chia cho số người có hệ số), bỏ phần lẻ dưới một đồng nên tổng mức sàn không bao
    giờ vượt quỹ.
    """
    return Fraction(math.floor(calculation.number(FLOOR) * fund / people))


def level_coefficients(calculation: Calculation) -> dict[Level, Fraction]:
    """The coefficient of each level. Raises `Invalid` when a better level does not have a higher one."""
    found = {Level(name): value for name, value in calculation.scale(LEVELS)}
    values = [found.get(level, Fraction(0)) for level in BEST_FIRST]
    if any(better <= worse for better, worse in pairwise(values)):
        raise Invalid(
            "Hệ số của mức xếp loại cao hơn phải lớn hơn hệ số của mức thấp hơn: quỹ không được chia đều. "
            "Hãy sửa quyết định về hệ số ở trang Quy định.",
            code="fund.coefficients_not_descending",
        )
    return {level: found[level] for level in BEST_FIRST if level in found}
