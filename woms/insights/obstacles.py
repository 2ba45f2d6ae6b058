"""Open obstacles in a unit and below it: how many of each cause, and which have waited longest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from woms.access.actors import Actor
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.clock import local_date
from woms.insights.board import CauseCount, ObstacleLine
from woms.insights.months import BoardMonth
from woms.org.queries import UnitChoice
from woms.progress.models import Obstacle
from woms.progress.states import Cause

LINES = 5


def obstacles_below(
    *, actor: Actor, unit: UnitChoice, shown: BoardMonth, limit: int = LINES
) -> tuple[tuple[CauseCount, ...], tuple[ObstacleLine, ...]]:
    """Counts by cause in the fixed order of causes, and the longest waiting, overdue first (two queries)."""
    open_ones = visible_to(Obstacle.objects.all(), actor, Permission.BOARD_READ).filter(
        Q(resolved_at__isnull=True) | Q(resolved_at__date__gt=shown.until),
        key_result__owner_unit__path__startswith=unit.path,
        opened_at__date__lte=shown.until,
    )
    overdue = Count("id", filter=Q(due_on__lt=shown.until))
    counted = {
        cause: (total, late)
        for cause, total, late in open_ones.values("cause")
        .annotate(total=Count("id"), late=overdue)
        .values_list("cause", "total", "late")
    }
    causes = tuple(CauseCount(cause.value, *counted.get(cause.value, (0, 0))) for cause in Cause)
    longest = open_ones.order_by(F("due_on").asc(nulls_last=True), "opened_at", "id")[:limit].values(
        "key_result_id", "summary", "cause", "opened_at", "due_on",
        key_result_title=F("key_result__title"), holder=F("holder_unit__short_name"),
    )  # fmt: skip
    return causes, tuple(_line(row, shown.until) for row in (longest if counted else ()))


def _line(row: Mapping[str, Any], until: date) -> ObstacleLine:
    return ObstacleLine(
        key_result_id=row["key_result_id"],
        key_result=row["key_result_title"],
        summary=row["summary"],
        cause=row["cause"],
        holder=row["holder"],
        days_open=_days(local_date(row["opened_at"]), until),
        days_overdue=_days(row["due_on"], until),
    )


def _days(since: date | None, until: date) -> int:
    return max(0, (until - since).days) if since else 0
