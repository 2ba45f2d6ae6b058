"""Bring a plan in from a document: preview, correct, confirm, undo. The same services as the pages."""

from __future__ import annotations

from datetime import date, datetime

from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from woms.api.v1.request import ApiRequest
from woms.connectors.documents import queries, services
from woms.connectors.documents.areas import Area
from woms.connectors.documents.containers import MAXIMUM_FILE_BYTES
from woms.connectors.documents.parsed import json_number
from woms.connectors.documents.queries import ImportPreview, PreviewRow
from woms.connectors.documents.staging import RowCorrection

router = Router(tags=["plan-imports"])


class DeadlineOut(Schema):
    kind: str
    start: date | None
    end: date | None
    text: str


class KeyResultOut(Schema):
    title: str
    target: int | float
    unit: str
    direction: str


class ObjectiveOut(Schema):
    """One task; the first of `lead` leads. `problems` are what a person should look at."""

    position: int
    title: str
    area: str
    lead: list[str]
    coordinating: list[str]
    output: str
    deadline: DeadlineOut
    key_results: list[KeyResultOut]
    section: str
    problems: list[str]
    keep: bool


class PhraseOut(Schema):
    """A name of the document that is no unit of the tree, and the unit chosen for it, if one was."""

    phrase: str
    objectives: int
    unit: str | None


class PlanImportOut(Schema):
    id: int
    state: str
    file_name: str
    unit: str
    period: str
    objectives: list[ObjectiveOut]
    phrases: list[PhraseOut]
    unmatched: list[str]
    warnings: list[str]
    plan_id: int | None
    plan_title: str
    locked_because: str
    applied_at: datetime | None
    undone_at: datetime | None


class RowCorrectionIn(Schema):
    position: int
    area: Area | None = None
    lead: str | None = None
    keep: bool | None = None


class MatchIn(Schema):
    phrase: str
    unit: str = ""


class CorrectionsIn(Schema):
    """Units may be given by code or by name; an empty unit forgets the choice."""

    rows: list[RowCorrectionIn] = []
    matches: list[MatchIn] = []
    period: str = ""


class ConfirmationIn(Schema):
    again: bool = False


class ReceiptOut(Schema):
    import_id: int
    plan_id: int
    plan_title: str
    objectives: int
    key_results: int


@router.post("", response={201: PlanImportOut}, summary="Đọc tệp .docx hoặc .xlsx thành bản xem trước")
def stage(
    request: ApiRequest, file: File[UploadedFile], unit: Form[str], period: Form[str] = ""
) -> Status[PlanImportOut]:
    import_id = services.stage_import(
        actor=request.actor,
        at=request.at,
        unit_code=unit,
        content=file.read(MAXIMUM_FILE_BYTES + 1),
        file_name=file.name or "ke-hoach",
        period_code=period,
    )
    return Status(201, _preview(request, import_id))


@router.get("/{import_id}", response=PlanImportOut, summary="Bản xem trước hoặc kết quả của một lần nhập")
def show(request: ApiRequest, import_id: int) -> PlanImportOut:
    return _preview(request, import_id)


@router.patch("/{import_id}", response=PlanImportOut, summary="Sửa bản xem trước")
def correct(request: ApiRequest, import_id: int, corrections: CorrectionsIn) -> PlanImportOut:
    services.correct_import(
        actor=request.actor,
        at=request.at,
        import_id=import_id,
        rows=[RowCorrection(row.position, row.area, row.lead, row.keep) for row in corrections.rows],
        matches={match.phrase: match.unit for match in corrections.matches},
        period_code=corrections.period,
    )
    return _preview(request, import_id)


@router.post(
    "/{import_id}/confirm", response=ReceiptOut, summary="Ghi vào dự thảo kế hoạch; gọi lại không ghi thêm"
)
def confirm(request: ApiRequest, import_id: int, confirmation: ConfirmationIn) -> services.ImportReceipt:
    return services.confirm_import(
        actor=request.actor, at=request.at, import_id=import_id, again=confirmation.again
    )


@router.post("/{import_id}/undo", response=PlanImportOut, summary="Hoàn tác đúng những gì lần nhập đã ghi")
def undo(request: ApiRequest, import_id: int) -> PlanImportOut:
    services.undo_import(actor=request.actor, at=request.at, import_id=import_id)
    return _preview(request, import_id)


def _preview(request: ApiRequest, import_id: int) -> PlanImportOut:
    preview = queries.import_preview(actor=request.actor, import_id=import_id)
    return PlanImportOut(
        id=preview.id,
        state=preview.state,
        file_name=preview.file_name,
        unit=preview.unit.code,
        period=preview.period_code,
        objectives=[_objective(row) for row in preview.rows],
        phrases=[
            PhraseOut(phrase=one.phrase, objectives=one.rows, unit=one.unit.code if one.unit else None)
            for one in preview.phrases
        ],
        unmatched=[one.phrase for one in preview.unmatched],
        warnings=_warnings(preview),
        plan_id=preview.plan_id,
        plan_title=preview.plan_title,
        locked_because=preview.locked_because,
        applied_at=preview.applied_at,
        undone_at=preview.undone_at,
    )


def _warnings(preview: ImportPreview) -> list[str]:
    told = [f"Nhiệm vụ {row.position}: {problem}" for row in preview.rows for problem in row.problems]
    return [*preview.remarks, *told]


def _objective(row: PreviewRow) -> ObjectiveOut:
    deadline = row.deadline
    return ObjectiveOut(
        position=row.position,
        title=row.title,
        area=row.area,
        lead=[row.lead.name] if row.lead else [],
        coordinating=[unit.name for unit in row.coordinating],
        output=row.output,
        deadline=DeadlineOut(
            kind=deadline.kind.value, start=deadline.start, end=deadline.end, text=deadline.text
        ),
        key_results=[
            KeyResultOut(
                title=one.title, target=json_number(one.target), unit=one.unit, direction=one.direction.value
            )
            for one in row.key_results
        ],
        section=row.section,
        problems=list(row.problems),
        keep=row.is_kept,
    )
