"""Assigned work: a person's month, one product, and the steps from assignment to acceptance."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from woms.core.errors import Invalid
from woms.records.uploads import upload_of
from woms.work import services
from woms.work.queries import MonthOfWork, WorkDetail, WorkLine, month_of_work, work_detail

router = Router(tags=["work-items"])


class WorkLineOut(Schema):
    id: int
    title: str
    product_code: str
    product_name: str
    measure_unit: str
    coefficient: Decimal
    assigned: Decimal
    completed: Decimal
    delivered: Decimal
    due_on: date
    completed_at: datetime | None
    state: str
    state_label: str
    reworks: int
    delays: int
    evidence: int
    version: int
    allowed_actions: list[str]

    @staticmethod
    def resolve_allowed_actions(line: WorkLine) -> list[str]:
        return sorted(line.actions)


class MonthOut(Schema):
    person_id: int
    person_name: str
    period_code: str
    lines: list[WorkLineOut]
    assigned_volume: Decimal
    completed_volume: Decimal
    can_assign: bool


class FaultOut(Schema):
    """Units of the product that were late or reworked alike: `units` of them, `times` each."""

    ids: list[int]
    kind: str
    units: int
    times: int
    excused: bool
    is_pending: bool
    reason: str
    request_reason: str
    answer_reason: str
    answered_by: str


class WorkItemOut(Schema):
    line: WorkLineOut
    person_id: int
    person_name: str
    unit_name: str
    period_code: str
    assigned_by: str
    faults: list[FaultOut]
    evidence: list[str]


class AssignIn(Schema):
    person_id: int
    period_code: str
    product_code: str
    quantity: Decimal
    due_on: date
    title: str = ""
    key_result_id: int | None = None


class DeliveryIn(Schema):
    quantity: Decimal
    version: int


class VersionIn(Schema):
    version: int


class ReturnIn(Schema):
    units: int
    reason: str
    version: int


class ExcuseRequestIn(Schema):
    fault_ids: list[int]
    reason: str


class ExcuseAnswerIn(ExcuseRequestIn):
    is_excused: bool


@router.get("", response=MonthOut, summary="Công việc của một người trong một kỳ")
def month(request: HttpRequest, person_id: int, period: str) -> MonthOfWork:
    return month_of_work(**_about(request), person_id=person_id, period_code=period)


@router.post("", response=WorkItemOut, summary="Giao việc từ danh mục")
def assign(request: HttpRequest, body: AssignIn) -> WorkDetail:
    work_item_id = services.assign_work(**_about(request), **body.dict())
    return read(request, work_item_id)


@router.get("/{work_item_id}", response=WorkItemOut, summary="Một sản phẩm với các lần làm lại, chậm")
def read(request: HttpRequest, work_item_id: int) -> WorkDetail:
    return work_detail(**_about(request), work_item_id=work_item_id)


@router.post("/{work_item_id}/delivery", response=WorkItemOut, summary="Nộp sản phẩm")
def deliver(request: HttpRequest, work_item_id: int, body: DeliveryIn) -> WorkDetail:
    services.deliver_work(**_about(request), work_item_id=work_item_id, **body.dict())
    return read(request, work_item_id)


@router.post("/{work_item_id}/acceptance", response=WorkItemOut, summary="Nghiệm thu")
def accept(request: HttpRequest, work_item_id: int, body: VersionIn) -> WorkDetail:
    services.accept_work(**_about(request), work_item_id=work_item_id, **body.dict())
    return read(request, work_item_id)


@router.post("/{work_item_id}/return", response=WorkItemOut, summary="Trả lại để làm lại")
def return_work(request: HttpRequest, work_item_id: int, body: ReturnIn) -> WorkDetail:
    services.return_work(**_about(request), work_item_id=work_item_id, **body.dict())
    return read(request, work_item_id)


@router.post("/{work_item_id}/evidence", response={201: WorkItemOut}, summary="Gắn minh chứng cho sản phẩm")
def attach(
    request: HttpRequest,
    work_item_id: int,
    evidence: File[UploadedFile | None] = None,  # noqa: ARG001 - read below, where a file cut off at the limit is known
    note: Form[str] = "",
) -> Status[WorkDetail]:
    upload = upload_of(request, "evidence")
    if upload is None:
        raise Invalid(
            "Chưa có tệp nào ở “evidence”. Hãy gửi kèm một tệp.", code="file.missing", field="evidence"
        )
    services.attach_work_evidence(**_about(request), work_item_id=work_item_id, upload=upload, note=note)
    return Status(201, read(request, work_item_id))


@router.post(
    "/{work_item_id}/excuse-request", response=WorkItemOut, summary="Đề nghị xác nhận nguyên nhân khách quan"
)
def request_excuse(request: HttpRequest, work_item_id: int, body: ExcuseRequestIn) -> WorkDetail:
    services.request_excuse(**_about(request), work_item_id=work_item_id, **body.dict())
    return read(request, work_item_id)


@router.post(
    "/{work_item_id}/excuse-answer", response=WorkItemOut, summary="Kết luận về nguyên nhân khách quan"
)
def answer_excuse(request: HttpRequest, work_item_id: int, body: ExcuseAnswerIn) -> WorkDetail:
    services.answer_excuse(**_about(request), work_item_id=work_item_id, **body.dict())
    return read(request, work_item_id)


def _about(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "at": request.at}  # type: ignore[attr-defined] # set by the middleware
