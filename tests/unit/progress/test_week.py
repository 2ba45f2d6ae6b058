"""The week of a person: what is listed, many numbers at once, the report that closes it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests import files
from tests.factories import make_key_result, make_objective, make_plan
from woms.core.errors import Invalid, Missing, Refused
from woms.progress.models import CheckIn, WeeklyReport
from woms.progress.queries.week import silent_count, week_of_check_ins, week_row
from woms.progress.services.check_ins import Report
from woms.progress.services.weeks import report_week, send_week_report
from woms.records.models import Event


@pytest.fixture
def key_result():
    """Here every report names its key result."""


@pytest.fixture
def five(province, objective):
    """Five key results of the specialist."""
    facts = {"owner_unit": province.division, "owner_person_id": province.specialist.person_id}
    return [make_key_result(objective, title=f"Mục tiêu {n}", **facts) for n in range(5)]


def test_a_person_sees_the_own_key_results_and_a_head_those_of_the_unit_too(province, objective, five, at):
    of_unit = make_key_result(objective, title="Việc chung của Sở")
    titles = {
        who: [row.title for row in week_of_check_ins(actor=getattr(province, who), on=at.date()).rows]
        for who in ("specialist", "head", "other_head", "leader")
    }
    assert titles["specialist"] == [one.title for one in five]
    assert titles["head"] == [of_unit.title]
    assert titles["other_head"] == titles["leader"] == []
    whole = week_of_check_ins(actor=province.head, on=at.date(), whole_unit=True)
    assert (len(whole.rows), whole.own, whole.all) == (6, 1, 6)


def test_only_what_runs_is_listed(province, objective, five, at):
    five[0].starts_on = at.date() + timedelta(days=1)
    five[1].archived_at = at
    for one in five:
        one.save()
    draft = make_objective(make_plan(province, province.ward))
    make_key_result(draft, owner_person_id=province.specialist.person_id)
    assert len(week_of_check_ins(actor=province.specialist, on=at.date()).rows) == 3


def test_last_time_this_week_and_the_counter(province, five, report, at):
    report("88", to=five[0], when=at - timedelta(days=9))
    report("90", to=five[0])
    report("85", to=five[1], when=at - timedelta(days=9))
    five[2].source = "automatic"
    five[2].save()
    week = week_of_check_ins(actor=province.specialist, on=at.date())
    first, second, third = week.rows[:3]
    assert (first.last_value, first.this_week.value, first.seen) == (Decimal(88), Decimal(90), 2)
    assert (second.last_value, second.this_week, second.seen) == (Decimal(85), None, 1)
    assert (third.is_automatic, third.is_done) == (True, False), (
        "an automatic figure that never came is not done"
    )
    assert (week.done, len(week.silent)) == (1, 4)
    assert week.period.code == "2026-W47"
    assert silent_count(actor=province.specialist, on=at.date()) == 3


def test_a_figure_of_last_week_entered_today_belongs_to_last_week(province, five, report, at):
    report("88", to=five[0], as_of=at.date() - timedelta(days=8))
    row = week_row(actor=province.specialist, on=at.date(), key_result_id=five[0].pk)
    assert (row.last_value, row.this_week) == (Decimal(88), None)


def test_a_row_of_others_is_missing(province, five, at):
    with pytest.raises(Missing):
        week_row(actor=province.other_head, on=at.date(), key_result_id=five[0].pk)


def test_the_page_costs_the_same_however_many_rows(
    province, five, report, at, django_assert_num_queries, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    report("90", to=five[0])
    with CaptureQueriesContext(connection) as few:
        week_of_check_ins(actor=province.specialist, on=at.date())
    for one in five[1:]:
        report("91", to=one)
    with django_assert_num_queries(len(few)):
        week_of_check_ins(actor=province.specialist, on=at.date())
    assert len(few) <= 10


def test_e13_many_numbers_at_once_each_stands_for_itself(province, five, at):
    values = ["90", "tám", "92", "", "94"]
    reports = {one.pk: Report(value=value, seen=0) for one, value in zip(five, values, strict=True)}
    outcome = report_week(actor=province.specialist, at=at, reports=reports, send=True)
    assert set(outcome.saved) == {five[0].pk, five[2].pk, five[4].pk}
    assert {type(error) for error in outcome.failed.values()} == {Invalid}
    assert not outcome.is_sent
    assert not WeeklyReport.objects.exists()


def test_sending_puts_silence_on_record(province, five, report, at):
    report("90", to=five[0])
    outcome = report_week(actor=province.specialist, at=at, reports={}, send=True)
    assert outcome.is_sent
    sent = WeeklyReport.objects.get()
    assert (sent.week, sent.key_results, sent.reported_key_results) == ("2026-W47", 5, 1)
    assert sent.silent == [one.pk for one in five[1:]]
    assert Event.objects.latest("id").sentence == (
        "Gửi báo cáo tuần 47/2026: 1/5 mục đã cập nhật; 4 mục chưa có số liệu được ghi là Chưa cập nhật."
    )


def test_e01_missing_evidence_holds_back_the_report_and_never_the_number(province, five, report, at):
    five[0].evidence_required = True
    five[0].save()
    report("90", to=five[0])
    outcome = report_week(actor=province.specialist, at=at, reports={}, send=True)
    assert isinstance(outcome.problem, Refused)
    assert "“Mục tiêu 0”" in outcome.problem.sentence
    assert CheckIn.objects.count() == 1
    report("90", to=five[0], upload=files.upload(files.pdf()))
    assert report_week(actor=province.specialist, at=at, reports={}, send=True).is_sent


def test_a_week_sent_again_is_brought_up_to_date(province, five, report, at):
    send_week_report(actor=province.specialist, at=at)
    report("90", to=five[0])
    send_week_report(actor=province.specialist, at=at + timedelta(hours=1))
    assert WeeklyReport.objects.get().reported_key_results == 1


def test_there_is_nothing_to_send_without_key_results(province, at):
    with pytest.raises(Refused, match="không có mục nào"):
        send_week_report(actor=province.leader, at=at)
