"""Read the decisions taken on something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from woms.workflow.models import Decision
from woms.workflow.transitions import Machine


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision as the page tells it; the newest comes first."""

    action: str
    label: str
    to_state: str
    state_label: str
    person_name: str
    at: datetime
    reason: str


def decisions_of(*, machine: Machine, subject_id: int) -> tuple[DecisionLine, ...]:
    """The decisions on a subject that the caller has already been allowed to see (one query)."""
    rows = Decision.objects.filter(subject_kind=machine.subject_kind, subject_id=subject_id).order_by("-id")
    return tuple(_line(machine, row) for row in rows)


def _line(machine: Machine, row: Decision) -> DecisionLine:
    return DecisionLine(
        action=row.action,
        label=machine.transition(row.action).label,
        to_state=row.to_state,
        state_label=machine.states[row.to_state],
        person_name=row.person_name,
        at=row.at,
        reason=row.reason,
    )
