"""Nhập kế hoạch: upload, preview with corrections, confirmation, receipt with undo."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from woms.access.checks import holds
from woms.access.permissions import Permission
from woms.connectors.documents import queries, services, template
from woms.connectors.documents.containers import MAXIMUM_FILE_BYTES, MEBIBYTE
from woms.connectors.documents.queries import ImportLine, ImportPreview, NamedUnit, PreviewRow
from woms.core import clock
from woms.core.errors import Denied, Invalid, Refused, WomsError
from woms.org.queries import UnitChoice, unit_choices
from woms.planning.states import ImportState
from woms.web import plan_import_forms
from woms.web.htmx import wants_fragment
from woms.web.plan_import_words import (
    COLUMN_WORDS,
    Stage,
    area_choices,
    deadline_words,
    stages,
    target_words,
)
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in

PAGE_SIZE = 50
YEARS_AHEAD = 5


@dataclass(frozen=True, slots=True)
class UploadPage:
    units: tuple[UnitChoice, ...]
    periods: tuple[tuple[str, str], ...]
    recent: tuple[ImportLine, ...]
    stages: tuple[Stage, ...]
    unit: str = ""
    period: str = ""
    error: str = ""
    field: str = ""
    megabytes: int = MAXIMUM_FILE_BYTES // MEBIBYTE


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import at any of its steps. `error` belongs to row `error_row`, or to the phrases when that is 0.

    `typed` is what stood in the row's lead when it was refused.
    """

    preview: ImportPreview
    rows: tuple[PreviewRow, ...]
    stages: tuple[Stage, ...]
    periods: tuple[tuple[str, str], ...]
    units: tuple[NamedUnit, ...]
    here: str
    filter: str = ""
    number: int = 1
    pages: int = 1
    error: str = ""
    error_row: int = -1
    typed: str = ""
    areas: tuple[tuple[str, str], ...] = field(default_factory=area_choices)
    column_words = COLUMN_WORDS
    deadline_words = staticmethod(deadline_words)
    target_words = staticmethod(target_words)

    @property
    def page_href(self) -> str:
        return f"{self.here}?" + urlencode({"loc": self.filter, "trang": ""})


@require_http_methods(["GET", "POST"])
@signed_in
def upload(request: SignedInRequest) -> HttpResponse:
    _check_may_import(request)
    if request.method == "GET":
        return _upload_page(request)
    try:
        file_name, content = _uploaded(request)
        import_id = services.stage_import(
            actor=request.actor,
            at=request.at,
            unit_code=request.POST.get("unit", ""),
            period_code=request.POST.get("period", ""),
            file_name=file_name,
            content=content,
        )
    except (Invalid, Refused) as error:
        return _upload_page(request, error)
    return HttpResponseRedirect(_address(import_id))


def _uploaded(request: SignedInRequest) -> tuple[str, bytes]:
    file = request.FILES.get("file")
    if file is None:
        raise Invalid(_("Chưa chọn tệp. Hãy chọn tệp .docx hoặc .xlsx rồi bấm Đọc tệp."), field="file")
    return file.name or "ke-hoach", file.read(MAXIMUM_FILE_BYTES + 1)


