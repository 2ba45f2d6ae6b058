"""Cây mục tiêu: from a unit's plan down to the numbers, level by level, only what is open.

Every level is one query for all open nodes of that kind, so the count of queries does not grow with the tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated

from django.db.models import QuerySet

from woms.access.actors import Actor
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.periods import CalendarPeriod
from woms.insights.metrics import Cites
from woms.insights.standing import NOTHING_YET, Standing, is_worse, objectives_of, standings_of, worst
from woms.org.actors import in_force
from woms.org.models import Unit
from woms.org.queries import UnitChoice
from woms.planning.models import Cascade, KeyResult, Objective, Plan
from woms.planning.queries.contents import AREA_ORDER
from woms.planning.states import Area, CascadeState, PlanState
from woms.progress.models import KeyResultState, Rollup

MOST_ROWS = 2000
NO_PLAN = "no_plan"


@dataclass(frozen=True, slots=True)
class TreeNode:
    """One line. `key` is `o12` (objective), `k33` (key result), `c5` (offered target) or `u7` (unit)."""

    key: str
    title: str
    owner: str
    depth: int
    standing: Standing | None
    worst: str = ""
    is_open: bool = False
    has_children: bool = False
    is_breakthrough: bool = False
    is_draft: bool = False
    note: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class TreeArea:
    code: str
    label: str
    number: int
    weight: Annotated[Decimal, Cites("weight")]
    nodes: tuple[TreeNode, ...]


@dataclass(frozen=True, slots=True)
class GoalTree:
    """The tree of a unit. `areas` holds its objectives; `units` holds units when the tree goes by unit."""

    unit: UnitChoice
    period_code: str
    period_label: str
    plan_id: int | None
    plan_state: str
    areas: tuple[TreeArea, ...] = ()
    units: tuple[TreeNode, ...] = ()
    unaligned: Annotated[int, Cites("unaligned_objectives")] = 0
    open_keys: frozenset[str] = field(default=frozenset())


def goal_tree(
    *, actor: Actor, unit: UnitChoice, period: CalendarPeriod, open_keys: frozenset[str], on: date
) -> GoalTree:
    """This function will read the objectives of a unit's plan with what is open below them (eight queries)."""
    plan = _plans(actor, period).filter(unit_id=unit.id).first()
    branches = _Branches(actor, open_keys, on)
    top = list(branches.objectives(plan_id=plan.pk)) if plan else []
    branches.load(top)
    weights = plan.area_weights if plan else {}
    return GoalTree(
        unit=unit,
        period_code=period.code,
        period_label=period.label,
        plan_id=plan.pk if plan else None,
        plan_state=plan.state if plan else "",
        areas=tuple(_area(area, number, weights, top, branches) for number, area in enumerate(Area, start=1)),
        unaligned=unaligned(actor=actor, unit=unit, period=period).count(),
        open_keys=open_keys,
    )


def unit_tree(
    *, actor: Actor, unit: UnitChoice, period: CalendarPeriod, open_keys: frozenset[str], on: date
) -> GoalTree:
    """This function will read the units below a unit, and inside the open ones their objectives."""
    open_ids = _ids(open_keys, "u")
    units = visible_to(Unit.objects.filter(in_force(on)), actor, Permission.PLAN_READ)
    rows = list(
        units.filter(parent_id__in=[unit.id, *open_ids]).order_by("axis", "kind", "sort_key")[:MOST_ROWS]
    )
    plans = {plan.unit_id: plan for plan in _plans(actor, period).filter(unit__in=[row.pk for row in rows])}
    branches = _Branches(actor, open_keys, on)
    open_plans = [plan.pk for unit_id, plan in plans.items() if unit_id in open_ids]
    objectives = list(branches.objectives(plan_id__in=open_plans))
    branches.load(objectives)
    scores = _scores([row.pk for row in rows], period)
    nodes = _UnitLines(rows, plans, objectives, scores, branches, open_ids)
    return GoalTree(
        unit=unit,
        period_code=period.code,
        period_label=period.label,
        plan_id=None,
        plan_state="",
        units=tuple(nodes.below(unit.id, 0)),
        unaligned=unaligned(actor=actor, unit=unit, period=period).count(),
        open_keys=open_keys,
    )


