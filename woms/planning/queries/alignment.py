"""Which objectives may stand above those of a plan."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from woms.access.actors import Actor
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.planning.contents import PlanContents
from woms.planning.models import Objective
from woms.planning.states import PlanState

MOST_CHOICES = 300


@dataclass(frozen=True, slots=True)
class ParentChoice:
    id: int
    title: str
    unit_name: str


def parent_choices(*, actor: Actor, plan: PlanContents) -> tuple[ParentChoice, ...]:
    """This function will list the objectives of the units above for a time that contains this plan's.

    A person's plan also hangs on the own unit's, a quarter's on the own year's.
    """
    ids = [int(part) for part in plan.unit.path.strip("/").split("/")]
    rows = visible_to(Objective.objects.all(), actor, Permission.PLAN_READ)
    rows = rows.filter(
        Q(plan__period__starts_on__lte=plan.period.starts_on, plan__period__ends_on__gte=plan.period.ends_on),
        plan__unit_id__in=ids,
        plan__person__isnull=True,
    ).exclude(plan_id=plan.id)
    rows = rows.exclude(plan__state=PlanState.CLOSED).select_related("plan__unit")
    found = rows.order_by("-plan__unit__path", "plan_id", "position", "id")[:MOST_CHOICES]
    return tuple(ParentChoice(row.pk, row.title, row.plan.unit.short_name) for row in found)
