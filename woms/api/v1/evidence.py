"""Evidence of a key result: send a file, list, fetch, confirm. The same services as the pages."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from woms.api.v1 import key_results
from woms.api.v1.files import attachment, described
from woms.api.v1.request import ApiRequest
from woms.core import clock
from woms.core.errors import Invalid
from woms.insights.key_result import key_result_detail
from woms.records.uploads import upload_of
from woms.work.evidence import services
from woms.work.evidence.queries import EvidenceLine, open_evidence
from woms.work.evidence.services import EvidenceReceipt

TAGS = ["evidence"]
router = Router(tags=TAGS)


class EvidenceOut(Schema):
    """One piece of evidence. Names are empty where the caller may not know the person."""

    id: int
    file_name: str
    content_type: str
    size: int
    sha256: str
    note: str
    uploaded_by: str
    uploaded_at: datetime
    verified_by: str
    verified_at: datetime | None
    other_claims: int
    allowed_actions: list[str]
    is_sample: bool

    @staticmethod
    def resolve_allowed_actions(line: EvidenceLine) -> list[str]:
        return ["verify"] if line.can_verify else []


class EvidenceReceiptOut(Schema):
    """`other_claims`: how many other results are already claimed with the very same file."""

    id: int
    file_name: str
    sha256: str
    size: int
    other_claims: int


@key_results.router.get(
    "/{int:key_result_id}/evidence",
    response=list[EvidenceOut],
    tags=TAGS,
    summary="Minh chứng của một mục tiêu",
)
def listing(request: ApiRequest, key_result_id: int) -> list[EvidenceLine]:
    on = clock.local_date(request.at)
    return list(key_result_detail(actor=request.actor, key_result_id=key_result_id, on=on).evidence)


@key_results.router.post(
    "/{int:key_result_id}/evidence",
    response={201: EvidenceReceiptOut},
    tags=TAGS,
    summary="Gắn một tệp minh chứng",
)
def attach(
    request: ApiRequest,
    key_result_id: int,
    evidence: File[UploadedFile | None] = None,  # noqa: ARG001 - read below, where a file cut off at the limit is known
    note: Form[str] = "",
) -> Status[EvidenceReceipt]:
    upload = upload_of(request, "evidence")
    if upload is None:
        raise Invalid(
            "Chưa có tệp nào ở “evidence”. Hãy gửi kèm một tệp.", code="file.missing", field="evidence"
        )
    receipt = services.attach_evidence(
        actor=request.actor, at=request.at, key_result_id=key_result_id, upload=upload, note=note
    )
    return Status(201, receipt)


@router.get(
    "/{int:evidence_id}",
    summary="Tệp minh chứng",
    openapi_extra=described("Đúng các byte đã gửi lên.", "application/octet-stream"),
)
def content(request: ApiRequest, evidence_id: int) -> HttpResponse:
    opened = open_evidence(actor=request.actor, evidence_id=evidence_id)
    return attachment(opened.file_name, opened.content_type, opened.content)


@router.post("/{int:evidence_id}/verification", response={204: None}, summary="Xác nhận minh chứng")
def verify(request: ApiRequest, evidence_id: int) -> Status[None]:
    services.verify_evidence(actor=request.actor, at=request.at, evidence_id=evidence_id)
    return Status(204, None)
