"""Kế hoạch: the list, a new draft, one plan to read, and the steps of its approval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from woms.access.permissions import Permission
from woms.core import clock, periods
from woms.core.errors import Conflict, Denied, Invalid, Refused, WomsError
from woms.insights.plan_page import PlanWithProgress, plan_page
from woms.org.queries import UnitChoice, unit_choices
from woms.planning.queries.plans import PlanDetail, PlanFilter, PlanList, plan_detail, plan_list
from woms.planning.services import plans as service
from woms.planning.services.fetching import Saved
from woms.planning.states import PlanState
from woms.web.flash import say
from woms.web.forms.reading import Typed
from woms.web.frame import Choice, Picker
from woms.web.plan_blocks import AreaBlock, area_blocks, finding_lines, state_look
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in

RETURN_REASONS = (
    gettext_lazy("Thiếu hiện trạng, chưa thấy mức thách thức"),
    gettext_lazy("Chỉ tiêu thấp hơn năm trước"),
    gettext_lazy("Chưa rõ người chủ trì"),
    gettext_lazy("Chưa rõ sản phẩm phải có"),
    gettext_lazy("Trọng số chưa hợp lý"),
)


@dataclass(frozen=True, slots=True)
class ListPage:
    plans: PlanList
    states: tuple[tuple[str, str, bool, int], ...]
    page_href: str
    looks: dict[str, str]


@dataclass(frozen=True, slots=True)
class NewPlanPage:
    units: tuple[UnitChoice, ...]
    periods: tuple[tuple[str, str], ...]
    unit: str = ""
    period: str = ""
    error: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class PlanPage:
    plan: PlanWithProgress
    areas: tuple[AreaBlock, ...]
    findings: tuple[tuple[str, str, str], ...]
    look: str
    reasons: tuple[Any, ...] = RETURN_REASONS

    @property
    def detail(self) -> PlanDetail:
        return self.plan.detail


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step of the approval on a page of its own: what will happen, what was found, one button."""

    detail: PlanDetail
    slug: str
    action: str
    label: str
    sentence: str
    findings: tuple[tuple[str, str, str], ...]
    needs_reason: bool
    why_not: str
    look: str
    reason: str = ""
    error: str = ""
    reasons: tuple[Any, ...] = RETURN_REASONS


@require_safe
@signed_in
def listing(request: SignedInRequest) -> HttpResponse:
    wanted = PlanFilter(
        state=request.GET.get("trang-thai", "")[:12],
        period=request.GET.get("ky", "")[:12],
        unit=request.GET.get("don-vi", "")[:80],
        search=request.GET.get("q", "")[:80],
        owner=request.GET.get("cua", "")[:8],
    )
    found = plan_list(actor=request.actor, wanted=wanted, page=Typed(request.GET).whole("trang") or 1)
    total = sum(found.state_counts.values())
    chips = [(_("Tất cả"), _address(wanted, state=""), not wanted.state, total)]
    chips += [
        (
            str(state.label),
            _address(wanted, state=state.value),
            wanted.state == state,
            found.state_counts[state],
        )
        for state in PlanState
        if found.state_counts.get(state)
    ]
    looks = {state: state_look(state) for state in PlanState.values}
    page = ListPage(found, tuple(chips), _address(wanted) + "&trang=", looks)
    return render(request, "plans/list.html", page, active="plans", period=_period_picker(found))


def _address(wanted: PlanFilter, **changes: str) -> str:
    now = replace(wanted, **changes)
    names = {"trang-thai": now.state, "ky": now.period, "don-vi": now.unit, "q": now.search, "cua": now.owner}
    return "/ke-hoach?" + urlencode({name: value for name, value in names.items() if value})


def _period_picker(found: PlanList) -> Picker | None:
    if not found.periods:
        return None
    current = found.filter.period
    label = next((one.label for one in found.periods if one.code == current), _("Mọi kỳ"))
    every = Choice(_("Mọi kỳ"), _address(found.filter, period=""), not current)
    choices = [
        Choice(one.label, _address(found.filter, period=one.code), one.code == current)
        for one in found.periods
    ]
    return Picker(label, (every, *choices))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: SignedInRequest) -> HttpResponse:
    units = unit_choices(actor=request.actor, permission=Permission.PLAN_EDIT, limit=400)
    if not units:
        raise Denied(_("Bạn chưa có quyền soạn kế hoạch. Hãy liên hệ người đứng đầu đơn vị."))
    page = NewPlanPage(units, _coming_periods(request), unit=request.GET.get("don-vi", ""))
    if request.method != "POST":
        return render(request, "plans/new.html", page, active="plans")
    page = replace(page, unit=request.POST.get("unit", "")[:80], period=request.POST.get("period", "")[:12])
    try:
        unit = next((one for one in units if one.code == page.unit), None)
        if unit is None:
            raise Invalid(_("Chọn đơn vị lập kế hoạch."), field="unit")
        saved = service.draft_plan(actor=request.actor, at=request.at, unit_id=unit.id, period=page.period)
    except (Invalid, Refused) as error:
        page = replace(page, error=error.sentence, field=error.field or "period")
        return render(request, "plans/new.html", page, status=error.status, active="plans")
    return HttpResponseRedirect(f"/ke-hoach/{saved.id}/soan")


