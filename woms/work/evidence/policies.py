"""May it be done with this evidence now?"""

from __future__ import annotations

from woms.access.actors import Actor
from woms.core.errors import Refused
from woms.planning.models import KeyResult
from woms.planning.states import PlanState
from woms.work.models import Evidence


def check_can_attach(key_result: KeyResult) -> None:
    """Evidence belongs to work in progress: the plan is in force and the key result not set aside."""
    if key_result.objective.plan.state != PlanState.APPROVED or key_result.archived_at is not None:
        raise Refused(
            f"“{key_result.title}” không thuộc kế hoạch đang thực hiện nên chưa nhận minh chứng.",
            code="evidence.plan_not_in_force",
        )


def check_can_verify(evidence: Evidence, actor: Actor) -> None:
    """Who brings the proof does not confirm it (scenario E04), and a confirmation is given once."""
    if evidence.uploaded_by_id == actor.person_id:
        raise Refused(
            "Bạn là người gửi minh chứng này nên không tự xác nhận được. Hãy nhờ người quản lý trực tiếp xác nhận.",
            code="evidence.own",
        )
    if evidence.verified_at is not None:
        raise Refused(
            "Minh chứng này đã được xác nhận. Hãy tải lại trang để xem.", code="evidence.already_verified"
        )
