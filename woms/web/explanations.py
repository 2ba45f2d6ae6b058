"""Vì sao?: every number of a board opens the page that defines it and shows what it was made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from woms.core import clock
from woms.core.numbers import format_number, format_percent
from woms.insights.explanations import Explanation, explain_number
from woms.insights.metrics import Metric, metrics
from woms.web.board_view import View
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in
from woms.web.words import AREA_NAMES


@dataclass(frozen=True, slots=True)
class ExplanationPage:
    """One number: its words, its definition, and its parts."""

    metric: Metric
    total: Decimal | None
    title: str
    note: str
    explained: Explanation
    view: View
    crumbs: tuple[tuple[str, str], ...]
    areas: Mapping[str, str] = field(
        default_factory=lambda: {code: _(name) for code, name in AREA_NAMES.items()}
    )


@dataclass(frozen=True, slots=True)
class DictionaryPage:
    """Every number on any screen."""

    metrics: tuple[Metric, ...]


@require_safe
@signed_in
def dictionary(request: SignedInRequest) -> HttpResponse:
    return render(
        request,
        "explanation/dictionary.html",
        DictionaryPage(tuple(in_words(one) for one in metrics().values())),
        active="board",
    )


@require_safe
@signed_in
def explanation(request: SignedInRequest, code: str) -> HttpResponse:
    area = request.GET.get("linh-vuc", "")
    explained = explain_number(
        actor=request.actor,
        metric_code=code,
        unit_code=request.GET.get("don-vi", ""),
        area=area if area in AREA_NAMES else "",
        period_code=request.GET.get("ky", ""),
        on=clock.local_date(request.at),
    )
    return render(
        request, "explanation/number.html", _page(explained, request.GET.get("ky", "")), active="board"
    )


def in_words(one: Metric) -> Metric:
    """The metric in the reader's language."""
    return replace(
        one,
        name=_(one.name),
        definition=_(one.definition),
        formula=_(one.formula) if one.formula else "",
        unit=_(one.unit),
        grain=_(one.grain),
        owner=_(one.owner),
        source=_(one.source),
    )


def _page(explained: Explanation, period: str) -> ExplanationPage:
    view, board, defined = View("", period), explained.board, in_words(explained.metric)
    if board is None:
        crumbs = ((_("Từ điển chỉ số"), "/vi-sao"), (defined.name, ""))
        return ExplanationPage(defined, None, defined.name, "", explained, view, crumbs)
    back = view.unit_href(board.unit.code, linh_vuc=explained.area)
    parts = [board.unit.name, _(board.month_label)]
    if explained.area:
        parts.insert(0, _(AREA_NAMES[explained.area]))
    title = _title(explained) or defined.name
    crumbs = ((board.unit.name, back), (defined.name, ""))
    points = [line.points for line in explained.contributions if line.points is not None]
    total = sum(points, Decimal(0)) if points else None
    return ExplanationPage(defined, total, title, " · ".join(parts), explained, view, crumbs)


def _title(explained: Explanation) -> str:
    """“Vì sao 57,1?” where the number is known."""
    words = _value(explained)
    return _("Vì sao %(value)s?") % {"value": words} if words else ""


def _value(explained: Explanation) -> str:
    board, code = explained.board, explained.metric.code
    if board is None:
        return ""
    score = next((one for one in board.areas if one.area == explained.area), board.overall)
    number = {"unit_score": score.score, "unit_score_change": score.change}.get(code)
    if number is not None:
        return format_number(number, 1)
    if code == "coverage" and board.coverage.percent is not None:
        return format_percent(board.coverage.percent, 0)
    return ""
