"""What assigned work puts on the page “Chờ xử lý”: objective causes that somebody asked the actor to confirm."""

from __future__ import annotations

from datetime import date

from woms.access.actors import Actor
from woms.access.checks import holds
from woms.access.permissions import Permission
from woms.org.queries import nameable_people
from woms.work.models import WorkItem
from woms.work.queries import excuses_for
from woms.workflow.inbox import InboxItem

MOST_SHOWN = 60


def inbox(*, actor: Actor, on: date, checked: int = MOST_SHOWN) -> tuple[InboxItem, ...]:  # noqa: ARG001 - one shape for every source
    """Products whose late or reworked units wait for the actor's answer, the oldest first (two queries)."""
    rows = list(excuses_for(actor)[:MOST_SHOWN])
    known = nameable_people(actor=actor, person_ids=[row.person_id for row in rows])
    return tuple(_item(row, is_named=row.person_id in known) for row in rows)


def inbox_count(*, actor: Actor) -> int:
    """How many things `inbox` would list (one query, none for whoever confirms nothing)."""
    return excuses_for(actor).count() if holds(actor, Permission.WORK_EXCUSE) else 0


def _item(row: WorkItem, *, is_named: bool) -> InboxItem:
    who = row.person.full_name if is_named else f"Cán bộ của {row.unit.name}"
    return InboxItem(
        kind="excuse",
        subject_kind="work_item",
        subject_id=row.pk,
        title=row.title,
        unit_name=row.unit.name,
        from_name=who,
        since=row.asked,  # type: ignore[attr-defined] # counted by `excuses_for`
        note=row.unit.name if is_named else "",
        due_on=row.due_on,
        version=row.version,
    )
