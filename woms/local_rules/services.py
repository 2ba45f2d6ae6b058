"""Record a decision on a value that the law leaves open."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from django.db import transaction

from woms.access.actors import Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.core.clock import local_date
from woms.core.errors import Missing
from woms.core.vietnamese import clean_text
from woms.local_rules import policies
from woms.local_rules.events import ParameterDecided
from woms.local_rules.models import ParameterDecision
from woms.local_rules.queries import decision_history, latest_id
from woms.org.models import Unit
from woms.records.log import record_event
from woms.regulations import LocalDecision
from woms.regulations.decision_writing import Written, value_from_written
from woms.regulations.parameter_files import catalogue
from woms.regulations.parameters import Parameter, parameter_named
from woms.regulations.values import Value, show_value


@transaction.atomic
def decide_parameter(
    *,
    actor: Actor,
    at: datetime,
    parameter: str,
    level: str,
    unit_code: str,
    value: Written | None,
    number: str,
    starts_on: date,
    note: str = "",
    seen: int | None = None,
) -> int:
    """This function will record what a body decided on a value left open, and return the decision's id.

    `value` is in written form (25 for 25 %); None goes back to the text. `seen`: the last decision that the form
    showed. Raises `Denied`, `Missing`, `Refused` (fixed by the text, or another level's affair), `Invalid`
    (out of bounds, no number, in a month that is over) or `Conflict`.
    """
    unit = _locked(actor, unit_code)
    known, number = parameter_named(catalogue(), parameter), clean_text(number)
    policies.check_can_decide(known, level=level, unit_kind=unit.kind)
    policies.check_number(number)
    policies.check_starts_on(known, starts_on, local_date(at))
    decided = None if value is None else _within_bounds(known, value, level, number, starts_on)
    _check_seen(known, seen, local_date(at))
    row = ParameterDecision.objects.create(
        parameter=known.name,
        level=level,
        unit=unit,
        value=value,
        number=number,
        starts_on=starts_on,
        note=clean_text(note)[:500],
        recorded_by_id=cast("int", actor.person_id),
        recorded_by_name=actor.name,
        at=at,
    )
    record_event(actor=actor, at=at, event=_event(row, known, decided), after={"value": value})
    return row.pk


def _locked(actor: Actor, unit_code: str) -> Unit:
    """The deciding unit, locked: decisions of one body follow each other."""
    unit = Unit.objects.select_for_update().filter(code=unit_code).first()
    if unit is None:
        raise Missing
    check(actor, Permission.SETTING_DECIDE, Subject(unit.path))
    return unit


def _within_bounds(parameter: Parameter, value: Written, level: str, number: str, starts_on: date) -> Value:
    decided = value_from_written(parameter, value)
    policies.check_bounds(catalogue(), LocalDecision(parameter.name, decided, level, number, starts_on))
    return decided


def _check_seen(parameter: Parameter, seen: int | None, on: date) -> None:
    if seen is None:
        return
    history = decision_history(parameter=parameter.name, on=on)
    theirs = max(history, key=lambda line: line.id, default=None)
    policies.check_seen(seen, latest_id(parameter.name), f"{theirs.number}: {theirs.shown}" if theirs else "")


def _event(row: ParameterDecision, parameter: Parameter, value: Value | None) -> ParameterDecided:
    return ParameterDecided(
        subject_id=row.pk,
        unit_id=row.unit_id,
        unit_path=row.unit.path,
        is_sample=row.is_sample,
        number=row.number,
        description=parameter.description,
        shown="" if value is None else show_value(value, parameter.unit),
        starts_on=f"{row.starts_on:%d/%m/%Y}",
        unit_name=row.unit.name,
    )
