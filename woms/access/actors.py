"""The person who acts, with the grants held on that day. Built once per request by `org.actors`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeldGrant:
    """A role held at a unit on the day in question."""

    role: str
    unit_id: int
    unit_path: str
    unit_is_root: bool


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. Services take an `Actor`, never a request or an account.

    `person_id` is None only for the system itself (jobs), which holds no grants and passes no check
    but its own named services.
    """

    person_id: int | None
    name: str
    unit_id: int | None = None
    unit_path: str = ""
    unit_name: str = ""
    title: str = ""
    grants: tuple[HeldGrant, ...] = ()
    is_system: bool = False

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)


SYSTEM = Actor(person_id=None, name="Hệ thống", is_system=True)
