"""Closings of a cycle: look ahead, start, watch, stop."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from woms.evaluation.closing import services
from woms.evaluation.closing.queries import ClosingView, closing_view, latest_closings
from woms.evaluation.closing.services import Preview

router = Router(tags=["closings"])


class CountOut(Schema):
    code: str
    label: str
    people: int


class ClosingOut(Schema):
    """One closing; `digest` is the same whenever the same facts are closed."""

    id: int
    period_code: str
    unit_code: str
    unit_name: str
    state: str
    state_label: str
    total: int
    done: int
    written: int
    is_active: bool
    started_by: str
    started_at: datetime
    finished_at: datetime | None
    cancelled_by: str
    has_failed: bool
    digest: str
    levels: list[CountOut]
    gaps: list[CountOut]

    @staticmethod
    def resolve_levels(run: ClosingView) -> list[CountOut]:
        return [CountOut(code=code, label=label, people=people) for code, label, people in run.levels]

    @staticmethod
    def resolve_gaps(run: ClosingView) -> list[CountOut]:
        return [CountOut(code=code, label=label, people=people) for code, label, people in run.gaps]


class PreviewOut(Schema):
    """People by level of the score in force before and after; "" for no score."""

    people: int
    rated: int
    written: int
    before: dict[str, int]
    after: dict[str, int]
    gaps: dict[str, int]


class ClosingIn(Schema):
    period: str
    unit: str = ""


@router.get("", response=list[ClosingOut], summary="Các lần chốt kỳ gần đây")
def list_closings(request: HttpRequest) -> tuple[ClosingView, ...]:
    return latest_closings(actor=request.actor)  # type: ignore[attr-defined]


@router.get("/preview", response=PreviewOut, summary="Xem trước kết quả chốt, không ghi gì")
def preview(request: HttpRequest, period: str, unit: str = "") -> Preview:
    return services.preview_closing(**_about(request), period_code=period, unit_code=unit)


@router.post("", response=ClosingOut, summary="Bắt đầu chốt kỳ ở nền")
def start(request: HttpRequest, body: ClosingIn) -> ClosingView:
    run_id = services.start_closing(**_about(request), period_code=body.period, unit_code=body.unit)
    return read(request, run_id)


@router.get("/{run_id}", response=ClosingOut, summary="Một lần chốt: tiến độ và kết quả")
def read(request: HttpRequest, run_id: int) -> ClosingView:
    return closing_view(actor=request.actor, run_id=run_id)  # type: ignore[attr-defined]


@router.post("/{run_id}/cancel", response=ClosingOut, summary="Dừng một lần chốt đang chạy")
def cancel(request: HttpRequest, run_id: int) -> ClosingView:
    services.cancel_closing(**_about(request), run_id=run_id)
    return read(request, run_id)


def _about(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "at": request.at}  # type: ignore[attr-defined]
