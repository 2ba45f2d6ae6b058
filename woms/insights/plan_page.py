"""A plan as its page shows it: what was planned beside where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from woms.access.actors import Actor
from woms.insights.standing import Standing, by_objective, standings_of
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
    owners = {key_result.id: objective.id for objective, key_result in detail.contents.key_results()}
    standings = standings_of(owners)
    return PlanWithProgress(detail, standings, by_objective(owners, standings))
