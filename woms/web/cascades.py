"""Giao xuống: hand a target down to units, and answer what was handed down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from woms.core import clock
from woms.core.errors import Invalid, Refused
from woms.org.states import UnitKind
from woms.planning.policies.cascades import coverage
from woms.planning.queries.cascades import (
    CascadeOffer,
    CascadeSheet,
    ReceivingUnit,
    cascade_offer,
    cascade_sheet,
)
from woms.planning.services import cascades as service
from woms.planning.services.cascades import Share
from woms.web import htmx
from woms.web.flash import say
from woms.web.forms.reading import Typed
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in

NOTHING_TYPED: Mapping[int, str] = {}


@dataclass(frozen=True, slots=True)
class SheetPage:
    """The units below with what each is given; `typed` and `errors` by unit id."""

    sheet: CascadeSheet
    groups: tuple[tuple[str, tuple[ReceivingUnit, ...]], ...]
    sum_sentence: str
    is_covered: bool
    typed: Mapping[int, str] = field(default_factory=dict)
    suggested: frozenset[int] = frozenset()
    errors: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class OfferPage:
    offer: CascadeOffer
    reason: str = ""
    error: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sheet(request: SignedInRequest, plan_id: int, key_result_id: int) -> HttpResponse:  # noqa: ARG001 - the address names the plan
    found = cascade_sheet(actor=request.actor, key_result_id=key_result_id, on=clock.local_date(request.at))
    if request.method != "POST":
        return render(request, "cascades/sheet.html", _sheet_page(found), active="plans")
    typed = Typed(request.POST)
    texts, shares = _shares(found, typed)
    if "count" in request.POST or htmx.wants_fragment(request):
        return _counted(request, found, texts, typed)
    try:
        _check_read(typed)
        service.cascade_target(actor=request.actor, at=request.at, key_result_id=key_result_id, shares=shares)
    except (Invalid, Refused) as error:
        errors = typed.errors or {error.field: error.sentence}
        page = _sheet_page(found, texts, _suggested(found, typed), errors, error.sentence)
        return render(request, "cascades/sheet.html", page, status=error.status, active="plans")
    say(request, _("Đã giao cho %(count)s đơn vị.") % {"count": len(shares)})
    return HttpResponseRedirect(request.path)


def _shares(found: CascadeSheet, typed: Typed) -> tuple[dict[int, str], list[Share]]:
    """The targets typed for units that have none yet."""
    texts: dict[int, str] = {}
    shares: list[Share] = []
    for one in found.receivers:
        name = f"target-{one.unit.id}"
        if one.line is None and typed.text(name, 40):
            texts[one.unit.id] = typed.text(name, 40)
            value = typed.number(name)
            if value is not None:
                shares.append(Share(one.unit.id, value, typed.text(f"how-{one.unit.id}", 12) != "suggested"))
    return texts, shares


def _suggested(found: CascadeSheet, typed: Typed) -> frozenset[int]:
    return frozenset(
        one.unit.id for one in found.receivers if typed.text(f"how-{one.unit.id}", 12) == "suggested"
    )


def _check_read(typed: Typed) -> None:
    for name, sentence in typed.errors.items():
        raise Invalid(sentence, field=name)


def _counted(
    request: SignedInRequest, found: CascadeSheet, texts: Mapping[int, str], typed: Typed
) -> HttpResponse:
    """The live sum: what is given with what is typed, nothing written."""
    page = _sheet_page(found, texts, _suggested(found, typed), typed.errors)
    template = "cascades/sum.html" if htmx.wants_fragment(request) else "cascades/sheet.html"
    return render(request, template, page, active="plans")


def _sheet_page(
    found: CascadeSheet,
    texts: Mapping[int, str] = NOTHING_TYPED,
    suggested: frozenset[int] = frozenset(),
    errors: Mapping[str, str] | None = None,
    problem: str = "",
) -> SheetPage:
    typed = Typed({str(unit): text for unit, text in texts.items()})
    coming = [value for unit in texts if (value := typed.number(str(unit))) is not None]
    given = [one.line.target for one in found.receivers if one.line]
    whole = _sum(found, [*given, *coming])
    groups = tuple(
        (str(kind.label), tuple(one for one in found.receivers if one.kind == kind))
        for kind in UnitKind
        if any(one.kind == kind for one in found.receivers)
    )
    return SheetPage(found, groups, whole[0], whole[1], texts, suggested, errors or {}, problem)


def _sum(found: CascadeSheet, targets: list[Decimal]) -> tuple[str, bool]:
    made = coverage(
        target=found.target, direction=found.direction, measure_unit=found.measure_unit, children=targets
    )
    return made.sentence, made.is_covered


@require_safe
@signed_in
def offer(request: SignedInRequest, cascade_id: int) -> HttpResponse:
    page = OfferPage(cascade_offer(actor=request.actor, cascade_id=cascade_id))
    return render(request, "cascades/offer.html", page, active="inbox")


@require_POST
@signed_in
def answer(request: SignedInRequest, cascade_id: int, action: str) -> HttpResponse:
    """Take on, decline, or take back."""
    typed = Typed(request.POST)
    if action not in _ANSWERS:
        raise Http404
    try:
        say(request, _ANSWERS[action](request, cascade_id, typed))
    except (Invalid, Refused) as error:
        found = cascade_offer(actor=request.actor, cascade_id=cascade_id)
        page = OfferPage(found, typed.text("reason"), error.sentence)
        return render(request, "cascades/offer.html", page, status=error.status, active="inbox")
    return HttpResponseRedirect(_next(typed))


def _accept(request: SignedInRequest, cascade_id: int, _typed: Typed) -> str:
    service.accept_cascade(actor=request.actor, at=request.at, cascade_id=cascade_id)
    return _("Đã nhận chỉ tiêu vào kế hoạch của đơn vị.")


def _decline(request: SignedInRequest, cascade_id: int, typed: Typed) -> str:
    service.decline_cascade(
        actor=request.actor, at=request.at, cascade_id=cascade_id, reason=typed.text("reason")
    )
    return _("Đã từ chối; bên giao thấy lý do của bạn.")


def _withdraw(request: SignedInRequest, cascade_id: int, _typed: Typed) -> str:
    service.withdraw_cascade(actor=request.actor, at=request.at, cascade_id=cascade_id)
    return _("Đã thu hồi chỉ tiêu.")


_ANSWERS: Mapping[str, Callable[[SignedInRequest, int, Typed], str]] = {
    "nhan": _accept,
    "tu-choi": _decline,
    "thu-hoi": _withdraw,
}


def _next(typed: Typed) -> str:
    """Only to places of this program."""
    wanted = typed.text("next", 200)
    is_ours = wanted == "/cho-xu-ly" or (wanted.startswith("/ke-hoach/") and "//" not in wanted)
    return wanted if is_ours else "/cho-xu-ly"
