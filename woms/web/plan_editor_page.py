"""What the editor of a plan shows: its rows as text, what was typed wrongly in their place, the lists to choose from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.http import HttpResponse, HttpResponseRedirect

from woms.core import clock
from woms.core.errors import WomsError
from woms.org.queries import PersonChoice, people_choices, unit_names
from woms.planning.contents import AreaContents, KeyResultContents, ObjectiveContents
from woms.planning.queries.alignment import ParentChoice, parent_choices
from woms.planning.queries.plans import PlanDetail, plan_detail
from woms.planning.services.fetching import Saved
from woms.planning.states import Area, DeadlineKind, Direction, Kind
from woms.web import htmx
from woms.web.forms.plans import KeyResultForm, ObjectiveForm, key_result_form, objective_form, text_of
from woms.web.render import render
from woms.web.request import SignedInRequest


@dataclass(frozen=True, slots=True)
class Choices:
    """The lists that fields of the editor choose from."""

    units: tuple[str, ...]
    people: tuple[PersonChoice, ...]
    parents: tuple[ParentChoice, ...]
    kinds: tuple[tuple[str, str], ...] = tuple(Kind.choices)
    directions: tuple[tuple[str, str], ...] = tuple(Direction.choices)
    deadline_kinds: tuple[tuple[str, str], ...] = tuple(DeadlineKind.choices)
    areas: tuple[tuple[str, str], ...] = tuple(Area.choices)


@dataclass(frozen=True, slots=True)
class Failure:
    """A row that could not be saved, as it was typed; `problem` is a sentence that belongs to no field."""

    objective: ObjectiveForm | None = None
    key_result: KeyResultForm | None = None
    parent_id: int = 0
    problem: str = ""
    new: ObjectiveForm | None = None
    area_weights: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class EditorPage:
    """The whole editor with one of the four areas open."""

    detail: PlanDetail
    area: AreaContents
    rows: tuple[ObjectiveForm, ...]
    choices: Choices
    area_weights: dict[str, str]
    new: ObjectiveForm
    failure: Failure = Failure()
    errors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RowPage:
    """One row again after htmx has sent it: as it was typed when it failed, else what changed around it."""

    detail: PlanDetail
    area: AreaContents
    row: ObjectiveForm
    key_result: KeyResultForm | None
    choices: Choices | None = None
    problem: str = ""
    objective: ObjectiveContents | None = None
    saved_at: str = ""
    version: int = 0
    is_whole: bool = field(default=False)

    @property
    def key(self) -> str:
        return f"k{self.key_result.id}" if self.key_result else f"o{self.row.id}"


def detail_of(request: SignedInRequest, plan_id: int) -> PlanDetail:
    return plan_detail(actor=request.actor, plan_id=plan_id, on=clock.local_date(request.at), history=False)


def people_of(request: SignedInRequest, detail: PlanDetail) -> tuple[PersonChoice, ...]:
    on = clock.local_date(request.at)
    return people_choices(actor=request.actor, unit_path=detail.contents.unit.path, on=on)


def choices_of(request: SignedInRequest, detail: PlanDetail) -> Choices:
    return Choices(
        units=unit_names(clock.local_date(request.at)),
        people=people_of(request, detail),
        parents=parent_choices(actor=request.actor, plan=detail.contents),
    )


def editor_page(request: SignedInRequest, detail: PlanDetail, failure: Failure | None = None) -> EditorPage:
    failure = failure or Failure()
    area = _chosen_area(request, detail, failure)
    given = {one.code: text_of(one.weight) if one.is_weight_given else "" for one in detail.contents.areas}
    return EditorPage(
        detail=detail,
        area=area,
        rows=tuple(_row(objective_form(row), failure) for row in area.objectives),
        choices=choices_of(request, detail),
        area_weights=failure.area_weights or given,
        new=failure.new or ObjectiveForm(area=area.code),
        failure=failure,
        errors=tuple(_errors(failure)),
    )


def _chosen_area(request: SignedInRequest, detail: PlanDetail, failure: Failure) -> AreaContents:
    row_id = failure.objective.id if failure.objective else failure.parent_id
    wanted = request.POST.get("tab") or request.POST.get("area") or request.GET.get("linh-vuc", "")
    for area in detail.contents.areas:
        if any(row.id == row_id for row in area.objectives):
            return area
    return next((area for area in detail.contents.areas if area.code == wanted), detail.contents.areas[0])


def _row(form: ObjectiveForm, failure: Failure) -> ObjectiveForm:
    """The row from the plan, with what was typed in the place of what could not be saved."""
    if failure.objective and failure.objective.id == form.id:
        return replace(failure.objective, key_results=form.key_results, weight_total=form.weight_total)
    typed = failure.key_result
    if typed is None or failure.parent_id != form.id:
        return form
    if typed.id == 0:
        return replace(form, new=typed)
    rows = tuple(typed if one.id == typed.id else one for one in form.key_results)
    return replace(form, key_results=rows)


def _errors(failure: Failure) -> list[tuple[str, str]]:
    """For the summary on top: id of the input → sentence."""
    found: list[tuple[str, str]] = []
    if failure.objective:
        found += [
            (f"o{failure.objective.id}-{name}", text) for name, text in failure.objective.errors.items()
        ]
    if failure.key_result:
        key = f"k{failure.key_result.id}" if failure.key_result.id else f"new-{failure.parent_id}"
        found += [(f"{key}-{name}", text) for name, text in failure.key_result.errors.items()]
    if failure.new:
        found += [(f"new-{name}", text) for name, text in failure.new.errors.items()]
    return found


def failed(request: SignedInRequest, plan_id: int, error: WomsError, failure: Failure) -> HttpResponse:
    """The whole editor again, or for htmx the one row, with what was typed and what is wrong with it."""
    detail = detail_of(request, plan_id)
    if not detail.can_edit:
        raise error
    page = editor_page(request, detail, failure)
    row_id = failure.objective.id if failure.objective else failure.parent_id
    row = next((one for one in page.rows if one.id == row_id), None)
    if row is None or not htmx.wants_fragment(request):
        return render(request, "plans/edit.html", page, status=error.status, active="plans")
    version = _current_version(detail, failure, row_id)
    part = RowPage(
        detail,
        page.area,
        row,
        failure.key_result,
        page.choices,
        failure.problem,
        version=version,
        is_whole=True,
    )
    return render(request, "plans/row.html", part, status=error.status)


def _current_version(detail: PlanDetail, failure: Failure, row_id: int) -> int:
    """For “ghi bản của tôi” after a conflict."""
    wanted = failure.key_result.id if failure.key_result else row_id
    rows = (
        [row for _, row in detail.contents.key_results()]
        if failure.key_result
        else detail.contents.objectives
    )
    return next((row.version for row in rows if row.id == wanted), 0)


def saved_row(request: SignedInRequest, plan_id: int, row_key: str, saved: Saved) -> HttpResponse:
    """Back to the row; for htmx only what changed around it, so that whoever types on is not disturbed."""
    tab = request.POST.get("tab", "")
    if not htmx.wants_fragment(request):
        return back(plan_id, tab, row_key)
    detail = detail_of(request, plan_id)
    objective, key_result = _found(detail, row_key)
    if objective is None:
        return back(plan_id, tab, row_key)
    area = next((one for one in detail.contents.areas if one.code == tab), detail.contents.areas[0])
    is_whole = "had_errors" in request.POST
    part = RowPage(
        detail=detail,
        area=area,
        row=objective_form(objective),
        key_result=key_result_form(key_result) if key_result else None,
        choices=choices_of(request, detail) if is_whole else None,
        objective=objective,
        saved_at=f"{request.at.astimezone(clock.HANOI):%H:%M}",
        version=saved.version,
        is_whole=is_whole,
    )
    response = render(request, "plans/row.html", part)
    if not is_whole:
        response["HX-Reswap"] = "none"
    return response


def _found(detail: PlanDetail, row_key: str) -> tuple[ObjectiveContents | None, KeyResultContents | None]:
    """`o12` or `k33` in the plan."""
    for objective in detail.contents.objectives:
        if f"o{objective.id}" == row_key:
            return objective, None
        for key_result in objective.key_results:
            if f"k{key_result.id}" == row_key:
                return objective, key_result
    return None, None


def back(plan_id: int, area: str, place: str) -> HttpResponse:
    known = area if area in Area.values else Area.CUSTOMERS.value
    return HttpResponseRedirect(f"/ke-hoach/{plan_id}/soan?linh-vuc={known}#{place}")
