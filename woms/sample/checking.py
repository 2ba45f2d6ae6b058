"""Is the sample consistent? What the product computes must be what is stored, and every log must be whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, Max, Min, OuterRef, Q, Subquery

from woms.core.clock import local_date
from woms.core.errors import Refused
from woms.evaluation.models import ScoreSheet
from woms.evaluation.queries import latest_mark
from woms.evaluation.scoring import digest_of, is_stale, recompute, sheet_values
from woms.evaluation.states import DossierState, Stage
from woms.planning.models import Cascade, Plan
from woms.planning.states import CascadeState, PlanState
from woms.progress import rollups
from woms.progress.models import CheckIn, Obstacle
from woms.records import files
from woms.records.models import Event, StoredFile
from woms.sample.calendar import years_of_activity
from woms.workflow.models import Decision

_RECOMPUTED_ONE_IN = 7
_RESCORED = frozenset({DossierState.REVIEW.value, DossierState.DECISION.value})


def check_sample(*, at: datetime) -> list[str]:
    """Look for everything that would make a board or a paper say something untrue; give a sentence for each find."""
    return [problem for finder in _FINDERS for problem in finder(at)]


def _broken_logs(at: datetime) -> Iterator[str]:
    rows = CheckIn.objects.filter(is_sample=True)
    broken = rows.values("key_result").annotate(n=Count("id"), first=Min("sequence"), last=Max("sequence"))
    yield from _said(
        broken.exclude(n=F("last"), first=1).count(), "nhật ký cập nhật có số thứ tự không liền nhau"
    )
    yield from _said(
        rows.filter(Q(at__gt=at) | Q(as_of__gt=local_date(at))).count(), "lần cập nhật ở tương lai"
    )
    yield from _said(
        rows.filter(as_of__gt=F("at__date")).count(), "lần cập nhật nói về ngày chưa tới khi nhập"
    )


def _figures_that_differ(at: datetime) -> Iterator[str]:
    """States and roll-ups against a recomputation that is thrown away again."""
    on = local_date(at)
    plans = Plan.objects.filter(is_sample=True, state=PlanState.APPROVED).values_list("id", flat=True)
    months = rollups.months_between(years_of_activity(on)[0].starts_on, on)
    with transaction.atomic():
        found = rollups.recompute_plans(plan_ids=list(plans), months=months, at=at, on=on)
        transaction.set_rollback(True)
    yield from _said(found.states_changed, "trạng thái mục tiêu khác kết quả tính lại")
    yield from _said(found.rollups_changed, "điểm tổng hợp khác kết quả tính lại")


def _scores_that_differ(at: datetime) -> Iterator[str]:  # noqa: ARG001 - one signature for all finders
    sheets = ScoreSheet.objects.filter(is_sample=True).select_related(
        "dossier__cycle__period", "dossier__unit"
    )
    latest = (
        ScoreSheet.objects.filter(dossier=OuterRef("dossier")).order_by("-revision").values("revision")[:1]
    )
    differing = stale = 0
    for number, sheet in enumerate(sheets.filter(revision=Subquery(latest)).iterator(chunk_size=200)):
        differing += "sums" not in sheet.inputs and digest_of(sheet.inputs) != sheet.inputs_digest
        if number % _RECOMPUTED_ONE_IN == 0:
            differing += sheet_values(recompute(sheet))["total"] != sheet.total
        if sheet.stage == Stage.SUPERIOR and sheet.dossier.state not in _RESCORED:
            stale += is_stale(sheet.dossier, sheet, latest_mark(sheet.dossier, Stage.SUPERIOR))
    yield from _said(differing, "bảng điểm không tính lại được từ dữ liệu đã lưu")
    yield from _said(stale, "bảng điểm khác với sản phẩm và điểm đã chấm")


def _plans_off_their_way(at: datetime) -> Iterator[str]:  # noqa: ARG001
    last = Decision.objects.filter(subject_kind="plan", subject_id=OuterRef("pk")).order_by("-id")
    plans = Plan.objects.filter(is_sample=True).annotate(reached=Subquery(last.values("to_state")[:1]))
    lost = plans.exclude(state=F("reached")).exclude(state=PlanState.DRAFT, reached=None)
    yield from _said(lost.count(), "kế hoạch có trạng thái khác quyết định cuối cùng")
    own = plans.filter(state=PlanState.APPROVED).filter(
        pk__in=Decision.objects.filter(
            subject_kind="plan", action="approve", person_id=OuterRef("author_id")
        ).values("subject_id")
    )
    yield from _said(own.count(), "kế hoạch do chính người soạn phê duyệt")


def _targets_that_drifted(at: datetime) -> Iterator[str]:  # noqa: ARG001
    accepted = Cascade.objects.filter(unit__is_sample=True, state=CascadeState.ACCEPTED)
    drifted = accepted.filter(child_key_result__isnull=False).exclude(target=F("child_key_result__target"))
    yield from _said(drifted.count(), "chỉ tiêu đã nhận khác chỉ tiêu giao")


def _obstacles_out_of_order(at: datetime) -> Iterator[str]:
    rows = Obstacle.objects.filter(is_sample=True)
    wrong = rows.filter(Q(resolved_at__lt=F("opened_at")) | Q(opened_at__gt=at))
    yield from _said(wrong.count(), "vướng mắc được gỡ trước khi mở")


def _log_out_of_order(at: datetime) -> Iterator[str]:
    yield from _said(
        Event.objects.filter(is_sample=True, at__gt=at).count(), "sự kiện ở tương lai trong nhật ký"
    )


def _lost_files(at: datetime) -> Iterator[str]:  # noqa: ARG001
    lost = 0
    for sha256 in StoredFile.objects.filter(is_sample=True).values_list("sha256", flat=True):
        try:
            files.read(sha256)
        except Refused:
            lost += 1
    yield from _said(lost, "minh chứng mẫu không còn nguyên vẹn trong kho")


def _said(count: int, what: str) -> list[str]:
    return [f"{count} {what}"] if count else []


_FINDERS: tuple[Callable[[datetime], Iterator[str]], ...] = (
    _broken_logs,
    _figures_that_differ,
    _scores_that_differ,
    _plans_off_their_way,
    _targets_that_drifted,
    _obstacles_out_of_order,
    _log_out_of_order,
    _lost_files,
)
