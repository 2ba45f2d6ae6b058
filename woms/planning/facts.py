"""What a person says about a plan's rows: the input of the services, the same for page, API and import. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When something is due, with the words in which it was said."""

    kind: str = "unknown"
    start: date | None = None
    end: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveFacts:
    """A nhiệm vụ with its “6 rõ”: title, lead, authority, procedure, deadline, output.

    `weight` None takes what is left of its area's weight. `lead_unit_id` is the one unit that answers for it.
    """

    title: str
    area: str
    kind: str = "kpi"
    weight: Decimal | None = None
    parent_id: int | None = None
    directive: str = ""
    output: str = ""
    lead_unit_id: int | None = None
    lead_person_id: int | None = None
    coordinator_ids: tuple[int, ...] = ()
    authority: str = ""
    procedure: str = ""
    deadline: Deadline = Deadline()
    unmatched_units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InterimFact:
    """Where a key result should stand on a day before its due date."""

    on: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class StepFact:
    """A milestone or grade, and what reaching it is worth in per cent (None: an even share)."""

    name: str
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyResultFacts:
    """A mục tiêu then chốt. For direction `range`, `target` is the low end and `range_high` the high end.
    For direction `steps` the target is the last of `steps`, whatever is said.

    None means: `weight` what is left to 100, `owner_unit_id` the plan's unit, `starts_on` and `due_on` the
    first and the last day of the plan's period (or the objective's deadline within it), `kind` the objective's.
    """

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
    interim: tuple[InterimFact, ...] = ()
    steps: tuple[StepFact, ...] = ()
