"""Writes of evidence: attach a file to a key result, confirm one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import transaction

from woms.access.actors import Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.errors import Missing
from woms.core.vietnamese import clean_text
from woms.planning.models import KeyResult
from woms.records import files
from woms.records.files import KeptFile, Upload
from woms.records.log import record_event
from woms.work.evidence import events
from woms.work.evidence.policies import check_can_attach, check_can_verify
from woms.work.models import Evidence, WorkItem

NOTE_LENGTH = 500


@dataclass(frozen=True, slots=True)
class EvidenceReceipt:
    """What was taken in. `other_claims` tells the sender that the same file already proves something else."""

    id: int
    file_name: str
    sha256: str
    size: int
    other_claims: int


def attach_evidence(
    *, actor: Actor, at: datetime, key_result_id: int, upload: Upload, note: str = ""
) -> EvidenceReceipt:
    """This function will take a file in as evidence of a key result.

    Whether the actor may is judged before the first byte is read. Raises `Missing`, `Denied`, `Refused` when the
    plan is not in force, `Invalid` for a file that is not acceptable; nothing is recorded then.
    """
    find_attachable(actor, key_result_id)
    kept = files.keep(upload)
    with transaction.atomic():
        key_result = find_attachable(actor, key_result_id)
        return record_evidence(actor=actor, at=at, key_result=key_result, kept=kept, note=note)


def find_attachable(actor: Actor, key_result_id: int) -> KeyResult:
    """The key result, if the actor reports on it and its plan is in force."""
    rows = KeyResult.objects.select_related("owner_unit", "objective__plan")
    key_result = visible_to(rows, actor, Permission.PLAN_READ).filter(pk=key_result_id).first()
    if key_result is None:
        raise Missing
    check(actor, Permission.CHECK_IN_CREATE, subject_of(key_result))
    check_can_attach(key_result)
    return key_result


def subject_of(key_result: KeyResult) -> Subject:
    """A key result as permissions see it: carried out by a person, the unit's affair unless the plan is personal."""
    plan = key_result.objective.plan
    return Subject(
        key_result.owner_unit.path,
        key_result.owner_person_id,
        is_leader=plan.person_is_leader,
        is_unit_affair=plan.person_id is None,
    )


def record_evidence(
    *, actor: Actor, at: datetime, key_result: KeyResult, kept: KeptFile, note: str = ""
) -> EvidenceReceipt:
    """Inside a transaction of the caller, who has checked access: write the row and the event."""
    row = Evidence.objects.create(
        file=files.register(at=at, kept=kept),
        file_name=kept.file_name,
        unit=key_result.owner_unit,
        key_result=key_result,
        note=clean_text(note)[:NOTE_LENGTH],
        uploaded_by_id=cast("int", actor.person_id),  # who passed an access check is a person
        uploaded_at=at,
        is_sample=key_result.objective.plan.is_sample,
    )
    record_event(
        actor=actor,
        at=at,
        event=_event(events.EvidenceAttached, row),
        after={"sha256": kept.sha256, "size": kept.size},
    )
    others = Evidence.objects.filter(file_id=kept.sha256).exclude(key_result=key_result).count()
    return EvidenceReceipt(row.pk, kept.file_name, kept.sha256, kept.size, others)


def record_work_evidence(
    *, actor: Actor, at: datetime, work_item: WorkItem, kept: KeptFile, note: str = ""
) -> int:
    """Like `record_evidence`, for one's own product: inside a transaction of the caller, who has checked access."""
    row = Evidence.objects.create(
        file=files.register(at=at, kept=kept),
        file_name=kept.file_name,
        unit_id=work_item.unit_id,
        work_item=work_item,
        note=clean_text(note)[:NOTE_LENGTH],
        uploaded_by_id=cast("int", actor.person_id),
        uploaded_at=at,
        is_sample=work_item.is_sample,
    )
    event = _event(events.EvidenceAttached, row)
    record_event(actor=actor, at=at, event=event, after={"sha256": kept.sha256, "size": kept.size})
    return row.pk


@transaction.atomic
def verify_evidence(*, actor: Actor, at: datetime, evidence_id: int) -> None:
    """This function will confirm a piece of evidence. Raises `Refused` for one's own (scenario E04)."""
    rows = Evidence.objects.select_for_update(of=("self",)).select_related("unit", "key_result")
    evidence = visible_to(rows, actor, Permission.EVIDENCE_READ).filter(pk=evidence_id).first()
    if evidence is None:
        raise Missing
    subject = Subject(evidence.unit.path, evidence.uploaded_by_id, is_unit_affair=True)
    check(actor, Permission.EVIDENCE_VERIFY, subject)
    check_can_verify(evidence, actor)
    evidence.verified_by_id, evidence.verified_at = actor.person_id, at
    evidence.save(update_fields=["verified_by", "verified_at"])
    event = _event(events.EvidenceVerified, evidence)
    record_event(
        actor=actor, at=at, event=event, before={"verified_by": None}, after={"verified_by": actor.name}
    )


def _event(kind: type[events.EvidenceEvent], row: Evidence) -> events.EvidenceEvent:
    return kind(
        subject_id=row.pk,
        unit_id=row.unit_id,
        unit_path=row.unit.path,
        is_sample=row.is_sample,
        file_name=row.file_name,
        claim=_claim(row),
    )


def _claim(row: Evidence) -> str:
    if row.key_result is not None:
        return row.key_result.title
    return row.work_item.title if row.work_item is not None else row.note
