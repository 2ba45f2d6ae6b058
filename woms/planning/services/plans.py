"""A plan as a whole: draft it, weigh its areas, and take it through its states."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from woms.access.actors import Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core import periods
from woms.core.clock import local_date
from woms.core.errors import Invalid, Missing, Refused
from woms.core.numbers import format_number
from woms.core.vietnamese import clean_text
from woms.org.actors import in_force
from woms.org.models import Assignment, Unit
from woms.planning import events
from woms.planning.models import Period, Plan
from woms.planning.policies.editing import check_area_weights
from woms.planning.policies.pre_check import Severity, check_can_submit, pre_check
from woms.planning.queries.contents import contents_of
from woms.planning.services.fetching import (
    Saved,
    changes_between,
    check_version,
    editable_plan,
    locked_plan,
    logged,
    person_of,
    place_of,
    touch,
)
from woms.planning.states import AREA_SHORT, PLAN_MACHINE, Area, PlanState
from woms.records.log import record_event
from woms.workflow.services import take_step


@transaction.atomic
def draft_plan(
    *,
    actor: Actor,
    at: datetime,
    unit_id: int,
    period: str,
    person_id: int | None = None,
    title: str = "",
    is_sample: bool = False,
) -> Saved:
    """This function will open the draft of a unit's plan, or of a person's, for a period (`2026`, `2026-Q4`, …).

    Raises `Refused` when that owner already has a plan for the period that is not closed.
    """
    unit = visible_to(Unit.objects.filter(pk=unit_id), actor, Permission.PLAN_READ).first()
    if unit is None:
        raise Missing
    post = _post(person_id, unit, at)
    subject = Subject(unit.path, person_id, is_leader=bool(post and post.is_leader))
    check(actor, Permission.PLAN_EDIT, subject)
    row = period_row(period)
    owner = post.person.full_name if post else unit.name
    plan = _insert(
        Plan(
            unit=unit,
            person_id=person_id,
            person_is_leader=subject.is_leader,
            period=row,
            title=clean_text(title)[:300] or f"Kế hoạch {row.label[0].lower()}{row.label[1:]} – {owner}",
            author_id=person_of(actor),
            created_at=at,
            is_sample=is_sample,
        ),
        owner,
    )
    after = {"unit": unit.name, "period": row.code, "state": plan.state}
    record_event(actor=actor, at=at, event=events.PlanDrafted(**place_of(plan)), after=after)
    return Saved(plan.pk, plan.version, plan.pk, plan.version)


def _post(person_id: int | None, unit: Unit, at: datetime) -> Assignment | None:
    if person_id is None:
        return None
    posts = Assignment.objects.filter(in_force(local_date(at)), person_id=person_id, unit=unit)
    post = posts.select_related("person").first()
    if post is None:
        raise Invalid("Người này không làm việc ở đơn vị đã chọn.", code="plan.person", field="person")
    return post


def _insert(plan: Plan, owner: str) -> Plan:
    """One plan that is not closed for each owner and period: the database decides between two at once."""
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
    except IntegrityError:
        raise Refused(
            f"{owner} đã có kế hoạch {plan.period.label.lower()}. Hãy mở kế hoạch đó để sửa tiếp.",
            code="plan.exists",
        ) from None
    return plan


def period_row(code: str) -> Period:
    """The row of a calendar period, made when it is first needed."""
    calendar = periods.from_code(code)
    facts = {
        "kind": calendar.kind.value,
        "label": calendar.label,
        "starts_on": calendar.starts_on,
        "ends_on": calendar.ends_on,
    }
    return Period.objects.get_or_create(code=calendar.code, defaults=facts)[0]


@transaction.atomic
def set_area_weights(
    *,
    actor: Actor,
    at: datetime,
    plan_id: int,
    weights: Mapping[str, Decimal],
    seen: Mapping[str, Decimal] | None = None,
) -> Saved:
    """This function will set what each area weighs; `seen` are the weights the writer looked at (empty: none).

    Raises `Conflict` when somebody has changed them since.
    """
    plan = editable_plan(actor, plan_id)
    before = {area: Decimal(weight) for area, weight in plan.area_weights.items()}
    if seen is not None and dict(seen) != before:
        check_version(plan.version, -1, what="trọng số lĩnh vực", plan_id=plan.pk, part="areas")
    check_area_weights(weights)
    if dict(weights) != before:
        plan.area_weights = {area: str(weight) for area, weight in weights.items()}
        touch(plan, "area_weights")
        words = ", ".join(f"{AREA_SHORT[area]} {format_number(weights[area])}" for area in Area)
        old, new = changes_between(before, weights)
        record_event(
            actor=actor,
            at=at,
            event=events.AreasWeighed(**place_of(plan), words=words),
            before=logged(old),
            after=logged(new) | {"part": "areas"},
        )
    return Saved(plan.pk, plan.version, plan.pk, plan.version)


@transaction.atomic
def submit_plan(*, actor: Actor, at: datetime, plan_id: int, version: int) -> Saved:
    """This function will hand the plan to those who approve it. Errors of the pre-check stop it, warnings do not."""
    plan = _deciding(actor, plan_id, version, Permission.PLAN_SUBMIT)
    target = _take(actor, at, plan, "submit")
    findings = pre_check(contents_of([plan], actor=None)[plan.pk], on=local_date(at))
    check_can_submit(findings)
    plan.submitted_by_id, plan.submitted_at = actor.person_id, at
    warnings = sum(finding.severity == Severity.WARNING for finding in findings)
    event = events.PlanSubmitted(**place_of(plan), warnings=warnings)
    return _move(actor, at, plan, target, event, "submitted_by", "submitted_at")


@transaction.atomic
def return_plan(*, actor: Actor, at: datetime, plan_id: int, version: int, reason: str) -> Saved:
    """This function will send a submitted plan back to its authors with the reason why."""
    plan = _deciding(actor, plan_id, version, Permission.PLAN_APPROVE)
    target = _take(actor, at, plan, "return", reason)
    event = events.PlanReturned(**place_of(plan), reason=reason.strip())
    return _move(actor, at, plan, target, event)


@transaction.atomic
def approve_plan(*, actor: Actor, at: datetime, plan_id: int, version: int) -> Saved:
    """This function will put a submitted plan in force. Never by who wrote or submitted it."""
    plan = _deciding(actor, plan_id, version, Permission.PLAN_APPROVE)
    target = _take(actor, at, plan, "approve")
    plan.approved_at = at
    return _move(actor, at, plan, target, events.PlanApproved(**place_of(plan)), "approved_at")


@transaction.atomic
def withdraw_plan(*, actor: Actor, at: datetime, plan_id: int, version: int) -> Saved:
    """This function will take a submitted plan back before anybody decided on it."""
    plan = _deciding(actor, plan_id, version, Permission.PLAN_SUBMIT)
    target = _take(actor, at, plan, "withdraw")
    return _move(actor, at, plan, target, events.PlanWithdrawn(**place_of(plan)))


@transaction.atomic
def close_plan(*, actor: Actor, at: datetime, plan_id: int, version: int) -> Saved:
    """This function will end a plan in force; a new plan for the same period may then be drafted."""
    plan = _deciding(actor, plan_id, version, Permission.PLAN_APPROVE)
    target = _take(actor, at, plan, "close")
    return _move(actor, at, plan, target, events.PlanClosed(**place_of(plan)))


def _deciding(actor: Actor, plan_id: int, version: int, permission: Permission) -> Plan:
    """The locked plan, if it still is what the person who decides looked at.

    A plan whose state has moved on is told by its transition table, which says more than “stale”.
    """
    plan = locked_plan(actor, plan_id, permission)
    if version != plan.version and plan.state in {PlanState.DRAFT, PlanState.RETURNED, PlanState.SUBMITTED}:
        check_version(plan.version, version, what="kế hoạch", plan_id=plan.pk)
    return plan


def _take(actor: Actor, at: datetime, plan: Plan, action: str, reason: str = "") -> str:
    """Judge and record the step; the state it leads to."""
    step = take_step(
        actor=actor,
        at=at,
        machine=PLAN_MACHINE,
        action=action,
        subject_id=plan.pk,
        state=plan.state,
        author_ids=(plan.author_id, plan.submitted_by_id),
        reason=reason,
        is_sample=plan.is_sample,
    )
    return step.target


def _move(
    actor: Actor, at: datetime, plan: Plan, target: str, event: events.PlanEvent, *fields: str
) -> Saved:
    before = {"state": plan.state}
    plan.state = target
    touch(plan, "state", *fields)
    record_event(actor=actor, at=at, event=event, before=before, after={"state": target})
    return Saved(plan.pk, plan.version, plan.pk, plan.version)
