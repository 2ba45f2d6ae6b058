"""The key results of a unit's own plan: where they stood on the last day of the month shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from django.db.models import F, OuterRef, QuerySet, Subquery

from woms.access.actors import Actor
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.insights.board import BoardKeyResult
from woms.insights.contributions import shares_of
from woms.insights.heat import days_since
from woms.insights.months import BoardMonth
from woms.org.names import readable_names
from woms.org.queries import UnitChoice
from woms.planning.models import KeyResult
from woms.planning.states import Kind, PlanState
from woms.progress import facts
from woms.progress.calculations import pace
from woms.progress.models import CheckIn, KeyResultState
from woms.progress.states import Status

IN_FORCE = (PlanState.APPROVED.value, PlanState.CLOSED.value)
Weights: TypeAlias = "dict[str, Decimal]"
Standing: TypeAlias = "tuple[Decimal | None, date | None, Decimal | None, Decimal | None, str]"
"""Value, the day it speaks of, progress, expected progress, status."""


def own_key_results(
    *, actor: Actor, unit: UnitChoice, shown: BoardMonth
) -> tuple[tuple[BoardKeyResult, ...], Weights]:
    """Key results of the unit's plan in force, in the order of the plan, and the plan's weights of the areas.

    Two queries for the running month; a past one is worked out from the log in two more.
    """
    rows = list(_rows(actor, unit, shown))
    standings = _stored(rows) if shown.is_current else _as_of(rows, shown.until)
    people = {row.owner_person_id for row in rows if row.owner_person_id}
    names = readable_names(actor=actor, on=shown.until, person_ids=people)
    found = tuple(_key_result(row, standings[row.pk], names, shown.until) for row in rows)
    weights = _weights(rows)
    shares = shares_of(found, weights=weights, on=shown.until)
    return tuple(replace(one, share=shares.get(one.id, Decimal(0))) for one in found), weights


def _rows(actor: Actor, unit: UnitChoice, shown: BoardMonth) -> QuerySet[KeyResult]:
    """Every key result that was still followed on the last day shown."""
    entries = CheckIn.objects.filter(key_result_id=OuterRef("pk"), as_of__lte=shown.until)
    return (
        visible_to(KeyResult.objects.all(), actor, Permission.BOARD_READ)
        .filter(
            objective__plan__unit_id=unit.id,
            objective__plan__person__isnull=True,
            objective__plan__period__code=shown.year.code,
            objective__plan__state__in=IN_FORCE,
        )
        .exclude(archived_at__date__lte=shown.until)
        .select_related("objective", "progress_state")
        .annotate(
            area_weights=F("objective__plan__area_weights"),
            reported_at=Subquery(entries.order_by("-as_of", "-sequence").values("at")[:1]),
        )
        .order_by("objective__position", "objective_id", "position", "id")
    )


def _weights(rows: Sequence[KeyResult]) -> Weights:
    stored = rows[0].area_weights if rows else {}  # type: ignore[attr-defined] # annotated above
    return {area: Decimal(str(weight)) for area, weight in stored.items()}


def _stored(rows: Sequence[KeyResult]) -> Mapping[int, Standing]:
    return {row.pk: _stored_standing(getattr(row, "progress_state", None)) for row in rows}


def _stored_standing(state: KeyResultState | None) -> Standing:
    if state is None:
        return None, None, None, None, Status.NO_DATA.value
    return state.value, state.as_of, state.progress, state.expected_progress, state.status


def _as_of(rows: Sequence[KeyResult], until: date) -> Mapping[int, Standing]:
    """What the log said on a day that has passed."""
    ids = [row.pk for row in rows]
    interim = facts.interim_targets(ids)
    latest = facts.readings_on(until, facts.readings().filter(key_result_id__in=ids))
    return {row.pk: _standing(row, interim, latest.get(row.pk), until) for row in rows}


def _standing(
    row: KeyResult,
    interim: Mapping[int, tuple[pace.InterimTarget, ...]],
    latest: facts.Latest | None,
    until: date,
) -> Standing:
    standing = facts.standing_on(row, interim.get(row.pk, ()), latest, until)
    value, as_of = (latest.value, latest.as_of) if latest else (None, None)
    status = facts.effective_status(standing, latest).value
    return value, as_of, standing.progress.score, standing.expected, status


def _key_result(row: KeyResult, standing: Standing, names: Mapping[int, str], until: date) -> BoardKeyResult:
    value, as_of, progress, expected, status = standing
    reported_at: datetime | None = row.reported_at  # type: ignore[attr-defined] # annotated above
    return BoardKeyResult(
        id=row.pk,
        title=row.title,
        is_breakthrough=Kind.OKR in {row.kind, row.objective.kind},
        area=row.objective.area,
        objective=row.objective.title,
        objective_id=row.objective_id,
        objective_weight=row.objective.weight,
        objective_is_breakthrough=row.objective.kind == Kind.OKR,
        weight=row.weight,
        share=Decimal(0),
        value=value,
        target=row.target,
        measure_unit=row.measure_unit,
        direction=row.direction,
        progress=progress,
        expected=expected,
        status=status,
        as_of=as_of,
        reported_at=reported_at,
        silent_days=days_since(reported_at, until),
        starts_on=row.starts_on,
        due_on=row.due_on,
        person=names.get(row.owner_person_id or 0, ""),
    )
