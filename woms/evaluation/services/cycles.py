"""Open a cycle with a dossier for everybody in a unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.db import IntegrityError, transaction

from woms.access.actors import Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.core import periods
from woms.core.clock import local_date
from woms.core.errors import Invalid, Refused
from woms.evaluation import criteria, events
from woms.evaluation.models import Cycle, Dossier
from woms.org.posts import Post, posts_in
from woms.org.queries import city
from woms.planning.models import Period
from woms.records.log import record_event

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
