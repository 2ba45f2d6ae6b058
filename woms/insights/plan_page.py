"""A plan as its page shows it: what was planned beside where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from woms.access.actors import Actor
from woms.insights.standing import Standing, objectives_of, standings_of
from woms.planning.queries.plans import PlanDetail, plan_detail
from woms.planning.states import PlanState

IN_FORCE = frozenset({PlanState.APPROVED.value, PlanState.CLOSED.value})


@dataclass(frozen=True, slots=True)
class PlanWithProgress:
    """`key_results` and `objectives` map ids to standings; both are empty before the plan is in force."""

    detail: PlanDetail
    key_results: dict[int, Standing]
    objectives: dict[int, Standing]


def plan_page(*, actor: Actor, plan_id: int, on: date) -> PlanWithProgress:
    """This function will return the plan with the standing of its rows; `Missing` if out of reach."""
    detail = plan_detail(actor=actor, plan_id=plan_id, on=on)
    if detail.contents.state not in IN_FORCE:
        return PlanWithProgress(detail, {}, {})
    key_results = standings_of([row.id for _, row in detail.contents.key_results()])
    objectives = objectives_of([row.id for row in detail.contents.objectives], on)
    return PlanWithProgress(detail, key_results, objectives)
