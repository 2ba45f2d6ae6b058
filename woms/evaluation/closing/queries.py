"""Reads of closings: who is concerned, levels in force, how far a run is."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, QuerySet

from woms.access.actors import Actor
from woms.access.checks import holds
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.errors import Denied, Missing
from woms.evaluation.circles import agency_path
from woms.evaluation.closing import statements
from woms.evaluation.models import ClosingRun, Cycle, Dossier
from woms.evaluation.states import ACTIVE_CLOSINGS, GapReason, Level
from woms.org.models import Unit
from woms.org.states import UnitKind

LATEST_RUNS = 10
FEWEST = 3  # of fewer people no level is told: it would be somebody's
LEVELS = ("excellent", "good", "completed", "not_completed", "without_score")
WHOLE = 100


@dataclass(frozen=True, slots=True)
class ClosingView:
    """One closing. `levels`: people by level afterwards; `gaps`: people without a score by reason."""

    id: int
    period_code: str
    period_label: str
    unit_code: str
    unit_name: str
    state: str
    state_label: str
    total: int
    done: int
    percent: int
    written: int
    is_active: bool
    started_by: str
    started_at: datetime
    finished_at: datetime | None
    cancelled_by: str
    has_failed: bool
    digest: str
    levels: tuple[tuple[str, str, int], ...]
    gaps: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """People of one agency by level after a closing. None where so few people would be told apart."""

    name: str
    people: int
    excellent: int | None
    good: int | None
    completed: int | None
    not_completed: int | None
    without_score: int | None


def people_in(cycle: Cycle, path: str) -> QuerySet[Dossier]:
    """The dossiers of a cycle in a unit and everything inside it."""
    return Dossier.objects.filter(cycle=cycle, unit__path__startswith=path)


def levels_in_force(cycle: Cycle, path: str) -> dict[str, int]:
    """How many people have which level by the last score from above; "" for those without one."""
    with connection.cursor() as cursor:
        cursor.execute(statements.LATEST, {"cycle": cycle.pk, "path": path})
        cursor.execute(statements.LEVEL_COUNTS)
        return {str(level): int(people) for level, people in cursor.fetchall()}


def closing_view(*, actor: Actor, run_id: int) -> ClosingView:
    """One closing; `Missing` for everybody who may not manage cycles there."""
    run = _readable(actor).filter(pk=run_id).first()
    if run is None:
        raise Missing
    return _view(run)


def latest_closings(*, actor: Actor) -> tuple[ClosingView, ...]:
    """The last closings, the latest first. Raises `Denied` for those who manage no cycle."""
    check_may_close(actor)
    return tuple(_view(run) for run in _readable(actor).order_by("-id")[:LATEST_RUNS])


def check_may_close(actor: Actor) -> None:
    if not holds(actor, Permission.CYCLE_MANAGE):
        raise Denied("Chỉ Ban Tổ chức chốt kỳ đánh giá. Hãy liên hệ Ban Tổ chức.", code="denied.cycle_manage")


def closable_units(*, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Code and name of the units that may be closed on their own: those right below the city."""
    rows = visible_to(Unit.objects.filter(ends_on__isnull=True), actor, Permission.CYCLE_MANAGE)
    below = rows.filter(parent__kind=UnitKind.CITY).order_by("position", "path")
    return tuple(below.values_list("code", "name"))


def unit_rows(*, actor: Actor, run_id: int) -> tuple[UnitRow, ...]:
    """What the closing found by unit, in the order of the tree."""
    run = _readable(actor).filter(pk=run_id).first()
    if run is None:
        raise Missing
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for path, *numbers in run.units.values_list("unit__path", "people", *LEVELS):
        counts[agency_path(path)].update(dict(zip(("people", *LEVELS), numbers, strict=True)))
    withheld = _withheld({path: count["people"] for path, count in counts.items()})
    names = Unit.objects.filter(path__in=list(counts)).order_by("position", "path")
    return tuple(_unit_row(unit, counts[unit.path], told=unit.path not in withheld) for unit in names)


def _withheld(people: dict[str, int]) -> set[str]:
    """Agencies of one or two people, and one more where only one is withheld: the sum is told too."""
    found = {path for path, count in people.items() if count < FEWEST}
    others = sorted((count, path) for path, count in people.items() if path not in found)
    return found | {others[0][1]} if len(found) == 1 and others else found


def _unit_row(unit: Unit, count: Counter[str], *, told: bool) -> UnitRow:
    levels = {level: count[level] if told else None for level in LEVELS}
    return UnitRow(name=unit.name, people=count["people"], **levels)


def _readable(actor: Actor) -> QuerySet[ClosingRun]:
    rows = ClosingRun.objects.select_related("cycle__period", "unit")
    return visible_to(rows, actor, Permission.CYCLE_MANAGE)


def _view(run: ClosingRun) -> ClosingView:
    percent = WHOLE if run.state == "finished" else run.done * WHOLE // run.total if run.total else 0
    return ClosingView(
        id=run.pk,
        period_code=run.cycle.period.code,
        period_label=run.cycle.period.label,
        unit_code=run.unit.code,
        unit_name=run.unit.name,
        state=run.state,
        state_label=run.get_state_display(),
        total=run.total,
        done=run.done,
        percent=percent,
        written=run.written,
        is_active=run.state in ACTIVE_CLOSINGS,
        started_by=run.started_by_name,
        started_at=run.started_at,
        finished_at=run.finished_at,
        cancelled_by=run.cancelled_by_name,
        has_failed=bool(run.error),
        digest=run.digest,
        levels=_levels(run),
        gaps=_gaps(run),
    )


def _levels(run: ClosingRun) -> tuple[tuple[str, str, int], ...]:
    """The four levels of the law and those without a score, added up over the units."""
    found = dict.fromkeys(LEVELS, 0)
    for row in run.units.values(*found):
        for name, people in row.items():
            found[name] += people
    labels = {name: str(Level(name).label) for name in LEVELS[:-1]} | {"without_score": "Chưa có điểm"}
    if sum(found.values()) < FEWEST:
        return ()
    return tuple((name, labels[name], people) for name, people in found.items())


def _gaps(run: ClosingRun) -> tuple[tuple[str, str, int], ...]:
    counts = dict(run.gaps.order_by().values_list("reason").annotate(Count("id")))
    return tuple(
        (reason.value, str(reason.label), counts[reason]) for reason in GapReason if reason in counts
    )
