"""What happens to values that the law leaves open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from woms.core.events import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterDecided(DomainEvent):
    """A body decided a value, or went back to the text (`shown` empty)."""

    code: ClassVar[str] = "parameter.decided"
    subject_kind: ClassVar[str] = "parameter_decision"
    number: str
    description: str
    shown: str
    starts_on: str
    unit_name: str

    @property
    def sentence(self) -> str:
        about = self.description.rstrip(".")
        what = f"= {self.shown}" if self.shown else "trở về giá trị của văn bản"
        return f"Quyết định {self.number} ({self.unit_name}) từ ngày {self.starts_on}: {about} {what}."
