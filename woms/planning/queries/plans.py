"""Lists of plans, and one plan with what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from woms.access.actors import Actor
from woms.access.checks import Subject, allowed, holds
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.errors import Missing, Refused
from woms.org.states import UnitKind
from woms.planning.contents import PeriodRef, PlanContents
from woms.planning.models import KeyResult, Objective, Period, Plan
from woms.planning.policies.editing import check_editable
from woms.planning.policies.pre_check import Finding, Severity, check_can_submit, pre_check
from woms.planning.queries.contents import contents_of, period_ref
from woms.planning.states import EDITABLE_STATES, PLAN_MACHINE, PlanState
from woms.records.queries import LogLine, log_of_subject
from woms.workflow.queries import DecisionLine, decisions_of
from woms.workflow.transitions import Offer

PAGE_SIZE = 25
_JUDGED_STATES = frozenset({*EDITABLE_STATES, PlanState.SUBMITTED.value})


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What a list is narrowed to; every part is in the address of the page."""

    state: str = ""
    period: str = ""
    unit: str = ""
    search: str = ""
    owner: str = ""  # unit | person


@dataclass(frozen=True, slots=True)
class PlanRow:
    id: int
    title: str
    owner_name: str
    within: str  # the unit above a division, the unit of a person
    unit_code: str
    is_personal: bool
    period_label: str
    state: str
    author_name: str
    objectives: int
    key_results: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class PlanList:
    rows: tuple[PlanRow, ...]
    filter: PlanFilter
    page: int
    pages: int
    total: int
    state_counts: dict[str, int]
    periods: tuple[PeriodRef, ...]
    may_draft: bool


@dataclass(frozen=True, slots=True)
class PlanDetail:
    """One plan as this person meets it."""

    contents: PlanContents
    findings: tuple[Finding, ...]
    offers: tuple[Offer, ...]
    can_edit: bool
    locked_because: str
    can_cascade: bool
    can_export: bool
    waits_for: str
    decisions: tuple[DecisionLine, ...] = ()
    log: tuple[LogLine, ...] = field(default=())

    @property
    def allowed_actions(self) -> tuple[str, ...]:
        """What the services would accept from this person now: the same checks (D03)."""
        steps = [offer.action for offer in self.offers if not offer.why]
        return (*(["edit"] if self.can_edit else []), *steps, *(["cascade"] if self.can_cascade else []))

    def offer(self, action: str) -> Offer | None:
        return next((offer for offer in self.offers if offer.action == action), None)

    @property
    def returned_because(self) -> DecisionLine | None:
        """The decision that sent the plan back, while it waits to be put right."""
        is_back = self.contents.state == PlanState.RETURNED
        return next((line for line in self.decisions if line.action == "return"), None) if is_back else None

    def count(self, severity: str) -> int:
        return sum(finding.severity == severity for finding in self.findings)


