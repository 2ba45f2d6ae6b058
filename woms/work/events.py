"""What happens to assigned work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from woms.core.events import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkEvent(DomainEvent):
    """Something happened to one person's product."""

    subject_kind: ClassVar[str] = "work_item"
    title: str
    person_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkAssigned(WorkEvent):
    code: ClassVar[str] = "work.assigned"
    quantity: str
    due_on: str

    @property
    def sentence(self) -> str:
        return f"Giao {self.quantity} “{self.title}” cho {self.person_name}, hạn {self.due_on}."


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDelivered(WorkEvent):
    code: ClassVar[str] = "work.delivered"
    quantity: str

    @property
    def sentence(self) -> str:
        return f"{self.person_name} nộp {self.quantity} “{self.title}”."


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkAccepted(WorkEvent):
    code: ClassVar[str] = "work.accepted"
    quantity: str
    late: int = 0

    @property
    def sentence(self) -> str:
        late = f", {self.late} sản phẩm chậm hạn" if self.late else ""
        return f"Nghiệm thu {self.quantity} “{self.title}” của {self.person_name}{late}."


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkReturned(WorkEvent):
    code: ClassVar[str] = "work.returned"
    units: int
    reason: str

    @property
    def sentence(self) -> str:
        return f"Trả lại {self.units} “{self.title}” để {self.person_name} làm lại: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcuseRequested(WorkEvent):
    code: ClassVar[str] = "work.excuse_requested"
    reason: str

    @property
    def sentence(self) -> str:
        return f"{self.person_name} đề nghị xác nhận nguyên nhân khách quan ở “{self.title}”: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcuseAnswered(WorkEvent):
    code: ClassVar[str] = "work.excuse_answered"
    is_excused: bool
    reason: str

    @property
    def sentence(self) -> str:
        verb = "Xác nhận" if self.is_excused else "Không xác nhận"
        return f"{verb} nguyên nhân khách quan ở “{self.title}” của {self.person_name}: {self.reason}"
