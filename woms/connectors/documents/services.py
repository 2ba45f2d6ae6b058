"""Bring a plan in from a document: read it, let a person correct it, write it once, take it back whole.

Nothing reaches a plan before `confirm_import`; what it writes goes through the services of planning, so an imported
row is judged and logged like a typed one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from woms.access.actors import Actor
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.connectors.documents import events, policies
from woms.connectors.documents.places import applied_before, open_plan, period_for, unit_index, unit_written
from woms.connectors.documents.reading import read_plan
from woms.connectors.documents.staging import RowCorrection, StagedPlan, from_json, staged
from woms.connectors.documents.writing import erase, write
from woms.core.clock import local_date
from woms.core.errors import Missing
from woms.org.queries import unit_by_code
from woms.planning.models import ImportBatch
from woms.planning.services.fetching import person_of
from woms.planning.services.plans import period_row
from woms.planning.states import ImportState
from woms.records.file_names import clean_file_name
from woms.records.log import record_event


@dataclass(frozen=True, slots=True)
class ImportReceipt:
    """What an import wrote, and where."""

    import_id: int
    plan_id: int
    plan_title: str
    objectives: int
    key_results: int


def stage_import(
    *, actor: Actor, at: datetime, unit_code: str, content: bytes, file_name: str, period_code: str = ""
) -> int:
    """This function will read a .docx or .xlsx file for the plan of a unit and keep what it understood for a preview.

    Without a period, the first year of the document whose plan is still open is taken. Returns the import's id.
    Raises `Missing` for a unit out of reach and `NotUnderstood` for a file that is no plan.
    """
    unit = unit_by_code(actor=actor, code=unit_code, permission=Permission.PLAN_EDIT)
    plan = staged(read_plan(content, index=unit_index(local_date(at), home=unit_code)))
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            unit_id=unit.id,
            period=period_row(period_code or period_for(unit.id, plan.years, local_date(at))),
            file_name=clean_file_name(file_name, ""),
            sha256=hashlib.sha256(content).hexdigest(),
            rows=plan.to_json(),
            created_by_id=person_of(actor),
            created_at=at,
        )
        event = events.PlanImportStaged(**_about(batch), rows=len(plan.rows))
        record_event(actor=actor, at=at, event=event, after={"sha256": batch.sha256, "rows": len(plan.rows)})
    return batch.pk


@transaction.atomic
def correct_import(
    *,
    actor: Actor,
    at: datetime,
    import_id: int,
    rows: Iterable[RowCorrection] = (),
    matches: Mapping[str, str] | None = None,
    period_code: str = "",
) -> None:
    """This function will keep what a person corrects before confirming: areas, leads, rows left out, the period.

    `matches` gives for a phrase of the document the unit it means, by code or by name; empty forgets the choice.
    Raises `Invalid` for a unit that does not exist, `Refused` once the import is settled.
    """
    batch = _locked(actor, import_id)
    policies.check_can_correct(batch)
    index = unit_index(local_date(at), home=batch.unit.code)
    chosen = {phrase: unit_written(index, text, field="match") for phrase, text in (matches or {}).items()}
    corrections = [_with_code(index, row) for row in rows]
    before = from_json(batch.rows)
    after = before.corrected(corrections, chosen)
    if period_code:
        batch.period = period_row(period_code)
    changes = _count_changes(before, after) + (batch.period_id != _period_of(batch.pk))
    if changes:
        batch.rows = after.to_json()
        batch.save(update_fields=["rows", "period"])
        record_event(actor=actor, at=at, event=events.PlanImportCorrected(**_about(batch), changes=changes))


@transaction.atomic
def confirm_import(*, actor: Actor, at: datetime, import_id: int, again: bool = False) -> ImportReceipt:
    """This function will write the kept rows into the draft plan of the unit and period, opening one if there is none.

    Confirming twice writes once. `again` allows the same file a second time. Raises `Refused` when the plan is in
    force or the rows are too many.
    """
    batch = _locked(actor, import_id)
    if batch.state == ImportState.APPLIED:
        return receipt_of(batch)
    plan, rows = open_plan(batch.unit_id, batch.period.code), from_json(batch.rows)
    earlier = applied_before(batch) is not None
    policies.check_can_confirm(batch, plan, rows=len(rows.kept), earlier=earlier, again=again)
    written = write(actor=actor, at=at, batch=batch, plan=plan, staged=rows)
    batch.state, batch.applied_at, batch.written = ImportState.APPLIED, at, written
    batch.plan_id = written["plan_id"]
    batch.save(update_fields=["state", "applied_at", "written", "plan"])
    receipt = receipt_of(batch)
    event = events.PlanImportApplied(
        **_about(batch),
        objectives=receipt.objectives,
        key_results=receipt.key_results,
        plan_title=receipt.plan_title,
    )
    record_event(actor=actor, at=at, event=event, after={"plan_id": receipt.plan_id})
    return receipt


@transaction.atomic
def undo_import(*, actor: Actor, at: datetime, import_id: int) -> None:
    """This function will take back exactly what the import wrote; doing it twice changes nothing more.

    Raises `Refused` naming the row when somebody has worked on it since, or when the plan was submitted.
    """
    batch = _locked(actor, import_id)
    if batch.state == ImportState.UNDONE:
        return
    policies.check_can_undo(batch, batch.plan)
    removed = erase(actor=actor, at=at, batch=batch)
    batch.state, batch.undone_at = ImportState.UNDONE, at
    batch.save(update_fields=["state", "undone_at", "plan"])
    record_event(actor=actor, at=at, event=events.PlanImportUndone(**_about(batch), objectives=removed))


def receipt_of(batch: ImportBatch) -> ImportReceipt:
    """Return what an applied import wrote."""
    written = batch.written
    return ImportReceipt(
        import_id=batch.pk,
        plan_id=written["plan_id"],
        plan_title=written["plan_title"],
        objectives=len(written["objectives"]),
        key_results=len(written["key_results"]),
    )


def _locked(actor: Actor, import_id: int) -> ImportBatch:
    """The import, locked until the transaction ends; `Missing` unless the actor may write plans of its unit."""
    rows = visible_to(ImportBatch.objects.select_for_update(of=("self",)), actor, Permission.PLAN_EDIT)
    batch = rows.select_related("unit", "period", "plan__unit").filter(pk=import_id).first()
    if batch is None:
        raise Missing
    return batch


def _with_code(index: Any, row: RowCorrection) -> RowCorrection:
    if not row.lead:
        return row
    code = unit_written(index, row.lead, field=f"lead-{row.position}")
    return RowCorrection(row.position, row.area, code, row.is_kept)


def _count_changes(before: StagedPlan, after: StagedPlan) -> int:
    rows = sum(one != two for one, two in zip(before.rows, after.rows, strict=True))
    return rows + sum(
        before.matches.get(key) != after.matches.get(key) for key in {*before.matches, *after.matches}
    )


def _period_of(import_id: int) -> int:
    return ImportBatch.objects.values_list("period_id", flat=True).get(pk=import_id)


def _about(batch: ImportBatch) -> dict[str, Any]:
    return {
        "subject_id": batch.pk,
        "unit_id": batch.unit_id,
        "unit_path": batch.unit.path,
        "is_sample": batch.unit.is_sample,
        "file_name": batch.file_name,
    }
