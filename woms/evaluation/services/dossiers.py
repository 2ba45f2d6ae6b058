"""Assess oneself; review, appraise, return, score again."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.db import transaction

from woms.access.actors import Actor
from woms.access.checks import check
from woms.access.permissions import Permission
from woms.core.clock import local_date
from woms.core.numbers import round_half_up
from woms.core.vietnamese import clean_text
from woms.evaluation import aggregating, criteria, events, policies
from woms.evaluation.criteria import GeneralMark
from woms.evaluation.models import CollectiveOpinion, Dossier, GeneralScore
from woms.evaluation.policies import Opinion
from woms.evaluation.queries import latest_mark
from woms.evaluation.scoring import decisions_of, record_score
from woms.evaluation.services import steps
from woms.evaluation.states import DossierState, Stage
from woms.records.log import record_event


@transaction.atomic
def assess_self(*, actor: Actor, at: datetime, dossier_id: int, mark: GeneralMark, version: int) -> None:
    """This function will hand in one's own mark for the common criteria and compute the provisional score."""
    dossier = steps.locked(actor, Permission.DOSSIER_SELF_ASSESS, dossier_id)
    policies.check_version(dossier, version)
    policies.check_is_open(dossier.cycle, local_date(at))
    target = policies.check_step(dossier, "assess_self", actor=actor)
    given = _give_mark(actor, at, dossier, mark, Stage.SELF)
    steps.move(actor, at, dossier, "assess_self", target)
    record_score(actor=actor, at=at, dossier=dossier, mark=given, stage=Stage.SELF, reason="Tự chấm")
    steps.record(actor, at, dossier, events.SelfAssessed, general_score=given.pk)


@transaction.atomic
def review_dossier(*, actor: Actor, at: datetime, dossier_id: int, mark: GeneralMark, version: int) -> None:
    """This function will give the direct superior's mark; one that differs from the person's says why."""
    dossier = steps.locked_from_above(actor, at, Permission.DOSSIER_REVIEW, dossier_id)
    policies.check_version(dossier, version)
    policies.check_is_open(dossier.cycle, local_date(at))
    target = policies.check_step(dossier, "review", actor=actor)
    if not aggregating.is_of_parts(dossier):
        policies.check_adjustment_has_reason(mark, latest_mark(dossier, Stage.SELF))
    given = _give_mark(actor, at, dossier, mark, Stage.SUPERIOR)
    steps.move(actor, at, dossier, "review", target)
    reason = "Quản lý trực tiếp đánh giá"
    record_score(actor=actor, at=at, dossier=dossier, mark=given, stage=Stage.SUPERIOR, reason=reason)
    steps.record(actor, at, dossier, events.ReviewGiven, general_score=given.pk)


@transaction.atomic
def return_dossier(*, actor: Actor, at: datetime, dossier_id: int, reason: str, version: int) -> None:
    """This function will give the dossier back to the person to assess again, saying why."""
    dossier = steps.locked_from_above(actor, at, Permission.DOSSIER_REVIEW, dossier_id)
    _step_back(actor, at, dossier, "return", reason, version, events.DossierReturned)


@transaction.atomic
def appraise_dossier(*, actor: Actor, at: datetime, dossier_id: int, opinion: Opinion, version: int) -> None:
    """This function will keep the opinion of the collective, with its votes if there was one, for whoever decides."""
    dossier = steps.locked(actor, Permission.DOSSIER_APPRAISE, dossier_id)
    policies.check_version(dossier, version)
    policies.check_is_open(dossier.cycle, local_date(at))
    target = policies.check_step(dossier, "appraise", actor=actor)
    policies.check_opinion(opinion)
    kept = CollectiveOpinion.objects.create(
        dossier=dossier,
        summary=clean_text(opinion.summary),
        votes_for=opinion.votes_for,
        votes_against=opinion.votes_against,
        minutes=clean_text(opinion.minutes),
        given_by_id=cast("int", actor.person_id),
        given_by_name=actor.name,
        at=at,
        is_sample=dossier.is_sample,
    )
    steps.move(actor, at, dossier, "appraise", target)
    steps.record(actor, at, dossier, events.OpinionGiven, opinion=kept.pk)


