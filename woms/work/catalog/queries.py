"""Reads of the catalogue: the list with its filters, one product with all its versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from woms.access.actors import Actor
from woms.access.checks import Subject, allowed, holds
from woms.access.permissions import Permission
from woms.core.errors import Denied, Missing
from woms.core.vietnamese import fold
from woms.org.queries import city
from woms.records.queries import LogLine, log_of_subject
from woms.work.models import CatalogProduct, WorkItem
from woms.work.states import CatalogState

PAGE_SIZE = 50
RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a product. `standing`: draft, pilot, official, planned (begins later) or retired on the day."""

    id: int
    code: str
    version: int
    name: str
    output: str
    measure_unit: str
    field: str
    group: str
    coefficient: Decimal
    norm_hours: Decimal | None
    is_standard: bool
    unit_code: str
    unit_name: str
    state: str
    state_label: str
    standing: str
    starts_on: date
    ends_on: date | None
    decision_number: str
    end_decision_number: str
    end_reason: str
    created_by: str
    created_at: datetime | None
    items: int
    is_sample: bool


@dataclass(frozen=True, slots=True)
class CatalogList:
    """One page of the catalogue: of each product its latest version that the reader may see."""

    lines: tuple[VersionLine, ...]
    total: int
    page: int
    pages: int
    fields: tuple[str, ...]
    groups: tuple[str, ...]
    can_manage: bool
    is_sample: bool


@dataclass(frozen=True, slots=True)
class ProductDetail:
    """One product with its versions, the latest first."""

    code: str
    versions: tuple[VersionLine, ...]
    can_manage: bool
    log: tuple[LogLine, ...]

    @property
    def latest(self) -> VersionLine:
        return self.versions[0]

    @property
    def current(self) -> VersionLine | None:
        return next((line for line in self.versions if line.standing in {"pilot", "official"}), None)


def usable_in(unit_path: str) -> Q:
    """Versions for the whole province, or for a unit above or equal to the one at this path."""
    ids = [int(part) for part in unit_path.strip("/").split("/") if part.isdigit()]
    return Q(unit=None) | Q(unit_id__in=ids)


def can_manage(actor: Actor) -> bool:
    return holds(actor, Permission.CATALOG_MANAGE) and allowed(
        actor, Permission.CATALOG_MANAGE, Subject(city().path)
    )


def catalog_list(
    *,
    actor: Actor,
    on: date,
    search: str = "",
    field: str = "",
    group: str = "",
    standing: str = "",
    page: int = 1,
) -> CatalogList:
    """The catalogue by code, narrowed. Raises `Denied` for who neither works with it nor manages it.

    Coefficients are rules for everybody who is assigned work; drafts are seen by those who manage the catalogue.
    """
    rows = list(_readable(actor).order_by("code", "-version").distinct("code"))
    every = [_line(row, on) for row in rows]
    wanted = fold(search)
    found = [
        line
        for line in every
        if (not wanted or wanted in fold(f"{line.code} {line.name} {line.output}"))
        and (not field or line.field == field)
        and (not group or line.group == group)
        and (not standing or line.standing == standing)
    ]
    pages = max(1, -(-len(found) // PAGE_SIZE))
    number = min(max(page, 1), pages)
    return CatalogList(
        lines=tuple(found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]),
        total=len(found),
        page=number,
        pages=pages,
        fields=tuple(sorted({line.field for line in every if line.field})),
        groups=tuple(sorted({line.group for line in every if line.group})),
        can_manage=can_manage(actor),
        is_sample=any(line.is_sample for line in every),
    )


def product_detail(*, actor: Actor, code: str, on: date) -> ProductDetail:
    """One product. Raises `Missing` when there is none that the reader may see."""
    rows = list(_readable(actor).filter(code=code).order_by("-version"))
    if not rows:
        raise Missing
    ids = [row.pk for row in rows]
    counts = WorkItem.objects.filter(product_id__in=ids).values("product_id").annotate(items=Count("id"))
    items = {row["product_id"]: row["items"] for row in counts}
    log = [line for pk in ids for line in log_of_subject(subject_kind="catalog_product", subject_id=pk)]
    return ProductDetail(
        code=code,
        versions=tuple(_line(row, on, items.get(row.pk, 0)) for row in rows),
        can_manage=can_manage(actor),
        log=tuple(sorted(log, key=lambda line: line.at, reverse=True)),
    )


def standing_of(row: CatalogProduct, on: date) -> str:
    if row.state == CatalogState.DRAFT:
        return str(CatalogState.DRAFT.value)
    if row.ends_on is not None and row.ends_on <= on:
        return RETIRED
    return "planned" if row.starts_on > on else str(row.state)


def _readable(actor: Actor) -> QuerySet[CatalogProduct]:
    rows = CatalogProduct.objects.select_related("unit", "created_by")
    if can_manage(actor):
        return rows
    if not holds(actor, Permission.WORK_READ):
        raise Denied(
            "Danh mục sản phẩm dành cho người làm việc với công việc được giao. "
            "Nếu công việc của bạn cần xem, hãy liên hệ quản trị đơn vị.",
            code=f"denied.{Permission.CATALOG_MANAGE}",
        )
    return rows.exclude(state=CatalogState.DRAFT)


def _line(row: CatalogProduct, on: date, items: int = 0) -> VersionLine:
    return VersionLine(
        id=row.pk,
        code=row.code,
        version=row.version,
        name=row.name,
        output=row.output,
        measure_unit=row.measure_unit,
        field=row.field,
        group=row.group,
        coefficient=row.coefficient,
        norm_hours=row.norm_hours,
        is_standard=row.is_standard,
        unit_code=row.unit.code if row.unit else "",
        unit_name=row.unit.name if row.unit else "",
        state=row.state,
        state_label=row.get_state_display(),
        standing=standing_of(row, on),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        decision_number=row.decision_number,
        end_decision_number=row.end_decision_number,
        end_reason=row.end_reason,
        created_by=row.created_by.full_name if row.created_by else "",
        created_at=row.created_at,
        items=items,
        is_sample=row.is_sample,
    )
