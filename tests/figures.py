"""Figures written straight into the tables, for tests of what is read from them; services have their own tests."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.factories import AT, TODAY, make_period
from woms.org.models import Unit
from woms.planning.models import KeyResult
from woms.progress.models import CheckIn, KeyResultState, Obstacle, Rollup


def make_rollup(unit: Unit, score: object, status: str = "on_track", **options: Any) -> Rollup:
    """Where a unit stood over all its areas in November 2026, with figures reported two days ago."""
    facts = {
        "period": make_period("2026"), "area": "all", "month": "2026-11", "worst_status": status,
        "key_results": 4, "reported_key_results": 4, "last_reported_at": AT - timedelta(days=2),
        "computed_at": AT,
    }  # fmt: skip
    points = None if score is None else Decimal(str(score))
    return Rollup.objects.create(unit=unit, score=points, status=status, **facts | options)


def make_state(
    key_result: KeyResult, value: object, status: str = "on_track", **options: Any
) -> KeyResultState:
    """Where a key result stands after its first check-in."""
    facts = {
        "sequence": 1, "as_of": TODAY, "progress": Decimal(60), "raw_progress": Decimal(60),
        "expected_progress": Decimal(88), "updated_at": AT,
    }  # fmt: skip
    number = None if value is None else Decimal(str(value))
    return KeyResultState.objects.create(
        key_result=key_result, value=number, status=status, **facts | options
    )


def make_check_in(key_result: KeyResult, value: object, as_of: date, **options: Any) -> CheckIn:
    """One reported number, entered the same day at 14:05."""
    facts = {
        "sequence": key_result.check_ins.count() + 1, "status": "on_track", "suggested_status": "on_track",
        "reported_by_name": "Đỗ Văn Chuyên", "at": AT.replace(year=as_of.year, month=as_of.month, day=as_of.day),
    }  # fmt: skip
    return CheckIn.objects.create(
        key_result=key_result, value=Decimal(str(value)), as_of=as_of, **facts | options
    )


def make_obstacle(
    key_result: KeyResult, holder: Unit, cause: str = "coordination", **options: Any
) -> Obstacle:
    """An obstacle open for twenty days and due ten days ago."""
    facts = {
        "summary": "Chờ ý kiến của cơ quan phối hợp", "opened_at": AT - timedelta(days=20),
        "due_on": TODAY - timedelta(days=10),
    }  # fmt: skip
    return Obstacle.objects.create(key_result=key_result, cause=cause, holder_unit=holder, **facts | options)
