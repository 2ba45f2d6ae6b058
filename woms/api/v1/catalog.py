"""The catalogue of products and works: list, one product, a new product, a new version, retiring."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from ninja import Router, Schema, Status

from woms.api.v1.request import ApiRequest
from woms.core.clock import local_date
from woms.work.catalog import services
from woms.work.catalog.policies import ProductFacts
from woms.work.catalog.queries import CatalogList, ProductDetail, catalog_list, product_detail

router = Router(tags=["catalog"])


class VersionOut(Schema):
    """One version of a product; `standing` on the day asked: draft, planned, pilot, official or retired."""

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
    state: str
    standing: str
    starts_on: date
    ends_on: date | None
    decision_number: str
    items: int


class CatalogOut(Schema):
    lines: list[VersionOut]
    total: int
    page: int
    pages: int


class ProductOut(Schema):
    code: str
    versions: list[VersionOut]
    can_manage: bool


class VersionIn(Schema):
    """What a version says. `state`: draft, pilot or official; `unit_code` empty for the whole province."""

    name: str
    measure_unit: str
    coefficient: Decimal
    starts_on: date
    state: str
    decision_number: str = ""
    output: str = ""
    field: str = ""
    group: str = ""
    norm_hours: Decimal | None = None
    is_standard: bool = False
    unit_code: str = ""


class ProductIn(VersionIn):
    code: str


class NextVersionIn(VersionIn):
    """`version`: the latest version that was seen."""

    version: int


class RetirementIn(Schema):
    ends_on: date
    decision_number: str
    reason: str
    version: int


@router.get("", response=CatalogOut, summary="Danh mục sản phẩm, công việc")
def every(
    request: ApiRequest,
    search: str = "",
    field: str = "",
    group: str = "",
    standing: str = "",
    page: int = 1,
    on: date | None = None,
) -> CatalogList:
    return catalog_list(
        actor=request.actor,
        on=on or local_date(request.at),
        search=search,
        field=field,
        group=group,
        standing=standing,
        page=page,
    )


@router.post("", response={201: ProductOut}, summary="Thêm sản phẩm vào danh mục")
def add(request: ApiRequest, body: ProductIn) -> Status[ProductDetail]:
    code = body.code.strip().upper()
    services.add_product(actor=request.actor, at=request.at, code=code, facts=_facts(body), **_issue(body))
    return Status(201, read(request, code))


@router.get("/{code}", response=ProductOut, summary="Một sản phẩm với mọi bản")
def read(request: ApiRequest, code: str, on: date | None = None) -> ProductDetail:
    return product_detail(actor=request.actor, code=code, on=on or local_date(request.at))


@router.post("/{code}/versions", response={201: ProductOut}, summary="Lập bản mới")
def renew(request: ApiRequest, code: str, body: NextVersionIn) -> Status[ProductDetail]:
    services.add_version(
        actor=request.actor,
        at=request.at,
        code=code,
        version=body.version,
        facts=_facts(body),
        **_issue(body),
    )
    return Status(201, read(request, code))


@router.post("/{code}/retirement", response=ProductOut, summary="Ngừng dùng")
def retire(request: ApiRequest, code: str, body: RetirementIn) -> ProductDetail:
    services.retire_product(actor=request.actor, at=request.at, code=code, **body.dict())
    return read(request, code)


def _facts(body: VersionIn) -> ProductFacts:
    return ProductFacts(
        name=body.name,
        measure_unit=body.measure_unit,
        coefficient=body.coefficient,
        output=body.output,
        field=body.field,
        group=body.group,
        norm_hours=body.norm_hours,
        is_standard=body.is_standard,
        unit_code=body.unit_code,
    )


def _issue(body: VersionIn) -> dict[str, Any]:
    return {"state": body.state, "starts_on": body.starts_on, "decision_number": body.decision_number}
