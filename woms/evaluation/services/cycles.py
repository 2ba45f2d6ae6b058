"""Open a cycle with a dossier for everybody in a unit; start it early; add those who arrived later."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db import IntegrityError, transaction

from woms.access.actors import Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.core import periods
from woms.core.clock import local_date
from woms.core.errors import Invalid, Missing, Refused
from woms.evaluation import events, groups, policies
from woms.evaluation.models import Cycle, Dossier
from woms.evaluation.states import DossierState
from woms.org.posts import Post, posts_in
from woms.org.queries import UnitChoice, city
from woms.planning.models import Period
from woms.records.log import record_event

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Calendar:
    """When self-assessment starts, and the deadlines of the stages; each may be left open."""

    starts_on: date | None = None
    self_due_on: date | None = None
    review_due_on: date | None = None
    appraisal_due_on: date | None = None
    decision_due_on: date | None = None


@transaction.atomic
def open_cycle(
    *,
    actor: Actor,
    at: datetime,
    period_code: str,
    calendar: Calendar | None = None,
    steps: Mapping[str, Collection[str]] | None = None,
    is_sample: bool = False,
) -> int:
    """This function will open the evaluation of a month, quarter or year with a dossier for everybody in a unit.

    Post, rank and framework are frozen as they are on the last day of the period, or today if that is earlier.
    `steps`: for a group by its code, which of the optional steps it has; the others go by `groups.yaml`. The
    city's own leaders are rated by the level above and have no dossier here.
    """
    root = city()
    check(actor, Permission.CYCLE_MANAGE, Subject(root.path))
    period = _period(period_code)
    dates = calendar or Calendar()
    _check_in_order(dates)
    chosen = _chosen_groups(period, dates, steps or {})
    cycle = _new_cycle(period, dates, chosen, at, is_sample=is_sample)
    made = _add_dossiers(cycle, local_date(at), root.id)
    event = events.CycleOpened(
        subject_id=cycle.pk,
        unit_id=root.id,
        unit_path=root.path,
        is_sample=is_sample,
        period_label=period.label,
        people=made,
    )
    record_event(actor=actor, at=at, event=event, after={"people": made})
    return cycle.pk


@transaction.atomic
def add_people(*, actor: Actor, at: datetime, cycle_id: int) -> int:
    """This function will make a dossier for everybody who took up a post after the cycle opened, and return how many."""
    root = city()
    check(actor, Permission.CYCLE_MANAGE, Subject(root.path))
    cycle = locked_cycle(cycle_id)
    policies.check_is_open(cycle, max(local_date(at), cycle.starts_on or date.min))
    made = _add_dossiers(cycle, local_date(at), root.id)
    if made:
        event = events.PeopleAdded(**about_cycle(cycle, root), people=made)
        record_event(actor=actor, at=at, event=event, after={"people": made})
    return made


@transaction.atomic
def start_cycle(*, actor: Actor, at: datetime, cycle_id: int) -> None:
    """This function will take self-assessments from today, though the cycle was to start later."""
    root = city()
    check(actor, Permission.CYCLE_MANAGE, Subject(root.path))
    cycle, today = locked_cycle(cycle_id), local_date(at)
    if cycle.starts_on is None or cycle.starts_on <= today:
        raise Refused("Kỳ này đã nhận tự chấm rồi.", code="cycle.already_started")
    before, cycle.starts_on = cycle.starts_on, today
    cycle.save(update_fields=["starts_on"])
    event = events.CycleStarted(**about_cycle(cycle, root))
    record_event(actor=actor, at=at, event=event, before={"starts_on": before}, after={"starts_on": today})


def locked_cycle(cycle_id: int) -> Cycle:
    """The cycle, held until the transaction ends: one person at a time changes it."""
    cycle = Cycle.objects.select_for_update(of=("self",)).select_related("period").filter(pk=cycle_id).first()
    if cycle is None:
        raise Missing
    return cycle


def about_cycle(cycle: Cycle, root: UnitChoice) -> dict[str, Any]:
    """What every event of a cycle says about it."""
    return {
        "subject_id": cycle.pk,
        "unit_id": root.id,
        "unit_path": root.path,
        "is_sample": cycle.is_sample,
        "period_label": cycle.period.label,
    }


def _add_dossiers(cycle: Cycle, today: date, root_id: int) -> int:
    """A dossier for everybody with a post on the day that counts and none yet."""
    found = policies.groups_of(cycle)
    have = set(Dossier.objects.filter(cycle=cycle).values_list("person_id", flat=True))
    posts = posts_in(min(today, cycle.governing_date))
    rows = [
        _dossier(cycle, found, post)
        for post in posts
        if post.unit_id != root_id and post.person_id not in have
    ]
    return len(Dossier.objects.bulk_create(rows, batch_size=BATCH))


def _chosen_groups(
    period: Period, dates: Calendar, steps: Mapping[str, Collection[str]]
) -> tuple[groups.Group, ...]:
    """The groups of the file with the steps chosen for them and the cycle's deadlines."""
    due = {name: day for name in groups.DUE if (day := getattr(dates, name)) is not None}
    found = []
    for group in groups.default_groups(period.kind):
        chosen = steps.get(group.code, group.steps)
        one = groups.with_steps(group, self_step="self" in chosen, appraisal="appraisal" in chosen)
        found.append(replace(one, due=due))
    return tuple(found)


def _period(code: str) -> Period:
    calendar = periods.from_code(code)
    if calendar.kind.value not in groups.KINDS:
        raise Invalid(
            "Kỳ đánh giá mở theo tháng, quý hoặc năm. Hãy chọn một kỳ, ví dụ 2026-11, 2026-Q4 hoặc 2026.",
            code="cycle.kind_unknown",
            field="period",
        )
    facts = {
        "kind": calendar.kind.value,
        "label": calendar.label,
        "starts_on": calendar.starts_on,
        "ends_on": calendar.ends_on,
    }
    return Period.objects.get_or_create(code=calendar.code, defaults=facts)[0]


def _new_cycle(
    period: Period, dates: Calendar, chosen: tuple[groups.Group, ...], at: datetime, *, is_sample: bool
) -> Cycle:
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
                groups=[group.as_json() for group in chosen],
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
        ("appraisal_due_on", dates.appraisal_due_on),
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


def _dossier(cycle: Cycle, found: tuple[groups.Group, ...], post: Post) -> Dossier:
    group = groups.group_of(found, post.rank)
    return Dossier(
        cycle=cycle,
        person_id=post.person_id,
        unit_id=post.unit_id,
        title=post.title,
        rank=post.rank,
        is_leader=post.is_leader,
        framework=group.frameworks[post.rank],
        state=DossierState.SELF if "self" in group.steps else DossierState.REVIEW,
        is_sample=cycle.is_sample,
    )
