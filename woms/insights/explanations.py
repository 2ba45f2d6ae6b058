"""What stands behind a number of a board: its definition, and the figures it was made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from woms.access.actors import Actor
from woms.insights.board import BoardKeyResult, HeatRow, ObstacleLine, UnitBoard
from woms.insights.contributions import Contribution, contributions_to
from woms.insights.heat import Order, arranged
from woms.insights.metrics import Metric, metric
from woms.insights.months import board_month
from woms.insights.obstacles import obstacles_below
from woms.insights.unit_board import unit_board

MADE_OF_PARTS = frozenset({"unit_score", "unit_score_change", "contribution_points", "contribution_share"})
MADE_OF_UNITS = frozenset({"coverage", "silent_days"})
MADE_OF_OBSTACLES = frozenset(
    {"open_obstacles", "overdue_obstacles", "obstacle_days", "obstacle_days_overdue"}
)
OBSTACLES = 200


@dataclass(frozen=True, slots=True)
class Explanation:
    """A metric, and for a unit the board it stands on with the parts that made it."""

    metric: Metric
    board: UnitBoard | None = None
    area: str = ""
    contributions: tuple[Contribution, ...] = ()
    key_results: tuple[BoardKeyResult, ...] = ()
    units: tuple[HeatRow, ...] = ()
    obstacles: tuple[ObstacleLine, ...] = ()


def explain_number(
    *, actor: Actor, metric_code: str, unit_code: str, area: str, period_code: str, on: date
) -> Explanation:
    """This function will tell what the number `metric_code` of a unit (and an area, if one is named) is made of.

    Without a unit it is the definition alone. Raises `Missing` for an unknown metric or a unit out of reach.
    """
    defined = metric(metric_code)
    if not unit_code:
        return Explanation(defined)
    board = unit_board(actor=actor, unit_code=unit_code, period_code=period_code, on=on)
    if metric_code in MADE_OF_OBSTACLES:
        shown = board_month(period_code, on)
        _, lines = obstacles_below(actor=actor, unit=board.unit, shown=shown, limit=OBSTACLES)
        return Explanation(defined, board, area, obstacles=lines)
    if metric_code in MADE_OF_UNITS and board.rows:
        planning = tuple(row for row in arranged(board.rows, Order.SILENT) if row.has_plan)
        return Explanation(defined, board, area, units=planning)
    if metric_code in MADE_OF_PARTS:
        until = board_month(period_code, on).until
        parts = contributions_to(board.key_results, area=area, weights=dict(board.area_weights), on=until)
        return Explanation(defined, board, area, contributions=parts)
    own = tuple(one for one in board.key_results if not area or one.area == area)
    return Explanation(defined, board, area, key_results=own)
