"""What happens to progress. Sentences are what a person reads in the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from woms.core.events import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyResultEvent(DomainEvent):
    """Something happened to a key result. Values and status are written as people read them."""

    subject_kind: ClassVar[str] = "key_result"
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedIn(KeyResultEvent):
    code: ClassVar[str] = "progress.checked_in"
    before: str
    after: str
    status: str
    status_reason: str = ""

    @property
    def sentence(self) -> str:
        change = f"{self.before} → {self.after}" if self.before else f"số đầu tiên {self.after}"
        reason = f" (khác gợi ý: {self.status_reason})" if self.status_reason else ""
        return f"Cập nhật “{self.title}”: {change}, {self.status}{reason}."


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInCorrected(KeyResultEvent):
    code: ClassVar[str] = "progress.corrected"
    before: str
    after: str
    as_of: str

    @property
    def sentence(self) -> str:
        return f"Sửa lại “{self.title}”, số liệu ngày {self.as_of}: {self.before} → {self.after}."


@dataclass(frozen=True, slots=True, kw_only=True)
class ObstacleOpened(KeyResultEvent):
    code: ClassVar[str] = "obstacle.opened"
    cause: str
    help_needed: str = ""

    @property
    def sentence(self) -> str:
        support = f" Cần hỗ trợ: {self.help_needed}." if self.help_needed else ""
        return f"“{self.title}” vướng mắc do {self.cause.lower()}.{support}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObstacleResolved(KeyResultEvent):
    code: ClassVar[str] = "obstacle.resolved"
    cause: str
    resolution: str

    @property
    def sentence(self) -> str:
        return f"Gỡ vướng mắc do {self.cause.lower()} của “{self.title}”: {self.resolution}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekReported(DomainEvent):
    code: ClassVar[str] = "progress.week_reported"
    subject_kind: ClassVar[str] = "weekly_report"
    week: str
    reported: int
    total: int

    @property
    def sentence(self) -> str:
        silent = self.total - self.reported
        rest = f"; {silent} mục chưa có số liệu được ghi là Chưa cập nhật" if silent else ""
        return f"Gửi báo cáo {self.week.lower()}: {self.reported}/{self.total} mục đã cập nhật{rest}."
