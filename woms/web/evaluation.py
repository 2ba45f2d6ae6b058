"""Đánh giá, xếp loại: the list of a cycle and one person's form."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from woms.access.checks import holds
from woms.access.permissions import Permission
from woms.core.errors import Conflict, WomsError
from woms.core.periods import month_of
from woms.evaluation.detail import DossierDetail, dossier_detail
from woms.evaluation.fund.queries import OwnShare, sees_funds, share_of
from woms.evaluation.queries import DossierList, DossierRow, dossier_list, own_dossiers
from woms.web.frame import Choice, Picker
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in
from woms.web.score_words import LEVEL_TONES, Line, Step, bands, lines, steps

STATES = ("self", "review", "appraisal", "decision", "decided", "published", "appealed")
ALWAYS_SHOWN = frozenset({"self", "review", "decision", "decided", "published"})


@dataclass(frozen=True, slots=True)
class CyclePage:
    """The people of a cycle. `chips` narrow by stage: words, address, is current, count."""

    listing: DossierList
    own: tuple[DossierRow, ...]
    month_label: str
    chips: tuple[tuple[str, str, bool, int | None], ...]
    page_href: str
    can_rank: bool
    sees_funds: bool
    records_facts: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into one of the forms of the dossier, kept when it is refused."""

    step: str = ""
    values: dict[str, str] = field(default_factory=dict)
    error: str = ""
    wrong_field: str = ""
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class DossierPage:
    """One person's form."""

    dossier: DossierDetail
    steps: tuple[Step, ...]
    lines: tuple[Line, ...]
    bands: tuple[tuple[Decimal, Decimal, str], ...]
    tone: str
    typed: Typed
    share: OwnShare | None = None


@require_safe
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    state, unit = request.GET.get("buoc", ""), request.GET.get("don-vi", "")[:80]
    page = request.GET.get("trang", "1")
    listing = dossier_list(
        actor=request.actor,
        at=request.at,
        period_code=request.GET.get("ky", "")[:10],
        unit_code=unit,
        state=state,
        page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1,  # noqa: PLR2004
    )
    shown = CyclePage(
        listing=listing,
        own=own_dossiers(actor=request.actor, at=request.at),
        month_label=month_of(request.at.date()).label,
        chips=_chips(listing, state, unit),
        page_href=_href(listing, unit=unit, state=state) + "&trang=",
        can_rank=holds(request.actor, Permission.DOSSIER_DECIDE),
        sees_funds=sees_funds(actor=request.actor),
        records_facts=holds(request.actor, Permission.FACT_RECORD),
    )
    return render(
        request,
        "evaluation/index.html",
        shown,
        active="evaluation",
        period=_period_picker(listing),
        unit=_unit_picker(listing, unit, state),
    )


@require_safe
@signed_in
def dossier(request: SignedInRequest, dossier_id: int) -> HttpResponse:
    return dossier_page(request, dossier_id)


def dossier_page(
    request: SignedInRequest,
    dossier_id: int,
    *,
    step: str = "",
    values: dict[str, str] | None = None,
    failure: WomsError | None = None,
) -> HttpResponse:
    """The form; after a refusal with the sentence beside the field and everything typed still there."""
    found = dossier_detail(actor=request.actor, at=request.at, dossier_id=dossier_id)
    typed = Typed(
        step=step,
        values=values or {},
        error=failure.sentence if failure else "",
        wrong_field=failure.field if failure else "",
        theirs=failure.theirs if isinstance(failure, Conflict) else "",
    )
    level = found.rating.level if found.rating else found.score.level if found.score else ""
    page = DossierPage(
        dossier=found,
        steps=steps(found),
        lines=lines(found),
        bands=bands(found.score) if found.score else (),
        tone=LEVEL_TONES.get(level, "no_data"),
        typed=typed,
        share=share_of(actor=request.actor, dossier_id=dossier_id),
    )
    status = failure.status if failure else 200
    return render(request, "evaluation/dossier.html", page, active="evaluation", status=status)


def _chips(listing: DossierList, state: str, unit: str) -> tuple[tuple[str, str, bool, int | None], ...]:
    words = {
        "self": _("Đang tự chấm"),
        "review": _("Chờ đánh giá"),
        "appraisal": _("Chờ thẩm định"),
        "appealed": _("Đang kiến nghị"),
        "decision": _("Chờ quyết định"),
        "decided": _("Chờ công bố"),
        "published": _("Đã công bố"),
    }
    everybody = (_("Tất cả"), _href(listing, unit=unit), not state, sum(listing.counts.values()))
    return (
        everybody,
        *(
            (words[code], _href(listing, unit=unit, state=code), code == state, listing.counts.get(code, 0))
            for code in STATES
            if code in ALWAYS_SHOWN or listing.counts.get(code) or code == state
        ),
    )


def _href(listing: DossierList, *, unit: str = "", state: str = "", period: str = "") -> str:
    code = period or (listing.cycle.period_code if listing.cycle else "")
    chosen = {"ky": code, "don-vi": unit, "buoc": state}
    return "/danh-gia?" + urlencode({name: value for name, value in chosen.items() if value})


def _period_picker(listing: DossierList) -> Picker | None:
    if not listing.cycles:
        return None
    current = listing.cycle.period_code if listing.cycle else ""
    choices = tuple(
        Choice(one.period_label, _href(listing, period=one.period_code), one.period_code == current)
        for one in listing.cycles
    )
    return Picker(listing.cycle.period_label if listing.cycle else _("Chọn kỳ"), choices)


def _unit_picker(listing: DossierList, unit: str, state: str) -> Picker | None:
    if len(listing.units) < 2:  # noqa: PLR2004 - nothing to choose from
        return None
    everything = Choice(_("Tất cả đơn vị"), _href(listing, state=state), not unit)
    choices = tuple(
        Choice(one.name, _href(listing, unit=one.code, state=state), one.code == unit)
        for one in listing.units
    )
    current = next((one.name for one in listing.units if one.code == unit), _("Tất cả đơn vị"))
    return Picker(current, (everything, *choices))
