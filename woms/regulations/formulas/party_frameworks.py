"""Regulation 366 and Hanoi: the points of Decree 335, with conditions; Hanoi also weighs co-ordination."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from woms.regulations.arithmetic import Number
from woms.regulations.calculation import Calculation
from woms.regulations.formulas import conditions, hanoi
from woms.regulations.formulas.assembly import (
    MARKED,
    MEASURED,
    Gates,
    Parts,
    as_components,
    assemble,
    marks_of,
    ratios_by_code,
    unadjusted,
)
from woms.regulations.formulas.components import progress, quality, quantity
from woms.regulations.formulas.frameworks import FRAME, MAXIMA, leader, non_leader
from woms.regulations.formulas.leadership import cohesion, organizing, unit_result
from woms.regulations.formulas.rating_level import forcing_gates
from woms.regulations.formulas.volumes import total_volume
from woms.regulations.inputs import Inputs, Volumes
from woms.regulations.registry import rule
from woms.regulations.results import Adjustment, Outcome, with_gates

REGULATION = ("qd-366-tw", "Điều 11")
PLAN = ("kh-okr-hanoi", "Mục II.2", "Mục III.3")
COORDINATION: Parts = (("coordination", "", "Phối hợp"),)


@rule(
    "qd366/non-leader",
    label="Cá nhân không giữ chức vụ theo Quy định 366",
    since=date(2026, 1, 1),
    cites=REGULATION,
    unit="point",
    is_framework=True,
)
def party_non_leader(calculation: Calculation, inputs: Inputs) -> Outcome:
    """Điểm tính như công chức không giữ chức vụ; mức xếp loại còn phải đạt điều kiện của từng mức."""
    outcome: Outcome = calculation.apply(non_leader, inputs)
    return with_gates(outcome, _conditions(calculation, inputs))


@rule(
    "qd366/leader",
    label="Lãnh đạo, quản lý theo Quy định 366: người đứng đầu",
    since=date(2026, 1, 1),
    cites=REGULATION,
    unit="point",
    is_framework=True,
)
def party_leader(calculation: Calculation, inputs: Inputs) -> Outcome:
    """Điểm tính như công chức lãnh đạo, quản lý; mức xếp loại còn phải đạt điều kiện của từng mức và của tập thể."""
    outcome: Outcome = calculation.apply(leader, inputs)
    return with_gates(outcome, _leader_conditions(calculation, inputs, is_head=True))


@rule(
    "hanoi/non-leader",
    label="Hà Nội: không giữ chức vụ lãnh đạo, quản lý",
    since=hanoi.SINCE,
    cites=PLAN,
    unit="point",
    reads=(*MAXIMA, hanoi.WEIGHTS),
    is_framework=True,
)
def hanoi_non_leader(calculation: Calculation, inputs: Inputs) -> Outcome:
    """Tiêu chí chung 30 điểm cộng kết quả 70 điểm theo trọng số của số lượng, chất lượng, tiến độ, phối hợp; xuất sắc,
    tốt, hoàn thành còn có điều kiện riêng.
    """

    def gates() -> Gates:
        forced = calculation.apply(forcing_gates, inputs.facts, is_leader=False)
        return (*forced, *_conditions(calculation, inputs))

    return _hanoi(calculation, inputs, hanoi.WEIGHTS, hanoi.hanoi_result, gates)


@rule(
    "hanoi/leader",
    label="Hà Nội: người đứng đầu",
    since=hanoi.SINCE,
    cites=PLAN,
    unit="point",
    reads=(*MAXIMA, hanoi.LEADER_WEIGHTS),
    is_framework=True,
)
def hanoi_leader(calculation: Calculation, inputs: Inputs) -> Outcome:
    """Như người không giữ chức vụ, thêm kết quả đơn vị, tổ chức triển khai, đoàn kết. Điểm nóng, khiếu kiện, giải ngân
    chậm kéo giảm điểm kết quả của người đứng đầu.
    """

    def deducted(result: Number) -> tuple[Adjustment, ...]:
        return calculation.apply(hanoi.head_deduction, result, inputs.facts)

    return _hanoi_led(calculation, inputs, is_head=True, adjust=deducted)


@rule(
    "hanoi/deputy",
    label="Hà Nội: cấp phó",
    since=hanoi.SINCE,
    cites=PLAN,
    unit="point",
    reads=(*MAXIMA, hanoi.LEADER_WEIGHTS),
    is_framework=True,
)
def hanoi_deputy(calculation: Calculation, inputs: Inputs) -> Outcome:
    """Như người đứng đầu, chấm trong phạm vi lĩnh vực được phân công; không bị trừ điểm của người đứng đầu."""
    return _hanoi_led(calculation, inputs, is_head=False, adjust=unadjusted)


def _hanoi_led(
    calculation: Calculation,
    inputs: Inputs,
    *,
    is_head: bool,
    adjust: Callable[[Number], tuple[Adjustment, ...]],
) -> Outcome:
    marks_of(inputs)

    def gates() -> Gates:
        forced = calculation.apply(forcing_gates, inputs.facts, is_leader=True)
        return (*forced, *_leader_conditions(calculation, inputs, is_head=is_head))

    return _hanoi(calculation, inputs, hanoi.LEADER_WEIGHTS, hanoi.hanoi_leader_result, gates, adjust)


def _hanoi(
    calculation: Calculation,
    inputs: Inputs,
    weights: str,
    to_points: Callable[[Calculation, Mapping[str, Number]], Number],
    gates: Callable[[], Gates],
    adjust: Callable[[Number], tuple[Adjustment, ...]] = unadjusted,
) -> Outcome:
    volumes = calculation.apply(total_volume, inputs.products)
    ratios = _ratios(calculation, inputs, volumes) if volumes.assigned else {}
    parts = tuple(part for part in (*MEASURED, *COORDINATION, *MARKED) if part[0] in ratios)
    maxima = dict(hanoi.shared_out(calculation, weights, ratios)) if ratios else {}
    return assemble(
        calculation,
        inputs,
        FRAME,
        as_components(parts, [ratios[code] for code, _, _ in parts], maxima),
        to_points=lambda found: calculation.apply(to_points, ratios_by_code(found)),
        gates=lambda _: gates(),
        assigned_volume=volumes.assigned,
        adjust=adjust,
    )


def _ratios(calculation: Calculation, inputs: Inputs, volumes: Volumes) -> dict[str, Number]:
    """Every part that there is something to say about."""
    ratios = {
        "quantity": calculation.apply(quantity, volumes),
        "quality": calculation.apply(quality, volumes),
        "progress": calculation.apply(progress, volumes),
    }
    if inputs.coordination is not None:
        ratios["coordination"] = calculation.apply(hanoi.coordination, inputs.coordination)
    marks = inputs.leadership
    if marks is not None:
        ratios["unit_result"] = calculation.apply(unit_result, marks.unit_result)
        ratios["organizing"] = calculation.apply(organizing, marks.organizing)
        ratios["cohesion"] = calculation.apply(cohesion, marks.cohesion)
    return ratios


def _conditions(calculation: Calculation, inputs: Inputs) -> Gates:
    found = calculation.apply(conditions.delivery, inputs.products)
    return calculation.apply(conditions.conditions, found, inputs.facts)


def _leader_conditions(calculation: Calculation, inputs: Inputs, *, is_head: bool) -> Gates:
    more = calculation.apply(conditions.leader_conditions, inputs.facts, inputs.unit, is_head=is_head)
    return (*_conditions(calculation, inputs), *more)