def _coming_periods(request: SignedInRequest) -> tuple[tuple[str, str], ...]:
    """This year and the next, their quarters from now on, this month and the next two."""
    on = clock.local_date(request.at)
    this, coming = on.year, on.year + 1
    offered = [periods.year(this), periods.year(coming)]
    quarters = [periods.quarter(year, index) for year in (this, coming) for index in (1, 2, 3, 4)]
    offered += [one for one in quarters if one.ends_on > on][:4]
    months = [
        periods.month(this + (on.month + step - 1) // 12, (on.month + step - 1) % 12 + 1) for step in range(3)
    ]
    return tuple((one.code, one.label) for one in (*offered, *months))


@require_safe
@signed_in
def plan(request: SignedInRequest, plan_id: int) -> HttpResponse:
    found = plan_page(actor=request.actor, plan_id=plan_id, on=clock.local_date(request.at))
    contents = found.detail.contents
    page = PlanPage(
        plan=found,
        areas=area_blocks(
            contents,
            findings=found.detail.findings,
            objectives=found.objectives,
            key_results=found.key_results,
        ),
        findings=finding_lines(found.detail.findings),
        look=state_look(contents.state),
    )
    return render(request, "plans/plan.html", page, active="plans")


Step = Callable[..., Saved]
_STEPS: dict[str, tuple[str, Step, Any, Any]] = {
    "trinh": (
        "submit",
        service.submit_plan,
        gettext_lazy(
            "Kế hoạch sẽ khóa lại và chuyển đến cấp phê duyệt. Bạn có thể rút lại khi chưa ai quyết định."
        ),
        gettext_lazy("Đã trình “%(title)s”."),
    ),
    "phe-duyet": (
        "approve",
        service.approve_plan,
        gettext_lazy("Kế hoạch có hiệu lực ngay và các mục tiêu bắt đầu nhận cập nhật."),
        gettext_lazy("Đã phê duyệt “%(title)s”."),
    ),
    "tra-lai": (
        "return",
        service.return_plan,
        gettext_lazy("Kế hoạch sẽ về người soạn cùng lý do của bạn."),
        gettext_lazy("Đã trả lại “%(title)s”."),
    ),
    "rut-lai": (
        "withdraw",
        service.withdraw_plan,
        gettext_lazy("Kế hoạch trở về dự thảo để sửa tiếp."),
        gettext_lazy("Đã rút lại “%(title)s”."),
    ),
    "ket-thuc": (
        "close",
        service.close_plan,
        gettext_lazy("Kế hoạch chỉ còn để xem; sau đó có thể lập kế hoạch mới cho cùng kỳ."),
        gettext_lazy("Đã kết thúc “%(title)s”."),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def step(request: SignedInRequest, plan_id: int, slug: str) -> HttpResponse:
    if slug not in _STEPS:
        raise Http404
    action, take, _sentence, done = _STEPS[slug]
    detail = plan_detail(actor=request.actor, plan_id=plan_id, on=clock.local_date(request.at), history=False)
    if request.method != "POST":
        return _step_page(request, detail, slug)
    typed = Typed(request.POST)
    asked = {"actor": request.actor, "at": request.at, "plan_id": plan_id, "version": typed.whole("version")}
    try:
        take(**asked | ({"reason": typed.text("reason")} if action == "return" else {}))
    except (Refused, Conflict, Invalid, Denied) as error:
        return _step_page(request, detail, slug, error=error, reason=typed.text("reason"))
    say(request, done % {"title": detail.contents.title})
    return HttpResponseRedirect(
        "/cho-xu-ly" if typed.text("next", 20) == "/cho-xu-ly" else f"/ke-hoach/{plan_id}"
    )


def _step_page(
    request: SignedInRequest,
    detail: PlanDetail,
    slug: str,
    *,
    error: WomsError | None = None,
    reason: str = "",
) -> HttpResponse:
    action, _take, sentence, _done = _STEPS[slug]
    offer = detail.offer(action)
    if offer is None and error is None:
        return HttpResponseRedirect(f"/ke-hoach/{detail.contents.id}")
    page = StepPage(
        detail=detail,
        slug=slug,
        action=action,
        label=offer.label if offer else "",
        sentence=sentence,
        findings=finding_lines(detail.findings) if action in {"submit", "approve", "return"} else (),
        needs_reason=bool(offer and offer.needs_reason),
        why_not=offer.why if offer else "",
        look=state_look(detail.contents.state),
        reason=reason,
        error=error.sentence if error else "",
    )
    return render(request, "plans/step.html", page, status=error.status if error else 200, active="plans")
