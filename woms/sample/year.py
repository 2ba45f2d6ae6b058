"""One year of plans and figures of the sample, each city figure made of the figures below it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from woms.core.periods import CalendarPeriod
from woms.sample.readings import Reading, readings, report_times, reporter_of
from woms.sample.templates import MEAN, KeyResultSpec, ObjectiveSpec, plan_of
from woms.sample.units import AGENCY, COMMUNE, DIVISION, WARD, UnitFact, load_units

PILOT_UNITS = ("so-khoa-hoc-va-cong-nghe", "ban-to-chuc-thanh-uy", "phuong-hoan-kiem", "phuong-tu-liem")
"""The units that report every week and whose divisions plan too."""

_PLANNING_WARDS = 40
_ALWAYS_PLANNING = (
    "phuong-hoan-kiem", "phuong-tu-liem", "phuong-cau-giay", "phuong-ha-dong", "xa-dong-anh", "xa-soc-son",
    "phuong-cua-nam", "phuong-yen-nghia", "xa-ba-vi", "xa-quang-oai", "xa-hoa-xa", "phuong-tay-tuu",
)  # fmt: skip
_NEVER_REPORTED_ONE_IN = 61
_PASSED_ON = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class KeyResultYear:
    """A key result of one unit with its target and the readings of the year, oldest first.

    `gathered`: nobody types the figure, it comes from the units below.
    """

    spec: KeyResultSpec
    target: Decimal
    readings: tuple[Reading, ...]
    gathered: bool = False


@dataclass(frozen=True, slots=True)
class ObjectiveYear:
    """A task of one unit with the year of its key results. `own` marks the mission of an agency."""

    spec: ObjectiveSpec
    own: bool
    key_results: tuple[KeyResultYear, ...]


@dataclass(frozen=True, slots=True)
class PlanYear:
    """The plan of one unit for one year with what was reported on it."""

    unit: UnitFact
    objectives: tuple[ObjectiveYear, ...]


def build_year(year: CalendarPeriod, until: date) -> list[PlanYear]:
    """Give the plans in force of the city (first) and of its planning units, with the figures reported before `until`."""
    below = [_simulated_plan(unit, year, until) for unit in planning_units()]
    city = _city_plan(load_units()[0], below, year, until)
    return [city, *(_with_city_figures(plan, city) for plan in below)]


def planning_units() -> list[UnitFact]:
    """Give the units that have a plan in force: agencies with a mission in the sample, some wards, pilot divisions."""
    units = load_units()
    agencies = [unit for unit in units if unit.kind == AGENCY and plan_of(unit)]
    divisions = [unit for unit in units if unit.kind == DIVISION and unit.parent in PILOT_UNITS]
    return [*agencies, *_planning_wards(units), *divisions]


def _planning_wards(units: tuple[UnitFact, ...]) -> list[UnitFact]:
    wards = [unit for unit in units if unit.kind in (WARD, COMMUNE)]
    chosen = {unit.code for unit in wards if unit.code in _ALWAYS_PLANNING}
    for unit in wards[::3]:
        if len(chosen) < _PLANNING_WARDS:
            chosen.add(unit.code)
    return [unit for unit in wards if unit.code in chosen]


def _simulated_plan(unit: UnitFact, year: CalendarPeriod, until: date) -> PlanYear:
    objectives = (
        ObjectiveYear(
            spec=spec,
            own=unit.kind == AGENCY and index == 0,
            key_results=tuple(_simulated(figure, unit.code, year, until) for figure in spec.key_results),
        )
        for index, spec in enumerate(plan_of(unit))
    )
    return PlanYear(unit, tuple(objectives))


def _simulated(spec: KeyResultSpec, unit: str, year: CalendarPeriod, until: date) -> KeyResultYear:
    target = spec.target or Decimal(0)
    reporter = reporter_of(unit, weekly=any(unit.startswith(pilot) for pilot in PILOT_UNITS))
    times = report_times(reporter, spec.code, year, until)
    if sum(map(ord, unit + spec.code)) % _NEVER_REPORTED_ONE_IN == 0:
        times = []
    return KeyResultYear(spec, target, tuple(readings(spec, target, reporter, year, times)))


def _city_plan(city: UnitFact, below: list[PlanYear], year: CalendarPeriod, until: date) -> PlanYear:
    return PlanYear(city, tuple(_city_objective(spec, below, year, until) for spec in plan_of(city)))


def _city_objective(
    spec: ObjectiveSpec, below: list[PlanYear], year: CalendarPeriod, until: date
) -> ObjectiveYear:
    figures = (_city_figure(figure, spec.lead, below, year, until) for figure in spec.key_results)
    return ObjectiveYear(spec, own=False, key_results=tuple(figures))


def _city_figure(
    spec: KeyResultSpec, lead: str, below: list[PlanYear], year: CalendarPeriod, until: date
) -> KeyResultYear:
    mission = _children(below, spec.code, own=True)
    if spec.roll:
        return _rolled(spec, lead, _children(below, spec.code, own=False), year, until)
    if mission:
        passed_on = (replace(reading, at=reading.at + _PASSED_ON) for reading in mission[0].readings)
        return KeyResultYear(spec, mission[0].target, tuple(passed_on), gathered=True)
    return _simulated(spec, lead, year, until)


def _children(below: list[PlanYear], code: str, *, own: bool) -> list[KeyResultYear]:
    """The units' key results under a key result of the city: of agencies' own missions, or of all others."""
    return [
        figure
        for plan in below
        for objective in plan.objectives
        if objective.own is own
        for figure in objective.key_results
        if figure.spec.up == code
    ]


def _rolled(
    spec: KeyResultSpec, lead: str, children: list[KeyResultYear], year: CalendarPeriod, until: date
) -> KeyResultYear:
    """The city's series: at each of its lead's reporting times, the sum or mean of what the units had reported."""
    target = spec.target if spec.target is not None else sum((child.target for child in children), Decimal(0))
    times = report_times(reporter_of(lead, weekly=True), spec.code, year, until)
    known = ((day, at, _known(children, day, at)) for day, at in times)
    series = (Reading(day, at, _combine(spec, figures)) for day, at, figures in known if figures)
    return KeyResultYear(spec, target, tuple(series), gathered=True)


def _known(children: list[KeyResultYear], day: date, at: datetime) -> list[Decimal]:
    """The figure of each unit for a day, as far as entered by an instant; a unit that has not reported is where it began."""
    latest = [
        next((r.value for r in reversed(child.readings) if r.as_of <= day and r.at <= at), None)
        for child in children
    ]
    if not any(value is not None for value in latest):
        return []
    starts = (child.spec.baseline or Decimal(0) for child in children)
    return [start if value is None else value for value, start in zip(latest, starts, strict=True)]


def _combine(spec: KeyResultSpec, figures: list[Decimal]) -> Decimal:
    total = sum(figures, Decimal(0))
    value = total / len(figures) if spec.roll == MEAN else total
    return value.quantize(Decimal(1).scaleb(-spec.digits))


def _with_city_figures(plan: PlanYear, city: PlanYear) -> PlanYear:
    """An agency whose mission carries a rolled figure of the city reports that figure, just before the city."""
    rolled = {
        figure.spec.code: figure
        for objective in city.objectives
        for figure in objective.key_results
        if figure.spec.roll
    }
    objectives = (
        replace(
            objective,
            key_results=tuple(
                _mirrored(figure, rolled.get(figure.spec.up)) for figure in objective.key_results
            ),
        )
        if objective.own
        else objective
        for objective in plan.objectives
    )
    return PlanYear(plan.unit, tuple(objectives))


def _mirrored(figure: KeyResultYear, above: KeyResultYear | None) -> KeyResultYear:
    if above is None:
        return figure
    before = (replace(reading, at=reading.at - _PASSED_ON) for reading in above.readings)
    return KeyResultYear(figure.spec, above.target, tuple(before))
