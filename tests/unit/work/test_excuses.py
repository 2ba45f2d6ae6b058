"""Who may excuse a delay or a rework, and how it is asked for."""

from __future__ import annotations

import pytest

from tests.factories import make_product, make_work_item
from tests.files import pdf, upload
from tests.work_steps import accept, assign, deliver, late_item
from woms.core.errors import Denied, Invalid, Missing, Refused, WomsError
from woms.work import services
from woms.work.evidence.queries import open_evidence
from woms.work.models import WorkItem
from woms.work.queries import pending_excuses, work_detail


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
        services.request_excuse(
            actor=actor, at=at, work_item_id=item.pk, fault_ids=ids, reason="Mất mạng", upload=upload(pdf())
        )

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


def ask(actor, item, at, **options):
    services.request_excuse(
        actor=actor, at=at, work_item_id=item.pk, fault_ids=[fault.pk for fault in item.faults.all()],
        **{"reason": "Mất mạng", "upload": upload(pdf()), **options},
    )  # fmt: skip


def test_a_request_rests_on_evidence_that_the_authority_can_open(province, at):
    item = late_item(province, at)
    with pytest.raises(Invalid) as refused:
        ask(province.specialist, item, at, upload=None)
    assert refused.value.field == "evidence"
    assert not item.faults.exclude(requested_at=None).exists()
    ask(province.specialist, item, at)
    (file,) = work_detail(actor=province.head, work_item_id=item.pk, at=at).files
    assert open_evidence(actor=province.head, evidence_id=file.id).content == pdf()
    with pytest.raises(Missing):
        open_evidence(actor=province.other_head, evidence_id=file.id)


def test_a_product_with_evidence_needs_no_second_file(province, at):
    item = late_item(province, at)
    services.attach_work_evidence(
        actor=province.specialist, at=at, work_item_id=item.pk, upload=upload(pdf())
    )
    ask(province.specialist, item, at, upload=None)
    assert work_detail(actor=province.head, work_item_id=item.pk, at=at).faults[0].is_pending


@pytest.mark.parametrize("who", ["division_head", "head", "other_specialist", "leader"])
def test_nobody_attaches_evidence_to_the_product_of_another(province, at, who):
    item = late_item(province, at)
    with pytest.raises((Denied, Missing)):
        services.attach_work_evidence(
            actor=getattr(province, who), at=at, work_item_id=item.pk, upload=upload(pdf())
        )
    assert not item.evidence.exists()


def test_the_authority_sees_what_waits_until_it_is_answered(province, at):
    item = late_item(province, at)
    assert pending_excuses(actor=province.head) == ()
    ask(province.specialist, item, at)
    (line,) = pending_excuses(actor=province.head)
    assert (line.work_item_id, line.faults, line.person_name) == (item.pk, 10, province.specialist.name)
    for actor in (province.specialist, province.division_head, province.other_head, province.leader):
        assert pending_excuses(actor=actor) == ()
    excuse(province.head, item, at, is_excused=False)
    assert pending_excuses(actor=province.head) == ()


@pytest.mark.parametrize("is_excused", [True, False])
def test_of_two_authorities_at_once_the_second_is_told_that_it_is_answered(province, at, is_excused):
    item = late_item(province, at)
    ask(province.specialist, item, at)
    excuse(province.head, item, at, is_excused=is_excused)
    with pytest.raises(Refused, match="đã có kết luận"):
        excuse(province.head, item, at, is_excused=not is_excused)
    assert set(item.faults.values_list("excused", flat=True)) == {is_excused}


def test_the_person_scored_can_set_neither_quantity_nor_fault(province, at):
    item = late_item(province, at)
    with pytest.raises(Denied):
        excuse(province.specialist, item, at)
    fresh = assign(province, at)
    deliver(province, fresh, "10", at)
    with pytest.raises(WomsError):
        accept(province, fresh, at, actor=province.specialist)
    with pytest.raises(WomsError):
        assign(province, at, actor=province.specialist)
    found = WorkItem.objects.get(pk=fresh)
    assert (found.completed_quantity, found.faults.count()) == (0, 0)
