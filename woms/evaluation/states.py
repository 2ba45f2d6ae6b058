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
    APPRAISAL = "appraisal", "Thẩm định, lấy ý kiến tập thể"
    DECISION = "decision", "Chờ quyết định"
    DECIDED = "decided", "Đã xếp loại, chờ công bố"
    PUBLISHED = "published", "Đã công bố"
    APPEALED = "appealed", "Đang kiến nghị"


class Stage(TextChoices):
    """Whose mark for the common criteria it is; kept apart for ever."""

    SELF = "self", "Tự chấm"
    SUPERIOR = "superior", "Quản lý trực tiếp"


class FactKind(TextChoices):
    """What is recorded as a dated fact, with consequences by rule; `absence` only explains."""

    DISCIPLINE = "discipline", "Kỷ luật do vi phạm khi thi hành công vụ"
    DEGRADATION = "degradation", "Kết luận suy thoái, tự diễn biến, tự chuyển hóa"
    FORBIDDEN_CONDUCT = "forbidden_conduct", "Kết luận vi phạm những điều đảng viên không được làm"
    EXEMPLARY_BREACH = "exemplary_breach", "Kết luận vi phạm trách nhiệm nêu gương"
    INNOVATION = "innovation", "Sản phẩm đổi mới sáng tạo đem lại giá trị thực tiễn cao"
    UNIT_CORRUPTION = "unit_corruption", "Đơn vị liên quan tham ô, tham nhũng, lãng phí"
    COLLECTIVE_DISCIPLINE = "collective_discipline", "Đơn vị hoặc thành viên tập thể lãnh đạo bị kỷ luật"
    HOT_SPOT = "hot_spot", "Điểm nóng trên địa bàn, lĩnh vực phụ trách"
    COMPLAINT = "complaint", "Khiếu kiện kéo dài thuộc trách nhiệm giải quyết"
    SLOW_DISBURSEMENT = "slow_disbursement", "Giải ngân chậm so với kế hoạch"
    OUTSTANDING_UNIT = "outstanding_unit", "Đơn vị có kết quả nổi trội trong kỳ"
    ABSENCE = "absence", "Nghỉ có lý do chính đáng, ốm đau, thai sản"


OF_PERSON = frozenset({"discipline", "degradation", "forbidden_conduct", "exemplary_breach", "innovation"})
OF_UNIT = frozenset(
    {"unit_corruption", "collective_discipline", "hot_spot", "complaint", "slow_disbursement"}
)


class AppealOutcome(TextChoices):
    UPHELD = "upheld", "Giữ nguyên kết quả"
    CHANGED = "changed", "Thay đổi kết quả"
    WITHDRAWN = "withdrawn", "Người gửi rút kiến nghị"


class ClosingState(TextChoices):
    WAITING = "waiting", "Chờ chạy"
    RUNNING = "running", "Đang chạy"
    FINISHED = "finished", "Đã xong"
    CANCELLED = "cancelled", "Đã dừng"
    FAILED = "failed", "Gặp lỗi"


ACTIVE_CLOSINGS = [ClosingState.WAITING.value, ClosingState.RUNNING.value]


class GapReason(TextChoices):
    """Why a closing could not score somebody."""

    NOT_ASSESSED = "not_assessed", "Chưa tự chấm"
    NOT_REVIEWED = "not_reviewed", "Quản lý trực tiếp chưa đánh giá"
    NO_MARK = "no_mark", "Chưa có điểm tiêu chí chung hoặc mức chấm lãnh đạo"
    NO_WORK = "no_work", "Không được giao sản phẩm, công việc nào"


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
            DossierState.APPRAISAL,
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
            "appraise",
            "Ghi ý kiến thẩm định",
            frozenset({DossierState.APPRAISAL.value}),
            DossierState.DECISION,
            Permission.DOSSIER_APPRAISE,
            not_own=True,
        ),
        Transition(
            "return_review",
            "Trả lại sau thẩm định",
            frozenset({DossierState.APPRAISAL.value}),
            DossierState.REVIEW,
            Permission.DOSSIER_APPRAISE,
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
            "reconsider",
            "Xem xét lại trước khi công bố",
            frozenset({DossierState.DECIDED.value}),
            DossierState.DECISION,
            Permission.DOSSIER_DECIDE,
            needs_reason=True,
            not_own=True,
        ),
        Transition(
            "publish",
            "Công bố",
            frozenset({DossierState.DECIDED.value}),
            DossierState.PUBLISHED,
            Permission.DOSSIER_PUBLISH,
            not_own=True,
        ),
        Transition(
            "lodge_appeal",
            "Gửi kiến nghị",
            frozenset({DossierState.PUBLISHED.value}),
            DossierState.APPEALED,
            Permission.DOSSIER_SELF_ASSESS,
            needs_reason=True,
        ),
        Transition(
            "withdraw_appeal",
            "Rút kiến nghị",
            frozenset({DossierState.APPEALED.value}),
            DossierState.PUBLISHED,
            Permission.DOSSIER_SELF_ASSESS,
        ),
        Transition(
            "settle_appeal",
            "Giải quyết kiến nghị",
            frozenset({DossierState.APPEALED.value}),
            DossierState.PUBLISHED,
            Permission.DOSSIER_SETTLE,
            needs_reason=True,
            not_own=True,
        ),
        Transition(
            "revise",
            "Xếp loại lại sau khi mở lại kỳ",
            frozenset({DossierState.PUBLISHED.value}),
            DossierState.DECISION,
            Permission.DOSSIER_DECIDE,
            needs_reason=True,
            not_own=True,
        ),
    ),
    optional={DossierState.APPRAISAL.value: DossierState.DECISION.value},
)
