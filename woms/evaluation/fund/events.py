"""What happens to an added-income fund. Sentences carry nobody's amount."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from woms.core.events import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class FundEvent(DomainEvent):
    """Something happened to the added-income fund of a unit; nobody's amount is told."""

    subject_kind: ClassVar[str] = "fund"
    period_label: str
    unit_name: str
    revision: int

    @property
    def which(self) -> str:
        return f"quỹ thu nhập tăng thêm {self.period_label.lower()} của {self.unit_name}, bản {self.revision}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FundDrafted(FundEvent):
    code: ClassVar[str] = "fund.drafted"
    people: int

    @property
    def sentence(self) -> str:
        return f"Lập phương án {self.which}: {self.people} người."


@dataclass(frozen=True, slots=True, kw_only=True)
class FundDecided(FundEvent):
    code: ClassVar[str] = "fund.decided"
    number: str

    @property
    def sentence(self) -> str:
        return f"Quyết định số {self.number} về {self.which}."
