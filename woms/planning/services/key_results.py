"""The mục tiêu then chốt of an objective: add, change, remove, order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from woms.access.actors import Actor
from woms.core.clock import local_date
from woms.core.errors import Invalid
from woms.core.vietnamese import clean_text
from woms.org.actors import in_force
from woms.org.models import Unit
from woms.org.queries import works_under
from woms.planning import events
from woms.planning.facts import InterimFact, KeyResultFacts
from woms.planning.models import Cascade, InterimTarget, KeyResult, Objective
from woms.planning.policies.cascades import check_given_kept
from woms.planning.policies.editing import check_order
from woms.planning.policies.steps import with_settled_steps
from woms.planning.policies.targets import check_key_result
from woms.planning.services.fetching import (
    Saved,
    changes_between,
    check_version,
    editable_key_result,
    editable_objective,
    logged,
    place_of,
    touch,
)
from woms.planning.services.objectives import check_not_bound, delete_row
from woms.planning.services.weights import left_for_key_result
from woms.planning.states import CascadeState
from woms.planning.words import told
from woms.records.log import record_event

KIND_WORDS = "mục tiêu"
ONE_DAY = timedelta(days=1)


@transaction.atomic
def add_key_result(*, actor: Actor, at: datetime, objective_id: int, facts: KeyResultFacts) -> Saved:
    """This function will add a key result at the end of its objective. Raises `Invalid` naming the field."""
    objective = editable_objective(actor, objective_id)
    return insert_key_result(actor=actor, at=at, objective=objective, facts=facts)


def insert_key_result(*, actor: Actor, at: datetime, objective: Objective, facts: KeyResultFacts) -> Saved:
    """The second half of `add_key_result`, for services that have locked and judged the plan themselves."""
    plan = objective.plan
    facts = _checked(at, objective, facts)
    if facts.weight is None:
        facts = replace(facts, weight=left_for_key_result(objective))
    last = KeyResult.objects.filter(objective=objective).aggregate(last=Max("position"))["last"] or 0
    key_result = KeyResult.objects.create(objective=objective, position=last + 1, **_columns(facts))
    _set_interim(key_result, facts.interim)
    touch(plan)
    event = events.RowAdded(**place_of(plan), kind_words=KIND_WORDS, title=key_result.title)
    after = logged(_told_columns(key_result)) | {"part": f"key_result:{key_result.pk}"}
    record_event(actor=actor, at=at, event=event, after=after)
    return Saved(key_result.pk, key_result.version, plan.pk, plan.version)


@transaction.atomic
def update_key_result(
    *, actor: Actor, at: datetime, key_result_id: int, version: int, facts: KeyResultFacts
) -> Saved:
    """This function will replace what is said about a key result.

    Raises `Conflict` when somebody changed it since `version`; a target given from above keeps its figure.
    """
    key_result = editable_key_result(actor, key_result_id)
    objective = key_result.objective
    plan, part = objective.plan, f"key_result:{key_result_id}"
    check_version(key_result.version, version, what=KIND_WORDS, plan_id=plan.pk, part=part)
    if facts.weight is None:
        facts = replace(facts, weight=key_result.weight)
    facts = _checked(at, objective, facts)
    check_given_kept(facts, _given_figures(key_result))
    before = _told_columns(key_result)
    for name, value in _columns(facts).items():
        setattr(key_result, name, value)
    _set_interim(key_result, facts.interim)
    old, new = changes_between(before, _told_columns(key_result))
    if new:
        key_result.version += 1
        key_result.save()
        touch(plan)
        event = events.RowChanged(
            **place_of(plan), kind_words=KIND_WORDS, title=key_result.title, changes=told(old, new)
        )
        record_event(actor=actor, at=at, event=event, before=logged(old), after=logged(new) | {"part": part})
    return Saved(key_result.pk, key_result.version, plan.pk, plan.version)


@transaction.atomic
def remove_key_result(*, actor: Actor, at: datetime, key_result_id: int, version: int) -> Saved:
    """This function will take a key result out of the plan; one given as mandatory stays."""
    key_result = editable_key_result(actor, key_result_id)
    plan, part = key_result.objective.plan, f"key_result:{key_result_id}"
    check_version(key_result.version, version, what=KIND_WORDS, plan_id=plan.pk, part=part)
    check_not_bound([key_result_id])
    before = _told_columns(key_result)
    delete_row(key_result)
    touch(plan)
    event = events.RowRemoved(**place_of(plan), kind_words=KIND_WORDS, title=before["title"])
    record_event(actor=actor, at=at, event=event, before=logged(before), after={"part": part})
    return Saved(key_result_id, 0, plan.pk, plan.version)


@transaction.atomic
def reorder_key_results(
    *, actor: Actor, at: datetime, objective_id: int, key_result_ids: Sequence[int]
) -> Saved:
    """This function will put the key results of an objective in this order (C21)."""
    objective = editable_objective(actor, objective_id)
    rows = KeyResult.objects.filter(objective=objective, archived_at__isnull=True)
    check_order(key_result_ids, rows.values_list("pk", flat=True))
    for place, key_result_id in enumerate(key_result_ids, start=1):
        KeyResult.objects.filter(pk=key_result_id).update(position=place)
    touch(objective.plan)
    event = events.RowsReordered(**place_of(objective.plan), where=f"các mục tiêu của “{objective.title}”")
    record_event(actor=actor, at=at, event=event, after={"part": "order", "order": list(key_result_ids)})
    return Saved(objective.pk, objective.version, objective.plan_id, objective.plan.version)


def _checked(at: datetime, objective: Objective, facts: KeyResultFacts) -> KeyResultFacts:
    """Fill in what is left open from the plan, then judge."""
    plan = objective.plan
    facts = with_settled_steps(facts)
    starts_on = facts.starts_on or plan.period.starts_on
    due_on = facts.due_on or _default_due(objective)
    check_key_result(facts, starts_on=starts_on, due_on=due_on)
    facts = replace(
        facts,
        starts_on=starts_on,
        due_on=due_on,
        kind=facts.kind or objective.kind,
        owner_unit_id=facts.owner_unit_id or plan.unit_id,
        owner_person_id=facts.owner_person_id or plan.person_id,
    )
    _check_owner(at, facts)
    return facts


def _given_figures(key_result: KeyResult) -> tuple[Decimal, str, str] | None:
    """Target, unit and direction that came down as mandatory, if they did."""
    given = Cascade.objects.filter(
        child_key_result=key_result, is_mandatory=True, state=CascadeState.ACCEPTED
    ).first()
    return (given.target, key_result.measure_unit, key_result.direction) if given else None


def _default_due(objective: Objective) -> date:
    last = objective.plan.period.ends_on - ONE_DAY
    end = objective.deadline_end
    return end if end and objective.plan.period.starts_on <= end <= last else last


def _check_owner(at: datetime, facts: KeyResultFacts) -> None:
    on = local_date(at)
    unit = Unit.objects.filter(in_force(on), pk=facts.owner_unit_id or 0).first()
    if unit is None:
        raise Invalid("Không có đơn vị này.", code="unit.unknown", field="owner_unit")
    person_id = facts.owner_person_id
    if person_id is not None and not works_under(person_id=person_id, unit_path=unit.path, on=on):
        raise Invalid(
            "Người thực hiện phải đang làm việc ở đơn vị thực hiện.",
            code="owner.elsewhere",
            field="owner_person",
        )


def _columns(facts: KeyResultFacts) -> dict[str, Any]:
    return {
        "code": clean_text(facts.code)[:40],
        "title": clean_text(facts.title),
        "kind": facts.kind,
        "measure_unit": clean_text(facts.measure_unit)[:40],
        "direction": facts.direction,
        "baseline": facts.baseline,
        "target": facts.target,
        "range_high": facts.range_high,
        "steps": [[step.name, f"{step.percent:f}"] for step in facts.steps],
        "weight": facts.weight,
        "owner_unit_id": facts.owner_unit_id,
        "owner_person_id": facts.owner_person_id,
        "starts_on": facts.starts_on,
        "due_on": facts.due_on,
        "evidence_required": facts.evidence_required,
        "source": facts.source,
        "source_label": clean_text(facts.source_label)[:120],
    }


_NAMES = tuple(_columns(KeyResultFacts(title="", target=0)))  # type: ignore[arg-type] # only the names matter


def _told_columns(key_result: KeyResult) -> dict[str, Any]:
    values = {name: getattr(key_result, name) for name in _NAMES}
    rows = key_result.interim_targets.order_by("on").values_list("on", "value")
    return values | {"interim": [f"{on:%d/%m/%Y}: {value.normalize():f}" for on, value in rows]}


def _set_interim(key_result: KeyResult, interim: tuple[InterimFact, ...]) -> None:
    wanted = sorted((fact.on, fact.value) for fact in interim)
    if list(key_result.interim_targets.order_by("on").values_list("on", "value")) != wanted:
        key_result.interim_targets.all().delete()
        InterimTarget.objects.bulk_create(
            [InterimTarget(key_result=key_result, on=on, value=value) for on, value in wanted]
        )
