"""From numbers to the scores of units: the arithmetic through the service, and stored = recomputed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from tests.factories import make_key_result, make_objective, make_plan
from woms.core.clock import HANOI
from woms.planning.models import InterimTarget
from woms.progress.models import KeyResultState, Rollup
from woms.progress.rollups import recompute_rollups
from woms.progress.services.check_ins import Report, check_in, correct_check_in


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=HANOI)


def rollup(unit, area="all", month="2026-11") -> Rollup:
    return Rollup.objects.get(unit=unit, area=area, month=month)


def stored() -> dict[str, list[tuple[object, ...]]]:
    """Everything that is computed, apart from when it was computed."""
    columns = {
        Rollup: ["unit_id", "period_id", "area", "month", "score", "expected", "breakthrough", "status",
                 "worst_status", "key_results", "reported_key_results", "last_reported_at"],
        KeyResultState: ["key_result_id", "sequence", "value", "previous_value", "as_of", "raw_progress",
                         "progress", "expected_progress", "status"],
    }  # fmt: skip
    recent = {Rollup: {"month__gte": "2026-08"}, KeyResultState: {}}
    return {
        m.__name__: sorted(m.objects.filter(**recent[m]).values_list(*names), key=str)
        for m, names in columns.items()
    }


@pytest.fixture
def two(objective, province):
    """Two key results with weights 75 and 25."""
    facts = {"owner_unit": province.division, "owner_person_id": province.specialist.person_id}
    return [make_key_result(objective, weight=Decimal(weight), **facts) for weight in (75, 25)]


def test_weights_share_the_score(report, two, province):
    report("95", to=two[0])
    report("80", to=two[1])
    assert rollup(province.agency).score == Decimal(75)


def test_b04_b18_silence_is_left_out_of_the_mean_but_counted(report, two, province):
    report("95", to=two[0])  # besides the two there is the key result of the fixture
    whole = rollup(province.agency)
    assert (whole.score, whole.key_results, whole.reported_key_results) == (Decimal(100), 3, 1)


def test_silence_counts_zero_once_the_due_day_has_passed(report, two, province):
    two[1].due_on = date(2026, 11, 20)
    two[1].save()
    report("95", to=two[0])
    assert rollup(province.agency).score == Decimal(75)


def test_h17_a_plan_in_which_nothing_was_reported_has_no_score_and_is_not_green(two, province, at):
    recompute_rollups(at=at, on=at.date())
    whole = rollup(province.agency)
    assert (whole.score, whole.status, whole.reported_key_results, whole.key_results) == (
        None,
        "no_data",
        0,
        2,
    )


def test_a_breakthrough_stands_beside_the_score(report, plan, two, province):
    okr = make_key_result(
        make_objective(plan, kind="okr", area="resources"),
        kind="okr",
        owner_unit=province.division,
        owner_person_id=province.specialist.person_id,
    )
    report("95", to=two[0])
    report("80", to=okr)
    whole = rollup(province.agency)
    assert (whole.score, whole.breakthrough) == (Decimal(100), Decimal(0))
    assert rollup(province.agency, "resources").score is None


def test_b17_a_whole_keeps_the_worst_of_its_parts_beside_its_own_status(report, two, province):
    report("95", to=two[0])
    report("80", to=two[1], when=noon(date(2026, 3, 1)))
    report("82", to=two[1])
    assert rollup(province.agency).worst_status == "off_track"


def test_b09_areas_are_weighted_when_the_plan_weighs_them(report, plan, province):
    plan.area_weights = {"customers": 40, "resources": 20, "processes": 25, "learning": 15}
    plan.save()
    for area, value in {"customers": 90, "resources": 80, "processes": 70, "learning": 100}.items():
        one = make_key_result(
            make_objective(plan, area=area), baseline=Decimal(0), target=Decimal(100),
            owner_unit=province.division, owner_person_id=province.specialist.person_id,
        )  # fmt: skip
        report(str(value), to=one)
    assert rollup(province.agency).score == Decimal("84.5")


def test_h04_interim_targets_set_the_pace(report, key_result, province):
    InterimTarget.objects.create(key_result=key_result, on=date(2026, 11, 30), value=Decimal(83))
    report("83")
    assert rollup(province.agency).status == "on_track"


def test_the_month_before_stays_as_it_was_so_that_change_is_true(report, key_result, province):
    report("86", when=noon(date(2026, 10, 30)))
    report("92", when=noon(date(2026, 11, 10)))
    recompute_rollups(at=noon(date(2026, 12, 1)), on=date(2026, 12, 1))
    months = Rollup.objects.filter(unit=province.agency, area="all").order_by("month")
    assert [(row.month, row.score) for row in months] == [
        ("2026-10", Decimal(40)), ("2026-11", Decimal(80)), ("2026-12", Decimal(80)),
    ]  # fmt: skip


def test_a_personal_plan_stays_out_of_the_scores_of_units(report, province):
    plan = make_plan(province, person_id=province.specialist.person_id, state="approved")
    own = make_key_result(make_objective(plan), owner_unit=province.agency)
    report("90", to=own)
    assert KeyResultState.objects.get(pk=own.pk).value == Decimal(90)
    assert not Rollup.objects.exists()


def random_history(province, seed: int) -> date:
    """Plans of two units with random weights, kinds and schedules; weeks of reports, late reports and corrections.

    Every day begins with the nightly job, as in life; the last day ends with what its check-ins left.
    """
    draw = Random(seed)  # noqa: S311 - the same history every time
    key_results = []
    for unit, owner in ((province.agency, province.head), (province.ward, province.ward_head)):
        plan = make_plan(province, unit, state="approved")
        if draw.random() < 0.5:
            plan.area_weights = {"customers": 40, "resources": 0, "processes": 60}
            plan.save()
        for area in draw.sample(["customers", "resources", "processes", "learning"], 3):
            objective = make_objective(
                plan, area=area, kind=draw.choice(["kpi", "kpi", "okr"]), weight=draw.randint(0, 50)
            )
            key_results += [(owner, _random_key_result(draw, objective)) for _ in range(draw.randint(0, 3))]
    day = date(2026, 9, 15)
    for _ in range(40):
        passed = draw.randint(0, 3)
        if passed:
            day += timedelta(days=passed)
            recompute_rollups(at=noon(day), on=day)
        owner, key_result = draw.choice(key_results)
        _random_step(draw, owner, key_result, day)
    return day


def _random_key_result(draw: Random, objective):
    baseline, target = draw.choice([(0, 100), (None, 50), (80, 20), (None, 0), (95, 95)])
    direction = {(80, 20): "decrease", (None, 0): "decrease", (95, 95): "maintain"}.get(
        (baseline, target), "increase"
    )
    due = date(2026, 12, 31) if draw.random() < 0.7 else date(2026, 10, 20)
    one = make_key_result(
        objective, baseline=baseline, target=target, direction=direction, due_on=due,
        weight=draw.randint(0, 9), kind=draw.choice(["kpi", "kpi", "kpi", "okr"]),
    )  # fmt: skip
    if draw.random() < 0.3:
        InterimTarget.objects.create(
            key_result=one, on=date(2026, 9, 30), value=Decimal(draw.randint(0, 100))
        )
    one.refresh_from_db()
    return one


def _random_step(draw: Random, owner, key_result, day: date) -> None:
    rows = list(key_result.check_ins.filter(corrections=None).order_by("sequence"))
    if rows and draw.random() < 0.2:
        correct_check_in(
            actor=owner,
            at=noon(day),
            check_in_id=draw.choice(rows).pk,
            value=str(draw.randint(0, 120)),
            reason="sửa",
        )
        return
    back = timedelta(days=draw.choice([0, 0, 0, 1, 9, 35]))
    last = key_result.check_ins.order_by("-sequence").first()
    check_in(
        actor=owner, at=noon(day), key_result_id=key_result.pk,
        report=Report(value=str(draw.randint(0, 120)), seen=last.sequence if last else 0, as_of=day - back),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_b25_what_was_kept_up_step_by_step_equals_what_is_recomputed_from_nothing(province, seed):
    on = random_history(province, seed)
    kept = stored()
    assert len(kept["Rollup"]) > 10
    Rollup.objects.all().delete()
    KeyResultState.objects.all().delete()
    recompute_rollups(at=noon(on), on=on, since=date(2026, 8, 1))
    assert stored() == kept
    again = recompute_rollups(at=noon(on), on=on, since=date(2026, 8, 1))
    assert (again.rollups_changed, again.states_changed) == (0, 0)


def test_b20_the_order_in_which_numbers_arrive_does_not_matter(report, two, province, at):
    report("93", to=two[0])
    report("88", to=two[1])
    one_way = rollup(province.agency).score
    other = make_plan(province, province.division, state="approved")
    pair = [
        make_key_result(
            make_objective(other) if not index else one.objective, weight=one.weight,
            owner_unit=province.division, owner_person_id=province.specialist.person_id,
        )
        for index, one in enumerate(two)
    ]  # fmt: skip
    pair[1].objective = pair[0].objective
    pair[1].save()
    report("88", to=pair[1])
    report("93", to=pair[0])
    assert rollup(province.division).score == one_way


def test_recomputing_costs_the_same_sql_for_one_unit_and_for_many(province, at, django_assert_num_queries):
    def plans(units):
        for unit in units:
            objective = make_objective(make_plan(province, unit, state="approved"))
            make_key_result(objective), make_key_result(objective)

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    plans([province.agency])
    with CaptureQueriesContext(
        connection,
    ) as few:
        recompute_rollups(at=at, on=at.date())
    plans([province.division, province.other_agency, province.ward, province.city])
    with django_assert_num_queries(len(few)):
        recompute_rollups(at=at, on=at.date())