@transaction.atomic
def return_review(*, actor: Actor, at: datetime, dossier_id: int, reason: str, version: int) -> None:
    """This function will give the dossier back from the appraisal to the direct superior, saying why."""
    dossier = steps.locked(actor, Permission.DOSSIER_APPRAISE, dossier_id)
    _step_back(actor, at, dossier, "return_review", reason, version, events.ReviewReturned)


@transaction.atomic
def send_back_dossier(*, actor: Actor, at: datetime, dossier_id: int, reason: str, version: int) -> None:
    """This function will give the dossier back to the direct superior to review again, saying why."""
    dossier = steps.locked_from_above(actor, at, Permission.DOSSIER_DECIDE, dossier_id)
    _step_back(actor, at, dossier, "send_back", reason, version, events.DossierSentBack)


@transaction.atomic
def score_dossier(*, actor: Actor, at: datetime, dossier_id: int, reason: str, version: int) -> int:
    """This function will compute the score again from what is known now and return the revision that stands.

    A new revision is appended with the reason; when nothing changed the last one stands.
    """
    dossier = steps.locked(actor, Permission.DOSSIER_READ, dossier_id)
    policies.check_is_above(dossier, steps.post(actor, local_date(at)))
    is_in_review = dossier.state == DossierState.REVIEW
    permission = Permission.DOSSIER_REVIEW if is_in_review else Permission.DOSSIER_DECIDE
    check(actor, permission, policies.subject_of(dossier))
    policies.check_version(dossier, version)
    policies.check_is_open(dossier.cycle, local_date(at))
    reason = clean_text(reason)
    policies.check_can_score(dossier, reason)
    stage = Stage.SELF if is_in_review else Stage.SUPERIOR
    mark = latest_mark(dossier, stage)
    sheet = record_score(actor=actor, at=at, dossier=dossier, mark=mark, stage=stage, reason=reason)
    return sheet.revision


def _step_back(
    actor: Actor,
    at: datetime,
    dossier: Dossier,
    action: str,
    reason: str,
    version: int,
    kind: type[events.DossierReturned | events.DossierSentBack | events.ReviewReturned],
) -> None:
    policies.check_version(dossier, version)
    policies.check_is_open(dossier.cycle, local_date(at))
    reason = clean_text(reason)
    target = policies.check_step(dossier, action, actor=actor, reason=reason)
    steps.move(actor, at, dossier, action, target, reason)
    record_event(actor=actor, at=at, event=kind(**steps.about(dossier), reason=reason))


def _give_mark(actor: Actor, at: datetime, dossier: Dossier, mark: GeneralMark, stage: Stage) -> GeneralScore:
    if aggregating.is_of_parts(dossier):
        return _keep_mark(actor, at, dossier, GeneralMark({}, mark.note), stage)
    is_leader = dossier.framework in criteria.LEADER_FRAMEWORKS
    criteria.check_mark(
        mark, dossier.cycle.governing_date, is_leader=is_leader, decisions=decisions_of(dossier)
    )
    marked = mark if is_leader else GeneralMark(mark.by_group, mark.note)
    return _keep_mark(actor, at, dossier, marked, stage)


def _keep_mark(actor: Actor, at: datetime, dossier: Dossier, mark: GeneralMark, stage: Stage) -> GeneralScore:
    """A quarter and a year take the mean of the months instead of new points."""
    points = mark.points
    if aggregating.is_of_parts(dossier):
        mean = aggregating.mean_general(aggregating.parts_of(dossier, decisions_of(dossier)))
        points = round_half_up(criteria.plain(mean), criteria.POINT_DIGITS) if mean is not None else points
    return GeneralScore.objects.create(
        dossier=dossier,
        stage=stage,
        points=points,
        by_group={code: str(points) for code, points in mark.by_group.items()},
        organizing=mark.organizing,
        cohesion=mark.cohesion,
        note=clean_text(mark.note),
        given_by_id=cast("int", actor.person_id),
        given_by_name=actor.name,
        at=at,
        is_sample=dossier.is_sample,
    )
