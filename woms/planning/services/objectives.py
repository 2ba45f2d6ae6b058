"""The nhiệm vụ of a plan: add, change, remove, order, and align with the one above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, ProtectedError

from woms.access.actors import Actor
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.clock import local_date
from woms.core.errors import Invalid, Refused
from woms.core.vietnamese import clean_text
from woms.org.actors import in_force
from woms.org.models import Unit
from woms.org.queries import works_under
from woms.planning import events
from woms.planning.facts import ObjectiveFacts
from woms.planning.models import Cascade, KeyResult, Objective, ObjectiveCoordinator, Plan
from woms.planning.policies.editing import check_alignment, check_objective, check_order
from woms.planning.services.fetching import (
    Saved,
    changes_between,
    check_version,
    editable_objective,
    editable_plan,
    logged,
    place_of,
    touch,
)
from woms.planning.services.weights import left_for_objective
from woms.planning.states import CascadeState
from woms.planning.words import told
from woms.records.log import record_event

KIND_WORDS = "nhiệm vụ"
ALIGNMENT_LOCK = 7_301_001  # any number of our own: one alignment at a time, so that no circle slips through


@transaction.atomic
def add_objective(*, actor: Actor, at: datetime, plan_id: int, facts: ObjectiveFacts) -> Saved:
    """This function will add an objective at the end of its area. Raises `Invalid` naming the field."""
    plan = editable_plan(actor, plan_id)
    return insert_objective(actor=actor, at=at, plan=plan, facts=facts)


def insert_objective(*, actor: Actor, at: datetime, plan: Plan, facts: ObjectiveFacts) -> Saved:
    """The second half of `add_objective`, for services that have locked and judged the plan themselves."""
    facts = _checked(actor, at, plan, facts, objective_id=None)
    if facts.weight is None:
        facts = replace(facts, weight=left_for_objective(plan, facts.area))
    last = Objective.objects.filter(plan=plan).aggregate(last=Max("position"))["last"] or 0
    objective = Objective.objects.create(plan=plan, position=last + 1, **_columns(facts))
    _set_coordinators(objective, facts.coordinator_ids)
    touch(plan)
    event = events.RowAdded(**place_of(plan), kind_words=KIND_WORDS, title=objective.title)
    after = logged(_told_columns(objective)) | {"part": f"objective:{objective.pk}"}
    record_event(actor=actor, at=at, event=event, after=after)
    return Saved(objective.pk, objective.version, plan.pk, plan.version)


@transaction.atomic
def update_objective(
    *, actor: Actor, at: datetime, objective_id: int, version: int, facts: ObjectiveFacts
) -> Saved:
    """This function will replace what is said about an objective.

    Raises `Conflict` when somebody changed it since `version`; saying the same again changes nothing.
    """
    objective = editable_objective(actor, objective_id)
    plan, part = objective.plan, f"objective:{objective_id}"
    check_version(objective.version, version, what=KIND_WORDS, plan_id=plan.pk, part=part)
    if facts.weight is None:
        facts = replace(facts, weight=objective.weight)
    facts = _checked(actor, at, plan, facts, objective_id=objective_id)
    before = _told_columns(objective)
    for name, value in _columns(facts).items():
        setattr(objective, name, value)
    _set_coordinators(objective, facts.coordinator_ids)
    old, new = changes_between(before, _told_columns(objective))
    if new:
        _follow_kind(objective, before["kind"])
        objective.version += 1
        objective.save()
        touch(plan)
        event = events.RowChanged(
            **place_of(plan), kind_words=KIND_WORDS, title=objective.title, changes=told(old, new)
        )
        record_event(actor=actor, at=at, event=event, before=logged(old), after=logged(new) | {"part": part})
    return Saved(objective.pk, objective.version, plan.pk, plan.version)


@transaction.atomic
def remove_objective(*, actor: Actor, at: datetime, objective_id: int, version: int) -> Saved:
    """This function will take an objective with its key results out of the plan; the log keeps what it was."""
    objective = editable_objective(actor, objective_id)
    plan, part = objective.plan, f"objective:{objective_id}"
    check_version(objective.version, version, what=KIND_WORDS, plan_id=plan.pk, part=part)
    check_not_bound(KeyResult.objects.filter(objective=objective).values_list("pk", flat=True))
    before = _told_columns(objective) | {
        "key_results": list(objective.key_results.values_list("title", flat=True))
    }
    delete_row(objective)
    touch(plan)
    event = events.RowRemoved(**place_of(plan), kind_words=KIND_WORDS, title=before["title"])
    record_event(actor=actor, at=at, event=event, before=logged(before), after={"part": part})
    return Saved(objective_id, 0, plan.pk, plan.version)


@transaction.atomic
def reorder_objectives(
    *, actor: Actor, at: datetime, plan_id: int, area: str, objective_ids: Sequence[int]
) -> Saved:
    """This function will put the objectives of an area in this order; a wrong or missing id changes nothing (C21)."""
    plan = editable_plan(actor, plan_id)
    rows = {row.pk: row for row in Objective.objects.filter(plan=plan, area=area)}
    check_order(objective_ids, rows)
    places = sorted(row.position for row in rows.values())
    for place, objective_id in zip(places, objective_ids, strict=True):
        Objective.objects.filter(pk=objective_id).update(position=place)
    touch(plan)
    event = events.RowsReordered(**place_of(plan), where="các nhiệm vụ")
    record_event(actor=actor, at=at, event=event, after={"part": "order", "order": list(objective_ids)})
    return Saved(plan.pk, plan.version, plan.pk, plan.version)


def check_not_bound(key_result_ids: Any) -> None:
    """Refuse to remove what somebody above gave as mandatory, or what has been handed down."""
    ids = list(key_result_ids)
    open_states = (CascadeState.OFFERED, CascadeState.ACCEPTED)
    given = Cascade.objects.filter(
        child_key_result_id__in=ids, is_mandatory=True, state=CascadeState.ACCEPTED
    )
    if given.exists():
        raise Refused(
            "Không bỏ được: đây là chỉ tiêu bắt buộc do cấp trên giao. Hãy đề nghị bên giao thu hồi trước.",
            code="row.mandatory",
        )
    if Cascade.objects.filter(parent_key_result_id__in=ids, state__in=open_states).exists():
        raise Refused(
            "Không bỏ được: chỉ tiêu này đã giao xuống đơn vị khác. Hãy thu hồi ở trang Giao xuống trước.",
            code="row.handed_down",
        )
    Cascade.objects.filter(parent_key_result_id__in=ids).delete()


def delete_row(row: Objective | KeyResult) -> None:
    """Delete, unless figures already hang on it (D11)."""
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError:
        raise Refused(
            "Không bỏ được vì đã có số liệu cập nhật hoặc công việc gắn vào. Lịch sử không được mất.",
            code="row.has_history",
        ) from None


def _checked(
    actor: Actor, at: datetime, plan: Plan, facts: ObjectiveFacts, objective_id: int | None
) -> ObjectiveFacts:
    check_objective(facts)
    on = local_date(at)
    wanted = {unit for unit in (facts.lead_unit_id, *facts.coordinator_ids) if unit is not None}
    found = dict(Unit.objects.filter(in_force(on), pk__in=wanted).values_list("pk", "path"))
    if wanted - found.keys():
        field = "lead_unit" if facts.lead_unit_id in wanted - found.keys() else "coordinators"
        raise Invalid(
            "Không có đơn vị này, hoặc đơn vị không còn hoạt động.", code="unit.unknown", field=field
        )
    _check_lead_person(facts, plan, found, at)
    if facts.parent_id is not None:
        _check_parent(actor, facts.parent_id, objective_id)
    return replace(facts, coordinator_ids=tuple(dict.fromkeys(facts.coordinator_ids)))


def _check_lead_person(facts: ObjectiveFacts, plan: Plan, paths: dict[int, str], at: datetime) -> None:
    """The one person who leads works in the leading unit, or in the plan's."""
    if facts.lead_person_id is None:
        return
    path = paths.get(facts.lead_unit_id or 0, plan.unit.path)
    on = local_date(at)
    if not any(
        works_under(person_id=facts.lead_person_id, unit_path=one, on=on) for one in {path, plan.unit.path}
    ):
        raise Invalid(
            "Người chủ trì phải đang làm việc ở đơn vị chủ trì.",
            code="lead_person.elsewhere",
            field="lead_person",
        )


