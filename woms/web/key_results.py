"""Mục tiêu then chốt (screen 4): where it stands, the log to the raw entry, evidence, links up and down."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from woms.core import clock
from woms.insights.key_result import KeyResultDetail, key_result_detail
from woms.records.file_names import attachment_header
from woms.web.charts.drawing import Chart
from woms.web.goal_tree import chart_of
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in
from woms.work.evidence.queries import open_evidence


@dataclass(frozen=True, slots=True)
class KeyResultPage:
    detail: KeyResultDetail
    chart: Chart | None


@require_safe
@signed_in
def page(request: SignedInRequest, key_result_id: int) -> HttpResponse:
    detail = key_result_detail(
        actor=request.actor, key_result_id=key_result_id, on=clock.local_date(request.at)
    )
    shown = KeyResultPage(detail, chart_of(detail.goal))
    return render(request, "key_results/key_result.html", shown, active="plans")


@require_safe
@signed_in
def evidence(request: SignedInRequest, evidence_id: int) -> HttpResponse:
    """Hand out a file as an attachment, after asking again whether this person may have it."""
    opened = open_evidence(actor=request.actor, evidence_id=evidence_id)
    response = HttpResponse(opened.content, content_type=opened.content_type)
    response["Content-Disposition"] = attachment_header(opened.file_name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
