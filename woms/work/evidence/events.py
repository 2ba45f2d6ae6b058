"""What happens to evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from woms.core.events import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceEvent(DomainEvent):
    """Something happened to a file offered as proof; `claim` is what it proves."""

    subject_kind: ClassVar[str] = "evidence"
    file_name: str
    claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceAttached(EvidenceEvent):
    code: ClassVar[str] = "evidence.attached"

    @property
    def sentence(self) -> str:
        return f"Gắn minh chứng “{self.file_name}” cho “{self.claim}”."


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceVerified(EvidenceEvent):
    code: ClassVar[str] = "evidence.verified"

    @property
    def sentence(self) -> str:
        return f"Xác nhận minh chứng “{self.file_name}” của “{self.claim}”."
