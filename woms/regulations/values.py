"""What the value of a parameter may be, by its unit; how it is read, checked and shown."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TypeAlias

from woms.core.numbers import NBSP, format_number
from woms.core.rounding import Rounding, RoundingMode
from woms.core.strict_yaml import Table, read_document

UNITS_FILE = Path(__file__).parent / "units.yaml"

Scale: TypeAlias = tuple[tuple[str, Fraction], ...]
Value: TypeAlias = Fraction | str | Rounding | tuple[Fraction, ...] | tuple[str, ...] | Scale


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of `units.yaml`; a written number is divided by `per` before a formula uses it."""

    code: str
    kind: str
    label: str
    per: int


@cache
def units() -> dict[str, Unit]:
    file = read_document(UNITS_FILE)
    return {code: _unit(code, file.table(code)) for code in file.keys()}  # noqa: SIM118 - a Table, not a dict


def _unit(code: str, table: Table) -> Unit:
    result = Unit(code, table.text("kind"), table.text("label"), table.integer("per", 1))
    table.finish()
    return result


def read_unit(table: Table) -> Unit:
    code = table.text("unit")
    if code not in units():
        table.fail(
            f"không có đơn vị tính “{code}” trong units.yaml. Dùng một trong: {', '.join(units())}", "unit"
        )
    return units()[code]


def read_value(table: Table, unit: Unit) -> Value:
    """The value under `value`, in the form that formulas use (a percentage as its ratio)."""
    return _READERS[unit.kind](table, unit)


def _read_number(table: Table, unit: Unit) -> Value:
    return Fraction(table.number("value")) / unit.per


def _read_numbers(table: Table, unit: Unit) -> Value:
    return tuple(Fraction(number) / unit.per for number in table.numbers("value"))


def _read_text(table: Table, unit: Unit) -> Value:  # noqa: ARG001 - one signature for all readers
    return table.text("value")


def _read_codes(table: Table, unit: Unit) -> Value:  # noqa: ARG001
    return tuple(table.texts("value"))


def _read_scale(table: Table, unit: Unit) -> Value:
    names = table.table("value")
    return tuple((name, Fraction(names.number(name)) / unit.per) for name in names.keys())  # noqa: SIM118


def _read_rounding(table: Table, unit: Unit) -> Value:  # noqa: ARG001
    fields = table.table("value")
    mode = fields.text("mode")
    if mode not in set(RoundingMode):
        fields.fail(f"cách làm tròn “{mode}” không có. Dùng một trong: {', '.join(RoundingMode)}", "mode")
    rounding = Rounding(fields.integer("digits"), RoundingMode(mode))
    fields.finish()
    return rounding


_READERS = {
    "number": _read_number,
    "numbers": _read_numbers,
    "choice": _read_text,
    "codes": _read_codes,
    "scale": _read_scale,
    "rounding": _read_rounding,
}


def written_numbers(value: Value, unit: Unit) -> tuple[Fraction, ...]:
    """The numbers inside a value, as people write them (25 for 25 %), to be held against bounds."""
    if isinstance(value, Fraction):
        return (value * unit.per,)
    if isinstance(value, Rounding):
        return (Fraction(value.digits),)
    if isinstance(value, str):
        return ()
    return tuple(number * unit.per for number in _numbers_in(value))


def _numbers_in(value: tuple[Fraction, ...] | tuple[str, ...] | Scale) -> tuple[Fraction, ...]:
    found = (item[1] if isinstance(item, tuple) else item for item in value)
    return tuple(item for item in found if isinstance(item, Fraction))


def show_value(value: Value, unit: Unit) -> str:
    """The value for a reader: `25 %`, `90/70/50`, `2 chữ số, half_up`."""
    if isinstance(value, str):
        return value
    if isinstance(value, Rounding):
        return f"{value.digits} chữ số thập phân, {value.mode.value}"
    if isinstance(value, Fraction):
        return with_unit(_show(value * unit.per), unit)
    return "; ".join(_show_item(item, unit) for item in value) or "không có"


def _show_item(item: Fraction | str | tuple[str, Fraction], unit: Unit) -> str:
    if isinstance(item, tuple):
        return f"{item[0]}: {_show(item[1] * unit.per)}"
    return item if isinstance(item, str) else with_unit(_show(item * unit.per), unit)


def with_unit(number: str, unit: Unit) -> str:
    """`25 %`, `70 điểm`: never broken over two lines."""
    return f"{number}{NBSP}{unit.label}"


def _show(number: Fraction) -> str:
    return format_number(Decimal(number.numerator) / Decimal(number.denominator))
