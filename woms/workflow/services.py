"""Take one step of an approval: judge it by the transition table and write the decision down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from woms.access.actors import Actor
from woms.core.errors import Denied
from woms.workflow.models import Decision
from woms.workflow.transitions import Machine, Transition


def take_step(
    *,
    actor: Actor,
    at: datetime,
    machine: Machine,
    action: str,
    subject_id: int,
    state: str,
    author_ids: Iterable[int | None],
    reason: str = "",
    is_sample: bool = False,
) -> Transition:
    """This function will record that the actor takes `action` and return the transition.

    Call it inside the transaction of the service, after the access check; the service then sets the new state
    on its own row and logs its own event. Raises `Refused` when the step is not possible now, is the actor's
    own, or lacks its reason.
    """
    if actor.person_id is None:
        raise Denied("Chỉ người có tài khoản cá nhân mới ra quyết định được.", code="denied.no_person")
    step = machine.check_step(
        action, state=state, reason=reason, author_ids=author_ids, person_id=actor.person_id
    )
    Decision.objects.create(
        subject_kind=machine.subject_kind,
        subject_id=subject_id,
        action=action,
        from_state=state,
        to_state=step.target,
        person_id=actor.person_id,
        person_name=actor.name,
        at=at,
        reason=reason.strip(),
        is_sample=is_sample,
    )
    return step
