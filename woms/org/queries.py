"""Reads of the organisation."""

from __future__ import annotations

from dataclasses import dataclass

from woms.access.actors import Actor
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.errors import Missing
from woms.org.models import Account, Unit
from woms.org.states import UnitKind


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit as pickers and breadcrumbs show it."""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    path: str


def account_for_session(account_id: int) -> Account | None:
    """The account of a session with its person, if it may still sign in (one query)."""
    return Account.objects.filter(pk=account_id, is_active=True).select_related("person").first()


def unit_by_code(*, actor: Actor, code: str, permission: Permission) -> UnitChoice:
    """The unit if the actor holds the permission there; otherwise `Missing`, as if it did not exist."""
    unit = visible_to(Unit.objects.filter(code=code), actor, permission).first()
    if unit is None:
        raise Missing
    return choice_of(unit)


def city() -> UnitChoice:
    """The root of the tree."""
    unit = Unit.objects.filter(kind=UnitKind.CITY).first()
    if unit is None:
        raise Missing("Chưa có đơn vị nào. Hãy chạy “./run sample” hoặc nhập cây tổ chức.")
    return choice_of(unit)


def unit_choices(
    *, actor: Actor, permission: Permission, search: str = "", limit: int = 30
) -> tuple[UnitChoice, ...]:
    """Units at which the actor holds the permission, in tree order; `search` narrows by name or code."""
    rows = visible_to(Unit.objects.filter(ends_on__isnull=True), actor, permission)
    for word in search.split():
        rows = rows.filter(name__icontains=word)
    return tuple(choice_of(row) for row in rows.order_by("path")[:limit])


def choice_of(unit: Unit) -> UnitChoice:
    return UnitChoice(unit.pk, unit.code, unit.name, unit.short_name, unit.kind, unit.path)
