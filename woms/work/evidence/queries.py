"""Reads of evidence: what is there for a key result, and the file itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from woms.access.actors import Actor
from woms.access.checks import Subject, allowed
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.errors import Missing
from woms.org.names import readable_names
from woms.records import files
from woms.work.models import Evidence


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One piece of evidence. Names are empty where the reader may not see the person.

    `other_claims`: how many other results are claimed with the very same file (scenario E03).
    """

    id: int
    file_name: str
    content_type: str
    size: int
    sha256: str
    note: str
    uploaded_by: str
    uploaded_at: datetime
    verified_by: str
    verified_at: datetime | None
    other_claims: int
    can_verify: bool
    is_sample: bool


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file handed to someone who may have it."""

    file_name: str
    content_type: str
    content: bytes


def evidence_of_key_result(*, actor: Actor, on: date, key_result_id: int) -> tuple[EvidenceLine, ...]:
    """The evidence of a key result that the actor may see, newest first (three queries)."""
    rows = list(_lines(actor).filter(key_result_id=key_result_id).order_by("-id"))
    return _described(rows, actor, on)


def open_evidence(*, actor: Actor, evidence_id: int) -> OpenedFile:
    """This function will hand out the file, or raise `Missing` as if it did not exist, or `Refused` if altered."""
    row = visible_to(Evidence.objects.select_related("file"), actor, Permission.EVIDENCE_READ)
    evidence = row.filter(pk=evidence_id).first()
    if evidence is None:
        raise Missing
    return OpenedFile(evidence.file_name, evidence.file.content_type, files.read(evidence.file_id))


def _lines(actor: Actor) -> QuerySet[Evidence]:
    """Every line with the number of other claims that rest on the same content."""
    same = Evidence.objects.filter(file_id=OuterRef("file_id")).exclude(
        key_result_id=OuterRef("key_result_id")
    )
    count = same.order_by().values("file_id").annotate(count=Count("pk")).values("count")
    rows = visible_to(Evidence.objects.select_related("file", "unit"), actor, Permission.EVIDENCE_READ)
    return rows.annotate(other_claims=Coalesce(Subquery(count), 0))


def _described(rows: Sequence[Evidence], actor: Actor, on: date) -> tuple[EvidenceLine, ...]:
    people = {person for row in rows for person in (row.uploaded_by_id, row.verified_by_id) if person}
    names = readable_names(actor=actor, on=on, person_ids=people)
    return tuple(
        EvidenceLine(
            id=row.pk,
            file_name=row.file_name,
            content_type=row.file.content_type,
            size=row.file.size,
            sha256=row.file_id,
            note=row.note,
            uploaded_by=names.get(row.uploaded_by_id, ""),
            uploaded_at=row.uploaded_at,
            verified_by=names.get(row.verified_by_id or 0, ""),
            verified_at=row.verified_at,
            other_claims=row.other_claims,  # type: ignore[attr-defined] # annotated above
            can_verify=_can_verify(row, actor),
            is_sample=row.is_sample,
        )
        for row in rows
    )


def _can_verify(row: Evidence, actor: Actor) -> bool:
    subject = Subject(row.unit.path, row.uploaded_by_id, is_unit_affair=True)
    is_open = row.verified_at is None and row.uploaded_by_id != actor.person_id
    return is_open and allowed(actor, Permission.EVIDENCE_VERIFY, subject)
