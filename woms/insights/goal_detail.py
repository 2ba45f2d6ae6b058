"""The right side of the goal tree: everything about the one chosen objective, key result or offered target."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated

from woms.access.actors import Actor
from woms.access.checks import Subject, allowed
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.insights.metrics import Cites
from woms.insights.standing import NOTHING_YET, Standing, objectives_of, standings_of
from woms.planning.contents import KeyResultContents, ObjectiveContents, UnitRef
from woms.planning.models import Cascade, Objective, Plan
from woms.planning.queries.cascades import CascadeLine, CascadeOffer, cascade_offer, line_of
from woms.planning.queries.contents import contents_of
from woms.progress.models import CheckIn

MOST_READINGS = 24


@dataclass(frozen=True, slots=True)
class GoalReading:
    """One reported figure."""

    on: date
    value: Annotated[Decimal, Cites("key_result_value")]


@dataclass(frozen=True, slots=True)
class GoalDetail:
    """The chosen thing. `key_result` is None for an objective; `offer` is set for a target not yet taken on."""

    objective: ObjectiveContents | None = None
    key_result: KeyResultContents | None = None
    offer: CascadeOffer | None = None
    plan_id: int = 0
    plan_title: str = ""
    plan_unit: UnitRef | None = None
    standing: Standing | None = None
    key_results: dict[int, Standing] | None = None
    readings: tuple[GoalReading, ...] = ()
    shares: tuple[CascadeLine, ...] = ()
    can_update: bool = False
    can_cascade: bool = False
    can_edit: bool = False


def goal_detail(*, actor: Actor, key: str, on: date) -> GoalDetail | None:
    """This function will open a node of the tree; None for one that is gone or out of reach."""
    kind, number = key[:1], int(key[1:] or 0)
    if kind == "c":
        seen = visible_to(Cascade.objects.filter(pk=number), actor, Permission.PLAN_READ).exists()
        return GoalDetail(offer=cascade_offer(actor=actor, cascade_id=number)) if seen else None
    rows = visible_to(Objective.objects.all(), actor, Permission.PLAN_READ)
    rows = rows.filter(key_results=number) if kind == "k" else rows.filter(pk=number)
    plan_id = rows.values_list("plan_id", flat=True).first()
    objective_id = rows.values_list("pk", flat=True).first()
    if plan_id is None or objective_id is None:
        return None
    return _opened(actor, plan_id, objective_id, number if kind == "k" else None, on)


def _opened(
    actor: Actor, plan_id: int, objective_id: int, key_result_id: int | None, on: date
) -> GoalDetail | None:
    plan = Plan.objects.select_related("unit", "person", "period", "author").get(pk=plan_id)
    contents = contents_of([plan], actor=actor)[plan_id]
    objective = next((one for one in contents.objectives if one.id == objective_id), None)
    if objective is None:
        return None
    standings = standings_of([one.id for one in objective.key_results])
    subject = Subject(plan.unit.path, plan.person_id, is_leader=plan.person_is_leader)
    detail = GoalDetail(
        objective=objective,
        plan_id=plan_id,
        plan_title=plan.title,
        plan_unit=contents.unit,
        key_results=standings,
        can_cascade=allowed(actor, Permission.PLAN_CASCADE, subject),
        can_edit=allowed(actor, Permission.PLAN_EDIT, subject) and plan.state in {"draft", "returned"},
    )
    if key_result_id is None:
        return replace(detail, standing=objectives_of([objective_id], on).get(objective_id))
    return _with_key_result(actor, detail, objective, key_result_id)


def _with_key_result(
    actor: Actor, detail: GoalDetail, objective: ObjectiveContents, key_result_id: int
) -> GoalDetail | None:
    chosen = next((one for one in objective.key_results if one.id == key_result_id), None)
    if chosen is None:
        return None
    person = chosen.owner_person.id if chosen.owner_person else None
    subject = Subject(chosen.owner_unit.path, person, is_unit_affair=True)
    return replace(
        detail,
        key_result=chosen,
        standing=(detail.key_results or {}).get(key_result_id, NOTHING_YET),
        readings=_readings(key_result_id),
        shares=_shares(key_result_id, chosen.target),
        can_update=allowed(actor, Permission.CHECK_IN_CREATE, subject),
    )


def _readings(key_result_id: int) -> tuple[GoalReading, ...]:
    """The last figures in the order of the days they speak of; the latest entry of a day wins."""
    rows = CheckIn.objects.filter(key_result_id=key_result_id, value__isnull=False)
    latest = rows.order_by("-as_of", "-sequence").values_list("as_of", "value")
    by_day: dict[date, Decimal] = {}
    for as_of, value in latest[: MOST_READINGS * 2]:
        by_day.setdefault(as_of, value)
    return tuple(GoalReading(on, by_day[on]) for on in sorted(by_day)[-MOST_READINGS:])


def _shares(key_result_id: int, target: Decimal) -> tuple[CascadeLine, ...]:
    rows = Cascade.objects.filter(parent_key_result_id=key_result_id, state__in=["offered", "accepted"])
    rows = rows.select_related("unit", "offered_by", "answered_by", "child_key_result")
    return tuple(line_of(row, target) for row in rows.order_by("unit__sort_key"))