def _check_parent(actor: Actor, parent_id: int, objective_id: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ALIGNMENT_LOCK])
    if not visible_to(Objective.objects.filter(pk=parent_id), actor, Permission.PLAN_READ).exists():
        raise Invalid("Không tìm thấy nhiệm vụ cấp trên này.", code="objective.parent", field="parent")
    above: list[int] = []
    current: int | None = parent_id
    while current is not None and current not in above:
        above.append(current)
        current = Objective.objects.filter(pk=current).values_list("parent_id", flat=True).first()
    check_alignment(objective_id, parent_id, above)


def _columns(facts: ObjectiveFacts) -> dict[str, Any]:
    return {
        "area": facts.area,
        "kind": facts.kind,
        "title": clean_text(facts.title),
        "weight": facts.weight,
        "parent_id": facts.parent_id,
        "directive": clean_text(facts.directive),
        "output": clean_text(facts.output),
        "lead_unit_id": facts.lead_unit_id,
        "lead_person_id": facts.lead_person_id,
        "authority": clean_text(facts.authority),
        "procedure": clean_text(facts.procedure),
        "deadline_kind": facts.deadline.kind,
        "deadline_start": facts.deadline.start,
        "deadline_end": facts.deadline.end,
        "deadline_text": clean_text(facts.deadline.text)[:200],
        "unmatched_units": list(facts.unmatched_units),
    }


def _told_columns(objective: Objective) -> dict[str, Any]:
    names = [name for name in _columns(ObjectiveFacts(title="", area="")) if name != "unmatched_units"]
    told_values = {name: getattr(objective, name) for name in names}
    told_values["unmatched_units"] = list(objective.unmatched_units)
    told_values["coordinators"] = sorted(objective.coordinators.values_list("unit_id", flat=True))
    return told_values


def _set_coordinators(objective: Objective, unit_ids: tuple[int, ...]) -> None:
    current = list(objective.coordinators.order_by("id").values_list("unit_id", flat=True))
    if current != list(unit_ids):
        objective.coordinators.all().delete()
        ObjectiveCoordinator.objects.bulk_create(
            [ObjectiveCoordinator(objective=objective, unit_id=unit_id) for unit_id in unit_ids]
        )


def _follow_kind(objective: Objective, old_kind: str) -> None:
    """Key results that were of the objective's kind stay of its kind."""
    if objective.kind != old_kind:
        objective.key_results.filter(kind=old_kind).update(kind=objective.kind)
