"""Who was given what of a target, who has answered how, and whether the shares carry the whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from woms.access.actors import Actor
from woms.access.checks import Subject, allowed
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.errors import Missing
from woms.org.actors import in_force
from woms.org.models import Unit
from woms.org.states import UnitKind
from woms.planning.contents import UnitRef
from woms.planning.models import Cascade, KeyResult, Plan
from woms.planning.policies.cascades import Coverage, coverage, drift
from woms.planning.queries.contents import unit_ref
from woms.planning.states import CascadeState, PlanState

_COUNTED = frozenset({CascadeState.OFFERED.value, CascadeState.ACCEPTED.value})


@dataclass(frozen=True, slots=True)
class CascadeLine:
    """One share: to whom, how much, and the answer. `drift` says why it no longer fits (computed)."""

    id: int
    unit: UnitRef
    target: Decimal
    is_mandatory: bool
    state: str
    state_label: str
    reason: str
    offered_by: str
    offered_at: datetime
    answered_by: str
    answered_at: datetime | None
    child_key_result_id: int | None
    drift: str


@dataclass(frozen=True, slots=True)
class ReceivingUnit:
    """A unit below, with its share if it has one."""

    unit: UnitRef
    kind: str
    line: CascadeLine | None


@dataclass(frozen=True, slots=True)
class CascadeSheet:
    """A key result with everything that is handed down of it."""

    key_result_id: int
    title: str
    number_words: str
    measure_unit: str
    direction: str
    target: Decimal
    objective_title: str
    plan_id: int
    plan_title: str
    plan_unit: UnitRef
    receivers: tuple[ReceivingUnit, ...]
    past: tuple[CascadeLine, ...]
    coverage: Coverage
    can_give: bool


@dataclass(frozen=True, slots=True)
class CascadeOffer:
    """A target given to a unit, as the unit reads it."""

    line: CascadeLine
    key_result_title: str
    measure_unit: str
    direction: str
    due_on: date
    parent_target: Decimal
    objective_title: str
    giver_unit: str
    plan_title: str
    period_label: str
    can_answer: bool


def cascade_sheet(*, actor: Actor, key_result_id: int, on: date) -> CascadeSheet:
    """This function will return a key result with its shares; `Missing` if out of reach (four queries)."""
    rows = visible_to(KeyResult.objects.filter(archived_at__isnull=True), actor, Permission.PLAN_READ)
    row = rows.select_related("objective__plan__unit").filter(pk=key_result_id).first()
    if row is None:
        raise Missing
    plan = row.objective.plan
    lines = [line_of(cascade, row.target) for cascade in _of_parent(key_result_id)]
    counted = {line.unit.id: line for line in lines if line.state in _COUNTED}
    subject = Subject(plan.unit.path, plan.person_id, is_leader=plan.person_is_leader)
    return CascadeSheet(
        key_result_id=row.pk,
        title=row.title,
        number_words=row.code,
        measure_unit=row.measure_unit,
        direction=row.direction,
        target=row.target,
        objective_title=row.objective.title,
        plan_id=plan.pk,
        plan_title=plan.title,
        plan_unit=unit_ref(plan.unit),
        receivers=_receivers(plan, counted, on),
        past=tuple(line for line in lines if line.state not in _COUNTED),
        coverage=shares_of(row, (line.target for line in counted.values())),
        can_give=plan.state != PlanState.CLOSED and allowed(actor, Permission.PLAN_CASCADE, subject),
    )


def shares_of(row: KeyResult, targets: Iterable[Decimal]) -> Coverage:
    return coverage(
        target=row.target, direction=row.direction, measure_unit=row.measure_unit, children=list(targets)
    )


def _of_parent(key_result_id: int) -> QuerySet[Cascade]:
    rows = Cascade.objects.filter(parent_key_result_id=key_result_id)
    return rows.select_related("unit", "offered_by", "answered_by", "child_key_result").order_by("-id")


def line_of(row: Cascade, parent_now: Decimal) -> CascadeLine:
    child = row.child_key_result
    is_taken = row.state == CascadeState.ACCEPTED
    return CascadeLine(
        id=row.pk,
        unit=unit_ref(row.unit),
        target=row.target,
        is_mandatory=row.is_mandatory,
        state=row.state,
        state_label=str(CascadeState(row.state).label),
        reason=row.reason,
        offered_by=row.offered_by.full_name,
        offered_at=row.offered_at,
        answered_by=row.answered_by.full_name if row.answered_by else "",
        answered_at=row.answered_at,
        child_key_result_id=row.child_key_result_id,
        drift=drift(
            given=row.target,
            parent_then=row.parent_target,
            parent_now=parent_now,
            child_now=child.target if child and is_taken else None,
        )
        if row.state in _COUNTED
        else "",
    )


def _receivers(plan: Plan, counted: dict[int, CascadeLine], on: date) -> tuple[ReceivingUnit, ...]:
    """The units one level down; those deeper appear once they have a share."""
    below = Unit.objects.filter(in_force(on), path__startswith=plan.unit.path).exclude(pk=plan.unit_id)
    rows = below.filter(parent_id=plan.unit_id) | below.filter(pk__in=counted)
    order = {kind: place for place, kind in enumerate(UnitKind.values)}
    units = sorted(rows, key=lambda unit: (order[unit.kind], unit.pk not in counted, unit.sort_key))
    return tuple(ReceivingUnit(unit_ref(unit), unit.kind, counted.get(unit.pk)) for unit in units)


def cascade_offer(*, actor: Actor, cascade_id: int) -> CascadeOffer:
    """One share as its receiver reads it; `Missing` if out of reach."""
    rows = visible_to(Cascade.objects.filter(pk=cascade_id), actor, Permission.PLAN_READ)
    row = offers_with_parents(rows).first()
    if row is None:
        raise Missing
    return offer_of(row, actor)


def offers_with_parents(rows: QuerySet[Cascade]) -> QuerySet[Cascade]:
    return rows.select_related(
        "unit",
        "offered_by",
        "answered_by",
        "child_key_result",
        "parent_key_result__objective__plan__unit",
        "parent_key_result__objective__plan__period",
    )


def offer_of(row: Cascade, actor: Actor) -> CascadeOffer:
    above = row.parent_key_result
    plan = above.objective.plan
    is_open = row.state == CascadeState.OFFERED
    return CascadeOffer(
        line=line_of(row, above.target),
        key_result_title=above.title,
        measure_unit=above.measure_unit,
        direction=above.direction,
        due_on=above.due_on,
        parent_target=above.target,
        objective_title=above.objective.title,
        giver_unit=plan.unit.name,
        plan_title=plan.title,
        period_label=plan.period.label,
        can_answer=is_open and allowed(actor, Permission.PLAN_RECEIVE, Subject(row.unit.path)),
    )
