"""Reads of catalogue imports, for those who manage the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from woms.access.actors import Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.core.errors import Missing
from woms.org.queries import city
from woms.work.models import CatalogImport

MOST = 10


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row and what it does: new, version, same or wrong."""

    row: int
    kind: str
    code: str
    name: str
    measure_unit: str
    coefficient: str
    before: str
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CatalogPreview:
    id: int
    file_name: str
    state: str
    issue_state: str
    decision_number: str
    starts_on: date
    created_by: str
    created_at: datetime
    rows: tuple[ImportRow, ...]
    written: int

    def count(self, kind: str) -> int:
        return sum(row.kind == kind for row in self.rows)


def catalog_preview(*, actor: Actor, import_id: int) -> CatalogPreview:
    """One import. Raises `Denied` for who does not manage the catalogue, `Missing` when there is none."""
    _check(actor)
    batch = CatalogImport.objects.select_related("created_by").filter(pk=import_id).first()
    if batch is None:
        raise Missing
    return _preview(batch)


def recent_catalog_imports(*, actor: Actor) -> tuple[CatalogPreview, ...]:
    """The latest imports, newest first."""
    _check(actor)
    rows = CatalogImport.objects.select_related("created_by").order_by("-id")[:MOST]
    return tuple(_preview(row) for row in rows)


def _check(actor: Actor) -> None:
    check(actor, Permission.CATALOG_MANAGE, Subject(city().path))


def _preview(batch: CatalogImport) -> CatalogPreview:
    return CatalogPreview(
        id=batch.pk,
        file_name=batch.file_name,
        state=batch.state,
        issue_state=batch.issue_state,
        decision_number=batch.decision_number,
        starts_on=batch.starts_on,
        created_by=batch.created_by.full_name,
        created_at=batch.created_at,
        rows=tuple(
            ImportRow(
                row=row["row"],
                kind=row["kind"],
                code=row["code"],
                name=row["name"],
                measure_unit=row["measure_unit"],
                coefficient=(row["coefficient"] or "").replace(".", ","),
                before=row["before"].replace(".", ","),
                errors=tuple(row["errors"]),
            )
            for row in batch.rows
        ),
        written=len(batch.written),
    )
