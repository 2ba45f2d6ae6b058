"""Bring the catalogue in from a sheet: read it, show what would happen row by row, write it once, take it back whole.

Every row goes through the services of the catalogue, so an imported version is judged and logged like a typed one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from django.db import transaction

from woms.access.actors import Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.connectors.catalog.reading import SheetRow, numbered, read_products
from woms.core.clock import local_date
from woms.core.errors import Missing, Refused, WomsError
from woms.core.vietnamese import clean_text, fold
from woms.org.models import Unit
from woms.org.queries import UnitChoice, city
from woms.planning.states import ImportState
from woms.records.file_names import clean_file_name
from woms.records.log import record_event
from woms.work.catalog import events, policies
from woms.work.catalog import services as catalog
from woms.work.catalog.policies import ProductFacts
from woms.work.models import CatalogImport, CatalogProduct, WorkItem

Staged = dict[str, Any]


@transaction.atomic
def stage_catalog(
    *,
    actor: Actor,
    at: datetime,
    content: bytes,
    file_name: str,
    state: str,
    starts_on: date,
    decision_number: str = "",
) -> int:
    """This function will read a sheet of products and keep what each row would do, for a preview.

    Nothing reaches the catalogue. Raises `Denied`, `Invalid` (decision, state) or `NotUnderstood`.
    """
    root = _root(actor)
    number = clean_text(decision_number)
    policies.check_issue(state, number)
    rows = read_products(content)
    staged = _staged(rows, starts_on, local_date(at))
    batch = CatalogImport.objects.create(
        file_name=clean_file_name(file_name, ""),
        sha256=hashlib.sha256(content).hexdigest(),
        issue_state=state,
        decision_number=number,
        starts_on=starts_on,
        rows=staged,
        created_by_id=cast("int", actor.person_id),
        created_at=at,
    )
    _tell(actor, at, root, batch, "Đọc", len(staged))
    return batch.pk


@transaction.atomic
def confirm_catalog(*, actor: Actor, at: datetime, import_id: int, leave_wrong: bool = False) -> None:
    """This function will write the rows of a preview into the catalogue; confirming twice writes once.

    `leave_wrong`: write the right rows and leave the wrong ones out. Raises `Refused` when rows are wrong, or when
    the catalogue changed since the preview; then nothing is written.
    """
    root = _root(actor)
    batch = _locked(import_id)
    if batch.state == ImportState.APPLIED:
        return
    _check_can_confirm(batch, leave_wrong=leave_wrong)
    batch.written = [_write(actor, at, batch, row) for row in batch.rows if row["kind"] in {"new", "version"}]
    batch.state, batch.applied_at = ImportState.APPLIED, at
    batch.save(update_fields=["written", "state", "applied_at"])
    _tell(actor, at, root, batch, "Ghi", len(batch.written))


@transaction.atomic
def undo_catalog(*, actor: Actor, at: datetime, import_id: int) -> None:
    """This function will take back exactly what the import wrote; twice changes nothing more.

    Raises `Refused` naming the product when work was assigned from it or a later version was made since.
    """
    root = _root(actor)
    batch = _locked(import_id)
    if batch.state == ImportState.UNDONE:
        return
    if batch.state != ImportState.APPLIED:
        raise Refused("Tệp này chưa được ghi nên không có gì để hoàn tác.", code="catalog_import.not_applied")
    for written in reversed(batch.written):
        _take_back(written)
    batch.state, batch.undone_at = ImportState.UNDONE, at
    batch.save(update_fields=["state", "undone_at"])
    _tell(actor, at, root, batch, "Hoàn tác", len(batch.written))


def _root(actor: Actor) -> UnitChoice:
    root = city()
    check(actor, Permission.CATALOG_MANAGE, Subject(root.path))
    return root


def _locked(import_id: int) -> CatalogImport:
    batch = CatalogImport.objects.select_for_update().filter(pk=import_id).first()
    if batch is None:
        raise Missing
    return batch


def _staged(rows: tuple[SheetRow, ...], starts_on: date, on: date) -> list[Staged]:
    latest: dict[str, CatalogProduct] = {}
    codes = {row.code for row in rows}
    for version in CatalogProduct.objects.filter(code__in=codes).select_related("unit").order_by("version"):
        latest[version.code] = version
    units = _units()
    return [_stage(row, twice, latest.get(row.code), units, starts_on, on) for row, twice in numbered(rows)]


def _units() -> dict[str, str]:
    """Unit codes by code and by folded name."""
    found: dict[str, str] = {}
    for unit in Unit.objects.filter(ends_on__isnull=True):
        found[unit.code] = found[fold(unit.name)] = found[fold(unit.short_name)] = unit.code
    return found


def _stage(
    row: SheetRow, twice: str, latest: CatalogProduct | None, units: dict[str, str], starts_on: date, on: date
) -> Staged:
    errors = [*row.errors, *([twice] if twice else [])]
    unit_code = units.get(row.unit) or units.get(fold(row.unit), "") if row.unit else ""
    if row.unit and not unit_code:
        errors.append(f"Không có đơn vị “{row.unit[:60]}”. Ghi đúng tên hoặc mã, hoặc để trống.")
    staged: Staged = {**asdict(row), "unit": unit_code, "version": latest.version if latest else 0}
    staged["coefficient"] = None if row.coefficient is None else str(row.coefficient)
    staged["norm_hours"] = None if row.norm_hours is None else str(row.norm_hours)
    errors += _complaints(staged, row, latest, starts_on, on)
    kind = "new" if latest is None else "same" if _is_same(latest, row, unit_code) else "version"
    staged["before"] = f"{latest.coefficient.normalize():f}" if latest else ""
    return {
        **staged,
        "errors": [] if kind == "same" else errors,
        "kind": "wrong" if errors and kind != "same" else kind,
    }


def _complaints(
    staged: Staged, row: SheetRow, latest: CatalogProduct | None, starts_on: date, on: date
) -> Iterable[str]:
    """The same judgements as when it is written, one sentence each."""
    try:
        policies.check_code(row.code)
    except WomsError as error:
        yield error.sentence
    if row.coefficient is not None:
        try:
            policies.check_facts(_facts(staged))
        except WomsError as error:
            yield error.sentence
    if latest is not None and not _is_same(latest, row, staged["unit"]):
        try:
            policies.check_new_version([latest], starts_on, on)
        except WomsError as error:
            yield error.sentence


def _is_same(latest: CatalogProduct, row: SheetRow, unit_code: str) -> bool:
    mine = (
        row.name, row.output, row.measure_unit, row.coefficient, row.group, row.field, row.norm_hours,
        row.is_standard, unit_code,
    )  # fmt: skip
    theirs = (
        latest.name, latest.output, latest.measure_unit, latest.coefficient, latest.group, latest.field,
        latest.norm_hours, latest.is_standard, latest.unit.code if latest.unit else "",
    )  # fmt: skip
    return mine == theirs


def _facts(row: Staged) -> ProductFacts:
    return ProductFacts(
        name=row["name"],
        measure_unit=row["measure_unit"],
        coefficient=Decimal(row["coefficient"]),
        output=row["output"],
        field=row["field"],
        group=row["group"],
        norm_hours=Decimal(row["norm_hours"]) if row["norm_hours"] else None,
        is_standard=row["is_standard"],
        unit_code=row["unit"],
    )


def _check_can_confirm(batch: CatalogImport, *, leave_wrong: bool) -> None:
    if batch.state == ImportState.UNDONE:
        raise Refused(
            "Việc nhập tệp này đã hoàn tác. Muốn nhập lại, hãy tải tệp lên lần nữa.",
            code="catalog_import.undone",
        )
    wrong = sum(row["kind"] == "wrong" for row in batch.rows)
    if wrong and not leave_wrong:
        raise Refused(
            f"Còn {wrong} dòng phải sửa. Hãy sửa trong tệp rồi tải lại, hoặc đánh dấu để bỏ qua các dòng đó.",
            code="catalog_import.rows_wrong",
        )
    if not any(row["kind"] in {"new", "version"} for row in batch.rows):
        raise Refused(
            "Không có dòng nào làm danh mục thay đổi nên không có gì để ghi.", code="catalog_import.nothing"
        )


def _write(actor: Actor, at: datetime, batch: CatalogImport, row: Staged) -> Staged:
    about: dict[str, Any] = {
        "actor": actor, "at": at, "code": row["code"], "facts": _facts(row), "state": batch.issue_state,
        "starts_on": batch.starts_on, "decision_number": batch.decision_number,
    }  # fmt: skip
    before = CatalogProduct.objects.filter(code=row["code"], version=row["version"]).first()
    ends_on = before.ends_on.isoformat() if before is not None and before.ends_on else ""
    try:
        if row["kind"] == "new":
            made = catalog.add_product(**about)
        else:
            made = catalog.add_version(**about, version=row["version"])
    except WomsError as error:
        raise Refused(
            f"Dòng {row['row']} ({row['code']}): {error.sentence} Chưa ghi dòng nào. Hãy tải tệp lên lại.",
            code="catalog_import.row_refused",
        ) from None
    return {"id": made, "before": before.pk if before else None, "ends_on": ends_on}


def _take_back(written: Staged) -> None:
    row = CatalogProduct.objects.select_for_update().filter(pk=written["id"]).first()
    if row is None:
        raise Refused(
            "Có dòng đã bị bỏ khỏi danh mục từ trước nên không hoàn tác trọn được.",
            code="catalog_import.touched",
        )
    used = WorkItem.objects.filter(product=row).exists()
    later = CatalogProduct.objects.filter(code=row.code, version__gt=row.version).exists()
    if used or later or row.end_decision_number:
        why = "đã giao việc theo bản này" if used else "sản phẩm đã có quyết định khác sau đó"
        raise Refused(
            f"Không hoàn tác được: “{row.name}” ({row.code}), {why}. Hãy lập bản mới hoặc ngừng dùng.",
            code="catalog_import.touched",
        )
    row.delete()
    if written["before"]:
        ends_on = date.fromisoformat(written["ends_on"]) if written["ends_on"] else None
        CatalogProduct.objects.filter(pk=written["before"]).update(ends_on=ends_on)


def _tell(actor: Actor, at: datetime, root: UnitChoice, batch: CatalogImport, step: str, rows: int) -> None:
    event = events.CatalogImported(
        subject_id=batch.pk,
        unit_id=root.id,
        unit_path=root.path,
        is_sample=False,
        file_name=batch.file_name,
        step=step,
        rows=rows,
    )
    record_event(actor=actor, at=at, event=event, after={"sha256": batch.sha256, "state": str(batch.state)})
