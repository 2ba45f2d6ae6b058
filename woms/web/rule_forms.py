"""The field in which a value left open by the law is typed: one shape for each kind of value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import QueryDict

from woms.core.errors import Invalid, Missing
from woms.core.numbers import parse_number
from woms.core.rounding import RoundingMode
from woms.regulations.decision_writing import Written, value_as_written
from woms.regulations.parameters import Parameter


@dataclass(frozen=True, slots=True)
class ValueField:
    """`kind` as in units.yaml; `parts`: name, words and text of each number of a scale; `choices` with what is chosen."""

    kind: str
    unit: str
    text: str = ""
    parts: tuple[tuple[str, str, str], ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    chosen: tuple[str, ...] = ()


def value_field_of(parameter: Parameter, on: date, typed: QueryDict | None) -> ValueField:
    """The field filled with the text's value of the day, or with what was typed."""
    kind, choices = parameter.unit.kind, parameter.setting.choices if parameter.setting else ()
    written = _text_value(parameter, on)
    options = tuple((choice, choice) for choice in choices)
    modes = tuple((mode.value, mode.value) for mode in RoundingMode)
    return ValueField(
        kind=kind,
        unit=parameter.unit.label,
        text=typed.get("value", "") if typed else _as_text(written),
        parts=_parts(parameter, written, typed),
        choices=modes if kind == "rounding" else options,
        chosen=tuple(typed.getlist("value"))
        if typed
        else tuple(written)
        if isinstance(written, list)
        else (),
    )


def written_of(parameter: Parameter, posted: QueryDict) -> Written:
    """What was typed, in the written form of the parameter files. Raises `Invalid` on `value`."""
    kind = parameter.unit.kind
    if kind == "scale":
        return {name: _number(posted.get(f"value-{name}", "")) for name in parameter.names}
    if kind == "codes":
        return [str(code) for code in posted.getlist("value")]
    if kind == "numbers":
        return [_number(part) for part in posted.get("value", "").split(";")]
    if kind == "rounding":
        return {"digits": _number(posted.get("value-digits", "")), "mode": posted.get("value-mode", "")}
    return str(posted.get("value", "")) if kind == "choice" else _number(posted.get("value", ""))


def _number(text: str) -> str:
    try:
        return format(parse_number(text), "f")
    except Invalid as error:
        raise Invalid(error.sentence, code=error.code, field="value") from None


def _text_value(parameter: Parameter, on: date) -> Written:
    try:
        return value_as_written(parameter.on(on)[0], parameter.unit)
    except Missing:
        return ""


def _as_text(written: Written) -> str:
    if isinstance(written, list):
        return "; ".join(_shown(number) for number in written)
    return "" if isinstance(written, dict) else _shown(written)


def _parts(
    parameter: Parameter, written: Written, typed: Mapping[str, str] | None
) -> tuple[tuple[str, str, str], ...]:
    names = ["digits", "mode"] if parameter.unit.kind == "rounding" else parameter.names
    if parameter.unit.kind not in {"scale", "rounding"}:
        return ()
    known = written if isinstance(written, dict) else {}
    return tuple(
        (
            name,
            _words_of(parameter, name),
            str(typed.get(f"value-{name}", "")) if typed else _shown(known.get(name, "")),
        )
        for name in names
    )


def _words_of(parameter: Parameter, name: str) -> str:
    """What a name of a scale means, as the note of the parameter explains it (`conduct: phẩm chất …;`)."""
    found = re.search(rf"\b{re.escape(name)}: ([^;]+?)(?:;|\.?$)", parameter.note)
    return found.group(1)[:1].upper() + found.group(1)[1:] if found else name


def _shown(number: str) -> str:
    """`12.50` → `12,5`; words stay."""
    try:
        return f"{Decimal(number).normalize():f}".replace(".", ",")
    except ArithmeticError:
        return number
