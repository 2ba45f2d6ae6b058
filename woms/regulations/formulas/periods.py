"""From the months to the quarter and the year, and how long a result may be contested."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from woms.regulations.calculation import Calculation
from woms.regulations.registry import rule

MEAN_OF = "civil_servants/period_mean_of"
MISSING = "civil_servants/period_missing"
APPEAL_DAYS = "civil_servants/appeal_days"
# Sources disagree on the number of this article, so it is cited by its content (docs/rules).
TIMING = "Quy định về thời điểm xếp loại"

# The calendar's, not the law's.
MONTHS_OF_A_YEAR, QUARTERS_OF_A_YEAR = Fraction(12), Fraction(4)


@rule(
    "nd335/period_mean",
    label="Điểm của quý, năm",
    since=date(2026, 1, 1),
    cites=("nd-335-2025", TIMING),
    unit="point",
    reads=(MISSING,),
)
def period_mean(calculation: Calculation, totals: Sequence[Fraction], missing: int) -> Fraction:
    """Trung bình cộng điểm các kỳ có kết quả trong quý, trong năm. Kỳ không có kết quả được bỏ ra, hoặc tính 0 điểm,
    theo cách đã chọn.
    """
    counted = len(totals) + (missing if calculation.text(MISSING) == "zero" else 0)
    return sum(totals, Fraction(0)) / counted


@rule(
    "nd335/year_parts",
    label="Các kỳ làm căn cứ tính điểm năm",
    since=date(2026, 1, 1),
    cites=("nd-335-2025", TIMING),
    unit="quantity",
    reads=(MEAN_OF,),
)
def parts_of_year(calculation: Calculation) -> Fraction:
    """Điểm năm là trung bình của 12 tháng hay của 4 quý, theo cách đã chọn."""
    return QUARTERS_OF_A_YEAR if calculation.text(MEAN_OF) == "quarters" else MONTHS_OF_A_YEAR


@rule(
    "nd335/appeal_window",
    label="Thời hạn gửi và giải quyết kiến nghị",
    since=date(2026, 1, 1),
    cites=("nd-335-2025", "Điều 24"),
    unit="working_days",
    reads=(APPEAL_DAYS,),
)
def appeal_window(calculation: Calculation, is_settling: int = 0) -> Fraction:
    """Số ngày làm việc để gửi kiến nghị, kể từ ngày công bố; hoặc để giải quyết, kể từ ngày nhận kiến nghị."""
    days = dict(calculation.scale(APPEAL_DAYS))
    return days["settle" if is_settling else "lodge"]
