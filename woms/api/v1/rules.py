"""The rules: frameworks with their cases computed live, parameters on a day, and decisions where the law leaves room."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Router, Schema, Status

from woms.api.v1.request import ApiRequest
from woms.core.clock import local_date
from woms.local_rules import services
from woms.local_rules.queries import DecisionLine, decision_history, decisions_in_force
from woms.regulations import browsing
from woms.regulations.browsing import RuleLine, RulePage

router = Router(tags=["rules"])


class RuleLineOut(Schema):
    name: str
    label: str
    article: str
    since: date
    is_framework: bool


class VersionOut(Schema):
    since: date
    words: str
    article: str
    holds: bool


class ParameterLineOut(Schema):
    """A parameter on the day asked; `decision` names the local decision that overlays the text, if one does."""

    name: str
    description: str
    shown: str
    source: str
    certainty: str
    is_open: bool
    decision: str


class CaseOut(Schema):
    """A case worked by hand, and what the rules answer now."""

    name: str
    on: date
    given: str
    expected: str
    computed: str
    agrees: bool


class RuleOut(Schema):
    name: str
    label: str
    is_framework: bool
    on: date
    versions: list[VersionOut]
    parameters: list[ParameterLineOut]
    cases: list[CaseOut]


class LawValueOut(Schema):
    since: date
    shown: str
    article: str


class DecisionOut(Schema):
    """One decision ever taken; `value` in written form, None goes back to the text."""

    id: int
    level: str
    unit_code: str
    value: str | list[str] | dict[str, str] | None
    number: str
    starts_on: date
    note: str
    recorded_by: str
    at: datetime
    holds: bool


class ParameterOut(Schema):
    line: ParameterLineOut
    note: str
    values: list[LawValueOut]
    levels: list[str]
    bounds: str
    decisions: list[DecisionOut]


class DecisionIn(Schema):
    level: str
    unit_code: str
    value: str | list[str] | dict[str, str] | None
    number: str
    starts_on: date
    note: str = ""
    seen: int | None = None


@router.get("", response=list[RuleLineOut], summary="Các khung và quy tắc")
def every(request: ApiRequest) -> tuple[RuleLine, ...]:  # noqa: ARG001 - the same for everybody
    return browsing.rule_lines()


@router.get("/parameters/{path:name}", response=ParameterOut, summary="Một tham số, văn bản và quyết định")
def parameter(request: ApiRequest, name: str, on: date | None = None) -> ParameterOut:
    day = on or local_date(request.at)
    found = browsing.parameter_page(name, day, decisions_in_force(unit_path=request.actor.unit_path, on=day))
    return ParameterOut(
        line=ParameterLineOut.from_orm(found.line),
        note=found.note,
        values=[LawValueOut.from_orm(value) for value in found.values],
        levels=list(found.levels),
        bounds=found.bounds,
        decisions=[_decision(line) for line in decision_history(parameter=name, on=day)],
    )


@router.post("/parameters/{path:name}", response={201: ParameterOut}, summary="Ghi quyết định về một tham số")
def decide(request: ApiRequest, name: str, body: DecisionIn) -> Status[ParameterOut]:
    services.decide_parameter(actor=request.actor, at=request.at, parameter=name, **body.dict())
    return Status(201, parameter(request, name))


@router.get("/{path:name}", response=RuleOut, summary="Một quy tắc với tham số theo ngày và các trường hợp")
def rule(request: ApiRequest, name: str, on: date | None = None) -> RulePage:
    day = on or local_date(request.at)
    return browsing.rule_page(name, day, decisions_in_force(unit_path=request.actor.unit_path, on=day))


def _decision(line: DecisionLine) -> DecisionOut:
    return DecisionOut(
        id=line.id,
        level=line.level,
        unit_code=line.unit_code,
        value=line.written,
        number=line.number,
        starts_on=line.starts_on,
        note=line.note,
        recorded_by=line.recorded_by,
        at=line.at,
        holds=line.holds,
    )
