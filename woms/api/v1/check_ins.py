"""Report on key results, read one with its log: the same queries and services as the pages."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from ninja import Schema, Status

from woms.api.v1 import key_results
from woms.api.v1.request import ApiRequest
from woms.core import clock
from woms.core.errors import Missing
from woms.insights.key_result import KeyResultDetail, key_result_detail
from woms.progress.queries.week import WeekRow, week_of_check_ins
from woms.progress.services.check_ins import CheckInReceipt, Report
from woms.progress.services.check_ins import check_in as report_number


class WeekRowOut(Schema):
    """`seen` is what a check-in sends back."""

    id: int
    title: str
    objective_title: str
    unit_name: str
    measure_unit: str
    direction: str
    baseline: Decimal | None
    target: Decimal
    due_on: date
    seen: int


class EntryOut(Schema):
    """`by` is empty where the caller may not know the person."""

    sequence: int
    value: Decimal
    as_of: date
    at: datetime
    note: str
    status: str
    suggested_status: str
    by: str


class KeyResultOut(Schema):
    id: int
    title: str
    objective_title: str
    plan_id: int
    unit_name: str
    measure_unit: str
    direction: str
    baseline: Decimal | None
    target: Decimal
    due_on: date
    value: Decimal | None
    progress_percent: Decimal | None
    expected_percent: Decimal | None
    status: str
    seen: int
    entries: list[EntryOut]
    allowed_actions: list[str]


class CheckInIn(Schema):
    """`value` as a person types it (`93,5`); `seen` the sequence last read; `request_key` repeats with a retry."""

    value: str
    seen: int
    request_key: str = ""
    as_of: date | None = None
    note: str = ""
    cause: str = ""
    help_needed: str = ""
    status: str = ""
    status_reason: str = ""


class CheckInOut(Schema):
    id: int
    key_result_id: int
    sequence: int
    value: Decimal
    as_of: date
    at: datetime
    status: str
    suggested_status: str
    is_repeat: bool
    warning: str


@key_results.router.get("/mine", response=list[WeekRowOut], summary="Mục tiêu tôi phải cập nhật tuần này")
def mine(request: ApiRequest, whole_unit: bool = False) -> list[WeekRow]:  # noqa: FBT001, FBT002 - a query parameter
    on = clock.local_date(request.at)
    return list(week_of_check_ins(actor=request.actor, on=on, whole_unit=whole_unit).rows)


@key_results.router.get(
    "/{int:key_result_id}", response=KeyResultOut, summary="Một mục tiêu then chốt cùng nhật ký"
)
def read(request: ApiRequest, key_result_id: int) -> dict[str, object]:
    on = clock.local_date(request.at)
    return _out(key_result_detail(actor=request.actor, key_result_id=key_result_id, on=on))


@key_results.router.post(
    "/{int:key_result_id}/check-ins", response={201: CheckInOut}, summary="Cập nhật một con số"
)
def check_in(request: ApiRequest, key_result_id: int, body: CheckInIn) -> Status[CheckInReceipt]:
    report = Report(**body.model_dump())
    receipt = report_number(actor=request.actor, at=request.at, key_result_id=key_result_id, report=report)
    return Status(201, receipt)


def _out(detail: KeyResultDetail) -> dict[str, object]:
    goal, chosen, standing = detail.goal, detail.goal.key_result, detail.goal.standing
    if chosen is None:
        raise Missing
    return {
        "id": detail.id,
        "title": chosen.title,
        "objective_title": goal.objective.title if goal.objective else "",
        "plan_id": goal.plan_id,
        "unit_name": chosen.owner_unit.name,
        "measure_unit": chosen.measure_unit,
        "direction": chosen.direction,
        "baseline": chosen.baseline,
        "target": chosen.target,
        "due_on": chosen.due_on,
        "value": standing.value if standing else None,
        "progress_percent": standing.percent if standing else None,
        "expected_percent": standing.expected if standing else None,
        "status": standing.status if standing else "no_data",
        "seen": detail.seen,
        "entries": [EntryOut.from_orm(entry) for entry in detail.entries],
        "allowed_actions": ["check_in"] if goal.can_update else [],
    }
