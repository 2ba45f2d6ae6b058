"""The proposal's frameworks: an objective score with bonus and penalty."""

from __future__ import annotations

from fractions import Fraction

from woms.core.errors import Invalid
from woms.regulations.arithmetic import Number
from woms.regulations.calculation import Calculation
from woms.regulations.formulas import proposal
from woms.regulations.formulas.assembly import Components, Frame, assemble, ratios_by_code
from woms.regulations.inputs import Inputs, Objective
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
    if by_area and any(not item.area for item in steady):
        raise Invalid(
            "Trọng số theo lĩnh vực cần biết lĩnh vực của từng nhiệm vụ. Thêm area cho mỗi nhiệm vụ.",
            code="regulations.area_missing",
            field="objectives",
        )
    return assemble(
        calculation,
        inputs,
        FRAME,
        _components(calculation, steady, by_area=by_area),
        to_points=lambda found: calculation.apply(
            proposal.proposal_result,
            tuple((part.code, part.maximum) for part in found),
            ratios_by_code(found),
        ),
        gates=lambda _: calculation.apply(proposal.proposal_forcing_gates, inputs.facts, is_leader=False),
        adjust=lambda result: adjustments(calculation, inputs, result),
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
