"""The heat table: units below a unit × four areas, read from the stored roll-ups in one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from django.db.models import BooleanField, ExpressionWrapper, Q

from woms.access.actors import Actor
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.clock import local_date
from woms.core.vietnamese import sort_key
from woms.insights.board import AreaScore, HeatRow
from woms.insights.months import BoardMonth
from woms.org.models import Unit
from woms.org.queries import UnitChoice, choice_of
from woms.planning.states import Area
from woms.progress.models import Rollup
from woms.progress.states import Status

AREAS = tuple(area.value for area in Area)
GREEN = frozenset({Status.ON_TRACK.value, Status.EXCEEDED.value})
SEVERITY = {
    Status.OFF_TRACK.value: 0, Status.AT_RISK.value: 1, Status.NO_DATA.value: 2,
    Status.ON_TRACK.value: 3, Status.EXCEEDED.value: 4,
}  # fmt: skip
"""The order of attention."""


class Order(StrEnum):
    """How the rows of a heat table are sorted."""

    WORST = "worst"
    DROP = "drop"
    SILENT = "silent"
    NAME = "name"


class Only(StrEnum):
    """Which rows of a heat table are shown."""

    ALL = "all"
    TURNED_RED = "turned_red"
    SILENT = "silent"
    NO_PLAN = "no_plan"


@dataclass(frozen=True, slots=True)
class _Stored:
    """One roll-up row, as read."""

    score: Decimal | None
    status: str
    worst_status: str
    key_results: int
    reported: int
    last_reported_at: datetime | None


@dataclass(slots=True)
class UnitScores:
    """The roll-ups of one unit: per area the row of the month (if there is one) and the latest before it."""

    now: dict[str, _Stored] = field(default_factory=dict)
    before: dict[str, _Stored] = field(default_factory=dict)

    def area(self, code: str) -> AreaScore:
        """A month without a row of its own stands where the last one stood, without a change."""
        now, before = self.now.get(code), self.before.get(code)
        shown = now or before
        if shown is None:
            return AreaScore(code, None, None, Status.NO_DATA, Status.NO_DATA, 0, 0)
        earlier = before if now else shown
        return AreaScore(
            code,
            shown.score,
            earlier.score if earlier else None,
            shown.status if shown.score is not None else Status.NO_DATA.value,
            shown.worst_status,
            shown.key_results,
            shown.reported,
        )

    @property
    def turned_red(self) -> bool:
        now, before = self.now.get(Rollup.ALL), self.before.get(Rollup.ALL)
        return bool(now and before and now.status == Status.OFF_TRACK and before.status in GREEN)

    @property
    def last_reported_at(self) -> datetime | None:
        rows = (self.now.get(Rollup.ALL), self.before.get(Rollup.ALL))
        return max((row.last_reported_at for row in rows if row and row.last_reported_at), default=None)


def units_around(*, actor: Actor, unit: UnitChoice, shown: BoardMonth) -> tuple[list[Unit], list[Unit]]:
    """The units above (from the top) and directly below that the actor may see boards of, as of the month."""
    above = [int(part) for part in unit.path.strip("/").split("/")][:-1]
    existing = Q(starts_on__lt=shown.month.ends_on) & (
        Q(ends_on__isnull=True) | Q(ends_on__gt=shown.month.starts_on)
    )
    near = Unit.objects.filter(existing & Q(parent_id=unit.id) | Q(pk__in=above))
    rows = list(visible_to(near, actor, Permission.BOARD_READ).order_by("path"))
    return [row for row in rows if row.pk in above], [row for row in rows if row.parent_id == unit.id]


def scores_around(*, actor: Actor, unit: UnitChoice, shown: BoardMonth) -> Mapping[int, UnitScores]:
    """Stored roll-ups of the unit and of those directly below it (one query, at most ten rows a unit)."""
    is_now = ExpressionWrapper(Q(month=shown.month.code), output_field=BooleanField())
    rows = (
        visible_to(
            Rollup.objects.filter(Q(unit_id=unit.id) | Q(unit__parent_id=unit.id)),
            actor,
            Permission.BOARD_READ,
        )
        .filter(period__code=shown.year.code, month__lte=shown.month.code)
        .annotate(is_now=is_now)
        .order_by("unit_id", "area", "is_now", "-month")
        .distinct("unit_id", "area", "is_now")
    )
    found: defaultdict[int, UnitScores] = defaultdict(UnitScores)
    for unit_id, area, now, *stored in rows.values_list(
        "unit_id", "area", "is_now", "score", "status", "worst_status", "key_results",
        "reported_key_results", "last_reported_at",
    ):  # fmt: skip
        scores = found[unit_id]
        (scores.now if now else scores.before)[area] = _Stored(*stored)
    return found


def heat_rows(
    units: Iterable[Unit], scores: Mapping[int, UnitScores], until: date, order: Order = Order.WORST
) -> tuple[HeatRow, ...]:
    """One row a unit, also for those without a plan or figures: silence must be seen."""
    nothing = UnitScores()
    return arranged([_row(unit, scores.get(unit.pk, nothing), until) for unit in units], order)


def _row(unit: Unit, scores: UnitScores, until: date) -> HeatRow:
    overall = scores.area(Rollup.ALL)
    return HeatRow(
        unit=choice_of(unit),
        cells=tuple(scores.area(area) for area in AREAS),
        overall=overall,
        coverage=Decimal(100 * overall.reported) / overall.key_results if overall.key_results else None,
        silent_days=days_since(scores.last_reported_at, until),
        has_plan=overall.key_results > 0,
        turned_red=scores.turned_red,
    )


def days_since(instant: datetime | None, until: date) -> int | None:
    return None if instant is None else max(0, (until - local_date(instant)).days)


def arranged(rows: Sequence[HeatRow], order: Order, only: Only = Only.ALL) -> tuple[HeatRow, ...]:
    """Rows of one kind in one order; rows that tie stand in the order of their names."""
    kept = sorted((row for row in rows if _is_kept(row, only)), key=lambda row: sort_key(row.unit.name))
    match order:
        case Order.WORST:
            kept.sort(key=_by_worst)
        case Order.DROP:
            kept.sort(key=_by_drop)
        case Order.SILENT:
            kept.sort(key=_by_silence)
        case Order.NAME:
            pass
    return tuple(kept)


def is_silent(row: HeatRow) -> bool:
    """A unit with a plan from which nothing was heard for more than a week, or ever."""
    return row.has_plan and (row.silent_days is None or row.silent_days > SILENT_DAYS)


SILENT_DAYS = 7


def _is_kept(row: HeatRow, only: Only) -> bool:
    match only:
        case Only.ALL:
            return True
        case Only.TURNED_RED:
            return row.turned_red
        case Only.SILENT:
            return is_silent(row)
        case Only.NO_PLAN:
            return not row.has_plan


def _by_worst(row: HeatRow) -> tuple[bool, int, Decimal]:
    score = row.overall.score
    return not row.has_plan, SEVERITY[row.overall.status], Decimal(0) if score is None else score


def _by_drop(row: HeatRow) -> Decimal:
    change = row.overall.change
    return Decimal(1000) if change is None else change


def _by_silence(row: HeatRow) -> tuple[bool, int]:
    return not row.has_plan, -(10_000 if row.silent_days is None else row.silent_days)
