"""Giao xuống: hand a target down to units; they take it on or decline; the giver takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Avg

from woms.access.actors import Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.clock import local_date
from woms.core.errors import Invalid, Missing, Refused
from woms.core.numbers import format_number
from woms.org.actors import in_force
from woms.org.models import Unit
from woms.planning import events
from woms.planning.facts import KeyResultFacts, ObjectiveFacts, StepFact
from woms.planning.models import Cascade, KeyResult, Objective, Plan
from woms.planning.policies import cascades as policy
from woms.planning.policies.limits import LIMITS
from woms.planning.policies.targets import check_value
from woms.planning.queries.contents import deadline_of
from woms.planning.services.fetching import person_of, subject_of
from woms.planning.services.key_results import ONE_DAY, insert_key_result
from woms.planning.services.objectives import insert_objective
from woms.planning.services.plans import draft_plan
from woms.planning.services.weights import left_for_objective
from woms.planning.states import CascadeState, Direction, PlanState
from woms.records.log import record_event


@dataclass(frozen=True, slots=True)
class Share:
    """What one unit is given."""

    unit_id: int
    target: Decimal
    is_mandatory: bool = True


@transaction.atomic
def cascade_target(
    *, actor: Actor, at: datetime, key_result_id: int, shares: Sequence[Share]
) -> tuple[int, ...]:
    """This function will offer each unit its share of a key result's target and return the offers' ids.

    Units stand below the plan's own; each gets its own event. All or none: one wrong share refuses the lot.
    """
    parent = _parent_to_give(actor, key_result_id)
    if not shares:
        raise Invalid("Chưa ghi chỉ tiêu cho đơn vị nào.", code="cascade.empty", field="shares")
    units = _units_below(parent.objective.plan, [share.unit_id for share in shares], at)
    return tuple(_offer(actor, at, parent, units[share.unit_id], share) for share in shares)


def _parent_to_give(actor: Actor, key_result_id: int) -> KeyResult:
    rows = visible_to(KeyResult.objects.all(), actor, Permission.PLAN_READ)
    rows = rows.filter(archived_at__isnull=True).select_related(
        "objective__plan__unit", "objective__plan__period"
    )
    parent = rows.filter(pk=key_result_id).first()
    if parent is None:
        raise Missing
    check(actor, Permission.PLAN_CASCADE, subject_of(parent.objective.plan))
    policy.check_can_give(parent.objective.plan.state)
    return parent


def _units_below(plan: Plan, unit_ids: Sequence[int], at: datetime) -> dict[int, Unit]:
    rows = Unit.objects.filter(in_force(local_date(at)), pk__in=unit_ids, path__startswith=plan.unit.path)
    units = {row.pk: row for row in rows.exclude(pk=plan.unit_id)}
    if set(unit_ids) - units.keys():
        raise Invalid(
            f"Chỉ giao được cho đơn vị trực thuộc {plan.unit.name} đang hoạt động.",
            code="cascade.unit",
            field="shares",
        )
    return units


def _offer(actor: Actor, at: datetime, parent: KeyResult, unit: Unit, share: Share) -> int:
    check_value(share.target, f"target-{unit.pk}")
    is_stepwise = parent.direction == Direction.STEPS  # steps are reached whole: there is no share of them
    giver_id = person_of(actor)
    try:
        with transaction.atomic():
            row = Cascade.objects.create(
                parent_key_result=parent,
                unit=unit,
                target=parent.target if is_stepwise else share.target,
                parent_target=parent.target,
                is_mandatory=share.is_mandatory,
                offered_by_id=giver_id,
                offered_at=at,
            )
    except IntegrityError:
        raise Refused(
            f"{unit.name} đã được giao chỉ tiêu này. Hãy thu hồi trước khi giao lại mức khác.",
            code="cascade.exists",
            field=f"target-{unit.pk}",
        ) from None
    row.parent_key_result, row.unit = parent, unit
    event = events.TargetOffered(**_place(row), is_mandatory=share.is_mandatory)
    after = {"target": format_number(row.target), "is_mandatory": share.is_mandatory, "state": row.state}
    record_event(actor=actor, at=at, event=event, after=after)
    return row.pk


@transaction.atomic
def accept_cascade(*, actor: Actor, at: datetime, cascade_id: int) -> int:
    """This function will take the target on: an objective aligned with the one above, holding the key result.

    It lands in the unit's plan of the same period, drafted if there is none; a plan in force takes it as
    arising work, for the giver already decided. Returns the id of the unit's key result.
    """
    row = _to_answer(actor, cascade_id)
    above = row.parent_key_result
    plan = _receiving_plan(actor, at, row)
    objective = _aligned_objective(actor, at, plan, above.objective, row.unit)
    child = insert_key_result(
        actor=actor, at=at, objective=objective, facts=_child_facts(above, row, objective)
    )
    row.child_key_result_id = child.id
    _answer(row, actor, at, CascadeState.ACCEPTED)
    event = events.TargetAccepted(**_place(row))
    after = {"state": row.state, "key_result": child.id}
    record_event(actor=actor, at=at, event=event, before={"state": "offered"}, after=after)
    return child.id


@transaction.atomic
def decline_cascade(*, actor: Actor, at: datetime, cascade_id: int, reason: str) -> None:
    """This function will decline a suggested target with the reason that its giver then reads (C11)."""
    row = _to_answer(actor, cascade_id)
    giver = row.parent_key_result.objective.plan.unit.name
    policy.check_can_decline(is_mandatory=row.is_mandatory, reason=reason, giver=giver)
    row.reason = reason.strip()
    _answer(row, actor, at, CascadeState.DECLINED, "reason")
    event = events.TargetDeclined(**_place(row), reason=row.reason)
    record_event(
        actor=actor,
        at=at,
        event=event,
        before={"state": "offered"},
        after={"state": row.state, "reason": row.reason},
    )


@transaction.atomic
def withdraw_cascade(*, actor: Actor, at: datetime, cascade_id: int) -> None:
    """This function will take an offer back; what the unit has already taken on stays in its plan, unbound."""
    row = _locked(cascade_id)
    parent = _parent_to_give(actor, row.parent_key_result_id) if row else None
    if row is None or parent is None:
        raise Missing
    if row.state not in {CascadeState.OFFERED, CascadeState.ACCEPTED}:
        policy.check_open(row.state)
    before = {"state": row.state}
    row.state = CascadeState.WITHDRAWN
    row.save(update_fields=["state"])
    event = events.TargetTakenBack(**_place(row))
    record_event(actor=actor, at=at, event=event, before=before, after={"state": row.state})


def _to_answer(actor: Actor, cascade_id: int) -> Cascade:
    """The offer, locked, if the actor answers for the receiving unit and it still waits."""
    row = _locked(cascade_id)
    if row is None or not visible_to(Cascade.objects.filter(pk=row.pk), actor, Permission.PLAN_READ).exists():
        raise Missing
    check(actor, Permission.PLAN_RECEIVE, Subject(row.unit.path))
    policy.check_open(row.state)
    return row


def _locked(cascade_id: int) -> Cascade | None:
    rows = Cascade.objects.select_for_update(of=("self",)).select_related(
        "unit", "parent_key_result__objective__plan__unit", "parent_key_result__objective__plan__period"
    )
    return rows.filter(pk=cascade_id).first()


def _answer(row: Cascade, actor: Actor, at: datetime, state: CascadeState, *fields: str) -> None:
    row.state, row.answered_by_id, row.answered_at = state, person_of(actor), at
    row.save(update_fields=["state", "answered_by", "answered_at", "child_key_result", *fields])


def _receiving_plan(actor: Actor, at: datetime, row: Cascade) -> Plan:
    """The unit's own plan of the same period, locked."""
    above = row.parent_key_result.objective.plan
    mine = Plan.objects.filter(unit=row.unit, period=above.period, person__isnull=True)
    plan_id = mine.exclude(state=PlanState.CLOSED).values_list("pk", flat=True).first()
    if plan_id is None:
        plan_id = draft_plan(
            actor=actor, at=at, unit_id=row.unit_id, period=above.period.code, is_sample=above.is_sample
        ).id
    plan = Plan.objects.select_for_update(of=("self",)).select_related("unit", "period").get(pk=plan_id)
    policy.check_can_receive(plan.state)
    return plan


