"""Fetching is authorising: the key result on which an actor reports."""

from __future__ import annotations

from woms.access.actors import Actor
from woms.access.checks import check
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.errors import Missing
from woms.planning.models import KeyResult
from woms.work.evidence.services import subject_of


def find_reportable(actor: Actor, key_result_id: int) -> KeyResult:
    """The key result, if the actor reports on it: `Missing` out of sight, `Denied` in sight but not theirs."""
    rows = KeyResult.objects.select_related("owner_unit", "objective__plan__period")
    key_result = visible_to(rows, actor, Permission.PLAN_READ).filter(pk=key_result_id).first()
    if key_result is None:
        raise Missing
    check(actor, Permission.CHECK_IN_CREATE, subject_of(key_result))
    return key_result
