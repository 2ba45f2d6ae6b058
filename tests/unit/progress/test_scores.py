"""What a unit makes of the units below it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.factories import make_key_result, make_objective, make_plan
from woms.progress.queries.scores import objective_standings, scores_below, scores_of_units
from woms.progress.rollups import recompute_rollups

MONTH = "2026-11"


@pytest.fixture
def units(province, report, at):
    """Sở A at 100, Phường at 50, Sở B silent; the city has a plan of its own at 0."""
    values = {province.agency: "95", province.ward: "87,5", province.other_agency: None, province.city: "80"}
    for unit, value in values.items():
        objective = make_objective(make_plan(province, unit, state="approved"))
        one = make_key_result(
            objective, owner_unit=province.division, owner_person_id=province.specialist.person_id
        )
        if value:
            report(value, to=one)
    recompute_rollups(at=at, on=at.date())


@pytest.fixture
def plan():
    """These plans take the place of the usual one."""


@pytest.fixture
def key_result():
    return None


@pytest.mark.usefixtures("units")
def test_b18_the_city_shows_the_mean_of_the_units_that_have_a_score(province):
    below = scores_below(actor=province.leader, unit_id=province.city.pk, period_code="2026", months=[MONTH])
    whole = below["all", MONTH]
    assert (whole.score, whole.units, whole.silent_units) == (Decimal(75), 3, 1)
    assert (whole.key_results, whole.reported_key_results) == (3, 2)
    assert (whole.status, whole.worst_status) == ("at_risk", "off_track"), "never greener than its worst unit"


@pytest.mark.usefixtures("units")
def test_b14_the_citys_own_plan_is_another_number(province):
    own = scores_of_units(
        actor=province.leader, unit_ids=[province.city.pk], period_code="2026", months=[MONTH]
    )
    assert own[province.city.pk, "all", MONTH].score == Decimal(0)


@pytest.mark.usefixtures("units")
def test_scores_of_other_units_stay_hidden(province):
    seen = scores_of_units(
        actor=province.head,
        unit_ids=[province.agency.pk, province.other_agency.pk, province.city.pk],
        period_code="2026",
        months=[MONTH],
    )
    assert {unit for unit, _, _ in seen} == {province.agency.pk}


@pytest.mark.usefixtures("units")
def test_the_mean_costs_one_query_however_many_units(province, django_assert_num_queries):
    with django_assert_num_queries(1):
        scores_below(actor=province.leader, unit_id=province.city.pk, period_code="2026", months=[MONTH])


def test_an_objective_stands_by_its_own_key_results(province, report, at):
    objective = make_objective(make_plan(province, state="approved"))
    facts = {"owner_unit": province.division, "owner_person_id": province.specialist.person_id}
    good, bad = make_key_result(objective, **facts), make_key_result(objective, **facts)
    make_key_result(objective, **facts)
    report("95", to=good)
    report("80", to=bad)
    standing = objective_standings(objective_ids=[objective.pk], on=at.date())[objective.pk]
    assert (standing.score, standing.key_results, standing.reported) == (Decimal(50), 3, 2)
    assert standing.worst_status == "off_track"
