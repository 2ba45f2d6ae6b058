"""Handing a target down: offers, answers, sums and drift (C06–C13)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.factories import AT, TODAY, make_key_result, make_objective, make_plan
from woms.core.errors import Denied, Invalid, Missing, Refused
from woms.planning.models import Cascade, KeyResult, Plan
from woms.planning.policies.cascades import coverage
from woms.planning.queries.cascades import cascade_offer, cascade_sheet
from woms.planning.services.cascades import (
    Share,
    accept_cascade,
    cascade_target,
    decline_cascade,
    withdraw_cascade,
)
from woms.planning.services.key_results import remove_key_result
from woms.planning.services.objectives import remove_objective
from woms.records.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def target(province):
    """10.000 households connected, in the city's plan in force."""
    plan = make_plan(
        province, province.city, state="approved", author_id=province.organization_board.person_id
    )
    objective = make_objective(plan, title="Phủ dịch vụ số đến hộ gia đình", directive="Nghị quyết 57-NQ/TW")
    return make_key_result(
        objective, title="Số hộ dùng dịch vụ số", measure_unit="hộ", baseline=0, target=10_000
    )


def give(actor, target, *shares):
    return cascade_target(
        actor=actor, at=AT, key_result_id=target.pk, shares=[Share(*share) for share in shares]
    )


def test_a_mandatory_target_waits_for_the_unit_to_take_it_on(province, target):
    """C10"""
    (offer,) = give(province.leader, target, (province.agency.pk, Decimal(400)))
    row = Cascade.objects.get(pk=offer)
    assert (row.state, row.is_mandatory, row.parent_target) == ("offered", True, 10_000)
    assert Event.objects.get(code="cascade.offered").sentence == (
        "Giao bắt buộc cho Sở Mẫu A: Số hộ dùng dịch vụ số, mức 400 hộ."
    )
    assert cascade_offer(actor=province.head, cascade_id=offer).can_answer


def test_taking_it_on_makes_an_aligned_objective_in_the_unit_s_plan(province, target):
    (offer,) = give(province.leader, target, (province.agency.pk, Decimal(400)))
    child = KeyResult.objects.get(pk=accept_cascade(actor=province.head, at=AT, cascade_id=offer))
    mine = child.objective
    assert (child.target, child.measure_unit, child.owner_unit) == (400, "hộ", province.agency)
    assert (mine.parent, mine.lead_unit, mine.directive) == (
        target.objective,
        province.agency,
        "Nghị quyết 57-NQ/TW",
    )
    assert (mine.plan.unit, mine.plan.state, mine.plan.author_id) == (
        province.agency,
        "draft",
        province.head.person_id,
    )
    row = Cascade.objects.get(pk=offer)
    assert (row.state, row.child_key_result, row.answered_by_id) == (
        "accepted",
        child,
        province.head.person_id,
    )


def test_a_plan_in_force_takes_it_on_as_arising_work(province, target):
    plan = make_plan(province, state="approved")
    make_key_result(make_objective(plan, weight=Decimal(60)))
    (offer,) = give(province.leader, target, (province.agency.pk, Decimal(400)))
    accept_cascade(actor=province.head, at=AT, cascade_id=offer)
    plan.refresh_from_db()
    assert (plan.state, plan.objectives.count(), plan.version) == ("approved", 2, 3)
    assert plan.objectives.order_by("position").last().weight == 40


def test_a_plan_that_is_being_judged_takes_nothing_on(province, target):
    plan = make_plan(province, state="submitted")
    (offer,) = give(province.leader, target, (province.agency.pk, Decimal(400)))
    with pytest.raises(Refused, match="đã trình"):
        accept_cascade(actor=province.head, at=AT, cascade_id=offer)
    assert (Cascade.objects.get().state, plan.objectives.count()) == ("offered", 0)


def test_two_targets_of_one_objective_land_in_one_objective_of_the_unit(province, target):
    other = make_key_result(
        target.objective, title="Số lớp tập huấn", measure_unit="lớp", baseline=0, target=100
    )
    for parent in (target, other):
        (offer,) = give(province.leader, parent, (province.agency.pk, Decimal(10)))
        accept_cascade(actor=province.head, at=AT, cascade_id=offer)
    plan = Plan.objects.get(unit=province.agency)
    assert [objective.key_results.count() for objective in plan.objectives.all()] == [2]


