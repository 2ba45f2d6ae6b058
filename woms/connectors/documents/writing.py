"""Writing the rows of a confirmed import into a draft plan, and taking exactly them out again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from woms.access.actors import Actor
from woms.connectors.documents.deadlines import DeadlineKind
from woms.connectors.documents.key_results import SuggestedKeyResult
from woms.connectors.documents.staging import StagedPlan, StagedRow
from woms.connectors.documents.text import quote
from woms.core.errors import Conflict, Refused
from woms.org.models import Unit
from woms.planning.contents import HUNDRED
from woms.planning.facts import Deadline, KeyResultFacts, ObjectiveFacts
from woms.planning.models import ImportBatch, KeyResult, Objective, Plan
from woms.planning.services.fetching import editable_plan
from woms.planning.services.key_results import insert_key_result
from woms.planning.services.objectives import insert_objective, remove_objective
from woms.planning.services.plans import draft_plan
from woms.planning.services.weights import even_shares
from woms.planning.states import PlanState
from woms.workflow.models import Decision

_LASTING = (DeadlineKind.RECURRING, DeadlineKind.CONTINUOUS)


def write(
    *, actor: Actor, at: datetime, batch: ImportBatch, plan: Plan | None, staged: StagedPlan
) -> dict[str, Any]:
    """Write the kept rows; the result says what was written, for the receipt and for taking it back."""
    opened = plan is None
    plan_id = plan.pk if plan else _draft(actor, at, batch)
    target = editable_plan(actor, plan_id)
    units = dict(Unit.objects.values_list("code", "pk"))
    written: dict[str, Any] = {
        "plan_id": plan_id,
        "plan_title": target.title,
        "plan_opened": opened,
        "objectives": [],
        "key_results": [],
    }
    rows = staged.kept
    for row, weight in zip(rows, even_shares(_free_weight(target), len(rows)), strict=True):
        facts = _objective_facts(row, staged, units, weight)
        objective_id = insert_objective(actor=actor, at=at, plan=target, facts=facts).id
        written["objectives"].append(objective_id)
        written["key_results"].extend(_write_key_results(actor, at, target, objective_id, row, facts))
    return written


def _draft(actor: Actor, at: datetime, batch: ImportBatch) -> int:
    saved = draft_plan(
        actor=actor,
        at=at,
        unit_id=batch.unit_id,
        period=batch.period.code,
        is_sample=batch.unit.is_sample,
    )
    return saved.plan_id


def _free_weight(plan: Plan) -> Decimal:
    """What the rows already there leave of the hundred; new rows share it evenly."""
    used = Objective.objects.filter(plan=plan).aggregate(total=Sum("weight"))["total"] or Decimal(0)
    return max(HUNDRED - used, Decimal(0))


def _objective_facts(
    row: StagedRow, staged: StagedPlan, units: dict[str, int], weight: Decimal
) -> ObjectiveFacts:
    found = staged.units_of(row)
    return ObjectiveFacts(
        title=row.title,
        area=row.area.value,
        weight=weight,
        output=row.output,
        lead_unit_id=units.get(found.lead or ""),
        coordinator_ids=tuple(units[code] for code in found.coordinating if code in units),
        deadline=_deadline(row),
        unmatched_units=(*found.unmatched_lead, *found.unmatched_coordinating),
    )


def _deadline(row: StagedRow) -> Deadline:
    """The deadline as read; lasting work without days of its own runs through the year of its section."""
    deadline, start, end = row.deadline, row.deadline.start, row.deadline.end
    if deadline.kind in _LASTING and not (start or end) and row.year:
        start, end = date(row.year, 1, 1), date(row.year, 12, 31)
    return Deadline(kind=deadline.kind.value, start=start, end=end, text=deadline.text)


def _write_key_results(
    actor: Actor, at: datetime, plan: Plan, objective_id: int, row: StagedRow, facts: ObjectiveFacts
) -> Iterator[int]:
    objective = Objective.objects.get(pk=objective_id)
    objective.plan = plan  # the locked one, so that its version is counted on
    shares = even_shares(HUNDRED, len(row.key_results))
    for key_result, weight in zip(row.key_results, shares, strict=True):
        wanted = _key_result_facts(key_result, weight, facts.lead_unit_id)
        yield insert_key_result(actor=actor, at=at, objective=objective, facts=wanted).id


def _key_result_facts(key_result: SuggestedKeyResult, weight: Decimal, owner: int | None) -> KeyResultFacts:
    return KeyResultFacts(
        title=key_result.title,
        target=key_result.target,
        measure_unit=key_result.unit,
        direction=key_result.direction.value,
        range_high=key_result.range_high,
        weight=weight,
        owner_unit_id=owner,
    )


def erase(*, actor: Actor, at: datetime, batch: ImportBatch) -> int:
    """Take out what the import wrote and return how many objectives went. Raises `Refused` if any was touched since."""
    written = batch.written
    objectives = {row.pk: row for row in Objective.objects.filter(pk__in=written["objectives"])}
    _check_untouched(written, objectives)
    for objective_id in written["objectives"]:
        try:
            remove_objective(actor=actor, at=at, objective_id=objective_id, version=1)
        except Conflict as changed:
            raise _touched(objectives[objective_id].title, changed.sentence) from None
    if written["plan_opened"] and _is_as_opened(written["plan_id"]):
        Plan.objects.filter(pk=written["plan_id"]).delete()
        batch.plan = None
    return len(objectives)


def _check_untouched(written: dict[str, Any], objectives: dict[int, Objective]) -> None:
    if len(objectives) != len(written["objectives"]):
        raise _touched("", "Có nhiệm vụ đã bị bỏ khỏi kế hoạch.")
    found = KeyResult.objects.filter(objective_id__in=objectives).select_related("objective").order_by("id")
    for key_result in found:
        if key_result.version > 1 or key_result.archived_at or key_result.pk not in written["key_results"]:
            raise _touched(
                key_result.objective.title, "Mục tiêu then chốt của nhiệm vụ này đã được sửa hoặc thêm."
            )
    if len(found) != len(written["key_results"]):
        raise _touched("", "Có mục tiêu then chốt đã bị bỏ khỏi kế hoạch.")


def _touched(title: str, why: str) -> Refused:
    where = f" nhiệm vụ {quote(title)}" if title else ""
    return Refused(
        f"Không hoàn tác được vì kế hoạch đã được sửa sau khi nhập{':' if where else '.'}{where}"
        f"{'.' if where else ''} {why} Hãy sửa trực tiếp trong kế hoạch.",
        code="plan_import.touched",
    )


def _is_as_opened(plan_id: int) -> bool:
    """The plan holds nothing else and nobody has decided anything about it."""
    untouched = Plan.objects.filter(
        pk=plan_id, state=PlanState.DRAFT, area_weights={}, objectives__isnull=True
    )
    return (
        untouched.exists() and not Decision.objects.filter(subject_kind="plan", subject_id=plan_id).exists()
    )
