"""Appeals and requests for an objective cause wait in one list for whoever may answer them, without a score."""

from __future__ import annotations

import re

import pytest

from tests.evaluation_steps import dossier_of, give_worked_example, open_cycle, to_state
from tests.factories import AT, TODAY
from tests.work_steps import AFTER_DUE, assign, late_item
from woms.core import clock
from woms.evaluation.models import Cycle
from woms.evaluation.services import appeals
from woms.evaluation.services.appeals import Claim
from woms.insights.inbox import inbox_count, inbox_of
from woms.work.models import WorkFault, WorkItem

pytestmark = pytest.mark.django_db
CAST = [
    "specialist", "division_head", "deputy", "head", "leader", "organization_board", "appraiser", "auditor",
    "administrator", "other_head", "ward_head",
]  # fmt: skip


@pytest.fixture(autouse=True)
def november(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def appealed(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    dossier = to_state(province, "published")
    appeals.lodge_appeal(
        actor=province.specialist, at=AT, dossier_id=dossier.pk, version=dossier.version,
        claim=Claim("Tôi chỉ được 89,10 điểm"),
    )  # fmt: skip
    return province


@pytest.fixture
def asked(province):
    item = assign(province, AT)
    row = WorkItem.objects.get(pk=item)
    row.faults.create(kind="delay", times=1, at=AT, requested_at=AT, request_reason="Hệ thống dừng")
    row.faults.create(kind="delay", times=1, at=AT, requested_at=AT, request_reason="Hệ thống dừng")
    return province


def waiting(province, kind):
    found = {}
    for who in CAST:
        items = inbox_of(actor=getattr(province, who), on=TODAY).items
        assert inbox_count(actor=getattr(province, who), on=TODAY) == len(items)
        found[who] = [item for item in items if item.kind == kind]
    return {who: items for who, items in found.items() if items}


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_an_appeal_waits_for_another_authority_than_the_one_who_decided(appealed):
    found = waiting(appealed, "appeal")
    assert set(found) == {"leader"}  # the head decided the rating and may not answer
    (item,) = found["leader"]
    assert item.subject_id == dossier_of(appealed.specialist).pk
    assert item.due_on.isoformat() == "2026-12-04"


def test_the_city_reads_neither_the_name_nor_the_score_nor_the_claim_of_a_specialist_in_the_list(
    appealed, sign_in
):
    page = sign_in(appealed.leader).get("/cho-xu-ly")
    words = text(page)
    assert "Cán bộ của Phòng Mẫu A1" in words
    for hidden in ("89,10", "Đỗ Văn Chuyên", "Tôi chỉ được", "Hoàn thành tốt"):
        assert hidden not in words
    assert f'href="/danh-gia/{dossier_of(appealed.specialist).pk}"' in page.content.decode()


def test_an_appeal_leaves_the_list_when_it_is_settled_or_the_cycle_is_locked(appealed):
    Cycle.objects.update(state="closed")
    assert waiting(appealed, "appeal") == {}
    Cycle.objects.update(state="open")
    dossier = dossier_of(appealed.specialist)
    appeals.settle_appeal(
        actor=appealed.leader, at=AT, dossier_id=dossier.pk, level="good", answer="Giữ nguyên",
        version=dossier.version,
    )  # fmt: skip
    assert waiting(appealed, "appeal") == {}


def test_an_objective_cause_waits_for_the_authority_once_for_each_product(asked, sign_in):
    found = waiting(asked, "excuse")
    assert set(found) == {"head"}
    (item,) = found["head"]
    page = sign_in(asked.head).get("/cho-xu-ly?loai=excuse").content.decode()
    assert f'href="/cong-viec/{item.subject_id}"' in page
    WorkFault.objects.update(answered_at=AT)
    assert waiting(asked, "excuse") == {}


def test_the_badge_costs_the_same_however_much_waits(asked, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(4):
            inbox_count(actor=asked.head, on=TODAY)
        late_item(asked, AT)
        WorkFault.objects.update(requested_at=AFTER_DUE, request_reason="Bão")
    with django_assert_num_queries(1):
        inbox_count(actor=asked.specialist, on=TODAY)
