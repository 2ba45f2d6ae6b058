"""The plans that other tests build on."""

from __future__ import annotations

from tests.factories import make_key_result, make_objective, make_plan


def test_a_made_plan_is_a_draft_of_the_agency_with_one_measurable_key_result(province):
    key_result = make_key_result(make_objective(make_plan(province)))
    plan = key_result.objective.plan
    assert (plan.unit, plan.state) == (province.agency, "draft")
    assert (key_result.baseline, key_result.target, key_result.owner_unit) == (80, 95, province.agency)