def unaligned(*, actor: Actor, unit: UnitChoice, period: CalendarPeriod) -> QuerySet[Objective]:
    """Objectives of units below this one that name no objective above them."""
    rows = visible_to(Objective.objects.all(), actor, Permission.PLAN_READ)
    return (
        rows.filter(
            parent__isnull=True,
            plan__person__isnull=True,
            plan__period__code=period.code,
            plan__unit__path__startswith=unit.path,
        )
        .exclude(plan__unit_id=unit.id)
        .exclude(plan__state=PlanState.CLOSED)
    )


def _plans(actor: Actor, period: CalendarPeriod) -> QuerySet[Plan]:
    """Plans of units for the period; of a closed one and its successor, the newer."""
    rows = visible_to(Plan.objects.all(), actor, Permission.PLAN_READ)
    return (
        rows.filter(period__code=period.code, person__isnull=True)
        .order_by("unit_id", "-id")
        .distinct("unit_id")
    )


def _ids(keys: Iterable[str], kind: str) -> list[int]:
    return [int(key[1:]) for key in keys if key.startswith(kind)]


def _scores(unit_ids: Sequence[int], period: CalendarPeriod) -> dict[int, Standing]:
    """The latest roll-up of each unit (one query)."""
    rows = Rollup.objects.filter(unit_id__in=unit_ids, period__code=period.code, area=Rollup.ALL)
    latest = rows.order_by("unit_id", "-month").distinct("unit_id")
    return {
        row.unit_id: Standing(None, row.score, row.expected, row.status, row.worst_status) for row in latest
    }


class _Branches:
    """What hangs below objectives: aligned objectives, key results, offered targets, standings."""

    def __init__(self, actor: Actor, open_keys: frozenset[str], on: date) -> None:
        self._actor, self._on = actor, on
        self._open = frozenset(_ids(open_keys, "o"))
        self._children: dict[int, list[Objective]] = {}
        self._key_results: dict[int, list[KeyResult]] = {}
        self._offers: dict[int, list[Cascade]] = {}
        self._standings: dict[int, Standing] = {}
        self._wholes: dict[int, Standing] = {}
        self._worst_below: dict[int, str] = {}

    def objectives(self, **conditions: object) -> QuerySet[Objective]:
        rows = visible_to(Objective.objects.all(), self._actor, Permission.PLAN_READ)
        chosen = rows.filter(**conditions).select_related("plan__unit", "lead_unit")
        return chosen.order_by("position", "id")[:MOST_ROWS]

    def load(self, top: Sequence[Objective]) -> None:
        """Five queries, however many nodes are open."""
        below = (
            list(self.objectives(parent_id__in=self._open, plan__person__isnull=True)) if self._open else []
        )
        for row in below:
            self._children.setdefault(row.parent_id or 0, []).append(row)
        shown = [row.pk for row in (*top, *below)]
        key_results = visible_to(
            KeyResult.objects.filter(archived_at__isnull=True), self._actor, Permission.PLAN_READ
        )
        rows = list(
            key_results.filter(objective_id__in=shown).select_related("owner_unit").order_by("position", "id")
        )
        for key_result in rows:
            self._key_results.setdefault(key_result.objective_id, []).append(key_result)
        self._standings = standings_of([row.pk for row in rows])
        self._wholes = objectives_of(shown, self._on)
        self._load_offers()
        self._load_worst(shown)

    def _load_offers(self) -> None:
        """Targets given but not taken on: the gap is part of the picture."""
        rows = Cascade.objects.filter(
            parent_key_result__objective_id__in=self._open, state=CascadeState.OFFERED
        ).select_related("unit", "parent_key_result")
        for row in rows.order_by("unit__sort_key", "id"):
            self._offers.setdefault(row.parent_key_result.objective_id, []).append(row)

    def _load_worst(self, shown: Sequence[int]) -> None:
        """The worst status one level below, so that nothing looks greener than what it stands on."""
        rows = KeyResultState.objects.filter(
            key_result__objective__parent_id__in=shown, key_result__archived_at__isnull=True
        ).values_list("key_result__objective__parent_id", "status")
        found: dict[int, list[str]] = {}
        for parent_id, status in rows.distinct():
            found.setdefault(parent_id or 0, []).append(status)
        self._worst_below = {parent_id: worst(statuses) for parent_id, statuses in found.items()}

    def lines(
        self, objective: Objective, depth: int, seen: frozenset[int] = frozenset()
    ) -> Iterable[TreeNode]:
        """The line of an objective and, if it is open, all lines below it."""
        is_open = objective.pk in self._open
        own = self._wholes.get(objective.pk)
        yield TreeNode(
            key=f"o{objective.pk}",
            title=objective.title,
            owner=(objective.lead_unit or objective.plan.unit).short_name
            if depth == 0
            else objective.plan.unit.short_name,
            depth=depth,
            standing=own,
            worst=self._worse_below(objective.pk, own),
            is_open=is_open,
            has_children=bool(self._key_results.get(objective.pk)) or objective.pk in self._worst_below,
            is_breakthrough=objective.kind == "okr",
            is_draft=objective.plan.state not in {PlanState.APPROVED, PlanState.CLOSED},
        )
        if is_open and objective.pk not in seen:
            yield from self._below(objective, depth + 1, seen | {objective.pk})

    def _worse_below(self, objective_id: int, own: Standing | None) -> str:
        """The worst status inside or one level below, when it is worse than what the line itself says."""
        if own is None:
            return ""
        below = [status for status in (own.worst, self._worst_below.get(objective_id, "")) if status]
        found = worst(below) if below else ""
        return found if found and is_worse(found, own.status) else ""

    def _below(self, objective: Objective, depth: int, seen: frozenset[int]) -> Iterable[TreeNode]:
        for key_result in self._key_results.get(objective.pk, []):
            yield _key_result_line(key_result, depth, self._standings.get(key_result.pk, NOTHING_YET))
        for child in self._children.get(objective.pk, []):
            yield from self.lines(child, depth, seen)
        for offer in self._offers.get(objective.pk, []):
            yield _offer_line(offer, depth)


