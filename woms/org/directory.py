"""The directory for administrators: units, who works there, which roles they hold, which accounts they have."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from woms.access.actors import Actor
from woms.access.checks import holds
from woms.access.permissions import Permission
from woms.access.roles import ROLES
from woms.access.scopes import visible_to
from woms.core.errors import Denied, Missing
from woms.org.actors import in_force
from woms.org.models import Assignment, Grant, Unit
from woms.org.queries import UnitChoice, choice_of
from woms.org.states import UnitKind

UNITS_A_PAGE = 50
_IS_DIVISION = Q(kind=UnitKind.DIVISION)
TREE_ORDER = (  # the city, then its units in their order, each followed by its divisions
    Case(When(kind=UnitKind.CITY, then=0), default=1),
    Case(When(_IS_DIVISION, then=F("parent__position")), default=F("position")),
    Case(When(_IS_DIVISION, then=F("parent_id")), default=F("id")),
    Case(When(_IS_DIVISION, then=1), default=0),
    F("position"),
    F("id"),
)


@dataclass(frozen=True, slots=True)
class UnitLine:
    code: str
    name: str
    parent_name: str
    kind_label: str
    axis_label: str
    people: int


@dataclass(frozen=True, slots=True)
class UnitDirectory:
    lines: tuple[UnitLine, ...]
    total: int
    page: int
    pages: int
    search: str


@dataclass(frozen=True, slots=True)
class HeldRole:
    grant_id: int
    title: str
    unit_name: str
    starts_on: date
    can_end: bool


@dataclass(frozen=True, slots=True)
class Officer:
    person_id: int
    name: str
    title: str
    account_id: int | None
    username: str
    roles: tuple[HeldRole, ...]


@dataclass(frozen=True, slots=True)
class UnitPeople:
    unit: UnitChoice
    ancestors: tuple[UnitChoice, ...]
    divisions: tuple[UnitChoice, ...]
    officers: tuple[Officer, ...]


def unit_directory(*, actor: Actor, on: date, search: str = "", page: int = 1) -> UnitDirectory:
    """Units in the administrator's reach, in tree order, with how many people work there today (three queries)."""
    if not holds(actor, Permission.UNIT_MANAGE):
        raise Denied(
            "Trang này dành cho quản trị viên. Nếu bạn cần thay đổi tổ chức, hãy liên hệ quản trị đơn vị."
        )
    rows = visible_to(Unit.objects.filter(in_force(on)), actor, Permission.UNIT_MANAGE)
    for word in search.split():
        rows = rows.filter(Q(name__icontains=word) | Q(code__icontains=word))
    total = rows.count()
    pages = max(1, -(-total // UNITS_A_PAGE))
    page = min(max(page, 1), pages)
    posts = Assignment.objects.filter(in_force(on), unit=OuterRef("pk")).order_by().values("unit")
    at_work = Subquery(posts.annotate(people=Count("pk")).values("people"))  # counted for the shown page only
    found = rows.select_related("parent").annotate(people=Coalesce(at_work, 0))
    shown = found.order_by(*TREE_ORDER)[(page - 1) * UNITS_A_PAGE : page * UNITS_A_PAGE]
    return UnitDirectory(tuple(map(_line, shown)), total, page, pages, search)


def unit_people(*, actor: Actor, code: str, on: date) -> UnitPeople:
    """Who works in a unit, with roles and account. Raises `Missing` outside the administrator's reach."""
    unit = visible_to(Unit.objects.filter(code=code), actor, Permission.UNIT_MANAGE).first()
    if unit is None:
        raise Missing
    posts = Assignment.objects.filter(in_force(on), unit=unit).select_related("person", "person__account")
    rows = list(posts.order_by("person__sort_key", "id"))
    roles = _roles_of({row.person_id for row in rows}, actor, on)
    return UnitPeople(
        unit=choice_of(unit),
        ancestors=_ancestors(unit),
        divisions=tuple(
            choice_of(child) for child in unit.children.filter(in_force(on)).order_by("position", "id")
        ),
        officers=tuple(_officer(row, roles[row.person_id]) for row in rows),
    )


def _line(unit: Unit) -> UnitLine:
    return UnitLine(
        code=unit.code,
        name=unit.name,
        parent_name=unit.parent.name if unit.parent and unit.kind == "division" else "",
        kind_label=unit.get_kind_display(),
        axis_label=unit.get_axis_display(),
        people=unit.people,  # type: ignore[attr-defined] # annotated by the query
    )


def _ancestors(unit: Unit) -> tuple[UnitChoice, ...]:
    ids = [int(part) for part in unit.path.strip("/").split("/")][:-1]
    return tuple(choice_of(row) for row in Unit.objects.filter(pk__in=ids).order_by("path"))


def _roles_of(person_ids: set[int], actor: Actor, on: date) -> defaultdict[int, list[HeldRole]]:
    found: defaultdict[int, list[HeldRole]] = defaultdict(list)
    grants = (
        Grant.objects.filter(in_force(on), person_id__in=person_ids).select_related("unit").order_by("id")
    )
    for grant in grants:
        title = ROLES[grant.role].title if grant.role in ROLES else grant.role
        can_end = grant.person_id != actor.person_id
        found[grant.person_id].append(HeldRole(grant.pk, title, grant.unit.name, grant.starts_on, can_end))
    return found


def _officer(post: Assignment, roles: list[HeldRole]) -> Officer:
    account = getattr(post.person, "account", None)
    return Officer(
        person_id=post.person_id,
        name=post.person.full_name,
        title=post.title,
        account_id=account.pk if account else None,
        username=account.username if account else "",
        roles=tuple(roles),
    )
