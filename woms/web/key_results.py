"""Mục tiêu then chốt (screen 4): where it stands, the log to the raw entry, evidence, links up and down."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from woms.core import clock
from woms.core.errors import Conflict, Invalid, Refused, WomsError
from woms.core.periods import PeriodKind
from woms.insights.key_result import MOST_ENTRIES, KeyResultDetail, key_result_detail
from woms.progress.calculations.zones import Zone, zone_of
from woms.progress.queries.history import CoursePoint
from woms.progress.services.check_ins import correct_check_in
from woms.records.file_names import attachment_header
from woms.records.uploads import upload_of
from woms.web.charts.drawing import Chart
from woms.web.charts.lines import LineData, LineWords, Reading, line_chart
from woms.web.filters import day_month
from woms.web.measures import amount, behind_words, goal, rounded
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in
from woms.work.evidence.queries import open_evidence
from woms.work.evidence.services import attach_evidence, verify_evidence

SHORT_LOG = 8
LEAST_READINGS = 2


@dataclass(frozen=True, slots=True)
class KeyResultPage:
    """`failed` names the form that could not be done (`evidence`, or the id of a row of the log) and `error` why."""

    detail: KeyResultDetail
    chart: Chart | None
    value: str
    goal: str
    planned: str
    change: Decimal | None
    since: str
    status_words: str
    rising_is_good: bool
    zone: str = ""
    failed: str = ""
    error: str = ""
    typed: str = ""
    reason: str = ""


@require_safe
@signed_in
def page(request: SignedInRequest, key_result_id: int) -> HttpResponse:
    return _page(request, key_result_id)


@require_POST
@signed_in
def attach(request: SignedInRequest, key_result_id: int) -> HttpResponse:
    """Take a file in as evidence."""
    note = request.POST.get("note", "")
    try:
        upload = upload_of(request, "evidence", "camera")
        if upload is None:
            raise Invalid(_("Chưa chọn tệp nào. Hãy chọn tệp rồi bấm Gắn minh chứng."), field="evidence")
        attach_evidence(
            actor=request.actor, at=request.at, key_result_id=key_result_id, upload=upload, note=note
        )
    except (Invalid, Refused) as error:
        return _page(request, key_result_id, failed="evidence", error=error, reason=note)
    return HttpResponseRedirect(f"/muc-tieu/{key_result_id}#minh-chung")


@require_POST
@signed_in
def verify(request: SignedInRequest, key_result_id: int, evidence_id: int) -> HttpResponse:
    """Confirm evidence that somebody else brought."""
    try:
        verify_evidence(actor=request.actor, at=request.at, evidence_id=evidence_id)
    except Refused as error:
        return _page(request, key_result_id, failed="evidence", error=error)
    return HttpResponseRedirect(f"/muc-tieu/{key_result_id}#minh-chung")


@require_POST
@signed_in
def correct(request: SignedInRequest, key_result_id: int, check_in_id: int) -> HttpResponse:
    """Put a new row in the place of a wrong one."""
    typed, reason = request.POST.get("value", "")[:60], request.POST.get("reason", "")[:500]
    try:
        correct_check_in(
            actor=request.actor, at=request.at, check_in_id=check_in_id, value=typed, reason=reason
        )
    except (Invalid, Refused, Conflict) as error:
        return _page(request, key_result_id, failed=str(check_in_id), error=error, typed=typed, reason=reason)
    return HttpResponseRedirect(f"/muc-tieu/{key_result_id}#nhat-ky")


@require_safe
@signed_in
def evidence(request: SignedInRequest, evidence_id: int) -> HttpResponse:
    """Hand out a file as an attachment, after asking again whether this person may have it."""
    opened = open_evidence(actor=request.actor, evidence_id=evidence_id)
    response = HttpResponse(opened.content, content_type=opened.content_type)
    response["Content-Disposition"] = attachment_header(opened.file_name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _page(
    request: SignedInRequest,
    key_result_id: int,
    *,
    failed: str = "",
    error: WomsError | None = None,
    typed: str = "",
    reason: str = "",
) -> HttpResponse:
    most = MOST_ENTRIES * 20 if request.GET.get("nhat-ky") == "tat-ca" else SHORT_LOG
    detail = key_result_detail(
        actor=request.actor, key_result_id=key_result_id, on=clock.local_date(request.at), most_entries=most
    )
    shown = _shown(detail, failed, error.sentence if error else "", typed, reason)
    status = error.status if error else 200
    return render(request, "key_results/key_result.html", shown, active="plans", status=status)


def _shown(detail: KeyResultDetail, failed: str, error: str, typed: str, reason: str) -> KeyResultPage:
    chosen, standing = detail.goal.key_result, detail.goal.standing
    if chosen is None or standing is None:
        raise AssertionError("a key result page is about a key result")
    unit = chosen.measure_unit
    moves = chosen.baseline is None or chosen.baseline != chosen.target
    behind = None
    if standing.expected is not None and standing.percent is not None:
        behind = standing.expected - standing.percent
    return KeyResultPage(
        detail=detail,
        chart=_chart(detail),
        value=amount(standing.value, unit),
        goal=goal(chosen.direction, chosen.target, chosen.range_high, unit, moves=moves),
        planned=_planned(detail),
        change=_change(detail),
        since=_("so với tháng trước") if _is_monthly(detail) else _("so với tuần trước"),
        status_words=behind_words(behind) if standing.status in {"at_risk", "off_track"} else "",
        rising_is_good=chosen.direction != "decrease",
        zone=_zone(chosen.kind, standing.percent),
        failed=failed,
        error=error,
        typed=typed,
        reason=reason,
    )


def _zone(kind: str, percent: Decimal | None) -> str:
    """How far a daring goal went; the others have no zones."""
    if kind != "okr" or percent is None:
        return ""
    words = {
        Zone.FAIL: _("Chưa đạt mức cam kết"),
        Zone.COMMIT: _("Đạt mức cam kết"),
        Zone.TARGET: _("Đạt mức mục tiêu"),
        Zone.STRETCH: _("Vượt mức mong đợi"),
    }
    return words[zone_of(percent)]


def _planned(detail: KeyResultDetail) -> str:
    value, chosen = detail.course.planned_today, detail.goal.key_result
    return amount(rounded(value), chosen.measure_unit) if value is not None and chosen is not None else ""


def _is_monthly(detail: KeyResultDetail) -> bool:
    return detail.course.points[0].period.kind is PeriodKind.MONTH


def _change(detail: KeyResultDetail) -> Decimal | None:
    """From the month or week before to now."""
    values = [point.value for point in detail.course.points if point.value is not None]
    return values[-1] - values[-2] if len(values) > 1 else None


def _chart(detail: KeyResultDetail) -> Chart | None:
    """Target, what was reached, and the pace it should have had, over the whole time of the key result."""
    chosen = detail.goal.key_result
    if chosen is None or detail.course.reported < LEAST_READINGS:
        return None
    readings = [_reading(point) for point in detail.course.points]
    last = next(point for point in reversed(detail.course.points) if point.value is not None)
    message = _("%(when)s: %(value)s, mục tiêu %(target)s.") % {
        "when": _label(last),
        "value": amount(last.value, chosen.measure_unit),
        "target": amount(chosen.target, chosen.measure_unit),
    }
    words = LineWords(chosen.title, message, when=_("Kỳ"), actual=_("Thực hiện"), target=_("Mục tiêu"), expected=_("Theo tiến độ"))  # fmt: skip
    return line_chart(LineData(readings, chosen.target, None, chosen.measure_unit), words)


def _reading(point: CoursePoint) -> Reading:
    return Reading(_label(point), point.value, None if point.planned is None else rounded(point.planned))


def _label(point: CoursePoint) -> str:
    period = point.period
    return f"T{period.starts_on.month}" if period.kind is PeriodKind.MONTH else day_month(period.last_day)
