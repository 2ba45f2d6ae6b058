from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import AT, TODAY, make_key_result, make_objective, make_plan, make_unit
from tests.figures import make_check_in, make_obstacle, make_rollup, make_state
from woms.core.errors import Missing
from woms.insights.heat import Only, Order, arranged
from woms.insights.unit_board import unit_board

pytestmark = pytest.mark.django_db


def board(actor, unit, period="2026-11"):
    return unit_board(actor=actor, unit_code=unit.code, period_code=period, on=TODAY)


def sentences(board):
    return {one.kind: one.sentence for one in board.attention}


def make_served(province, values, unit=None, **options):
    """A figure of people served with one value at the end of each month up to November."""
    plan = make_plan(province, unit or province.city, state="approved")
    key_result = make_key_result(make_objective(plan), **options)
    for back, value in enumerate(reversed(values)):
        make_check_in(key_result, value, date(2026, 11 - back, 15))
    make_state(key_result, values[-1], "off_track")
    return key_result


def test_units_that_turned_from_green_to_red_are_the_first_sentence(province):
    make_rollup(province.agency, 80, "on_track", month="2026-10")
    make_rollup(province.agency, 41, "off_track")
    make_rollup(province.ward, 55, "at_risk", month="2026-10")
    make_rollup(province.ward, 45, "off_track")
    first = board(province.leader, province.city).attention[0]
    assert first.sentence == "1 đơn vị chuyển từ Đúng tiến độ sang Nguy cơ so với tháng trước: Sở Mẫu A."
    assert (first.strong, first.about) == ("1 đơn vị", "turned_red")


def test_a_falling_figure_of_people_served_says_by_how_much_and_for_how_long(province):
    make_served(province, [68, 66, 63], title="Phản ánh xử lý dưới 48 giờ")
    said = sentences(board(province.leader, province.city))["served_fell"]
    assert said == (
        "Phản ánh xử lý dưới 48 giờ giảm 3\N{NO-BREAK SPACE}điểm phần trăm so với tháng trước, tháng thứ 2 liên tiếp."
    )


def test_a_falling_figure_is_good_news_where_lower_is_better(province):
    key_result = make_served(
        province, [9, 8], direction="decrease", baseline=Decimal(10), target=Decimal(5), measure_unit="ngày"
    )
    shown = board(province.leader, province.city)
    assert "served_fell" not in sentences(shown)
    number = shown.key_numbers[0]
    assert (number.key_result_id, number.change, number.rising_is_good) == (key_result.pk, -1, False)


def test_off_track_key_results_come_heaviest_first(province):
    plan = make_plan(province, province.city, state="approved")
    light = make_key_result(make_objective(plan, area="resources", weight=20), title="Nhẹ")
    heavy = make_key_result(make_objective(plan, area="resources", weight=80), title="Nặng")
    make_state(light, 1, "off_track")
    make_state(heavy, 1, "off_track")
    found = [one for one in board(province.leader, province.city).attention if one.kind == "off_track"]
    assert [one.key_result_id for one in found] == [heavy.pk, light.pk]
    assert found[0].sentence == (
        "Nặng mới đạt 1 trên mục tiêu 95\N{NO-BREAK SPACE}%, chậm 28 điểm so với tiến độ."
    )


def test_a_unit_silent_for_more_than_seven_days_is_named_with_its_days(province):
    make_rollup(province.agency, 80, last_reported_at=AT - timedelta(days=7))
    make_rollup(province.ward, 80, last_reported_at=AT - timedelta(days=19))
    said = sentences(board(province.leader, province.city))["silent"]
    assert said == "1 đơn vị chưa cập nhật quá 7 ngày, lâu nhất Phường Mẫu (19 ngày)."


def test_a_unit_with_a_plan_that_never_reported_is_silent_and_never_green(province):
    make_rollup(province.ward, None, "no_data", reported_key_results=0, last_reported_at=None)
    shown = board(province.leader, province.city)
    row = next(row for row in shown.rows if row.unit.id == province.ward.pk)
    assert (row.overall.status, row.overall.score, row.coverage) == ("no_data", None, 0)
    assert "chưa từng cập nhật" in sentences(shown)["silent"]


