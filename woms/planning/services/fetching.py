"""How every write begins: fetch what the actor may see, lock the plan, check access, then the state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from woms.access.actors import Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.clock import HANOI
from woms.core.errors import Denied, Missing
from woms.planning.models import KeyResult, Objective, Plan
from woms.planning.policies.editing import check_editable, stale
from woms.records.queries import last_change


@dataclass(frozen=True, slots=True)
class Saved:
    """What a write left behind: the row, its version for the next write, and the plan's."""

    id: int
    version: int
    plan_id: int
    plan_version: int


def locked_plan(actor: Actor, plan_id: int, permission: Permission) -> Plan:
    """The plan, locked until the transaction ends. `Missing` if unreadable, `Denied` without the permission."""
    readable = visible_to(Plan.objects.select_for_update(of=("self",)), actor, Permission.PLAN_READ)
    plan = readable.select_related("unit", "person", "period").filter(pk=plan_id).first()
    if plan is None:
        raise Missing
    check(actor, permission, subject_of(plan))
    return plan


def editable_plan(actor: Actor, plan_id: int) -> Plan:
    """The plan, locked, if the actor may write in it now."""
    plan = locked_plan(actor, plan_id, Permission.PLAN_EDIT)
    check_editable(plan.state)
    return plan


def editable_objective(actor: Actor, objective_id: int) -> Objective:
    """The objective within its locked, editable plan (`objective.plan` is that plan)."""
    plan_id = Objective.objects.filter(pk=objective_id).values_list("plan_id", flat=True).first()
    plan = editable_plan(actor, plan_id or 0)
    objective = Objective.objects.filter(pk=objective_id, plan=plan).first()
    if objective is None:
        raise Missing
    objective.plan = plan
    return objective


def editable_key_result(actor: Actor, key_result_id: int) -> KeyResult:
    """The key result within its locked, editable plan."""
    found = KeyResult.objects.filter(pk=key_result_id, archived_at__isnull=True)
    objective = editable_objective(actor, found.values_list("objective_id", flat=True).first() or 0)
    key_result = found.filter(objective=objective).first()
    if key_result is None:
        raise Missing
    key_result.objective = objective
    return key_result


def subject_of(plan: Plan) -> Subject:
    return Subject(plan.unit.path, plan.person_id, is_leader=plan.person_is_leader)


def person_of(actor: Actor) -> int:
    """Whoever writes or decides does so in person, never the system."""
    if actor.person_id is None:
        raise Denied("Chỉ người có tài khoản cá nhân mới làm được việc này.", code="denied.no_person")
    return actor.person_id


def place_of(plan: Plan) -> dict[str, Any]:
    """Where an event of this plan happens."""
    return {
        "subject_id": plan.pk,
        "unit_id": plan.unit_id,
        "unit_path": plan.unit.path,
        "is_sample": plan.is_sample,
        "plan_title": plan.title,
    }


def touch(plan: Plan, *fields: str) -> None:
    """Save the plan with a new version: whoever decides on an older one is told."""
    plan.version += 1
    plan.save(update_fields=["version", *fields])


def check_version(current: int, seen: int, *, what: str, plan_id: int, part: str = "") -> None:
    """Raise `Conflict` naming who was faster and when, unless the writer saw the current version."""
    if current == seen:
        return
    last = last_change(subject_kind="plan", subject_id=plan_id, part=part)
    who = last.actor_name if last else ""
    when = f"{last.at.astimezone(HANOI):%H:%M ngày %d/%m/%Y}" if last else ""
    raise stale(what, who=who, when=when, theirs=last.sentence if last else "")


def changes_between(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Only what differs, on both sides."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def logged(values: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers as the log keeps them: `30`, not `30.000`, so that before and after read alike."""
    return {
        name: f"{value.normalize():f}" if isinstance(value, Decimal) else value
        for name, value in values.items()
    }
