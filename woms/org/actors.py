"""Build the `Actor` of an account: who it is and which grants are held on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from woms.access.actors import Actor, HeldGrant
from woms.org.models import Account, Assignment, Grant
from woms.org.states import UnitKind


def load_actor(account: Account, on: date) -> Actor:
    """This function will give the account's actor with what is in force on that day (two queries)."""
    if account.person_id is None:
        return Actor(person_id=None, name=account.username)
    post = _primary_post(account.person_id, on)
    return Actor(
        person_id=account.person_id,
        name=_name(account, post),
        unit_id=post.unit_id if post else None,
        unit_path=post.unit.path if post else "",
        unit_name=post.unit.name if post else "",
        title=post.title if post else "",
        grants=_grants(account.person_id, on),
    )


def _name(account: Account, post: Assignment | None) -> str:
    """The person comes with the post; only somebody without one costs a query more."""
    person = post.person if post else account.person
    return person.full_name if person else account.username


def in_force(on: date) -> Q:
    """Rows with `starts_on ≤ on < ends_on` (no end = open)."""
    return Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gt=on))


def _primary_post(person_id: int, on: date) -> Assignment | None:
    rows = Assignment.objects.filter(in_force(on), person_id=person_id).select_related("unit", "person")
    return rows.order_by("-is_primary", "-starts_on", "-id").first()


def _grants(person_id: int, on: date) -> tuple[HeldGrant, ...]:
    rows = Grant.objects.filter(in_force(on), person_id=person_id).select_related("unit").order_by("id")
    return tuple(
        HeldGrant(row.role, row.unit_id, row.unit.path, row.unit.kind == UnitKind.CITY) for row in rows
    )
