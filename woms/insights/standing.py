"""Where key results and the objectives above them stand now, for pages that show plans and the goal tree."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from woms.planning.models import KeyResult
from woms.progress.states import Status

ATTENTION = (Status.OFF_TRACK, Status.AT_RISK, Status.NO_DATA, Status.ON_TRACK, Status.EXCEEDED)
BREAKTHROUGH = "breakthrough"


@dataclass(frozen=True, slots=True)
class Standing:
    """Value reached, progress and expected progress in per cent, and the status with the word for it."""

    value: Decimal | None
    percent: Decimal | None
    expected: Decimal | None
    status: str
    weight: Decimal = Decimal(1)


NOTHING_YET = Standing(None, None, None, Status.NO_DATA.value)


def standings_of(key_result_ids: Collection[int]) -> dict[int, Standing]:
    """Where these key results stand (fetched through `visible_to` by the caller; one query)."""
    rows = KeyResult.objects.filter(pk__in=key_result_ids).values_list(
        "pk",
        "weight",
        "progress_state__value",
        "progress_state__progress",
        "progress_state__expected_progress",
        "progress_state__status",
    )
    return {
        pk: Standing(value, percent, expected, status or Status.NO_DATA.value, weight)
        for pk, weight, value, percent, expected, status in rows
    }


def together(parts: Iterable[Standing]) -> Standing | None:
    """The whole of some parts: their weighted mean, and the status of the one that needs most attention.

    Parts without a figure are left out of the mean but keep their voice in the status.
    """
    found = list(parts)
    if not found:
        return None
    known = [part for part in found if part.percent is not None]
    return Standing(
        value=None,
        percent=_mean([(part.percent, part.weight) for part in known]),
        expected=_mean([(part.expected, part.weight) for part in known if part.expected is not None]),
        status=worst(part.status for part in found),
    )


def worst(statuses: Iterable[str]) -> str:
    """The status that needs attention first."""
    return min(statuses, key=attention_rank, default=Status.NO_DATA.value)


def attention_rank(status: str) -> int:
    return ATTENTION.index(Status(status)) if status in Status.values else len(ATTENTION)


def _mean(pairs: list[tuple[Decimal | None, Decimal]]) -> Decimal | None:
    """Weighted mean; equal weights when all are zero, nothing when there is nothing."""
    values = [(value, weight) for value, weight in pairs if value is not None]
    total = sum((weight for _, weight in values), Decimal(0))
    if not values:
        return None
    if not total:
        return sum((value for value, _ in values), Decimal(0)) / len(values)
    return sum((value * weight for value, weight in values), Decimal(0)) / total


def by_objective(rows: Mapping[int, int], standings: Mapping[int, Standing]) -> dict[int, Standing]:
    """Objectives from their key results: `rows` maps key result id → objective id."""
    parts: dict[int, list[Standing]] = {}
    for key_result_id, objective_id in rows.items():
        parts.setdefault(objective_id, []).append(standings.get(key_result_id, NOTHING_YET))
    return {objective_id: whole for objective_id, found in parts.items() if (whole := together(found))}
