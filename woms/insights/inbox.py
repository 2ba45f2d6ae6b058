"""Chờ xử lý: what waits for a person's answer anywhere in the system, in one list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from woms.access.actors import Actor
from woms.core.errors import Missing
from woms.evaluation import inbox as evaluation
from woms.insights.metrics import Cites
from woms.insights.plan_page import PlanWithProgress, plan_page
from woms.planning.queries import inbox as planning
from woms.planning.queries.cascades import CascadeOffer, cascade_offer
from woms.work import inbox as work
from woms.workflow.inbox import InboxItem

Source = Callable[..., tuple[InboxItem, ...]]
# every package that asks people for answers adds its list here, and its count to `inbox_count`
SOURCES: tuple[Source, ...] = (planning.inbox, evaluation.inbox, work.inbox)


@dataclass(frozen=True, slots=True)
class Inbox:
    """Everything that waits, how much of each kind, and the chosen item opened."""

    items: tuple[InboxItem, ...]
    kind: str
    counts: Annotated[dict[str, int], Cites("inbox_items")]
    total: Annotated[int, Cites("inbox_items")]
    chosen: InboxItem | None = None
    plan: PlanWithProgress | None = None
    offer: CascadeOffer | None = None


def oldest_waiting(*, actor: Actor, on: date, checked: int) -> tuple[InboxItem, ...]:
    """What waits for the actor, the oldest first; warnings are counted for the first `checked` of each kind."""
    every = (item for source in SOURCES for item in source(actor=actor, on=on, checked=checked))
    return tuple(sorted(every, key=lambda one: one.since))


def inbox_of(*, actor: Actor, on: date, kind: str = "", chosen: str = "", is_opened: bool = True) -> Inbox:
    """This function will list what waits for the actor, the oldest first, with one item opened if wanted."""
    every = sorted(
        (item for source in SOURCES for item in source(actor=actor, on=on)), key=lambda one: one.since
    )
    counts: dict[str, int] = {}
    for item in every:
        counts[item.kind] = counts.get(item.kind, 0) + 1
    shown = tuple(item for item in every if not kind or item.kind == kind)
    opened = next((item for item in shown if item.key == chosen), shown[0] if shown else None)
    plan, offer = _opened(actor, on, opened if is_opened else None)
    return Inbox(shown, kind, counts, len(every), opened, plan, offer)


def _opened(
    actor: Actor, on: date, item: InboxItem | None
) -> tuple[PlanWithProgress | None, CascadeOffer | None]:
    """What the panel beside the list shows; something decided meanwhile by another is simply gone."""
    if item is None:
        return None, None
    try:
        if item.subject_kind == "plan":
            return plan_page(actor=actor, plan_id=item.subject_id, on=on), None
        if item.subject_kind == "cascade":
            return None, cascade_offer(actor=actor, cascade_id=item.subject_id)
    except Missing:
        pass
    return None, None


def inbox_count(*, actor: Actor, on: date) -> int:
    """For the badge of the navigation: as many as the list has (a constant number of queries)."""
    answers = evaluation.inbox_count(actor=actor, on=on) + work.inbox_count(actor=actor)
    return planning.inbox_count(actor=actor) + answers
