"""Codes of assigned work and the one transition table of a product that is made, handed in and accepted."""

from __future__ import annotations

from django.db.models import TextChoices

from woms.access.permissions import Permission
from woms.workflow.transitions import Machine, Transition


class WorkState(TextChoices):
    ASSIGNED = "assigned", "Đang thực hiện"
    DELIVERED = "delivered", "Chờ nghiệm thu"
    ACCEPTED = "accepted", "Đã nghiệm thu"
    RETURNED = "returned", "Trả lại để làm lại"


class CatalogState(TextChoices):
    """How far a version of a product has come. Only issued ones (pilot, official) are assigned."""

    DRAFT = "draft", "Dự thảo danh mục"
    PILOT = "pilot", "Thí điểm"
    OFFICIAL = "official", "Chính thức"


class FaultKind(TextChoices):
    REWORK = "rework", "Làm lại"
    DELAY = "delay", "Chậm"


_DELIVERED = frozenset({WorkState.DELIVERED.value})

WORK_MACHINE = Machine(
    subject_kind="work_item",
    noun="sản phẩm",
    states={state.value: str(state.label) for state in WorkState},
    transitions=(
        Transition(
            "deliver",
            "Nộp sản phẩm",
            frozenset({WorkState.ASSIGNED.value, WorkState.RETURNED.value}),
            WorkState.DELIVERED,
            Permission.WORK_DELIVER,
        ),
        Transition(
            "accept", "Nghiệm thu", _DELIVERED, WorkState.ACCEPTED, Permission.WORK_ACCEPT, not_own=True
        ),
        Transition(
            "accept_part",
            "Nghiệm thu một phần",
            _DELIVERED,
            WorkState.ASSIGNED,
            Permission.WORK_ACCEPT,
            not_own=True,
        ),
        Transition(
            "return",
            "Trả lại để làm lại",
            _DELIVERED,
            WorkState.RETURNED,
            Permission.WORK_ACCEPT,
            needs_reason=True,
            not_own=True,
        ),
    ),
)
