"""The same judgement as `checks.allowed`, as a filter on rows: the only start of a list or a by-id fetch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from woms.access.actors import Actor, HeldGrant
from woms.access.checks import reaches
from woms.access.permissions import Permission
from woms.access.roles import Reach

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class ScopeFields:
    """Where a model keeps what access is judged by: look-up paths to the unit's path, the person, and leadership.

    A model says so in a class attribute `scope_fields`. `person` empty = rows belong to units only.
    """

    unit_path: str
    person: str = ""
    is_leader: str = ""


def visible_to(queryset: QuerySet[M], actor: Actor, permission: Permission) -> QuerySet[M]:
    """This function will keep only the rows on which the actor holds the permission."""
    fields: ScopeFields = queryset.model.scope_fields  # type: ignore[attr-defined]
    wanted = Q(pk__in=[])
    for grant, reach in reaches(actor, permission):
        wanted |= _condition(actor, grant, reach, fields)
    return queryset.filter(wanted)


def _condition(actor: Actor, grant: HeldGrant, reach: Reach, fields: ScopeFields) -> Q:
    inside = Q(**{f"{fields.unit_path}__startswith": grant.unit_path})
    same_unit = Q(**{fields.unit_path: grant.unit_path})
    match reach:
        case Reach.SELF:
            return Q(**{fields.person: actor.person_id}) if fields.person else Q(pk__in=[])
        case Reach.LINE:
            return inside | Q(**{f"{fields.unit_path}__in": _ancestors(grant.unit_path)})
        case Reach.UNIT:
            return same_unit if grant.unit_is_root else inside
        case Reach.BELOW:
            return inside & (~same_unit | _someone_else(actor, fields))
        case Reach.SUBTREE:
            return inside
        case Reach.HEADS:
            return inside & _leaders_only(fields)


def _someone_else(actor: Actor, fields: ScopeFields) -> Q:
    if not fields.person:
        return Q(pk__in=[])
    return Q(**{f"{fields.person}__isnull": False}) & ~Q(**{fields.person: actor.person_id})


def _leaders_only(fields: ScopeFields) -> Q:
    if not fields.person:
        return Q()
    leaders: dict[str, Any] = {fields.is_leader: True} if fields.is_leader else {"pk__in": []}
    return Q(**{f"{fields.person}__isnull": True}) | Q(**leaders)


def _ancestors(path: str) -> list[str]:
    """`/1/5/9/` → `/1/5/9/`, `/1/5/`, `/1/`."""
    ids = path.strip("/").split("/")
    return ["/" + "/".join(ids[:depth]) + "/" for depth in range(len(ids), 0, -1)]