@require_safe
@signed_in
def empty_workbook(request: SignedInRequest) -> HttpResponse:
    _check_may_import(request)
    response = HttpResponse(template.plan_template(), content_type=template.CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="mau-nhap-ke-hoach.xlsx"'
    return response


@require_safe
@signed_in
def show(request: SignedInRequest, import_id: int) -> HttpResponse:
    preview = queries.import_preview(actor=request.actor, import_id=import_id)
    if preview.state != ImportState.PREVIEWED:
        return _page(request, preview, "plan_imports/result.html", 4)
    return _preview_page(request, preview)


@require_POST
@signed_in
def correct(request: SignedInRequest, import_id: int) -> HttpResponse:
    row = plan_import_forms.row_correction(request.POST)
    try:
        services.correct_import(
            actor=request.actor,
            at=request.at,
            import_id=import_id,
            rows=[row] if row else [],
            matches=plan_import_forms.phrase_matches(request.POST),
            period_code=request.POST.get("period", ""),
        )
    except (Invalid, Refused) as error:
        preview = queries.import_preview(actor=request.actor, import_id=import_id)
        return _preview_page(request, preview, error, row.position if row else 0)
    if wants_fragment(request):
        return _preview_page(request, queries.import_preview(actor=request.actor, import_id=import_id))
    return HttpResponseRedirect(f"{_address(import_id)}?{urlencode(_view(request))}")


@require_http_methods(["GET", "POST"])
@signed_in
def confirm(request: SignedInRequest, import_id: int) -> HttpResponse:
    failure: WomsError | None = None
    if request.method == "POST":
        try:
            services.confirm_import(
                actor=request.actor, at=request.at, import_id=import_id, again="again" in request.POST
            )
            return HttpResponseRedirect(_address(import_id))
        except Refused as error:
            failure = error
    preview = queries.import_preview(actor=request.actor, import_id=import_id)
    if preview.state != ImportState.PREVIEWED:
        return HttpResponseRedirect(_address(import_id))
    return _page(request, preview, "plan_imports/confirm.html", 2, failure)


@require_http_methods(["GET", "POST"])
@signed_in
def undo(request: SignedInRequest, import_id: int) -> HttpResponse:
    failure: WomsError | None = None
    if request.method == "POST":
        try:
            services.undo_import(actor=request.actor, at=request.at, import_id=import_id)
            return HttpResponseRedirect(_address(import_id))
        except Refused as error:
            failure = error
    preview = queries.import_preview(actor=request.actor, import_id=import_id)
    if preview.state != ImportState.APPLIED:
        return HttpResponseRedirect(_address(import_id))
    return _page(request, preview, "plan_imports/undo.html", 4, failure)


def _check_may_import(request: SignedInRequest) -> None:
    if not holds(request.actor, Permission.PLAN_EDIT):
        raise Denied(
            _("Bạn chưa có quyền soạn kế hoạch nên chưa nhập được tệp. Hãy liên hệ quản trị đơn vị."),
            code=f"denied.{Permission.PLAN_EDIT}",
        )


def _address(import_id: int) -> str:
    return f"/ke-hoach/nhap/{import_id}"


def _upload_page(request: SignedInRequest, failure: WomsError | None = None) -> HttpResponse:
    page = UploadPage(
        units=unit_choices(actor=request.actor, permission=Permission.PLAN_EDIT, limit=200),
        periods=((("", _("Theo năm ghi trong tệp")), *_periods(request))),
        recent=queries.recent_imports(actor=request.actor),
        stages=stages(0),
        unit=request.POST.get("unit", ""),
        period=request.POST.get("period", ""),
        error=failure.sentence if failure else "",
        field=(failure.field or "file") if failure else "",
    )
    return render(
        request, "plan_imports/upload.html", page, active="plans", status=failure.status if failure else 200
    )


def _periods(request: SignedInRequest) -> tuple[tuple[str, str], ...]:
    this_year = clock.local_date(request.at).year
    years = range(this_year - 1, this_year + YEARS_AHEAD)
    return tuple((str(year), _("Năm %(year)s") % {"year": year}) for year in years)


def _view(request: SignedInRequest) -> dict[str, str]:
    """Which rows of the preview are looked at."""
    given = request.POST if request.method == "POST" else request.GET
    return {"loc": given.get("loc", "")[:10], "trang": given.get("trang", "1")[:4]}


def _preview_page(
    request: SignedInRequest, preview: ImportPreview, failure: WomsError | None = None, row: int = -1
) -> HttpResponse:
    view = _view(request)
    found = queries.find_preview_rows(preview, state=view["loc"])
    pages = max(1, -(-len(found) // PAGE_SIZE))
    number = min(max(int(view["trang"]) if view["trang"].isdecimal() else 1, 1), pages)
    page = ImportPage(
        preview=preview,
        rows=tuple(found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]),
        stages=stages(1),
        periods=_with_current(_periods(request), preview),
        units=queries.pickable_units(on=clock.local_date(request.at), home=preview.unit.code),
        here=_address(preview.id),
        filter=view["loc"],
        number=number,
        pages=pages,
        error=failure.sentence if failure else "",
        error_row=row,
        typed=request.POST.get("lead", "")[:200],
    )
    name = "plan_imports/preview_part.html" if wants_fragment(request) else "plan_imports/preview.html"
    return render(request, name, page, active="plans", status=failure.status if failure else 200)


def _with_current(
    periods: tuple[tuple[str, str], ...], preview: ImportPreview
) -> tuple[tuple[str, str], ...]:
    known = any(code == preview.period_code for code, _words in periods)
    return periods if known else ((preview.period_code, preview.period_label), *periods)


def _page(
    request: SignedInRequest,
    preview: ImportPreview,
    name: str,
    stage: int,
    failure: WomsError | None = None,
) -> HttpResponse:
    page = ImportPage(
        preview=preview,
        rows=tuple(row for row in preview.rows if row.is_kept),
        stages=stages(stage),
        periods=(),
        units=(),
        here=_address(preview.id),
        error=failure.sentence if failure else "",
    )
    return render(request, name, page, active="plans", status=failure.status if failure else 200)
