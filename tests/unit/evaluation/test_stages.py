"""Who may do what with a dossier in which state: for every pair the services accept exactly what is offered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.evaluation_steps import (
    LEADER_MARKS,
    WITH_APPRAISAL,
    assess,
    decide,
    dossier_of,
    give_worked_example,
    mark,
    open_cycle,
    publish,
    review,
    to_state,
)
from tests.factories import AT
from woms.core.errors import Conflict, Denied, Invalid, Missing, Refused, WomsError
from woms.evaluation.detail import dossier_detail
from woms.evaluation.models import Cycle, Dossier, GeneralScore, Rating
from woms.evaluation.policies import Opinion
from woms.evaluation.services import appeals, cycles, dossiers, ratings
from woms.evaluation.services.appeals import Claim
from woms.records.models import Event
from woms.workflow.models import Decision

CAST = [
    "specialist", "division_head", "deputy", "head", "leader", "organization_board", "appraiser", "auditor",
    "administrator", "other_head", "other_specialist", "ward_head",
]  # fmt: skip

# state → who → what the page offers; whoever is not named is offered nothing, or does not find the dossier at all
OFFERED = {
    "self": {"specialist": {"assess_self"}},
    "review": {
        "division_head": {"review", "return", "score"},
        "deputy": {"review", "return", "score"},
        "head": {"review", "return", "score"},
    },
    "appraisal": {
        "deputy": {"appraise", "return_review"},
        "head": {"appraise", "return_review"},
    },
    "decision": {"head": {"decide", "send_back", "score"}},
    "decided": {"head": {"publish", "reconsider"}},
    "published": {"specialist": {"lodge_appeal"}},
}
STATES = list(OFFERED)
STEPS = (
    "assess_self", "review", "return", "appraise", "return_review", "send_back", "score", "decide",
    "publish", "reconsider", "lodge_appeal", "withdraw_appeal", "settle_appeal", "revise",
)  # fmt: skip
READERS = {"specialist", "division_head", "deputy", "head", "auditor"}


@pytest.fixture
def whole(province):
    """With every step there is: the collective is heard before the decision."""
    give_worked_example(province.specialist)
    open_cycle(province, steps=WITH_APPRAISAL)
    return province


@pytest.fixture
def example(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    return province


def do(action, actor, dossier):
    about = {"actor": actor, "at": AT, "dossier_id": dossier.pk, "version": dossier.version}
    sheet = dossier.score_sheets.order_by("-revision").first()
    steps = {
        "assess_self": lambda: dossiers.assess_self(mark=mark("28"), **about),
        "review": lambda: dossiers.review_dossier(mark=mark("27", "Lý do"), **about),
        "return": lambda: dossiers.return_dossier(reason="Chấm lại nhóm hai", **about),
        "send_back": lambda: dossiers.send_back_dossier(reason="Xem lại nhóm ba", **about),
        "score": lambda: dossiers.score_dossier(reason="Số liệu mới", **about),
        "decide": lambda: ratings.decide_rating(
            level="good", reason="Thống nhất", revision=sheet.revision if sheet else 0, **about
        ),
        "publish": lambda: ratings.publish_rating(**about),
        "reconsider": lambda: ratings.reconsider_rating(reason="Họp xét lại", **about),
        "lodge_appeal": lambda: appeals.lodge_appeal(claim=Claim("Tôi không đồng ý"), **about),
        "withdraw_appeal": lambda: appeals.withdraw_appeal(**about),
        "settle_appeal": lambda: appeals.settle_appeal(level="good", answer="Giữ nguyên", **about),
        "revise": lambda: ratings.revise_rating(reason="Sai số liệu", **about),
        "appraise": lambda: dossiers.appraise_dossier(opinion=Opinion("Nhất trí"), **about),
        "return_review": lambda: dossiers.return_review(reason="Chưa rõ căn cứ", **about),
    }
    steps[action]()


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("state", STATES)
def test_the_page_offers_what_the_signed_table_says(whole, state, who):
    dossier, actor = to_state(whole, state), getattr(whole, who)
    if who not in READERS:
        with pytest.raises(Missing):
            dossier_detail(actor=actor, at=AT, dossier_id=dossier.pk)
        return
    found = dossier_detail(actor=actor, at=AT, dossier_id=dossier.pk)
    assert found.actions == OFFERED[state].get(who, set())


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("state", STATES)
def test_the_services_accept_exactly_what_is_offered_and_otherwise_change_nothing(whole, state, who):
    dossier, actor = to_state(whole, state), getattr(whole, who)
    offered = OFFERED[state].get(who, set())
    for action in STEPS:
        if action in offered:
            continue
        with pytest.raises(WomsError):
            do(action, actor, dossier)
        after = Dossier.objects.get(pk=dossier.pk)
        assert (after.state, after.version) == (dossier.state, dossier.version)
    for action in sorted(offered)[:1]:
        do(action, actor, dossier)


@pytest.mark.parametrize("state", ["self", "review", "appraisal", "decision", "decided"])
def test_d29_somebody_always_has_the_next_step(whole, state):
    dossier = to_state(whole, state)
    forward = {
        "self": "assess_self", "review": "review", "appraisal": "appraise", "decision": "decide",
        "decided": "publish",
    }[state]  # fmt: skip
    offering = [who for who in CAST if forward in OFFERED[state].get(who, set())]
    assert offering
    do(forward, getattr(whole, offering[0]), dossier)


def test_the_city_leader_reviews_and_decides_heads_and_nobody_else(province):
    open_cycle(province)
    assess(province.head, "28", **LEADER_MARKS)
    review(province.leader, province.head, "28", **LEADER_MARKS)
    decide(province.leader, province.head, "good", "Theo kết quả của cơ quan")
    publish(province.leader, province.head)
    with pytest.raises(Missing):
        review(province.leader, province.specialist)


def test_a_deputy_neither_reads_nor_reviews_the_head(province):
    open_cycle(province)
    assess(province.head, "28", **LEADER_MARKS)
    with pytest.raises(Missing):
        review(province.deputy, province.head, "28", **LEADER_MARKS)


def test_the_head_of_the_city_has_no_dossier_and_everybody_in_a_unit_has_one(province):
    open_cycle(province)
    people = set(Dossier.objects.values_list("person_id", flat=True))
    assert province.leader.person_id not in people
    in_units = ["head", "deputy", "division_head", "specialist", "other_head", "other_specialist",
                "ward_head", "ward_specialist"]  # fmt: skip
    assert people == {getattr(province, name).person_id for name in in_units}
    assert dossier_of(province.deputy).framework == "nd335/deputy"
    assert dossier_of(province.division_head).framework == "nd335/leader"
    assert dossier_of(province.specialist).framework == "nd335/non-leader"


@pytest.mark.parametrize("who", [name for name in CAST if name != "organization_board"])
def test_only_the_organization_board_opens_a_cycle(province, who):
    with pytest.raises(Denied):
        cycles.open_cycle(actor=getattr(province, who), at=AT, period_code="2026-11")
    assert not Cycle.objects.exists()


def test_a_cycle_opens_once_for_a_month_with_deadlines_in_order(province):
    board = province.organization_board
    with pytest.raises(Invalid, match="tháng, quý hoặc năm"):
        cycles.open_cycle(actor=board, at=AT, period_code="2026-W47")
    with pytest.raises(Invalid) as caught:
        open_cycle(province, self_due_on=date(2026, 12, 2), review_due_on=date(2026, 12, 1))
    assert caught.value.field == "review_due_on"
    open_cycle(province)
    with pytest.raises(Refused, match="đã được mở"):
        open_cycle(province)
    assert Cycle.objects.get().governing_date == date(2026, 11, 30)


def test_before_the_first_day_the_page_names_the_day_and_nothing_is_taken(province):
    open_cycle(province, starts_on=date(2026, 11, 25))
    with pytest.raises(Refused, match="mở ngày 25/11/2026"):
        assess(province.specialist)
    assert not dossier_detail(
        actor=province.specialist, at=AT, dossier_id=dossier_of(province.specialist).pk
    ).has_started
    dossier = dossier_of(province.specialist)
    dossiers.assess_self(
        actor=province.specialist, at=AT + timedelta(days=4), dossier_id=dossier.pk, mark=mark("28"),
        version=dossier.version,
    )  # fmt: skip


def test_a_closed_cycle_takes_nothing_and_offers_nothing(example):
    dossier = to_state(example, "review")
    Cycle.objects.update(state="closed")
    with pytest.raises(Refused, match="đã chốt"):
        review(example.division_head, example.specialist)
    found = dossier_detail(actor=example.division_head, at=AT, dossier_id=dossier.pk)
    assert found.actions == frozenset()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"conduct": 11, "ability": 10, "innovation": 6}, "conduct"),
        ({"conduct": -1, "ability": 10, "innovation": 6}, "conduct"),
        ({"conduct": 10, "ability": 10}, "innovation"),
        ({"conduct": 10, "ability": 10, "innovation": 5, "bonus": 5}, "bonus"),
        ({"conduct": 10, "ability": 10, "innovation": "5.125"}, "innovation"),
    ],
)
def test_a_mark_outside_the_groups_of_the_decree_is_refused_naming_the_group(example, wrong, field):
    from decimal import Decimal

    from woms.evaluation.criteria import GeneralMark

    dossier = dossier_of(example.specialist)
    given = GeneralMark({code: Decimal(points) for code, points in wrong.items()})
    with pytest.raises(Invalid) as caught:
        dossiers.assess_self(actor=example.specialist, at=AT, dossier_id=dossier.pk, mark=given, version=1)
    assert caught.value.field == field
    assert not GeneralScore.objects.exists()


def test_a_leader_is_marked_for_organizing_and_cohesion_with_the_marks_of_the_decree(province):
    open_cycle(province)
    with pytest.raises(Invalid) as caught:
        assess(province.division_head, "28", organizing=75, cohesion=100)
    assert caught.value.field == "organizing"
    assess(province.division_head, "28", organizing=50, cohesion=100)


def test_a_superior_who_differs_from_the_self_assessment_says_why(example):
    assess(example.specialist, "28")
    with pytest.raises(Invalid, match="lý do điều chỉnh"):
        review(example.division_head, example.specialist, "27", note="")
    review(example.division_head, example.specialist, "28", note="")


def test_self_superior_calculated_and_decided_values_stay_apart_for_ever(example):
    to_state(example, "decision")
    decide(example.head, example.specialist, "completed", "Tập thể thống nhất hạ một mức")
    publish(example.head, example.specialist)
    seen = dossier_detail(actor=example.specialist, at=AT, dossier_id=dossier_of(example.specialist).pk)
    assert (seen.own_mark.points, seen.superior_mark.points) == (28, 27)
    assert (seen.score.level, seen.rating.level) == ("good", "completed")
    assert seen.rating.reason == "Tập thể thống nhất hạ một mức"


def test_a_level_other_than_the_calculated_one_needs_a_reason(example):
    to_state(example, "decision")
    with pytest.raises(Invalid, match="Hãy ghi lý do"):
        decide(example.head, example.specialist, "excellent")
    with pytest.raises(Invalid, match="chọn một mức"):
        decide(example.head, example.specialist, "")
    assert not Rating.objects.exists()


def test_a_returned_dossier_is_assessed_again_and_both_marks_are_kept(example):
    dossier = to_state(example, "review")
    with pytest.raises(Refused, match="lý do"):
        dossiers.return_dossier(
            actor=example.division_head, at=AT, dossier_id=dossier.pk, reason=" ", version=dossier.version
        )
    do("return", example.division_head, dossier)
    assess(example.specialist, "26")
    marks = GeneralScore.objects.filter(stage="self").order_by("id").values_list("points", flat=True)
    assert list(marks) == [28, 26]


def test_a_dossier_sent_back_is_reviewed_and_decided_again(example):
    do("send_back", example.head, to_state(example, "decision"))
    review(example.division_head, example.specialist, "26", "Xem lại")
    decide(example.head, example.specialist)
    actions = list(Decision.objects.order_by("id").values_list("action", flat=True))
    assert actions == ["assess_self", "review", "send_back", "review", "decide"]


def test_two_people_at_once_the_second_is_told_and_nothing_is_lost(example):
    dossier = to_state(example, "review")
    do("review", example.division_head, dossier)
    with pytest.raises(Conflict, match="vừa được người khác xử lý") as caught:
        do("review", example.head, dossier)
    assert caught.value.theirs == "Chờ quyết định"
    assert GeneralScore.objects.filter(stage="superior").count() == 1


def test_the_log_tells_every_step_without_points_or_levels(example):
    to_state(example, "published")
    sentences = list(Event.objects.order_by("id").values_list("sentence", flat=True))
    assert "Đỗ Văn Chuyên gửi tự chấm tháng 11/2026." in sentences
    assert "Quyết định xếp loại phiếu tháng 11/2026 của Đỗ Văn Chuyên." in sentences
    kept = " ".join(str(row) for row in Event.objects.values_list("sentence", "before", "after"))
    assert not any(secret in kept for secret in ("89.1", "27.0", "28.0", "Hoàn thành", "good"))
