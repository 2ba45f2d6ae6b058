"""Of which units a person hears that something happened there: those whose boards or plans the person may read. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from woms.access.actors import Actor, HeldGrant
from woms.access.checks import reaches
from woms.access.permissions import Permission
from woms.access.roles import Reach

READING = (Permission.BOARD_READ, Permission.PLAN_READ)


@dataclass(frozen=True, slots=True)
class Earshot:
    """Units at or below the paths of `below`, and exactly the units of `at`."""

    below: tuple[str, ...] = ()
    at: tuple[str, ...] = ()

    def hears(self, unit_path: str) -> bool:
        return unit_path in self.at or unit_path.startswith(self.below) if unit_path else False

    def __bool__(self) -> bool:
        return bool(self.below or self.at)


def earshot_of(actor: Actor) -> Earshot:
    """This function will say of which units the actor hears; of none without a grant that reads."""
    below: set[str] = set()
    at: set[str] = set()
    for permission in READING:
        for grant, reach in reaches(actor, permission):
            if reach is Reach.UNIT and grant.unit_is_root:
                at.add(grant.unit_path)
            elif reach is Reach.SELF:
                below |= {actor.unit_path} - {""}
            else:
                below.add(grant.unit_path)
            if reach is Reach.LINE:
                at.update(_above(grant))
    widest = {path for path in below if not any(path != other and path.startswith(other) for other in below)}
    return Earshot(
        tuple(sorted(widest)), tuple(sorted(path for path in at if not path.startswith(tuple(widest))))
    )


def _above(grant: HeldGrant) -> set[str]:
    """`/1/5/9/` → `/1/5/`, `/1/`."""
    ids = grant.unit_path.strip("/").split("/")
    return {"/" + "/".join(ids[:depth]) + "/" for depth in range(1, len(ids))}
