"""The key results of a unit's own plan with where they stand, and the months of those that people feel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.db.models.functions import TruncMonth

from woms.access.actors import Actor
from woms.access.checks import Subject, allowed
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.insights.board import BoardKeyResult, KeyNumber
from woms.insights.heat import days_since
from woms.insights.months import BoardMonth
from woms.org.queries import UnitChoice
from woms.planning.models import KeyResult
from woms.planning.states import Area, Direction, PlanState
from woms.progress.models import CheckIn
from woms.progress.states import Status

IN_FORCE = (PlanState.APPROVED.value, PlanState.CLOSED.value)
KEY_NUMBERS = 4
MONTHS = 7


def own_key_results(*, actor: Actor, unit: UnitChoice, shown: BoardMonth) -> tuple[BoardKeyResult, ...]:
    """Key results of the unit's plan in force, in the order of the plan (one query)."""
    rows = (
        visible_to(KeyResult.objects.all(), actor, Permission.BOARD_READ)
        .filter(
            objective__plan__unit_id=unit.id,
            objective__plan__person__isnull=True,
            objective__plan__period__code=shown.year.code,
            objective__plan__state__in=IN_FORCE,
            archived_at__isnull=True,
        )
        .order_by("objective__position", "objective_id", "position", "id")
        .values(*_COLUMNS, **_RENAMED)
    )
    found = list(rows)
    shares = _shares(found)
    return tuple(_key_result(row, shares[row["id"]], actor, shown.until) for row in found)


_COLUMNS = (
    "id", "title", "kind", "objective_id", "weight", "target", "measure_unit", "direction", "due_on",
    "owner_person_id",
)  # fmt: skip
_RENAMED = {
    "area": F("objective__area"),
    "objective_title": F("objective__title"),
    "objective_weight": F("objective__weight"),
    "owner_path": F("owner_unit__path"),
    "owner_name": F("owner_person__full_name"),
    "value": F("progress_state__value"),
    "progress": F("progress_state__progress"),
    "expected": F("progress_state__expected_progress"),
    "status": F("progress_state__status"),
    "as_of": F("progress_state__as_of"),
    "sequence": F("progress_state__sequence"),
    "updated_at": F("progress_state__updated_at"),
}


def _key_result(row: Mapping[str, Any], share: Decimal, actor: Actor, until: date) -> BoardKeyResult:
    reported_at = row["updated_at"] if row["sequence"] else None
    return BoardKeyResult(
        id=row["id"],
        title=row["title"],
        kind=row["kind"],
        area=row["area"],
        objective=row["objective_title"],
        share=share,
        value=row["value"],
        target=row["target"],
        measure_unit=row["measure_unit"],
        direction=row["direction"],
        progress=row["progress"],
        expected=row["expected"],
        status=row["status"] or Status.NO_DATA.value,
        as_of=row["as_of"],
        reported_at=reported_at,
        silent_days=days_since(reported_at, until),
        due_on=row["due_on"],
        person=_name_for(actor, row),
    )


def _name_for(actor: Actor, row: Mapping[str, Any]) -> str:
    """Who carries it out, where the reader's authority reaches people; drill-down stops where authority stops."""
    if row["owner_person_id"] is None:
        return ""
    subject = Subject(row["owner_path"], row["owner_person_id"])
    return str(row["owner_name"]) if allowed(actor, Permission.PERSON_READ, subject) else ""


def _shares(rows: Sequence[Mapping[str, Any]]) -> dict[int, Decimal]:
    """How many of the plan's hundred points hang on each key result: weight of the objective × weight within it."""
    objectives = {row["objective_id"]: row["objective_weight"] for row in rows}
    inside: defaultdict[int, Decimal] = defaultdict(Decimal)
    for row in rows:
        inside[row["objective_id"]] += row["weight"]
    whole = sum(objectives.values(), Decimal(0))
    return {
        row["id"]: 100 * row["objective_weight"] * row["weight"] / (whole * inside[row["objective_id"]])
        if whole and inside[row["objective_id"]]
        else Decimal(0)
        for row in rows
    }


def key_numbers(
    *, actor: Actor, key_results: Sequence[BoardKeyResult], shown: BoardMonth
) -> tuple[KeyNumber, ...]:
    """The figures of the people served, heaviest first, each with its last months (one query)."""
    served = sorted(
        (one for one in key_results if one.area == Area.CUSTOMERS and one.direction != Direction.BINARY),
        key=lambda one: (one.value is None, -one.share),
    )
    months = _months(actor, [one.id for one in served], shown)
    return tuple(_key_number(one, months[one.id], shown) for one in served)


def _months(actor: Actor, ids: Sequence[int], shown: BoardMonth) -> Mapping[int, Mapping[date, Decimal]]:
    """The last reported value of each month, oldest first."""
    since = shown.month.starts_on
    for _ in range(MONTHS - 1):
        since = month_before_start(since)
    rows = (
        visible_to(CheckIn.objects.all(), actor, Permission.BOARD_READ)
        .filter(key_result_id__in=ids, as_of__gte=since, as_of__lt=shown.month.ends_on)
        .annotate(month=TruncMonth("as_of"))
        .order_by("key_result_id", "month", "-as_of", "-sequence")
        .distinct("key_result_id", "month")
        .values_list("key_result_id", "month", "value")
    )
    found: defaultdict[int, dict[date, Decimal]] = defaultdict(dict)
    for key_result_id, month, value in rows if ids else ():
        found[key_result_id][month] = value
    return found


def month_before_start(start: date) -> date:
    return date(start.year - (start.month == 1), (start.month - 2) % 12 + 1, 1)


def _key_number(one: BoardKeyResult, months: Mapping[date, Decimal], shown: BoardMonth) -> KeyNumber:
    series = tuple(months.values())
    before = [value for month, value in months.items() if month < shown.month.starts_on]
    value = one.value if shown.is_current else (series[-1] if series else None)
    change = value - before[-1] if value is not None and before else None
    rising_is_good = one.direction != Direction.DECREASE
    return KeyNumber(
        key_result_id=one.id,
        title=one.title,
        value=value,
        measure_unit=one.measure_unit,
        change=change,
        rising_is_good=rising_is_good,
        status=one.status,
        series=series,
        falling_months=_falling(series, rising_is_good=rising_is_good),
    )


def _falling(series: Sequence[Decimal], *, rising_is_good: bool) -> int:
    """How many months in a row, up to the last, the figure moved the wrong way."""
    count = 0
    for newer, older in zip(reversed(series), reversed(series[:-1]), strict=False):
        if newer == older or (newer > older) == rising_is_good:
            break
        count += 1
    return count
