"""Codes of planning and the one transition table of a plan."""

from __future__ import annotations

from django.db.models import TextChoices

from woms.access.permissions import Permission
from woms.workflow.transitions import Machine, Transition


class Area(TextChoices):
    """The four areas of the balanced scorecard, people served first (seed 004)."""

    CUSTOMERS = "customers", "Đối tượng phục vụ và các bên liên quan"
    RESOURCES = "resources", "Ngân sách và hiệu quả sử dụng nguồn lực"
    PROCESSES = "processes", "Quy trình, quy chế nội bộ"
    LEARNING = "learning", "Học hỏi và phát triển"


AREA_SHORT = {
    Area.CUSTOMERS: "Đối tượng phục vụ",
    Area.RESOURCES: "Ngân sách, nguồn lực",
    Area.PROCESSES: "Quy trình, quy chế",
    Area.LEARNING: "Học hỏi, phát triển",
}


class Kind(TextChoices):
    KPI = "kpi", "Thường xuyên (KPI)"
    OKR = "okr", "Đột phá (OKR)"


class Direction(TextChoices):
    INCREASE = "increase", "Càng cao càng tốt"
    DECREASE = "decrease", "Càng thấp càng tốt"
    MAINTAIN = "maintain", "Duy trì"
    RANGE = "range", "Trong khoảng"
    BINARY = "binary", "Đạt / Không đạt"
    STEPS = "steps", "Theo mốc, theo bậc"


class Source(TextChoices):
    MANUAL = "manual", "Nhập tay"
    AUTOMATIC = "automatic", "Tự động"


class DeadlineKind(TextChoices):
    BY = "by", "Chậm nhất"
    BETWEEN = "between", "Trong khoảng"
    FROM = "from", "Từ ngày"
    RECURRING = "recurring", "Định kỳ"
    CONTINUOUS = "continuous", "Thường xuyên"
    UNKNOWN = "unknown", "Chưa rõ"


class CascadeState(TextChoices):
    OFFERED = "offered", "Chờ tiếp nhận"
    ACCEPTED = "accepted", "Đã nhận"
    DECLINED = "declined", "Từ chối, có lý do"
    WITHDRAWN = "withdrawn", "Đã thu hồi"


class PlanState(TextChoices):
    DRAFT = "draft", "Dự thảo"
    SUBMITTED = "submitted", "Đã trình"
    RETURNED = "returned", "Trả lại để chỉnh sửa"
    APPROVED = "approved", "Đang thực hiện"
    CLOSED = "closed", "Đã kết thúc"


EDITABLE_STATES = frozenset({PlanState.DRAFT.value, PlanState.RETURNED.value})

PLAN_MACHINE = Machine(
    subject_kind="plan",
    noun="kế hoạch",
    states={state.value: str(state.label) for state in PlanState},
    transitions=(
        Transition("submit", "Trình", EDITABLE_STATES, PlanState.SUBMITTED, Permission.PLAN_SUBMIT),
        Transition(
            "return",
            "Trả lại để chỉnh sửa",
            frozenset({PlanState.SUBMITTED.value}),
            PlanState.RETURNED,
            Permission.PLAN_APPROVE,
            needs_reason=True,
            not_own=True,
        ),
        Transition(
            "approve",
            "Phê duyệt",
            frozenset({PlanState.SUBMITTED.value}),
            PlanState.APPROVED,
            Permission.PLAN_APPROVE,
            not_own=True,
        ),
        Transition(
            "withdraw",
            "Rút lại",
            frozenset({PlanState.SUBMITTED.value}),
            PlanState.DRAFT,
            Permission.PLAN_SUBMIT,
        ),
        Transition(
            "close",
            "Kết thúc",
            frozenset({PlanState.APPROVED.value}),
            PlanState.CLOSED,
            Permission.PLAN_APPROVE,
        ),
    ),
)


class ImportState(TextChoices):
    PREVIEWED = "previewed", "Đang xem trước"
    APPLIED = "applied", "Đã nhập"
    UNDONE = "undone", "Đã hoàn tác"