def _aligned_objective(actor: Actor, at: datetime, plan: Plan, above: Objective, unit: Unit) -> Objective:
    """The unit's objective under the same one above, if it has room; else a new one like it."""
    for mine in Objective.objects.filter(plan=plan, parent=above).order_by("position"):
        if mine.key_results.filter(archived_at__isnull=True).count() < LIMITS.most_key_results:
            mine.plan = plan
            return mine
    weight = left_for_objective(plan, above.area)
    if not weight:
        rows = Objective.objects.filter(plan=plan, area=above.area)
        weight = (rows.aggregate(mean=Avg("weight"))["mean"] or Decimal(0)).quantize(Decimal("0.001"))
    facts = ObjectiveFacts(
        title=above.title,
        area=above.area,
        kind=above.kind,
        weight=weight,
        parent_id=above.pk,
        directive=above.directive or above.plan.title[:300],
        output=above.output,
        lead_unit_id=unit.pk,
        authority=above.authority,
        procedure=above.procedure,
        deadline=deadline_of(above),
    )
    saved = insert_objective(actor=actor, at=at, plan=plan, facts=facts)
    objective = Objective.objects.get(pk=saved.id)
    objective.plan = plan
    return objective


def _child_facts(above: KeyResult, row: Cascade, objective: Objective) -> KeyResultFacts:
    """The same measure with the unit's own target; its baseline is for the unit to fill in."""
    is_range = above.direction == Direction.RANGE
    return KeyResultFacts(
        title=above.title,
        target=row.target,
        measure_unit=above.measure_unit,
        direction=above.direction,
        range_high=max(above.range_high or row.target, row.target) if is_range else None,
        steps=tuple(StepFact(name, Decimal(percent)) for name, percent in above.steps),
        kind=above.kind,
        code=above.code,
        due_on=min(above.due_on, objective.plan.period.ends_on - ONE_DAY),
        starts_on=max(above.starts_on, objective.plan.period.starts_on),
        evidence_required=above.evidence_required,
    )


def _place(row: Cascade) -> dict:  # type: ignore[type-arg]
    above = row.parent_key_result
    return {
        "subject_id": row.pk,
        "unit_id": row.unit_id,
        "unit_path": row.unit.path,
        "is_sample": above.objective.plan.is_sample,
        "key_result_title": above.title,
        "unit_name": row.unit.name,
        "target_words": f"mức {format_number(row.target)} {above.measure_unit}".strip(),
    }
