"""Dated facts that weigh on ratings: record with the document that proves it; withdraw a mistake with a reason."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status

from woms.evaluation.recorded_facts import FactFilter, FactList, fact_list
from woms.evaluation.services import facts
from woms.evaluation.services.facts import Established

router = Router(tags=["facts"])


class FactIn(Schema):
    """About a person (`person_id`) or a unit (`unit_code`), as the kind demands; `level` for discipline."""

    kind: str
    happened_on: date
    summary: str
    document: str
    unit_code: str = ""
    person_id: int | None = None
    level: str = ""
    ends_on: date | None = None
    person_code: str = ""


class FactIdOut(Schema):
    id: int


class WithdrawalIn(Schema):
    reason: str


class FactRowOut(Schema):
    """`person_name` is empty for a fact about a unit, and for somebody whose name the caller may not know."""

    id: int
    kind: str
    kind_label: str
    level: str
    is_personal: bool
    person_name: str
    unit_name: str
    happened_on: date
    ends_on: date | None
    summary: str
    document: str
    file_name: str
    recorded_by: str
    recorded_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_reason: str
    is_sample: bool


class FactListOut(Schema):
    """One page, the latest first."""

    rows: list[FactRowOut]
    page: int
    pages: int
    total: int


@router.get("", response=FactListOut, summary="Các sự kiện ảnh hưởng đến xếp loại")
def listing(
    request: HttpRequest, unit: str = "", kind: str = "", period: str = "", page: int = 1
) -> FactList:
    return fact_list(
        actor=request.actor,  # type: ignore[attr-defined] # set by the middleware
        at=request.at,  # type: ignore[attr-defined] # set by the middleware
        wanted=FactFilter(unit_code=unit, kind=kind, period_code=period, page=page),
    )


@router.post("", response={201: FactIdOut}, summary="Ghi sự kiện ảnh hưởng đến xếp loại")
def record(request: HttpRequest, body: FactIn) -> Status[dict[str, int]]:
    fact_id = facts.record_fact(
        actor=request.actor,  # type: ignore[attr-defined] # set by the middleware
        at=request.at,  # type: ignore[attr-defined] # set by the middleware
        fact=Established(**body.dict()),
    )
    return Status(201, {"id": fact_id})


@router.post("/{fact_id}/withdrawal", response={204: None}, summary="Rút sự kiện ghi nhầm, có lý do")
def withdraw(request: HttpRequest, fact_id: int, body: WithdrawalIn) -> Status[None]:
    facts.withdraw_fact(
        actor=request.actor,  # type: ignore[attr-defined] # set by the middleware
        at=request.at,  # type: ignore[attr-defined] # set by the middleware
        fact_id=fact_id,
        reason=body.reason,
    )
    return Status(204, None)
