"""What services of progress say to the log: events with values written as people read them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypedDict

from woms.access.actors import Actor
from woms.core.numbers import NBSP, format_number
from woms.planning.models import KeyResult
from woms.progress import events
from woms.progress.models import CheckIn
from woms.progress.states import Status
from woms.records.log import record_event


class Where(TypedDict):
    """The facts that every event of a key result carries."""

    subject_id: int
    unit_id: int
    unit_path: str
    is_sample: bool
    title: str


def where(key_result: KeyResult) -> Where:
    return {
        "subject_id": key_result.pk,
        "unit_id": key_result.owner_unit_id,
        "unit_path": key_result.owner_unit.path,
        "is_sample": key_result.objective.plan.is_sample,
        "title": key_result.title,
    }


def record_check_in(
    actor: Actor, at: datetime, key_result: KeyResult, last: CheckIn | None, row: CheckIn
) -> None:
    event = events.CheckedIn(
        **where(key_result),
        before=_written(last, key_result) if last else "",
        after=_written(row, key_result),
        status=str(Status(row.status).label),
        status_reason=row.status_reason,
    )
    record_event(actor=actor, at=at, event=event, before=_plain(last), after=_plain(row))


def record_correction(
    actor: Actor, at: datetime, key_result: KeyResult, wrong: CheckIn, row: CheckIn
) -> None:
    event = events.CheckInCorrected(
        **where(key_result),
        before=_written(wrong, key_result),
        after=_written(row, key_result),
        as_of=f"{row.as_of:%d/%m/%Y}",
    )
    record_event(actor=actor, at=at, event=event, before=_plain(wrong), after=_plain(row))


def _written(row: CheckIn, key_result: KeyResult) -> str:
    return f"{format_number(row.value)}{NBSP}{key_result.measure_unit}".strip()


def _plain(row: CheckIn | None) -> dict[str, Any]:
    if row is None:
        return {}
    names = ("sequence", "value", "as_of", "status", "suggested_status", "status_reason", "note", "cause")
    return {name: getattr(row, name) for name in names}
