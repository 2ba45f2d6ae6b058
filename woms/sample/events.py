"""What happens to the sample as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from woms.core.events import DomainEvent
from woms.core.numbers import format_number


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleBuilt(DomainEvent):
    code: ClassVar[str] = "sample.built"
    subject_kind: ClassVar[str] = "sample"
    units: int
    people: int

    @property
    def sentence(self) -> str:
        return f"Dựng dữ liệu mẫu: {format_number(self.units)} đơn vị, {format_number(self.people)} người hư cấu."


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRemoved(DomainEvent):
    code: ClassVar[str] = "sample.removed"
    subject_kind: ClassVar[str] = "sample"
    rows: int

    @property
    def sentence(self) -> str:
        return f"Xóa dữ liệu mẫu: {format_number(self.rows)} dòng."
