"""Open a cycle; assess oneself; review, return, score, decide and publish. A person decides every rating."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any, TypeVar, cast

from django.db import IntegrityError, transaction

from woms.access.actors import Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core import periods
from woms.core.clock import local_date
from woms.core.errors import Invalid, Missing, Refused
from woms.core.vietnamese import clean_text
from woms.evaluation import criteria, events, policies
from woms.evaluation.criteria import GeneralMark
from woms.evaluation.models import Cycle, Dossier, GeneralScore, Rating
from woms.evaluation.queries import latest_mark, latest_sheet
from woms.evaluation.scoring import is_stale, record_score
from woms.evaluation.states import (
    DOSSIER_MACHINE,
    DossierState,
    Level,
    Stage,
)
from woms.org.posts import Post, post_of, posts_in
from woms.org.queries import city
from woms.planning.models import Period
from woms.records.log import record_event
from woms.workflow.models import Decision

E = TypeVar("E", bound=events.DossierEvent)
BATCH = 2000


@dataclass(frozen=True, slots=True)
class Calendar:
    """When self-assessment starts, and the deadlines of the stages; each may be left open."""

    starts_on: date | None = None
    self_due_on: date | None = None
    review_due_on: date | None = None
    decision_due_on: date | None = None


@transaction.atomic
def open_cycle(
    *,
    actor: Actor,
    at: datetime,
    period_code: str,
    calendar: Calendar | None = None,
    is_sample: bool = False,
) -> int:
    """This function will open a month's evaluation with a dossier for everybody in a unit, and return its id.

    Post, rank and framework are frozen as they are on the last day of the month, or today if that is earlier.
    The city's own leaders are rated by the level above and have no dossier here.
    """
    root = city()
    check(actor, Permission.CYCLE_MANAGE, Subject(root.path))
    period = _month(period_code)
    dates = calendar or Calendar()
    _check_in_order(dates)
    cycle = _new_cycle(period, dates, at, is_sample=is_sample)
    on = min(local_date(at), cycle.governing_date)
    posts = (post for post in posts_in(on) if post.unit_id != root.id)
    made = Dossier.objects.bulk_create((_dossier(cycle, post) for post in posts), batch_size=BATCH)
    event = events.CycleOpened(
        subject_id=cycle.pk,
        unit_id=root.id,
        unit_path=root.path,
        is_sample=is_sample,
        period_label=period.label,
        people=len(made),
    )
    record_event(actor=actor, at=at, event=event, after={"people": len(made)})
    return cycle.pk


@transaction.atomic
def assess_self(*, actor: Actor, at: datetime, dossier_id: int, mark: GeneralMark, version: int) -> None:
    """This function will hand in one's own mark for the common criteria and compute the provisional score."""
    dossier = _locked(actor, Permission.DOSSIER_SELF_ASSESS, dossier_id)
    policies.check_version(dossier, version)
    policies.check_is_open(dossier.cycle, local_date(at))
    target = policies.check_step(dossier, "assess_self", actor=actor)
    given = _give_mark(actor, at, dossier, mark, Stage.SELF)
    _move(actor, at, dossier, "assess_self", target)
    record_score(actor=actor, at=at, dossier=dossier, mark=given, stage=Stage.SELF, reason="Tự chấm")
    _record(actor, at, dossier, events.SelfAssessed, general_score=given.pk)


@transaction.atomic
def review_dossier(*, actor: Actor, at: datetime, dossier_id: int, mark: GeneralMark, version: int) -> None:
    """This function will give the direct superior's mark; one that differs from the person's says why."""
    dossier = _locked_from_above(actor, at, Permission.DOSSIER_REVIEW, dossier_id)
    policies.check_version(dossier, version)
    policies.check_is_open(dossier.cycle, local_date(at))
    target = policies.check_step(dossier, "review", actor=actor)
    policies.check_adjustment_has_reason(mark, latest_mark(dossier, Stage.SELF))
    given = _give_mark(actor, at, dossier, mark, Stage.SUPERIOR)
    _move(actor, at, dossier, "review", target)
    reason = "Quản lý trực tiếp đánh giá"
    record_score(actor=actor, at=at, dossier=dossier, mark=given, stage=Stage.SUPERIOR, reason=reason)
    _record(actor, at, dossier, events.ReviewGiven, general_score=given.pk)


