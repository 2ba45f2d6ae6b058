"""Fill the sample with plans: in force with what was given down, personal, and waiting in every state."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from woms.core.periods import CalendarPeriod
from woms.planning.states import CascadeState, PlanState
from woms.sample.approvals import Approval, Step, approved_before, waiting
from woms.sample.calendar import next_plan_period, quarter_of, years_of_activity
from woms.sample.moments import spread, working_moment
from woms.sample.organization import Organization
from woms.sample.people import SPECIALIST
from woms.sample.planning import Given, LoadedKeyResult, LoadedPlan, PlanWriter
from woms.sample.readings import readings, report_times, reporter_of
from woms.sample.templates import ObjectiveSpec, next_plan_of, personal_plan
from woms.sample.units import load_units
from woms.sample.year import KeyResultYear, ObjectiveYear, PlanYear, build_year

_DEPARTMENT = "so-khoa-hoc-va-cong-nghe"
_DIVISION = f"{_DEPARTMENT}-phong-chuyen-doi-so"
_WARD = "phuong-hoan-kiem"
_WAITING = {
    PlanState.DRAFT: (_DEPARTMENT, _WARD, "so-y-te", "xa-dong-anh"),
    PlanState.SUBMITTED: (
        "so-noi-vu", "so-tai-chinh", "phuong-tu-liem", "phuong-cau-giay", "van-phong-ubnd-thanh-pho",
        f"{_DEPARTMENT}-phong-quan-ly-khoa-hoc", f"{_DEPARTMENT}-phong-ke-hoach-tai-chinh",
        f"{_WARD}-phong-van-hoa-xa-hoi", f"{_WARD}-van-phong-hdnd-va-ubnd",
    ),
    PlanState.RETURNED: ("so-du-lich", "phuong-ha-dong", _DIVISION),
}  # fmt: skip
_UNBALANCED = "phuong-cau-giay"
"""The unit whose proposed weights do not add up: the pre-check has something to find."""

_OFFERED_KEY_RESULT = "dat-chuan-ky-nang-so"
_OFFERED_TO = (
    _DEPARTMENT,
    _WARD,
    "so-noi-vu",
    "phuong-tu-liem",
    "phuong-cau-giay",
    "xa-soc-son",
    "so-tai-chinh",
)
_DECLINED = (
    ("mat-bang-sach", "phuong-hai-ba-trung", "Địa bàn không có dự án thu hồi đất trong năm."),
    (
        "luot-boi-duong",
        "hoi-cuu-chien-binh-thanh-pho",
        "Cơ quan không còn biên chế trong diện bồi dưỡng bắt buộc.",
    ),
    ("ho-so-truc-tuyen", "ban-phap-che-hdnd", "Cơ quan không tiếp nhận hồ sơ thủ tục hành chính."),
)


def load_plans(
    organization: Organization, writer: PlanWriter, on: date, period_ids: dict[str, int]
) -> list[LoadedPlan]:
    """Add every plan of the sample; return those in force, each city plan before its units' plans."""
    in_force: list[LoadedPlan] = []
    for year in years_of_activity(on):
        plans = _plans_of_year(organization, writer, year, on, period_ids)
        _refuse_some(organization, writer, plans[0], year)
        in_force += plans
    _offer_more(organization, writer, plans[0], on)
    in_force += _personal_plans(organization, writer, on, period_ids)
    _plans_in_the_making(organization, writer, on, period_ids)
    return in_force


def _plans_of_year(
    organization: Organization, writer: PlanWriter, year: CalendarPeriod, on: date, period_ids: dict[str, int]
) -> list[LoadedPlan]:
    loaded: list[LoadedPlan] = []
    for plan in build_year(year, on):
        approval = approved_before(year.starts_on, plan.unit, organization)
        above = loaded[0] if loaded else None
        loaded.append(
            writer.add_plan(plan, approval, period=year, period_id=period_ids[year.code], above=above)
        )
        if above:
            _give_down(writer, above, loaded[-1], year)
    return loaded


def _give_down(writer: PlanWriter, city: LoadedPlan, below: LoadedPlan, year: CalendarPeriod) -> None:
    """Add the accepted target behind each key result that a unit took over from the city."""
    upper = {figure.year.spec.code: figure for figure in city.key_results}
    offered_at = working_moment(year.starts_on, -37, "offer")
    answered_at = working_moment(year.starts_on, spread(-27, -23, below.unit.fact.code), below.unit.fact.code)
    for figure in below.key_results:
        parent = upper.get(figure.year.spec.up)
        if parent:
            writer.add_cascade(
                Given(
                    parent=parent,
                    unit=below.unit,
                    target=figure.year.target,
                    offered_at=offered_at,
                    state=CascadeState.ACCEPTED,
                    answered_at=answered_at,
                    child=figure,
                )
            )


