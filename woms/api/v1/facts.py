"""Dated facts that weigh on ratings: record with the document that proves it; withdraw a mistake with a reason."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja import Router, Schema, Status

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


class FactIdOut(Schema):
    id: int


class WithdrawalIn(Schema):
    reason: str


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
