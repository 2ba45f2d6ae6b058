"""Local decisions in written form: as a form, the API and a stored score carry them (25 for 25 %)."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from woms.core.errors import Invalid
from woms.core.rounding import Rounding
from woms.core.strict_yaml import parse_document
from woms.regulations.parameter_files import catalogue
from woms.regulations.parameters import LocalDecision, Parameter
from woms.regulations.values import Unit, Value, read_value

JsonValue: TypeAlias = "str | bool | None | list[JsonValue] | dict[str, JsonValue]"
Json: TypeAlias = "dict[str, JsonValue]"
Written: TypeAlias = "str | list[str] | dict[str, str]"


def value_from_written(parameter: Parameter, written: Written) -> Value:
    """Read a value as the files of parameters write it. Raises `Invalid` on the field `value`."""
    table = parse_document(json.dumps({"value": written}), parameter.name)
    try:
        return parameter.ordered(read_value(table, parameter.unit))
    except Invalid:
        raise Invalid(
            f"Không đọc được giá trị của “{parameter.description}”. "
            f"Hãy ghi theo đơn vị tính của tham số: {parameter.unit.label}.",
            code="parameter.value_unreadable",
            field="value",
        ) from None


def value_as_written(value: Value, unit: Unit) -> Written:
    """The value as the files of parameters write it, exact."""
    if isinstance(value, str):
        return value
    if isinstance(value, Rounding):
        return {"digits": str(value.digits), "mode": value.mode.value}
    if isinstance(value, Fraction):
        return _number(value, unit)
    if unit.kind == "scale":
        return {item[0]: _number(item[1], unit) for item in value if isinstance(item, tuple)}
    return [
        item if isinstance(item, str) else _number(item, unit)
        for item in value
        if not isinstance(item, tuple)
    ]


def decision_as_json(decision: LocalDecision) -> JsonValue:
    """A decision as the case format has it, to be stored with a score and read again."""
    written = value_as_written(decision.value, catalogue()[decision.parameter].unit)
    return {
        "parameter": decision.parameter,
        "value": _plain(written),
        "level": decision.level,
        "number": decision.number,
        "since": decision.since.isoformat(),
    }


def _plain(written: Written) -> JsonValue:
    if isinstance(written, dict):
        return {**written}
    return [*written] if isinstance(written, list) else written


def _number(value: Fraction, unit: Unit) -> str:
    number = value * unit.per
    return format(Decimal(number.numerator) / Decimal(number.denominator), "f")
