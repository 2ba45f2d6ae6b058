"""Run a simulation for the organisation board. Of everything it touches, only the log gets a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from woms.access.actors import Actor
from woms.access.checks import Subject, check, holds
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.errors import Denied, Invalid, Missing, Refused
from woms.core.periods import PeriodKind
from woms.evaluation import events
from woms.evaluation.models import Cycle, Dossier
from woms.evaluation.queries import readable_dossiers
from woms.evaluation.simulation.results import (
    DOWN,
    ORDER,
    UP,
    Change,
    Mover,
    Outcome,
    PartRow,
    Simulation,
    is_too_few,
    levels_of,
    moves_of,
    parts_of,
    told,
)
from woms.evaluation.simulation.running import Policy, outcomes
from woms.org.models import Unit
from woms.org.queries import city
from woms.records.log import record_event
from woms.regulations.decision_writing import Written
from woms.regulations.parameter_files import catalogue
from woms.regulations.parameters import Parameter, ParameterSet, Reading
from woms.regulations.registry import versions_of
from woms.regulations.supposing import (
    FAMILIES,
    beyond_bounds,
    family_of,
    other_frameworks,
    supposed_value,
    tried_parameters,
)
from woms.regulations.values import Value, show_value

MOST_MOVERS = 200


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be tried out on a cycle. `frameworks`: code and name of those its people are scored by."""

    frameworks: tuple[tuple[str, str], ...]
    under: tuple[tuple[str, str], ...]
    readings: tuple[Reading, ...]


def simulation_choices(*, actor: Actor, period_code: str, framework: str = "", under: str = "") -> Choices:
    """The frameworks of a cycle, and of the chosen one (the first, if none is named) what may be changed.

    Raises `Denied` for those who manage no cycle, `Missing` without such a cycle.
    """
    check_may_simulate(actor)
    cycle = _cycle(period_code)
    known = _frameworks_in(cycle)
    chosen = framework if framework in known else next(iter(known), "")
    if not chosen:
        return Choices((), (), ())
    on = cycle.governing_date
    read = ParameterSet(catalogue(), on)
    return Choices(
        frameworks=tuple((name, _label(name)) for name in known),
        under=tuple((name, _label(name)) for name in other_frameworks(chosen, on)),
        readings=tuple(read.read(one.name) for one in tried_parameters(family_of(under or chosen), on)),
    )


def check_may_simulate(actor: Actor) -> None:
    if not holds(actor, Permission.CYCLE_MANAGE):
        raise Denied(
            "Chỉ Ban Tổ chức mô phỏng chính sách đánh giá. Hãy liên hệ Ban Tổ chức.",
            code="denied.cycle_manage",
        )


def simulate_policy(
    *,
    actor: Actor,
    at: datetime,
    period_code: str,
    framework: str,
    unit_code: str = "",
    under: str = "",
    values: Mapping[str, Written],
) -> Simulation:
    """This function will score everybody of a framework again with other values, or under another framework.

    `values`: parameters in written form (25 for 25 %); those equal to the law's change nothing. `before` is the
    score in force as it is stored. Raises `Denied`, `Missing`, `Refused` (a quarter, a year) and `Invalid` on the
    field of a parameter.
    """
    unit = _unit(actor, unit_code)
    check(actor, Permission.CYCLE_MANAGE, Subject(unit.path))
    cycle = _cycle(period_code)
    under = under or framework
    _check_scope(cycle, framework, under)
    supposed = supposed_values(cycle, under, values)
    policy = Policy(cycle, unit.path, {framework: under}, supposed)
    readable = readable_dossiers(actor).exclude(person_id=actor.person_id or 0)
    named = frozenset(readable.filter(cycle=cycle).values_list("pk", flat=True))
    found, left_out = outcomes(policy, named)
    event = events.PolicySimulated(
        subject_id=cycle.pk, unit_id=unit.pk, unit_path=unit.path, is_sample=cycle.is_sample,
        period_label=cycle.period.label, people=len(found),
    )  # fmt: skip
    after = {"framework": framework, "under": under, "values": sorted(supposed)}
    record_event(actor=actor, at=at, event=event, after=after)
    return _simulation(policy, unit, found, left_out)


def _simulation(policy: Policy, unit: Unit, found: Sequence[Outcome], left_out: int) -> Simulation:
    framework, under = next(iter(policy.under.items()))
    directions = told(found, lambda one: one.direction, (UP, DOWN))
    moves, too_few = moves_of(found), is_too_few(found)
    nothing: dict[str, int | None] = dict.fromkeys(ORDER)
    return Simulation(
        period_code=policy.cycle.period.code,
        period_label=policy.cycle.period.label,
        unit_name=unit.name,
        framework=_label(framework),
        under=_label(under),
        changes=_changes(policy),
        people=len(found),
        left_out=left_out,
        before=nothing if too_few else levels_of(moves, "before"),
        after=nothing if too_few else levels_of(moves, "after"),
        up=directions[UP],
        down=directions[DOWN],
        moves=moves,
        units=_by_unit(unit, found),
        groups=_by_rank(found),
        movers=_movers(found),
    )


