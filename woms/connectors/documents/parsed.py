"""A plan as understood from a document, before anything is written anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypedDict

from woms.connectors.documents.areas import Area
from woms.connectors.documents.deadlines import Deadline
from woms.connectors.documents.headers import Column
from woms.connectors.documents.key_results import SuggestedKeyResult
from woms.connectors.documents.text import quote
from woms.connectors.documents.unit_cells import each_once
from woms.connectors.documents.units import KnownUnit


class DeadlineJson(TypedDict):
    kind: str
    start: str | None
    end: str | None
    text: str


class KeyResultJson(TypedDict):
    title: str
    target: int | float
    unit: str
    direction: str


class ObjectiveJson(TypedDict):
    title: str
    area: str
    lead: list[str]
    coordinating: list[str]
    output: str
    deadline: DeadlineJson
    key_results: list[KeyResultJson]


class PlanJson(TypedDict):
    objectives: list[ObjectiveJson]
    unmatched: list[str]
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class ParsedObjective:
    """One task understood. `problems` are the ends of sentences that begin with the task's name.

    `other_problems` are those that have nothing to do with who leads it.
    """

    position: int
    title: str
    area: Area
    area_confidence_percent: int
    lead: tuple[KnownUnit, ...]
    coordinating: tuple[KnownUnit, ...]
    unmatched_lead: tuple[str, ...]
    unmatched_coordinating: tuple[str, ...]
    output: str
    deadline: Deadline
    key_results: tuple[SuggestedKeyResult, ...]
    number: str = ""
    phase: str = ""
    year: int | None = None
    group: str = ""
    note: str = ""
    place: str = ""
    other_problems: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        names = [unit.name for unit in self.lead]
        return (*lead_problems(names, self.unmatched_lead), *self.other_problems)

    @property
    def warnings(self) -> Iterator[str]:
        name = f"Nhiệm vụ {self.position} {quote(self.title)}"
        return (f"{name}: {problem}" for problem in self.problems)

    def to_json(self) -> ObjectiveJson:
        return {
            "title": self.title,
            "area": self.area.value,
            "lead": [unit.name for unit in self.lead],
            "coordinating": [unit.name for unit in self.coordinating],
            "output": self.output,
            "deadline": _deadline_json(self.deadline),
            "key_results": [_key_result_json(key_result) for key_result in self.key_results],
        }


@dataclass(frozen=True, slots=True)
class ParsedPlan:
    """All tasks of a document, with what was left out or doubtful in the document as a whole."""

    objectives: tuple[ParsedObjective, ...]
    remarks: tuple[str, ...] = ()
    columns: tuple[tuple[str, Column], ...] = ()  # headers of the first table and what they were taken for

    @property
    def unmatched(self) -> list[str]:
        """Every phrase that is no known unit, once, in the order of the document."""
        return each_once(
            phrase
            for objective in self.objectives
            for phrase in (*objective.unmatched_lead, *objective.unmatched_coordinating)
        )

    @property
    def warnings(self) -> list[str]:
        return [*self.remarks, *(warning for objective in self.objectives for warning in objective.warnings)]

    def to_json(self) -> PlanJson:
        """Return the plan in the form that `import-plan --json` and the API give; days are ISO dates."""
        return {
            "objectives": [objective.to_json() for objective in self.objectives],
            "unmatched": self.unmatched,
            "warnings": self.warnings,
        }


def lead_problems(names: Sequence[str], unmatched: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with the lead of a task, as ends of sentences: one thing has one lead."""
    called = [*names, *map(quote, unmatched)]
    if not called:
        yield "chưa ghi đơn vị chủ trì."
    elif not names:
        yield f"chưa xác định được đơn vị chủ trì từ {', '.join(called)}; hãy chọn trong cây đơn vị."
    if len(called) > 1:
        yield (
            f"có {len(called)} đơn vị chủ trì ({', '.join(called)}); "
            "mỗi việc chỉ giao một đầu mối chủ trì, hãy giữ lại một."
        )


def _deadline_json(deadline: Deadline) -> DeadlineJson:
    return {
        "kind": deadline.kind.value,
        "start": deadline.start.isoformat() if deadline.start else None,
        "end": deadline.end.isoformat() if deadline.end else None,
        "text": deadline.text,
    }


def _key_result_json(key_result: SuggestedKeyResult) -> KeyResultJson:
    return {
        "title": key_result.title,
        "target": json_number(key_result.target),
        "unit": key_result.unit,
        "direction": key_result.direction.value,
    }


def json_number(value: Decimal) -> int | float:
    """Return the number as JSON writes it; JSON has no decimals of its own, and nothing is computed with this one."""
    return int(value) if value == value.to_integral_value() else float(value)
