"""What is on a person's desk today: the week's numbers, what waits for an answer, the own dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from woms.access.actors import Actor
from woms.access.checks import holds
from woms.access.permissions import Permission
from woms.core.clock import local_date
from woms.evaluation.queries import DossierRow, own_dossiers
from woms.insights.board import UnitBoard
from woms.insights.inbox import oldest_waiting
from woms.insights.unit_board import own_board_code, unit_board
from woms.progress.queries.week import Week, week_of_check_ins
from woms.workflow.inbox import InboxItem

MOST_WAITING = 5


@dataclass(frozen=True, slots=True)
class Desk:
    """The week of check-ins, papers waiting for the actor (oldest first), the latest own dossier.

    Of the papers the first `MOST_WAITING` are shown; only those were checked for warnings.

    `board` is there for those who lead without reporting numbers themselves: their desk is what needs attention.
    """

    week: Week
    waiting: tuple[InboxItem, ...]
    dossier: DossierRow | None
    board: UnitBoard | None = None


def desk(*, actor: Actor, at: datetime) -> Desk:
    """Gather the desk in a constant number of queries; parts the actor has nothing to do with are empty."""
    on = local_date(at)
    dossiers = own_dossiers(actor=actor, at=at, most=1)
    week = week_of_check_ins(actor=actor, on=on)
    leads = not week.rows and holds(actor, Permission.BOARD_READ)
    return Desk(
        week=week,
        waiting=oldest_waiting(actor=actor, on=on, checked=MOST_WAITING),
        dossier=dossiers[0] if dossiers else None,
        board=_own_board(actor, at) if leads else None,
    )


def _own_board(actor: Actor, at: datetime) -> UnitBoard:
    return unit_board(actor=actor, unit_code=own_board_code(actor=actor), period_code="", on=local_date(at))
