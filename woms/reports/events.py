"""Who took which paper out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from woms.core.events import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperIssued(DomainEvent):
    code: ClassVar[str] = "report.issued"
    subject_kind: ClassVar[str] = "report"
    file_name: str
    content_code: str

    @property
    def sentence(self) -> str:
        return f"Xuất văn bản “{self.file_name}”, mã nội dung {self.content_code}."
