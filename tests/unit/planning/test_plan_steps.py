"""A plan through its states: who may take which step, what stops it, and that a refusal changes nothing."""

from __future__ import annotations

import pytest

from tests.factories import AT, make_key_result, make_objective, make_plan
from woms.core.errors import Conflict, Denied, Missing, Refused
from woms.planning.models import Plan
from woms.planning.services.plans import (
    approve_plan,
    close_plan,
    draft_plan,
    return_plan,
    submit_plan,
    withdraw_plan,
)
from woms.records.models import Event
from woms.workflow.models import Decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(province):
    """A sound plan of Sở Mẫu A, written by its deputy."""
    plan = make_plan(province)
    make_key_result(make_objective(plan))
    return plan


def unchanged(plan: Plan) -> bool:
    fresh = Plan.objects.get(pk=plan.pk)
    return (fresh.state, fresh.version) == (plan.state, plan.version) and not Decision.objects.exists()


def submit(actor, plan):
    return submit_plan(actor=actor, at=AT, plan_id=plan.pk, version=plan.version)


def submitted(plan, actor) -> Plan:
    submit(actor, plan)
    plan.refresh_from_db()
    return plan


def test_a_plan_goes_from_draft_over_return_to_approval_and_every_step_is_on_record(province, plan):
    submitted(plan, province.deputy)
    return_plan(actor=province.leader, at=AT, plan_id=plan.pk, version=plan.version, reason="Nâng chỉ tiêu")
    plan.refresh_from_db()
    assert plan.state == "returned"
    submitted(plan, province.head)
    approve_plan(actor=province.leader, at=AT, plan_id=plan.pk, version=plan.version)
    plan.refresh_from_db()
    assert (plan.state, plan.approved_at) == ("approved", AT)
    steps = Decision.objects.order_by("id").values_list("action", "from_state", "to_state", "reason")
    assert list(steps) == [
        ("submit", "draft", "submitted", ""),
        ("return", "submitted", "returned", "Nâng chỉ tiêu"),
        ("submit", "returned", "submitted", ""),
        ("approve", "submitted", "approved", ""),
    ]
    last = Event.objects.order_by("-id").first()
    assert (last.before, last.after) == ({"state": "submitted"}, {"state": "approved"})
    assert last.sentence == "Phê duyệt “Kế hoạch năm 2026 – Sở Mẫu A”."


def test_who_submitted_a_plan_cannot_approve_it(province):
    plan = make_plan(province, province.division, author_id=province.division_head.person_id)
    make_key_result(make_objective(plan))
    submitted(plan, province.head)
    before = Decision.objects.count()
    with pytest.raises(Refused, match="không tự phê duyệt") as refusal:
        approve_plan(actor=province.head, at=AT, plan_id=plan.pk, version=plan.version)
    assert refusal.value.code == "plan.own"
    assert Plan.objects.get(pk=plan.pk).state == "submitted"
    assert Decision.objects.count() == before


def test_a_head_approves_the_plan_of_a_division_that_others_wrote(province):
    plan = make_plan(province, province.division, author_id=province.division_head.person_id)
    make_key_result(make_objective(plan))
    submitted(plan, province.deputy)
    approve_plan(actor=province.head, at=AT, plan_id=plan.pk, version=plan.version)
    assert Plan.objects.get(pk=plan.pk).state == "approved"


def test_a_specialist_reads_the_plan_but_may_not_submit_it(province, plan):
    with pytest.raises(Denied, match="trình kế hoạch"):
        submit(province.specialist, plan)
    assert unchanged(plan)


def test_for_an_outsider_the_plan_does_not_exist(province, plan):
    with pytest.raises(Missing):
        submit(province.other_head, plan)
    assert unchanged(plan)


def test_a_draft_cannot_jump_to_approved(province, plan):
    with pytest.raises(Refused, match="trạng thái “Dự thảo”"):
        approve_plan(actor=province.leader, at=AT, plan_id=plan.pk, version=plan.version)
    assert unchanged(plan)


def test_an_approved_plan_cannot_go_back_to_draft(province):
    plan = make_plan(province, state="approved")
    with pytest.raises(Refused):
        withdraw_plan(actor=province.head, at=AT, plan_id=plan.pk, version=plan.version)
    assert unchanged(plan)


