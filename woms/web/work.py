"""Công việc trong tháng: a person's products, one product with its steps, and assigning a new one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from woms.core import periods
from woms.core.clock import local_date
from woms.core.errors import Denied, Missing, WomsError
from woms.records.uploads import upload_of
from woms.web.filters import NOTHING
from woms.web.frame import Choice, Picker
from woms.web.posted import day_of, number_of, text_of, texts_of, whole, whole_of, wholes_of
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in
from woms.work import services
from woms.work.queries import (
    MonthOfWork,
    PendingExcuse,
    PersonWork,
    ProductChoice,
    WorkDetail,
    month_of_work,
    pending_excuses,
    people_with_work,
    product_choices,
    work_detail,
)

MONTHS_SHOWN = 6
TONES = {"assigned": "draft", "delivered": "waiting", "accepted": "confirmed", "returned": "returned"}


@dataclass(frozen=True, slots=True)
class MonthPage:
    """A person's month. `people` are those whose month the reader may open, waiting ones first."""

    month: MonthOfWork
    people: tuple[PersonWork, ...]
    tones: dict[str, str]
    assign_href: str
    pending: tuple[PendingExcuse, ...]


@dataclass(frozen=True, slots=True)
class WorkPage:
    """One product; `typed` keeps what was entered when a step was refused."""

    work: WorkDetail
    tone: str
    step: str = ""
    values: dict[str, str] = field(default_factory=dict)
    error: str = ""
    wrong_field: str = ""


@dataclass(frozen=True, slots=True)
class AssignPage:
    """The form that assigns a product to a person for a month."""

    month: MonthOfWork
    products: tuple[ProductChoice, ...]
    values: dict[str, str]
    error: str = ""
    wrong_field: str = ""


@require_safe
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    month = _month(request)
    people = people_with_work(actor=request.actor, period_code=month.period_code, at=request.at)
    waiting_first = tuple(sorted(people, key=lambda person: (not person.is_self, -person.waiting)))
    address = {"ky": month.period_code, "nguoi": month.person_id}
    pending = pending_excuses(actor=request.actor)
    page = MonthPage(month, waiting_first, TONES, f"/cong-viec/giao?{urlencode(address)}", pending)
    return render(
        request, "work/index.html", page, active="evaluation",
        period=_period_picker(request, month), unit=_person_picker(people, month),
    )  # fmt: skip


@require_safe
@signed_in
def detail(request: SignedInRequest, work_item_id: int) -> HttpResponse:
    return _work_page(request, work_item_id)


@require_POST
@signed_in
def step(request: SignedInRequest, work_item_id: int, name: str) -> HttpResponse:
    act = STEPS.get(name)
    if act is None:
        raise Http404
    try:
        act(request, actor=request.actor, at=request.at, work_item_id=work_item_id)
    except (Missing, Denied):
        raise
    except WomsError as error:
        return _work_page(request, work_item_id, step=name, failure=error)
    return HttpResponseRedirect(f"/cong-viec/{work_item_id}")


@require_http_methods(["GET", "POST"])
@signed_in
def assign(request: SignedInRequest) -> HttpResponse:
    month = _month(request)
    if not month.can_assign:
        raise Denied(_("Bạn không giao việc cho người này. Việc này thuộc về cấp trên trực tiếp."))
    products = product_choices(on=local_date(request.at), unit_path=month.unit_path)
    if request.method == "GET":
        due = f"{periods.from_code(month.period_code).last_day:%d/%m/%Y}"
        page = AssignPage(month, products, {"due_on": due, "quantity": "1"})
        return render(request, "work/assign.html", page, active="evaluation")
    values = texts_of(request)
    try:
        _assign(request, month)
    except (Missing, Denied):
        raise
    except WomsError as error:
        page = AssignPage(month, products, values, error.sentence, error.field)
        return render(request, "work/assign.html", page, active="evaluation", status=error.status)
    return HttpResponseRedirect(
        "/cong-viec?" + urlencode({"ky": month.period_code, "nguoi": month.person_id})
    )


