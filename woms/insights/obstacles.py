"""Open obstacles in a unit and below it: how many of each cause, and which have waited longest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber, TruncDate

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
DAYS_TO_REMOVE = 30
"""An obstacle for which no day was promised is overdue after this many days."""


def obstacles_below(
    *, actor: Actor, unit: UnitChoice, shown: BoardMonth, limit: int = LINES
) -> tuple[tuple[CauseCount, ...], tuple[ObstacleLine, ...]]:
    """Counts by cause in the fixed order of causes, and the longest waiting, overdue first (one query)."""
    by_cause = [F("cause")]
    longest_first = [F("to_be_gone_on").asc(), F("opened_at").asc(), F("pk").asc()]
    rows = (
        _open_ones(actor, unit, shown)
        .annotate(
            total=Window(Count("pk"), partition_by=by_cause),
            late=Window(Count("pk", filter=Q(to_be_gone_on__lt=shown.until)), partition_by=by_cause),
            place=Window(RowNumber(), order_by=longest_first),
            place_in_cause=Window(RowNumber(), partition_by=by_cause, order_by=longest_first),
        )
        .filter(Q(place__lte=limit) | Q(place_in_cause=1))
        .order_by("place")
        .values(
            "key_result_id", "summary", "cause", "opened_at", "to_be_gone_on", "total", "late", "place",
            key_result_title=F("key_result__title"), holder=F("holder_unit__short_name"),
        )
    )  # fmt: skip
    found = list(rows)
    counts = {row["cause"]: (row["total"], row["late"]) for row in found}
    causes = tuple(CauseCount(cause.value, *counts.get(cause.value, (0, 0))) for cause in Cause)
    return causes, tuple(_line(row, shown.until) for row in found if row["place"] <= limit)


def _open_ones(actor: Actor, unit: UnitChoice, shown: BoardMonth) -> QuerySet[Obstacle]:
    """Obstacles of the unit and below that were open on the last day shown, each with the day it should be gone."""
    promised = Coalesce("due_on", TruncDate(F("opened_at") + timedelta(days=DAYS_TO_REMOVE)))
    return (
        visible_to(Obstacle.objects.all(), actor, Permission.BOARD_READ)
        .filter(
            Q(resolved_at__isnull=True) | Q(resolved_at__date__gt=shown.until),
            key_result__owner_unit__path__startswith=unit.path,
            opened_at__date__lte=shown.until,
        )
        .annotate(to_be_gone_on=promised)
    )


def _line(row: Mapping[str, Any], until: date) -> ObstacleLine:
    return ObstacleLine(
        key_result_id=row["key_result_id"],
        key_result=row["key_result_title"],
        summary=row["summary"],
        cause=row["cause"],
        holder=row["holder"],
        days_open=_days(local_date(row["opened_at"]), until),
        days_overdue=_days(row["to_be_gone_on"], until),
    )


def _days(since: date | None, until: date) -> int:
    return max(0, (until - since).days) if since else 0
