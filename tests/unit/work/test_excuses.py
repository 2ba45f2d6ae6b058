"""Who may excuse a delay or a rework, and how it is asked for."""

from __future__ import annotations

import pytest

from tests.factories import make_product, make_work_item
from tests.work_steps import late_item
from woms.core.errors import Denied, Invalid, Missing, Refused, WomsError
from woms.work import services
from woms.work.queries import work_detail


def excuse(actor, item, at, *, is_excused=True, reason="Hệ thống liên thông dừng 3 ngày"):
    services.answer_excuse(
        actor=actor, at=at, work_item_id=item.pk, fault_ids=[fault.pk for fault in item.faults.all()],
        is_excused=is_excused, reason=reason,
    )  # fmt: skip


def test_a_fault_confirmed_as_objective_keeps_reason_and_confirmer(province, at):
    item = late_item(province, at)
    excuse(province.head, item, at)
    fault = item.faults.first()
    assert (fault.excused, fault.confirmed_by_id) == (True, province.head.person_id)
    assert fault.answer_reason == "Hệ thống liên thông dừng 3 ngày"


@pytest.mark.parametrize("who", ["specialist", "division_head", "other_head", "leader", "administrator"])
def test_only_the_authority_excuses_a_fault(province, at, who):
    item = late_item(province, at)
    with pytest.raises((Denied, Missing)):
        excuse(getattr(province, who), item, at)
    assert not item.faults.filter(excused=True).exists()


def test_not_even_the_city_leader_excuses_the_own_fault(province, at):
    item = make_work_item(province.leader, make_product(), "1", completed_quantity=1)
    item.faults.create(kind="delay", times=1, at=at)
    with pytest.raises(Denied, match="cấp trên"):
        excuse(province.leader, item, at)


def test_an_excuse_needs_a_reason_and_is_answered_once(province, at):
    item = late_item(province, at)
    with pytest.raises(Invalid, match="nguyên nhân khách quan"):
        excuse(province.head, item, at, reason=" ")
    excuse(province.head, item, at, is_excused=False)
    with pytest.raises(Refused, match="đã có kết luận"):
        excuse(province.head, item, at)
    assert not item.faults.filter(excused=True).exists()


def test_the_person_may_ask_once_and_only_for_the_own_faults(province, at):
    item = late_item(province, at)
    ids = [fault.pk for fault in item.faults.all()]

    def ask(actor):
        services.request_excuse(actor=actor, at=at, work_item_id=item.pk, fault_ids=ids, reason="Mất mạng")

    with pytest.raises(WomsError):
        ask(province.division_head)
    ask(province.specialist)
    with pytest.raises(Refused, match="đã được đề nghị"):
        ask(province.specialist)
    assert work_detail(actor=province.head, work_item_id=item.pk, at=at).faults[0].is_pending


def test_a_fault_of_another_product_is_not_found(province, at):
    item = late_item(province, at)
    other = make_work_item(province.specialist, make_product("SP-02"), "1")
    with pytest.raises(Missing):
        services.answer_excuse(
            actor=province.head, at=at, work_item_id=other.pk, fault_ids=[item.faults.first().pk],
            is_excused=True, reason="x",
        )  # fmt: skip