def _assign(request: SignedInRequest, month: MonthOfWork) -> None:
    services.assign_work(
        actor=request.actor,
        at=request.at,
        person_id=month.person_id,
        period_code=month.period_code,
        product_code=text_of(request, "product"),
        quantity=number_of(request, "quantity"),
        due_on=day_of(request, "due_on"),
        title=text_of(request, "title"),
    )


def _deliver(request: SignedInRequest, **about: Any) -> None:
    services.deliver_work(
        quantity=number_of(request, "quantity"), version=whole_of(request, "version"), **about
    )


def _accept(request: SignedInRequest, **about: Any) -> None:
    services.accept_work(version=whole_of(request, "version"), **about)


def _return(request: SignedInRequest, **about: Any) -> None:
    services.return_work(
        units=whole_of(request, "units"),
        reason=text_of(request, "reason"),
        version=whole_of(request, "version"),
        **about,
    )


def _request_excuse(request: SignedInRequest, **about: Any) -> None:
    services.request_excuse(
        fault_ids=wholes_of(request, "fault"),
        reason=text_of(request, "reason"),
        upload=upload_of(request, "evidence", "camera"),
        **about,
    )


def _confirm_excuse(request: SignedInRequest, **about: Any) -> None:
    services.answer_excuse(
        fault_ids=wholes_of(request, "fault"), is_excused=True, reason=text_of(request, "reason"), **about
    )


def _refuse_excuse(request: SignedInRequest, **about: Any) -> None:
    services.answer_excuse(
        fault_ids=wholes_of(request, "fault"), is_excused=False, reason=text_of(request, "reason"), **about
    )


STEPS: dict[str, Callable[..., None]] = {
    "nop": _deliver,
    "nghiem-thu": _accept,
    "tra-lai": _return,
    "de-nghi-khach-quan": _request_excuse,
    "xac-nhan-khach-quan": _confirm_excuse,
    "khong-xac-nhan": _refuse_excuse,
}


def _work_page(
    request: SignedInRequest, work_item_id: int, *, step: str = "", failure: WomsError | None = None
) -> HttpResponse:
    work = work_detail(actor=request.actor, work_item_id=work_item_id, at=request.at)
    page = WorkPage(
        work=work,
        tone=TONES[work.line.state],
        step=step,
        values=texts_of(request),
        error=failure.sentence if failure else "",
        wrong_field=failure.field if failure else "",
    )
    status = failure.status if failure else 200
    return render(request, "work/detail.html", page, active="evaluation", status=status)


def _month(request: SignedInRequest) -> MonthOfWork:
    """The month and person of the address: this month and oneself unless it says otherwise."""
    person = request.GET.get("nguoi", "")
    known = whole(person) if person else request.actor.person_id or 0
    code = request.GET.get("ky", "") or periods.month_of(local_date(request.at)).code
    return month_of_work(actor=request.actor, person_id=known, period_code=code, at=request.at)


def _period_picker(request: SignedInRequest, month: MonthOfWork) -> Picker:
    choices, day = [], local_date(request.at)
    for _index in range(MONTHS_SHOWN):
        one = periods.month_of(day)
        href = "/cong-viec?" + urlencode({"ky": one.code, "nguoi": month.person_id})
        choices.append(Choice(one.label, href, one.code == month.period_code))
        day = date.fromordinal(one.starts_on.toordinal() - 1)
    return Picker(month.period_label, tuple(choices))


def _person_picker(people: tuple[PersonWork, ...], month: MonthOfWork) -> Picker | None:
    if len(people) < 2:  # noqa: PLR2004 - nobody to choose
        return None
    choices, group = [], ""
    for person in people:
        heading = person.unit_name if person.unit_name != group else ""
        group = person.unit_name
        href = "/cong-viec?" + urlencode({"ky": month.period_code, "nguoi": person.person_id})
        waiting = " · " + _("%(n)s chờ nghiệm thu") % {"n": person.waiting} if person.waiting else ""
        choices.append(
            Choice(person.name + waiting, href, person.person_id == month.person_id, group=heading)
        )
    return Picker(month.person_name or NOTHING, tuple(choices))
