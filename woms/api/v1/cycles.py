"""Cycles: the console, and what is done for everybody at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from woms.evaluation.console import Console, cycle_console
from woms.evaluation.services import cycles, locks, many
from woms.evaluation.services.ratings import Many

router = Router(tags=["cycles"])


class UnitProgressOut(Schema):
    code: str
    name: str
    people: int
    counts: dict[str, int]
    late: int
    published: int


class ConsoleOut(Schema):
    """Counts only: whoever runs a cycle reads no score here."""

    revision: int
    counts: dict[str, int]
    people: int
    late: int
    units: list[UnitProgressOut]
    page: int
    pages: int


class OpenIn(Schema):
    """`period`: 2026-11, 2026-Q4 or 2026. `steps`: by group, which of `self` and `appraisal` it has."""

    period: str
    starts_on: date | None = None
    self_due_on: date | None = None
    review_due_on: date | None = None
    appraisal_due_on: date | None = None
    decision_due_on: date | None = None
    steps: dict[str, list[str]] | None = None


class CycleIdOut(Schema):
    id: int


class ReasonIn(Schema):
    reason: str = ""


class NotPublishedOut(Schema):
    dossier_id: int
    sentence: str


class PublishedOut(Schema):
    done: int
    refused: list[NotPublishedOut]


class DigestOut(Schema):
    digest: str


@router.post("", response={201: CycleIdOut}, summary="Mở kỳ đánh giá tháng, quý hoặc năm")
def open_cycle(request: HttpRequest, body: OpenIn) -> Status[dict[str, int]]:
    given = body.dict()
    period, steps = given.pop("period"), given.pop("steps")
    calendar = cycles.Calendar(**given)
    found = cycles.open_cycle(**_about(request), period_code=period, calendar=calendar, steps=steps)
    return Status(201, {"id": found})


@router.get("/{cycle_id}", response=ConsoleOut, summary="Kỳ đang ở đâu, theo đơn vị")
def read_console(request: HttpRequest, cycle_id: int, page: int = 1) -> Console:
    return cycle_console(**_about(request), cycle_id=cycle_id, page=page)


@router.post("/{cycle_id}/publication", response=PublishedOut, summary="Công bố mọi kết quả đã quyết định")
def publish(request: HttpRequest, cycle_id: int) -> Many:
    return many.publish_decided(**_about(request), cycle_id=cycle_id)


@router.post("/{cycle_id}/lock", response=DigestOut, summary="Khóa kỳ")
def lock(request: HttpRequest, cycle_id: int, body: ReasonIn) -> dict[str, str]:
    return {"digest": locks.lock_cycle(**_about(request), cycle_id=cycle_id, waiver=body.reason)}


@router.post("/{cycle_id}/reopening", response={204: None}, summary="Đề nghị mở lại kỳ đã khóa")
def ask_reopening(request: HttpRequest, cycle_id: int, body: ReasonIn) -> Status[None]:
    locks.ask_reopening(**_about(request), cycle_id=cycle_id, reason=body.reason)
    return Status(204, None)


@router.post("/{cycle_id}/reopening/confirmation", response={204: None}, summary="Xác nhận mở lại kỳ")
def confirm_reopening(request: HttpRequest, cycle_id: int) -> Status[None]:
    locks.confirm_reopening(**_about(request), cycle_id=cycle_id)
    return Status(204, None)


def _about(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "at": request.at}  # type: ignore[attr-defined] # set by the middleware
