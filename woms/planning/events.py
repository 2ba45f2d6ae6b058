"""What happens to plans and to targets that are handed down, each told in one Vietnamese sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from woms.core.events import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEvent(DomainEvent):
    """Anything that happens inside one plan: the plan is its subject, so that the plan's log tells all."""

    subject_kind: ClassVar[str] = "plan"
    plan_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDrafted(PlanEvent):
    code: ClassVar[str] = "plan.drafted"

    @property
    def sentence(self) -> str:
        return f"Lập dự thảo “{self.plan_title}”."


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSubmitted(PlanEvent):
    code: ClassVar[str] = "plan.submitted"
    warnings: int = 0

    @property
    def sentence(self) -> str:
        found = f", kèm {self.warnings} cảnh báo" if self.warnings else ""
        return f"Trình “{self.plan_title}”{found}."


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReturned(PlanEvent):
    code: ClassVar[str] = "plan.returned"
    reason: str

    @property
    def sentence(self) -> str:
        return f"Trả lại “{self.plan_title}” để chỉnh sửa: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanApproved(PlanEvent):
    code: ClassVar[str] = "plan.approved"

    @property
    def sentence(self) -> str:
        return f"Phê duyệt “{self.plan_title}”."


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWithdrawn(PlanEvent):
    code: ClassVar[str] = "plan.withdrawn"

    @property
    def sentence(self) -> str:
        return f"Rút lại “{self.plan_title}” đã trình."


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanClosed(PlanEvent):
    code: ClassVar[str] = "plan.closed"

    @property
    def sentence(self) -> str:
        return f"Kết thúc “{self.plan_title}”."


@dataclass(frozen=True, slots=True, kw_only=True)
class AreasWeighed(PlanEvent):
    code: ClassVar[str] = "plan.areas_weighed"
    words: str

    @property
    def sentence(self) -> str:
        return f"Đặt trọng số bốn lĩnh vực: {self.words}."


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsSpread(PlanEvent):
    code: ClassVar[str] = "plan.weights_spread"
    where: str

    @property
    def sentence(self) -> str:
        return f"Chia đều trọng số: {self.where}."


@dataclass(frozen=True, slots=True, kw_only=True)
class RowAdded(PlanEvent):
    """A nhiệm vụ or a mục tiêu then chốt was added; `kind_words` says which."""

    code: ClassVar[str] = "plan.row_added"
    kind_words: str
    title: str

    @property
    def sentence(self) -> str:
        return f"Thêm {self.kind_words} “{self.title}”."


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChanged(PlanEvent):
    code: ClassVar[str] = "plan.row_changed"
    kind_words: str
    title: str
    changes: str

    @property
    def sentence(self) -> str:
        return f"Sửa {self.kind_words} “{self.title}”: {self.changes}."


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRemoved(PlanEvent):
    code: ClassVar[str] = "plan.row_removed"
    kind_words: str
    title: str

    @property
    def sentence(self) -> str:
        return f"Bỏ {self.kind_words} “{self.title}”."


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsReordered(PlanEvent):
    code: ClassVar[str] = "plan.rows_reordered"
    where: str

    @property
    def sentence(self) -> str:
        return f"Sắp xếp lại {self.where}."


@dataclass(frozen=True, slots=True, kw_only=True)
class CascadeEvent(DomainEvent):
    """A target handed down: `unit_id` and `unit_path` are the receiving unit's."""

    subject_kind: ClassVar[str] = "cascade"
    key_result_title: str
    unit_name: str
    target_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetOffered(CascadeEvent):
    code: ClassVar[str] = "cascade.offered"
    is_mandatory: bool

    @property
    def sentence(self) -> str:
        how = "bắt buộc" if self.is_mandatory else "gợi ý"
        return f"Giao {how} cho {self.unit_name}: {self.key_result_title}, {self.target_words}."


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetAccepted(CascadeEvent):
    code: ClassVar[str] = "cascade.accepted"

    @property
    def sentence(self) -> str:
        return f"{self.unit_name} nhận chỉ tiêu {self.key_result_title}, {self.target_words}."


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetDeclined(CascadeEvent):
    code: ClassVar[str] = "cascade.declined"
    reason: str

    @property
    def sentence(self) -> str:
        return f"{self.unit_name} từ chối chỉ tiêu gợi ý {self.key_result_title}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetTakenBack(CascadeEvent):
    code: ClassVar[str] = "cascade.withdrawn"

    @property
    def sentence(self) -> str:
        return f"Thu hồi chỉ tiêu {self.key_result_title} đã giao cho {self.unit_name}."
