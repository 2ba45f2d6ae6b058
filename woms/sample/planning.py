"""Load plans of the sample: tasks, key results, milestones, approvals, and targets given down to units."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from woms.core.numbers import format_number
from woms.core.periods import CalendarPeriod
from woms.planning import events
from woms.planning.models import Cascade, InterimTarget, KeyResult, Objective, ObjectiveCoordinator, Plan
from woms.planning.states import CascadeState, DeadlineKind, Source
from woms.sample.approvals import Approval, Step
from woms.sample.history import History
from woms.sample.loading import Rows
from woms.sample.organization import LoadedUnit, Official, Organization
from woms.sample.people import SPECIALIST
from woms.sample.readings import LATE_MILESTONES
from woms.sample.templates import KeyResultSpec, ObjectiveSpec
from woms.sample.units import CITY, DIVISION, full_name
from woms.sample.year import KeyResultYear, ObjectiveYear, PlanYear

_EVIDENCE_REQUIRED = frozenset({"diem-un-tac"})


@dataclass(frozen=True, slots=True)
class LoadedKeyResult:
    """A key result as written. `owner` is None where the figure is gathered from the units below."""

    id: int
    year: KeyResultYear
    objective: ObjectiveSpec
    objective_id: int
    unit: LoadedUnit
    owner: Official | None
    owner_unit: LoadedUnit
    period: CalendarPeriod
    milestones: tuple[tuple[date, Decimal], ...]


@dataclass(slots=True)
class LoadedPlan:
    """A plan as written, with its key results in order."""

    id: int
    unit: LoadedUnit
    key_results: list[LoadedKeyResult] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Given:
    """A target given down to a unit: offered, and accepted with the unit's key result or declined with a reason."""

    parent: LoadedKeyResult
    unit: LoadedUnit
    target: Decimal
    offered_at: datetime
    state: CascadeState
    is_mandatory: bool = True
    answered_at: datetime | None = None
    reason: str = ""
    child: LoadedKeyResult | None = None

    def about(self, cascade_id: int) -> dict[str, Any]:
        spec = self.parent.year.spec
        return {
            "subject_id": cascade_id,
            "unit_id": self.unit.id,
            "unit_path": self.unit.path,
            "is_sample": True,
            "key_result_title": spec.title,
            "unit_name": self.unit.fact.name,
            "target_words": f"mức {format_number(self.target)} {spec.measure_unit}",
        }

    def answer(self, about: dict[str, Any]) -> events.CascadeEvent:
        if self.state == CascadeState.ACCEPTED:
            return events.TargetAccepted(**about)
        return events.TargetDeclined(**about, reason=self.reason)


