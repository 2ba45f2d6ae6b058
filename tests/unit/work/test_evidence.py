"""Evidence: who may bring it, who may open it, who confirms it."""

from __future__ import annotations

import pytest

from tests import files
from tests.factories import make_key_result, make_objective, make_plan
from woms.core.errors import Denied, Invalid, Missing, Refused
from woms.records.models import Event, StoredFile
from woms.work.evidence.queries import evidence_of_key_result, open_evidence
from woms.work.evidence.services import attach_evidence, verify_evidence
from woms.work.models import Evidence


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "kho"


@pytest.fixture
def key_result(province):
    plan = make_plan(province, state="approved")
    return make_key_result(
        make_objective(plan), owner_unit=province.division, owner_person_id=province.specialist.person_id
    )


@pytest.fixture
def attach(key_result, at):
    def do(actor, content=b"", name="Báo cáo.pdf", *, to=None):
        return attach_evidence(
            actor=actor, at=at, key_result_id=(to or key_result).pk,
            upload=files.upload(content or files.pdf(), name), note="  tháng   11 ",
        )  # fmt: skip

    return do


def test_the_person_who_reports_attaches_a_file_and_the_log_tells_it(province, attach, key_result):
    receipt = attach(province.specialist)
    row = Evidence.objects.get(pk=receipt.id)
    assert (row.file_name, row.note, row.unit, row.uploaded_by_id) == (
        "Báo cáo.pdf", "tháng 11", province.division, province.specialist.person_id,
    )  # fmt: skip
    assert Event.objects.get().sentence == f"Gắn minh chứng “Báo cáo.pdf” cho “{key_result.title}”."


@pytest.mark.parametrize(
    ("who", "error"),
    [("appraiser", Denied), ("auditor", Denied), ("leader", Denied), ("other_head", Missing), ("ward_specialist", Missing)],
)  # fmt: skip
def test_who_does_not_report_attaches_nothing(province, attach, who, error):
    with pytest.raises(error):
        attach(getattr(province, who))
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.exists()


def test_no_byte_of_a_refused_person_is_read(province, key_result, at):
    chunks = iter([files.pdf()])
    with pytest.raises(Missing):
        attach_evidence(
            actor=province.other_head,
            at=at,
            key_result_id=key_result.pk,
            upload=files.Upload("a.pdf", chunks),
        )
    assert list(chunks) == [files.pdf()]


def test_a_plan_that_is_not_in_force_takes_no_evidence(province, attach, key_result):
    key_result.objective.plan.state = "closed"
    key_result.objective.plan.save()
    with pytest.raises(Refused, match="không thuộc kế hoạch đang thực hiện"):
        attach(province.specialist)


def test_a_hostile_file_leaves_no_row(province, attach):
    with pytest.raises(Invalid):
        attach(province.specialist, b"<script>alert(1)</script>", "a.html")
    assert not Evidence.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize("who", ["specialist", "division_head", "head", "leader", "auditor", "appraiser"])
def test_who_has_it_in_reach_opens_the_very_same_bytes(province, attach, who):
    opened = open_evidence(actor=getattr(province, who), evidence_id=attach(province.specialist).id)
    assert (opened.content, opened.content_type) == (files.pdf(), "application/pdf")


@pytest.mark.parametrize("who", ["other_head", "other_specialist", "ward_head", "administrator"])
def test_evidence_of_others_looks_as_if_it_did_not_exist(province, attach, who):
    receipt = attach(province.specialist)
    with pytest.raises(Missing) as theirs:
        open_evidence(actor=getattr(province, who), evidence_id=receipt.id)
    with pytest.raises(Missing) as nobodys:
        open_evidence(actor=getattr(province, who), evidence_id=999_999)
    assert theirs.value.sentence == nobodys.value.sentence


def test_the_same_file_claimed_twice_is_flagged_to_sender_and_verifier(province, attach, key_result, at):
    other = make_key_result(
        key_result.objective, owner_unit=province.division, owner_person_id=province.specialist.person_id
    )
    assert attach(province.specialist).other_claims == 0
    assert attach(province.specialist, to=other).other_claims == 1
    seen = evidence_of_key_result(actor=province.division_head, on=at.date(), key_result_id=key_result.pk)
    assert [line.other_claims for line in seen] == [1]


def test_another_person_confirms_and_only_once(province, attach, at):
    receipt = attach(province.specialist)
    verify_evidence(actor=province.division_head, at=at, evidence_id=receipt.id)
    row = Evidence.objects.get()
    assert (row.verified_by_id, row.verified_at) == (province.division_head.person_id, at)
    with pytest.raises(Refused, match="đã được xác nhận"):
        verify_evidence(actor=province.head, at=at, evidence_id=receipt.id)


def test_nobody_confirms_the_own_evidence(province, attach, at):
    receipt = attach(province.division_head)
    with pytest.raises(Refused, match="không tự xác nhận"):
        verify_evidence(actor=province.division_head, at=at, evidence_id=receipt.id)
    with pytest.raises(Denied):
        verify_evidence(actor=province.specialist, at=at, evidence_id=attach(province.specialist).id)
    assert not Evidence.objects.filter(verified_at__isnull=False).exists()


def test_the_city_sees_the_evidence_but_not_the_name_of_a_specialist(province, attach, key_result, at):
    attach(province.specialist)
    seen_by = {
        who: evidence_of_key_result(actor=getattr(province, who), on=at.date(), key_result_id=key_result.pk)[
            0
        ]
        for who in ("leader", "head", "specialist")
    }
    assert {who: line.uploaded_by for who, line in seen_by.items()} == {
        "leader": "", "head": "Đỗ Văn Chuyên", "specialist": "Đỗ Văn Chuyên",
    }  # fmt: skip
    assert {who: line.can_verify for who, line in seen_by.items()} == {
        "leader": False, "head": True, "specialist": False,
    }  # fmt: skip


def test_a_list_of_evidence_costs_the_same_however_long(
    province, attach, key_result, at, django_assert_num_queries
):
    for number in range(6):
        attach(province.specialist, files.pdf(seed=str(number)))
    with django_assert_num_queries(2):
        seen = evidence_of_key_result(actor=province.head, on=at.date(), key_result_id=key_result.pk)
    assert len(seen) == 6
