"""What happens in an evaluation. Sentences carry no points and no level: those are read only by the entitled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from woms.core.events import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleOpened(DomainEvent):
    code: ClassVar[str] = "cycle.opened"
    subject_kind: ClassVar[str] = "cycle"
    period_label: str
    people: int

    @property
    def sentence(self) -> str:
        return f"Mở kỳ đánh giá {self.period_label.lower()} cho {self.people} người."


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierEvent(DomainEvent):
    """Something happened to one person's dossier of one period."""

    subject_kind: ClassVar[str] = "dossier"
    person_name: str
    period_label: str

    @property
    def whose(self) -> str:
        return f"phiếu {self.period_label.lower()} của {self.person_name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfAssessed(DossierEvent):
    code: ClassVar[str] = "dossier.self_assessed"

    @property
    def sentence(self) -> str:
        return f"{self.person_name} gửi tự chấm {self.period_label.lower()}."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewGiven(DossierEvent):
    code: ClassVar[str] = "dossier.reviewed"

    @property
    def sentence(self) -> str:
        return f"Quản lý trực tiếp đánh giá {self.whose}."


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierReturned(DossierEvent):
    code: ClassVar[str] = "dossier.returned"
    reason: str

    @property
    def sentence(self) -> str:
        return f"Trả lại {self.whose} để chấm lại: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSentBack(DossierEvent):
    code: ClassVar[str] = "dossier.sent_back"
    reason: str

    @property
    def sentence(self) -> str:
        return f"Trả lại {self.whose} để quản lý trực tiếp đánh giá lại: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierScored(DossierEvent):
    code: ClassVar[str] = "dossier.scored"
    revision: int
    reason: str

    @property
    def sentence(self) -> str:
        return f"Tính điểm lần {self.revision} cho {self.whose}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingDecided(DossierEvent):
    code: ClassVar[str] = "dossier.rated"

    @property
    def sentence(self) -> str:
        return f"Quyết định xếp loại {self.whose}."


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingPublished(DossierEvent):
    code: ClassVar[str] = "dossier.published"

    @property
    def sentence(self) -> str:
        return f"Công bố kết quả {self.whose}."
