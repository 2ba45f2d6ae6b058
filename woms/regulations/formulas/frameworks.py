"""The frameworks of Decree 335: how the formulas combine for each group of civil servants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from woms.regulations.arithmetic import Number
from woms.regulations.calculation import Calculation
from woms.regulations.formulas.assembly import (
    MARKED,
    MEASURED,
    Frame,
    Parts,
    as_components,
    assemble,
    equal_shares,
    marks_of,
)
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
from woms.regulations.results import Outcome

MAXIMA = (RESULT_MAXIMUM, GENERAL_MAXIMUM)
FRAME = Frame(general_score, total_score, level_by_points, RESULT_MAXIMUM, GENERAL_MAXIMUM)


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
    return _outcome(calculation, inputs, _measured, MEASURED, result_score, is_leader=False)


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
    measure = partial(_measured_and_marked, marks=marks_of(inputs))
    return _outcome(calculation, inputs, measure, (*MEASURED, *MARKED), leader_result_score, is_leader=True)


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
    measure = partial(_measured_and_marked, marks=marks_of(inputs))
    return _outcome(calculation, inputs, measure, (*MEASURED, *MARKED), leader_result_score, is_leader=True)


def _measured(calculation: Calculation, volumes: Volumes) -> list[Number]:
    return [calculation.apply(formula, volumes) for formula in (quantity, quality, progress)]


def _measured_and_marked(calculation: Calculation, volumes: Volumes, marks: Leadership) -> list[Number]:
    return [
        *_measured(calculation, volumes),
        calculation.apply(unit_result, marks.unit_result),
        calculation.apply(organizing, marks.organizing),
        calculation.apply(cohesion, marks.cohesion),
    ]


def _outcome(
    calculation: Calculation,
    inputs: Inputs,
    measure: Callable[[Calculation, Volumes], Sequence[Number]],
    parts: Parts,
    to_points: Callable[[Calculation, Sequence[Number]], Number],
    *,
    is_leader: bool,
) -> Outcome:
    volumes = calculation.apply(total_volume, inputs.products)
    maxima = equal_shares(parts, calculation.number(RESULT_MAXIMUM))
    return assemble(
        calculation,
        inputs,
        FRAME,
        as_components(parts, measure(calculation, volumes), maxima) if volumes.assigned else (),
        to_points=lambda found: calculation.apply(to_points, [component.ratio for component in found]),
        gates=lambda _: calculation.apply(forcing_gates, inputs.facts, is_leader=is_leader),
        assigned_volume=volumes.assigned,
    )