def _refuse_some(
    organization: Organization, writer: PlanWriter, city: LoadedPlan, year: CalendarPeriod
) -> None:
    """Add the targets that a unit declined, with its reason."""
    for code, unit, reason in _DECLINED:
        parent = _key_result(city, code)
        writer.add_cascade(
            Given(
                parent=parent,
                unit=organization.units[unit],
                target=parent.year.spec.target or Decimal(1),
                offered_at=working_moment(year.starts_on, -37, "offer"),
                state=CascadeState.DECLINED,
                answered_at=working_moment(year.starts_on, -25, unit),
                reason=reason,
                is_mandatory=False,
            )
        )


def _offer_more(organization: Organization, writer: PlanWriter, city: LoadedPlan, on: date) -> None:
    """Add a target given down days ago that waits for the units' answers."""
    parent = _key_result(city, _OFFERED_KEY_RESULT)
    for unit in _OFFERED_TO:
        writer.add_cascade(
            Given(
                parent=parent,
                unit=organization.units[unit],
                target=parent.year.target,
                offered_at=working_moment(on, -4, "offer"),
                state=CascadeState.OFFERED,
                is_mandatory=unit != _WARD,
            )
        )


def _key_result(plan: LoadedPlan, code: str) -> LoadedKeyResult:
    return next(figure for figure in plan.key_results if figure.year.spec.code == code)


def _personal_plans(
    organization: Organization, writer: PlanWriter, on: date, period_ids: dict[str, int]
) -> list[LoadedPlan]:
    """The pilot division's specialists each have an approved plan for the quarter."""
    quarter = quarter_of(on)
    unit = organization.units[_DIVISION].fact
    submitter = organization.deputy(_DEPARTMENT)
    approver = organization.head(_DEPARTMENT, on)
    loaded = []
    for person in organization.holders(_DIVISION, SPECIALIST):
        approval = Approval(
            person,
            working_moment(quarter.starts_on, -12, person.name),
            (
                Step(
                    "submit",
                    PlanState.DRAFT,
                    PlanState.SUBMITTED,
                    submitter,
                    working_moment(quarter.starts_on, -8),
                ),
                Step(
                    "approve",
                    PlanState.SUBMITTED,
                    PlanState.APPROVED,
                    approver,
                    working_moment(quarter.starts_on, -4),
                ),
            ),
        )
        specs = personal_plan(f"{_DIVISION}:{person.id}:{quarter.code}", _DIVISION)
        plan = PlanYear(unit, tuple(_personal_objective(spec, quarter, on) for spec in specs))
        loaded.append(
            writer.add_plan(plan, approval, period=quarter, period_id=period_ids[quarter.code], person=person)
        )
    return loaded


def _personal_objective(spec: ObjectiveSpec, quarter: CalendarPeriod, on: date) -> ObjectiveYear:
    reporter = reporter_of(_DIVISION, weekly=True)
    figures = (
        KeyResultYear(
            figure,
            figure.target or Decimal(0),
            tuple(
                readings(
                    figure,
                    figure.target or Decimal(0),
                    reporter,
                    quarter,
                    report_times(reporter, figure.code, quarter, on),
                )
            ),
        )
        for figure in spec.key_results
    )
    return ObjectiveYear(spec, own=False, key_results=tuple(figures))


def _plans_in_the_making(
    organization: Organization, writer: PlanWriter, on: date, period_ids: dict[str, int]
) -> None:
    """Plans of the next period, waiting in every state, so that every inbox has something true."""
    period = next_plan_period(on)
    by_code = {unit.code: unit for unit in load_units()}
    for state, codes in _WAITING.items():
        for code in codes:
            plan = PlanYear(
                by_code[code], tuple(_proposed(spec, code) for spec in next_plan_of(by_code[code]))
            )
            approval = waiting(on, by_code[code], organization, state)
            writer.add_plan(plan, approval, period=period, period_id=period_ids[period.code])


def _proposed(spec: ObjectiveSpec, unit: str) -> ObjectiveYear:
    if unit == _UNBALANCED and spec.kind == "okr":
        spec = replace(spec, weight=spec.weight - 5)
    figures = (KeyResultYear(figure, figure.target or Decimal(0), ()) for figure in spec.key_results)
    return ObjectiveYear(spec, own=False, key_results=tuple(figures))
