"""Read the event log of one subject or unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, Subquery

from woms.access.actors import Actor
from woms.access.earshot import Earshot
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.records.models import Event


@dataclass(frozen=True, slots=True)
class LogLine:
    at: datetime
    code: str
    actor_name: str
    sentence: str


def log_of_subject(*, subject_kind: str, subject_id: int, limit: int = 50) -> tuple[LogLine, ...]:
    """The latest events of a subject that the caller has already been allowed to see."""
    rows = Event.objects.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("-id")[:limit]
    return tuple(LogLine(row.at, row.code, row.actor_name, row.sentence) for row in rows)


def recent_log(*, actor: Actor, limit: int = 100, before_id: int | None = None) -> tuple[LogLine, ...]:
    """The latest events in the actor's reach, for auditors."""
    rows = visible_to(Event.objects.all(), actor, Permission.LOG_READ).order_by("-id")
    if before_id is not None:
        rows = rows.filter(id__lt=before_id)
    return tuple(LogLine(row.at, row.code, row.actor_name, row.sentence) for row in rows[:limit])


def last_change(*, subject_kind: str, subject_id: int, part: str = "") -> LogLine | None:
    """Who last changed a subject, or the part of it that `part` names in the event (`objective:12`)."""
    rows = Event.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    if part:
        rows = rows.filter(after__part=part)
    row = rows.order_by("-id").first()
    return LogLine(row.at, row.code, row.actor_name, row.sentence) if row else None


RECENT = 500


def version_in(heard: Earshot) -> str:
    """A word that changes whenever something happens in one's earshot: pages compare it to know they are old.

    Only the latest events count, so it stays cheap; counting them too catches an event that was numbered early
    and committed late.
    """
    newest = Subquery(Event.objects.order_by("-id").values("id")[:1])
    inside = Q(unit_path__in=heard.at)
    for path in heard.below:
        inside |= Q(unit_path__startswith=path)
    found = Event.objects.filter(inside, id__gt=newest - RECENT).aggregate(last=Max("id"), count=Count("id"))
    return f"{found['last'] or 0}-{found['count']}"
