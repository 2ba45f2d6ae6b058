"""The steps of a form: assess oneself, review, return, score again, decide, publish; and opening a cycle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from woms.core.errors import Denied, Missing, WomsError
from woms.core.periods import month_of
from woms.evaluation.criteria import GeneralMark
from woms.evaluation.services import cycles, dossiers
from woms.web.evaluation import dossier_page
from woms.web.posted import number_of, optional_day_of, text_of, texts_of, whole_of
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in

GROUPS = ("conduct", "ability", "innovation")
DATES = ("starts_on", "self_due_on", "review_due_on", "decision_due_on")


@dataclass(frozen=True, slots=True)
class OpenCyclePage:
    """The form that opens a cycle, with what was typed."""

    months: tuple[tuple[str, str], ...]
    values: dict[str, str]
    error: str = ""
    wrong_field: str = ""


@require_POST
@signed_in
def step(request: SignedInRequest, dossier_id: int, name: str) -> HttpResponse:
    act = STEPS.get(name)
    if act is None:
        raise Http404
    try:
        version = whole_of(request, "version")
        act(request, actor=request.actor, at=request.at, dossier_id=dossier_id, version=version)
    except (Missing, Denied):
        raise
    except WomsError as error:
        return dossier_page(
            request, dossier_id, step=name, values=texts_of(request),
            failure=error,
        )  # fmt: skip
    return HttpResponseRedirect(f"/danh-gia/{dossier_id}")


@require_http_methods(["GET", "POST"])
@signed_in
def open_cycle(request: SignedInRequest) -> HttpResponse:
    month = month_of(request.at.date())
    page = OpenCyclePage(
        ((month.code, month.label), *_months_before(month.starts_on)), {"period": month.code}
    )
    if request.method == "GET":
        return render(request, "evaluation/open_cycle.html", page, active="evaluation")
    values = texts_of(request)
    try:
        calendar = cycles.Calendar(**{name: optional_day_of(request, name) for name in DATES})
        cycles.open_cycle(
            actor=request.actor, at=request.at, period_code=values.get("period", ""), calendar=calendar
        )
    except (Missing, Denied):
        raise
    except WomsError as error:
        refused = OpenCyclePage(page.months, values, error.sentence, error.field)
        return render(
            request, "evaluation/open_cycle.html", refused, active="evaluation", status=error.status
        )
    return HttpResponseRedirect("/danh-gia")


def _assess(request: SignedInRequest, **about: Any) -> None:
    dossiers.assess_self(mark=_mark(request), **about)


def _review(request: SignedInRequest, **about: Any) -> None:
    dossiers.review_dossier(mark=_mark(request), **about)


def _return(request: SignedInRequest, **about: Any) -> None:
    dossiers.return_dossier(reason=text_of(request, "reason"), **about)


def _send_back(request: SignedInRequest, **about: Any) -> None:
    dossiers.send_back_dossier(reason=text_of(request, "reason"), **about)


def _score(request: SignedInRequest, **about: Any) -> None:
    dossiers.score_dossier(reason=text_of(request, "reason"), **about)


def _decide(request: SignedInRequest, **about: Any) -> None:
    dossiers.decide_rating(
        level=text_of(request, "level"),
        reason=text_of(request, "reason"),
        revision=whole_of(request, "revision"),
        **about,
    )


def _publish(request: SignedInRequest, **about: Any) -> None:  # noqa: ARG001 - one shape for all steps
    dossiers.publish_rating(**about)


STEPS: dict[str, Callable[..., None]] = {
    "tu-cham": _assess,
    "danh-gia": _review,
    "tra-lai": _return,
    "tra-danh-gia-lai": _send_back,
    "tinh-lai": _score,
    "xep-loai": _decide,
    "cong-bo": _publish,
}


def _mark(request: SignedInRequest) -> GeneralMark:
    return GeneralMark(
        by_group={group: number_of(request, group) for group in GROUPS if text_of(request, group).strip()},
        note=text_of(request, "note"),
        organizing=_percent(request, "organizing"),
        cohesion=_percent(request, "cohesion"),
    )


def _percent(request: SignedInRequest, name: str) -> int | None:
    return whole_of(request, name) or None


def _months_before(first: date, count: int = 3) -> tuple[tuple[str, str], ...]:
    found = []
    for _index in range(count):
        month = month_of(date.fromordinal(first.toordinal() - 1))
        first = month.starts_on
        found.append((month.code, month.label))
    return tuple(found)
