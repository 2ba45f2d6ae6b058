"""Every state × every action × everyone: what is offered is exactly what the service accepts (D03)."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.factories import AT, TODAY, make_key_result, make_objective, make_plan
from woms.core.errors import Missing, WomsError
from woms.planning.facts import ObjectiveFacts
from woms.planning.models import Plan
from woms.planning.queries.plans import plan_detail
from woms.planning.services.cascades import Share, cascade_target
from woms.planning.services.objectives import add_objective
from woms.planning.services.plans import approve_plan, close_plan, return_plan, submit_plan, withdraw_plan
from woms.planning.states import PLAN_MACHINE, PlanState

pytestmark = pytest.mark.django_db
OWNERS = ("city", "agency", "division", "head", "specialist")


class RollBackError(Exception):
    pass


def made(province, owner: str, state: str) -> Plan:
    units = {"city": province.city, "division": province.division, "specialist": province.division}
    people = {"head": province.head, "specialist": province.specialist}
    person = people[owner].person_id if owner in people else None
    plan = make_plan(
        province,
        units.get(owner, province.agency),
        state=state,
        person_id=person,
        person_is_leader=owner == "head",
    )
    make_key_result(make_objective(plan))
    return plan


def attempts(actor, plan: Plan, below: int):
    asked = {"actor": actor, "at": AT, "plan_id": plan.pk}
    decided = asked | {"version": plan.version}
    key_result = plan.objectives.get().key_results.get()
    return {
        "submit": lambda: submit_plan(**decided),
        "return": lambda: return_plan(**decided, reason="Thiếu minh chứng"),
        "approve": lambda: approve_plan(**decided),
        "withdraw": lambda: withdraw_plan(**decided),
        "close": lambda: close_plan(**decided),
        "edit": lambda: add_objective(**asked, facts=ObjectiveFacts(title="Việc mới", area="learning")),
        "cascade": lambda: cascade_target(
            actor=actor, at=AT, key_result_id=key_result.pk, shares=[Share(below, key_result.target)]
        ),
    }  # fmt: skip


def accepted(attempt) -> bool:
    """Does the service do it? Whatever it did is undone."""
    try:
        with transaction.atomic():
            attempt()
            raise RollBackError
    except RollBackError:
        return True
    except WomsError:
        return False


@pytest.mark.parametrize("owner", OWNERS)
@pytest.mark.parametrize("state", PlanState.values)
def test_what_is_offered_is_what_the_service_accepts(province, owner, state):
    from tests.factories import make_unit

    plan = made(province, owner, state)
    below = make_unit("Tổ trực thuộc", "division", plan.unit)
    cast = {name: value for name, value in vars(province).items() if hasattr(value, "grants")}
    for name, actor in cast.items():
        try:
            offered = set(plan_detail(actor=actor, plan_id=plan.pk, on=TODAY).allowed_actions)
        except Missing:
            offered = set()
        possible = {
            action for action, attempt in attempts(actor, plan, below.pk).items() if accepted(attempt)
        }
        assert offered == possible, (name, owner, state)


def test_the_matrix_asks_about_every_action_of_the_machine(province):
    plan = made(province, "agency", "draft")
    actions = {step.action for step in PLAN_MACHINE.transitions} | {"edit", "cascade"}
    assert set(attempts(province.head, plan, 0)) == actions


def test_somebody_can_move_every_state_on_except_the_last(province):
    for state in set(PlanState.values) - {"closed"}:
        plan = made(province, "agency", state)
        movers = [
            actor for actor in vars(province).values()
            if hasattr(actor, "grants") and province.agency.path.startswith(actor.grants[0].unit_path)
            and set(plan_detail(actor=actor, plan_id=plan.pk, on=TODAY).allowed_actions) - {"cascade", "edit"}
        ]  # fmt: skip
        assert movers, state
        plan.delete()
