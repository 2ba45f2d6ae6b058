"""Scores of units: what is stored for a unit, and what it makes of the units below, computed when read (ADR-0010)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from woms.access.actors import Actor
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.planning.models import KeyResult
from woms.progress.calculations import pace, rollups
from woms.progress.models import KeyResultState, Rollup


@dataclass(frozen=True, slots=True)
class Score:
    """How a unit stands in an area (or `all`) in a month. `units` and `silent_units` only for a mean of units."""

    score: Decimal | None
    expected: Decimal | None
    breakthrough: Decimal | None
    status: str
    worst_status: str
    key_results: int
    reported_key_results: int
    last_reported_at: datetime | None
    units: int = 0
    silent_units: int = 0


@dataclass(frozen=True, slots=True)
class ObjectiveStanding:
    """How an objective stands by its own key results, as last computed."""

    score: Decimal | None
    expected: Decimal | None
    status: str
    worst_status: str
    key_results: int
    reported: int


ScoreKey = tuple[int, str, str]
"""Unit id, area, month."""


def scores_of_units(
    *, actor: Actor, unit_ids: Iterable[int], period_code: str, months: Iterable[str]
) -> dict[ScoreKey, Score]:
    """The stored scores of units in the actor's reach, every area, some months (one query)."""
    rows = visible_to(Rollup.objects.all(), actor, Permission.BOARD_READ).filter(
        unit_id__in=list(unit_ids), period__code=period_code, month__in=list(months)
    )
    return {(row.unit_id, row.area, row.month): _score(row) for row in rows}


def scores_below(
    *, actor: Actor, unit_id: int, period_code: str, months: Iterable[str]
) -> dict[tuple[str, str], Score]:
    """The mean of the units directly below that have a score, by area and month (one query)."""
    rows = visible_to(Rollup.objects.all(), actor, Permission.BOARD_READ).filter(
        unit__parent_id=unit_id, unit__ends_on__isnull=True, period__code=period_code, month__in=list(months)
    )
    groups: dict[tuple[str, str], list[Rollup]] = {}
    for row in rows.order_by("unit_id"):
        groups.setdefault((row.area, row.month), []).append(row)
    return {key: mean_of(group) for key, group in groups.items()}


def mean_of(rows: list[Rollup]) -> Score:
    """Units as equal parts of one whole: each that has a score counts once (scenario B18)."""
    whole = rollups.roll_up([_part(row) for row in rows])
    apart = rollups.roll_up([rollups.Part(score=row.breakthrough) for row in rows])
    return Score(
        score=whole.score,
        expected=whole.expected,
        breakthrough=apart.score,
        status=whole.status.value,
        worst_status=whole.worst_status.value,
        key_results=whole.key_results,
        reported_key_results=whole.reported,
        last_reported_at=max((row.last_reported_at for row in rows if row.last_reported_at), default=None),
        units=len(rows),
        silent_units=sum(row.score is None for row in rows),
    )


def objective_standings(*, objective_ids: Iterable[int], on: date) -> Mapping[int, ObjectiveStanding]:
    """How objectives stand that the caller has already been allowed to see (one query)."""
    rows = KeyResult.objects.filter(objective_id__in=list(objective_ids), archived_at__isnull=True)
    parts: dict[int, list[rollups.Part]] = {}
    for row in rows.select_related("progress_state").order_by("objective_id", "position", "pk"):
        parts.setdefault(row.objective_id, []).append(_part_of_key_result(row, on))
    return {objective_id: _standing(rollups.roll_up(own)) for objective_id, own in parts.items()}


def _part_of_key_result(row: KeyResult, on: date) -> rollups.Part:
    state: KeyResultState | None = getattr(row, "progress_state", None)
    return rollups.Part(
        score=state.progress if state else None,
        weight=row.weight,
        expected=state.expected_progress if state else None,
        status=pace.Status(state.status) if state else pace.Status.NO_DATA,
        is_closed=on > row.due_on,
        has_started=on >= row.starts_on,
        reported=int(state is not None and state.value is not None),
    )


def _standing(whole: rollups.RollUp) -> ObjectiveStanding:
    return ObjectiveStanding(
        whole.score,
        whole.expected,
        whole.status.value,
        whole.worst_status.value,
        whole.key_results,
        whole.reported,
    )


def _part(row: Rollup) -> rollups.Part:
    return rollups.Part(
        score=row.score,
        expected=row.expected,
        status=pace.Status(row.status),
        worst_status=pace.Status(row.worst_status),
        key_results=row.key_results,
        reported=row.reported_key_results,
    )


def _score(row: Rollup) -> Score:
    return Score(
        score=row.score,
        expected=row.expected,
        breakthrough=row.breakthrough,
        status=row.status,
        worst_status=row.worst_status,
        key_results=row.key_results,
        reported_key_results=row.reported_key_results,
        last_reported_at=row.last_reported_at,
    )