def plan_list(*, actor: Actor, wanted: PlanFilter, page: int = 1) -> PlanList:
    """This function will list the plans in the actor's reach, the most recently touched first (five queries)."""
    readable = visible_to(Plan.objects.all(), actor, Permission.PLAN_READ)
    narrowed = _narrowed(readable, wanted)
    counts = dict(narrowed.order_by().values_list("state").annotate(n=Count("pk")))
    rows = narrowed.filter(state=wanted.state) if wanted.state in PlanState.values else narrowed
    total = counts.get(wanted.state, 0) if wanted.state in PlanState.values else sum(counts.values())
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    shown = _counted(rows).order_by("-changed_at", "-id")[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    periods = Period.objects.filter(pk__in=readable.values("period_id")).order_by("-starts_on", "-ends_on")
    return PlanList(
        rows=tuple(_row(plan) for plan in shown),
        filter=wanted,
        page=page,
        pages=pages,
        total=total,
        state_counts=counts,
        periods=tuple(period_ref(period) for period in periods),
        may_draft=holds(actor, Permission.PLAN_EDIT),
    )


def _narrowed(rows: QuerySet[Plan], wanted: PlanFilter) -> QuerySet[Plan]:
    if wanted.period:
        rows = rows.filter(period__code=wanted.period)
    if wanted.unit:
        rows = rows.filter(unit__code=wanted.unit)
    if wanted.owner in {"unit", "person"}:
        rows = rows.filter(person__isnull=wanted.owner == "unit")
    for word in wanted.search.split()[:8]:
        rows = rows.filter(Q(title__icontains=word) | Q(unit__name__icontains=word))
    return rows


def _counted(rows: QuerySet[Plan]) -> QuerySet[Plan]:
    objectives = Objective.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
    key_results = KeyResult.objects.filter(objective__plan=OuterRef("pk"), archived_at__isnull=True)
    below = key_results.order_by().values("objective__plan")
    return rows.select_related("unit__parent", "person", "period", "author").annotate(
        objective_count=_count(objectives),
        key_result_count=_count(below),
        changed_at=Coalesce("approved_at", "submitted_at", "created_at"),
    )


def _count(rows: QuerySet[Any, Any]) -> Coalesce:
    counted = rows.annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _row(plan: Plan) -> PlanRow:
    return PlanRow(
        id=plan.pk,
        title=plan.title,
        owner_name=plan.person.full_name if plan.person else plan.unit.name,
        within=_within(plan),
        unit_code=plan.unit.code,
        is_personal=plan.person_id is not None,
        period_label=plan.period.label,
        state=plan.state,
        author_name=plan.author.full_name,
        objectives=plan.objective_count,  # type: ignore[attr-defined]
        key_results=plan.key_result_count,  # type: ignore[attr-defined]
        changed_at=plan.changed_at,  # type: ignore[attr-defined]
    )


def _within(plan: Plan) -> str:
    if plan.person:
        return plan.unit.name
    is_division = plan.unit.kind == UnitKind.DIVISION
    return plan.unit.parent.name if is_division and plan.unit.parent else ""


def plan_detail(*, actor: Actor, plan_id: int, on: date, history: bool = True) -> PlanDetail:
    """This function will return one plan with its findings, open steps and history; `Missing` if out of reach."""
    readable = visible_to(Plan.objects.all(), actor, Permission.PLAN_READ)
    plan = readable.select_related("unit__parent", "person", "period", "author").filter(pk=plan_id).first()
    if plan is None:
        raise Missing
    contents = contents_of([plan], actor=actor)[plan.pk]
    findings = pre_check(contents, on=on) if plan.state in _JUDGED_STATES else ()
    subject = Subject(plan.unit.path, plan.person_id, is_leader=plan.person_is_leader)
    may_edit = allowed(actor, Permission.PLAN_EDIT, subject)
    locked = _why_locked(plan.state)
    return PlanDetail(
        contents=contents,
        findings=findings,
        offers=_offers(actor, plan, subject, findings),
        can_edit=may_edit and not locked,
        locked_because=locked if may_edit else "",
        can_cascade=plan.state != PlanState.CLOSED and allowed(actor, Permission.PLAN_CASCADE, subject),
        can_export=allowed(actor, Permission.REPORT_EXPORT, subject),
        waits_for=_waits_for(plan),
        decisions=decisions_of(machine=PLAN_MACHINE, subject_id=plan.pk),
        log=log_of_subject(subject_kind="plan", subject_id=plan.pk) if history else (),
    )


def _why_locked(state: str) -> str:
    try:
        check_editable(state)
    except Refused as refusal:
        return refusal.sentence
    return ""


def _offers(actor: Actor, plan: Plan, subject: Subject, findings: tuple[Finding, ...]) -> tuple[Offer, ...]:
    """The steps of the transition table; submitting also waits for the pre-check."""
    offers = PLAN_MACHINE.offers(
        actor=actor, subject=subject, state=plan.state, author_ids=(plan.author_id, plan.submitted_by_id)
    )
    try:
        check_can_submit(findings)
    except Refused as refusal:
        why = refusal.sentence
        return tuple(
            replace(one, why=why) if one.action == "submit" and not one.why else one for one in offers
        )
    return offers


def _waits_for(plan: Plan) -> str:
    """Whose turn it is, by office."""
    if plan.state in EDITABLE_STATES:
        return plan.author.full_name
    if plan.state != PlanState.SUBMITTED:
        return ""
    unit, parent = plan.unit, plan.unit.parent
    is_under_city = parent is None or parent.kind == UnitKind.CITY
    if plan.person_is_leader or (plan.person_id is None and is_under_city):
        return "Lãnh đạo Thành phố"
    return f"Người đứng đầu {unit.name if plan.person_id and is_under_city else parent.name if parent else unit.name}"


def warning_count(findings: tuple[Finding, ...]) -> int:
    return sum(finding.severity == Severity.WARNING for finding in findings)


def own_period_plan(*, actor: Actor, unit_id: int, period: str) -> int | None:
    """The id of the plan that a unit already has for a period, if the actor may see it."""
    rows = visible_to(Plan.objects.all(), actor, Permission.PLAN_READ)
    rows = rows.filter(unit_id=unit_id, period__code=period, person__isnull=True).exclude(
        state=PlanState.CLOSED
    )
    return rows.values_list("pk", flat=True).first()
