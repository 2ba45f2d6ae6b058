"""Nhập danh mục từ Excel: upload, preview with errors by row, confirmation, undo."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from woms.connectors.catalog import services, template
from woms.connectors.catalog.queries import CatalogPreview, catalog_preview, recent_catalog_imports
from woms.connectors.documents.containers import MAXIMUM_FILE_BYTES
from woms.core.clock import local_date
from woms.core.errors import Denied, Invalid, Missing, Refused, WomsError
from woms.web.posted import day_of, text_of, texts_of
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in
from woms.work.states import CatalogState

KIND_TONES = {"new": "accepted", "version": "waiting", "same": "no_data", "wrong": "error"}


@dataclass(frozen=True, slots=True)
class UploadPage:
    recent: tuple[CatalogPreview, ...]
    states: tuple[tuple[str, str], ...]
    values: dict[str, str]
    error: str = ""
    wrong_field: str = ""


@dataclass(frozen=True, slots=True)
class PreviewPage:
    preview: CatalogPreview
    kinds: dict[str, str]
    tones: dict[str, str]
    error: str = ""


@require_http_methods(["GET", "POST"])
@signed_in
def upload(request: SignedInRequest) -> HttpResponse:
    if request.method == "GET":
        return _upload_page(request)
    try:
        import_id = _stage(request)
    except (Missing, Denied):
        raise
    except WomsError as error:
        return _upload_page(request, error)
    return HttpResponseRedirect(f"/danh-muc/nhap/{import_id}")


@require_safe
@signed_in
def empty_workbook(request: SignedInRequest) -> HttpResponse:
    recent_catalog_imports(actor=request.actor)  # refuses who does not manage the catalogue
    response = HttpResponse(template.catalog_template(), content_type=template.CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="mau-danh-muc-san-pham.xlsx"'
    return response


@require_safe
@signed_in
def show(request: SignedInRequest, import_id: int) -> HttpResponse:
    return _preview_page(request, import_id)


@require_POST
@signed_in
def confirm(request: SignedInRequest, import_id: int) -> HttpResponse:
    try:
        services.confirm_catalog(
            actor=request.actor, at=request.at, import_id=import_id, leave_wrong="leave_wrong" in request.POST
        )
    except Refused as error:
        return _preview_page(request, import_id, error)
    return HttpResponseRedirect(f"/danh-muc/nhap/{import_id}")


@require_POST
@signed_in
def undo(request: SignedInRequest, import_id: int) -> HttpResponse:
    try:
        services.undo_catalog(actor=request.actor, at=request.at, import_id=import_id)
    except Refused as error:
        return _preview_page(request, import_id, error)
    return HttpResponseRedirect(f"/danh-muc/nhap/{import_id}")


def _stage(request: SignedInRequest) -> int:
    file = request.FILES.get("file")
    if file is None:
        raise Invalid(_("Chưa chọn tệp. Hãy chọn tệp .xlsx rồi bấm Đọc tệp."), field="file")
    return services.stage_catalog(
        actor=request.actor,
        at=request.at,
        content=file.read(MAXIMUM_FILE_BYTES + 1),
        file_name=file.name or "danh-muc.xlsx",
        state=text_of(request, "state"),
        starts_on=day_of(request, "starts_on"),
        decision_number=text_of(request, "decision_number"),
    )


def _upload_page(request: SignedInRequest, failure: WomsError | None = None) -> HttpResponse:
    page = UploadPage(
        recent=recent_catalog_imports(actor=request.actor),
        states=tuple((state.value, _(str(state.label))) for state in reversed(CatalogState)),
        values=texts_of(request) or {"starts_on": f"{local_date(request.at):%d/%m/%Y}"},
        error=failure.sentence if failure else "",
        wrong_field=(failure.field or "file") if failure else "",
    )
    return render(
        request, "catalog/upload.html", page, active="catalog", status=failure.status if failure else 200
    )


def _preview_page(request: SignedInRequest, import_id: int, failure: WomsError | None = None) -> HttpResponse:
    page = PreviewPage(
        preview=catalog_preview(actor=request.actor, import_id=import_id),
        kinds={"new": _("Thêm mới"), "version": _("Bản mới"), "same": _("Không đổi"), "wrong": _("Phải sửa")},
        tones=KIND_TONES,
        error=failure.sentence if failure else "",
    )
    return render(
        request, "catalog/preview.html", page, active="catalog", status=failure.status if failure else 200
    )
