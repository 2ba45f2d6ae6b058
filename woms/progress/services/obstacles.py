"""What is in the way: opened with a check-in that is behind, closed when the figure is back on its pace."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from woms.access.actors import Actor
from woms.core.errors import Invalid
from woms.core.vietnamese import clean_text
from woms.planning.models import KeyResult
from woms.progress import events
from woms.progress.models import Obstacle
from woms.progress.policies import check_can_report, check_cause
from woms.progress.services.access import find_reportable
from woms.progress.services.log import where
from woms.progress.states import Cause
from woms.records.log import record_event

HELP_LENGTH, SUMMARY_LENGTH = 300, 500


@transaction.atomic
def report_obstacle(
    *, actor: Actor, at: datetime, key_result_id: int, cause: str, help_needed: str = "", summary: str = ""
) -> int:
    """This function will say why a key result is held up, or say it better; return the obstacle's id.

    One cause at a time: naming another one closes the first. Raises `Missing`, `Denied`, `Refused` when the plan
    is not in force, `Invalid` for an unknown cause.
    """
    key_result = find_reportable(actor, key_result_id)
    check_can_report(key_result)
    if not cause:
        raise Invalid(
            "Hãy chọn một trong năm nguyên nhân vướng mắc.", code="obstacle.cause_missing", field="cause"
        )
    check_cause(cause)
    return open_obstacle(actor, at, key_result, cause, clean_text(help_needed), clean_text(summary))


def open_obstacle(
    actor: Actor, at: datetime, key_result: KeyResult, cause: str, help_needed: str, summary: str
) -> int:
    """Inside the caller's transaction, which has checked access."""
    label = str(Cause(cause).label)
    resolve_obstacles(actor, at, key_result, f"nguyên nhân được xác định lại là {label.lower()}.", but=cause)
    row, is_new = Obstacle.objects.get_or_create(
        key_result=key_result,
        cause=cause,
        resolved_at=None,
        defaults={
            "summary": (clean_text(summary) or f"Vướng mắc do {label.lower()}: {key_result.title}")[
                :SUMMARY_LENGTH
            ],
            "help_needed": help_needed[:HELP_LENGTH],
            "holder_unit_id": key_result.owner_unit_id,
            "opened_by_id": actor.person_id,
            "opened_at": at,
            "is_sample": key_result.objective.plan.is_sample,
        },
    )
    if not is_new and not _improve(row, help_needed):
        return row.pk
    event = events.ObstacleOpened(**where(key_result), cause=label, help_needed=row.help_needed)
    record_event(actor=actor, at=at, event=event, after={"cause": cause, "help_needed": row.help_needed})
    return row.pk


def resolve_obstacles(
    actor: Actor, at: datetime, key_result: KeyResult, resolution: str, *, but: str = ""
) -> None:
    """Close what is open, except one cause; inside the caller's transaction."""
    for row in (
        Obstacle.objects.filter(key_result=key_result, resolved_at=None).exclude(cause=but).order_by("pk")
    ):
        row.resolved_at, row.resolution = at, resolution
        row.save(update_fields=["resolved_at", "resolution"])
        label = str(Cause(row.cause).label)
        event = events.ObstacleResolved(**where(key_result), cause=label, resolution=resolution)
        record_event(
            actor=actor, at=at, event=event, before={"cause": row.cause}, after={"resolution": resolution}
        )


def _improve(row: Obstacle, help_needed: str) -> bool:
    """The same cause named again may add who should help."""
    if not help_needed or help_needed == row.help_needed:
        return False
    row.help_needed = help_needed[:HELP_LENGTH]
    row.save(update_fields=["help_needed"])
    return True