@transaction.atomic
def return_dossier(*, actor: Actor, at: datetime, dossier_id: int, reason: str, version: int) -> None:
    """This function will give the dossier back to the person to assess again, saying why."""
    dossier = _locked_from_above(actor, at, Permission.DOSSIER_REVIEW, dossier_id)
    _step_back(actor, at, dossier, "return", reason, version, events.DossierReturned)


@transaction.atomic
def send_back_dossier(*, actor: Actor, at: datetime, dossier_id: int, reason: str, version: int) -> None:
    """This function will give the dossier back to the direct superior to review again, saying why."""
    dossier = _locked_from_above(actor, at, Permission.DOSSIER_DECIDE, dossier_id)
    _step_back(actor, at, dossier, "send_back", reason, version, events.DossierSentBack)


@transaction.atomic
def score_dossier(*, actor: Actor, at: datetime, dossier_id: int, reason: str, version: int) -> int:
    """This function will compute the score again from what is known now and return the revision that stands.

    A new revision is appended with the reason; when nothing changed the last one stands.
    """
    dossier = _locked(actor, Permission.DOSSIER_READ, dossier_id)
    policies.check_is_above(dossier, _post(actor, local_date(at)))
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


@transaction.atomic
def decide_rating(
    *, actor: Actor, at: datetime, dossier_id: int, level: str, reason: str, revision: int, version: int
) -> None:
    """This function will record the level that an authorised person decided on the score they saw.

    Never automatic: the calculated level is only shown. Raises `Invalid` when a differing level has no reason.
    """
    dossier = _locked_from_above(actor, at, Permission.DOSSIER_DECIDE, dossier_id)
    policies.check_version(dossier, version)
    policies.check_is_open(dossier.cycle, local_date(at))
    target = policies.check_step(dossier, "decide", actor=actor)
    reason = clean_text(reason)
    sheet = policies.check_rating(
        latest_sheet(dossier, Stage.SUPERIOR), level=level, reason=reason, revision=revision
    )
    policies.check_is_current(is_stale=is_stale(dossier, sheet, latest_mark(dossier, Stage.SUPERIOR)))
    rating = Rating.objects.create(
        dossier=dossier,
        score_sheet=sheet,
        level=Level(level),
        reason=reason,
        decided_by_id=cast("int", actor.person_id),
        decided_by_name=actor.name,
        at=at,
        is_sample=dossier.is_sample,
    )
    _move(actor, at, dossier, "decide", target, reason)
    _record(actor, at, dossier, events.RatingDecided, rating=rating.pk, score_sheet=sheet.pk)


@transaction.atomic
def publish_rating(*, actor: Actor, at: datetime, dossier_id: int, version: int) -> None:
    """This function will let the person read the decided rating."""
    dossier = _locked_from_above(actor, at, Permission.DOSSIER_DECIDE, dossier_id)
    policies.check_version(dossier, version)
    policies.check_is_open(dossier.cycle, local_date(at))
    target = policies.check_step(dossier, "publish", actor=actor)
    _move(actor, at, dossier, "publish", target)
    _record(actor, at, dossier, events.RatingPublished)


def _step_back(
    actor: Actor,
    at: datetime,
    dossier: Dossier,
    action: str,
    reason: str,
    version: int,
    kind: type[events.DossierReturned | events.DossierSentBack],
) -> None:
    policies.check_version(dossier, version)
    policies.check_is_open(dossier.cycle, local_date(at))
    reason = clean_text(reason)
    target = policies.check_step(dossier, action, actor=actor, reason=reason)
    _move(actor, at, dossier, action, target, reason)
    record_event(actor=actor, at=at, event=kind(**_about(dossier), reason=reason))


def _give_mark(actor: Actor, at: datetime, dossier: Dossier, mark: GeneralMark, stage: Stage) -> GeneralScore:
    is_leader = dossier.framework in criteria.LEADER_FRAMEWORKS
    criteria.check_mark(mark, dossier.cycle.governing_date, is_leader=is_leader)
    return GeneralScore.objects.create(
        dossier=dossier,
        stage=stage,
        points=mark.points,
        by_group={code: str(points) for code, points in mark.by_group.items()},
        organizing=mark.organizing if is_leader else None,
        cohesion=mark.cohesion if is_leader else None,
        note=clean_text(mark.note),
        given_by_id=cast("int", actor.person_id),
        given_by_name=actor.name,
        at=at,
        is_sample=dossier.is_sample,
    )


