"""The page Cây mục tiêu in one call: which unit and period, the tree, and what is chosen in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from woms.access.actors import Actor
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core import periods
from woms.core.errors import Missing
from woms.core.periods import CalendarPeriod
from woms.insights.goal_detail import GoalDetail, goal_detail
from woms.insights.goal_tree import GoalTree, goal_tree, unaligned, unit_tree
from woms.insights.metrics import Cites
from woms.org.models import Unit
from woms.org.queries import UnitChoice, choice_of, unit_by_code
from woms.planning.models import Objective, Period, Plan

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class GoalPage:
    tree: GoalTree
    detail: GoalDetail | None
    above: tuple[UnitChoice, ...]
    below: tuple[UnitChoice, ...]
    periods: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class UnalignedRow:
    objective_id: int
    title: str
    unit_name: str
    area: str
    plan_id: int


@dataclass(frozen=True, slots=True)
class UnalignedPage:
    unit: UnitChoice
    period_code: str
    period_label: str
    rows: tuple[UnalignedRow, ...]
    total: Annotated[int, Cites("unaligned_objectives")]
    page: int
    pages: int


def goal_page(
    *,
    actor: Actor,
    unit_code: str,
    period_code: str,
    by_unit: bool,
    open_keys: frozenset[str],
    chosen: str,
    on: date,
) -> GoalPage:
    """This function will read the tree of a unit (the highest one in reach when none is named)."""
    unit = _unit(actor, unit_code)
    period = _period(period_code, on)
    tree = (
        unit_tree(actor=actor, unit=unit, period=period, open_keys=open_keys, on=on)
        if by_unit
        else goal_tree(actor=actor, unit=unit, period=period, open_keys=open_keys, on=on)
    )
    detail = goal_detail(actor=actor, key=chosen, on=on) if chosen else None
    return GoalPage(tree, detail, _above(actor, unit), _below(actor, unit, period), _periods(actor, period))


def unaligned_page(*, actor: Actor, unit_code: str, period_code: str, page: int, on: date) -> UnalignedPage:
    """This function will list objectives below a unit that hang on nothing above, unit by unit."""
    unit = _unit(actor, unit_code)
    period = _period(period_code, on)
    rows = unaligned(actor=actor, unit=unit, period=period)
    total = rows.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    shown = rows.select_related("plan__unit").order_by("plan__unit__path", "position", "id")
    return UnalignedPage(
        unit,
        period.code,
        period.label,
        tuple(_unaligned_row(row) for row in shown[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]),
        total,
        page,
        pages,
    )


def _unaligned_row(row: Objective) -> UnalignedRow:
    return UnalignedRow(row.pk, row.title, row.plan.unit.name, row.area, row.plan_id)


def _unit(actor: Actor, code: str) -> UnitChoice:
    if code:
        return unit_by_code(actor=actor, code=code, permission=Permission.PLAN_READ)
    top = visible_to(Unit.objects.all(), actor, Permission.PLAN_READ).order_by("path").first()
    if top is None:
        raise Missing
    return choice_of(top)


def _period(code: str, on: date) -> CalendarPeriod:
    return periods.from_code(code) if code else periods.year(on.year)


def _above(actor: Actor, unit: UnitChoice) -> tuple[UnitChoice, ...]:
    ids = [int(part) for part in unit.path.strip("/").split("/")[:-1]]
    rows = visible_to(Unit.objects.filter(pk__in=ids), actor, Permission.PLAN_READ)
    return tuple(choice_of(row) for row in rows.order_by("path"))


def _below(actor: Actor, unit: UnitChoice, period: CalendarPeriod) -> tuple[UnitChoice, ...]:
    """Units one level down that have a plan of the period."""
    planned = Plan.objects.filter(period__code=period.code, person__isnull=True).values("unit_id")
    rows = visible_to(Unit.objects.filter(parent_id=unit.id, pk__in=planned), actor, Permission.PLAN_READ)
    return tuple(choice_of(row) for row in rows.order_by("kind", "sort_key"))


def _periods(actor: Actor, current: CalendarPeriod) -> tuple[tuple[str, str], ...]:
    """Periods for which there are plans, the newest first."""
    planned = visible_to(Plan.objects.all(), actor, Permission.PLAN_READ).values("period_id")
    rows = Period.objects.filter(pk__in=planned).order_by("-starts_on", "-ends_on")
    known = list(rows.values_list("code", "label")[:40])
    return tuple(known if current.code in dict(known) else [(current.code, current.label), *known])
