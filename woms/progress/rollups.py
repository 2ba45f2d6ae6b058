"""From check-ins to the scores of units: one definition for the check-in of a moment and for the nightly recomputation.

A roll-up row of a unit, area and month says how the unit's own plan stood on the last day of that month (on `on`
for the running month), computed from the readings that held then. It depends on the log and the plan alone, so
recomputing changes nothing. What stands above a unit is computed from these rows when it is read (ADR-0010).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from woms.core.clock import local_date
from woms.core.periods import CalendarPeriod, month_of
from woms.planning.models import KeyResult, Objective, Plan
from woms.planning.states import Area, Kind, PlanState
from woms.progress import facts
from woms.progress.calculations import pace, rollups
from woms.progress.models import KeyResultState, Rollup

PLANS_AT_ONCE = 100
_COLUMNS = (
    "score", "expected", "breakthrough", "status", "worst_status",
    "key_results", "reported_key_results", "last_reported_at",
)  # fmt: skip
_STATE_COLUMNS = (
    "sequence", "value", "previous_value", "as_of", "raw_progress", "progress", "expected_progress", "status",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan with what its roll-up needs, read once for all months."""

    plan: Plan
    objectives: list[Objective] = field(default_factory=list)
    key_results: dict[int, list[KeyResult]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What a recomputation did: how many rows differed from what was stored."""

    plans: int
    rollups_changed: int
    states_changed: int


def recompute_rollups(*, at: datetime, on: date, since: date | None = None) -> Recomputed:
    """This function will bring every state and roll-up in line with the log: the nightly job, and `woms recompute`.

    Months from the one of `since` (default: the month before, so that its last day is final) to the one of `on`.
    Plans are locked a hundred at a time, so that check-ins go on meanwhile.
    """
    months = months_between(since or _day_of_previous_month(on), on)
    ids = list(
        Plan.objects.filter(state=PlanState.APPROVED, person__isnull=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    done = [
        recompute_plans(plan_ids=ids[start : start + PLANS_AT_ONCE], months=months, at=at, on=on)
        for start in range(0, len(ids), PLANS_AT_ONCE)
    ]
    return Recomputed(
        len(ids), sum(one.rollups_changed for one in done), sum(one.states_changed for one in done)
    )


@transaction.atomic
def recompute_plans(
    *, plan_ids: Sequence[int], months: Sequence[CalendarPeriod], at: datetime, on: date
) -> Recomputed:
    """Lock some plans, always in the same order, and bring their states and roll-ups of some months in line."""
    plans = list(locked_plans().filter(pk__in=plan_ids).order_by("pk"))
    return refresh_plans(plans=plans, months=months, at=at, on=on)


def locked_plans() -> QuerySet[Plan]:
    """Plans, held until the transaction ends: whoever changes figures of a plan waits for its turn here."""
    return Plan.objects.select_for_update(of=("self",), no_key=True).select_related("period")


def refresh_plans(
    *, plans: Sequence[Plan], months: Sequence[CalendarPeriod], at: datetime, on: date
) -> Recomputed:
    """The same for plans that the caller's transaction has locked; the last of `months` holds `on`.

    Writes only rows that differ.
    """
    whole = _plan_facts(plans)
    key_results = [one for plan in whole for group in plan.key_results.values() for one in group]
    interim = facts.interim_targets([one.pk for one in key_results])
    ids = [plan.pk for plan in plans]
    rows: list[Rollup] = []
    latest: Mapping[int, facts.Latest] = {}
    for month in months:
        day = min(month.last_day, on)
        latest = facts.readings_on(day, facts.readings().filter(key_result__objective__plan_id__in=ids))
        rows += [row for plan in whole for row in _rollups(plan, interim, latest, month, day, at)]
    return Recomputed(len(plans), _store_rollups(rows), _store_states(key_results, interim, latest, at, on))


def months_between(since: date, on: date) -> tuple[CalendarPeriod, ...]:
    """The months from the one of `since` to the one of `on`, both included."""
    months = [month_of(on)]
    while months[-1].starts_on > since:
        months.append(month_of(_day_before(months[-1])))
    return tuple(reversed(months))


def _day_of_previous_month(on: date) -> date:
    return _day_before(month_of(on))


def _day_before(month: CalendarPeriod) -> date:
    return date.fromordinal(month.starts_on.toordinal() - 1)


def _plan_facts(plans: Sequence[Plan]) -> list[PlanFacts]:
    """Plans with their objectives and key results (two queries)."""
    whole = {plan.pk: PlanFacts(plan) for plan in plans}
    for objective in Objective.objects.filter(plan_id__in=whole).order_by("plan_id", "position", "pk"):
        whole[objective.plan_id].objectives.append(objective)
    rows = KeyResult.objects.filter(objective__plan_id__in=whole).select_related("objective")
    for key_result in rows.order_by("objective_id", "position", "pk"):
        plan = whole[key_result.objective.plan_id]
        plan.key_results.setdefault(key_result.objective_id, []).append(key_result)
    return list(whole.values())


# --- one plan on one day ---------------------------------------------------------------------------------


def _rollups(
    plan: PlanFacts,
    interim: Mapping[int, tuple[pace.InterimTarget, ...]],
    latest: Mapping[int, facts.Latest],
    month: CalendarPeriod,
    day: date,
    at: datetime,
) -> Iterator[Rollup]:
    if plan.plan.person_id is not None or not _covers(plan.plan, month):
        return
    by_area: dict[str, list[rollups.Part]] = {}
    reported_at: dict[str, list[datetime]] = {}
    for objective in plan.objectives:
        own = plan.key_results.get(objective.pk, [])
        parts = [part_of(one, interim.get(one.pk, ()), latest.get(one.pk), day) for one in own]
        by_area.setdefault(objective.area, []).append(objective_part(objective, parts))
        reported_at.setdefault(objective.area, []).extend(
            latest[one.pk].at for one in own if one.pk in latest
        )
    areas = {area: rollups.roll_up(parts) for area, parts in by_area.items()}
    for area, rolled in areas.items():
        yield _row(plan.plan, area, month, rolled, reported_at[area], at)
    everything = [instant for instants in reported_at.values() for instant in instants]
    yield _row(plan.plan, Rollup.ALL, month, _whole(plan.plan, by_area, areas), everything, at)


def _covers(plan: Plan, month: CalendarPeriod) -> bool:
    return plan.period.starts_on < month.ends_on and month.starts_on < plan.period.ends_on


def part_of(
    key_result: KeyResult,
    interim: Sequence[pace.InterimTarget],
    latest: facts.Latest | None,
    day: date,
) -> rollups.Part:
    """A key result as one part of its objective on a day."""
    standing = facts.standing_on(key_result, interim, latest, day)
    archived_at = key_result.archived_at
    return rollups.Part(
        score=standing.progress.score,
        weight=key_result.weight,
        expected=standing.expected,
        status=facts.effective_status(standing, latest),
        is_archived=archived_at is not None and local_date(archived_at) <= day,
        is_breakthrough=key_result.kind == Kind.OKR and key_result.objective.kind != Kind.OKR,
        is_closed=day > key_result.due_on,
        has_started=day >= key_result.starts_on,
        reported=1 if latest else 0,
    )


def objective_part(objective: Objective, parts: Sequence[rollups.Part]) -> rollups.Part:
    """An objective as one part of its area; a breakthrough is measured like any other but stays beside the score."""
    part = rollups.roll_up(parts).as_part(objective.weight)
    if objective.kind != Kind.OKR:
        return part
    return rollups.Part(
        score=part.score,
        weight=part.weight,
        expected=part.expected,
        status=part.status,
        worst_status=part.worst_status,
        is_breakthrough=True,
        key_results=part.key_results,
        reported=part.reported,
    )


def _whole(
    plan: Plan, by_area: Mapping[str, list[rollups.Part]], areas: Mapping[str, rollups.RollUp]
) -> rollups.RollUp:
    """The plan: its areas by their weights if it sets any, otherwise all objectives by theirs."""
    objectives = [part for parts in by_area.values() for part in parts]
    flat = rollups.roll_up(objectives)
    weights = {area: Decimal(str(weight)) for area, weight in plan.area_weights.items() if area in areas}
    if not any(weights.values()):
        return flat
    by_weight = rollups.roll_up([areas[area].as_part(weight) for area, weight in weights.items()])
    return rollups.RollUp(
        score=by_weight.score,
        expected=by_weight.expected,
        status=by_weight.status,
        worst_status=by_weight.worst_status,
        breakthrough=flat.breakthrough,
        key_results=flat.key_results,
        reported=flat.reported,
    )


def _row(
    plan: Plan,
    area: str,
    month: CalendarPeriod,
    rolled: rollups.RollUp,
    reported_at: Sequence[datetime],
    at: datetime,
) -> Rollup:
    return Rollup(
        unit_id=plan.unit_id,
        period_id=plan.period_id,
        area=area,
        month=month.code,
        score=rolled.score,
        expected=rolled.expected,
        breakthrough=rolled.breakthrough,
        status=rolled.status.value,
        worst_status=rolled.worst_status.value,
        key_results=rolled.key_results,
        reported_key_results=rolled.reported,
        last_reported_at=max(reported_at, default=None),
        computed_at=at,
    )


# --- store what differs ----------------------------------------------------------------------------------


def _store_rollups(rows: Sequence[Rollup]) -> int:
    stored = {
        _key(row): row
        for row in Rollup.objects.filter(
            unit_id__in={row.unit_id for row in rows},
            period_id__in={row.period_id for row in rows},
            month__in={row.month for row in rows},
        )
    }
    changed = [row for row in rows if _differs(row, stored.get(_key(row)), _COLUMNS)]
    Rollup.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["unit", "period", "area", "month"],
        update_fields=[*_COLUMNS, "computed_at"],
    )
    return len(changed)


def _key(row: Rollup) -> tuple[int, int, str, str]:
    return row.unit_id, row.period_id, row.area, row.month


def _store_states(
    key_results: Sequence[KeyResult],
    interim: Mapping[int, tuple[pace.InterimTarget, ...]],
    latest: Mapping[int, facts.Latest],
    at: datetime,
    on: date,
) -> int:
    ids = [one.pk for one in key_results]
    sequences = facts.last_sequences(ids)
    stored = {row.pk: row for row in KeyResultState.objects.filter(pk__in=ids)}
    rows = [
        state_of(one, interim.get(one.pk, ()), latest.get(one.pk), sequences.get(one.pk, 0), at=at, on=on)
        for one in key_results
    ]
    changed = [row for row in rows if _differs(row, stored.get(row.pk), _STATE_COLUMNS)]
    KeyResultState.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["key_result"],
        update_fields=[*_STATE_COLUMNS, "updated_at"],
    )
    return len(changed)


def state_of(
    key_result: KeyResult,
    interim: Sequence[pace.InterimTarget],
    latest: facts.Latest | None,
    sequence: int,
    *,
    at: datetime,
    on: date,
) -> KeyResultState:
    """The state row that the log asks for on a day."""
    standing = facts.standing_on(key_result, interim, latest, on)
    return KeyResultState(
        key_result=key_result,
        sequence=sequence,
        value=latest.value if latest else None,
        previous_value=latest.previous_value if latest else None,
        as_of=latest.as_of if latest else None,
        raw_progress=standing.progress.raw,
        progress=standing.progress.score,
        expected_progress=standing.expected,
        status=facts.effective_status(standing, latest).value,
        updated_at=at,
    )


def _differs(row: object, stored: object | None, columns: Sequence[str]) -> bool:
    return stored is None or any(getattr(row, name) != getattr(stored, name) for name in columns)


AREAS = (Rollup.ALL, *Area.values)
