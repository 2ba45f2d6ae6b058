"""Heads and staff on the proposal's four criteria: stance, tasks, initiatives, growth."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from woms.regulations.arithmetic import Number, weighted_points
from woms.regulations.calculation import Calculation
from woms.regulations.formulas import ideology, proposal
from woms.regulations.formulas.assembly import Gates, Parts, as_components, assemble, ratios_by_code
from woms.regulations.formulas.proposal_frameworks import FRAME, MAXIMA
from woms.regulations.inputs import Inputs, Objective
from woms.regulations.registry import rule
from woms.regulations.results import Gate, Level, Outcome
from woms.regulations.values import Scale

SINCE = date(2026, 1, 1)
HEAD_WEIGHTS = "proposal/head_weights"
STAFF_WEIGHTS = "proposal/staff_weights"
CRITERIA: Parts = (
    ("ideology", "1", "Lập trường tư tưởng, đạo đức, lối sống"),
    ("tasks", "2", "Hoàn thành nhiệm vụ"),
    ("initiatives", "3", "Đề xuất, sáng kiến được công nhận"),
    ("growth", "4", "Nâng cao năng lực, trình độ"),
)


@rule(
    "proposal/tasks",
    label="Mức hoàn thành nhiệm vụ",
    since=SINCE,
    cites=("de-xuat-2025", "Phần B mục II"),
    unit="percent",
    reads=(proposal.UNPLANNED_LIMIT,),
)
def tasks(calculation: Calculation, objectives: tuple[Objective, ...]) -> Number:
    """Mức hoàn thành kế hoạch, đã bỏ nhiệm vụ đột phá, bổ sung việc đã làm ngoài kế hoạch trong phần đã định."""
    return proposal.with_unplanned(calculation, objectives)


@rule(
    "proposal/criteria_result",
    label="Điểm của bốn tiêu chí",
    since=SINCE,
    cites=("de-xuat-2025", "Phần B mục II"),
    unit="point",
)
def criteria_result(calculation: Calculation, weights: Scale, ratios: Mapping[str, Number]) -> Number:
    """Mỗi tiêu chí nhân với điểm tối đa của nó rồi cộng lại. Tiêu chí không có trong kỳ thì chia lại điểm."""
    for code, points in weights:
        calculation.note(f"Điểm tối đa của {code}", points, "point")
    return weighted_points(weights, ratios)


@rule(
    "proposal/head",
    label="Người đứng đầu theo đề xuất: bốn tiêu chí",
    since=SINCE,
    cites=("de-xuat-2025", "Phần B mục II.1"),
    unit="point",
    reads=(*MAXIMA, HEAD_WEIGHTS),
    is_framework=True,
)
def head(calculation: Calculation, inputs: Inputs) -> Outcome:
    """Tư tưởng, đạo đức (khi đánh giá năm); hoàn thành kế hoạch của cơ quan; sáng kiến; nâng cao năng lực."""
    return _outcome(calculation, inputs, HEAD_WEIGHTS)


@rule(
    "proposal/staff",
    label="Cá nhân không phải người đứng đầu theo đề xuất: bốn tiêu chí",
    since=SINCE,
    cites=("de-xuat-2025", "Phần B mục II.2"),
    unit="point",
    reads=(*MAXIMA, STAFF_WEIGHTS),
    is_framework=True,
)
def staff(calculation: Calculation, inputs: Inputs) -> Outcome:
    """Như người đứng đầu, với kế hoạch của chính cá nhân được thủ trưởng duyệt."""
    return _outcome(calculation, inputs, STAFF_WEIGHTS)


def _outcome(calculation: Calculation, inputs: Inputs, weights: str) -> Outcome:
    lacking = ideology.missing(inputs.ideology) if inputs.ideology is not None else []
    ratios = {} if lacking else _ratios(calculation, inputs)
    maxima = _shared_out(calculation, weights, ratios) if "tasks" in ratios else {}
    parts = tuple(part for part in CRITERIA if part[0] in maxima)
    return assemble(
        calculation,
        inputs,
        FRAME,
        as_components(parts, [ratios[code] for code, _, _ in parts], maxima),
        to_points=lambda found: calculation.apply(
            criteria_result, tuple((part.code, part.maximum) for part in found), ratios_by_code(found)
        ),
        gates=lambda _: (
            *calculation.apply(proposal.proposal_forcing_gates, inputs.facts, is_leader=False),
            *_incomplete(calculation, weights, lacking),
        ),
    )


def _ratios(calculation: Calculation, inputs: Inputs) -> dict[str, Number]:
    """Every criterion that there is something to say about. Without any task there is nothing to rate."""
    ratios: dict[str, Number] = {}
    if inputs.ideology is not None:
        ratios["ideology"] = calculation.apply(ideology.ideology_score, inputs.ideology)
    steady = tuple(item for item in inputs.objectives if item.kind == "kpi" and item.weight)
    if steady:
        ratios["tasks"] = calculation.apply(tasks, steady)
    return ratios | dict(inputs.criteria)


def _shared_out(calculation: Calculation, weights: str, ratios: Mapping[str, Number]) -> dict[str, Fraction]:
    present = {code: points for code, points in calculation.scale(weights) if code in ratios and points}
    whole = sum(present.values(), Fraction(0))
    maximum = calculation.number(proposal.RESULT_MAXIMUM)
    return {code: points * maximum / whole for code, points in present.items()}


def _incomplete(calculation: Calculation, weights: str, lacking: list[str]) -> Gates:
    """The rubric needs all its measures: what is missing is listed, and there is no score until then."""
    if not lacking:
        return ()
    sentence = f"Tiêu chí tư tưởng, đạo đức còn thiếu: {'; '.join(lacking)}"
    return (Gate("ideology_missing", False, sentence, calculation.cites(weights), Level.INSUFFICIENT_DATA),)
