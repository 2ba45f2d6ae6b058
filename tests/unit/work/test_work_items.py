"""Assign, hand in, accept and return products."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.factories import make_period, make_product, make_work_item
from tests.work_steps import AFTER_DUE, accept, assign, deliver, send_back, times
from woms.core.clock import HANOI
from woms.core.errors import Conflict, Denied, Invalid, Missing, Refused
from woms.records.models import Event
from woms.work import services
from woms.work.models import WorkItem


def test_the_coefficient_is_frozen_when_work_is_assigned(province, at):
    product = make_product(coefficient="1.5")
    item_id = assign(province, at, product=product)
    product.coefficient = Decimal("2.0")
    product.save()
    assert WorkItem.objects.get(pk=item_id).coefficient == Decimal("1.5")


def test_a_later_version_of_the_catalogue_counts_for_later_deadlines_only(province, at):
    make_product(coefficient="1.5", ends_on=date(2026, 12, 1))
    make_product(coefficient="2.0", starts_on=date(2026, 12, 1))
    make_period("2026-12")
    november = assign(province, at, product=make_product("SP-X"), product_code="SP-01")
    december = assign(
        province, at, product=make_product("SP-Y"), product_code="SP-01", period_code="2026-12",
        due_on=date(2026, 12, 20),
    )  # fmt: skip
    assert WorkItem.objects.get(pk=november).coefficient == Decimal("1.5")
    assert WorkItem.objects.get(pk=december).coefficient == Decimal("2.0")


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("specialist", Denied),
        ("other_head", Denied),
        ("leader", Denied),
        ("administrator", Denied),
        ("auditor", Denied),
        ("division_head", None),
        ("head", None),
        ("deputy", None),
    ],
)
def test_only_those_above_a_person_assign_work_to_them(province, at, who, error):
    actor = getattr(province, who)
    if error is None:
        assert assign(province, at, actor=actor)
        return
    with pytest.raises(error):
        assign(province, at, actor=actor)
    assert not WorkItem.objects.exists()


def test_nobody_assigns_work_to_themselves_or_upwards(province, at):
    with pytest.raises(Denied):
        assign(province, at, actor=province.head, person=province.head)
    with pytest.raises(Denied):
        assign(province, at, actor=province.deputy, person=province.head)
    with pytest.raises(Denied, match="cấp trên"):
        assign(province, at, actor=province.leader, person=province.leader)


def test_the_city_assigns_work_to_heads(province, at):
    assert assign(province, at, actor=province.leader, person=province.head)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "-1"}, "quantity"),
        ({"quantity": "NaN"}, "quantity"),
        ({"quantity": "1e400"}, "quantity"),
        ({"quantity": "0.0001"}, "quantity"),
        ({"due_on": date(2026, 12, 1)}, "due_on"),
        ({"due_on": date(2026, 10, 31)}, "due_on"),
        ({"due_on": date(2026, 11, 20)}, "due_on"),
    ],
)
def test_a_quantity_or_deadline_that_makes_no_sense_is_refused_naming_the_field(province, at, wrong, field):
    with pytest.raises(Invalid) as caught:
        assign(province, at, **wrong)
    assert caught.value.field == field


def test_a_product_that_left_the_catalogue_cannot_be_assigned(province, at):
    old = make_product(ends_on=date(2026, 6, 1))
    with pytest.raises(Refused, match="danh mục"):
        assign(province, at, product=old)


def test_delivery_and_acceptance_on_time_complete_the_product_without_a_fault(province, at):
    item_id = assign(province, at)
    deliver(province, item_id, "10", at)
    accept(province, item_id, at)
    item = WorkItem.objects.get(pk=item_id)
    assert (item.state, item.completed_quantity) == ("accepted", Decimal(10))
    assert item.completed_at == at
    assert not item.faults.exists()


def test_a_part_accepted_leaves_the_rest_to_do(province, at):
    item_id = assign(province, at)
    deliver(province, item_id, "4", at)
    accept(province, item_id, at)
    item = WorkItem.objects.get(pk=item_id)
    assert (item.state, item.completed_quantity, item.completed_at) == ("assigned", Decimal(4), None)
    with pytest.raises(Invalid, match="Chỉ còn 6"):
        deliver(province, item_id, "7", at)


def test_each_unit_handed_in_after_the_deadline_counts_one_delay(province, at):
    item_id = assign(province, at)
    deliver(province, item_id, "8", at)
    accept(province, item_id, at)
    deliver(province, item_id, "2", AFTER_DUE)
    accept(province, item_id, AFTER_DUE)
    assert times(item_id, "delay") == [1, 1]


def test_a_slow_acceptance_is_not_a_delay_of_the_person(province, at):
    item_id = assign(province, at)
    deliver(province, item_id, "10", at)
    accept(province, item_id, AFTER_DUE + timedelta(days=20))
    assert times(item_id, "delay") == []


def test_work_handed_in_on_the_last_minute_of_the_due_day_is_on_time(province, at):
    item_id = assign(province, at)
    deliver(province, item_id, "10", datetime(2026, 11, 25, 23, 59, 59, tzinfo=HANOI))
    accept(province, item_id, AFTER_DUE)
    assert times(item_id, "delay") == []


def test_returning_one_of_ten_accepts_the_other_nine_and_counts_one_rework(province, at):
    item_id = assign(province, at)
    deliver(province, item_id, "10", at)
    send_back(province, item_id, 1, at)
    item = WorkItem.objects.get(pk=item_id)
    assert (item.state, item.completed_quantity) == ("returned", Decimal(9))
    assert times(item_id, "rework") == [1]
    assert item.faults.get().reason == "Thiếu căn cứ"


def test_the_same_unit_returned_again_counts_its_second_time(province, at):
    item_id = assign(province, at)
    deliver(province, item_id, "10", at)
    send_back(province, item_id, 1, at)
    deliver(province, item_id, "1", at)
    send_back(province, item_id, 1, at, reason="Vẫn thiếu")
    assert times(item_id, "rework") == [2]


def test_another_unit_returned_after_the_first_was_accepted_counts_apart(province, at):
    item_id = assign(province, at)
    deliver(province, item_id, "5", at)
    send_back(province, item_id, 1, at)
    deliver(province, item_id, "1", at)
    accept(province, item_id, at)
    deliver(province, item_id, "5", at)
    send_back(province, item_id, 2, at)
    assert times(item_id, "rework") == [1, 1, 1]


def test_a_return_needs_a_reason_and_a_number_within_the_delivery(province, at):
    item_id = assign(province, at)
    deliver(province, item_id, "3", at)
    with pytest.raises(Refused, match="lý do"):
        send_back(province, item_id, 1, at, reason="  ")
    for units in (0, 4):
        with pytest.raises(Invalid, match="từ 1 đến 3"):
            send_back(province, item_id, units, at)


@pytest.mark.parametrize("who", ["specialist", "other_head", "leader", "administrator", "auditor"])
def test_those_who_are_not_above_the_person_cannot_accept(province, at, who):
    item_id = assign(province, at)
    deliver(province, item_id, "10", at)
    with pytest.raises((Denied, Missing)):
        accept(province, item_id, at, actor=getattr(province, who))
    assert WorkItem.objects.get(pk=item_id).state == "delivered"


@pytest.mark.parametrize(("who", "error"), [("head", Denied), ("leader", Refused)])
def test_nobody_accepts_the_own_product(province, at, who, error):
    actor = getattr(province, who)
    item = make_work_item(
        actor, make_product(), "1", state="delivered", delivered_quantity=1, delivered_at=at
    )
    with pytest.raises(error):
        accept(province, item.pk, at, actor=actor)
    assert WorkItem.objects.get(pk=item.pk).state == "delivered"


def test_a_superior_does_not_hand_in_for_the_person(province, at):
    item_id = assign(province, at)
    with pytest.raises(Denied):
        services.deliver_work(
            actor=province.division_head, at=at, work_item_id=item_id, quantity=Decimal(1), version=1
        )


def test_steps_out_of_their_turn_are_refused_and_change_nothing(province, at):
    item_id = assign(province, at)
    with pytest.raises(Refused, match="Đang thực hiện"):
        accept(province, item_id, at)
    deliver(province, item_id, "10", at)
    with pytest.raises(Refused, match="Chờ nghiệm thu"):
        deliver(province, item_id, "1", at)
    assert WorkItem.objects.get(pk=item_id).delivered_quantity == 10


def test_two_people_at_once_the_second_is_told(province, at):
    item_id = assign(province, at)
    deliver(province, item_id, "10", at)
    seen = WorkItem.objects.get(pk=item_id).version
    services.accept_work(actor=province.head, at=at, work_item_id=item_id, version=seen)
    with pytest.raises(Conflict, match="vừa được người khác cập nhật"):
        services.accept_work(actor=province.division_head, at=at, work_item_id=item_id, version=seen)


def test_every_step_leaves_a_sentence_in_the_log(province, at):
    item_id = assign(province, at, title="Soạn văn bản")
    deliver(province, item_id, "10", at)
    send_back(province, item_id, 1, at)
    sentences = list(Event.objects.order_by("id").values_list("sentence", flat=True))
    assert sentences == [
        "Giao 10 “Soạn văn bản” cho Đỗ Văn Chuyên, hạn 25/11/2026.",
        "Đỗ Văn Chuyên nộp 10 “Soạn văn bản”.",
        "Trả lại 1 “Soạn văn bản” để Đỗ Văn Chuyên làm lại: Thiếu căn cứ",
    ]
