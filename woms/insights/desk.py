"""What is on a person's desk today: the week's numbers, what waits for an answer, the own dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from woms.access.actors import Actor
from woms.core.clock import local_date
from woms.evaluation.queries import DossierRow, own_dossiers
from woms.planning.queries.inbox import inbox
from woms.progress.queries.week import Week, week_of_check_ins
from woms.workflow.inbox import InboxItem


@dataclass(frozen=True, slots=True)
class Desk:
    """The week of check-ins, papers waiting for the actor (oldest first), and the latest own dossier."""

    week: Week
    waiting: tuple[InboxItem, ...]
    dossier: DossierRow | None


def desk(*, actor: Actor, at: datetime) -> Desk:
    """Gather the desk in a constant number of queries; parts the actor has nothing to do with are empty."""
    on = local_date(at)
    dossiers = own_dossiers(actor=actor, at=at)
    return Desk(
        week=week_of_check_ins(actor=actor, on=on),
        waiting=inbox(actor=actor, on=on),
        dossier=dossiers[0] if dossiers else None,
    )
