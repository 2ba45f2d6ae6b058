"""Decide ratings, one or many at once, so that the cap on excellent holds whoever decides at the same time; publish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import transaction

from woms.access.actors import Actor
from woms.access.permissions import Permission
from woms.core.clock import local_date
from woms.core.errors import Invalid, Refused, WomsError
from woms.core.vietnamese import clean_text
from woms.evaluation import circles, events, policies
from woms.evaluation.models import Dossier, Rating
from woms.evaluation.queries import latest_mark, latest_rating, latest_sheet
from woms.evaluation.scoring import is_stale
from woms.evaluation.services import steps
from woms.evaluation.states import Level, Stage
from woms.records.log import record_event

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """The level chosen for one dossier, on the score and version that the person saw."""

    dossier_id: int
    level: str
    reason: str
    revision: int
    version: int


@dataclass(frozen=True, slots=True)
class NotDone:
    """One dossier of many on which nothing was done, and why."""

    dossier_id: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Many:
    """What came of many at once: how many were done, and those that were not. Doing it again is safe."""

    done: int
    refused: tuple[NotDone, ...]


@transaction.atomic
def decide_rating(
    *,
    actor: Actor,
    at: datetime,
    dossier_id: int,
    level: str,
    reason: str,
    revision: int,
    version: int,
    minutes: str = "",
) -> None:
    """This function will record the level that an authorised person decided on the score they saw.

    Never automatic. Raises `Invalid` when a level other than the calculated one has no reason, and `Refused` when
    one more excellent rating would exceed the cap.
    """
    _hold_circle(dossier_id)
    dossier = steps.locked_from_above(actor, at, Permission.DOSSIER_DECIDE, dossier_id)
    policies.check_version(dossier, version)
    policies.check_is_open(dossier.cycle, local_date(at))
    target = policies.check_step(dossier, "decide", actor=actor)
    reason, sheet = clean_text(reason), latest_sheet(dossier, Stage.SUPERIOR)
    sheet = policies.check_rating(sheet, level=level, reason=reason, revision=revision)
    policies.check_is_current(is_stale=is_stale(dossier, sheet, latest_mark(dossier, Stage.SUPERIOR)))
    rating = Rating.objects.create(
        dossier=dossier,
        score_sheet=sheet,
        level=Level(level),
        reason=reason,
        minutes=clean_text(minutes),
        decided_by_id=cast("int", actor.person_id),
        decided_by_name=actor.name,
        at=at,
        is_sample=dossier.is_sample,
    )
    steps.move(actor, at, dossier, "decide", target, reason)
    if level == Level.EXCELLENT:
        check_cap(dossier)
    steps.record(actor, at, dossier, events.RatingDecided, rating=rating.pk, score_sheet=sheet.pk)


@transaction.atomic
def decide_ratings(*, actor: Actor, at: datetime, choices: Sequence[Choice], minutes: str = "") -> Many:
    """This function will decide many dossiers; one that cannot be decided is left as it is and named with the reason."""
    if len(choices) > MOST_AT_ONCE:
        raise Invalid(
            f"Mỗi lần quyết định nhiều nhất {MOST_AT_ONCE} người. Hãy chia ra.", code="rating.too_many"
        )
    for dossier_id in sorted(choice.dossier_id for choice in choices):
        _hold_circle(dossier_id)
    refused = []
    for choice in choices:
        try:
            decide_rating(
                actor=actor,
                at=at,
                dossier_id=choice.dossier_id,
                level=choice.level,
                reason=choice.reason,
                revision=choice.revision,
                version=choice.version,
                minutes=minutes,
            )
        except WomsError as error:
            refused.append(NotDone(choice.dossier_id, error.sentence))
    return Many(len(choices) - len(refused), tuple(refused))


@transaction.atomic
def reconsider_rating(*, actor: Actor, at: datetime, dossier_id: int, reason: str, version: int) -> None:
    """This function will take a decided rating back before anybody could read it; both decisions are kept."""
    dossier = steps.locked_from_above(actor, at, Permission.DOSSIER_DECIDE, dossier_id)
    policies.check_version(dossier, version)
    policies.check_is_open(dossier.cycle, local_date(at))
    reason = clean_text(reason)
    target = policies.check_step(dossier, "reconsider", actor=actor, reason=reason)
    steps.move(actor, at, dossier, "reconsider", target, reason)
    record_event(
        actor=actor, at=at, event=events.RatingReconsidered(**steps.about(dossier)), after={"reason": reason}
    )


@transaction.atomic
def revise_rating(*, actor: Actor, at: datetime, dossier_id: int, reason: str, version: int) -> None:
    """This function will take a published rating up again in a cycle that was reopened; every version is kept."""
    dossier = steps.locked_from_above(actor, at, Permission.DOSSIER_DECIDE, dossier_id)
    policies.check_version(dossier, version)
    policies.check_is_open(dossier.cycle, local_date(at))
    policies.check_was_reopened(dossier.cycle)
    reason = clean_text(reason)
    target = policies.check_step(dossier, "revise", actor=actor, reason=reason)
    steps.move(actor, at, dossier, "revise", target, reason)
    steps.record(actor, at, dossier, events.RatingRevised)


@transaction.atomic
def publish_rating(*, actor: Actor, at: datetime, dossier_id: int, version: int) -> None:
    """This function will let the person read the decided rating."""
    _hold_circle(dossier_id)
    dossier = steps.locked_from_above(actor, at, Permission.DOSSIER_PUBLISH, dossier_id)
    policies.check_version(dossier, version)
    policies.check_is_open(dossier.cycle, local_date(at))
    target = policies.check_step(dossier, "publish", actor=actor)
    rating = latest_rating(dossier)
    if rating is not None and rating.level == Level.EXCELLENT:
        check_cap(dossier)
    steps.move(actor, at, dossier, "publish", target)
    steps.record(actor, at, dossier, events.RatingPublished)


def check_cap(dossier: Dossier) -> None:
    """Refuse when more people are decided excellent than the cap allows, in the circle or in the person's group."""
    circle = circles.circle_of(dossier)
    people = circles.standings(circle)
    group, waiting = policies.group_of(dossier), sum(not one.level for one in people)
    for quota in circles.quotas_of(circle, people, dossier.cycle):
        if quota.group not in ("", group.code):
            continue
        inside = [one for one in people if not quota.group or one.group == quota.group]
        decided = sum(one.is_decided_excellent for one in inside)
        if decided > quota.allowed:
            where = f"nhóm “{group.label}”" if quota.group else "đơn vị"
            raise Refused(
                f"Vượt tỷ lệ xuất sắc: {where} được nhiều nhất {quota.allowed} người, "
                f"kể cả người này là {decided}. {_not_counted(waiting)}"
                "Hãy chọn mức khác, hoặc xem xét lại một quyết định chưa công bố.",
                code="rating.cap_reached",
            )


def _not_counted(waiting: int) -> str:
    return f"Còn {waiting} người chưa được đánh giá nên chưa tính vào tỷ lệ. " if waiting else ""


def _hold_circle(dossier_id: int) -> None:
    """The cycle, then the circle, before any row: everybody in the same order, so that nobody waits in a ring."""
    steps.hold_cycle(dossier_id)
    dossier = Dossier.objects.select_related("unit", "cycle__period").filter(pk=dossier_id).first()
    if dossier is not None:
        circles.hold(circles.circle_of(dossier))
