"""Plant one untruth of each kind: the check must name it."""

from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import F

from tests.factories import AT
from woms.planning.models import Cascade, Plan
from woms.progress.models import CheckIn, KeyResultState, Obstacle, Rollup
from woms.records import files
from woms.records.models import StoredFile
from woms.sample import checking
from woms.sample.checking import check_sample
from woms.work.models import WorkItem


def said(finder):
    return " ".join(finder(AT))


def without_triggers(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, parameters)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_the_sample_is_consistent():
    assert check_sample(at=AT) == []


def test_a_hole_in_a_log_is_found():
    last = CheckIn.objects.latest("sequence")
    without_triggers("UPDATE progress_checkin SET sequence = 900 WHERE id = %s", last.pk)
    assert "không liền nhau" in said(checking._broken_logs)


def test_a_state_that_differs_from_the_log_is_found():
    KeyResultState.objects.filter(pk=KeyResultState.objects.exclude(sequence=0).first().pk).update(
        value=F("value") + 1
    )
    assert "1 trạng thái mục tiêu khác" in said(checking._figures_that_differ)


def test_a_roll_up_that_differs_from_its_parts_is_found():
    Rollup.objects.filter(unit__kind="city", area="all", month="2026-10").update(score=Decimal(99))
    assert "1 điểm tổng hợp khác" in said(checking._figures_that_differ)


def test_work_changed_after_the_score_is_found():
    item = WorkItem.objects.filter(period__code="2026-10", state="accepted").first()
    WorkItem.objects.filter(pk=item.pk).update(completed_quantity=0)
    assert "bảng điểm khác với sản phẩm" in said(checking._scores_that_differ)


def test_a_plan_whose_state_no_decision_explains_is_found():
    Plan.objects.filter(pk=Plan.objects.filter(state="submitted").first().pk).update(state="closed")
    assert "1 kế hoạch có trạng thái khác" in said(checking._plans_off_their_way)


def test_a_target_that_drifted_is_found():
    row = Cascade.objects.filter(state="accepted").first()
    Cascade.objects.filter(pk=row.pk).update(target=F("target") + 1)
    assert "1 chỉ tiêu đã nhận khác" in said(checking._targets_that_drifted)


def test_an_obstacle_resolved_before_it_opened_is_found():
    row = Obstacle.objects.filter(resolved_at__isnull=False).first()
    Obstacle.objects.filter(pk=row.pk).update(resolved_at=row.opened_at - timedelta(days=1))
    assert "vướng mắc được gỡ trước khi mở" in said(checking._obstacles_out_of_order)


def test_a_changed_file_is_found():
    path = files.address_of(StoredFile.objects.first().pk)
    content = path.read_bytes()
    path.chmod(0o640)
    path.write_bytes(b"khac")
    try:
        assert "1 minh chứng mẫu không còn nguyên vẹn" in said(checking._lost_files)
    finally:
        path.write_bytes(content)
