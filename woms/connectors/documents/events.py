"""What happens to a document that is brought in, each told in one Vietnamese sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from woms.core.events import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanImportEvent(DomainEvent):
    """Something happened to one document that was read."""

    subject_kind: ClassVar[str] = "plan_import"
    file_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanImportStaged(PlanImportEvent):
    code: ClassVar[str] = "plan_import.staged"
    rows: int

    @property
    def sentence(self) -> str:
        return f"Đọc tệp “{self.file_name}”: {self.rows} nhiệm vụ, chờ xác nhận."


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanImportCorrected(PlanImportEvent):
    code: ClassVar[str] = "plan_import.corrected"
    changes: int

    @property
    def sentence(self) -> str:
        return f"Chỉnh {self.changes} chỗ trong bản xem trước của tệp “{self.file_name}”."


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanImportApplied(PlanImportEvent):
    code: ClassVar[str] = "plan_import.applied"
    objectives: int
    key_results: int
    plan_title: str

    @property
    def sentence(self) -> str:
        return (
            f"Nhập {self.objectives} nhiệm vụ, {self.key_results} mục tiêu từ tệp “{self.file_name}” "
            f"vào “{self.plan_title}”."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanImportUndone(PlanImportEvent):
    code: ClassVar[str] = "plan_import.undone"
    objectives: int

    @property
    def sentence(self) -> str:
        return f"Hoàn tác việc nhập tệp “{self.file_name}”: bỏ {self.objectives} nhiệm vụ đã ghi."
