"""Danh mục sản phẩm: the list, one product with its versions, a new product or version, issuing, retiring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from woms.access.permissions import Permission
from woms.core.clock import local_date
from woms.core.errors import Denied, Missing, WomsError
from woms.core.numbers import format_number
from woms.org.queries import UnitChoice, unit_choices
from woms.web.posted import day_of, number_of, text_of, texts_of, whole, whole_of
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in
from woms.work.catalog import services
from woms.work.catalog.policies import ProductFacts
from woms.work.catalog.queries import (
    CatalogList,
    ProductDetail,
    VersionLine,
    can_manage,
    catalog_list,
    product_detail,
)
from woms.work.states import CatalogState

TONES = {
    "draft": "draft",
    "planned": "waiting",
    "pilot": "at_risk",
    "official": "in_force",
    "retired": "closed",
}
FILTERS = ("q", "linh-vuc", "nhom", "trang-thai")


def standing_words() -> dict[str, str]:
    return {
        "draft": _("Dự thảo"),
        "planned": _("Chờ đến ngày áp dụng"),
        "pilot": _("Thí điểm"),
        "official": _("Chính thức"),
        "retired": _("Ngừng dùng"),
    }


@dataclass(frozen=True, slots=True)
class CatalogPage:
    listing: CatalogList
    chosen: dict[str, str]
    page_href: str
    words: dict[str, str]
    tones: dict[str, str]


@dataclass(frozen=True, slots=True)
class ProductPage:
    """One product; `step` and `values` keep what was typed when a step was refused."""

    product: ProductDetail
    values: dict[str, str]
    words: dict[str, str]
    tones: dict[str, str]
    step: str = ""
    error: str = ""
    wrong_field: str = ""


@dataclass(frozen=True, slots=True)
class FormPage:
    """A new product (`product` None), or a new version of one, filled from the latest."""

    product: VersionLine | None
    values: dict[str, str]
    states: tuple[tuple[str, str], ...]
    units: tuple[UnitChoice, ...]
    error: str = ""
    wrong_field: str = ""


@require_safe
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    chosen = {name: request.GET.get(name, "")[:120] for name in FILTERS}
    listing = catalog_list(
        actor=request.actor,
        on=local_date(request.at),
        search=chosen["q"],
        field=chosen["linh-vuc"],
        group=chosen["nhom"],
        standing=chosen["trang-thai"],
        page=whole(request.GET.get("trang", "1")) or 1,
    )
    href = "/danh-muc?" + urlencode({**{key: text for key, text in chosen.items() if text}, "trang": ""})
    page = CatalogPage(listing, chosen, href, standing_words(), TONES)
    return render(request, "catalog/index.html", page, active="catalog")


@require_safe
@signed_in
def product(request: SignedInRequest, code: str) -> HttpResponse:
    return _product_page(request, code)


@require_http_methods(["GET", "POST"])
@signed_in
def new_product(request: SignedInRequest) -> HttpResponse:
    _check_manages(request)
    if request.method == "GET":
        return _form(request, None, _blank(local_date(request.at)))
    try:
        services.add_product(code=text_of(request, "code"), **_version(request))
    except (Missing, Denied):
        raise
    except WomsError as error:
        return _form(request, None, texts_of(request), error)
    return HttpResponseRedirect(f"/danh-muc/{text_of(request, 'code').strip().upper()}")


@require_http_methods(["GET", "POST"])
@signed_in
def new_version(request: SignedInRequest, code: str) -> HttpResponse:
    _check_manages(request)
    latest = product_detail(actor=request.actor, code=code, on=local_date(request.at)).latest
    if request.method == "GET":
        return _form(request, latest, _filled(latest, local_date(request.at)))
    try:
        services.add_version(code=code, version=whole_of(request, "version"), **_version(request))
    except (Missing, Denied):
        raise
    except WomsError as error:
        return _form(request, latest, texts_of(request), error)
    return HttpResponseRedirect(f"/danh-muc/{code}")


@require_POST
@signed_in
def step(request: SignedInRequest, code: str, name: str) -> HttpResponse:
    act = STEPS.get(name)
    if act is None:
        raise Http404
    try:
        act(request, actor=request.actor, at=request.at, code=code, version=whole_of(request, "version"))
    except (Missing, Denied):
        raise
    except WomsError as error:
        return _product_page(request, code, name, error)
    is_gone = name == "bo-du-thao" and whole_of(request, "version") == 1
    return HttpResponseRedirect("/danh-muc" if is_gone else f"/danh-muc/{code}")


def _issue(request: SignedInRequest, **about: Any) -> None:
    services.issue_draft(
        state=text_of(request, "state"),
        starts_on=day_of(request, "starts_on"),
        decision_number=text_of(request, "decision_number"),
        **about,
    )


def _discard(request: SignedInRequest, **about: Any) -> None:  # noqa: ARG001 - one shape for every step
    services.discard_draft(**about)


def _retire(request: SignedInRequest, **about: Any) -> None:
    services.retire_product(
        ends_on=day_of(request, "ends_on"),
        decision_number=text_of(request, "decision_number"),
        reason=text_of(request, "reason"),
        **about,
    )


STEPS: dict[str, Callable[..., None]] = {
    "ban-hanh": _issue,
    "bo-du-thao": _discard,
    "ngung-dung": _retire,
}


def _check_manages(request: SignedInRequest) -> None:
    if not can_manage(request.actor):
        raise Denied(
            _("Bạn chưa có quyền quản lý danh mục sản phẩm. Hãy liên hệ quản trị đơn vị."),
            code=f"denied.{Permission.CATALOG_MANAGE}",
        )


def _version(request: SignedInRequest) -> dict[str, Any]:
    return {
        "actor": request.actor,
        "at": request.at,
        "facts": _facts(request),
        "state": text_of(request, "state"),
        "starts_on": day_of(request, "starts_on"),
        "decision_number": text_of(request, "decision_number"),
    }


def _facts(request: SignedInRequest) -> ProductFacts:
    hours: Decimal | None = None
    if text_of(request, "norm_hours").strip():
        hours = number_of(request, "norm_hours")
    return ProductFacts(
        name=text_of(request, "name"),
        measure_unit=text_of(request, "measure_unit"),
        coefficient=number_of(request, "coefficient"),
        output=text_of(request, "output"),
        field=text_of(request, "field"),
        group=text_of(request, "group"),
        norm_hours=hours,
        is_standard="is_standard" in request.POST,
        unit_code=text_of(request, "unit_code"),
    )


def _blank(on: date) -> dict[str, str]:
    return {"starts_on": f"{on:%d/%m/%Y}", "state": "draft"}


def _filled(latest: VersionLine, on: date) -> dict[str, str]:
    """The form of a new version starts from the latest one."""
    return {
        "name": latest.name,
        "output": latest.output,
        "measure_unit": latest.measure_unit,
        "field": latest.field,
        "group": latest.group,
        "coefficient": format_number(latest.coefficient),
        "norm_hours": "" if latest.norm_hours is None else format_number(latest.norm_hours),
        "unit_code": latest.unit_code,
        "starts_on": f"{max(on, latest.starts_on):%d/%m/%Y}",
        "state": "official" if latest.state != CatalogState.DRAFT else "draft",
        **({"is_standard": "on"} if latest.is_standard else {}),
    }


def _form(
    request: SignedInRequest,
    latest: VersionLine | None,
    values: dict[str, str],
    failure: WomsError | None = None,
) -> HttpResponse:
    page = FormPage(
        product=latest,
        values=values,
        states=tuple((state.value, _(str(state.label))) for state in CatalogState),
        units=unit_choices(actor=request.actor, permission=Permission.CATALOG_MANAGE, limit=400),
        error=failure.sentence if failure else "",
        wrong_field=failure.field if failure else "",
    )
    return render(
        request, "catalog/form.html", page, active="catalog", status=failure.status if failure else 200
    )


def _product_page(
    request: SignedInRequest, code: str, step: str = "", failure: WomsError | None = None
) -> HttpResponse:
    page = ProductPage(
        product=product_detail(actor=request.actor, code=code, on=local_date(request.at)),
        values=texts_of(request) or {"day": f"{local_date(request.at):%d/%m/%Y}"},
        words=standing_words(),
        tones=TONES,
        step=step,
        error=failure.sentence if failure else "",
        wrong_field=failure.field if failure else "",
    )
    status = failure.status if failure else 200
    return render(request, "catalog/product.html", page, active="catalog", status=status)
