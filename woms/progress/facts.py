"""From rows to what `calculations` understands: the measure and schedule of a key result, its readings by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, F, Max, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber

from woms.planning.models import InterimTarget, KeyResult
from woms.progress.calculations import measures, pace
from woms.progress.models import CheckIn

NO_TARGETS: tuple[pace.InterimTarget, ...] = ()


@dataclass(frozen=True, slots=True)
class Latest:
    """The reading that holds on a day, and the one before it."""

    value: Decimal
    as_of: date
    at: datetime
    status: str
    suggested_status: str
    previous_value: Decimal | None = None


def measure_of(key_result: KeyResult) -> measures.Measure:
    return measures.Measure(
        direction=measures.Direction(key_result.direction),
        target=key_result.target,
        baseline=key_result.baseline,
        range_high=key_result.range_high,
        steps=tuple(Decimal(percent) for _, percent in key_result.steps),
    )


def schedule_of(key_result: KeyResult, interim: Sequence[pace.InterimTarget] = NO_TARGETS) -> pace.Schedule:
    return pace.Schedule(key_result.starts_on, key_result.due_on, tuple(interim))


def interim_targets(key_result_ids: Iterable[int]) -> Mapping[int, tuple[pace.InterimTarget, ...]]:
    """The interim targets of many key results, in order of their days (one query)."""
    found: dict[int, tuple[pace.InterimTarget, ...]] = {}
    rows = InterimTarget.objects.filter(key_result_id__in=key_result_ids).order_by("key_result_id", "on")
    for key_result_id, on, value in rows.values_list("key_result_id", "on", "value"):
        found[key_result_id] = (*found.get(key_result_id, NO_TARGETS), pace.InterimTarget(on, value))
    return found


def standing_on(
    key_result: KeyResult, interim: Sequence[pace.InterimTarget], latest: Latest | None, on: date
) -> pace.Standing:
    """Where a key result stands on a day with the reading that holds then."""
    value, as_of = (latest.value, latest.as_of) if latest else (None, None)
    return standing_of_value(key_result, interim, value, on, as_of)


def standing_of_value(
    key_result: KeyResult,
    interim: Sequence[pace.InterimTarget],
    value: Decimal | None,
    on: date,
    as_of: date | None = None,
) -> pace.Standing:
    """Where a key result would stand on a day with this value, which speaks of `as_of` (nothing: of that day)."""
    return pace.standing_of(
        measure_of(key_result), value, schedule=schedule_of(key_result, interim), on=on, as_of=as_of
    )


def effective_status(standing: pace.Standing, latest: Latest | None) -> pace.Status:
    """The computed status, unless a person differed from exactly this suggestion and gave a reason.

    Their word answers one suggestion: once the computation says something else, it has lapsed.
    """
    if latest and latest.status != latest.suggested_status and latest.suggested_status == standing.status:
        return pace.Status(latest.status)
    return standing.status


def readings() -> QuerySet[CheckIn]:
    """The rows that count: what a later row corrects is history, not a reading."""
    return CheckIn.objects.filter(~Exists(CheckIn.objects.filter(corrects=OuterRef("pk"))))


def readings_on(day: date, rows: QuerySet[CheckIn]) -> Mapping[int, Latest]:
    """The reading that holds on a day for each key result in `rows` (one query).

    The latest day wins, and on one day the last entry; a value holds until the next one.
    """
    order = [F("as_of").desc(), F("sequence").desc()]
    rank = Window(RowNumber(), partition_by=[F("key_result_id")], order_by=order)
    ranked = (
        rows.filter(as_of__lte=day).annotate(rank=rank).filter(rank__lte=2).order_by("key_result_id", "rank")
    )
    found: dict[int, Latest] = {}
    for row in ranked.values_list(
        "key_result_id", "rank", "value", "as_of", "at", "status", "suggested_status"
    ):
        key_result_id, place, *facts = row
        if place == 1:
            found[key_result_id] = Latest(*facts)
        else:
            found[key_result_id] = _with_previous(found[key_result_id], facts[0])
    return found


def _with_previous(latest: Latest, value: Decimal) -> Latest:
    return Latest(
        latest.value, latest.as_of, latest.at, latest.status, latest.suggested_status, previous_value=value
    )


def last_sequences(key_result_ids: Iterable[int]) -> dict[int, int]:
    """The sequence of the last check-in of each key result that has one (one query)."""
    rows = CheckIn.objects.filter(key_result_id__in=key_result_ids).order_by().values_list("key_result_id")
    return dict(rows.annotate(last=Max("sequence")))


def planned_value(measure: measures.Measure, schedule: pace.Schedule, on: date) -> Decimal | None:
    """The value that the pace asks for on a day; nothing for what has to hold every day."""
    if measure.is_held or measure.is_yes_or_no or measure.steps:
        return None
    share = pace.expected_progress(measure, schedule, on) / 100
    start = measure.baseline if measure.baseline is not None else Decimal(0)
    return start + (measure.target - start) * share
