"""Groups of people in a cycle: who belongs to which, by which framework, through which steps, until when.

The defaults are data (`groups.yaml`); a cycle keeps its own copy from the day it opens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from woms.core.strict_yaml import Table, read_document
from woms.org.states import Rank

FILE = Path(__file__).with_name("groups.yaml")
STEPS = ("self", "review", "appraisal", "decision")
OPTIONAL_STEPS = frozenset({"self", "appraisal"})
KINDS = ("month", "quarter", "year")
DUE = ("self_due_on", "review_due_on", "appraisal_due_on", "decision_due_on")


@dataclass(frozen=True, slots=True)
class Group:
    """One group of people in one cycle. `due`: the last day of each step, where one was set."""

    code: str
    label: str
    circle: str
    frameworks: Mapping[str, str]
    steps: tuple[str, ...]
    due: Mapping[str, date]

    @property
    def ranks(self) -> frozenset[str]:
        return frozenset(self.frameworks)

    @property
    def skipped(self) -> frozenset[str]:
        return frozenset(STEPS) - frozenset(self.steps)

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "label": self.label,
            "circle": self.circle,
            "frameworks": dict(self.frameworks),
            "steps": list(self.steps),
            "due": {name: day.isoformat() for name, day in self.due.items()},
        }


def default_groups(kind: str) -> tuple[Group, ...]:
    """The groups as a cycle of this kind starts with: month, quarter or year."""
    return _read()[kind]


def kept_groups(kept: list[dict[str, Any]], kind: str) -> tuple[Group, ...]:
    """The groups a cycle keeps; those of the file for a cycle that was opened before groups were kept."""
    return tuple(_from_json(row) for row in kept) or default_groups(kind)


def group_of(groups: tuple[Group, ...], rank: str) -> Group:
    """The group that a rank belongs to; every rank is in exactly one."""
    return next(group for group in groups if rank in group.ranks)


def with_steps(group: Group, *, self_step: bool, appraisal: bool) -> Group:
    """The same group with the steps that are not required chosen anew."""
    chosen = {"self": self_step, "appraisal": appraisal}
    return replace(group, steps=tuple(step for step in STEPS if chosen.get(step, True)))


def _from_json(row: Mapping[str, Any]) -> Group:
    return Group(
        code=row["code"],
        label=row["label"],
        circle=row["circle"],
        frameworks=row["frameworks"],
        steps=tuple(row["steps"]),
        due={name: date.fromisoformat(day) for name, day in row["due"].items()},
    )


@cache
def _read() -> Mapping[str, tuple[Group, ...]]:
    table = read_document(FILE)
    rows = table.tables("groups")
    found = {kind: tuple(_group(row, kind) for row in rows) for kind in KINDS}
    table.finish()
    ranks = [rank for group in found["month"] for rank in group.ranks]
    if sorted(ranks) != sorted(rank.value for rank in Rank):
        table.fail("mỗi chức danh phải thuộc đúng một nhóm. Sửa khóa “frameworks” của các nhóm", "groups")
    return found


def _group(row: Table, kind: str) -> Group:
    frameworks = {str(rank): str(name) for rank, name in row.table("frameworks").plain().items()}
    steps = tuple(row.table("steps").texts(kind))
    if not set(STEPS) - OPTIONAL_STEPS <= set(steps) <= set(STEPS):
        row.fail(f"các bước phải có review, decision; có thể thêm self, appraisal (kỳ {kind})", "steps")
    return Group(row.text("code"), row.text("label"), row.text("circle"), frameworks, steps, {})
