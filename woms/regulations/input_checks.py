"""Inputs that no rule could mean are refused before any rule sees them; `field` names the one concerned."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

from woms.core.errors import Invalid
from woms.core.numbers import format_number
from woms.regulations.inputs import (
    AREAS,
    DISCIPLINE_LEVELS,
    FACT_KINDS,
    OBJECTIVE_KINDS,
    Fact,
    Ideology,
    Inputs,
    Leadership,
    Objective,
    Product,
)
from woms.regulations.parameters import ParameterSet
from woms.regulations.profiles import Profile
from woms.regulations.results import Level

UNIT_LEVELS = tuple(level.value for level in Level if level is not Level.INSUFFICIENT_DATA)


def check_inputs(inputs: Inputs, profile: Profile, parameters: ParameterSet) -> None:
    """Refuse sections that the framework does not use, and values out of range."""
    _check_sections(inputs, profile)
    maximum = parameters.number(profile.general_maximum)
    if not 0 <= inputs.general <= maximum:
        _refuse(
            f"Điểm tiêu chí chung phải từ 0 đến {_show(maximum)}, không phải {_show(inputs.general)}",
            "general",
        )
    for index, objective in enumerate(inputs.objectives):
        _check_objective(objective, f"objectives.{index}")
    for index, product in enumerate(inputs.products):
        _check_product(product, f"products.{index}")
    if inputs.leadership is not None:  # a leader's framework asks for them itself
        _check_marks(inputs.leadership, parameters.numbers(profile.marks))
    _check_ratio(inputs.coordination, "coordination")
    _check_criteria(inputs, profile)
    if inputs.ideology is not None:
        _check_ideology(inputs.ideology)
    _check_ratio(inputs.unit.completion if inputs.unit else None, "unit.completion")
    if inputs.unit is not None and inputs.unit.level not in ("", *UNIT_LEVELS):
        _refuse(f"mức xếp loại của đơn vị phải là một trong: {', '.join(UNIT_LEVELS)}", "unit.level")
    for index, fact in enumerate(inputs.facts):
        _check_fact(fact, f"facts.{index}")


def _check_sections(inputs: Inputs, profile: Profile) -> None:
    """Each section of the inputs is empty unless the framework uses it."""
    for section, (present, cure) in _sections(inputs).items():
        if present and section not in profile.sections:
            _refuse(f"Khung đánh giá này không dùng mục {section}. Bỏ mục đó, hoặc {cure}", section)


def _sections(inputs: Inputs) -> dict[str, tuple[bool, str]]:
    """Which sections are filled, and what to do when the framework does not use one."""
    leaders = "chọn khung của người lãnh đạo"
    return {
        "leadership": (inputs.leadership is not None, leaders),
        "unit": (inputs.unit is not None, leaders),
        "products": (bool(inputs.products), "chọn khung tính theo sản phẩm"),
        "objectives": (bool(inputs.objectives), "chọn khung tính theo nhiệm vụ"),
        "criteria": (bool(inputs.criteria), "chọn khung chấm theo tiêu chí"),
        "ideology": (inputs.ideology is not None, "chọn khung đánh giá năm có tiêu chí này"),
        "coordination": (inputs.coordination is not None, "chọn khung của Hà Nội"),
    }


def _check_product(product: Product, field: str) -> None:
    if product.coefficient <= 0:
        _refuse(f"“{product.name}”: hệ số quy đổi phải lớn hơn 0", f"{field}.coefficient")
    quantities = {
        "assigned": product.assigned,
        "completed": product.completed,
        "exceeding": product.exceeding,
    }
    for name, quantity in quantities.items():
        if quantity < 0:
            _refuse(f"“{product.name}”: số lượng không được âm", f"{field}.{name}")
    if product.exceeding > product.completed:
        _refuse(f"“{product.name}”: số vượt mức không thể nhiều hơn số hoàn thành", f"{field}.exceeding")
    for name, faults in (("reworks", product.reworks), ("delays", product.delays)):
        if any(fault.times < 0 for fault in faults):
            _refuse(
                f"“{product.name}”: mỗi mục là số lần của một đơn vị sản phẩm, không âm",
                f"{field}.{name}",
            )
        if len(faults) > math.ceil(max(product.assigned, product.completed)):
            _refuse(f"“{product.name}”: kê {len(faults)} đơn vị, nhiều hơn số sản phẩm", f"{field}.{name}")


def _check_objective(objective: Objective, field: str) -> None:
    if objective.weight < 0 or any(part.weight < 0 for part in objective.key_results):
        _refuse(f"“{objective.name}”: trọng số không được âm", f"{field}.weight")
    if not objective.key_results or not sum(part.weight for part in objective.key_results):
        _refuse(
            f"“{objective.name}” cần ít nhất một mục tiêu then chốt có trọng số lớn hơn 0",
            f"{field}.key_results",
        )
    if objective.area and objective.area not in AREAS:
        _refuse(f"“{objective.name}”: lĩnh vực phải là một trong: {', '.join(AREAS)}", f"{field}.area")
    if objective.kind not in OBJECTIVE_KINDS:
        _refuse(f"“{objective.name}”: loại phải là một trong: {', '.join(OBJECTIVE_KINDS)}", f"{field}.kind")


def _check_criteria(inputs: Inputs, profile: Profile) -> None:
    for code, ratio in inputs.criteria:
        if code not in profile.criteria:
            _refuse(f"không có tiêu chí “{code}”. Dùng: {', '.join(profile.criteria)}", f"criteria.{code}")
        _check_ratio(ratio, f"criteria.{code}")


def _check_ideology(found: Ideology) -> None:
    for name in ("assessment", "study", "trust"):
        _check_ratio(getattr(found, name), f"ideology.{name}")
    if found.reminders < 0 or (found.contributions or 0) < 0:
        _refuse("Số lần không được âm", "ideology")


def _check_ratio(ratio: Fraction | None, field: str) -> None:
    if ratio is not None and not 0 <= ratio <= 1:
        _refuse(f"“{field}” phải từ 0 đến 100 %, không phải {_show(ratio * 100)}", field)


def _check_marks(marks: Leadership, allowed: tuple[Fraction, ...]) -> None:
    for name, mark in (
        ("unit_result", marks.unit_result),
        ("organizing", marks.organizing),
        ("cohesion", marks.cohesion),
    ):
        if mark not in allowed:
            choices = ", ".join(_show(choice * 100) for choice in allowed)
            _refuse(f"“{name}” chỉ nhận một trong các mức: {choices}", f"leadership.{name}")


def _check_fact(fact: Fact, field: str) -> None:
    if fact.kind not in FACT_KINDS:
        _refuse(
            f"không có loại sự việc “{fact.kind}”. Dùng một trong: {', '.join(FACT_KINDS)}", f"{field}.kind"
        )
    if fact.kind == "discipline" and fact.level not in DISCIPLINE_LEVELS:
        _refuse(f"hình thức kỷ luật phải là một trong: {', '.join(DISCIPLINE_LEVELS)}", f"{field}.level")


def _refuse(sentence: str, field: str) -> None:
    raise Invalid(f"{sentence}.", code="regulations.input_invalid", field=field)


def _show(number: Fraction) -> str:
    return format_number(Decimal(number.numerator) / Decimal(number.denominator))