class PlanWriter:
    """Writes plans with everything below them, and the decisions and events of their approval."""

    def __init__(self, organization: Organization, history: History) -> None:
        self._organization = organization
        self._history = history
        self._plans, self._objectives = Rows(Plan), Rows(Objective)
        self._coordinators, self._key_results = Rows(ObjectiveCoordinator), Rows(KeyResult)
        self._milestones, self._cascades = Rows(InterimTarget), Rows(Cascade)

    def write(self) -> None:
        """Send everything that was added."""
        tables = (self._plans, self._objectives, self._coordinators, self._key_results, self._milestones)
        for rows in (*tables, self._cascades):
            rows.write()

    def add_plan(
        self,
        plan: PlanYear,
        approval: Approval,
        *,
        period: CalendarPeriod,
        period_id: int,
        above: LoadedPlan | None = None,
        person: Official | None = None,
    ) -> LoadedPlan:
        """Add a plan of a unit, or of a person in it, in the state that its approval has reached.

        `above` is the plan to whose tasks the tasks of this one contribute.
        """
        unit = self._organization.units[plan.unit.code]
        submitted, approved = approval.last("submit"), approval.last("approve")
        whose = f"{person.name}, {plan.unit.name}" if person else full_name(plan.unit.code)
        title = f"Kế hoạch công tác {period.label[0].lower()}{period.label[1:]} – {whose}"
        plan_id = self._plans.add(
            unit_id=unit.id,
            person_id=person.id if person else None,
            period_id=period_id,
            title=title,
            state=approval.state,
            version=1 + len(approval.steps),
            author_id=approval.author.id,
            submitted_by_id=submitted.official.id if submitted else None,
            created_at=approval.created_at,
            submitted_at=submitted.at if submitted else None,
            approved_at=approved.at if approved else None,
            is_sample=True,
        )
        self._tell(plan_id, unit, title, approval)
        loaded = LoadedPlan(plan_id, unit)
        for position, objective in enumerate(plan.objectives, start=1):
            loaded.key_results += self._add_objective(loaded, position, objective, period, above, person)
        return loaded

    def _tell(self, plan_id: int, unit: LoadedUnit, title: str, approval: Approval) -> None:
        about: dict[str, Any] = {
            "subject_id": plan_id,
            "unit_id": unit.id,
            "unit_path": unit.path,
            "is_sample": True,
            "plan_title": title,
        }
        self._history.tell(
            events.PlanDrafted(**about),
            official=approval.author,
            at=approval.created_at,
            after={"state": "draft"},
        )
        for step in approval.steps:
            states = (step.source.value, step.target.value)
            self._history.decide(
                ("plan", plan_id),
                action=step.action,
                states=states,
                official=step.official,
                at=step.at,
                reason=step.reason,
            )
            self._history.tell(
                _event_of(step, about),
                official=step.official,
                at=step.at,
                before={"state": states[0]},
                after={"state": states[1]},
            )

    def _add_objective(
        self,
        plan: LoadedPlan,
        position: int,
        objective: ObjectiveYear,
        period: CalendarPeriod,
        above: LoadedPlan | None,
        person: Official | None,
    ) -> list[LoadedKeyResult]:
        spec = objective.spec
        lead = self._lead(spec, plan.unit)
        objective_id = self._objectives.add(
            plan_id=plan.id,
            position=position,
            area=spec.area,
            kind=spec.kind,
            title=spec.title,
            weight=spec.weight,
            parent_id=_contributes_to(objective, above),
            directive=spec.directive,
            output=spec.output,
            lead_unit_id=lead.id,
            lead_person_id=person.id if person else self._lead_person(lead).id,
            authority=lead.fact.head_title,
            procedure="Quy chế làm việc của đơn vị",
            deadline_kind=DeadlineKind.BY,
            deadline_end=period.last_day,
            deadline_text=f"Trước ngày {period.last_day:%d/%m/%Y}",
        )
        for code in spec.coordinating:
            self._coordinators.add(objective_id=objective_id, unit_id=self._organization.units[code].id)
        return [
            self._add_key_result(plan, objective_id, spec, number, figure, lead, period, person)
            for number, figure in enumerate(objective.key_results, start=1)
        ]

    def _add_key_result(
        self,
        plan: LoadedPlan,
        objective_id: int,
        objective: ObjectiveSpec,
        position: int,
        figure: KeyResultYear,
        lead: LoadedUnit,
        period: CalendarPeriod,
        person: Official | None,
    ) -> LoadedKeyResult:
        spec = figure.spec
        owner = None if figure.gathered else person or self._owner(lead, position)
        owner_unit = lead if plan.unit.fact.kind == CITY else plan.unit
        key_result_id = self._key_results.add(
            objective_id=objective_id,
            position=position,
            code=spec.code,
            title=spec.title,
            kind=objective.kind,
            measure_unit=spec.measure_unit,
            direction=spec.direction,
            steps=[[name, str(percent)] for name, percent in spec.steps],
            baseline=spec.baseline,
            target=figure.target,
            weight=spec.weight,
            owner_unit_id=owner_unit.id,
            owner_person_id=owner.id if owner else None,
            starts_on=period.starts_on,
            due_on=period.last_day,
            evidence_required=spec.code in _EVIDENCE_REQUIRED and not figure.gathered,
            source=Source.AUTOMATIC if figure.gathered else Source.MANUAL,
            source_label="Tổng hợp từ số liệu các đơn vị" if figure.gathered else "",
        )
        milestones = _milestones_of(spec, figure.target, period)
        for on, value in milestones:
            self._milestones.add(key_result_id=key_result_id, on=on, value=value)
        return LoadedKeyResult(
            key_result_id, figure, objective, objective_id, plan.unit, owner, owner_unit, period, milestones
        )

    def _lead(self, spec: ObjectiveSpec, unit: LoadedUnit) -> LoadedUnit:
        """The unit in charge: the agency named, the division named where the unit has divisions, or the unit itself."""
        if spec.lead != unit.fact.code:
            return self._organization.units[spec.lead]
        inside = (
            division
            for division in self._organization.units.values()
            if spec.division
            and division.fact.parent == unit.fact.code
            and division.fact.name.startswith(spec.division)
        )
        return next(inside, unit)

    def _lead_person(self, lead: LoadedUnit) -> Official:
        return self._organization.staff[lead.fact.code][0]

    def _owner(self, lead: LoadedUnit, position: int) -> Official:
        """Who reports: the first two specialists of a division in turn, elsewhere the deputy."""
        if lead.fact.kind == DIVISION:
            return self._organization.holders(lead.fact.code, SPECIALIST)[(position - 1) % 2]
        return self._organization.deputy(lead.fact.code)

    def add_cascade(self, given: Given) -> None:
        """Add a target given down to a unit, with the unit's answer if it has answered."""
        giver = self._organization.member("to-chuc")
        head = (
            self._organization.head(given.unit.fact.code, given.answered_at.date())
            if given.answered_at
            else None
        )
        cascade_id = self._cascades.add(
            parent_key_result_id=given.parent.id,
            unit_id=given.unit.id,
            target=given.target,
            parent_target=given.parent.year.target,
            is_mandatory=given.is_mandatory,
            state=given.state,
            reason=given.reason,
            offered_by_id=giver.id,
            offered_at=given.offered_at,
            answered_by_id=head.id if head else None,
            answered_at=given.answered_at,
            child_key_result_id=given.child.id if given.child else None,
        )
        about = given.about(cascade_id)
        offered = events.TargetOffered(**about, is_mandatory=given.is_mandatory)
        self._history.tell(offered, official=giver, at=given.offered_at)
        if given.answered_at:
            self._history.tell(given.answer(about), official=head, at=given.answered_at)


