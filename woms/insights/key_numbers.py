"""The figures of the people served, with the course of their last months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db.models.functions import TruncMonth

from woms.access.actors import Actor
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.insights.board import BoardKeyResult, KeyNumber
from woms.insights.months import BoardMonth, months_until
from woms.planning.states import Area, Direction
from woms.progress import facts

KEY_NUMBERS = 4
MONTHS = 7


def key_numbers(
    *, actor: Actor, key_results: Sequence[BoardKeyResult], shown: BoardMonth
) -> tuple[KeyNumber, ...]:
    """Key results of the area of people served, heaviest first, those without a figure last (one query)."""
    served = sorted(
        (one for one in key_results if one.area == Area.CUSTOMERS and one.direction != Direction.BINARY),
        key=lambda one: (one.value is None, -one.share),
    )
    months = _months(actor, [one.id for one in served], shown)
    return tuple(_key_number(one, months[one.id]) for one in served)


def _months(actor: Actor, ids: Sequence[int], shown: BoardMonth) -> Mapping[int, Mapping[date, Decimal]]:
    """The value that held at the end of each month in which one was reported, oldest first."""
    since = months_until(shown.until, MONTHS)[-1].starts_on
    rows = (
        visible_to(facts.readings(), actor, Permission.BOARD_READ)
        .filter(key_result_id__in=ids, as_of__gte=since, as_of__lte=shown.until)
        .annotate(month=TruncMonth("as_of"))
        .order_by("key_result_id", "month", "-as_of", "-sequence")
        .distinct("key_result_id", "month")
        .values_list("key_result_id", "month", "value")
    )
    found: defaultdict[int, dict[date, Decimal]] = defaultdict(dict)
    for key_result_id, month, value in rows if ids else ():
        found[key_result_id][month] = value
    return found


def _key_number(one: BoardKeyResult, months: Mapping[date, Decimal]) -> KeyNumber:
    """The change is between the last two months that have a figure, and says which the earlier one is."""
    series = tuple(months.values())
    since = tuple(months)[-2] if len(months) > 1 else None
    change = series[-1] - series[-2] if since else None
    rising_is_good = one.direction != Direction.DECREASE
    return KeyNumber(
        key_result_id=one.id,
        title=one.title,
        value=one.value,
        measure_unit=one.measure_unit,
        change=change,
        compared_with=since,
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
