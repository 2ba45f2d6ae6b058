"""Official papers: the evaluation form and the plan as PDF or Word, the very files of the pages."""

from __future__ import annotations

from typing import Literal

from django.http import HttpResponse
from ninja import Query, Schema

from woms.api.v1 import dossiers, plans
from woms.api.v1.files import attachment, described
from woms.api.v1.request import ApiRequest
from woms.reports import services
from woms.reports.services import PRINTERS, Paper

TAGS = ["papers"]


class Wanted(Schema):
    format: Literal["pdf", "docx"] = "pdf"


_PAPER = described(
    "Văn bản theo thể thức NĐ 30/2020. Mỗi lần lấy ra được ghi vào nhật ký.",
    *(content_type for _, content_type in PRINTERS.values()),
)


@dossiers.router.get(
    "/{int:dossier_id}/form",
    summary="Phiếu theo dõi, đánh giá để in hoặc sửa",
    tags=TAGS,
    openapi_extra=_PAPER,
)
def evaluation_form(request: ApiRequest, dossier_id: int, wanted: Query[Wanted]) -> HttpResponse:
    paper = services.issue_evaluation_form(
        actor=request.actor, at=request.at, dossier_id=dossier_id, form=wanted.format
    )
    return _sent(paper)


@plans.router.get("/{int:plan_id}/paper", summary="Kế hoạch để in hoặc sửa", tags=TAGS, openapi_extra=_PAPER)
def plan(request: ApiRequest, plan_id: int, wanted: Query[Wanted]) -> HttpResponse:
    return _sent(services.issue_plan(actor=request.actor, at=request.at, plan_id=plan_id, form=wanted.format))


def _sent(paper: Paper) -> HttpResponse:
    return attachment(paper.file_name, paper.content_type, paper.content)
