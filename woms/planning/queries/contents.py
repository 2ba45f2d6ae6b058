"""Build `PlanContents` from rows: six queries for one plan or for many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from woms.access.actors import Actor
from woms.org.models import Person, Unit
from woms.org.queries import nameable_people
from woms.planning.contents import (
    AreaContents,
    KeyResultContents,
    ObjectiveContents,
    ParentRef,
    PeriodRef,
    PersonRef,
    PlanContents,
    UnitRef,
)
from woms.planning.facts import Deadline, InterimFact, StepFact
from woms.planning.models import InterimTarget, KeyResult, Objective, ObjectiveCoordinator, Period, Plan
from woms.planning.states import AREA_SHORT, Area, CascadeState

AREA_ORDER = {area: position for position, area in enumerate(Area.values)}


def contents_of(plans: Sequence[Plan], *, actor: Actor | None) -> dict[int, PlanContents]:
    """This function will read everything in `plans` (fetched through `visible_to` by the caller).

    The plans come with `unit`, `person`, `period` and `author` selected. Names of people whom the actor may
    not see are left empty; `actor` None (a check by the system) sees all.
    """
    reader = _Reader([plan.pk for plan in plans])
    names = _Names(actor, reader.people())
    return {plan.pk: _plan(plan, reader, names) for plan in plans}


class _Names:
    """Who may be named to this reader (tiered supervision)."""

    def __init__(self, actor: Actor | None, people: Collection[int]) -> None:
        self._all = actor is None
        self._shown = frozenset() if actor is None else nameable_people(actor=actor, person_ids=people)

    def ref(self, person: Person | None) -> PersonRef | None:
        if person is None:
            return None
        is_shown = self._all or person.pk in self._shown
        return PersonRef(person.pk, person.code if is_shown else "", person.full_name if is_shown else "")


class _Reader:
    """All rows below some plans, each kind in one query."""

    def __init__(self, plan_ids: Sequence[int]) -> None:
        objectives = Objective.objects.filter(plan_id__in=plan_ids).select_related(
            "lead_unit", "lead_person", "parent__plan__unit"
        )
        self.objectives = _grouped(objectives.order_by("position", "id"), "plan_id")
        below = [row.pk for rows in self.objectives.values() for row in rows]
        key_results = KeyResult.objects.filter(objective_id__in=below, archived_at__isnull=True)
        self.key_results = _grouped(
            key_results.select_related("owner_unit", "owner_person", "cascaded_from").order_by(
                "position", "id"
            ),
            "objective_id",
        )
        coordinators = ObjectiveCoordinator.objects.filter(objective_id__in=below).select_related("unit")
        self.coordinators = _grouped(coordinators.order_by("id"), "objective_id")
        interim = InterimTarget.objects.filter(key_result__objective_id__in=below).order_by("on")
        self.interim = _grouped(interim, "key_result_id")

    def people(self) -> set[int]:
        leads = {row.lead_person_id for rows in self.objectives.values() for row in rows}
        owners = {row.owner_person_id for rows in self.key_results.values() for row in rows}
        return {person for person in leads | owners if person is not None}


def _grouped(rows: Iterable[object], field: str) -> dict[int, list]:  # type: ignore[type-arg]
    groups = defaultdict(list)
    for row in rows:
        groups[getattr(row, field)].append(row)
    return groups


def unit_ref(unit: Unit) -> UnitRef:
    return UnitRef(unit.pk, unit.code, unit.name, unit.short_name, unit.path)


def period_ref(period: Period) -> PeriodRef:
    return PeriodRef(period.code, period.label, period.starts_on, period.ends_on)


def public_person(person: Person) -> PersonRef:
    """Someone who acts in office (author, submitter): their name is part of the record."""
    return PersonRef(person.pk, person.code, person.full_name)


def _plan(plan: Plan, reader: _Reader, names: _Names) -> PlanContents:
    rows = sorted(reader.objectives.get(plan.pk, []), key=lambda row: AREA_ORDER[row.area])
    objectives = [_objective(row, number, reader, names) for number, row in enumerate(rows, start=1)]
    return PlanContents(
        id=plan.pk,
        version=plan.version,
        state=plan.state,
        title=plan.title,
        unit=unit_ref(plan.unit),
        person=public_person(plan.person) if plan.person else None,
        period=period_ref(plan.period),
        author=public_person(plan.author),
        created_at=plan.created_at,
        submitted_at=plan.submitted_at,
        approved_at=plan.approved_at,
        is_sample=plan.is_sample,
        areas=tuple(_area(area, plan.area_weights, objectives) for area in Area),
    )


def _area(area: Area, weights: dict[str, str], objectives: Sequence[ObjectiveContents]) -> AreaContents:
    inside = tuple(objective for objective in objectives if objective.area == area.value)
    given = weights.get(area.value)
    weight = Decimal(given) if given is not None else sum((each.weight for each in inside), Decimal(0))
    return AreaContents(area.value, str(area.label), AREA_SHORT[area], weight, given is not None, inside)


def _objective(row: Objective, number: int, reader: _Reader, names: _Names) -> ObjectiveContents:
    below = reader.key_results.get(row.pk, [])
    return ObjectiveContents(
        id=row.pk,
        version=row.version,
        number=number,
        area=row.area,
        kind=row.kind,
        title=row.title,
        weight=row.weight,
        parent=_parent(row.parent),
        directive=row.directive,
        output=row.output,
        lead_unit=unit_ref(row.lead_unit) if row.lead_unit else None,
        lead_person=names.ref(row.lead_person),
        coordinators=tuple(unit_ref(each.unit) for each in reader.coordinators.get(row.pk, [])),
        authority=row.authority,
        procedure=row.procedure,
        deadline=deadline_of(row),
        unmatched_units=tuple(row.unmatched_units),
        key_results=tuple(
            _key_result(each, f"{number}.{index}", reader, names) for index, each in enumerate(below, start=1)
        ),
    )


def deadline_of(row: Objective) -> Deadline:
    return Deadline(
        kind=row.deadline_kind, start=row.deadline_start, end=row.deadline_end, text=row.deadline_text
    )


def _parent(parent: Objective | None) -> ParentRef | None:
    return ParentRef(parent.pk, parent.title, parent.plan.unit.short_name) if parent else None


def _key_result(row: KeyResult, number: str, reader: _Reader, names: _Names) -> KeyResultContents:
    return KeyResultContents(
        id=row.pk,
        version=row.version,
        number=number,
        code=row.code,
        title=row.title,
        kind=row.kind,
        measure_unit=row.measure_unit,
        direction=row.direction,
        baseline=row.baseline,
        target=row.target,
        range_high=row.range_high,
        weight=row.weight,
        owner_unit=unit_ref(row.owner_unit),
        owner_person=names.ref(row.owner_person),
        starts_on=row.starts_on,
        due_on=row.due_on,
        evidence_required=row.evidence_required,
        source=row.source,
        source_label=row.source_label,
        steps=tuple(StepFact(name, Decimal(percent)) for name, percent in row.steps),
        interim=tuple(InterimFact(each.on, each.value) for each in reader.interim.get(row.pk, [])),
        is_given=_is_given(row),
    )


def _is_given(row: KeyResult) -> bool:
    """Did it come down as a mandatory target that the unit has taken on?"""
    given = getattr(row, "cascaded_from", None)
    return given is not None and given.is_mandatory and given.state == CascadeState.ACCEPTED
