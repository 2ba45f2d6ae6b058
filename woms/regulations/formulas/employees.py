"""Decree 233 on public employees: the measures of Decree 335, weighed as each unit decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from woms.regulations.arithmetic import Number, at_most, weighted_points
from woms.regulations.calculation import Calculation
from woms.regulations.formulas.components import denominator
from woms.regulations.formulas.item_factors import factor_left
from woms.regulations.formulas.rating_level import discipline_gate, fact_gates, level_reached
from woms.regulations.formulas.volumes import converted
from woms.regulations.inputs import NO_VOLUME, Fact, Product, UnitResult, Volumes
from woms.regulations.registry import rule
from woms.regulations.results import Gate, Level

SINCE = date(2026, 7, 1)
MEASURES = ("nd-233-2026", "Điều 11")
RATINGS = ("nd-233-2026", "Điều 12")

QUALITY_STEP = "public_employees/quality_penalty_step"
PROGRESS_STEP = "public_employees/progress_penalty_step"
FLOOR = "public_employees/item_factor_floor"
CAP = "public_employees/component_cap"
BASE = "public_employees/quality_progress_base"
MARKS = "public_employees/leadership_marks"
WEIGHTS = "public_employees/weights"
MANAGER_WEIGHTS = "public_employees/manager_weights"
RESULT_MAXIMUM = "public_employees/result_maximum"
GENERAL_MAXIMUM = "public_employees/general_maximum"
THRESHOLDS = "public_employees/level_thresholds"
TESTED_ON = "public_employees/level_tested_on"
DISCIPLINE_FROM = "public_employees/forcing_discipline_from"
CONCLUSIONS = "public_employees/forcing_conclusions"
FOR_LEADERS = "public_employees/forcing_for_leaders"
NOT_ABOVE_UNIT = "public_employees/head_not_above_unit"


@rule(
    "nd233/quality_factor",
    label="Hệ số chất lượng của một sản phẩm (viên chức)",
    since=SINCE,
    cites=MEASURES,
    unit="percent",
    reads=(QUALITY_STEP, FLOOR),
)
def employee_quality_factor(calculation: Calculation, times: int) -> Number:
    """Mỗi lần sản phẩm không đạt thì trừ một phần điểm chất lượng, không quá mức thấp nhất. Đơn vị quyết định mức trừ."""
    return factor_left(times, calculation.number(QUALITY_STEP), calculation.number(FLOOR))


@rule(
    "nd233/progress_factor",
    label="Hệ số tiến độ của một sản phẩm (viên chức)",
    since=SINCE,
    cites=MEASURES,
    unit="percent",
    reads=(PROGRESS_STEP, FLOOR),
)
def employee_progress_factor(calculation: Calculation, times: int) -> Number:
    """Mỗi lần sản phẩm chậm thì trừ một phần điểm tiến độ, không quá mức thấp nhất. Đơn vị quyết định mức trừ."""
    return factor_left(times, calculation.number(PROGRESS_STEP), calculation.number(FLOOR))


@rule(
    "nd233/product_volume",
    label="Khối lượng quy đổi của một sản phẩm (viên chức)",
    since=SINCE,
    cites=MEASURES,
    unit="volume",
)
def employee_product_volume(calculation: Calculation, product: Product) -> Volumes:
    """Số lượng nhân hệ số quy đổi; phần đạt chất lượng, đúng tiến độ là phần hoàn thành trừ đi phần bị mất vì lỗi."""
    return converted(calculation, product, employee_quality_factor, employee_progress_factor)


@rule(
    "nd233/volume",
    label="Khối lượng quy đổi của cả kỳ (viên chức)",
    since=SINCE,
    cites=MEASURES,
    unit="volume",
)
def employee_volume(calculation: Calculation, products: Sequence[Product]) -> Volumes:
    """Cộng khối lượng quy đổi của mọi sản phẩm, công việc được giao trong kỳ."""
    return sum((calculation.apply(employee_product_volume, product) for product in products), NO_VOLUME)


@rule(
    "nd233/quantity",
    label="Số lượng (viên chức)",
    since=SINCE,
    cites=MEASURES,
    unit="percent",
    reads=(CAP,),
)
def employee_quantity(calculation: Calculation, volumes: Volumes) -> Number:
    """Khối lượng đã hoàn thành trên khối lượng được giao, không quá mức trần."""
    return at_most(volumes.completed / volumes.assigned, calculation.number(CAP))


@rule(
    "nd233/quality",
    label="Chất lượng (viên chức)",
    since=SINCE,
    cites=MEASURES,
    unit="percent",
    reads=(CAP, BASE),
)
def employee_quality(calculation: Calculation, volumes: Volumes) -> Number:
    """Khối lượng bảo đảm chất lượng trên khối lượng được giao, không quá mức trần."""
    return at_most(volumes.quality / denominator(volumes, calculation.text(BASE)), calculation.number(CAP))


@rule(
    "nd233/progress",
    label="Tiến độ (viên chức)",
    since=SINCE,
    cites=MEASURES,
    unit="percent",
    reads=(CAP, BASE),
)
def employee_progress(calculation: Calculation, volumes: Volumes) -> Number:
    """Khối lượng đúng hoặc vượt tiến độ trên khối lượng được giao, không quá mức trần."""
    return at_most(volumes.progress / denominator(volumes, calculation.text(BASE)), calculation.number(CAP))


@rule(
    "nd233/mark",
    label="Mức chấm kết quả đơn vị, tổ chức triển khai, đoàn kết (viên chức quản lý)",
    since=SINCE,
    cites=MEASURES,
    unit="percent",
    reads=(MARKS,),
)
def manager_mark(calculation: Calculation, mark: Number) -> Number:
    """Viên chức quản lý được chấm thêm kết quả của đơn vị, khả năng tổ chức và năng lực đoàn kết theo mức đã định."""
    return at_most(mark, max(calculation.numbers(MARKS)))


@rule(
    "nd233/result",
    label="Điểm kết quả thực hiện nhiệm vụ, viên chức không giữ chức vụ quản lý",
    since=SINCE,
    cites=MEASURES,
    unit="point",
    reads=(WEIGHTS,),
)
def employee_result(calculation: Calculation, ratios: Mapping[str, Number]) -> Number:
    """Mỗi tỷ lệ nhân với số điểm tối đa mà đơn vị giao cho nó, rồi cộng lại; các số điểm tối đa cộng đúng 70."""
    return weighted_points(calculation.scale(WEIGHTS), ratios)


@rule(
    "nd233/manager_result",
    label="Điểm kết quả thực hiện nhiệm vụ, viên chức quản lý",
    since=SINCE,
    cites=MEASURES,
    unit="point",
    reads=(MANAGER_WEIGHTS,),
)
def manager_result(calculation: Calculation, ratios: Mapping[str, Number]) -> Number:
    """Như viên chức không giữ chức vụ quản lý, với trọng số của sáu thành phần do đơn vị quyết định."""
    return weighted_points(calculation.scale(MANAGER_WEIGHTS), ratios)


@rule(
    "nd233/general",
    label="Điểm tiêu chí chung (viên chức)",
    since=SINCE,
    cites=MEASURES,
    unit="point",
    reads=(GENERAL_MAXIMUM,),
)
def employee_general(calculation: Calculation, points: Number) -> Number:
    """Điểm người có thẩm quyền chấm cho tiêu chí chung theo Phụ lục I, không vượt điểm tối đa."""
    return at_most(points, calculation.number(GENERAL_MAXIMUM))


@rule("nd233/total", label="Tổng điểm (viên chức)", since=SINCE, cites=MEASURES, unit="point")
def employee_total(calculation: Calculation, result: Number, general: Number) -> Number:
    """Tổng của điểm tiêu chí chung và điểm kết quả thực hiện nhiệm vụ, thang 100. Không có điểm thưởng."""
    calculation.note("Kết quả thực hiện nhiệm vụ", result, "point")
    calculation.note("Tiêu chí chung", general, "point")
    return result + general


@rule(
    "nd233/level",
    label="Mức xếp loại theo điểm (viên chức)",
    since=SINCE,
    cites=RATINGS,
    unit="level",
    reads=(THRESHOLDS, TESTED_ON),
)
def employee_level(calculation: Calculation, total: Number) -> Level:
    """Từ 90 điểm: hoàn thành xuất sắc; từ 70: hoàn thành tốt; từ 50: hoàn thành; dưới 50: không hoàn thành nhiệm vụ."""
    return level_reached(calculation, total, THRESHOLDS, TESTED_ON)


@rule(
    "nd233/forcing",
    label="Trường hợp xếp không hoàn thành nhiệm vụ, bất kể điểm (viên chức)",
    since=SINCE,
    cites=RATINGS,
    unit="gates",
    reads=(DISCIPLINE_FROM, CONCLUSIONS, FOR_LEADERS),
)
def employee_forcing_gates(
    calculation: Calculation, facts: Sequence[Fact], *, is_leader: bool
) -> tuple[Gate, ...]:
    """Không hoàn thành nhiệm vụ nếu có kết luận suy thoái, vi phạm những điều đảng viên không được làm hoặc trách nhiệm
    nêu gương; bị kỷ luật; với viên chức quản lý, đơn vị phụ trách liên quan tham ô, tham nhũng, lãng phí.
    """
    return (
        discipline_gate(calculation, DISCIPLINE_FROM, facts),
        *fact_gates(calculation, CONCLUSIONS, facts),
        *(fact_gates(calculation, FOR_LEADERS, facts) if is_leader else ()),
    )


@rule(
    "nd233/not_above_unit",
    label="Người đứng đầu không xếp cao hơn đơn vị",
    since=SINCE,
    cites=("nd-233-2026", "Điều 12 khoản 7"),
    unit="gates",
    reads=(NOT_ABOVE_UNIT,),
)
def not_above_unit(calculation: Calculation, level: Level, unit: UnitResult | None) -> tuple[Gate, ...]:
    """Mức xếp loại của người đứng đầu không cao hơn mức xếp loại của đơn vị mình đứng đầu. Khi chưa có mức của đơn vị
    thì chưa xét.
    """
    if calculation.text(NOT_ABOVE_UNIT) != "applied" or unit is None or not unit.level:
        return ()
    ceiling = Level(unit.level)
    return (
        Gate(
            "not_above_unit",
            not level.is_above(ceiling),
            f"Đơn vị xếp {ceiling.label.lower()}: người đứng đầu không xếp cao hơn",
            calculation.cites(NOT_ABOVE_UNIT),
            ceiling,
        ),
    )
