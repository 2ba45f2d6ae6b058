from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from woms.core import periods
from woms.sample.readings import reporter_of
from woms.sample.templates import plan_of
from woms.sample.units import COMMUNE, WARD, load_units
from woms.sample.year import PILOT_UNITS, build_year, planning_units

YEAR = periods.year(2026)
UNTIL = date(2026, 11, 21)
PLANS = build_year(YEAR, UNTIL)
CITY = PLANS[0]
FIGURES = [
    (plan, objective, figure)
    for plan in PLANS
    for objective in plan.objectives
    for figure in objective.key_results
]


def figures_of(unit, code):
    return next(figure for plan, _, figure in FIGURES if plan.unit.code == unit and figure.spec.code == code)


def test_the_weights_of_every_plan_and_of_every_task_add_up_to_a_hundred():
    for plan in PLANS:
        assert sum(objective.spec.weight for objective in plan.objectives) == 100, plan.unit.code
        for objective in plan.objectives:
            assert sum(figure.spec.weight for figure in objective.key_results) == 100, objective.spec.title


def test_every_task_has_one_to_five_key_results_and_an_area():
    assert all(1 <= len(objective.key_results) <= 5 for plan in PLANS for objective in plan.objectives)
    areas = {objective.spec.area for objective in CITY.objectives}
    assert areas == {"customers", "resources", "processes", "learning"}


def test_breakthrough_tasks_stay_within_forty_per_cent_of_a_plan():
    for plan in PLANS:
        breakthrough = sum(o.spec.weight for o in plan.objectives if o.spec.kind == "okr")
        assert breakthrough <= 40, plan.unit.code


def test_about_sixty_agencies_and_wards_have_a_plan_in_force():
    leading = [unit for unit in planning_units() if unit.kind != "division"]
    assert 55 <= len(leading) <= 65
    assert sum(unit.kind in (WARD, COMMUNE) for unit in leading) == 40


def test_every_lead_and_coordinating_unit_exists():
    known = {unit.code for unit in load_units()}
    for objective in CITY.objectives:
        assert {objective.spec.lead, *objective.spec.coordinating} <= known


def test_every_division_that_does_a_task_exists_in_its_unit_or_the_unit_has_none():
    divisions = {}
    for unit in load_units():
        divisions.setdefault(unit.parent, set()).add(unit.name)
    for unit in planning_units():
        for objective in plan_of(unit):
            if unit.code.startswith("so-khoa") and objective.division:
                assert objective.division in divisions[unit.code]


def test_the_same_day_gives_the_same_year():
    assert build_year(YEAR, UNTIL) == PLANS


def test_nothing_is_reported_for_or_on_a_day_to_come():
    readings = [reading for *_, figure in FIGURES for reading in figure.readings]
    assert len(readings) > 5_000
    assert all(reading.as_of <= reading.at.date() < UNTIL for reading in readings)


def test_readings_are_in_order_of_the_day_and_nobody_reports_at_night_or_on_a_sunday():
    for *_, figure in FIGURES:
        days = [reading.as_of for reading in figure.readings]
        assert days == sorted(days)
        instants = [reading.at for reading in figure.readings]
        assert all(earlier < later for earlier, later in pairwise(instants))
        assert all(8 <= reading.at.hour <= 17 and reading.at.weekday() < 5 for reading in figure.readings)


def test_counts_never_fall_and_percentages_stay_within_a_hundred():
    for *_, figure in FIGURES:
        values = [reading.value for reading in figure.readings]
        assert all(value >= 0 for value in values)
        if figure.spec.measure_unit == "%":
            assert all(value <= 100 for value in values)
        if figure.spec.direction == "increase" and figure.spec.baseline == 0 and not figure.spec.roll:
            assert values == sorted(values), (figure.spec.code, values)


def test_a_summed_figure_of_the_city_is_the_sum_of_what_its_units_had_reported():
    city = figures_of("ha-noi", "mat-bang-sach")
    children = [figure for _, _, figure in FIGURES if figure.spec.up == "mat-bang-sach"]
    assert city.target == sum(child.target for child in children)
    last = city.readings[-1]
    known = [
        [r.value for r in child.readings if r.as_of <= last.as_of and r.at <= last.at] for child in children
    ]
    assert last.value == sum((values[-1] for values in known if values), Decimal(0)) > 100


def test_an_agency_whose_mission_is_a_figure_of_the_city_reports_the_same_figure():
    for unit, code in (("so-tai-chinh", "giai-ngan"), ("so-xay-dung", "diem-un-tac")):
        agency, city = figures_of(unit, code), figures_of("ha-noi", code)
        assert [r.value for r in agency.readings] == [r.value for r in city.readings]
        assert all(mine.at < theirs.at for mine, theirs in zip(agency.readings, city.readings, strict=True))


def test_disbursement_starts_slowly_and_speeds_up():
    readings = figures_of("ha-noi", "giai-ngan").readings
    by_day = {reading.as_of: reading.value for reading in readings}
    assert by_day[date(2026, 3, 31)] < 15
    assert by_day[date(2026, 9, 30)] > 2 * by_day[date(2026, 6, 30)] * Decimal("0.9")


def test_a_silent_unit_has_said_nothing_for_weeks():
    assert reporter_of("phuong-yen-nghia", weekly=False).silent_weeks == 9
    latest = max(r.at.date() for p, _, f in FIGURES if p.unit.code == "phuong-yen-nghia" for r in f.readings)
    assert UNTIL - latest >= timedelta(weeks=9)


def test_some_key_results_were_never_reported():
    assert 3 <= sum(not figure.readings for *_, figure in FIGURES) <= 40


def test_pilot_units_report_every_week_and_wait_for_this_week():
    for unit in PILOT_UNITS:
        plan = next(plan for plan in PLANS if plan.unit.code == unit)
        for objective in plan.objectives:
            for figure in objective.key_results:
                if figure.readings and not figure.spec.up:
                    recent = [r for r in figure.readings if r.as_of > UNTIL - timedelta(weeks=8)]
                    assert len(recent) >= 7
                    assert figure.readings[-1].as_of < UNTIL - timedelta(days=UNTIL.weekday())


@pytest.mark.parametrize("until", [date(2026, 1, 1), date(2026, 1, 20), date(2027, 1, 5), date(2026, 12, 31)])
def test_any_day_of_the_year_gives_a_consistent_year(until):
    for plan in build_year(YEAR, until):
        for objective in plan.objectives:
            for figure in objective.key_results:
                assert all(r.at.date() < until and r.as_of < YEAR.ends_on for r in figure.readings)
