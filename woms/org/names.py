"""Names of people under tiered supervision: the city sees who heads a unit, not who works in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from woms.access.actors import Actor
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.org.models import Assignment


def readable_names(*, actor: Actor, on: date, person_ids: Iterable[int]) -> dict[int, str]:
    """This function will give the full names of those of the people whom the actor may see (one query).

    A person is judged by the latest post up to the day; who has left is still known where they worked last.
    """
    wanted = set(person_ids)
    if not wanted:
        return {}
    latest = (
        Assignment.objects.filter(person_id__in=wanted, starts_on__lte=on)
        .order_by("person_id", "-is_primary", "-starts_on", "-id")
        .distinct("person_id")
        .values("pk")
    )
    posts = visible_to(Assignment.objects.filter(pk__in=latest), actor, Permission.PERSON_READ)
    names = dict(posts.values_list("person_id", "person__full_name"))
    if actor.person_id in wanted:
        names[actor.person_id] = actor.name
    return names
