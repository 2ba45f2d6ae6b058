"""Chốt kỳ: look ahead, start, watch, stop. For the organisation board."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from woms.core.clock import local_date
from woms.core.errors import Denied, WomsError
from woms.evaluation.closing.queries import (
    ClosingView,
    UnitRow,
    closable_units,
    closing_view,
    latest_closings,
    unit_rows,
)
from woms.evaluation.closing.services import Preview, cancel_closing, preview_closing, start_closing
from woms.evaluation.queries import cycles
from woms.evaluation.states import GapReason, Level
from woms.web.htmx import wants_fragment
from woms.web.posted import text_of
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in

HERE = "/danh-gia/dong-ky"
TONES = {
    "waiting": "waiting",
    "running": "waiting",
    "finished": "confirmed",
    "cancelled": "draft",
    "failed": "returned",
}


@dataclass(frozen=True, slots=True)
class ClosingsPage:
    """What may be closed, the outcome looked at ahead, and the last closings. `changes`: level, before, after."""

    periods: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    period: str
    unit: str
    preview: Preview | None
    changes: tuple[tuple[str, int, int], ...]
    gaps: tuple[tuple[str, int], ...]
    runs: tuple[ClosingView, ...]
    tones: dict[str, str]
    error: str = ""


@dataclass(frozen=True, slots=True)
class ClosingPage:
    """One closing: how far it is, then what it found."""

    run: ClosingView
    units: tuple[UnitRow, ...]
    tone: str
    error: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        return _index(request, request.GET.get("ky", "")[:10], request.GET.get("don-vi", "")[:80])
    period, unit = text_of(request, "ky"), text_of(request, "don-vi")
    try:
        run_id = start_closing(actor=request.actor, at=request.at, period_code=period, unit_code=unit)
    except Denied:
        raise
    except WomsError as error:
        return _index(request, "", unit, failure=error)
    return HttpResponseRedirect(f"{HERE}/{run_id}")


@require_safe
@signed_in
def run(request: SignedInRequest, run_id: int) -> HttpResponse:
    return _run_page(request, run_id)


@require_POST
@signed_in
def cancel(request: SignedInRequest, run_id: int) -> HttpResponse:
    try:
        cancel_closing(actor=request.actor, at=request.at, run_id=run_id)
    except Denied:
        raise
    except WomsError as error:
        return _run_page(request, run_id, failure=error)
    return HttpResponseRedirect(f"{HERE}/{run_id}")


def _index(
    request: SignedInRequest, period: str, unit: str, *, failure: WomsError | None = None
) -> HttpResponse:
    runs = latest_closings(actor=request.actor)
    open_cycles = [one for one in cycles(on=local_date(request.at)) if one.is_open]
    preview = None
    if period and failure is None:
        try:
            preview = preview_closing(actor=request.actor, at=request.at, period_code=period, unit_code=unit)
        except Denied:
            raise
        except WomsError as error:
            failure = error
    page = ClosingsPage(
        periods=tuple((one.period_code, one.period_label) for one in open_cycles),
        units=(("", _("Toàn Thành phố")), *closable_units(actor=request.actor)),
        period=period,
        unit=unit,
        preview=preview,
        changes=_changes(preview),
        gaps=tuple((str(GapReason(code).label), people) for code, people in preview.gaps.items())
        if preview
        else (),
        runs=runs,
        tones=TONES,
        error=failure.sentence if failure else "",
    )
    status = failure.status if failure else 200
    return render(request, "closings/index.html", page, active="evaluation", status=status)


def _changes(preview: Preview | None) -> tuple[tuple[str, int, int], ...]:
    if preview is None:
        return ()
    words = {level.value: str(level.label) for level in Level} | {"": "Chưa có điểm"}
    return tuple((words[code], preview.before.get(code, 0), preview.after.get(code, 0)) for code in words)


def _run_page(request: SignedInRequest, run_id: int, *, failure: WomsError | None = None) -> HttpResponse:
    found = closing_view(actor=request.actor, run_id=run_id)
    page = ClosingPage(
        run=found,
        units=() if found.is_active else unit_rows(actor=request.actor, run_id=run_id),
        tone=TONES[found.state],
        error=failure.sentence if failure else "",
    )
    template = "closings/progress.html" if wants_fragment(request) else "closings/run.html"
    return render(request, template, page, active="evaluation", status=failure.status if failure else 200)
