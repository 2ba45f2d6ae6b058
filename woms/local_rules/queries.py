"""Reads of local decisions: which hold for a unit on a day, and everything ever decided on a parameter.

Decisions are rules, not anybody's private matter: everyone who is signed in may read them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from woms.access.actors import Actor
from woms.access.checks import Subject, allowed, reaches
from woms.access.permissions import Permission
from woms.core.errors import Invalid, Missing
from woms.local_rules.models import ParameterDecision
from woms.local_rules.states import DecisionLevel
from woms.org.models import Unit
from woms.org.states import UnitKind
from woms.regulations import LocalDecision
from woms.regulations.decision_writing import Written, value_from_written
from woms.regulations.parameter_files import catalogue
from woms.regulations.parameters import LEVELS, Parameter, check_decision, parameter_named
from woms.regulations.values import show_value


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision ever taken. `shown` is empty where it went back to the text; `holds`: in force on the day asked."""

    id: int
    level: str
    level_label: str
    unit_code: str
    unit_name: str
    shown: str
    written: Written | None
    number: str
    starts_on: date
    note: str
    recorded_by: str
    at: datetime
    holds: bool
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where the actor may decide, at which level."""

    level: str
    level_label: str
    unit_code: str
    unit_name: str


@dataclass(frozen=True, slots=True)
class DecisionBook:
    """Every decision that holds on one day, read once; `for_unit` picks those of a unit. For scoring many at once."""

    rows: tuple[tuple[str, str, LocalDecision | None], ...]  # path of the body, parameter, what it decided

    def for_unit(self, unit_path: str) -> tuple[LocalDecision, ...]:
        """The decisions in force for a unit: of one parameter the narrowest body's, and of that body the latest."""
        found = {parameter: decision for path, parameter, decision in self.rows if unit_path.startswith(path)}
        return tuple(decision for _name, decision in sorted(found.items()) if decision is not None)


def decision_book(on: date) -> DecisionBook:
    """Read what is decided on a day (one query), broadest body first and of one body the earliest first."""
    rows = ParameterDecision.objects.filter(starts_on__lte=on).select_related("unit")
    known = [row for row in rows if _still_allowed(row)]
    known.sort(key=lambda row: (LEVELS.index(row.level), len(row.unit.path), row.starts_on, row.pk))
    return DecisionBook(tuple((row.unit.path, row.parameter, _as_rule(row)) for row in known))


def decisions_in_force(*, unit_path: str, on: date) -> tuple[LocalDecision, ...]:
    """The decisions that hold for a unit on a day, as the rules take them (one query)."""
    return decision_book(on).for_unit(unit_path)


def decision_history(*, parameter: str, on: date) -> tuple[DecisionLine, ...]:
    """Everything ever decided on a parameter, the latest first, saying what holds on a day."""
    rows = ParameterDecision.objects.filter(parameter=parameter).select_related("unit")
    found = list(rows.order_by("-starts_on", "-id"))
    return _lines(found, on)


def latest_decisions(*, on: date) -> dict[str, tuple[DecisionLine, ...]]:
    """By parameter, what holds on a day anywhere in the province (one query)."""
    rows = ParameterDecision.objects.select_related("unit").order_by("-starts_on", "-id")
    found: dict[str, tuple[DecisionLine, ...]] = {}
    for line, row in zip(_lines(listed := list(rows), on), listed, strict=True):
        if line.holds and line.shown:
            found[row.parameter] = (*found.get(row.parameter, ()), line)
    return found


def places_to_decide(*, actor: Actor, parameter: Parameter) -> tuple[Place, ...]:
    """Where the actor may decide this parameter: nowhere when the text fixes it."""
    if parameter.setting is None:
        return ()
    ids = {grant.unit_id for grant, _reach in reaches(actor, Permission.SETTING_DECIDE)}
    units = [unit for unit in Unit.objects.filter(pk__in=ids).order_by("path") if _may(actor, unit)]
    return tuple(
        Place(level, str(DecisionLevel(level).label), unit.code, unit.name)
        for unit in units
        for level in parameter.setting.overridable_by
        if (unit.kind == UnitKind.CITY) != (level == "unit")
    )


def latest_id(parameter: str) -> int:
    """The last decision on a parameter, so that a form can say what it saw; 0 for none."""
    row = ParameterDecision.objects.filter(parameter=parameter).order_by("-id").values_list("pk", flat=True)
    return row.first() or 0


def _may(actor: Actor, unit: Unit) -> bool:
    return allowed(actor, Permission.SETTING_DECIDE, Subject(unit.path))


def _still_allowed(row: ParameterDecision) -> bool:
    """A later text may take the room away: then the decision of before no longer holds."""
    try:
        decision = _as_rule(row)
        if decision is not None:
            check_decision(catalogue(), decision)
    except (Invalid, Missing):
        return False
    return True


def _as_rule(row: ParameterDecision) -> LocalDecision | None:
    if row.value is None:
        return None
    value = value_from_written(parameter_named(catalogue(), row.parameter), row.value)
    return LocalDecision(row.parameter, value, row.level, row.number, row.starts_on)


def _lines(rows: Iterable[ParameterDecision], on: date) -> tuple[DecisionLine, ...]:
    """Rows come latest first; of each body the first that has begun holds."""
    settled: set[tuple[str, str, int]] = set()
    lines = []
    for row in rows:
        body = (row.parameter, row.level, row.unit_id)
        holds = row.starts_on <= on and body not in settled
        if holds:
            settled.add(body)
        lines.append(_line(row, holds=holds))
    return tuple(lines)


def _line(row: ParameterDecision, *, holds: bool) -> DecisionLine:
    return DecisionLine(
        id=row.pk,
        level=row.level,
        level_label=row.get_level_display(),
        unit_code=row.unit.code,
        unit_name=row.unit.name,
        shown=_shown(row),
        written=row.value,
        number=row.number,
        starts_on=row.starts_on,
        note=row.note,
        recorded_by=row.recorded_by_name,
        at=row.at,
        holds=holds,
        is_sample=row.is_sample,
    )


def _shown(row: ParameterDecision) -> str:
    parameter = catalogue().get(row.parameter)
    if row.value is None or parameter is None:
        return ""
    try:
        return show_value(value_from_written(parameter, row.value), parameter.unit)
    except Invalid:
        return str(row.value)
