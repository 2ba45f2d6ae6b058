"""Inputs written in the case format, exact, to be stored with a score and read again."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from woms.regulations.decision_writing import Json, JsonValue, decision_as_json
from woms.regulations.inputs import Fault, Ideology, Inputs, Objective, Product
from woms.regulations.parameters import LocalDecision

__all__ = ["Json", "JsonValue", "inputs_as_json"]


def inputs_as_json(inputs: Inputs, *, decisions: Sequence[LocalDecision] = ()) -> Json:
    """The inputs in the case format, exact, to be stored with a score and read again by `parse_case`.

    `decisions`: the local decisions that the score rests on; none leave no key, so that digests of old scores stay.
    """
    found: Json = {
        "framework": inputs.framework,
        "on": inputs.on.isoformat(),
        "general": _written(inputs.general),
        "products": [_product_as_json(product) for product in inputs.products],
        "facts": [{"kind": fact.kind, "level": fact.level} for fact in inputs.facts],
    }
    marks = inputs.leadership
    if marks is not None:
        found["leadership"] = {
            "unit_result": _written(marks.unit_result * 100),
            "organizing": _written(marks.organizing * 100),
            "cohesion": _written(marks.cohesion * 100),
        }
    if inputs.unit is not None:
        found["unit"] = {"level": inputs.unit.level, "completion": _written_percent(inputs.unit.completion)}
    if inputs.coordination is not None:
        found["coordination"] = _written_percent(inputs.coordination)
    if inputs.criteria:
        found["criteria"] = {code: _written(ratio * 100) for code, ratio in inputs.criteria}
    if inputs.ideology is not None:
        found["ideology"] = _ideology_as_json(inputs.ideology)
    if inputs.objectives:
        found["objectives"] = [_objective_as_json(objective) for objective in inputs.objectives]
    if decisions:
        found["decisions"] = [decision_as_json(decision) for decision in decisions]
    return found


def _product_as_json(product: Product) -> JsonValue:
    """Fields that few products have are written only when they say something: digests of old scores stay."""
    more: Json = {"exceeding": _written(product.exceeding)} if product.exceeding else {}
    return {
        **more,
        "name": product.name,
        "coefficient": _written(product.coefficient),
        "assigned": _written(product.assigned),
        "completed": _written(product.completed),
        "reworks": [_fault_as_json(fault) for fault in product.reworks],
        "delays": [_fault_as_json(fault) for fault in product.delays],
        "reference": product.reference,
    }


def _objective_as_json(objective: Objective) -> JsonValue:
    return {
        "name": objective.name,
        "weight": _written(objective.weight),
        "area": objective.area,
        "kind": objective.kind,
        "planned": objective.planned,
        "key_results": [
            {"name": part.name, "progress": _written(part.progress * 100), "weight": _written(part.weight)}
            for part in objective.key_results
        ],
    }


def _ideology_as_json(found: Ideology) -> JsonValue:
    return {
        "assessment": _written_percent(found.assessment),
        "study": _written_percent(found.study),
        "contributions": None if found.contributions is None else _written(found.contributions),
        "trust": _written_percent(found.trust),
        "reminders": str(found.reminders),
    }


def _fault_as_json(fault: Fault) -> JsonValue:
    return {"times": str(fault.times), "excused": fault.excused}


def _written(number: Fraction) -> str:
    return format(Decimal(number.numerator) / Decimal(number.denominator), "f")


def _written_percent(ratio: Fraction | None) -> str | None:
    return None if ratio is None else _written(ratio * 100)
