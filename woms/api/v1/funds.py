"""Added-income funds: read, look ahead, draft, decide; one's own amount."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from woms.evaluation.fund import services
from woms.evaluation.fund.queries import (
    FundRow,
    FundView,
    OwnShare,
    fund_list,
    fund_preview,
    fund_view,
    share_of,
)

router = Router(tags=["funds"])


class FundRowOut(Schema):
    """`state`: `draft`, `in_force`, `replaced`, or `preview` for a look ahead; `amount` in đồng."""

    id: int
    period_code: str
    unit_code: str
    unit_name: str
    revision: int
    amount: int
    people: int
    state: str
    number: str
    decided_on: date | None
    decided_by: str
    drafted_by: str
    drafted_at: datetime


class ShareOut(Schema):
    dossier_id: int
    person_name: str
    unit_name: str
    level: str
    points: Decimal
    level_coefficient: Decimal
    salary_coefficient: Decimal
    weight: Decimal
    amount: int
    is_floor: bool


class FundOut(Schema):
    """`shared`: all amounts added up, equal to the fund; `hidden`: people whose lines you may not read."""

    about: FundRowOut
    rows: list[ShareOut]
    hidden: int
    shared: int
    left_out: int
    reason: str
    can_decide: bool


class OwnShareOut(Schema):
    amount: int
    number: str
    decided_on: date


class CoefficientIn(Schema):
    dossier_id: int
    value: Decimal


class FundIn(Schema):
    period: str
    unit: str
    amount: int
    coefficients: list[CoefficientIn] = []


class FundDecisionIn(Schema):
    number: str
    decided_on: date
    reason: str = ""


@router.get("", response=list[FundRowOut], summary="Các quỹ thu nhập tăng thêm")
def list_funds(request: HttpRequest) -> tuple[FundRow, ...]:
    return fund_list(actor=request.actor).rows  # type: ignore[attr-defined]


@router.post("/preview", response=FundOut, summary="Chia thử một số tiền, không ghi gì")
def preview(request: HttpRequest, body: FundIn) -> FundView:
    return fund_preview(**_facts(request, body))


@router.post("", response=FundOut, summary="Lập phương án chia quỹ")
def draft(request: HttpRequest, body: FundIn) -> FundView:
    return read(request, services.draft_fund(**_facts(request, body)))


@router.get(
    "/of-dossier/{dossier_id}", response=OwnShareOut | None, summary="Số tiền theo quyết định, của một phiếu"
)
def of_dossier(request: HttpRequest, dossier_id: int) -> OwnShare | None:
    return share_of(actor=request.actor, dossier_id=dossier_id)  # type: ignore[attr-defined]


@router.get("/{fund_id}", response=FundOut, summary="Một phương án: phần của từng người")
def read(request: HttpRequest, fund_id: int) -> FundView:
    return fund_view(actor=request.actor, fund_id=fund_id)  # type: ignore[attr-defined]


@router.post("/{fund_id}/decision", response=FundOut, summary="Quyết định phương án chia quỹ")
def decide(request: HttpRequest, fund_id: int, body: FundDecisionIn) -> FundView:
    services.decide_fund(**_about(request), fund_id=fund_id, **body.dict())
    return read(request, fund_id)


def _facts(request: HttpRequest, body: FundIn) -> dict[str, Any]:
    return {
        **_about(request),
        "period_code": body.period,
        "unit_code": body.unit,
        "amount": body.amount,
        "coefficients": {one.dossier_id: one.value for one in body.coefficients},
    }


def _about(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "at": request.at}  # type: ignore[attr-defined]
