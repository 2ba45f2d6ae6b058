"""Open an evaluation cycle: period, deadlines, and the steps of each group of people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from woms.core import periods
from woms.core.errors import Denied, Missing, WomsError
from woms.core.periods import month_of
from woms.evaluation.groups import default_groups
from woms.evaluation.services import cycles
from woms.web.posted import optional_day_of, texts_of
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in

DATES = ("starts_on", "self_due_on", "review_due_on", "appraisal_due_on", "decision_due_on")
STEPS = ("self", "appraisal")


@dataclass(frozen=True, slots=True)
class OpenCyclePage:
    """The form that opens a cycle, with what was typed. `groups`: code, words, steps chosen."""

    periods: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str, frozenset[str]], ...]
    values: dict[str, str]
    error: str = ""
    wrong_field: str = ""


@require_http_methods(["GET", "POST"])
@signed_in
def open_cycle(request: SignedInRequest) -> HttpResponse:
    if request.method == "GET":
        code = request.GET.get("ky", "") or month_of(request.at.date()).code
        return render(
            request, "evaluation/open_cycle.html", _page(request, {"period": code}), active="evaluation"
        )
    values = texts_of(request)
    try:
        calendar = cycles.Calendar(**{name: optional_day_of(request, name) for name in DATES})
        cycle_id = cycles.open_cycle(
            actor=request.actor,
            at=request.at,
            period_code=values.get("period", ""),
            calendar=calendar,
            steps=_steps(values) if "chose_steps" in values else None,
        )
    except (Missing, Denied):
        raise
    except WomsError as error:
        refused = _page(request, values, error.sentence, error.field)
        return render(
            request, "evaluation/open_cycle.html", refused, active="evaluation", status=error.status
        )
    return HttpResponseRedirect(f"/danh-gia/ky/{cycle_id}")


def _page(
    request: SignedInRequest, values: dict[str, str], error: str = "", field: str = ""
) -> OpenCyclePage:
    chosen = _steps(values) if "chose_steps" in values else None
    groups = tuple(
        (
            group.code,
            group_words(group.code, group.label),
            chosen[group.code] if chosen is not None else frozenset(group.steps),
        )
        for group in default_groups(_kind(values.get("period", "")))
    )
    return OpenCyclePage(_choices(request.at.date()), groups, values, error, field)


def group_words(code: str, label: str) -> str:
    """The name of a group in the reader's language; one that a cycle named itself stays as written."""
    words = {
        "heads": _("Người đứng đầu đơn vị"),
        "managers": _("Cấp phó và người đứng đầu bộ phận"),
        "staff": _("Người không giữ chức vụ lãnh đạo, quản lý"),
    }
    return words.get(code, label)


def _kind(code: str) -> str:
    try:
        kind = periods.from_code(code).kind.value
    except WomsError:
        return "month"
    return kind if kind != "week" else "month"


def _steps(values: dict[str, str]) -> dict[str, frozenset[str]]:
    return {
        group.code: frozenset(step for step in STEPS if f"{step}-{group.code}" in values)
        for group in default_groups("month")
    }


def _choices(today: date) -> tuple[tuple[str, str], ...]:
    """This month and the three before, the quarter and the year that today is in, and the ones before."""
    months, first = [], month_of(today)
    for _index in range(4):
        months.append((first.code, first.label))
        first = month_of(date.fromordinal(first.starts_on.toordinal() - 1))
    quarter = (today.month - 1) // 3 + 1
    this, year = periods.quarter(today.year, quarter), periods.year(today.year)
    last = periods.quarter(today.year - (quarter == 1), quarter - 1 or 4)
    return (*months, (this.code, this.label), (last.code, last.label), (year.code, year.label))