def test_the_unit_can_neither_decline_nor_delete_nor_shrink_a_mandatory_target(province, target):
    """C10"""
    (offer,) = give(province.leader, target, (province.agency.pk, Decimal(400)))
    with pytest.raises(Refused, match=r"bắt buộc nên không từ chối được.*đề nghị Thành phố Mẫu giao lại"):
        decline_cascade(actor=province.head, at=AT, cascade_id=offer, reason="Quá cao")
    child = KeyResult.objects.get(pk=accept_cascade(actor=province.head, at=AT, cascade_id=offer))
    for attempt in (
        lambda: remove_key_result(actor=province.head, at=AT, key_result_id=child.pk, version=1),
        lambda: remove_objective(actor=province.head, at=AT, objective_id=child.objective_id, version=1),
    ):
        with pytest.raises(Refused, match="chỉ tiêu bắt buộc do cấp trên giao"):
            attempt()
    from woms.planning.facts import KeyResultFacts
    from woms.planning.services.key_results import update_key_result

    lower = KeyResultFacts(title=child.title, measure_unit="hộ", target=Decimal(300))
    with pytest.raises(Invalid, match="không tự đổi số"):
        update_key_result(actor=province.head, at=AT, key_result_id=child.pk, version=1, facts=lower)
    assert KeyResult.objects.get(pk=child.pk).target == 400


def test_a_suggested_target_is_declined_with_a_reason_that_the_giver_reads(province, target):
    """C11"""
    (offer,) = give(province.leader, target, (province.agency.pk, Decimal(400), False))
    with pytest.raises(Refused, match="ghi lý do"):
        decline_cascade(actor=province.head, at=AT, cascade_id=offer, reason=" ")
    decline_cascade(actor=province.head, at=AT, cascade_id=offer, reason="Không thuộc chức năng")
    sheet = cascade_sheet(actor=province.leader, key_result_id=target.pk, on=TODAY)
    assert [(line.state, line.reason, line.answered_by) for line in sheet.past] == [
        ("declined", "Không thuộc chức năng", "Vũ Thị Trưởng")
    ]
    assert not Plan.objects.filter(unit=province.agency).exists()


def test_an_answer_is_given_once(province, target):
    (offer,) = give(province.leader, target, (province.agency.pk, Decimal(400), False))
    decline_cascade(actor=province.head, at=AT, cascade_id=offer, reason="Không thuộc chức năng")
    with pytest.raises(Refused, match="không còn chờ tiếp nhận"):
        accept_cascade(actor=province.head, at=AT, cascade_id=offer)


def test_only_who_answers_for_the_unit_answers(province, target):
    (offer,) = give(province.leader, target, (province.agency.pk, Decimal(400)))
    with pytest.raises(Denied, match="nhận chỉ tiêu"):
        accept_cascade(actor=province.specialist, at=AT, cascade_id=offer)
    with pytest.raises(Missing):
        accept_cascade(actor=province.other_head, at=AT, cascade_id=offer)
    with pytest.raises(Denied):
        accept_cascade(actor=province.leader, at=AT, cascade_id=offer)
    assert Cascade.objects.get().state == "offered"


def test_only_who_may_cascade_gives_and_only_to_units_below(province, target):
    with pytest.raises(Denied, match="giao chỉ tiêu"):
        give(province.head, target, (province.agency.pk, Decimal(1)))
    with pytest.raises(Invalid, match="trực thuộc"):
        give(province.leader, target, (province.city.pk, Decimal(1)))
    agency = make_key_result(make_objective(make_plan(province)))
    with pytest.raises(Invalid, match="trực thuộc Sở Mẫu A"):
        give(province.head, agency, (province.ward.pk, Decimal(1)))
    give(province.head, agency, (province.division.pk, Decimal(95)))
    assert Cascade.objects.get().unit == province.division


