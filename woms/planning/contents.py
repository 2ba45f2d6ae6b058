"""A plan with everything in it, as frozen values: what pages show, checks judge and papers print. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from woms.planning.facts import Deadline, InterimFact, StepFact

SIX = ("work", "person", "authority", "procedure", "time", "product")
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class UnitRef:
    id: int
    code: str
    name: str
    short_name: str
    path: str


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person; `name` is empty when the reader may not see it."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PeriodRef:
    code: str
    label: str
    starts_on: date
    ends_on: date

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ParentRef:
    """The one objective above."""

    id: int
    title: str
    unit_name: str


@dataclass(frozen=True, slots=True)
class KeyResultContents:
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
    owner_unit: UnitRef
    owner_person: PersonRef | None
    starts_on: date
    due_on: date
    evidence_required: bool
    source: str
    source_label: str
    interim: tuple[InterimFact, ...] = ()
    steps: tuple[StepFact, ...] = ()
    is_given: bool = False  # came down as a mandatory target


@dataclass(frozen=True, slots=True)
class ObjectiveContents:
    id: int
    version: int
    number: int
    area: str
    kind: str
    title: str
    weight: Decimal
    parent: ParentRef | None
    directive: str
    output: str
    lead_unit: UnitRef | None
    lead_person: PersonRef | None
    coordinators: tuple[UnitRef, ...]
    authority: str
    procedure: str
    deadline: Deadline
    unmatched_units: tuple[str, ...]
    key_results: tuple[KeyResultContents, ...] = ()

    @property
    def is_breakthrough(self) -> bool:
        return self.kind == "okr"

    @property
    def missing(self) -> tuple[str, ...]:
        """Which of the “6 rõ” are not yet clear."""
        clear = {
            "work": self.title,
            "person": self.lead_unit or self.lead_person,
            "authority": self.authority,
            "procedure": self.procedure,
            "time": self.deadline.end or self.deadline.kind not in {"unknown", ""},
            "product": self.output,
        }
        return tuple(code for code in SIX if not clear[code])

    @property
    def weight_total(self) -> Decimal:
        return sum((each.weight for each in self.key_results), Decimal(0))


@dataclass(frozen=True, slots=True)
class AreaContents:
    """One of the four areas. `weight` is what the plan gives it, or what its objectives weigh together."""

    code: str
    label: str
    short_label: str
    weight: Decimal
    is_weight_given: bool
    objectives: tuple[ObjectiveContents, ...]

    @property
    def weight_total(self) -> Decimal:
        return sum((each.weight for each in self.objectives), Decimal(0))


@dataclass(frozen=True, slots=True)
class PlanContents:
    id: int
    version: int
    state: str
    title: str
    unit: UnitRef
    person: PersonRef | None
    period: PeriodRef
    author: PersonRef
    created_at: datetime
    submitted_at: datetime | None
    approved_at: datetime | None
    is_sample: bool
    areas: tuple[AreaContents, ...]

    @property
    def objectives(self) -> tuple[ObjectiveContents, ...]:
        return tuple(objective for area in self.areas for objective in area.objectives)

    @property
    def weight_total(self) -> Decimal:
        return sum((area.weight for area in self.areas), Decimal(0))

    @property
    def key_result_count(self) -> int:
        return sum(len(objective.key_results) for objective in self.objectives)

    @property
    def owner_name(self) -> str:
        return self.person.name if self.person and self.person.name else self.unit.name

    def key_results(self) -> Iterator[tuple[ObjectiveContents, KeyResultContents]]:
        for objective in self.objectives:
            for key_result in objective.key_results:
                yield objective, key_result
