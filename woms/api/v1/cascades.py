"""Targets handed down: what was given of a key result, give, take on, decline, take back; and the inbox."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from ninja import Router, Schema, Status

from woms.api.v1 import key_results
from woms.api.v1.plan_schemas import UnitOut
from woms.api.v1.request import ApiRequest
from woms.core import clock
from woms.insights.inbox import inbox_of
from woms.planning.queries.cascades import CascadeOffer, CascadeSheet, cascade_offer, cascade_sheet
from woms.planning.services import cascades as service
from woms.planning.services.cascades import Share

router = Router(tags=["cascades"])
inbox = Router(tags=["inbox"])


class CascadeLineOut(Schema):
    """One share. `drift` says why it no longer fits; empty when it does."""

    id: int
    unit: UnitOut
    target: Decimal
    is_mandatory: bool
    state: str
    reason: str
    offered_by: str
    offered_at: datetime
    answered_by: str
    answered_at: datetime | None
    child_key_result_id: int | None
    drift: str


class CoverageOut(Schema):
    total: Decimal | None
    gap: Decimal
    sentence: str
    is_covered: bool


class CascadeSheetOut(Schema):
    key_result_id: int
    title: str
    measure_unit: str
    target: Decimal
    lines: list[CascadeLineOut]
    past: list[CascadeLineOut]
    coverage: CoverageOut
    can_give: bool

    @staticmethod
    def resolve_lines(sheet: CascadeSheet) -> list[object]:
        return [one.line for one in sheet.receivers if one.line is not None]


class CascadeOfferOut(Schema):
    line: CascadeLineOut
    key_result_title: str
    objective_title: str
    measure_unit: str
    direction: str
    due_on: date
    parent_target: Decimal
    giver_unit: str
    can_answer: bool


class ShareIn(Schema):
    unit_id: int
    target: Decimal
    is_mandatory: bool = True


class SharesIn(Schema):
    shares: list[ShareIn]


class ReasonIn(Schema):
    reason: str


class InboxItemOut(Schema):
    kind: str
    subject_kind: str
    subject_id: int
    title: str
    unit_name: str
    from_name: str
    since: datetime
    note: str
    due_on: date | None
    errors: int
    warnings: int
    version: int


class InboxOut(Schema):
    items: list[InboxItemOut]
    counts: dict[str, int]
    total: int


@key_results.router.get(
    "/{int:key_result_id}/cascades", response=CascadeSheetOut, summary="Đã giao xuống những đâu"
)
def sheet(request: ApiRequest, key_result_id: int) -> CascadeSheet:
    return cascade_sheet(actor=request.actor, key_result_id=key_result_id, on=clock.local_date(request.at))


@key_results.router.post(
    "/{int:key_result_id}/cascades", response={201: CascadeSheetOut}, summary="Giao xuống"
)
def give(request: ApiRequest, key_result_id: int, body: SharesIn) -> Status[CascadeSheet]:
    shares = [Share(one.unit_id, one.target, one.is_mandatory) for one in body.shares]
    service.cascade_target(actor=request.actor, at=request.at, key_result_id=key_result_id, shares=shares)
    return Status(201, sheet(request, key_result_id))


@router.get("/{int:cascade_id}", response=CascadeOfferOut, summary="Một chỉ tiêu được giao")
def read(request: ApiRequest, cascade_id: int) -> CascadeOffer:
    return cascade_offer(actor=request.actor, cascade_id=cascade_id)


@router.post("/{int:cascade_id}/accept", response=CascadeOfferOut, summary="Nhận")
def accept(request: ApiRequest, cascade_id: int) -> CascadeOffer:
    service.accept_cascade(actor=request.actor, at=request.at, cascade_id=cascade_id)
    return read(request, cascade_id)


@router.post("/{int:cascade_id}/decline", response=CascadeOfferOut, summary="Từ chối, có lý do")
def decline(request: ApiRequest, cascade_id: int, body: ReasonIn) -> CascadeOffer:
    service.decline_cascade(actor=request.actor, at=request.at, cascade_id=cascade_id, reason=body.reason)
    return read(request, cascade_id)


@router.post("/{int:cascade_id}/withdraw", response=CascadeOfferOut, summary="Thu hồi")
def withdraw(request: ApiRequest, cascade_id: int) -> CascadeOffer:
    service.withdraw_cascade(actor=request.actor, at=request.at, cascade_id=cascade_id)
    return read(request, cascade_id)


@inbox.get("", response=InboxOut, summary="Chờ xử lý")
def waiting(request: ApiRequest, kind: str = "") -> object:
    return inbox_of(actor=request.actor, on=clock.local_date(request.at), kind=kind, is_opened=False)
