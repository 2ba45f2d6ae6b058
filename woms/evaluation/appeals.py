"""Until when a published rating may be contested, and the appeals of a dossier as its readers see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from woms.core.clock import local_date
from woms.evaluation.models import Appeal, Dossier
from woms.evaluation.states import DOSSIER_MACHINE, AppealOutcome
from woms.regulations import LocalDecision, appeal_days
from woms.workflow.models import Decision

WEEKEND = 5


@dataclass(frozen=True, slots=True)
class AppealView:
    """One appeal; `outcome_label` and `answer` are empty until it is settled."""

    claim: str
    evidence: str
    lodged_at: datetime
    due_on: date
    outcome: str
    outcome_label: str
    answer: str
    settled_by: str
    settled_at: datetime | None


def last_day_to_appeal(dossier: Dossier, decisions: Sequence[LocalDecision] = ()) -> date | None:
    """The last working day of the window; None while nothing is published."""
    published = (
        Decision.objects.filter(
            subject_kind=DOSSIER_MACHINE.subject_kind, subject_id=dossier.pk, action="publish"
        )
        .order_by("-id")
        .first()
    )
    if published is None:
        return None
    days = appeal_days(dossier.cycle.governing_date, decisions=decisions)
    return working_days_after(local_date(published.at), days)


def working_days_after(day: date, count: int) -> date:
    """Monday to Friday count; the day itself does not."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < WEEKEND
    return day


def appeals_of(dossier: Dossier) -> tuple[AppealView, ...]:
    """The latest first (one query); for readers of the published rating."""
    return tuple(_view(row) for row in Appeal.objects.filter(dossier=dossier).order_by("-id"))


def _view(row: Appeal) -> AppealView:
    return AppealView(
        claim=row.claim,
        evidence=row.evidence,
        lodged_at=row.lodged_at,
        due_on=row.due_on,
        outcome=row.outcome,
        outcome_label=str(AppealOutcome(row.outcome).label) if row.outcome else "",
        answer=row.answer,
        settled_by=row.settled_by_name,
        settled_at=row.settled_at,
    )
