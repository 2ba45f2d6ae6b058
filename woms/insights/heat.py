"""The heat table: units below a unit × four areas, read from the stored roll-ups in one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from django.db.models import F, Q, QuerySet, Subquery

from woms.access.actors import Actor
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.clock import local_date
from woms.core.errors import Missing
from woms.core.vietnamese import sort_key
from woms.insights.board import AreaScore, HeatRow
from woms.insights.months import BoardMonth, month_before
from woms.org.models import Unit
from woms.org.queries import UnitChoice, choice_of
from woms.planning.states import Area
from woms.progress.calculations import pace, rollups
from woms.progress.models import Rollup

AREAS = tuple(area.value for area in Area)
SEVERITY = {status.value: place for place, status in enumerate(pace.ATTENTION)}
SILENT_DAYS = 7
_COLUMNS = (
    "area", "score", "expected", "status", "worst_status", "key_results", "reported_key_results", "last_reported_at",
)  # fmt: skip


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
    expected: Decimal | None
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
            return nothing_known(code)
        earlier = before if now else shown
        return AreaScore(
            code,
            shown.score,
            earlier.score if earlier else None,
            shown.expected,
            shown.status if shown.score is not None else pace.Status.NO_DATA.value,
            shown.worst_status,
            shown.key_results,
            shown.reported,
        )

    @property
    def turned_red(self) -> bool:
        now, before = self.now.get(Rollup.ALL), self.before.get(Rollup.ALL)
        return bool(now and before and now.status == pace.Status.OFF_TRACK and before.status in pace.GREEN)

    @property
    def last_reported_at(self) -> datetime | None:
        rows = (self.now.get(Rollup.ALL), self.before.get(Rollup.ALL))
        return max((row.last_reported_at for row in rows if row and row.last_reported_at), default=None)


def nothing_known(code: str) -> AreaScore:
    return AreaScore(code, None, None, None, pace.Status.NO_DATA.value, pace.Status.NO_DATA.value, 0, 0)


def units_around(
    *, actor: Actor, code: str, shown: BoardMonth
) -> tuple[UnitChoice, tuple[UnitChoice, ...], tuple[UnitChoice, ...]]:
    """The unit, those above it from the top, and those directly below as of the month (one query).

    Only units whose boards the actor may read. Raises `Missing` when the unit is not among them.
    """
    here = Subquery(Unit.objects.filter(code=code).values("path")[:1])
    existing = Q(starts_on__lt=shown.month.ends_on) & (
        Q(ends_on__isnull=True) | Q(ends_on__gt=shown.month.starts_on)
    )
    near = Unit.objects.annotate(here=here).filter(
        existing & Q(parent_id=Subquery(Unit.objects.filter(code=code).values("pk")[:1]))
        | Q(here__startswith=F("path"))
    )
    rows = tuple(map(choice_of, visible_to(near, actor, Permission.BOARD_READ).order_by("path")))
    unit = next((row for row in rows if row.code == code), None)
    if unit is None:
        raise Missing
    above = tuple(row for row in rows if row.path != unit.path and unit.path.startswith(row.path))
    return unit, above, tuple(row for row in rows if row.path != unit.path and row not in above)


def scores_around(*, actor: Actor, unit: UnitChoice, shown: BoardMonth) -> Mapping[int, UnitScores]:
    """Stored roll-ups of the unit and of those directly below it: of the month and of the one before.

    One query for two months, however long the year; a second for units that were silent in the month before.
    """
    rows = visible_to(
        Rollup.objects.filter(Q(unit_id=unit.id) | Q(unit__parent_id=unit.id)), actor, Permission.BOARD_READ
    ).filter(period__code=shown.year.code)
    before = month_before(shown.month).code
    found: defaultdict[int, UnitScores] = defaultdict(UnitScores)
    for unit_id, month, area, *stored in rows.filter(month__in=(before, shown.month.code)).values_list(
        "unit_id", "month", *_COLUMNS
    ):
        scores = found[unit_id]
        (scores.before if month == before else scores.now)[area] = _Stored(*stored)
    _add_last_known(found, rows.filter(month__lt=before))
    return found


def _add_last_known(found: defaultdict[int, UnitScores], older: QuerySet[Rollup]) -> None:
    """The latest roll-ups of units without any in the month before (a month is written for all areas at once)."""
    heard = [unit_id for unit_id, scores in found.items() if scores.before]
    latest = (
        older.exclude(unit_id__in=heard).order_by("unit_id", "area", "-month").distinct("unit_id", "area")
    )
    for unit_id, area, *stored in latest.values_list("unit_id", *_COLUMNS):
        found[unit_id].before[area] = _Stored(*stored)


def mean_of_rows(rows: Sequence[HeatRow], code: str) -> AreaScore:
    """The mean of the units of a heat table in one area (or over all), each unit that has a score counted once."""
    shown = [
        row.overall if code == Rollup.ALL else row.cells[AREAS.index(code)] for row in rows if row.has_plan
    ]
    now = rollups.roll_up([_part(one, one.score) for one in shown])
    before = rollups.roll_up([_part(one, one.before) for one in shown])
    return AreaScore(
        code,
        now.score,
        before.score,
        now.expected,
        now.status.value,
        now.worst_status.value,
        now.key_results,
        now.reported,
    )


def _part(one: AreaScore, score: Decimal | None) -> rollups.Part:
    return rollups.Part(
        score=score,
        expected=one.expected,
        status=pace.Status(one.status),
        worst_status=pace.Status(one.worst_status),
        key_results=one.key_results,
        reported=one.reported,
    )


def heat_rows(
    units: Iterable[UnitChoice], scores: Mapping[int, UnitScores], until: date, order: Order = Order.WORST
) -> tuple[HeatRow, ...]:
    """One row a unit, also for those without a plan or figures: silence must be seen."""
    nothing = UnitScores()
    return arranged([_row(unit, scores.get(unit.id, nothing), until) for unit in units], order)


def _row(unit: UnitChoice, scores: UnitScores, until: date) -> HeatRow:
    overall = scores.area(Rollup.ALL)
    return HeatRow(
        unit=unit,
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
