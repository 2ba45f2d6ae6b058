"""Codes of evaluation and the one transition table of a dossier."""

from __future__ import annotations

from django.db.models import TextChoices

from woms.access.permissions import Permission
from woms.workflow.transitions import Machine, Transition


class Level(TextChoices):
    """Rating levels of NĐ 335/2025, Điều 20."""

    EXCELLENT = "excellent", "Hoàn thành xuất sắc nhiệm vụ"
    GOOD = "good", "Hoàn thành tốt nhiệm vụ"
    COMPLETED = "completed", "Hoàn thành nhiệm vụ"
    NOT_COMPLETED = "not_completed", "Không hoàn thành nhiệm vụ"
    INSUFFICIENT_DATA = "insufficient_data", "Chưa đủ dữ liệu"


class CycleState(TextChoices):
    OPEN = "open", "Đang mở"
    CLOSED = "closed", "Đã chốt kỳ"


class DossierState(TextChoices):
    SELF = "self", "Tự chấm"
    REVIEW = "review", "Quản lý trực tiếp đánh giá"
    DECISION = "decision", "Chờ quyết định"
    DECIDED = "decided", "Đã xếp loại, chờ công bố"
    PUBLISHED = "published", "Đã công bố"


class Stage(TextChoices):
    """Whose mark for the common criteria it is; kept apart for ever."""

    SELF = "self", "Tự chấm"
    SUPERIOR = "superior", "Quản lý trực tiếp"


class CriteriaGroup(TextChoices):
    """The three groups of common criteria (NĐ 335/2025, Điều 12); their maxima are parameters."""

    CONDUCT = (
        "conduct",
        "Phẩm chất chính trị, đạo đức, văn hóa thực thi công vụ; ý thức kỷ luật, kỷ cương",
    )
    ABILITY = (
        "ability",
        "Năng lực chuyên môn, đáp ứng nhiệm vụ; tinh thần trách nhiệm, thái độ phục vụ, phối hợp",
    )
    INNOVATION = (
        "innovation",
        "Năng lực đổi mới, sáng tạo; dám nghĩ, dám làm, dám chịu trách nhiệm",
    )


DOSSIER_MACHINE = Machine(
    subject_kind="dossier",
    noun="phiếu đánh giá",
    states={state.value: str(state.label) for state in DossierState},
    transitions=(
        Transition(
            "assess_self",
            "Gửi tự chấm",
            frozenset({DossierState.SELF.value}),
            DossierState.REVIEW,
            Permission.DOSSIER_SELF_ASSESS,
        ),
        Transition(
            "review",
            "Xác nhận đánh giá",
            frozenset({DossierState.REVIEW.value}),
            DossierState.DECISION,
            Permission.DOSSIER_REVIEW,
            not_own=True,
        ),
        Transition(
            "return",
            "Trả lại để chấm lại",
            frozenset({DossierState.REVIEW.value}),
            DossierState.SELF,
            Permission.DOSSIER_REVIEW,
            needs_reason=True,
            not_own=True,
        ),
        Transition(
            "decide",
            "Quyết định xếp loại",
            frozenset({DossierState.DECISION.value}),
            DossierState.DECIDED,
            Permission.DOSSIER_DECIDE,
            not_own=True,
        ),
        Transition(
            "send_back",
            "Trả lại để đánh giá lại",
            frozenset({DossierState.DECISION.value}),
            DossierState.REVIEW,
            Permission.DOSSIER_DECIDE,
            needs_reason=True,
            not_own=True,
        ),
        Transition(
            "publish",
            "Công bố",
            frozenset({DossierState.DECIDED.value}),
            DossierState.PUBLISHED,
            Permission.DOSSIER_DECIDE,
            not_own=True,
        ),
    ),
)
