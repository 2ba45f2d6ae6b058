"""Quỹ thu nhập tăng thêm: the list, a look ahead at another sum, one revision with its lines, its decision, as Excel."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from woms.core.errors import Denied, Invalid, Missing, WomsError
from woms.core.numbers import format_number, parse_number
from woms.evaluation.fund.queries import FundList, FundView, fund_list, fund_preview, fund_view
from woms.evaluation.fund.services import decide_fund, draft_fund
from woms.records.file_names import attachment_header
from woms.reports.fund_sheet import CONTENT_TYPE, fund_sheet
from woms.web.posted import day_of, text_of, texts_of, whole
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in

HERE = "/danh-gia/quy"
TONES = {"draft": "draft", "in_force": "confirmed", "replaced": "no_data", "preview": "waiting"}
COEFFICIENT = "coefficient-"


@dataclass(frozen=True, slots=True)
class FundsPage:
    """The list and the form for a new draft."""

    listing: FundList
    tones: dict[str, str]
    words: dict[str, str]
    typed: dict[str, str] = field(default_factory=dict)
    error: str = ""
    wrong_field: str = ""


@dataclass(frozen=True, slots=True)
class FundPage:
    """One revision, or a look ahead that nobody has kept (`is_ahead`)."""

    fund: FundView
    tone: str
    state: str
    is_ahead: bool
    typed: dict[str, str]
    error: str = ""
    wrong_field: str = ""


def state_words() -> dict[str, str]:
    return {
        "draft": _("Phương án"),
        "in_force": _("Đang áp dụng"),
        "replaced": _("Đã được thay"),
        "preview": _("Xem trước, chưa lưu"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    """The list; a post looks ahead (`look`) or keeps a draft (`keep`)."""
    if request.method != "POST":
        return _index(request)
    typed = texts_of(request)
    try:
        facts: dict[str, Any] = {
            "period_code": typed.get("ky", ""),
            "unit_code": typed.get("don-vi", ""),
            "amount": _amount(typed.get("amount", "")),
            "coefficients": _coefficients(typed),
        }
        if text_of(request, "do") == "keep":
            kept = draft_fund(actor=request.actor, at=request.at, **facts)
            return HttpResponseRedirect(f"{HERE}/{kept}")
        ahead = fund_preview(actor=request.actor, at=request.at, **facts)
    except (Denied, Missing):
        raise
    except WomsError as error:
        return _refused(request, typed, error)
    return _fund(request, ahead, typed)


def _refused(request: SignedInRequest, typed: dict[str, str], failure: WomsError) -> HttpResponse:
    """A coefficient that cannot be taken is told on the table, where all that was typed still stands."""
    if failure.field == "amount" or not any(name.startswith(COEFFICIENT) for name in typed):
        return _index(request, typed, failure)
    try:
        ahead = fund_preview(
            actor=request.actor,
            at=request.at,
            period_code=typed.get("ky", ""),
            unit_code=typed.get("don-vi", ""),
            amount=_amount(typed.get("amount", "")),
        )
    except (Denied, Missing):
        raise
    except WomsError:
        return _index(request, typed, failure)
    failure.field = "split"
    return _fund(request, ahead, typed, failure)


@require_safe
@signed_in
def fund(request: SignedInRequest, fund_id: int) -> HttpResponse:
    return _fund(request, fund_view(actor=request.actor, fund_id=fund_id), {})


@require_POST
@signed_in
def decide(request: SignedInRequest, fund_id: int) -> HttpResponse:
    try:
        decide_fund(
            actor=request.actor,
            at=request.at,
            fund_id=fund_id,
            number=text_of(request, "number"),
            decided_on=day_of(request, "decided_on"),
            reason=text_of(request, "reason"),
        )
    except (Denied, Missing):
        raise
    except WomsError as error:
        found = fund_view(actor=request.actor, fund_id=fund_id)
        return _fund(request, found, texts_of(request), error)
    return HttpResponseRedirect(f"{HERE}/{fund_id}")


@require_safe
@signed_in
def workbook(request: SignedInRequest, fund_id: int) -> HttpResponse:
    """The lines one may see, as values: no formula, so that what is read is what was decided."""
    found = fund_view(actor=request.actor, fund_id=fund_id)
    response = HttpResponse(fund_sheet(found), content_type=CONTENT_TYPE)
    name = f"quy-thu-nhap-tang-them-{found.about.unit_code}-{found.about.period_code}-{found.about.revision}.xlsx"
    response["Content-Disposition"] = attachment_header(name)
    response["Cache-Control"] = "private, no-store"
    return response


def _index(
    request: SignedInRequest, typed: dict[str, str] | None = None, failure: WomsError | None = None
) -> HttpResponse:
    page = FundsPage(
        listing=fund_list(actor=request.actor),
        tones=TONES,
        words=state_words(),
        typed=typed or {},
        error=failure.sentence if failure else "",
        wrong_field=(failure.field or "amount") if failure else "",
    )
    status = failure.status if failure else 200
    return render(request, "funds/index.html", page, active="evaluation", status=status)


def _fund(
    request: HttpRequest, found: FundView, typed: dict[str, str], failure: WomsError | None = None
) -> HttpResponse:
    page = FundPage(
        fund=found,
        tone=TONES[found.about.state],
        state=state_words()[found.about.state],
        is_ahead=found.about.id == 0,
        typed={"amount": format_number(found.about.amount), **typed},
        error=failure.sentence if failure else "",
        wrong_field=(failure.field or "number") if failure else "",
    )
    status = failure.status if failure else 200
    return render(request, "funds/fund.html", page, active="evaluation", status=status)


def _amount(text: str) -> int:
    """`250.000.000`: whole đồng."""
    try:
        value = parse_number(text)
    except Invalid as error:
        raise Invalid(error.sentence, code=error.code, field="amount") from None
    if value != int(value):
        raise Invalid(_("Số tiền là số đồng, không có phần lẻ."), code="fund.whole", field="amount")
    return int(value)


def _coefficients(typed: dict[str, str]) -> dict[int, Decimal]:
    return {
        whole(name.removeprefix(COEFFICIENT)): parse_number(text)
        for name, text in typed.items()
        if name.startswith(COEFFICIENT) and text.strip()
    }
