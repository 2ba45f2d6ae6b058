"""What every step of a dossier has in common: fetch and lock by right, move by the table, tell the log."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar, cast

from django.db import connection

from woms.access.actors import Actor
from woms.access.checks import check
from woms.access.permissions import Permission
from woms.core.clock import local_date
from woms.core.errors import Missing
from woms.evaluation import events, policies
from woms.evaluation.models import Dossier
from woms.evaluation.queries import entitled
from woms.evaluation.states import DOSSIER_MACHINE
from woms.org.posts import Post, post_of
from woms.records.log import record_event
from woms.workflow.models import Decision

E = TypeVar("E", bound=events.DossierEvent)


HOLD_CYCLE = """
SELECT 1 FROM evaluation_cycle c JOIN evaluation_dossier d ON d.cycle_id = c.id
WHERE d.id = %s FOR KEY SHARE OF c
"""


def hold_cycle(dossier_id: int) -> None:
    """Whoever locks the cycle waits for this step, and this step for them: none is taken after the lock counted."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD_CYCLE, [dossier_id])


def locked(actor: Actor, permission: Permission, dossier_id: int) -> Dossier:
    hold_cycle(dossier_id)
    rows = Dossier.objects.select_for_update(of=("self",)).select_related("person", "unit", "cycle__period")
    dossier = entitled(rows, actor).filter(pk=dossier_id).first()
    if dossier is None:
        raise Missing
    check(actor, permission, policies.subject_of(dossier))
    return dossier


def locked_from_above(actor: Actor, at: datetime, permission: Permission, dossier_id: int) -> Dossier:
    dossier = locked(actor, permission, dossier_id)
    if (
        dossier.person_id != actor.person_id
    ):  # one's own is refused by the transition table, with its sentence
        policies.check_is_above(dossier, post(actor, local_date(at)))
    return dossier


def post(actor: Actor, on: date) -> Post | None:
    try:
        return post_of(actor.person_id, on) if actor.person_id is not None else None
    except Missing:
        return None


def move(actor: Actor, at: datetime, dossier: Dossier, action: str, target: str, reason: str = "") -> None:
    Decision.objects.create(
        subject_kind=DOSSIER_MACHINE.subject_kind,
        subject_id=dossier.pk,
        action=action,
        from_state=dossier.state,
        to_state=target,
        person_id=cast("int", actor.person_id),
        person_name=actor.name,
        at=at,
        reason=reason,
        is_sample=dossier.is_sample,
    )
    dossier.state = target
    dossier.version += 1
    dossier.save(update_fields=["state", "version"])


def record(actor: Actor, at: datetime, dossier: Dossier, kind: type[E], **after: Any) -> None:
    record_event(actor=actor, at=at, event=kind(**about(dossier)), after={"state": dossier.state, **after})


def about(dossier: Dossier) -> dict[str, Any]:
    return {
        "subject_id": dossier.pk,
        "unit_id": dossier.unit_id,
        "unit_path": dossier.unit.path,
        "is_sample": dossier.is_sample,
        "person_name": dossier.person.full_name,
        "period_label": dossier.cycle.period.label,
    }
