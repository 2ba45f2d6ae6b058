"""The five-level rubric of political stance and conduct, by its measured thresholds."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from woms.core.errors import Missing
from woms.regulations.arithmetic import Number, mean
from woms.regulations.calculation import Calculation
from woms.regulations.inputs import Ideology
from woms.regulations.registry import rule

SINCE = date(2026, 1, 1)
CITES = ("de-xuat-2025", "Phần B mục II.3")
MEASURES = {
    "assessment": "proposal/ideology_assessment",
    "study": "proposal/ideology_study",
    "contributions": "proposal/ideology_contributions",
    "trust": "proposal/ideology_trust",
}
LABELS = {
    "assessment": "điểm đánh giá",
    "study": "tỷ lệ học nghị quyết",
    "contributions": "số lần góp ý, đấu tranh",
    "trust": "tỷ lệ tín nhiệm",
}
REMINDED = "proposal/ideology_reminded"
POINTS = "proposal/ideology_points"
COMBINED_BY = "proposal/ideology_combined_by"
BANDS = {
    "one": Fraction(1),
    "two": Fraction(2),
    "three": Fraction(3),
    "four": Fraction(4),
    "five": Fraction(5),
}


@rule(
    "proposal/ideology_band",
    label="Mức của một chỉ số tư tưởng, đạo đức",
    since=SINCE,
    cites=CITES,
    unit="band",
    reads=tuple(MEASURES.values()),
)
def ideology_band(calculation: Calculation, measure: str, value: Number) -> Number:
    """Mức cao nhất trong năm mức mà chỉ số đạt tới; dưới mọi ngưỡng thì ở mức 1."""
    if measure not in MEASURES:
        raise Missing(
            f"Không có chỉ số “{measure}”. Dùng một trong: {', '.join(MEASURES)}.",
            code="regulations.measure_missing",
            field="measure",
        )
    reached = (name for name, lowest in calculation.scale(MEASURES[measure]) if value >= lowest)
    return BANDS[next(reached, "one")]


@rule(
    "proposal/ideology",
    label="Lập trường tư tưởng, đạo đức, lối sống",
    since=SINCE,
    cites=CITES,
    unit="percent",
    reads=(REMINDED, POINTS, COMBINED_BY),
)
def ideology_score(calculation: Calculation, found: Ideology) -> Number:
    """Phần điểm của mức thấp nhất trong các chỉ số (hoặc trung bình phần điểm, nếu nơi áp dụng quyết định). Đã bị nhắc
    nhở, kiểm tra thì không vượt mức đã định.
    """
    bands = [calculation.apply(ideology_band, name, value) for name, value in measured(found).items()]
    if found.reminders:
        limit = BANDS[calculation.text(REMINDED)]
        bands = [min(band, limit) for band in bands]
    points = {BANDS[name]: share for name, share in calculation.scale(POINTS)}
    if calculation.text(COMBINED_BY) == "mean":
        return mean([points[band] for band in bands])
    return points[min(bands)]


def measured(found: Ideology) -> dict[str, Fraction]:
    """The measures that were taken, by name."""
    values = {name: getattr(found, name) for name in MEASURES}
    return {name: value for name, value in values.items() if value is not None}


def missing(found: Ideology) -> list[str]:
    """What was not measured, in words."""
    taken = measured(found)
    return [label for name, label in LABELS.items() if name not in taken]
