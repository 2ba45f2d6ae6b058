"""Buttons of the plan editor that act on whole rows: remove, move up and down, share weights equally."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from woms.core.errors import Conflict, Invalid, Refused
from woms.planning.services import key_results, objectives, weights
from woms.planning.states import Area
from woms.web.flash import say
from woms.web.forms.reading import Typed
from woms.web.plan_editor_page import back, detail_of
from woms.web.request import SignedInRequest, signed_in

TOP = "main"


@require_POST
@signed_in
def change_rows(request: SignedInRequest, plan_id: int, action: str) -> HttpResponse:
    """Remove, move and spread: each a button with the row's id."""
    typed = Typed(request.POST)
    place = TOP
    if action not in _CHANGES:
        raise Http404
    try:
        place = _CHANGES[action](request, plan_id, typed)
    except (Invalid, Refused, Conflict) as error:
        say(request, error.sentence, is_error=True)
    return back(plan_id, typed.text("tab", 12), place)


def _remove_objective(request: SignedInRequest, _plan_id: int, typed: Typed) -> str:
    objectives.remove_objective(
        actor=request.actor, at=request.at, objective_id=typed.whole("id"), version=typed.whole("version")
    )
    return TOP


def _remove_key_result(request: SignedInRequest, _plan_id: int, typed: Typed) -> str:
    key_results.remove_key_result(
        actor=request.actor, at=request.at, key_result_id=typed.whole("id"), version=typed.whole("version")
    )
    return f"o{typed.whole('objective')}"


def _move_objective(request: SignedInRequest, plan_id: int, typed: Typed) -> str:
    area = typed.text("tab", 12)
    present = [row.id for row in detail_of(request, plan_id).contents.objectives if row.area == area]
    order = _moved(present, typed.whole("id"), typed.text("to", 8))
    objectives.reorder_objectives(
        actor=request.actor, at=request.at, plan_id=plan_id, area=area, objective_ids=order
    )
    return f"o{typed.whole('id')}"


def _move_key_result(request: SignedInRequest, plan_id: int, typed: Typed) -> str:
    rows = detail_of(request, plan_id).contents.objectives
    objective = next((row for row in rows if row.id == typed.whole("objective")), None)
    present = [row.id for row in objective.key_results] if objective else []
    order = _moved(present, typed.whole("id"), typed.text("to", 8))
    key_results.reorder_key_results(
        actor=request.actor, at=request.at, objective_id=typed.whole("objective"), key_result_ids=order
    )
    return f"k{typed.whole('id')}"


def _moved(present: list[int], row_id: int, to: str) -> list[int]:
    """The order with one row a place up or down; an unknown row leaves it to the service to refuse."""
    if row_id not in present:
        return [*present, row_id]
    place = present.index(row_id)
    other = min(max(place + (-1 if to == "len" else 1), 0), len(present) - 1)
    order = list(present)
    order[place], order[other] = order[other], order[place]
    return order


def _spread_area(request: SignedInRequest, plan_id: int, typed: Typed) -> str:
    area = typed.text("area", 12)
    weights.spread_objective_weights(
        actor=request.actor, at=request.at, plan_id=plan_id, area=area if area in Area.values else ""
    )
    return TOP


def _spread_objective(request: SignedInRequest, _plan_id: int, typed: Typed) -> str:
    weights.spread_key_result_weights(actor=request.actor, at=request.at, objective_id=typed.whole("id"))
    return f"o{typed.whole('id')}"


_CHANGES: dict[str, Callable[[SignedInRequest, int, Typed], str]] = {
    "bo-nhiem-vu": _remove_objective,
    "bo-muc-tieu": _remove_key_result,
    "chuyen-nhiem-vu": _move_objective,
    "chuyen-muc-tieu": _move_key_result,
    "chia-deu": _spread_area,
    "chia-deu-muc-tieu": _spread_objective,
}
