"""Cycles of a quarter and a year, groups with their own steps, the opinion of the collective, people who come late."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.evaluation_steps import (
    LEADER_MARKS,
    WITH_APPRAISAL,
    appraise,
    assess,
    decide,
    dossier_of,
    give_worked_example,
    open_cycle,
    publish,
    review,
    to_state,
)
from tests.factories import AT, SINCE, TODAY, make_officer
from woms.core.errors import Denied, Invalid, Missing, Refused
from woms.evaluation.criteria import GeneralMark
from woms.evaluation.detail import dossier_detail
from woms.evaluation.groups import default_groups
from woms.evaluation.models import Cycle, Dossier, Rating, ScoreSheet
from woms.evaluation.services import cycles, dossiers, ratings
from woms.org.models import Assignment

pytestmark = pytest.mark.django_db


@pytest.fixture
def published_month(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    to_state(province, "published")
    return province


def of_period(person, code):
    return Dossier.objects.select_related("cycle__period", "unit", "person").get(
        person_id=person.person_id, cycle__period__code=code
    )


def seen(actor, dossier):
    return dossier_detail(actor=actor, at=AT, dossier_id=dossier.pk)


@pytest.mark.parametrize(
    ("code", "label"), [("2026-11", "Tháng 11/2026"), ("2026-Q4", "Quý IV/2026"), ("2026", "Năm 2026")]
)
def test_a_cycle_is_of_a_month_a_quarter_or_a_year(province, code, label):
    cycle = Cycle.objects.select_related("period").get(pk=open_cycle(province, code))
    assert cycle.period.label == label
    assert [group["code"] for group in cycle.groups] == ["heads", "managers", "staff"]


def test_d13_nobody_has_two_dossiers_in_one_cycle(province):
    cycle_id = open_cycle(province)
    assert cycles.add_people(actor=province.organization_board, at=AT, cycle_id=cycle_id) == 0


def test_somebody_newly_arrived_gets_a_dossier_in_the_running_cycle(province):
    cycle_id = open_cycle(province)
    late = make_officer("Mai Thị Mới", province.division, "specialist", "specialist")
    board = province.organization_board
    assert cycles.add_people(actor=board, at=AT, cycle_id=cycle_id) == 1
    assert dossier_of(late).framework == "nd335/non-leader"
    with pytest.raises(Denied):
        cycles.add_people(actor=province.head, at=AT, cycle_id=cycle_id)


def test_f19_the_quarter_is_the_mean_of_the_published_months_and_adds_up_line_by_line(published_month):
    open_cycle(published_month, "2026-Q4")
    detail = seen(published_month.specialist, of_period(published_month.specialist, "2026-Q4"))
    assert detail.score.total == Decimal("89.10")
    *lines, total = detail.score.lines
    assert sum(line.points for line in lines) == total.points == Decimal("89.10")
    assert "2 kỳ chưa có kết quả được công bố" in detail.score.notes
    assert detail.groups == ()


def test_a_quarter_goes_through_its_steps_without_marking_the_criteria_again(published_month):
    cast = published_month
    open_cycle(cast, "2026-Q4")
    about = of_period(cast.specialist, "2026-Q4")
    dossiers.assess_self(
        actor=cast.specialist, at=AT, dossier_id=about.pk, mark=GeneralMark({}, "Đã đọc"), version=1
    )
    dossiers.review_dossier(
        actor=cast.division_head, at=AT, dossier_id=about.pk, mark=GeneralMark({}), version=2
    )
    sheet = ScoreSheet.objects.filter(dossier=about).latest("revision")
    assert (sheet.general_points, sheet.level) == (Decimal(27), "good")
    assert sheet.inputs["parts"][0]["period"] == "2026-11"
    ratings.decide_rating(
        actor=cast.head,
        at=AT,
        dossier_id=about.pk,
        level="good",
        reason="",
        revision=sheet.revision,
        version=3,
    )
    assert Rating.objects.get(dossier=about).level == "good"


def test_a_month_not_yet_published_does_not_leak_into_the_quarter(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    to_state(province, "decided")
    open_cycle(province, "2026-Q4")
    assert seen(province.specialist, of_period(province.specialist, "2026-Q4")).score is None


def test_f20_after_a_transfer_the_new_unit_rates_the_period_on_both_partial_scores(published_month):
    cast = published_month
    Assignment.objects.filter(person_id=cast.specialist.person_id).update(ends_on=TODAY)
    Assignment.objects.create(
        person_id=cast.specialist.person_id, unit=cast.ward, title="Chuyên viên", rank="specialist",
        starts_on=TODAY,
    )  # fmt: skip
    open_cycle(cast, "2026-Q4")
    moved = of_period(cast.specialist, "2026-Q4")
    assert moved.unit_id == cast.ward.pk
    lines = [line.sentence for line in seen(cast.specialist, moved).score.lines]
    assert lines[0] == "Tháng 11/2026, Phòng Mẫu A1: 89,10 điểm"
    with pytest.raises(Missing):
        seen(cast.division_head, moved)


def test_the_collective_is_heard_where_the_group_has_that_step(province):
    give_worked_example(province.specialist)
    open_cycle(province, steps=WITH_APPRAISAL)
    assert to_state(province, "appraisal").state == "appraisal"
    with pytest.raises(Refused):
        decide(province.head, province.specialist)
    appraise(province.deputy, province.specialist, votes_for=12, votes_against=1, minutes="05/BB")
    assert seen(province.head, dossier_of(province.specialist)).opinion.votes_for == 12
    assert seen(province.specialist, dossier_of(province.specialist)).opinion is None
    decide(province.head, province.specialist)
    publish(province.head, province.specialist)
    assert seen(province.specialist, dossier_of(province.specialist)).opinion.summary == "Tập thể nhất trí"


@pytest.mark.parametrize("votes", [{"votes_for": 3}, {"votes_for": -1, "votes_against": 0}])
def test_votes_are_given_together_and_an_opinion_says_something(province, votes):
    give_worked_example(province.specialist)
    open_cycle(province, steps=WITH_APPRAISAL)
    to_state(province, "appraisal")
    with pytest.raises(Invalid, match="số phiếu"):
        appraise(province.deputy, province.specialist, **votes)
    with pytest.raises(Invalid, match="ý kiến của tập thể"):
        appraise(province.deputy, province.specialist, " ")


def test_without_the_step_the_review_leads_straight_to_the_decision(province):
    open_cycle(province)
    assess(province.head, "28", **LEADER_MARKS)
    assert review(province.leader, province.head, "28", **LEADER_MARKS).state == "decision"


def test_a_group_without_self_assessment_starts_with_the_superior(province):
    open_cycle(province, steps={"staff": set()})
    assert dossier_of(province.specialist).state == "review"
    assert dossier_of(province.head).state == "self"


def test_a_cycle_keeps_its_groups_whatever_the_file_says_later(province):
    open_cycle(province, steps=WITH_APPRAISAL)
    cycle = Cycle.objects.get()
    assert next(group for group in cycle.groups if group["code"] == "staff")["steps"] == [
        "self", "review", "appraisal", "decision",
    ]  # fmt: skip
    assert default_groups("month")[2].steps == ("self", "review", "decision")


def test_d27_a_successor_finds_and_continues_the_review(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    assess(province.specialist)
    Assignment.objects.filter(person_id=province.division_head.person_id).update(ends_on=TODAY)
    successor = make_officer("Cao Văn Kế", province.division, "division_head", "division_head")
    assert seen(successor, dossier_of(province.specialist)).actions == {"review", "return", "score"}
    with pytest.raises(Denied):
        review(province.division_head, province.specialist)
    assert review(successor, province.specialist).state == "decision"


def test_somebody_with_two_posts_has_one_dossier_with_the_main_post(province):
    Assignment.objects.create(
        person_id=province.specialist.person_id, unit=province.ward, title="Kiêm nhiệm", rank="specialist",
        starts_on=SINCE, is_primary=False,
    )  # fmt: skip
    open_cycle(province)
    assert dossier_of(province.specialist).unit_id == province.division.pk


def test_a_cycle_that_was_to_start_later_can_be_started_today(province):
    cycle_id = open_cycle(province, starts_on=TODAY + timedelta(days=5))
    cycles.start_cycle(actor=province.organization_board, at=AT, cycle_id=cycle_id)
    assess(province.specialist)
    with pytest.raises(Refused, match="rồi"):
        cycles.start_cycle(actor=province.organization_board, at=AT, cycle_id=cycle_id)


def test_nothing_assigned_is_insufficient_data_and_never_a_zero(province):
    open_cycle(province)
    assess(province.specialist)
    sheet = ScoreSheet.objects.get()
    assert (sheet.total, sheet.level) == (None, "insufficient_data")
