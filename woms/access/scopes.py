"""The same judgement as `checks.allowed`, as a filter on rows: the only start of a list or a by-id fetch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from woms.access.actors import Actor, HeldGrant
from woms.access.checks import reaches
from woms.access.permissions import Permission
from woms.access.roles import Reach

M = TypeVar("M", bound=Model)
NOTHING = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class ScopeFields:
    """Where a model keeps what access is judged by: look-up paths to the unit's path, the person, and leadership.

    A model says so in a class attribute `scope_fields`. `person` empty = rows belong to units only.
    `owner` names the person whose *private* row it is, when that is not the same as who carries it out:
    a key result of a unit's plan is carried out by a person but is the unit's affair.
    """

    unit_path: str
    person: str = ""
    is_leader: str = ""
    owner: str = ""

    @property
    def private_person(self) -> str:
        return self.owner or self.person


def visible_to(queryset: QuerySet[M], actor: Actor, permission: Permission) -> QuerySet[M]:
    """This function will keep only the rows on which the actor holds the permission."""
    fields: ScopeFields = queryset.model.scope_fields  # type: ignore[attr-defined]
    wanted = NOTHING
    for grant, reach in reaches(actor, permission):
        wanted |= _condition(actor, grant, reach, fields)
    return queryset.filter(wanted)


def _condition(actor: Actor, grant: HeldGrant, reach: Reach, fields: ScopeFields) -> Q:
    inside = Q(**{f"{fields.unit_path}__startswith": grant.unit_path})
    same_unit = Q(**{fields.unit_path: grant.unit_path})
    match reach:
        case Reach.SELF:
            return Q(**{fields.person: actor.person_id}) if fields.person else NOTHING
        case Reach.LINE:
            return inside | Q(**{f"{fields.unit_path}__in": _ancestors(grant.unit_path)})
        case Reach.UNIT:
            return same_unit if grant.unit_is_root else inside
        case Reach.BELOW:
            return inside & (~same_unit | _someone_else(actor, fields))
        case Reach.STAFF:
            return inside & (~same_unit | (_someone_else(actor, fields) & ~_leader(fields)))
        case Reach.TEAM:
            parts = (_condition(actor, grant, part, fields) for part in (Reach.SELF, Reach.STAFF))
            return next(parts) | next(parts)
        case Reach.SUBTREE:
            return inside
        case Reach.HEADS:
            return inside & _leaders_only(fields)


def _someone_else(actor: Actor, fields: ScopeFields) -> Q:
    person = fields.private_person
    if not person:
        return NOTHING
    return Q(**{f"{person}__isnull": False}) & ~Q(**{person: actor.person_id})


def _leaders_only(fields: ScopeFields) -> Q:
    person = fields.private_person
    return Q(**{f"{person}__isnull": True}) | _leader(fields) if person else Q()


def _leader(fields: ScopeFields) -> Q:
    return Q(**{fields.is_leader: True}) if fields.is_leader else NOTHING


def _ancestors(path: str) -> list[str]:
    """`/1/5/9/` → `/1/5/9/`, `/1/5/`, `/1/`."""
    ids = path.strip("/").split("/")
    return ["/" + "/".join(ids[:depth]) + "/" for depth in range(len(ids), 0, -1)]