def test_returning_needs_a_reason(province):
    plan = make_plan(province, state="submitted")
    with pytest.raises(Refused, match="lý do") as refusal:
        return_plan(actor=province.leader, at=AT, plan_id=plan.pk, version=plan.version, reason="  ")
    assert refusal.value.code == "plan.reason_missing"
    assert unchanged(plan)


def test_a_plan_with_errors_is_not_submitted_and_the_sentence_names_the_first(province):
    plan = make_plan(province)
    make_objective(plan, title="Chuyển đổi số")
    with pytest.raises(Refused, match=r"còn 1 chỗ phải sửa.*Chuyển đổi số.*chưa có mục tiêu then chốt"):
        submit(province.deputy, plan)
    assert unchanged(plan)


def test_warnings_do_not_stop_a_submission_and_are_counted_in_its_event(province):
    plan = make_plan(province)
    make_key_result(make_objective(plan, weight=60, authority=""))
    submit(province.deputy, plan)
    assert Event.objects.get(code="plan.submitted").sentence.endswith("kèm 2 cảnh báo.")


def test_whoever_decides_on_an_older_version_is_told_who_changed_it_and_when(province, plan):
    submitted(plan, province.deputy)
    withdraw_plan(actor=province.head, at=AT, plan_id=plan.pk, version=plan.version)
    submit_plan(actor=province.head, at=AT, plan_id=plan.pk, version=plan.version + 1)
    with pytest.raises(Conflict, match="Vũ Thị Trưởng vừa sửa kế hoạch này lúc 14:05 ngày 21/11/2026"):
        approve_plan(actor=province.leader, at=AT, plan_id=plan.pk, version=plan.version)
    assert Plan.objects.get(pk=plan.pk).state == "submitted"


def test_the_submitter_side_may_withdraw_before_a_decision(province, plan):
    submitted(plan, province.deputy)
    withdraw_plan(actor=province.head, at=AT, plan_id=plan.pk, version=plan.version)
    assert Plan.objects.get(pk=plan.pk).state == "draft"


def test_a_closed_plan_makes_room_for_a_new_one(province):
    plan = make_plan(province, state="approved")
    close_plan(actor=province.leader, at=AT, plan_id=plan.pk, version=plan.version)
    saved = draft_plan(actor=province.head, at=AT, unit_id=province.agency.pk, period="2026")
    assert Plan.objects.get(pk=saved.id).title == "Kế hoạch năm 2026 – Sở Mẫu A"


def test_a_unit_has_one_active_plan_for_a_period(province, plan):
    with pytest.raises(Refused, match="Sở Mẫu A đã có kế hoạch năm 2026"):
        draft_plan(actor=province.head, at=AT, unit_id=province.agency.pk, period="2026")
    assert Plan.objects.count() == 1


def test_a_plan_is_drafted_for_a_quarter_that_nobody_has_used_before(province):
    saved = draft_plan(actor=province.head, at=AT, unit_id=province.agency.pk, period="2026-Q4")
    plan = Plan.objects.get(pk=saved.id)
    assert (plan.period.code, plan.title) == ("2026-Q4", "Kế hoạch quý IV/2026 – Sở Mẫu A")


def test_a_personal_plan_belongs_to_someone_who_works_there_and_remembers_who_leads(province):
    saved = draft_plan(
        actor=province.head,
        at=AT,
        unit_id=province.agency.pk,
        period="2026",
        person_id=province.deputy.person_id,
    )
    plan = Plan.objects.get(pk=saved.id)
    assert (plan.person_is_leader, plan.title) == (True, "Kế hoạch năm 2026 – Đặng Văn Phó")
    with pytest.raises(Exception, match="không làm việc ở đơn vị"):
        draft_plan(
            actor=province.head, at=AT, unit_id=province.agency.pk, period="2026",
            person_id=province.other_head.person_id,
        )  # fmt: skip


def test_the_city_does_not_see_the_plan_of_a_specialist(province):
    plan = make_plan(province, province.division, person_id=province.specialist.person_id, state="submitted")
    with pytest.raises(Missing):
        approve_plan(actor=province.leader, at=AT, plan_id=plan.pk, version=plan.version)
    approve_plan(actor=province.head, at=AT, plan_id=plan.pk, version=plan.version)
