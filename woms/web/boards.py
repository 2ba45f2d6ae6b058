"""Bảng điều hành: the control board of the city and of every unit. All state is in the address."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from woms.core import clock
from woms.insights.unit_board import own_board_code, unit_board
from woms.web.board_page import board_page, period_picker, unit_picker
from woms.web.board_view import View
from woms.web.render import render
from woms.web.request import SignedInRequest, live, signed_in


@require_safe
@signed_in
@live
def own_board(request: SignedInRequest) -> HttpResponse:
    """The widest board the person may see: the city's for its leaders, the own unit's for heads."""
    return _board(request, own_board_code(actor=request.actor))


@require_safe
@signed_in
@live
def board(request: SignedInRequest, code: str) -> HttpResponse:
    return _board(request, code)


def _board(request: SignedInRequest, code: str) -> HttpResponse:
    on = clock.local_date(request.at)
    view = View.of(f"/dieu-hanh/{code}", request.GET)
    shown = unit_board(actor=request.actor, unit_code=code, period_code=view.period, on=on)
    return render(
        request,
        "board/board.html",
        board_page(shown, view, on),
        active="board",
        unit=unit_picker(shown, view),
        period=period_picker(shown, view, on),
    )
