"""The frameworks of Decree 233: public employees, those who manage, and their deputies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from woms.regulations.arithmetic import Number
from woms.regulations.calculation import Calculation
from woms.regulations.formulas import employees
from woms.regulations.formulas.assembly import (
    MARKED,
    MEASURED,
    Frame,
    Gates,
    Parts,
    as_components,
    assemble,
    marks_of,
    ratios_by_code,
)
from woms.regulations.inputs import Inputs, Volumes
from woms.regulations.registry import rule
from woms.regulations.results import Level, Outcome

CITES = ("nd-233-2026", "Điều 11", "Điều 12")
SINCE = date(2026, 7, 1)
MAXIMA = (employees.RESULT_MAXIMUM, employees.GENERAL_MAXIMUM)
FRAME = Frame(employees.employee_general, employees.employee_total, employees.employee_level, *MAXIMA)


@rule(
    "nd233/non-manager",
    label="Viên chức không giữ chức vụ quản lý",
    since=SINCE,
    cites=CITES,
    unit="point",
    reads=(*MAXIMA, employees.WEIGHTS),
    is_framework=True,
)
def non_manager(calculation: Calculation, inputs: Inputs) -> Outcome:
    """Tiêu chí chung 30 điểm cộng kết quả thực hiện nhiệm vụ 70 điểm, tính từ số lượng, chất lượng, tiến độ theo trọng
    số do đơn vị quyết định.
    """

    def forcing(_: Level) -> Gates:
        return calculation.apply(employees.employee_forcing_gates, inputs.facts, is_leader=False)

    def measure(volumes: Volumes) -> list[Number]:
        return _measured(calculation, volumes)

    return _outcome(
        calculation, inputs, measure, MEASURED, employees.WEIGHTS, employees.employee_result, forcing
    )


@rule(
    "nd233/manager",
    label="Viên chức quản lý: người đứng đầu đơn vị",
    since=SINCE,
    cites=CITES,
    unit="point",
    reads=(*MAXIMA, employees.MANAGER_WEIGHTS),
    is_framework=True,
)
def manager(calculation: Calculation, inputs: Inputs) -> Outcome:
    """Như viên chức không giữ chức vụ quản lý, thêm kết quả của đơn vị, khả năng tổ chức và năng lực tập hợp, đoàn kết.
    Người đứng đầu không xếp cao hơn đơn vị mình.
    """

    def gates(level: Level) -> Gates:
        return (
            *calculation.apply(employees.employee_forcing_gates, inputs.facts, is_leader=True),
            *calculation.apply(employees.not_above_unit, level, inputs.unit),
        )

    return _managed(calculation, inputs, gates)


@rule(
    "nd233/deputy-manager",
    label="Viên chức quản lý: cấp phó",
    since=SINCE,
    cites=CITES,
    unit="point",
    reads=(*MAXIMA, employees.MANAGER_WEIGHTS),
    is_framework=True,
)
def deputy_manager(calculation: Calculation, inputs: Inputs) -> Outcome:
    """Như người đứng đầu, chấm trong phạm vi lĩnh vực được phân công; mức của đơn vị không chặn mức của cấp phó."""

    def gates(_: Level) -> Gates:
        return calculation.apply(employees.employee_forcing_gates, inputs.facts, is_leader=True)

    return _managed(calculation, inputs, gates)


def _managed(calculation: Calculation, inputs: Inputs, gates: Callable[[Level], Gates]) -> Outcome:
    marks = marks_of(inputs)

    def measure(volumes: Volumes) -> list[Number]:
        given = (marks.unit_result, marks.organizing, marks.cohesion)
        return [
            *_measured(calculation, volumes),
            *(calculation.apply(employees.manager_mark, mark) for mark in given),
        ]

    parts = (*MEASURED, *MARKED)
    return _outcome(
        calculation, inputs, measure, parts, employees.MANAGER_WEIGHTS, employees.manager_result, gates
    )


def _measured(calculation: Calculation, volumes: Volumes) -> list[Number]:
    formulas = (employees.employee_quantity, employees.employee_quality, employees.employee_progress)
    return [calculation.apply(formula, volumes) for formula in formulas]


def _outcome(
    calculation: Calculation,
    inputs: Inputs,
    measure: Callable[[Volumes], list[Number]],
    parts: Parts,
    weights: str,
    to_points: Callable[[Calculation, Mapping[str, Number]], Number],
    gates: Callable[[Level], Gates],
) -> Outcome:
    volumes = calculation.apply(employees.employee_volume, inputs.products)
    maxima = dict(calculation.scale(weights))
    return assemble(
        calculation,
        inputs,
        FRAME,
        as_components(parts, measure(volumes), maxima) if volumes.assigned else (),
        to_points=lambda found: calculation.apply(to_points, ratios_by_code(found)),
        gates=gates,
        assigned_volume=volumes.assigned,
    )
