"""The proposal's frameworks: an objective score with bonus and penalty."""

from __future__ import annotations

from fractions import Fraction

from woms.core.errors import Invalid
from woms.regulations.arithmetic import Number
from woms.regulations.calculation import Calculation
from woms.regulations.formulas import proposal
from woms.regulations.formulas.assembly import Components, Frame, assemble, ratios_by_code
from woms.regulations.inputs import AREAS, Inputs, Objective
from woms.regulations.registry import rule
from woms.regulations.results import Adjustment, Component, Outcome

MAXIMA = (proposal.RESULT_MAXIMUM, proposal.GENERAL_MAXIMUM)
FRAME = Frame(proposal.proposal_general, proposal.proposal_total, proposal.proposal_level, *MAXIMA)


@rule(
    "proposal/objectives",
    label="Điểm nhiệm vụ theo đề xuất",
    since=proposal.SINCE,
    cites=("de-xuat-2025", "Phụ lục 4 mục 4.3"),
    unit="point",
    reads=(*MAXIMA, proposal.WEIGHTING, proposal.AREA_WEIGHTS),
    is_framework=True,
)
def objectives(calculation: Calculation, inputs: Inputs) -> Outcome:
    """Tổng của điểm từng nhiệm vụ thường quy nhân trọng số, cộng thưởng nhiệm vụ đột phá, trừ điểm phạt. Nhiệm vụ đột
    phá không nằm trong điểm cơ sở. Không phải điểm theo Nghị định.
    """
    steady = [item for item in inputs.objectives if item.kind == "kpi"]
    by_area = calculation.text(proposal.WEIGHTING) == "areas"
    if by_area:
        _require_areas(steady)
    return assemble(
        calculation,
        inputs,
        FRAME,
        _components(calculation, steady, by_area=by_area),
        to_points=lambda found: _points(calculation, found),
        gates=lambda _: calculation.apply(proposal.proposal_forcing_gates, inputs.facts, is_leader=False),
        adjust=lambda result: adjustments(calculation, inputs, result),
    )


@rule(
    "proposal/collective",
    label="Tập thể theo đề xuất: bốn lĩnh vực",
    since=proposal.SINCE,
    cites=("de-xuat-2025", "Phần B mục I"),
    unit="point",
    reads=(*MAXIMA, proposal.AREA_WEIGHTS),
    is_framework=True,
)
def collective(calculation: Calculation, inputs: Inputs) -> Outcome:
    """Mức hoàn thành kế hoạch trên bốn lĩnh vực, sau khi bỏ nhiệm vụ đột phá và bổ sung việc đã làm ngoài kế hoạch."""
    steady = [item for item in inputs.objectives if item.kind == "kpi"]
    _require_areas(steady)
    return assemble(
        calculation,
        inputs,
        FRAME,
        _area_components(calculation, steady),
        to_points=lambda found: _points(calculation, found),
        gates=lambda _: calculation.apply(proposal.proposal_forcing_gates, inputs.facts, is_leader=False),
    )


def adjustments(calculation: Calculation, inputs: Inputs, result: Number) -> tuple[Adjustment, ...]:
    """Bonus and penalties, then what the limits of the total take back: the lines always add up."""
    breakthrough = [item for item in inputs.objectives if item.kind == "okr"]
    steady = [item for item in inputs.objectives if item.kind == "kpi"]
    earned = calculation.apply(proposal.bonus, breakthrough)
    found = [Adjustment("bonus", "Thưởng nhiệm vụ đột phá", earned)] if breakthrough else []
    found += calculation.apply(proposal.penalties, steady, inputs.facts)
    whole = sum((item.points for item in found), result)
    kept = calculation.apply(proposal.limited, whole)
    if kept != whole:
        found.append(Adjustment("limit", "Giới hạn của tổng điểm", kept - whole))
    return tuple(found)


def _components(calculation: Calculation, steady: list[Objective], *, by_area: bool) -> Components:
    maxima: dict[int, Fraction] = proposal.shares(calculation, steady, by_area=by_area)
    return tuple(
        Component(
            f"objective_{place + 1}",
            "",
            item.name,
            calculation.apply(proposal.objective_score, item),
            maxima[place],
        )
        for place, item in enumerate(steady)
        if place in maxima
    )


def _area_components(calculation: Calculation, steady: list[Objective]) -> Components:
    """One component an area that has weighed objectives."""
    maxima = proposal.shares(calculation, steady, by_area=True)
    components = []
    for area, label in AREAS.items():
        places = [place for place, item in enumerate(steady) if item.area == area and place in maxima]
        if places:
            ratio = calculation.apply(proposal.area_score, area, [steady[place] for place in places])
            worth = sum((maxima[place] for place in places), Fraction(0))
            components.append(Component(area, "", label, ratio, worth))
    return tuple(components)


def _points(calculation: Calculation, found: Components) -> Number:
    weights = tuple((part.code, part.maximum) for part in found)
    return calculation.apply(proposal.proposal_result, weights, ratios_by_code(found))


def _require_areas(steady: list[Objective]) -> None:
    if any(not item.area for item in steady):
        raise Invalid(
            "Trọng số theo lĩnh vực cần biết lĩnh vực của từng nhiệm vụ. Thêm area cho mỗi nhiệm vụ.",
            code="regulations.area_missing",
            field="objectives",
        )
