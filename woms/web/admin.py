"""Tổ chức, phân quyền: units, people, roles, accounts."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from woms.access.roles import ROLES
from woms.core import clock
from woms.core.errors import Invalid, Refused, WomsError
from woms.org import grants, services
from woms.org.directory import UnitDirectory, UnitPeople, unit_directory, unit_people
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in

ROLE_CHOICES = tuple((role.code, role.title) for role in ROLES.values())


@dataclass(frozen=True, slots=True)
class UnitsPage:
    directory: UnitDirectory
    next_href: str


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an administrator has typed so far."""

    full_name: str = ""
    title: str = ""
    username: str = ""
    role: str = "specialist"


@dataclass(frozen=True, slots=True)
class UnitPage:
    people: UnitPeople
    roles: tuple[tuple[str, str], ...] = ROLE_CHOICES
    form: NewAccount = NewAccount()
    error: str = ""
    field: str = ""
    shown_username: str = ""
    shown_password: str = ""


@require_safe
@signed_in
def units(request: SignedInRequest) -> HttpResponse:
    search, page = request.GET.get("q", "")[:80], request.GET.get("trang", "1")
    directory = unit_directory(
        actor=request.actor,
        on=clock.local_date(request.at),
        search=search,
        page=int(page) if page.isascii() and page.isdigit() else 1,
    )
    href = "/quan-tri?" + urlencode({"q": search, "trang": ""})
    return render(request, "admin/units.html", UnitsPage(directory, href), active="admin")


@require_safe
@never_cache
@signed_in
def unit(request: SignedInRequest, code: str) -> HttpResponse:
    return _unit_page(request, code)


@sensitive_post_parameters()
@require_POST
@never_cache
@signed_in
def add_account(request: SignedInRequest, code: str) -> HttpResponse:
    form = NewAccount(
        *(request.POST.get(name, "")[:140] for name in ("full_name", "title", "username", "role"))
    )
    password = grants.first_password()
    try:
        services.create_account(
            actor=request.actor,
            at=request.at,
            on=clock.local_date(request.at),
            username=form.username,
            password=password,
            full_name=form.full_name,
            unit_code=code,
            role=form.role,
            title=form.title,
        )
    except (Invalid, Refused) as error:
        return _unit_page(request, code, form=form, failure=error)
    return _unit_page(request, code, username=form.username.strip().lower(), password=password)


@require_POST
@signed_in
def add_role(request: SignedInRequest, code: str) -> HttpResponse:
    person = request.POST.get("person", "")
    try:
        grants.grant_role(
            actor=request.actor,
            at=request.at,
            on=clock.local_date(request.at),
            person_id=int(person) if person.isascii() and person.isdigit() else 0,
            role=request.POST.get("role", ""),
            unit_code=code,
            decision_number=request.POST.get("decision_number", ""),
        )
    except (Invalid, Refused) as error:
        return _unit_page(request, code, failure=error)
    return HttpResponseRedirect(f"/quan-tri/{code}")


@require_POST
@signed_in
def end_role(request: SignedInRequest, code: str, grant_id: int) -> HttpResponse:
    try:
        grants.end_role(
            actor=request.actor, at=request.at, on=clock.local_date(request.at), grant_id=grant_id
        )
    except Refused as error:
        return _unit_page(request, code, failure=error)
    return HttpResponseRedirect(f"/quan-tri/{code}")


@require_POST
@never_cache
@signed_in
def reset_password(request: SignedInRequest, code: str, account_id: int) -> HttpResponse:
    try:
        password = grants.reset_password(
            actor=request.actor, at=request.at, on=clock.local_date(request.at), account_id=account_id
        )
    except Refused as error:
        return _unit_page(request, code, failure=error)
    return _unit_page(request, code, username=request.POST.get("username", "")[:80], password=password)


def _unit_page(
    request: SignedInRequest,
    code: str,
    *,
    form: NewAccount | None = None,
    failure: WomsError | None = None,
    username: str = "",
    password: str = "",
) -> HttpResponse:
    page = UnitPage(
        people=unit_people(actor=request.actor, code=code, on=clock.local_date(request.at)),
        form=form or NewAccount(title=_("Chuyên viên")),
        error=failure.sentence if failure else "",
        field=failure.field if failure else "",
        shown_username=username,
        shown_password=password,
    )
    return render(request, "admin/unit.html", page, active="admin", status=failure.status if failure else 200)
