"""Everything about one key result: where it stands, its whole log, its evidence, what stands in its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from woms.access.actors import Actor
from woms.core.errors import Missing
from woms.insights.goal_detail import GoalDetail, goal_detail
from woms.progress.models import Obstacle
from woms.progress.queries.history import Course, LoggedEntry, course_of_key_result, log_of_key_result
from woms.progress.queries.week import Entry
from woms.progress.states import Cause
from woms.work.evidence.queries import EvidenceLine, evidence_of_key_result

MOST_ENTRIES = 60


@dataclass(frozen=True, slots=True)
class OpenObstacle:
    cause_label: str
    summary: str
    help_needed: str
    holder_name: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class KeyResultDetail:
    """`seen` is the sequence of the last entry: a form sends it back so that nobody writes over a number unseen."""

    id: int
    goal: GoalDetail
    log: tuple[LoggedEntry, ...]
    has_more: bool
    course: Course
    evidence: tuple[EvidenceLine, ...]
    obstacles: tuple[OpenObstacle, ...]
    seen: int

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(logged.entry for logged in self.log)


def key_result_detail(
    *, actor: Actor, key_result_id: int, on: date, most_entries: int = MOST_ENTRIES
) -> KeyResultDetail:
    """This function will gather a key result within the actor's reach, or raise `Missing` as if it did not exist."""
    goal = goal_detail(actor=actor, key=f"k{key_result_id}", on=on)
    if goal is None or goal.key_result is None:
        raise Missing
    log = log_of_key_result(actor=actor, on=on, key_result_id=key_result_id, limit=most_entries + 1)
    return KeyResultDetail(
        id=key_result_id,
        goal=goal,
        log=log[:most_entries],
        has_more=len(log) > most_entries,
        course=course_of_key_result(key_result_id=key_result_id, on=on),
        evidence=evidence_of_key_result(actor=actor, on=on, key_result_id=key_result_id),
        obstacles=_obstacles(key_result_id),
        seen=log[0].entry.sequence if log else 0,
    )


def _obstacles(key_result_id: int) -> tuple[OpenObstacle, ...]:
    rows = Obstacle.objects.filter(key_result_id=key_result_id, resolved_at__isnull=True).select_related(
        "holder_unit"
    )
    return tuple(
        OpenObstacle(
            str(Cause(row.cause).label), row.summary, row.help_needed, row.holder_unit.name, row.opened_at
        )
        for row in rows.order_by("id")
    )
