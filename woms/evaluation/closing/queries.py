"""Reads of closings: who is concerned, levels in force, how far a run is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, QuerySet

from woms.access.actors import Actor
from woms.access.checks import holds
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.errors import Denied, Missing
from woms.evaluation.closing import statements
from woms.evaluation.models import ClosingRun, Cycle, Dossier
from woms.evaluation.states import ACTIVE_CLOSINGS, GapReason, Level
from woms.org.models import Unit
from woms.org.states import UnitKind

LATEST_RUNS = 10
MOST_UNITS = 1000
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
    """People of one unit by level after a closing."""

    name: str
    people: int
    excellent: int
    good: int
    completed: int
    not_completed: int
    without_score: int


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
    rows = run.units.order_by("unit__path").select_related("unit")[:MOST_UNITS]
    return tuple(
        UnitRow(
            name=row.unit.name,
            people=row.people,
            excellent=row.excellent,
            good=row.good,
            completed=row.completed,
            not_completed=row.not_completed,
            without_score=row.without_score,
        )
        for row in rows
    )


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
    names = ("excellent", "good", "completed", "not_completed")
    found = dict.fromkeys((*names, "without_score"), 0)
    for row in run.units.values(*found):
        for name, people in row.items():
            found[name] += people
    labels = {name: str(Level(name).label) for name in names} | {"without_score": "Chưa có điểm"}
    return tuple((name, labels[name], people) for name, people in found.items() if any(found.values()))


def _gaps(run: ClosingRun) -> tuple[tuple[str, str, int], ...]:
    counts = dict(run.gaps.order_by().values_list("reason").annotate(Count("id")))
    return tuple(
        (reason.value, str(reason.label), counts[reason]) for reason in GapReason if reason in counts
    )
