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
class CycleEvent(DomainEvent):
    """Something happened to a whole cycle."""

    subject_kind: ClassVar[str] = "cycle"
    period_label: str

    @property
    def which(self) -> str:
        return f"kỳ đánh giá {self.period_label.lower()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleStarted(CycleEvent):
    code: ClassVar[str] = "cycle.started"

    @property
    def sentence(self) -> str:
        return f"Bắt đầu nhận tự chấm {self.which}."


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleAdded(CycleEvent):
    code: ClassVar[str] = "cycle.people_added"
    people: int

    @property
    def sentence(self) -> str:
        return f"Thêm {self.people} người mới nhận việc vào {self.which}."


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitReminded(CycleEvent):
    code: ClassVar[str] = "cycle.reminded"
    unit_name: str
    people: int

    @property
    def sentence(self) -> str:
        return f"Nhắc {self.unit_name}: {self.people} phiếu quá hạn của {self.which}."


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingsPublished(CycleEvent):
    code: ClassVar[str] = "cycle.ratings_published"
    unit_name: str
    people: int

    @property
    def sentence(self) -> str:
        return f"Công bố kết quả {self.which} của {self.people} người ở {self.unit_name}."


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRecorded(DomainEvent):
    """The log names the unit and no person: what it says is read with the dossier, by the entitled."""

    code: ClassVar[str] = "fact.recorded"
    subject_kind: ClassVar[str] = "evaluation_fact"
    unit_name: str

    @property
    def sentence(self) -> str:
        return f"Ghi một sự kiện ảnh hưởng đến xếp loại ở {self.unit_name}."


@dataclass(frozen=True, slots=True, kw_only=True)
class FactWithdrawn(DomainEvent):
    code: ClassVar[str] = "fact.withdrawn"
    subject_kind: ClassVar[str] = "evaluation_fact"
    unit_name: str

    @property
    def sentence(self) -> str:
        return f"Rút một sự kiện đã ghi nhầm ở {self.unit_name}."


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
class OpinionGiven(DossierEvent):
    code: ClassVar[str] = "dossier.appraised"

    @property
    def sentence(self) -> str:
        return f"Ghi ý kiến thẩm định {self.whose}."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReturned(DossierEvent):
    code: ClassVar[str] = "dossier.review_returned"
    reason: str

    @property
    def sentence(self) -> str:
        return f"Thẩm định trả lại {self.whose}: {self.reason}"


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
class RatingReconsidered(DossierEvent):
    code: ClassVar[str] = "dossier.reconsidered"

    @property
    def sentence(self) -> str:
        return f"Xem xét lại quyết định xếp loại {self.whose} trước khi công bố."


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealLodged(DossierEvent):
    code: ClassVar[str] = "dossier.appealed"

    @property
    def sentence(self) -> str:
        return f"{self.person_name} gửi kiến nghị về kết quả {self.period_label.lower()}."


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealWithdrawn(DossierEvent):
    code: ClassVar[str] = "dossier.appeal_withdrawn"

    @property
    def sentence(self) -> str:
        return f"{self.person_name} rút kiến nghị về kết quả {self.period_label.lower()}."


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealSettled(DossierEvent):
    code: ClassVar[str] = "dossier.appeal_settled"

    @property
    def sentence(self) -> str:
        return f"Giải quyết kiến nghị về {self.whose}."


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRevised(DossierEvent):
    code: ClassVar[str] = "dossier.revised"

    @property
    def sentence(self) -> str:
        return f"Xếp loại lại {self.whose} sau khi kỳ được mở lại."


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleLocked(CycleEvent):
    code: ClassVar[str] = "cycle.locked"
    revision: int

    @property
    def sentence(self) -> str:
        return f"Khóa {self.which}, bản {self.revision}."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopeningAsked(CycleEvent):
    code: ClassVar[str] = "cycle.reopening_asked"
    reason: str

    @property
    def sentence(self) -> str:
        return f"Đề nghị mở lại {self.which}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleReopened(CycleEvent):
    code: ClassVar[str] = "cycle.reopened"

    @property
    def sentence(self) -> str:
        return f"Mở lại {self.which}, đã có người thứ hai xác nhận."


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingPublished(DossierEvent):
    code: ClassVar[str] = "dossier.published"

    @property
    def sentence(self) -> str:
        return f"Công bố kết quả {self.whose}."


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingEvent(DomainEvent):
    """Something happened to the closing of a cycle."""

    subject_kind: ClassVar[str] = "closing"
    period_label: str
    unit_name: str

    @property
    def which(self) -> str:
        return f"chốt {self.period_label.lower()} của {self.unit_name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingStarted(ClosingEvent):
    code: ClassVar[str] = "closing.started"
    people: int

    @property
    def sentence(self) -> str:
        return f"Bắt đầu {self.which}: {self.people} người."


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingFinished(ClosingEvent):
    code: ClassVar[str] = "closing.finished"
    people: int
    written: int
    gaps: int

    @property
    def sentence(self) -> str:
        return f"Xong {self.which}: {self.people} người, {self.written} điểm mới, {self.gaps} người chưa đủ dữ liệu."


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingCancelled(ClosingEvent):
    code: ClassVar[str] = "closing.cancelled"
    done: int

    @property
    def sentence(self) -> str:
        return f"Dừng {self.which} sau {self.done} người; điểm đã tính được giữ nguyên."


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingFailed(ClosingEvent):
    code: ClassVar[str] = "closing.failed"

    @property
    def sentence(self) -> str:
        return f"Không {self.which} được: gặp lỗi."


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySimulated(CycleEvent):
    code: ClassVar[str] = "cycle.simulated"
    people: int

    @property
    def sentence(self) -> str:
        return f"Mô phỏng chính sách trên {self.which}: {self.people} người, không đổi điểm nào."
