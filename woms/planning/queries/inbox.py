"""What planning puts on the page “Chờ xử lý”: plans to decide, targets to take on, plans that came back."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from woms.access.actors import Actor
from woms.access.checks import reaches
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.numbers import format_number
from woms.org.states import UnitKind
from woms.planning.models import Cascade, Plan
from woms.planning.policies.pre_check import Severity, pre_check
from woms.planning.queries.cascades import offers_with_parents
from woms.planning.queries.contents import contents_of
from woms.planning.states import CascadeState, PlanState
from woms.workflow.inbox import InboxItem
from woms.workflow.models import Decision

MOST_SHOWN = 60


def inbox(*, actor: Actor, on: date, checked: int = MOST_SHOWN) -> tuple[InboxItem, ...]:
    """This function will list what waits for the actor in planning, the oldest first (constant queries).

    Only the oldest `checked` plans are pre-checked: a list that shows few items need not read all plans.
    """
    items = [*_to_decide(actor, on, checked), *_to_take_on(actor), *_returned(actor)]
    return tuple(sorted(items, key=lambda item: item.since))


def inbox_count(*, actor: Actor) -> int:
    """How many things `inbox` would list, for the badge of the navigation (one query)."""
    if actor.person_id is None:
        return 0
    kinds = (submitted_to(actor), offered_to(actor), returned_to(actor))
    first, *others = (rows.order_by().values_list("pk") for rows in kinds)
    return first.union(*others, all=True).count()


def submitted_to(actor: Actor) -> QuerySet[Plan]:
    """Submitted plans that the actor may decide on: never those they wrote or submitted."""
    rows = visible_to(Plan.objects.all(), actor, Permission.PLAN_APPROVE)
    mine = Q(author_id=actor.person_id) | Q(submitted_by_id=actor.person_id)
    return rows.filter(_nearest(actor), state=PlanState.SUBMITTED).exclude(mine)


def _nearest(actor: Actor) -> Q:
    """The city may decide on everything below, but a division's plan waits for the head of its agency."""
    near = ~Q(unit__kind=UnitKind.DIVISION)
    for grant, _reach in reaches(actor, Permission.PLAN_APPROVE):
        if not grant.unit_is_root:
            near |= Q(unit__path__startswith=grant.unit_path)
    return near


def offered_to(actor: Actor) -> QuerySet[Cascade]:
    rows = visible_to(Cascade.objects.all(), actor, Permission.PLAN_RECEIVE)
    return rows.filter(state=CascadeState.OFFERED)


def returned_to(actor: Actor) -> QuerySet[Plan]:
    """Plans sent back to whoever wrote or submitted them."""
    rows = visible_to(Plan.objects.all(), actor, Permission.PLAN_READ)
    mine = Q(author_id=actor.person_id) | Q(submitted_by_id=actor.person_id)
    return rows.filter(mine, state=PlanState.RETURNED)


def _with_people(rows: QuerySet[Plan]) -> QuerySet[Plan]:
    return rows.select_related("unit", "person", "period", "author", "submitted_by")


def _to_decide(actor: Actor, on: date, checked: int) -> list[InboxItem]:
    plans = list(_with_people(submitted_to(actor)).order_by("submitted_at")[:MOST_SHOWN])
    contents = contents_of(plans[:checked], actor=actor)
    found = {plan_id: [f.severity for f in pre_check(plan, on=on)] for plan_id, plan in contents.items()}
    return [_decision(plan, found.get(plan.pk, [])) for plan in plans]


def _title(plan: Plan) -> str:
    """Short: the list is scanned by whose plan it is."""
    owner = plan.person.full_name if plan.person else plan.unit.name
    label = plan.period.label
    return f"Kế hoạch {label[0].lower()}{label[1:]} – {owner}"


def _decision(plan: Plan, severities: list[str]) -> InboxItem:
    submitter = plan.submitted_by or plan.author
    return InboxItem(
        kind="plan",
        subject_kind="plan",
        subject_id=plan.pk,
        title=_title(plan),
        unit_name=plan.unit.name,
        from_name=submitter.full_name,
        since=plan.submitted_at or plan.created_at,
        errors=severities.count(Severity.ERROR),
        warnings=severities.count(Severity.WARNING),
        version=plan.version,
    )


def _to_take_on(actor: Actor) -> list[InboxItem]:
    rows = offers_with_parents(offered_to(actor)).order_by("offered_at")[:MOST_SHOWN]
    return [_offer(row) for row in rows]


def _offer(row: Cascade) -> InboxItem:
    above = row.parent_key_result
    how = "Bắt buộc" if row.is_mandatory else "Gợi ý"
    return InboxItem(
        kind="cascade",
        subject_kind="cascade",
        subject_id=row.pk,
        title=above.title,
        unit_name=row.unit.name,
        from_name=above.objective.plan.unit.name,
        since=row.offered_at,
        note=f"{how} · {format_number(row.target)} {above.measure_unit}".strip(),
        due_on=above.due_on,
    )


def _returned(actor: Actor) -> list[InboxItem]:
    plans = list(_with_people(returned_to(actor)).order_by("created_at")[:MOST_SHOWN])
    reasons = _last_returns([plan.pk for plan in plans])
    return [_back(plan, reasons.get(plan.pk)) for plan in plans]


def _last_returns(plan_ids: list[int]) -> dict[int, Decision]:
    rows = Decision.objects.filter(subject_kind="plan", subject_id__in=plan_ids, action="return")
    return {row.subject_id: row for row in rows.order_by("id")}


def _back(plan: Plan, decision: Decision | None) -> InboxItem:
    return InboxItem(
        kind="returned",
        subject_kind="plan",
        subject_id=plan.pk,
        title=_title(plan),
        unit_name=plan.unit.name,
        from_name=decision.person_name if decision else "",
        since=decision.at if decision else plan.created_at,
        note=decision.reason if decision else "",
        version=plan.version,
    )