def test_units_without_a_plan_are_counted_and_stand_last(province):
    make_rollup(province.agency, 90)
    shown = board(province.leader, province.city)
    assert [row.has_plan for row in shown.rows] == [True, False, False]
    assert sentences(shown)["no_plan"].startswith("2 đơn vị chưa có kế hoạch")


def test_overdue_obstacles_name_the_holder_of_the_oldest(province):
    key_result = make_key_result(make_objective(make_plan(province, state="approved")))
    make_obstacle(key_result, province.other_agency)
    make_obstacle(key_result, province.agency, "resources", due_on=TODAY + timedelta(days=3))
    shown = board(province.leader, province.city)
    assert sentences(shown)["overdue"] == (
        "1 vướng mắc quá hạn gỡ, nhiều nhất do phối hợp; lâu nhất 10 ngày, Sở Mẫu B đang giữ."
    )
    counts = {one.cause: (one.total, one.overdue) for one in shown.causes}
    assert (counts["coordination"], counts["resources"], counts["capability"]) == ((1, 1), (1, 0), (0, 0))


def test_an_obstacle_that_was_removed_is_gone_from_today_but_not_from_the_month_it_stood_in(province):
    key_result = make_key_result(make_objective(make_plan(province, state="approved")))
    make_obstacle(
        key_result, province.agency, opened_at=AT - timedelta(days=40), resolved_at=AT - timedelta(days=5)
    )
    assert not board(province.leader, province.city).obstacles
    assert len(board(province.leader, province.city, "2026-10").obstacles) == 1


def test_rows_are_sorted_worst_first_by_drop_by_silence_and_by_vietnamese_name(province):
    for unit, before, now, status, days in (
        (province.agency, 70, 60, "at_risk", 1),
        (province.other_agency, 40, 50, "off_track", 2),
        (province.ward, 81, 80, "on_track", 9),
    ):
        make_rollup(unit, before, status, month="2026-10", last_reported_at=AT - timedelta(days=40))
        make_rollup(unit, now, status, last_reported_at=AT - timedelta(days=days))
    rows = board(province.leader, province.city).rows

    def names(order):
        return [row.unit.name for row in arranged(rows, order)]

    assert names(Order.WORST) == ["Sở Mẫu B", "Sở Mẫu A", "Phường Mẫu"]
    assert names(Order.DROP) == ["Sở Mẫu A", "Phường Mẫu", "Sở Mẫu B"]
    assert names(Order.SILENT) == ["Phường Mẫu", "Sở Mẫu B", "Sở Mẫu A"]
    assert names(Order.NAME) == ["Phường Mẫu", "Sở Mẫu A", "Sở Mẫu B"]
    assert [row.unit.name for row in arranged(rows, Order.WORST, Only.SILENT)] == ["Phường Mẫu"]


def test_a_month_without_figures_stands_where_the_last_one_stood_without_a_change(province):
    make_rollup(province.agency, 70, "at_risk", month="2026-09")
    row = next(row for row in board(province.leader, province.city).rows if row.unit.id == province.agency.pk)
    assert (row.overall.score, row.overall.change, row.overall.status) == (70, 0, "at_risk")


def test_a_unit_silent_for_several_months_stands_where_it_stood_last_beside_one_that_reported(province):
    for month, score in (("2026-07", 40), ("2026-08", 55)):
        make_rollup(province.ward, score, month=month)
    make_rollup(province.agency, 62, month="2026-08")
    make_rollup(province.agency, 70, month="2026-10")
    make_rollup(province.agency, 75)
    rows = {row.unit.code: row.overall for row in board(province.leader, province.city).rows}
    silent, reporting = rows[province.ward.code], rows[province.agency.code]
    assert (silent.score, silent.before) == (55, 55)
    assert (reporting.score, reporting.before) == (75, 70)