def _changes(policy: Policy) -> tuple[Change, ...]:
    read = ParameterSet(catalogue(), policy.cycle.governing_date)
    return tuple(
        Change(
            parameter=name,
            description=(reading := read.read(name)).parameter.description,
            source=reading.source,
            before=reading.shown,
            after=show_value(value, reading.parameter.unit),
            note=beyond_bounds(reading.parameter, value),
        )
        for name, value in policy.supposed.items()
    )


def _by_unit(unit: Unit, found: Sequence[Outcome]) -> tuple[PartRow, ...]:
    """One row for each unit right below the scope, with everything inside it; the scope's own people in its row."""
    level = len(unit.path.strip("/").split("/")) + 1
    parts: dict[int, list[Outcome]] = defaultdict(list)
    for one in found:
        ids = one.unit_path.strip("/").split("/")
        parts[int(ids[:level][-1])].append(one)
    names = Unit.objects.filter(pk__in=parts).order_by("position", "path").values_list("pk", "code", "name")
    return parts_of([(code, name, parts[pk]) for pk, code, name in names])


def _by_rank(found: Sequence[Outcome]) -> tuple[PartRow, ...]:
    """One row for each rank of the post: people of similar duties."""
    ranks = {one.dossier_id: one for one in found}
    parts: dict[str, list[Outcome]] = defaultdict(list)
    labels = dict(Dossier._meta.get_field("rank").flatchoices)
    for pk, rank in Dossier.objects.filter(pk__in=list(ranks)).order_by("pk").values_list("pk", "rank"):
        parts[rank].append(ranks[pk])
    return parts_of([(rank, str(labels[rank]), parts[rank]) for rank in labels if rank in parts])


def _movers(found: Sequence[Outcome]) -> tuple[Mover, ...]:
    """The first of those who move and may be named, falls first, by name."""
    moving = {one.dossier_id: one for one in found if one.may_be_named and one.before != one.after}
    rows = Dossier.objects.filter(pk__in=list(moving)).select_related("person", "unit")
    ordered = sorted(rows, key=lambda row: (moving[row.pk].direction, row.person.sort_key))
    return tuple(_mover(row, moving[row.pk]) for row in ordered[:MOST_MOVERS])


def _mover(row: Dossier, one: Outcome) -> Mover:
    return Mover(
        dossier_id=row.pk,
        name=row.person.full_name,
        title=row.title,
        unit_name=row.unit.name,
        before=one.before,
        after=one.after,
        total_before=one.total_before,
        total_after=one.total_after,
    )


def supposed_values(cycle: Cycle, under: str, values: Mapping[str, Written]) -> dict[str, Value]:
    """Read what is to be tried out, without what the law says already. Raises `Invalid` on the parameter's field."""
    on = cycle.governing_date
    known = {parameter.name: parameter for parameter in tried_parameters(family_of(under), on)}
    for name in values:
        if name not in known:
            raise Invalid(
                f"Tham số “{name}” không thử được với khung này. Hãy chọn một tham số có trong biểu mẫu.",
                code="simulation.parameter",
                field=name,
            )
    found = {name: supposed_value(known[name], values[name]) for name in sorted(values)}
    return {name: value for name, value in found.items() if value != _of_law(known[name], cycle)}


def _of_law(parameter: Parameter, cycle: Cycle) -> Value:
    value, _cites = parameter.on(cycle.governing_date)
    return value


def _check_scope(cycle: Cycle, framework: str, under: str) -> None:
    if framework not in _frameworks_in(cycle):
        raise Invalid(
            f"Không ai trong kỳ này được tính theo khung “{framework}”. Hãy chọn khung khác.",
            code="simulation.framework",
            field="framework",
        )
    if under != framework and under not in other_frameworks(framework, cycle.governing_date):
        raise Invalid(
            f"Dữ liệu của khung “{framework}” không đủ để tính theo “{under}”. Hãy chọn khung khác.",
            code="simulation.under",
            field="under",
        )
    if cycle.period.kind != PeriodKind.MONTH:
        raise Refused(
            "Điểm quý, năm là trung bình của các tháng nên không mô phỏng trực tiếp. Hãy mô phỏng từng tháng.",
            code="simulation.not_a_month",
        )


def _frameworks_in(cycle: Cycle) -> tuple[str, ...]:
    """Those of most people first: what one wants to try is mostly about them."""
    rows = Dossier.objects.filter(cycle=cycle).values("framework").annotate(people=Count("id"))
    names = rows.order_by("-people", "framework").values_list("framework", flat=True)
    return tuple(name for name in names if family_of(name) in FAMILIES)


def _label(framework: str) -> str:
    return versions_of(framework)[-1].label


def _unit(actor: Actor, code: str) -> Unit:
    check_may_simulate(actor)
    rows = visible_to(Unit.objects.all(), actor, Permission.CYCLE_MANAGE)
    row = rows.filter(code=code).first() if code else Unit.objects.filter(pk=city().id).first()
    if row is None:
        raise Missing
    return row


def _cycle(period_code: str) -> Cycle:
    cycle = Cycle.objects.select_related("period").filter(period__code=period_code).first()
    if cycle is None:
        raise Missing(f"Chưa có kỳ đánh giá “{period_code}”. Hãy chọn một kỳ trong danh sách.")
    return cycle
