"""Reads of the organisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from woms.access.actors import Actor
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.errors import Missing
from woms.core.vietnamese import fold
from woms.org.actors import in_force
from woms.org.models import Account, Assignment, Unit, UnitAlias
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


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """A person as pickers show them: the code tells people of the same name apart."""

    id: int
    code: str
    name: str
    title: str
    unit_name: str


def people_choices(*, actor: Actor, unit_path: str, on: date) -> tuple[PersonChoice, ...]:
    """The people who work in the unit or inside it on that day and whose names the actor may see, by given name."""
    posts = visible_to(Assignment.objects.all(), actor, Permission.PERSON_READ)
    rows = posts.filter(in_force(on), unit__path__startswith=unit_path).select_related("person", "unit")
    return tuple(
        PersonChoice(row.person_id, row.person.code, row.person.full_name, row.title, row.unit.short_name)
        for row in rows.order_by("person__sort_key", "id")
    )


def nameable_people(*, actor: Actor, person_ids: Iterable[int]) -> frozenset[int]:
    """Of these people, those whose names the actor may see (tiered supervision; one query)."""
    wanted = set(person_ids)
    if not wanted:
        return frozenset()
    posts = visible_to(Assignment.objects.all(), actor, Permission.PERSON_READ)
    return frozenset(posts.filter(person_id__in=wanted).values_list("person_id", flat=True))


def works_under(*, person_id: int, unit_path: str, on: date) -> bool:
    """Does the person hold a post at the unit or inside it on that day?"""
    posts = Assignment.objects.filter(in_force(on), person_id=person_id, unit__path__startswith=unit_path)
    return posts.exists()


def units_by_written_name(on: date) -> dict[str, int]:
    """Folded name, short name and alias → unit id, for reading what people type (two queries).

    A way of writing that two units share (“Phòng Tổng hợp”) is left out: it names nobody.
    """
    found: dict[str, set[int]] = {}
    for unit_id, name, short_name in Unit.objects.filter(in_force(on)).values_list(
        "id", "name", "short_name"
    ):
        found.setdefault(fold(name), set()).add(unit_id)
        found.setdefault(fold(short_name), set()).add(unit_id)
    for unit_id, folded in UnitAlias.objects.values_list("unit_id", "folded"):
        found.setdefault(folded, set()).add(unit_id)
    return {name: ids.copy().pop() for name, ids in found.items() if len(ids) == 1}


def unit_names(on: date) -> tuple[str, ...]:
    """Names of all units of that day that name exactly one unit, in tree order: suggestions while typing."""
    rows = Unit.objects.filter(in_force(on)).order_by("path").values_list("name", flat=True)
    counts = Counter(rows)
    return tuple(name for name in counts if counts[name] == 1)
