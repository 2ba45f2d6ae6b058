"""Agencies under Decree 335: 30 general points and 70 points on four criteria of result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from woms.core.errors import Invalid
from woms.regulations.arithmetic import Number, at_most, weighted_points
from woms.regulations.calculation import Calculation
from woms.regulations.formulas.assembly import Frame, Parts, as_components, assemble, ratios_by_code
from woms.regulations.formulas.rating_level import fact_gates, level_reached
from woms.regulations.inputs import Fact, Inputs
from woms.regulations.registry import rule
from woms.regulations.results import Gate, Level, Outcome
from woms.regulations.values import Scale

SINCE = date(2026, 1, 1)
CITES = ("nd-335-2025", "Phần đánh giá cơ quan hành chính")
RESULT_MAXIMUM = "units/result_maximum"
GENERAL_MAXIMUM = "units/general_maximum"
WEIGHTS = "units/agency_weights"
OPTIONAL = "units/agency_optional"
THRESHOLDS = "units/level_thresholds"
TESTED_ON = "units/level_tested_on"
FORCING = "units/forcing_facts"

AGENCY_CRITERIA = {
    "programme": "Hoàn thành chương trình, kế hoạch",
    "delivery": "Tiến độ, chất lượng",
    "management": "Hiệu quả quản lý, điều hành",
    "procedures": "Kết quả thủ tục hành chính",
}


@rule(
    "nd335/agency_result",
    label="Điểm kết quả thực hiện nhiệm vụ của cơ quan",
    since=SINCE,
    cites=CITES,
    unit="point",
    reads=(WEIGHTS, RESULT_MAXIMUM),
)
def agency_result(calculation: Calculation, ratios: Mapping[str, Number]) -> Number:
    """Mỗi tiêu chí kết quả nhân với điểm tối đa của nó rồi cộng lại. Tiêu chí cơ quan không có thì chia lại điểm."""
    return weighted_points(_shared_out(calculation, ratios), ratios)


@rule(
    "nd335/agency_general",
    label="Điểm tiêu chí chung của cơ quan",
    since=SINCE,
    cites=CITES,
    unit="point",
    reads=(GENERAL_MAXIMUM,),
)
def agency_general(calculation: Calculation, points: Number) -> Number:
    """Chấp hành đường lối, pháp luật; kỷ luật, kỷ cương; trách nhiệm người đứng đầu; môi trường, văn hóa công vụ."""
    return at_most(points, calculation.number(GENERAL_MAXIMUM))


@rule("nd335/agency_total", label="Tổng điểm của cơ quan", since=SINCE, cites=CITES, unit="point")
def agency_total(calculation: Calculation, result: Number, general: Number) -> Number:
    """Tổng của điểm tiêu chí chung và điểm kết quả thực hiện nhiệm vụ, thang 100."""
    calculation.note("Kết quả thực hiện nhiệm vụ", result, "point")
    calculation.note("Tiêu chí chung", general, "point")
    return result + general


@rule(
    "nd335/agency_level",
    label="Mức xếp loại cơ quan theo điểm",
    since=SINCE,
    cites=CITES,
    unit="level",
    reads=(THRESHOLDS, TESTED_ON),
)
def agency_level(calculation: Calculation, total: Number) -> Level:
    """Bốn mức như công chức; ngưỡng của cơ quan chưa thấy trong văn bản nên là giá trị được quyết định khác."""
    return level_reached(calculation, total, THRESHOLDS, TESTED_ON)


@rule(
    "nd335/agency_forcing",
    label="Trường hợp cơ quan không hoàn thành nhiệm vụ, bất kể điểm",
    since=SINCE,
    cites=CITES,
    unit="gates",
    reads=(FORCING,),
)
def agency_forcing_gates(
    calculation: Calculation,
    facts: Sequence[Fact],
    *,
    is_leader: bool,  # noqa: ARG001 - one signature for all families
) -> tuple[Gate, ...]:
    """Cơ quan không hoàn thành nhiệm vụ khi có sự việc trong danh mục được quyết định."""
    return fact_gates(calculation, FORCING, facts)


@rule(
    "nd335/agency",
    label="Cơ quan hành chính nhà nước",
    since=SINCE,
    cites=CITES,
    unit="point",
    reads=(RESULT_MAXIMUM, GENERAL_MAXIMUM, WEIGHTS, OPTIONAL),
    is_framework=True,
)
def agency(calculation: Calculation, inputs: Inputs) -> Outcome:
    """Tiêu chí chung 30 điểm cộng 70 điểm kết quả: hoàn thành chương trình, kế hoạch; tiến độ, chất lượng; hiệu quả
    quản lý, điều hành; kết quả thủ tục hành chính.
    """
    ratios = dict(inputs.criteria)
    _require(ratios, calculation.codes(OPTIONAL))
    parts: Parts = tuple((code, "", label) for code, label in AGENCY_CRITERIA.items() if code in ratios)
    maxima = dict(_shared_out(calculation, ratios)) if ratios else {}
    return assemble(
        calculation,
        inputs,
        Frame(agency_general, agency_total, agency_level, RESULT_MAXIMUM, GENERAL_MAXIMUM),
        as_components(parts, [ratios[code] for code, _, _ in parts], maxima) if maxima else (),
        to_points=lambda found: calculation.apply(agency_result, ratios_by_code(found)),
        gates=lambda _: calculation.apply(agency_forcing_gates, inputs.facts, is_leader=False),
    )


def _require(ratios: Mapping[str, Number], optional: Sequence[str]) -> None:
    """Marks for all criteria or none at all: what is missing is named."""
    missing = [
        label for code, label in AGENCY_CRITERIA.items() if code not in ratios and code not in optional
    ]
    if ratios and missing:
        raise Invalid(
            f"Chưa chấm: {'; '.join(missing)}. Thêm vào mục criteria.",
            code="regulations.criteria_missing",
            field="criteria",
        )


def _shared_out(calculation: Calculation, ratios: Mapping[str, Number]) -> Scale:
    """The weights of the marked criteria, brought back to the whole maximum; empty when none has weight."""
    present = [(code, points) for code, points in calculation.scale(WEIGHTS) if code in ratios]
    whole = sum((points for _, points in present), Fraction(0))
    if not whole:
        return ()
    maximum = calculation.number(RESULT_MAXIMUM)
    return tuple((code, points * maximum / whole) for code, points in present)