def _locked(actor: Actor, permission: Permission, dossier_id: int) -> Dossier:
    rows = Dossier.objects.select_for_update(of=("self",)).select_related("person", "unit", "cycle__period")
    dossier = visible_to(rows, actor, Permission.DOSSIER_READ).filter(pk=dossier_id).first()
    if dossier is None:
        raise Missing
    check(actor, permission, policies.subject_of(dossier))
    return dossier


def _locked_from_above(actor: Actor, at: datetime, permission: Permission, dossier_id: int) -> Dossier:
    dossier = _locked(actor, permission, dossier_id)
    if (
        dossier.person_id != actor.person_id
    ):  # one's own is refused by the transition table, with its sentence
        policies.check_is_above(dossier, _post(actor, local_date(at)))
    return dossier


def _post(actor: Actor, on: date) -> Post | None:
    try:
        return post_of(actor.person_id, on) if actor.person_id is not None else None
    except Missing:
        return None


def _move(actor: Actor, at: datetime, dossier: Dossier, action: str, target: str, reason: str = "") -> None:
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


def _record(actor: Actor, at: datetime, dossier: Dossier, kind: type[E], **after: Any) -> None:
    record_event(actor=actor, at=at, event=kind(**_about(dossier)), after={"state": dossier.state, **after})


def _about(dossier: Dossier) -> dict[str, Any]:
    return {
        "subject_id": dossier.pk,
        "unit_id": dossier.unit_id,
        "unit_path": dossier.unit.path,
        "is_sample": dossier.is_sample,
        "person_name": dossier.person.full_name,
        "period_label": dossier.cycle.period.label,
    }


def _month(code: str) -> Period:
    calendar = periods.from_code(code)
    if calendar.kind is not periods.PeriodKind.MONTH:
        raise Invalid(
            "Kỳ đánh giá mở theo tháng. Hãy chọn một tháng, ví dụ 2026-11.",
            code="cycle.not_a_month",
            field="period",
        )
    facts = {
        "kind": calendar.kind.value,
        "label": calendar.label,
        "starts_on": calendar.starts_on,
        "ends_on": calendar.ends_on,
    }
    return Period.objects.get_or_create(code=calendar.code, defaults=facts)[0]


def _new_cycle(period: Period, dates: Calendar, at: datetime, *, is_sample: bool) -> Cycle:
    last_day = periods.from_code(period.code).last_day
    try:
        with transaction.atomic():
            return Cycle.objects.create(
                period=period,
                governing_date=last_day,
                starts_on=dates.starts_on,
                self_due_on=dates.self_due_on,
                review_due_on=dates.review_due_on,
                decision_due_on=dates.decision_due_on,
                opened_at=at,
                is_sample=is_sample,
            )
    except IntegrityError:
        raise Refused(
            f"Kỳ đánh giá {period.label.lower()} đã được mở. Hãy xem ở trang Đánh giá, xếp loại.",
            code="cycle.already_open",
        ) from None


def _check_in_order(dates: Calendar) -> None:
    given = [
        ("starts_on", dates.starts_on),
        ("self_due_on", dates.self_due_on),
        ("review_due_on", dates.review_due_on),
        ("decision_due_on", dates.decision_due_on),
    ]
    known = [(field, day) for field, day in given if day is not None]
    for (_, earlier), (field, later) in pairwise(known):
        if later < earlier:
            raise Invalid(
                "Các hạn phải theo thứ tự: mở kỳ, tự chấm, đánh giá, quyết định. Hãy sửa ngày này.",
                code="cycle.dates_out_of_order",
                field=field,
            )


def _dossier(cycle: Cycle, post: Post) -> Dossier:
    return Dossier(
        cycle=cycle,
        person_id=post.person_id,
        unit_id=post.unit_id,
        title=post.title,
        rank=post.rank,
        is_leader=post.is_leader,
        framework=criteria.FRAMEWORK_OF_RANK[post.rank],
        is_sample=cycle.is_sample,
    )