def _event_of(step: Step, about: dict[str, Any]) -> events.PlanEvent:
    if step.action == "return":
        return events.PlanReturned(**about, reason=step.reason)
    return events.PlanApproved(**about) if step.action == "approve" else events.PlanSubmitted(**about)


def _contributes_to(objective: ObjectiveYear, above: LoadedPlan | None) -> int | None:
    """The task above that holds the key result to which one of this task's key results belongs."""
    wanted = {figure.spec.up for figure in objective.key_results if figure.spec.up}
    found = (
        upper.objective_id for upper in (above.key_results if above else ()) if upper.year.spec.code in wanted
    )
    return next(found, None)


def _milestones_of(
    spec: KeyResultSpec, target: Decimal, period: CalendarPeriod
) -> tuple[tuple[date, Decimal], ...]:
    """Planned values at the ends of quarters, for figures that start slowly."""
    if not spec.interim:
        return ()
    start = spec.baseline or Decimal(0)
    return tuple(
        (_month_end(period, month), start + (target - start) * percent / 100)
        for month, percent in LATE_MILESTONES
        if _month_end(period, month) < period.last_day
    )


def _month_end(period: CalendarPeriod, month: int) -> date:
    first = period.starts_on.replace(day=28, month=month) + timedelta(days=4)
    return first - timedelta(days=first.day)
