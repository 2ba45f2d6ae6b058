"""Where key results and the objectives above them stand now, for pages that show plans and the goal tree."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from woms.insights.metrics import Cites
from woms.planning.models import KeyResult
from woms.progress.calculations import pace
from woms.progress.queries.scores import objective_standings
from woms.progress.states import Status

BREAKTHROUGH = "breakthrough"


@dataclass(frozen=True, slots=True)
class Standing:
    """Value reached, progress and expected progress in per cent, the status, and the worst status inside."""

    value: Annotated[Decimal | None, Cites("key_result_value")]
    percent: Annotated[Decimal | None, Cites("key_result_progress")]
    expected: Annotated[Decimal | None, Cites("expected_progress")]
    status: str
    worst: str = ""


NOTHING_YET = Standing(None, None, None, Status.NO_DATA.value)


def standings_of(key_result_ids: Collection[int]) -> dict[int, Standing]:
    """Where these key results stand (fetched through `visible_to` by the caller; one query)."""
    rows = KeyResult.objects.filter(pk__in=key_result_ids).values_list(
        "pk",
        "progress_state__value",
        "progress_state__progress",
        "progress_state__expected_progress",
        "progress_state__status",
    )
    return {
        pk: Standing(value, percent, expected, status or Status.NO_DATA.value)
        for pk, value, percent, expected, status in rows
    }


def objectives_of(objective_ids: Collection[int], on: date) -> dict[int, Standing]:
    """Where these objectives stand by their own key results (one query)."""
    found = objective_standings(objective_ids=objective_ids, on=on)
    return {
        objective_id: Standing(None, one.score, one.expected, one.status, one.worst_status)
        for objective_id, one in found.items()
    }


def worst(statuses: Iterable[str]) -> str:
    """The status that needs attention first."""
    return pace.worst_status(pace.Status(status) for status in statuses).value


def is_worse(status: str, other: str) -> bool:
    return status != other and worst([status, other]) == status
