"""The console of a cycle: how far each unit has come, who is late, what can be done for all at once. No scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from woms.access.actors import Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.clock import local_date
from woms.core.errors import Missing
from woms.evaluation import policies
from woms.evaluation.circles import agency_path
from woms.evaluation.groups import Group
from woms.evaluation.models import Cycle, CycleLock, CycleReopening, Dossier
from woms.evaluation.queries import CycleView, cycle_view
from woms.evaluation.states import DossierState
from woms.org.models import Unit
from woms.org.queries import city

PAGE_SIZE = 50
MOST_NAMES = 50
UNLOCKED_STEPS = ("self", "review", "appraisal", "decision")


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """One agency: how many of its people are at each step, and how many of them are past its deadline."""

    code: str
    name: str
    people: int
    counts: dict[str, int]
    late: int
    published: int


@dataclass(frozen=True, slots=True)
class LatePerson:
    """Somebody past the deadline of their step, where this reader may know names."""

    dossier_id: int
    name: str
    title: str
    unit_name: str
    state_label: str
    due_on: date


@dataclass(frozen=True, slots=True)
class LockView:
    revision: int
    digest: str
    people: int
    unrated: int
    waiver: str
    locked_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reopening:
    """A reopening that was asked for and waits for a second person."""

    reason: str
    asked_by: str
    asked_at: datetime
    is_own: bool


@dataclass(frozen=True, slots=True)
class Console:
    cycle: CycleView
    revision: int
    groups: tuple[Group, ...]
    counts: dict[str, int]
    people: int
    late: int
    units: tuple[UnitProgress, ...]
    late_people: tuple[LatePerson, ...]
    locks: tuple[LockView, ...]
    reopening: Reopening | None
    page: int
    pages: int


def cycle_console(*, actor: Actor, at: datetime, cycle_id: int, page: int = 1) -> Console:
    """How far a cycle has come, for those who run cycles (a constant number of queries)."""
    check(actor, Permission.CYCLE_MANAGE, Subject(city().path))
    cycle = Cycle.objects.select_related("period").filter(pk=cycle_id).first()
    if cycle is None:
        raise Missing
    on = local_date(at)
    late = late_of(cycle, on)
    units = _units(cycle, late)
    counts: Counter[str] = Counter()
    for unit in units:
        counts.update(unit.counts)
    pages = max(1, -(-len(units) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    return Console(
        cycle=cycle_view(cycle, on),
        revision=cycle.revision,
        groups=policies.groups_of(cycle),
        counts=dict(counts),
        people=sum(counts.values()),
        late=sum(unit.late for unit in units),
        units=units[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        late_people=_late_people(actor, cycle, late, on),
        locks=tuple(_lock(row) for row in CycleLock.objects.filter(cycle=cycle).order_by("-revision")),
        reopening=_reopening(actor, cycle),
        page=page,
        pages=pages,
    )


def late_of(cycle: Cycle, on: date) -> Q:
    """Dossiers whose step should have been taken before `on`, by the deadlines of each group."""
    late = Q(pk__in=[])
    if cycle.state != "open":
        return late
    for group in policies.groups_of(cycle):
        overdue = [step for step in UNLOCKED_STEPS if (due := _due(cycle, group, step)) and due < on]
        late |= Q(rank__in=group.ranks, state__in=overdue)
    return late


def _due(cycle: Cycle, group: Group, step: str) -> date | None:
    found: date | None = group.due.get(f"{step}_due_on", getattr(cycle, f"{step}_due_on", None))
    return found


def _units(cycle: Cycle, late: Q) -> tuple[UnitProgress, ...]:
    """Agencies in the order of the tree (two queries)."""
    rows = (
        Dossier.objects.filter(cycle=cycle)
        .order_by()
        .values_list("unit__path", "state")
        .annotate(people=Count("id"), late=Count("id", filter=late))
    )
    counts: dict[str, Counter[str]] = {}
    overdue: Counter[str] = Counter()
    for path, state, people, behind in rows:
        agency = agency_path(path)
        counts.setdefault(agency, Counter())[state] += people
        overdue[agency] += behind
    names = Unit.objects.filter(path__in=list(counts)).order_by("position", "path")
    return tuple(_progress(unit, counts[unit.path], overdue[unit.path]) for unit in names)


def _progress(unit: Unit, counts: Counter[str], late: int) -> UnitProgress:
    published = counts[DossierState.PUBLISHED] + counts[DossierState.APPEALED]
    return UnitProgress(unit.code, unit.name, counts.total(), dict(counts), late, published)


def _late_people(actor: Actor, cycle: Cycle, late: Q, on: date) -> tuple[LatePerson, ...]:
    """Only those whose names this reader may see: the city sees who leads units."""
    rows = visible_to(Dossier.objects.filter(late, cycle=cycle), actor, Permission.DOSSIER_READ)
    ordered: Iterable[Dossier] = rows.select_related("person", "unit").order_by(
        "unit__path", "person__sort_key"
    )[:MOST_NAMES]
    found = policies.groups_of(cycle)
    return tuple(_late_person(row, cycle, found, on) for row in ordered)


def _late_person(row: Dossier, cycle: Cycle, found: tuple[Group, ...], on: date) -> LatePerson:
    group = next(group for group in found if row.rank in group.ranks)
    return LatePerson(
        dossier_id=row.pk,
        name=row.person.full_name,
        title=row.title,
        unit_name=row.unit.name,
        state_label=row.get_state_display(),
        due_on=_due(cycle, group, row.state) or on,
    )


def _lock(row: CycleLock) -> LockView:
    return LockView(row.revision, row.digest, row.people, row.unrated, row.waiver, row.locked_by_name, row.at)


def _reopening(actor: Actor, cycle: Cycle) -> Reopening | None:
    row = CycleReopening.objects.filter(cycle=cycle, confirmed_at__isnull=True).first()
    if row is None:
        return None
    return Reopening(row.reason, row.asked_by_name, row.asked_at, row.asked_by_id == actor.person_id)
