"""Contest a published rating within the window; somebody other than the first decider settles it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import transaction

from woms.access.actors import Actor
from woms.access.permissions import Permission
from woms.core.clock import local_date
from woms.core.vietnamese import clean_text
from woms.evaluation import circles, events, policies
from woms.evaluation.appeals import last_day_to_appeal, working_days_after
from woms.evaluation.models import Appeal, Dossier, Rating
from woms.evaluation.queries import latest_rating
from woms.evaluation.scoring import decisions_of
from woms.evaluation.services import steps
from woms.evaluation.services.ratings import check_cap
from woms.evaluation.states import AppealOutcome, Level
from woms.records.log import record_event
from woms.regulations import appeal_days


@dataclass(frozen=True, slots=True)
class Claim:
    """What the person does not agree with, and what proves it."""

    claim: str
    evidence: str = ""


@transaction.atomic
def lodge_appeal(*, actor: Actor, at: datetime, dossier_id: int, claim: Claim, version: int) -> int:
    """This function will contest the published rating; it stays as it is, shown as under appeal, until settled."""
    dossier = steps.locked(actor, Permission.DOSSIER_SELF_ASSESS, dossier_id)
    policies.check_version(dossier, version)
    policies.check_is_open(dossier.cycle, local_date(at))
    words = clean_text(claim.claim)
    target = policies.check_step(dossier, "lodge_appeal", actor=actor, reason=words)
    policies.check_window(last_day_to_appeal(dossier, decisions_of(dossier)), local_date(at))
    days = appeal_days(dossier.cycle.governing_date, is_settling=True, decisions=decisions_of(dossier))
    appeal = Appeal.objects.create(
        dossier=dossier,
        rating=cast("Rating", latest_rating(dossier)),
        claim=words,
        evidence=clean_text(claim.evidence),
        lodged_at=at,
        due_on=working_days_after(local_date(at), days),
        is_sample=dossier.is_sample,
    )
    steps.move(actor, at, dossier, "lodge_appeal", target)
    steps.record(actor, at, dossier, events.AppealLodged, appeal=appeal.pk)
    return appeal.pk


@transaction.atomic
def withdraw_appeal(*, actor: Actor, at: datetime, dossier_id: int, version: int) -> None:
    """This function will take one's own appeal back; the rating stands."""
    dossier = steps.locked(actor, Permission.DOSSIER_SELF_ASSESS, dossier_id)
    policies.check_version(dossier, version)
    target = policies.check_step(dossier, "withdraw_appeal", actor=actor)
    appeal = _open_appeal(dossier)
    appeal.outcome, appeal.settled_at, appeal.settled_by_name = AppealOutcome.WITHDRAWN, at, actor.name
    appeal.save(update_fields=["outcome", "settled_at", "settled_by_name"])
    steps.move(actor, at, dossier, "withdraw_appeal", target)
    steps.record(actor, at, dossier, events.AppealWithdrawn, appeal=appeal.pk)


@transaction.atomic
def settle_appeal(
    *, actor: Actor, at: datetime, dossier_id: int, level: str, answer: str, version: int
) -> None:
    """This function will uphold the rating, or put a new one beside it, with the answer that the person reads.

    Raises `Refused` for whoever decided the contested rating: somebody else answers.
    """
    steps.hold_cycle(dossier_id)
    found = Dossier.objects.select_related("unit", "cycle__period").filter(pk=dossier_id).first()
    if found is not None:
        circles.hold(circles.circle_of(found))
    dossier = steps.locked_from_above(actor, at, Permission.DOSSIER_SETTLE, dossier_id)
    policies.check_version(dossier, version)
    policies.check_is_open(dossier.cycle, local_date(at))
    answer = clean_text(answer)
    target = policies.check_step(dossier, "settle_appeal", actor=actor, reason=answer)
    appeal = _open_appeal(dossier)
    policies.check_other_decider(appeal.rating, actor)
    policies.check_settled_level(level)
    steps.move(actor, at, dossier, "settle_appeal", target, answer)
    _settle(appeal, actor, at, dossier, Level(level), answer)
    event = events.AppealSettled(**steps.about(dossier))
    record_event(actor=actor, at=at, event=event, after={"appeal": appeal.pk, "rating": appeal.new_rating_id})


def _settle(appeal: Appeal, actor: Actor, at: datetime, dossier: Dossier, level: Level, answer: str) -> None:
    appeal.outcome = AppealOutcome.UPHELD
    if level != appeal.rating.level:
        appeal.outcome = AppealOutcome.CHANGED
        appeal.new_rating = Rating.objects.create(
            dossier=dossier,
            score_sheet_id=appeal.rating.score_sheet_id,
            level=level,
            reason=answer,
            decided_by_id=cast("int", actor.person_id),
            decided_by_name=actor.name,
            at=at,
            is_sample=dossier.is_sample,
        )
        if level == Level.EXCELLENT:
            check_cap(dossier)
    appeal.answer, appeal.settled_at = answer, at
    appeal.settled_by_id, appeal.settled_by_name = actor.person_id, actor.name
    appeal.save()


def _open_appeal(dossier: Dossier) -> Appeal:
    return Appeal.objects.select_related("rating").get(dossier=dossier, outcome="")
