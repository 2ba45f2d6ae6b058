"""For a whole cycle at once: publish what is decided, remind the units that are late."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import cast

from django.db import transaction
from django.db.models import Count, F

from woms.access.actors import Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.clock import local_date
from woms.core.errors import Refused, WomsError
from woms.evaluation import circles, events, policies
from woms.evaluation.circles import agency_path
from woms.evaluation.console import late_of
from woms.evaluation.models import Cycle, Dossier
from woms.evaluation.services.cycles import locked_cycle
from woms.evaluation.services.ratings import Many, NotDone, check_cap
from woms.evaluation.states import DOSSIER_MACHINE, DossierState
from woms.org.models import Unit
from woms.org.queries import city
from woms.records.log import record_event
from woms.workflow.models import Decision

BATCH = 2000


@transaction.atomic
def publish_decided(*, actor: Actor, at: datetime, cycle_id: int) -> Many:
    """This function will publish every decided rating in reach; a circle above the cap is left out and named."""
    cycle = locked_cycle(cycle_id)
    policies.check_is_open(cycle, local_date(at))
    rows = Dossier.objects.filter(cycle=cycle, state=DossierState.DECIDED)
    wanted = visible_to(rows, actor, Permission.DOSSIER_PUBLISH).exclude(person_id=actor.person_id or 0)
    found = list(wanted.select_related("unit", "cycle__period", "person").order_by("pk"))
    if not found:
        raise Refused("Không có kết quả nào đã quyết định đang chờ công bố.", code="publish.nothing")
    ready, refused = _within_cap(found)
    locked = Dossier.objects.select_for_update().filter(pk__in=ready, state=DossierState.DECIDED)
    ids = list(locked.order_by("pk").values_list("pk", flat=True))
    Decision.objects.bulk_create(
        (_decision(actor, at, dossier_id, is_sample=cycle.is_sample) for dossier_id in ids), batch_size=BATCH
    )
    Dossier.objects.filter(pk__in=ids).update(state=DossierState.PUBLISHED, version=F("version") + 1)
    done = set(ids)
    _tell_published(actor, at, cycle, [row for row in found if row.pk in done])
    return Many(len(ids), tuple(refused))


@transaction.atomic
def remind_late(*, actor: Actor, at: datetime, cycle_id: int, unit_code: str = "") -> int:
    """This function will remind one unit, or every unit with people past a deadline, and return how many units."""
    check(actor, Permission.CYCLE_MANAGE, Subject(city().path))
    cycle = locked_cycle(cycle_id)
    rows = Dossier.objects.filter(late_of(cycle, local_date(at)), cycle=cycle)
    people: Counter[str] = Counter()
    for path, count in rows.order_by().values_list("unit__path").annotate(Count("id")):
        people[agency_path(path)] += count
    units = Unit.objects.filter(path__in=list(people)).order_by("path")
    chosen = list(units.filter(code=unit_code) if unit_code else units)
    if not chosen:
        raise Refused("Không có đơn vị nào quá hạn để nhắc.", code="remind.nothing")
    for unit in chosen:
        event = events.UnitReminded(
            subject_id=cycle.pk,
            unit_id=unit.pk,
            unit_path=unit.path,
            is_sample=cycle.is_sample,
            period_label=cycle.period.label,
            unit_name=unit.name,
            people=people[unit.path],
        )
        record_event(actor=actor, at=at, event=event, after={"people": people[unit.path]})
    return len(chosen)


def _within_cap(found: list[Dossier]) -> tuple[list[int], list[NotDone]]:
    """Each circle is counted once; where it is above the cap nobody of it is published."""
    by_circle: dict[circles.Circle, list[Dossier]] = {}
    for row in found:
        by_circle.setdefault(circles.circle_of(row), []).append(row)
    ready: list[int] = []
    refused: list[NotDone] = []
    for circle in sorted(by_circle, key=lambda one: (one.path, sorted(one.ranks))):
        circles.hold(circle)
        members = by_circle[circle]
        try:
            for rank in {row.rank for row in members}:
                check_cap(next(row for row in members if row.rank == rank))
        except WomsError as error:
            refused += [NotDone(row.pk, error.sentence) for row in members]
            continue
        ready += [row.pk for row in members]
    return ready, refused


def _decision(actor: Actor, at: datetime, dossier_id: int, *, is_sample: bool) -> Decision:
    return Decision(
        subject_kind=DOSSIER_MACHINE.subject_kind,
        subject_id=dossier_id,
        action="publish",
        from_state=DossierState.DECIDED,
        to_state=DossierState.PUBLISHED,
        person_id=cast("int", actor.person_id),
        person_name=actor.name,
        at=at,
        is_sample=is_sample,
    )


def _tell_published(actor: Actor, at: datetime, cycle: Cycle, done: list[Dossier]) -> None:
    """One line of the log for each agency."""
    people = Counter(agency_path(row.unit.path) for row in done)
    for unit in Unit.objects.filter(path__in=list(people)).order_by("path"):
        event = events.RatingsPublished(
            subject_id=cycle.pk,
            unit_id=unit.pk,
            unit_path=unit.path,
            is_sample=cycle.is_sample,
            period_label=cycle.period.label,
            unit_name=unit.name,
            people=people[unit.path],
        )
        record_event(actor=actor, at=at, event=event, after={"people": people[unit.path]})
