"""The event log as auditors read it: narrowed by unit, person, kind and day, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from woms.access.actors import Actor
from woms.access.checks import holds
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.errors import Denied
from woms.records.models import Event

LINES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What to show. Empty parts narrow nothing; days are calendar days of the province, both included."""

    words: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    before_id: int | None = None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    id: int
    at: datetime
    actor_name: str
    code: str
    sentence: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    is_sample: bool


@dataclass(frozen=True, slots=True)
class History:
    """`next_id` continues the list; None at its end."""

    lines: tuple[HistoryLine, ...]
    next_id: int | None


def event_history(*, actor: Actor, wanted: LogFilter) -> History:
    """This function will give one page of the log, newest first (one query). Raises `Denied` to who may not read it."""
    if not holds(actor, Permission.LOG_READ):
        raise Denied(
            "Nhật ký dành cho người làm công tác kiểm tra, thanh tra. Nếu bạn cần xem, hãy liên hệ quản trị."
        )
    rows = list(_narrowed(actor, wanted).order_by("-id")[: LINES_A_PAGE + 1])
    shown = rows[:LINES_A_PAGE]
    return History(tuple(map(_line, shown)), shown[-1].pk if len(rows) > LINES_A_PAGE else None)


def _narrowed(actor: Actor, wanted: LogFilter) -> QuerySet[Event]:
    rows = visible_to(Event.objects.all(), actor, Permission.LOG_READ)
    if wanted.kind:
        rows = rows.filter(subject_kind=wanted.kind)
    if wanted.since:
        rows = rows.filter(at__date__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(at__date__lt=wanted.until + timedelta(days=1))
    if wanted.before_id is not None:
        rows = rows.filter(id__lt=wanted.before_id)
    for word in wanted.words.split():
        rows = rows.filter(sentence__icontains=word) | rows.filter(actor_name__icontains=word)
    return rows


def _line(row: Event) -> HistoryLine:
    return HistoryLine(
        row.pk, row.at, row.actor_name, row.code, row.sentence, row.before, row.after, row.is_sample
    )
