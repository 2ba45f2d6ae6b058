"""The console of a cycle: where everybody is, who is late, reminders, publication of everything, the lock."""

from __future__ import annotations

from datetime import date

import pytest

from tests.evaluation_steps import dossier_of, give_worked_example, open_cycle, to_state
from tests.factories import AT
from woms.access.permissions import Permission
from woms.core import clock
from woms.core.errors import Denied
from woms.evaluation.console import cycle_console
from woms.evaluation.models import Cycle
from woms.evaluation.services import many
from woms.records.models import Event

pytestmark = pytest.mark.django_db
NOT_THE_BOARD = [
    "specialist", "division_head", "deputy", "head", "leader", "appraiser", "auditor", "administrator",
]  # fmt: skip


@pytest.fixture(autouse=True)
def november(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def running(province):
    give_worked_example(province.specialist)
    open_cycle(province, self_due_on=date(2026, 11, 20))
    to_state(province, "decided")
    return province


def address(path=""):
    return f"/danh-gia/ky/{Cycle.objects.get().pk}{path}"


def test_the_board_sees_counts_and_the_names_of_late_heads_but_no_score_of_anybody(running, sign_in):
    page = sign_in(running.organization_board).get(address()).content.decode()
    assert "Sở Mẫu A" in page
    assert "Vũ Thị Trưởng" in page  # a head past the deadline
    assert "Đỗ Văn Chuyên" not in page
    assert "Lý Văn Phường" not in page  # late, but the city does not see who is not a leader
    assert "89,10" not in page
    assert "Hoàn thành tốt" not in page


@pytest.mark.parametrize("who", NOT_THE_BOARD)
def test_nobody_else_opens_the_console_or_acts_there(running, sign_in, who):
    client = sign_in(getattr(running, who))
    assert client.get(address()).status_code == 403
    for act in ("nhac", "khoa", "mo-lai", "them-nguoi", "bat-dau"):
        assert client.post(address(f"/{act}")).status_code == 403
    assert Cycle.objects.get().state == "open"


def test_everything_decided_is_published_at_once_and_again_there_is_nothing(running, sign_in):
    client = sign_in(running.organization_board)
    assert client.post(address("/cong-bo")).status_code == 302
    assert dossier_of(running.specialist).state == "published"
    assert "Công bố kết quả kỳ đánh giá tháng 11/2026 của 1 người ở Sở Mẫu A." in set(
        Event.objects.values_list("sentence", flat=True)
    )
    again = client.post(address("/cong-bo"))
    assert again.status_code == 409
    assert "đang chờ công bố" in again.content.decode()


def test_a_head_publishes_only_what_is_in_reach(running):
    cycle = Cycle.objects.get()
    with pytest.raises(Exception, match="đang chờ công bố"):
        many.publish_decided(actor=running.other_head, at=AT, cycle_id=cycle.pk)
    assert many.publish_decided(actor=running.head, at=AT, cycle_id=cycle.pk).done == 1


def test_a_late_unit_is_reminded_in_its_own_log(running, sign_in):
    sign_in(running.organization_board).post(address("/nhac"), {"unit": running.ward.code})
    (sentence,) = Event.objects.filter(code="cycle.reminded").values_list("sentence", flat=True)
    assert sentence == "Nhắc Phường Mẫu: 2 phiếu quá hạn của kỳ đánh giá tháng 11/2026."


def test_d12_the_lock_is_refused_naming_what_is_missing_and_keeps_what_was_typed(running, sign_in):
    client = sign_in(running.organization_board)
    refused = client.post(address("/khoa"), {"waiver": ""})
    assert "còn 7 phiếu “Tự chấm”" in refused.content.decode()
    assert client.post(address("/khoa"), {"waiver": "Kỳ thử"}).status_code == 302
    assert "Đề nghị mở lại" in client.get(address()).content.decode()


def test_the_console_asks_as_many_questions_for_one_unit_as_for_all(running, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        cycle_console(actor=running.organization_board, at=AT, cycle_id=Cycle.objects.get().pk)


def test_only_who_runs_cycles_may_ask_the_console(running):
    with pytest.raises(Denied) as caught:
        cycle_console(actor=running.head, at=AT, cycle_id=Cycle.objects.get().pk)
    assert caught.value.code == f"denied.{Permission.CYCLE_MANAGE}"
