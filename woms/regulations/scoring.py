"""The door to the rules: check the inputs, apply the framework of the day, return the score with its trace."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

from woms.core.errors import Invalid, Missing
from woms.core.numbers import format_number
from woms.regulations import formulas
from woms.regulations.calculation import Calculation
from woms.regulations.formulas.leadership import MARKS
from woms.regulations.formulas.points import GENERAL_MAXIMUM
from woms.regulations.formulas.rating_level import THRESHOLDS, forcing_gates, level_by_points
from woms.regulations.inputs import DISCIPLINE_LEVELS, FACT_KINDS, Fact, Inputs, Product
from woms.regulations.parameter_files import catalogue
from woms.regulations.parameters import LocalDecision, ParameterSet
from woms.regulations.registry import formula_on, framework_names
from woms.regulations.results import Level, Score

LEADER_FRAMEWORKS = ("nd335/leader", "nd335/deputy")


def parameters_on(day: date, *, decisions: Sequence[LocalDecision] = ()) -> ParameterSet:
    """Give every parameter as it stands on a day, overlaid by local decisions.

    Raises `Invalid` for a decision outside its bounds or taken by a body that may not take it.
    """
    return ParameterSet(catalogue(), day, decisions)


def score(inputs: Inputs, *, decisions: Sequence[LocalDecision] = ()) -> Score:
    """Score one person for one period under the framework and the day of the inputs.

    Points are exact inside. Raises `Invalid` (an input out of range; `field` names it) or `Missing`
    (no such framework, or none in force on that day).
    """
    if inputs.framework not in framework_names():
        raise Missing(
            f"Không có khung đánh giá “{inputs.framework}”. Các khung: {', '.join(framework_names())}.",
            code="regulations.framework_missing",
            field="framework",
        )
    formula_on(inputs.framework, inputs.on)
    parameters = parameters_on(inputs.on, decisions=decisions)
    calculation = Calculation(parameters)
    check_inputs(inputs, parameters)
    outcome = calculation.apply_named(inputs.framework, inputs)
    return Score(
        framework=inputs.framework,
        on=inputs.on,
        outcome=outcome,
        rounding=calculation.rounding,
        thresholds=tuple((Level(name), points) for name, points in parameters.scale(THRESHOLDS)),
        trace=calculation.roots[-1],
        rules_version=rules_version(),
    )


def classify(
    total: Decimal | Fraction,
    *,
    framework: str,
    on: date,
    facts: Sequence[Fact] = (),
    decisions: Sequence[LocalDecision] = (),
) -> Level:
    """Give the level of a total on a day, after the forcing cases.

    `total` is points out of 100, unrounded where it is known so.
    """
    calculation = Calculation(parameters_on(on, decisions=decisions))
    gates = calculation.apply(forcing_gates, facts, is_leader=framework in LEADER_FRAMEWORKS)
    if not all(gate.passed for gate in gates):
        return Level.NOT_COMPLETED
    return calculation.apply(level_by_points, Fraction(total))


@cache
def rules_version() -> str:
    """A short fingerprint of every parameter, instrument and formula: what we knew when scoring."""
    folder = Path(__file__).parent
    digest = hashlib.sha256()
    files = [
        *folder.glob("*.yaml"),
        *folder.glob("parameters/*/*.yaml"),
        *Path(formulas.__file__).parent.glob("*.py"),
    ]
    for path in sorted(files):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def check_inputs(inputs: Inputs, parameters: ParameterSet) -> None:
    """Refuse inputs that no rule could mean. `field` names the one concerned."""
    maximum = parameters.number(GENERAL_MAXIMUM)
    if not 0 <= inputs.general <= maximum:
        _refuse(
            f"Điểm tiêu chí chung phải từ 0 đến {_show(maximum)}, không phải {_show(inputs.general)}",
            "general",
        )
    for index, product in enumerate(inputs.products):
        _check_product(product, f"products.{index}")
    _check_leadership(inputs, parameters)
    for index, fact in enumerate(inputs.facts):
        _check_fact(fact, f"facts.{index}")


def _check_product(product: Product, field: str) -> None:
    if product.coefficient <= 0:
        _refuse(f"“{product.name}”: hệ số quy đổi phải lớn hơn 0", f"{field}.coefficient")
    for name, quantity in (("assigned", product.assigned), ("completed", product.completed)):
        if quantity < 0:
            _refuse(f"“{product.name}”: số lượng không được âm", f"{field}.{name}")
    for name, faults in (("reworks", product.reworks), ("delays", product.delays)):
        if any(fault.times < 0 for fault in faults):
            _refuse(
                f"“{product.name}”: mỗi mục là số lần của một đơn vị sản phẩm, không âm",
                f"{field}.{name}",
            )
        if len(faults) > math.ceil(max(product.assigned, product.completed)):
            _refuse(f"“{product.name}”: kê {len(faults)} đơn vị, nhiều hơn số sản phẩm", f"{field}.{name}")


def _check_leadership(inputs: Inputs, parameters: ParameterSet) -> None:
    marks, is_leader = inputs.leadership, inputs.framework in LEADER_FRAMEWORKS
    if marks is None:  # a leader's framework asks for them itself
        return
    if not is_leader:
        _refuse(
            "Khung đánh giá này không dùng mục leadership. Bỏ mục đó, hoặc chọn khung của người lãnh đạo",
            "leadership",
        )
    allowed = parameters.numbers(MARKS)
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
