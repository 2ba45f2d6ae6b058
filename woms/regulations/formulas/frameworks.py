"""The frameworks of Decree 335: how the formulas combine for each group of civil servants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from woms.core.errors import Invalid
from woms.regulations.arithmetic import Number
from woms.regulations.calculation import Calculation
from woms.regulations.formulas.components import progress, quality, quantity
from woms.regulations.formulas.leadership import cohesion, organizing, unit_result
from woms.regulations.formulas.points import (
    GENERAL_MAXIMUM,
    RESULT_MAXIMUM,
    general_score,
    leader_result_score,
    result_score,
    total_score,
)
from woms.regulations.formulas.rating_level import forcing_gates, level_by_points
from woms.regulations.formulas.volumes import total_volume
from woms.regulations.inputs import Inputs, Leadership, Volumes
from woms.regulations.registry import rule
from woms.regulations.results import Component, Level, Outcome

MAXIMA = (RESULT_MAXIMUM, GENERAL_MAXIMUM)


@rule(
    "nd335/non-leader",
    label="Công chức không giữ chức vụ lãnh đạo, quản lý",
    since=date(2026, 1, 1),
    cites=("nd-335-2025", "Điều 12", "Điều 14", "Điều 16", "Điều 20"),
    unit="point",
    reads=MAXIMA,
    is_framework=True,
)
def non_leader(calculation: Calculation, inputs: Inputs) -> Outcome:
    """Tiêu chí chung 30 điểm cộng kết quả thực hiện nhiệm vụ 70 điểm, tính từ số lượng, chất lượng, tiến độ của sản
    phẩm, công việc đã quy đổi. Không được giao việc nào thì chưa đủ dữ liệu để chấm.
    """
    return _outcome(calculation, inputs, _measured, result_score, is_leader=False)


@rule(
    "nd335/leader",
    label="Công chức lãnh đạo, quản lý: người đứng đầu",
    since=date(2026, 1, 1),
    cites=("nd-335-2025", "Điều 12", "Điều 15", "Điều 16", "Điều 20"),
    unit="point",
    reads=MAXIMA,
    is_framework=True,
)
def leader(calculation: Calculation, inputs: Inputs) -> Outcome:
    """Như công chức không giữ chức vụ, thêm kết quả của đơn vị phụ trách, khả năng tổ chức triển khai và năng lực tập
    hợp, đoàn kết. Số lượng, chất lượng, tiến độ tính cả việc chỉ đạo, tổ chức, kiểm tra sản phẩm của cấp dưới.
    """
    measure = partial(_measured_and_marked, marks=_marks(inputs))
    return _outcome(calculation, inputs, measure, leader_result_score, is_leader=True)


@rule(
    "nd335/deputy",
    label="Công chức lãnh đạo, quản lý: cấp phó",
    since=date(2026, 1, 1),
    cites=("nd-335-2025", "Điều 12", "Điều 15", "Điều 16", "Điều 20"),
    unit="point",
    reads=MAXIMA,
    is_framework=True,
)
def deputy(calculation: Calculation, inputs: Inputs) -> Outcome:
    """Như người đứng đầu; kết quả đơn vị, khả năng tổ chức, năng lực đoàn kết chấm trong phạm vi lĩnh vực được phân
    công.
    """
    measure = partial(_measured_and_marked, marks=_marks(inputs))
    return _outcome(calculation, inputs, measure, leader_result_score, is_leader=True)


Components = tuple[Component, ...]


def _measured(calculation: Calculation, volumes: Volumes) -> Components:
    return (
        Component("quantity", "a", "Số lượng", calculation.apply(quantity, volumes)),
        Component("quality", "b", "Chất lượng", calculation.apply(quality, volumes)),
        Component("progress", "c", "Tiến độ", calculation.apply(progress, volumes)),
    )


def _measured_and_marked(calculation: Calculation, volumes: Volumes, marks: Leadership) -> Components:
    return (
        *_measured(calculation, volumes),
        Component("unit_result", "d", "Kết quả đơn vị", calculation.apply(unit_result, marks.unit_result)),
        Component("organizing", "đ", "Tổ chức triển khai", calculation.apply(organizing, marks.organizing)),
        Component("cohesion", "e", "Tập hợp, đoàn kết", calculation.apply(cohesion, marks.cohesion)),
    )


def _marks(inputs: Inputs) -> Leadership:
    if inputs.leadership is None:
        raise Invalid(
            "Thiếu kết quả đơn vị, tổ chức triển khai và đoàn kết của người lãnh đạo. Thêm mục leadership.",
            code="regulations.leadership_missing",
            field="leadership",
        )
    return inputs.leadership


def _outcome(
    calculation: Calculation,
    inputs: Inputs,
    measure: Callable[[Calculation, Volumes], Components],
    to_points: Callable[[Calculation, Sequence[Number]], Number],
    *,
    is_leader: bool,
) -> Outcome:
    volumes = calculation.apply(total_volume, inputs.products)
    components = measure(calculation, volumes) if volumes.assigned else ()
    general = calculation.apply(general_score, inputs.general)
    result = total = None
    provisional = Level.INSUFFICIENT_DATA
    if components:
        result = calculation.apply(to_points, [component.ratio for component in components])
        total = calculation.apply(total_score, result, general)
        provisional = calculation.apply(level_by_points, total)
    gates = calculation.apply(forcing_gates, inputs.facts, is_leader=is_leader)
    return Outcome(
        components=components,
        assigned_volume=volumes.assigned,
        result_maximum=calculation.number(RESULT_MAXIMUM),
        general_maximum=calculation.number(GENERAL_MAXIMUM),
        general=general,
        result=result,
        total=total,
        provisional_level=provisional,
        level=provisional if all(gate.passed for gate in gates) else Level.NOT_COMPLETED,
        gates=gates,
    )
