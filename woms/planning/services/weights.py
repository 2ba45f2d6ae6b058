"""What a new row weighs, and the one click that makes weights add up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_DOWN, Decimal

from django.db import transaction
from django.db.models import Sum

from woms.access.actors import Actor
from woms.planning import events
from woms.planning.contents import HUNDRED
from woms.planning.models import KeyResult, Objective, Plan
from woms.planning.services.fetching import Saved, editable_objective, editable_plan, place_of, touch
from woms.planning.states import AREA_SHORT, Area
from woms.records.log import record_event

STEP = Decimal("0.001")


def left_for_objective(plan: Plan, area: str) -> Decimal:
    """What is left of the area's weight; where areas have none of their own, of the plan's hundred."""
    rows = Objective.objects.filter(plan=plan)
    whole = HUNDRED
    if area in plan.area_weights:
        rows, whole = rows.filter(area=area), Decimal(plan.area_weights[area])
    return max(whole - _total(rows.aggregate(total=Sum("weight"))["total"]), Decimal(0))


def left_for_key_result(objective: Objective) -> Decimal:
    """What is left of the objective's hundred."""
    rows = KeyResult.objects.filter(objective=objective, archived_at__isnull=True)
    return max(HUNDRED - _total(rows.aggregate(total=Sum("weight"))["total"]), Decimal(0))


def _total(value: Decimal | None) -> Decimal:
    return value or Decimal(0)


def even_shares(whole: Decimal, count: int) -> list[Decimal]:
    """`whole` in equal parts of three decimals that add up exactly: 33.334, 33.333, 33.333."""
    each = (whole / count).quantize(STEP, rounding=ROUND_DOWN)
    extra = int((whole - each * count) / STEP)
    return [each + STEP if index < extra else each for index in range(count)]


@transaction.atomic
def spread_objective_weights(*, actor: Actor, at: datetime, plan_id: int, area: str = "") -> Saved:
    """This function will share the weight of an area, or of the whole plan, equally among its objectives."""
    plan = editable_plan(actor, plan_id)
    areas = [area] if area else Area.values
    if plan.area_weights:
        for code in areas:
            rows = Objective.objects.filter(plan=plan, area=code).order_by("position", "id")
            _spread(list(rows), Decimal(plan.area_weights[code]))
    else:
        rows = Objective.objects.filter(plan=plan).order_by("position", "id")
        _spread(list(rows), HUNDRED)
    where = f"các nhiệm vụ của lĩnh vực {AREA_SHORT[Area(area)]}" if area else "các nhiệm vụ"
    return _done(actor, at, plan, where)


@transaction.atomic
def spread_key_result_weights(*, actor: Actor, at: datetime, objective_id: int) -> Saved:
    """This function will share a hundred equally among the key results of an objective."""
    objective = editable_objective(actor, objective_id)
    rows = KeyResult.objects.filter(objective=objective, archived_at__isnull=True).order_by("position", "id")
    _spread(list(rows), HUNDRED)
    return _done(actor, at, objective.plan, f"các mục tiêu của “{objective.title}”")


def _spread(rows: Sequence[Objective | KeyResult], whole: Decimal) -> None:
    for row, weight in zip(rows, even_shares(whole, len(rows)) if rows else [], strict=True):
        if row.weight != weight:
            row.weight, row.version = weight, row.version + 1
            row.save(update_fields=["weight", "version"])


def _done(actor: Actor, at: datetime, plan: Plan, where: str) -> Saved:
    touch(plan)
    event = events.WeightsSpread(**place_of(plan), where=where)
    record_event(actor=actor, at=at, event=event, after={"part": "weights"})
    return Saved(plan.pk, plan.version, plan.pk, plan.version)
