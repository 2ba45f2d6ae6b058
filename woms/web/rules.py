"""Quy định: the texts, the rules with their cases computed live, every parameter, and who decided it otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from woms.core.clock import local_date
from woms.core.errors import Denied, Missing, WomsError
from woms.local_rules import services
from woms.local_rules.queries import (
    DecisionLine,
    Place,
    decision_history,
    decisions_in_force,
    latest_decisions,
    latest_id,
    places_to_decide,
)
from woms.regulations import LocalDecision, browsing
from woms.regulations.browsing import ParameterGroup, ParameterPage, RuleLine, RulePage
from woms.regulations.instruments import Instrument
from woms.web.flash import say
from woms.web.posted import day_of, text_of, texts_of, whole_of
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in
from woms.web.rule_forms import ValueField, value_field_of, written_of

TONES = {"V1": "on_track", "V2": "on_track", "V3": "at_risk", "R": "at_risk", "U": "no_data", "D": "no_data"}


@dataclass(frozen=True, slots=True)
class RulesPage:
    """One of the four lists: `section` says which."""

    section: str
    sections: tuple[tuple[str, str, bool], ...]
    on: date
    frameworks: tuple[RuleLine, ...] = ()
    rules: tuple[RuleLine, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    groups: tuple[ParameterGroup, ...] = ()
    decisions: dict[str, tuple[DecisionLine, ...]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    tones: dict[str, str] = field(default_factory=lambda: TONES)


@dataclass(frozen=True, slots=True)
class OneRulePage:
    rule: RulePage
    day: str
    error: str
    tones: dict[str, str] = field(default_factory=lambda: TONES)


@dataclass(frozen=True, slots=True)
class OneParameterPage:
    """One parameter; the form is there for those who may decide it."""

    page: ParameterPage
    decisions: tuple[DecisionLine, ...]
    places: tuple[Place, ...]
    value: ValueField
    seen: int
    values: dict[str, str]
    error: str = ""
    wrong_field: str = ""
    theirs: str = ""
    tones: dict[str, str] = field(default_factory=lambda: TONES)


@require_safe
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    section = request.GET.get("phan", "")
    on = local_date(request.at)
    section = section if section in {"van-ban", "tham-so", "de-mo", "quyet-dinh"} else ""
    page = RulesPage(section=section, sections=_sections(section), on=on, **_contents(request, section, on))
    return render(request, "rules/index.html", page, active="rules")


@require_safe
@signed_in
def rule(request: SignedInRequest, name: str) -> HttpResponse:
    on, error = _day(request)
    found = browsing.rule_page(name, on, _decisions(request, on))
    page = OneRulePage(found, f"{on:%d/%m/%Y}", error)
    return render(request, "rules/rule.html", page, active="rules", status=422 if error else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def parameter(request: SignedInRequest, name: str) -> HttpResponse:
    if request.method == "GET":
        return _parameter_page(request, name)
    try:
        _decide(request, name)
    except (Missing, Denied):
        raise
    except WomsError as error:
        return _parameter_page(request, name, error)
    say(request, _("Đã ghi quyết định. Giá trị mới áp dụng từ ngày ghi trong quyết định."))
    return HttpResponseRedirect(f"/quy-dinh/tham-so/{name}")


def _contents(request: SignedInRequest, section: str, on: date) -> dict[str, Any]:
    if section == "van-ban":
        return {"instruments": browsing.instrument_lines()}
    if section in {"tham-so", "de-mo"}:
        decisions = _decisions(request, on)
        return {"groups": browsing.parameter_groups(on, decisions, only_open=section == "de-mo")}
    if section == "quyet-dinh":
        groups = browsing.parameter_groups(on)
        words = {line.name: line.description for group in groups for line in group.lines}
        return {"decisions": latest_decisions(on=on), "descriptions": words}
    lines = browsing.rule_lines()
    return {
        "frameworks": tuple(line for line in lines if line.is_framework),
        "rules": tuple(line for line in lines if not line.is_framework),
    }


def _sections(current: str) -> tuple[tuple[str, str, bool], ...]:
    words = (
        ("", _("Khung và quy tắc")),
        ("van-ban", _("Văn bản")),
        ("tham-so", _("Tham số")),
        ("de-mo", _("Quy định để mở")),
        ("quyet-dinh", _("Quyết định đang áp dụng")),
    )
    return tuple(
        (label, f"/quy-dinh?phan={code}" if code else "/quy-dinh", code == current) for code, label in words
    )


def _day(request: SignedInRequest) -> tuple[date, str]:
    """The day asked for, or today with the sentence that the day could not be read."""
    typed = request.GET.get("ngay", "").strip()
    today = local_date(request.at)
    if not typed:
        return today, ""
    try:
        return datetime.strptime(typed, "%d/%m/%Y").date(), ""  # noqa: DTZ007 - a calendar day
    except ValueError:
        return today, _("Không đọc được ngày này. Hãy gõ như 31/12/2026.")


def _decisions(request: SignedInRequest, on: date) -> tuple[LocalDecision, ...]:
    return decisions_in_force(unit_path=request.actor.unit_path, on=on)


def _parameter_page(request: SignedInRequest, name: str, failure: WomsError | None = None) -> HttpResponse:
    on = local_date(request.at)
    found = browsing.parameter_page(name, on, _decisions(request, on))
    page = OneParameterPage(
        page=found,
        decisions=decision_history(parameter=name, on=on),
        places=places_to_decide(actor=request.actor, parameter=found.parameter),
        value=value_field_of(found.parameter, on, request.POST if failure else None),
        seen=latest_id(name),
        values=texts_of(request) or {"starts_on": f"{on:%d/%m/%Y}"},
        error=failure.sentence if failure else "",
        wrong_field=failure.field if failure else "",
        theirs=getattr(failure, "theirs", ""),
    )
    status = failure.status if failure else 200
    return render(request, "rules/parameter.html", page, active="rules", status=status)


def _decide(request: SignedInRequest, name: str) -> None:
    found = browsing.parameter_page(name, local_date(request.at)).parameter
    level, _separator, unit_code = text_of(request, "place").partition(":")
    is_back = text_of(request, "action") == "back"
    services.decide_parameter(
        actor=request.actor,
        at=request.at,
        parameter=name,
        level=level,
        unit_code=unit_code,
        value=None if is_back else written_of(found, request.POST),
        number=text_of(request, "number"),
        starts_on=day_of(request, "starts_on"),
        note=text_of(request, "note"),
        seen=whole_of(request, "seen"),
    )