def test_a_wrong_share_refuses_the_whole_lot(province, target):
    give(province.leader, target, (province.ward.pk, Decimal(100)))
    with pytest.raises(Refused, match="Phường Mẫu đã được giao"):
        give(province.leader, target, (province.agency.pk, Decimal(400)), (province.ward.pk, Decimal(1)))
    assert Cascade.objects.count() == 1
    with pytest.raises(Invalid, match="Chưa ghi chỉ tiêu"):
        give(province.leader, target)


def test_the_giver_takes_an_offer_back_and_may_give_again(province, target):
    (offer,) = give(province.leader, target, (province.agency.pk, Decimal(400)))
    child = accept_cascade(actor=province.head, at=AT, cascade_id=offer)
    withdraw_cascade(actor=province.leader, at=AT, cascade_id=offer)
    assert KeyResult.objects.filter(pk=child).exists()
    remove_key_result(actor=province.head, at=AT, key_result_id=child, version=1)
    give(province.leader, target, (province.agency.pk, Decimal(300)))
    with pytest.raises(Denied):
        withdraw_cascade(actor=province.head, at=AT, cascade_id=Cascade.objects.get(state="offered").pk)


def test_what_is_handed_down_is_not_removed_above(province, target):
    give(province.leader, target, (province.agency.pk, Decimal(400)))
    Plan.objects.filter(unit=province.city).update(state="draft")
    with pytest.raises(Refused, match="đã giao xuống"):
        remove_key_result(actor=province.organization_board, at=AT, key_result_id=target.pk, version=1)


def test_a_parent_changed_afterwards_marks_the_child_and_rewrites_nothing(province, target):
    """C12"""
    (offer,) = give(province.leader, target, (province.agency.pk, Decimal(400)))
    child = accept_cascade(actor=province.head, at=AT, cascade_id=offer)
    assert cascade_offer(actor=province.head, cascade_id=offer).line.drift == ""
    KeyResult.objects.filter(pk=target.pk).update(target=12_000)
    line = cascade_offer(actor=province.head, cascade_id=offer).line
    assert line.drift == "Mục tiêu cấp trên đổi từ 10.000 thành 12.000 sau khi giao."
    assert KeyResult.objects.get(pk=child).target == 400


def test_the_sheet_says_live_what_is_still_missing(province, target):
    give(province.leader, target, (province.agency.pk, Decimal(5200)), (province.ward.pk, Decimal(4000)))
    sheet = cascade_sheet(actor=province.leader, key_result_id=target.pk, on=TODAY)
    assert sheet.coverage.sentence == "Tổng chỉ tiêu con 9.200 / 10.000 – còn thiếu 800"
    assert {one.unit.name: one.line and one.line.target for one in sheet.receivers} == {
        "Sở Mẫu A": 5200, "Sở Mẫu B": None, "Phường Mẫu": 4000,
    }  # fmt: skip


def said(direction, unit, target, *children):
    return coverage(
        target=Decimal(target),
        direction=direction,
        measure_unit=unit,
        children=[Decimal(c) for c in children],
    )


def test_missing_fifty_is_said_and_adding_fifty_clears_it():
    """C08"""
    assert said("increase", "hồ sơ", 1000, 400, 300, 250).sentence.endswith("còn thiếu 50")
    assert said("increase", "hồ sơ", 1000, 400, 300, 300).is_covered


def test_a_ceiling_is_broken_by_too_much():
    """C07"""
    made = said("decrease", "vụ", 20, 6, 6, 6, 6)
    assert (made.is_covered, made.sentence) == (False, "Tổng chỉ tiêu con 24 / 20 – vượt mức cho phép 4")


def test_rates_are_averaged_never_added():
    """C06"""
    made = said("increase", "%", 95, 90, 98)
    assert (made.total, made.sentence) == (94, "Bình quân chỉ tiêu con 94 / 95 – còn thiếu 1")


def test_what_cannot_be_added_is_only_counted():
    assert said("binary", "", 1, 1, 1).sentence == "Đã chia cho 2 đơn vị."
    assert said("increase", "lớp", 5).sentence == "Chưa chia cho đơn vị nào."