def _key_result_line(row: KeyResult, depth: int, standing: Standing) -> TreeNode:
    return TreeNode(
        key=f"k{row.pk}",
        title=row.title,
        owner=row.owner_unit.short_name,
        depth=depth,
        standing=standing,
        is_breakthrough=row.kind == "okr",
    )


def _offer_line(row: Cascade, depth: int) -> TreeNode:
    how = "bắt buộc" if row.is_mandatory else "gợi ý"
    return TreeNode(
        key=f"c{row.pk}",
        title=f"{row.unit.name}: {row.parent_key_result.title}",
        owner=how,
        depth=depth,
        standing=None,
        status="not_cascaded",
    )


def _area(
    area: Area, number: int, weights: Mapping[str, str], top: Sequence[Objective], branches: _Branches
) -> TreeArea:
    inside = [row for row in top if row.area == area.value]
    given = weights.get(area.value)
    weight = Decimal(given) if given is not None else sum((row.weight for row in inside), Decimal(0))
    nodes = tuple(line for row in inside for line in branches.lines(row, 0))
    return TreeArea(area.value, str(area.label), number, weight, nodes)


class _UnitLines:
    """Units in their order, each open one with its objectives and then its own units below it."""

    def __init__(
        self,
        units: Sequence[Unit],
        plans: Mapping[int, Plan],
        objectives: Sequence[Objective],
        scores: Mapping[int, Standing],
        branches: _Branches,
        open_ids: Sequence[int],
    ) -> None:
        self._units, self._plans, self._scores = units, plans, scores
        self._branches, self._open = branches, frozenset(open_ids)
        self._objectives: dict[int, list[Objective]] = {}
        for row in sorted(objectives, key=lambda row: AREA_ORDER[row.area]):
            self._objectives.setdefault(row.plan.unit_id, []).append(row)

    def below(self, parent_id: int, depth: int) -> Iterable[TreeNode]:
        for unit in sorted(self._units, key=lambda unit: unit.pk not in self._plans):
            if unit.parent_id == parent_id:
                yield self._line(unit, depth)
                if unit.pk in self._open:
                    for objective in self._objectives.get(unit.pk, []):
                        yield from self._branches.lines(objective, depth + 1)
                    yield from self.below(unit.pk, depth + 1)

    def _line(self, unit: Unit, depth: int) -> TreeNode:
        plan, scores = self._plans.get(unit.pk), self._scores.get(unit.pk)
        return TreeNode(
            key=f"u{unit.pk}",
            title=unit.name,
            owner="",
            depth=depth,
            standing=scores if plan else None,
            worst=scores.worst if plan and scores and is_worse(scores.worst, scores.status) else "",
            is_open=unit.pk in self._open,
            has_children=plan is not None,
            is_draft=plan is not None and plan.state not in {PlanState.APPROVED, PlanState.CLOSED},
            status="" if plan else NO_PLAN,
        )
