"""The control board of the city or of any unit: sentences first, people served second, then the heat table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from woms.access.actors import Actor
from woms.access.checks import reaches
from woms.access.permissions import Permission
from woms.core.clock import local_date
from woms.core.errors import Denied
from woms.insights.attention import attention_of
from woms.insights.balance import imbalance_of
from woms.insights.board import BoardKeyResult, Coverage, HeatRow, UnitBoard
from woms.insights.heat import AREAS, UnitScores, heat_rows, mean_of_rows, scores_around, units_around
from woms.insights.key_numbers import KEY_NUMBERS, key_numbers
from woms.insights.key_results import own_key_results
from woms.insights.months import BoardMonth, board_month
from woms.insights.obstacles import obstacles_below
from woms.org.models import Unit
from woms.progress.models import Rollup


def unit_board(*, actor: Actor, unit_code: str, period_code: str, on: date) -> UnitBoard:
    """This function will gather the board of a unit for a month (`period_code`; empty = the month of `on`).

    At most eight SQL queries, however many units, key results and figures there are. Raises `Missing` for a
    unit whose board the actor may not see, `Invalid` for a period that is none or has not begun.
    """
    shown = board_month(period_code, on)
    unit, above, below = units_around(actor=actor, code=unit_code, shown=shown)
    scores = scores_around(actor=actor, unit=unit, shown=shown)
    own = scores.get(unit.id, UnitScores())
    rows = heat_rows(below, scores, shown.until)
    key_results, weights = own_key_results(actor=actor, unit=unit, shown=shown)
    numbers = key_numbers(actor=actor, key_results=key_results, shown=shown)
    causes, obstacles = obstacles_below(actor=actor, unit=unit, shown=shown)
    areas = tuple(own.area(area) for area in AREAS)
    return UnitBoard(
        unit=unit,
        ancestors=above,
        year_code=shown.year.code,
        month_code=shown.month.code,
        month_label=shown.month.label,
        is_current=shown.is_current,
        data_time=_data_time(scores),
        coverage=_coverage(rows, scores, key_results, shown),
        attention=attention_of(
            rows=rows, areas=areas, key_numbers=numbers, key_results=key_results, causes=causes,
            obstacles=obstacles,
        ),
        key_numbers=numbers[:KEY_NUMBERS],
        rows=rows,
        areas=areas,
        overall=own.area(Rollup.ALL),
        below=tuple(mean_of_rows(rows, area) for area in AREAS) if rows else (),
        below_overall=mean_of_rows(rows, Rollup.ALL) if rows else None,
        area_weights=tuple(weights.items()),
        imbalance=imbalance_of(areas),
        causes=causes,
        obstacles=obstacles,
        key_results=key_results,
    )  # fmt: skip


def _data_time(scores: Mapping[int, UnitScores]) -> datetime | None:
    """When the newest figure on the board was entered."""
    times = (one.last_reported_at for one in scores.values())
    return max((time for time in times if time), default=None)


def _coverage(
    rows: Sequence[HeatRow],
    scores: Mapping[int, UnitScores],
    key_results: Sequence[BoardKeyResult],
    shown: BoardMonth,
) -> Coverage:
    """Units with a plan that reported within the month; without units below, key results with a figure."""
    planning = [row.unit.id for row in rows if row.has_plan]
    if not planning:
        return Coverage("key_results", sum(one.value is not None for one in key_results), len(key_results))
    heard = [scores[unit_id].last_reported_at for unit_id in planning]
    reported = sum(time is not None and local_date(time) >= shown.month.starts_on for time in heard)
    return Coverage("units", reported, len(planning))


def own_board_code(*, actor: Actor) -> str:
    """The code of the highest unit whose board the actor may read. Raises `Denied` when there is none."""
    paths = {grant.unit_path: grant.unit_id for grant, _reach in reaches(actor, Permission.BOARD_READ)}
    unit = Unit.objects.filter(pk=paths[min(paths, key=len)]).first() if paths else None
    if unit is None:
        raise Denied(
            "Bạn chưa có quyền xem bảng điều hành. Nếu công việc cần, hãy liên hệ quản trị đơn vị.",
            code="denied.board.read",
        )
    return unit.code
