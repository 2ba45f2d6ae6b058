"""What the sample's units plan for a year, read from woms/sample/hanoi/plans.yaml. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml

from woms.sample.units import AGENCY, CITY, DIVISION, UnitFact

SUM = "sum"
MEAN = "mean"
_OWN_WEIGHT = Decimal(28)
_CEILING = Decimal(100)
_GROWTH = Decimal("1.05")
_NEXT_STEP = Decimal("0.4")


@dataclass(frozen=True, slots=True)
class KeyResultSpec:
    """A key result with the figures of one unit. `target` is None when it is the sum of the units' targets."""

    code: str
    title: str
    measure_unit: str
    direction: str
    baseline: Decimal | None
    target: Decimal | None
    weight: Decimal
    digits: int
    pace: str
    roll: str
    up: str
    interim: bool
    steps: tuple[tuple[str, Decimal], ...]
    trouble_cause: str
    trouble: str


@dataclass(frozen=True, slots=True)
class ObjectiveSpec:
    """A task of a plan. `lead` and `coordinating` are unit codes; `division` the division that does the work."""

    title: str
    area: str
    kind: str
    weight: Decimal
    lead: str
    coordinating: tuple[str, ...]
    division: str
    directive: str
    output: str
    key_results: tuple[KeyResultSpec, ...]


@cache
def plan_of(unit: UnitFact) -> tuple[ObjectiveSpec, ...]:
    """Give the objectives of a unit's plan of the year; empty for a unit that makes none in the sample."""
    return tuple(_objective(row, unit.code, unit.code) for row in _rows_of(unit))


def personal_plan(who: str, division: str) -> tuple[ObjectiveSpec, ...]:
    """Give the objectives of a person's plan for a quarter; `who` makes the figures that person's own."""
    return tuple(_objective(row, division, who) for row in _templates()["person"])


def next_plan_of(unit: UnitFact) -> tuple[ObjectiveSpec, ...]:
    """Give the objectives that a unit proposes for the year after: from where this year is to end, a step further."""
    return tuple(
        replace(spec, key_results=tuple(_a_step_further(figure) for figure in spec.key_results))
        for spec in plan_of(unit)
    )


def _a_step_further(figure: KeyResultSpec) -> KeyResultSpec:
    if figure.target is None or figure.baseline is None:
        return figure
    if figure.baseline == 0 and figure.direction == "increase":
        return (
            figure
            if figure.measure_unit == "%"
            else replace(figure, target=_like(figure, figure.target * _GROWTH))
        )
    further = figure.target + (figure.target - figure.baseline) * _NEXT_STEP
    bounded = min(further, _CEILING) if figure.measure_unit == "%" else max(further, Decimal(0))
    return replace(figure, baseline=figure.target, target=_like(figure, bounded))


def _like(figure: KeyResultSpec, value: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-figure.digits))


def _rows_of(unit: UnitFact) -> Iterator[dict[str, Any]]:
    templates = _templates()
    if unit.kind == CITY:
        yield from templates["city"]
    elif unit.kind == DIVISION:
        yield from templates["division"]
    elif unit.kind != AGENCY:
        yield from templates["ward"]
    elif unit.code in templates["agency_own"]:
        yield templates["agency_own"][unit.code] | {"weight": _OWN_WEIGHT}
        yield from templates["agency_common"]


@cache
def _templates() -> dict[str, Any]:
    source = files(__package__).joinpath("hanoi", "plans.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(source, Loader=yaml.CSafeLoader)
    return loaded


def _objective(row: dict[str, Any], unit: str, who: str) -> ObjectiveSpec:
    return ObjectiveSpec(
        title=row["title"],
        area=row["area"],
        kind=row["kind"],
        weight=Decimal(row["weight"]),
        lead=row.get("lead", unit),
        coordinating=tuple(row.get("coordinating", ())),
        division=row.get("division", ""),
        directive=row.get("directive", ""),
        output=row["output"],
        key_results=tuple(_key_result(spec, who) for spec in row["key_results"]),
    )


def _key_result(row: dict[str, Any], who: str) -> KeyResultSpec:
    draw = Random(f"figures:{who}:{row['code']}")  # noqa: S311 - made-up figures, the same each time
    digits = int(row.get("digits", 0))
    cause, trouble = row["trouble"]
    return KeyResultSpec(
        code=row["code"],
        title=row["title"],
        measure_unit=row["unit"],
        direction=row["direction"],
        baseline=_figure(row.get("from"), digits, draw),
        target=_figure(row["to"], digits, draw),
        weight=Decimal(row["weight"]),
        digits=digits,
        pace=row.get("pace", "even"),
        roll=row.get("roll", ""),
        up=row.get("up", ""),
        interim="interim" in row,
        steps=tuple((name, Decimal(percent)) for name, percent in row.get("steps", ())),
        trouble_cause=cause,
        trouble=trouble,
    )


def _figure(given: object, digits: int, draw: Random) -> Decimal | None:
    """A number as written, or one drawn from `84..93`; None for none and for `sum`."""
    if given is None or given == SUM:
        return None
    low, dots, high = str(given).partition("..")
    if not dots:
        return Decimal(low)
    step = Decimal(1).scaleb(-digits)
    return draw.randint(int(Decimal(low) / step), int(Decimal(high) / step)) * step