def test_coverage_counts_units_with_a_plan_that_reported_this_month(province):
    make_rollup(province.agency, 80)
    make_rollup(province.ward, 80, last_reported_at=AT - timedelta(days=30))
    coverage = board(province.leader, province.city).coverage
    assert (coverage.of, coverage.reported, coverage.total, coverage.percent) == ("units", 1, 2, 50)


def test_a_unit_without_divisions_covers_its_own_key_results(province):
    objective = make_objective(make_plan(province, province.ward, state="approved"))
    make_state(make_key_result(objective), 90)
    make_key_result(objective)
    coverage = board(province.ward_head, province.ward).coverage
    assert (coverage.of, coverage.reported, coverage.total) == ("key_results", 1, 2)


def test_data_time_is_the_latest_report_anywhere_on_the_board(province):
    make_rollup(province.agency, 80, last_reported_at=AT - timedelta(hours=3))
    make_rollup(province.ward, 80)
    assert board(province.leader, province.city).data_time == AT - timedelta(hours=3)


def test_the_weakest_area_and_the_falling_one_are_told(province):
    for area, before, now in (
        ("customers", 76, 81), ("resources", 74, 69), ("processes", 80, 84), ("learning", 64, 62),
    ):  # fmt: skip
        make_rollup(province.city, before, area=area, month="2026-10")
        make_rollup(province.city, now, area=area)
    lopsided = board(province.leader, province.city).imbalance
    assert (lopsided.area, lopsided.gap, lopsided.falling_area, lopsided.fall) == (
        "learning",
        12,
        "resources",
        5,
    )


def test_draft_plans_do_not_show_on_a_board(province):
    make_state(make_key_result(make_objective(make_plan(province, province.city))), 1, "off_track")
    shown = board(province.leader, province.city)
    assert (shown.key_results, shown.attention[0].kind) == ((), "no_plan")


def test_a_head_sees_the_own_board_with_names_and_no_other_board(province):
    objective = make_objective(make_plan(province, state="approved"))
    make_key_result(objective, owner_person_id=province.specialist.person_id)
    shown = board(province.head, province.agency)
    assert shown.key_results[0].person == "Đỗ Văn Chuyên"
    assert [one.code for one in shown.ancestors] == []
    with pytest.raises(Missing):
        board(province.head, province.other_agency)


def test_the_city_sees_the_key_result_but_not_the_specialist_who_carries_it_out(province):
    objective = make_objective(make_plan(province, state="approved"))
    make_key_result(objective, owner_person_id=province.specialist.person_id)
    shown = board(province.leader, province.agency)
    assert len(shown.key_results) == 1
    assert "Chuyên" not in repr(shown)


def fill(province, units):
    for number in range(units):
        unit = make_unit(f"Phường {number}", "ward", province.city)
        for area in ("all", "customers", "resources", "processes", "learning"):
            make_rollup(unit, 50 + number % 50, area=area, month="2026-10")
            make_rollup(unit, 40 + number % 50, "off_track", area=area)
    objective = make_served(province, [70, 69, 68]).objective
    for _ in range(units // 5):
        key_result = make_key_result(objective)
        make_state(key_result, 50, "off_track")
        make_check_in(key_result, 50, date(2026, 11, 1))
        make_obstacle(key_result, province.agency)


@pytest.mark.parametrize("units", [5, 150])
def test_a_board_takes_at_most_eight_queries_however_many_units_it_shows(province, units):
    fill(province, units)
    with CaptureQueriesContext(connection) as queries:
        shown = board(province.leader, province.city)
    assert len(shown.rows) == units + 3
    assert len(queries) <= 8, [query["sql"][:120] for query in queries]


def test_an_obstacle_without_a_promised_day_is_overdue_after_thirty_days(province):
    key_result = make_key_result(make_objective(make_plan(province, state="approved")))
    make_obstacle(key_result, province.agency, due_on=None, opened_at=AT - timedelta(days=35))
    make_obstacle(key_result, province.agency, "resources", due_on=None, opened_at=AT - timedelta(days=29))
    lines = board(province.leader, province.city).obstacles
    assert [(one.days_open, one.days_overdue) for one in lines] == [(35, 5), (29, 0)]
