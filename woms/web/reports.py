"""Báo cáo: the papers one may take out, and the papers themselves as PDF and Word."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from woms.records.file_names import attachment_header
from woms.reports import services
from woms.reports.queries import Papers, exportable_papers
from woms.reports.services import Paper
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in


@dataclass(frozen=True, slots=True)
class ReportsPage:
    papers: Papers
    search: str


@require_safe
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    search = request.GET.get("tim", "")[:80]
    page = ReportsPage(exportable_papers(actor=request.actor, search=search), search)
    return render(request, "reports/index.html", page, active="reports")


@require_safe
@signed_in
def evaluation_form(request: SignedInRequest, dossier_id: int, form: str) -> HttpResponse:
    return _sent(
        services.issue_evaluation_form(actor=request.actor, at=request.at, dossier_id=dossier_id, form=form)
    )


@require_safe
@signed_in
def plan(request: SignedInRequest, plan_id: int, form: str) -> HttpResponse:
    return _sent(services.issue_plan(actor=request.actor, at=request.at, plan_id=plan_id, form=form))


def _sent(paper: Paper) -> HttpResponse:
    """As an attachment only, never kept by caches on the way."""
    response = HttpResponse(paper.content, content_type=paper.content_type)
    response["Content-Disposition"] = attachment_header(paper.file_name)
    response["Cache-Control"] = "private, no-store"
    return response
