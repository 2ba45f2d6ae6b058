"""May this person do it here? `check` raises with the reason; `allowed` answers. Pure.

State rules ("may it be done now?") live in each package's `policies.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from woms.access.actors import Actor, HeldGrant
from woms.access.permissions import Permission
from woms.access.roles import ROLES, Reach
from woms.core.errors import Denied


@dataclass(frozen=True, slots=True)
class Subject:
    """What a permission is judged against: where it is, whose it is, and whether that person leads a unit.

    `is_unit_affair`: a person carries it out, but it belongs to the unit (a key result of the unit's plan),
    so that those who see units and heads only may still see it.
    """

    unit_path: str
    person_id: int | None = None
    is_leader: bool = False
    is_unit_affair: bool = False

    @property
    def is_personal(self) -> bool:
        return self.person_id is not None and not self.is_unit_affair


def check(actor: Actor, permission: Permission, subject: Subject) -> None:
    """This function will raise `Denied` with a sentence unless one of the actor's grants allows it."""
    if not allowed(actor, permission, subject):
        raise Denied(
            f"Bạn chưa có quyền {permission.label} ở nội dung này. "
            "Nếu công việc của bạn cần quyền này, hãy liên hệ quản trị đơn vị.",
            code=f"denied.{permission}",
        )


def allowed(actor: Actor, permission: Permission, subject: Subject) -> bool:
    return any(_reaches(actor, grant, reach, subject) for grant, reach in reaches(actor, permission))


def holds(actor: Actor, permission: Permission) -> bool:
    """Does the actor hold the permission anywhere at all? For menus, never for access to a row."""
    return any(True for _ in reaches(actor, permission))


def reaches(actor: Actor, permission: Permission) -> Iterator[tuple[HeldGrant, Reach]]:
    """The grants that carry a permission, each with how far it goes."""
    for grant in actor.grants:
        role = ROLES.get(grant.role)
        reach = role.permissions.get(permission) if role else None
        if reach is not None:
            yield grant, reach


def _reaches(actor: Actor, grant: HeldGrant, reach: Reach, subject: Subject) -> bool:
    inside = subject.unit_path.startswith(grant.unit_path)
    is_same_unit = subject.unit_path == grant.unit_path
    match reach:
        case Reach.SELF:
            return actor.person_id is not None and subject.person_id == actor.person_id
        case Reach.LINE:
            return inside or grant.unit_path.startswith(subject.unit_path)
        case Reach.UNIT:
            return is_same_unit if grant.unit_is_root else inside
        case Reach.BELOW:
            return inside and (not is_same_unit or _is_someone_else(actor, subject))
        case Reach.STAFF:
            someone = _is_someone_else(actor, subject) and not subject.is_leader
            return inside and (not is_same_unit or someone)
        case Reach.TEAM:
            return any(_reaches(actor, grant, part, subject) for part in (Reach.SELF, Reach.STAFF))
        case Reach.SUBTREE:
            return inside
        case Reach.HEADS:
            return inside and (not subject.is_personal or subject.is_leader)


def _is_someone_else(actor: Actor, subject: Subject) -> bool:
    return subject.is_personal and subject.person_id != actor.person_id
