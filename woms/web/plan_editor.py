"""Soạn kế hoạch: rows that save themselves when a field changes."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from woms.core import clock
from woms.core.errors import Conflict, Invalid, Refused
from woms.org.queries import units_by_written_name
from woms.planning.contents import KeyResultContents, ObjectiveContents
from woms.planning.facts import ObjectiveFacts
from woms.planning.services import key_results, objectives, plans
from woms.planning.states import Area
from woms.web.forms.plans import read_key_result, read_objective, typed_key_result, typed_objective
from woms.web.forms.reading import Typed
from woms.web.plan_editor_page import Failure, back, detail_of, editor_page, failed, people_of, saved_row
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in

FAILURES = (Invalid, Refused, Conflict)


@require_safe
@signed_in
def edit(request: SignedInRequest, plan_id: int) -> HttpResponse:
    detail = detail_of(request, plan_id)
    if not detail.can_edit:
        return HttpResponseRedirect(f"/ke-hoach/{plan_id}")
    return render(request, "plans/edit.html", editor_page(request, detail), active="plans")


@require_POST
@signed_in
def add_objective(request: SignedInRequest, plan_id: int) -> HttpResponse:
    typed = Typed(request.POST)
    area = typed.text("area", 12)
    facts = ObjectiveFacts(title=typed.text("title"), area=area, kind=typed.text("kind", 4) or "kpi")
    try:
        saved = objectives.add_objective(actor=request.actor, at=request.at, plan_id=plan_id, facts=facts)
    except FAILURES as error:
        new = replace(typed_objective(typed, 0), errors={error.field or "title": error.sentence})
        return failed(request, plan_id, error, Failure(new=new))
    return back(plan_id, area, f"o{saved.id}")


@require_POST
@signed_in
def save_objective(request: SignedInRequest, plan_id: int, objective_id: int) -> HttpResponse:
    detail = detail_of(request, plan_id)
    old = next((row for row in detail.contents.objectives if row.id == objective_id), None)
    typed = Typed(request.POST)
    units = units_by_written_name(clock.local_date(request.at))
    facts = read_objective(typed, units=units, people=people_of(request, detail), old=old)
    try:
        _check_read(typed)
        saved = objectives.update_objective(
            actor=request.actor,
            at=request.at,
            objective_id=objective_id,
            version=typed.whole("version"),
            facts=facts,
        )
    except FAILURES as error:
        return failed(request, plan_id, error, _objective_failure(typed, error, objective_id, old))
    return saved_row(request, plan_id, f"o{objective_id}", saved)


def _objective_failure(
    typed: Typed, error: Invalid | Refused | Conflict, objective_id: int, old: ObjectiveContents | None
) -> Failure:
    errors = _errors(typed, error)
    form = replace(
        typed_objective(typed, objective_id, errors),
        number=old.number if old else 0,
        missing=old.missing if old else (),
    )
    return Failure(objective=form, problem="" if errors else _told(error))


@require_POST
@signed_in
def add_key_result(request: SignedInRequest, plan_id: int, objective_id: int) -> HttpResponse:
    typed = Typed(request.POST)
    people = people_of(request, detail_of(request, plan_id))
    facts = read_key_result(typed, people=people, old=None)
    try:
        _check_read(typed)
        saved = key_results.add_key_result(
            actor=request.actor, at=request.at, objective_id=objective_id, facts=facts
        )
    except FAILURES as error:
        form = typed_key_result(typed, 0, _errors(typed, error) or {"title": error.sentence})
        return failed(request, plan_id, error, Failure(key_result=form, parent_id=objective_id))
    return back(plan_id, typed.text("tab", 12), f"k{saved.id}")


@require_POST
@signed_in
def save_key_result(request: SignedInRequest, plan_id: int, key_result_id: int) -> HttpResponse:
    detail = detail_of(request, plan_id)
    found = {row.id: (objective, row) for objective, row in detail.contents.key_results()}
    objective, old = found.get(key_result_id, (None, None))
    typed = Typed(request.POST)
    facts = read_key_result(typed, people=people_of(request, detail), old=old)
    try:
        _check_read(typed)
        saved = key_results.update_key_result(
            actor=request.actor,
            at=request.at,
            key_result_id=key_result_id,
            version=typed.whole("version"),
            facts=facts,
        )
    except FAILURES as error:
        return failed(request, plan_id, error, _key_result_failure(typed, error, objective, old))
    return saved_row(request, plan_id, f"k{key_result_id}", saved)


def _key_result_failure(
    typed: Typed,
    error: Invalid | Refused | Conflict,
    objective: ObjectiveContents | None,
    old: KeyResultContents | None,
) -> Failure:
    errors = _errors(typed, error)
    form = replace(
        typed_key_result(typed, old.id if old else 0, errors),
        number=old.number if old else "",
        kind=old.kind if old else "",
        is_given=bool(old and old.is_given),
    )
    return Failure(
        key_result=form,
        parent_id=objective.id if objective else 0,
        problem="" if errors else _told(error),
    )


def _told(error: Invalid | Refused | Conflict) -> str:
    """The sentence, and after a conflict what the other one changed."""
    theirs = error.theirs if isinstance(error, Conflict) else ""
    return f"{error.sentence} {theirs}".strip()


def _errors(typed: Typed, error: Invalid | Refused | Conflict) -> dict[str, str]:
    """All that could not be read, or the one field that the service refused."""
    return typed.errors or ({error.field: error.sentence} if error.field else {})


def _check_read(typed: Typed) -> None:
    """What could not be read never reaches the service."""
    for name, sentence in typed.errors.items():
        raise Invalid(sentence, field=name)


@require_POST
@signed_in
def weigh_areas(request: SignedInRequest, plan_id: int) -> HttpResponse:
    typed = Typed(request.POST)
    wanted = {area: typed.number(f"weight-{area}") for area in Area.values}
    seen = {
        area: value for area in Area.values if (value := typed.optional_number(f"seen-{area}")) is not None
    }
    try:
        _check_read(typed)
        plans.set_area_weights(
            actor=request.actor,
            at=request.at,
            plan_id=plan_id,
            weights={area: value for area, value in wanted.items() if value is not None},
            seen=seen,
        )
    except FAILURES as error:
        texts = {area: typed.text(f"weight-{area}", 20) for area in Area.values}
        return failed(request, plan_id, error, Failure(area_weights=texts, problem=error.sentence))
    return back(plan_id, typed.text("tab", 12), "trong-so")
