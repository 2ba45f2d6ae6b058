"""Sự kiện ảnh hưởng đến xếp loại: the list, the form for a new one, one fact with its file, and its withdrawal."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from woms.core.errors import Denied, Missing, WomsError
from woms.evaluation.recorded_facts import (
    FactChoices,
    FactFile,
    FactFilter,
    FactList,
    RecordedFact,
    fact_choices,
    fact_detail,
    fact_list,
    open_fact,
    open_fact_of_dossier,
)
from woms.evaluation.services.facts import PERSONAL, Established, record_fact, withdraw_fact
from woms.evaluation.states import FactKind
from woms.records.file_names import attachment_header
from woms.records.uploads import upload_of
from woms.web.flash import say
from woms.web.posted import day_of, optional_day_of, text_of, texts_of, whole
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in

HERE = "/danh-gia/su-kien"


@dataclass(frozen=True, slots=True)
class FactsPage:
    """The list with what was chosen to narrow it."""

    listing: FactList
    wanted: FactFilter
    kinds: tuple[tuple[str, str], ...]
    page_href: str
    levels: dict[str, str]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.wanted.unit_code or self.wanted.kind or self.wanted.period_code)


@dataclass(frozen=True, slots=True)
class FactFormPage:
    """The form. `errors`: the sentence of the one field that was wrong."""

    choices: FactChoices
    kinds: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FactPage:
    fact: RecordedFact
    levels: dict[str, str]
    typed: dict[str, str] = field(default_factory=dict)
    error: str = ""


@require_safe
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    wanted = FactFilter(
        unit_code=request.GET.get("don-vi", "")[:80],
        kind=request.GET.get("loai", "")[:24],
        period_code=request.GET.get("ky", "")[:10],
        page=max(1, whole(request.GET.get("trang", "1"))),
    )
    chosen = {"don-vi": wanted.unit_code, "loai": wanted.kind, "ky": wanted.period_code}
    page = FactsPage(
        listing=fact_list(actor=request.actor, at=request.at, wanted=wanted),
        wanted=wanted,
        kinds=_kinds(),
        levels=level_words(),
        page_href=f"{HERE}?" + urlencode({**{k: v for k, v in chosen.items() if v}, "trang": ""}),
    )
    return render(request, "facts/index.html", page, active="evaluation")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def record(request: SignedInRequest) -> HttpResponse:
    """The form; after a refusal with the sentence beside the field and everything typed still there."""
    if request.method != "POST":
        return _form(request)
    try:
        fact_id = record_fact(
            actor=request.actor,
            at=request.at,
            fact=_established(request),
            upload=upload_of(request, "file"),
        )
    except (Denied, Missing):
        raise
    except WomsError as error:
        return _form(request, error)
    say(request, _("Đã ghi sự kiện. Người liên quan đọc được cùng phiếu đánh giá."))
    return HttpResponseRedirect(f"{HERE}/{fact_id}")


@require_safe
@signed_in
def fact(request: SignedInRequest, fact_id: int) -> HttpResponse:
    return _fact(request, fact_id)


@require_POST
@signed_in
def withdraw(request: SignedInRequest, fact_id: int) -> HttpResponse:
    try:
        withdraw_fact(actor=request.actor, at=request.at, fact_id=fact_id, reason=text_of(request, "reason"))
    except (Denied, Missing):
        raise
    except WomsError as error:
        return _fact(request, fact_id, error)
    say(request, _("Đã rút sự kiện. Hãy ghi lại cho đúng nếu sự việc có thật."))
    return HttpResponseRedirect(f"{HERE}/{fact_id}")


@require_safe
@signed_in
def recorded_file(request: SignedInRequest, fact_id: int) -> HttpResponse:
    return _attachment(open_fact(actor=request.actor, fact_id=fact_id))


@require_safe
@signed_in
def dossier_file(request: SignedInRequest, dossier_id: int, fact_id: int) -> HttpResponse:
    """For whoever reads the fact with a dossier."""
    opened = open_fact_of_dossier(actor=request.actor, at=request.at, dossier_id=dossier_id, fact_id=fact_id)
    return _attachment(opened)


def _attachment(opened: FactFile) -> HttpResponse:
    response = HttpResponse(opened.content, content_type=opened.content_type)
    response["Content-Disposition"] = attachment_header(opened.file_name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _established(request: SignedInRequest) -> Established:
    return Established(
        kind=text_of(request, "kind"),
        happened_on=day_of(request, "happened_on"),
        summary=text_of(request, "summary"),
        document=text_of(request, "document"),
        unit_code=text_of(request, "unit"),
        person_code=text_of(request, "person").strip().split(" ")[0].upper(),
        level=text_of(request, "level") if text_of(request, "kind") == FactKind.DISCIPLINE else "",
        ends_on=optional_day_of(request, "ends_on"),
    )


def _form(request: SignedInRequest, failure: WomsError | None = None) -> HttpResponse:
    page = FactFormPage(
        choices=fact_choices(actor=request.actor, at=request.at),
        kinds=_kinds(),
        levels=tuple(level_words().items()),
        typed=texts_of(request),
        errors={_field(failure): failure.sentence} if failure else {},
    )
    status = failure.status if failure else 200
    return render(request, "facts/form.html", page, active="evaluation", status=status)


def _field(failure: WomsError) -> str:
    """What is wrong with a file is told beside the file."""
    return failure.field if failure.field in FIELDS else "file"


FIELDS = frozenset({"kind", "level", "person", "unit", "happened_on", "ends_on", "summary", "document"})


def _fact(request: SignedInRequest, fact_id: int, failure: WomsError | None = None) -> HttpResponse:
    page = FactPage(
        fact=fact_detail(actor=request.actor, at=request.at, fact_id=fact_id),
        levels=level_words(),
        typed=texts_of(request),
        error=failure.sentence if failure else "",
    )
    status = failure.status if failure else 200
    return render(request, "facts/fact.html", page, active="evaluation", status=status)


def level_words() -> dict[str, str]:
    """Forms of discipline, from the lightest to the heaviest."""
    return {
        "reprimand": _("Khiển trách"),
        "warning": _("Cảnh cáo"),
        "salary_reduction": _("Hạ bậc lương"),
        "demotion": _("Giáng chức"),
        "removal": _("Cách chức"),
        "dismissal": _("Buộc thôi việc"),
    }


def _kinds() -> tuple[tuple[str, str], ...]:
    """Those about a person first; each says of whom it is."""
    ordered = sorted(FactKind, key=lambda kind: kind.value not in PERSONAL)
    whose = {True: _("Cá nhân"), False: _("Đơn vị")}
    return tuple((kind.value, f"{whose[kind.value in PERSONAL]} · {_(str(kind.label))}") for kind in ordered)
