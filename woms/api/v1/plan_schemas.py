"""Plans as JSON: what goes out mirrors the dataclasses of the queries, what comes in the facts of the services."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from ninja import Schema

from woms.planning.facts import Deadline, InterimFact, KeyResultFacts, ObjectiveFacts, StepFact


class UnitOut(Schema):
    id: int
    code: str
    name: str
    short_name: str


class PersonOut(Schema):
    """`name` is empty where the caller's authority does not reach people."""

    id: int
    code: str
    name: str


class PeriodOut(Schema):
    code: str
    label: str
    starts_on: date
    ends_on: date


class DeadlineSchema(Schema):
    kind: str = "unknown"
    start: date | None = None
    end: date | None = None
    text: str = ""


class InterimSchema(Schema):
    on: date
    value: Decimal


class StepSchema(Schema):
    """A milestone or grade; `percent` left out shares out evenly."""

    name: str
    percent: Decimal | None = None


class ParentOut(Schema):
    id: int
    title: str
    unit_name: str


class KeyResultOut(Schema):
    id: int
    version: int
    number: str
    code: str
    title: str
    kind: str
    measure_unit: str
    direction: str
    baseline: Decimal | None
    target: Decimal
    range_high: Decimal | None
    weight: Decimal
    owner_unit: UnitOut
    owner_person: PersonOut | None
    starts_on: date
    due_on: date
    evidence_required: bool
    source: str
    source_label: str
    interim: list[InterimSchema]
    steps: list[StepSchema]
    is_given: bool


class ObjectiveOut(Schema):
    id: int
    version: int
    number: int
    area: str
    kind: str
    title: str
    weight: Decimal
    parent: ParentOut | None
    directive: str
    output: str
    lead_unit: UnitOut | None
    lead_person: PersonOut | None
    coordinators: list[UnitOut]
    authority: str
    procedure: str
    deadline: DeadlineSchema
    unmatched_units: list[str]
    missing: list[str]
    key_results: list[KeyResultOut]


class AreaOut(Schema):
    code: str
    label: str
    weight: Decimal
    is_weight_given: bool
    objectives: list[ObjectiveOut]


class FindingOut(Schema):
    severity: str
    code: str
    sentence: str
    area: str
    objective_id: int | None
    key_result_id: int | None
    field: str


class DecisionOut(Schema):
    action: str
    label: str
    to_state: str
    person_name: str
    at: datetime
    reason: str


class PlanOut(Schema):
    """One plan as the caller meets it; `allowed_actions` are what the services would accept now."""

    id: int
    version: int
    state: str
    title: str
    unit: UnitOut
    person: PersonOut | None
    period: PeriodOut
    author: PersonOut
    created_at: datetime
    submitted_at: datetime | None
    approved_at: datetime | None
    areas: list[AreaOut]
    findings: list[FindingOut]
    allowed_actions: list[str]
    waits_for: str
    decisions: list[DecisionOut]


class PlanRowOut(Schema):
    id: int
    title: str
    owner_name: str
    unit_code: str
    is_personal: bool
    period_label: str
    state: str
    author_name: str
    objectives: int
    key_results: int
    changed_at: datetime


class PlanListOut(Schema):
    rows: list[PlanRowOut]
    page: int
    pages: int
    total: int
    state_counts: dict[str, int]


class SavedOut(Schema):
    """The row that was written, its version for the next write, and the plan's."""

    id: int
    version: int
    plan_id: int
    plan_version: int


class PlanIn(Schema):
    unit: str
    period: str
    person_id: int | None = None
    title: str = ""


class DecisionIn(Schema):
    """`version` is the one that the caller has read."""

    version: int
    reason: str = ""


class AreaWeightsIn(Schema):
    weights: dict[str, Decimal]
    seen: dict[str, Decimal] | None = None


class OrderIn(Schema):
    area: str
    objective_ids: list[int]


class ObjectiveIn(Schema):
    title: str
    area: str
    kind: str = "kpi"
    weight: Decimal | None = None
    parent_id: int | None = None
    directive: str = ""
    output: str = ""
    lead_unit_id: int | None = None
    lead_person_id: int | None = None
    coordinator_ids: list[int] = []
    authority: str = ""
    procedure: str = ""
    deadline: DeadlineSchema = DeadlineSchema()
    unmatched_units: list[str] = []

    def facts(self) -> ObjectiveFacts:
        said = self.model_dump(exclude={"version", "deadline", "coordinator_ids", "unmatched_units"})
        return ObjectiveFacts(
            **said,
            deadline=Deadline(**self.deadline.model_dump()),
            coordinator_ids=tuple(self.coordinator_ids),
            unmatched_units=tuple(self.unmatched_units),
        )


class ObjectiveChange(ObjectiveIn):
    version: int


class KeyResultIn(Schema):
    title: str
    target: Decimal
    measure_unit: str = ""
    direction: str = "increase"
    baseline: Decimal | None = None
    range_high: Decimal | None = None
    weight: Decimal | None = None
    kind: str | None = None
    code: str = ""
    owner_unit_id: int | None = None
    owner_person_id: int | None = None
    starts_on: date | None = None
    due_on: date | None = None
    evidence_required: bool = False
    source: str = "manual"
    source_label: str = ""
    interim: list[InterimSchema] = []
    steps: list[StepSchema] = []

    def facts(self) -> KeyResultFacts:
        said = self.model_dump(exclude={"version", "interim", "steps"})
        return KeyResultFacts(
            **said,
            interim=tuple(InterimFact(one.on, one.value) for one in self.interim),
            steps=tuple(StepFact(one.name, one.percent) for one in self.steps),
        )


class KeyResultChange(KeyResultIn):
    version: int
