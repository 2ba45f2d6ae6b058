"""Dossiers: list, read with score and trace, assess oneself, review, return, score again, decide, publish."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from woms.evaluation.criteria import GeneralMark
from woms.evaluation.detail import DossierDetail, dossier_detail
from woms.evaluation.policies import Opinion
from woms.evaluation.queries import DossierList, DossierRow, dossier_list
from woms.evaluation.services import appeals, dossiers, ratings
from woms.evaluation.services.appeals import Claim
from woms.regulations.trace import JsonTree

router = Router(tags=["dossiers"])


class CycleOut(Schema):
    id: int
    period_code: str
    period_label: str
    starts_on: date | None
    self_due_on: date | None
    review_due_on: date | None
    decision_due_on: date | None
    is_open: bool


class DossierRowOut(Schema):
    id: int
    person_name: str
    title: str
    unit_name: str
    period_code: str
    state: str
    state_label: str
    total: Decimal | None
    level: str
    level_label: str
    is_rated: bool
    allowed_actions: list[str]
    is_sample: bool

    @staticmethod
    def resolve_allowed_actions(row: DossierRow) -> list[str]:
        return sorted(row.actions)


class DossierListOut(Schema):
    cycle: CycleOut | None
    own: DossierRowOut | None
    rows: list[DossierRowOut]
    counts: dict[str, int]
    page: int
    pages: int
    total: int


class MarkOut(Schema):
    points: Decimal
    by_group: dict[str, Decimal]
    organizing: int | None
    cohesion: int | None
    note: str
    given_by: str
    at: datetime


class ComponentOut(Schema):
    letter: str
    label: str
    percent: Decimal


class LineOut(Schema):
    """A line of the waterfall; the points of all but the last add up exactly to the last."""

    code: str
    kind: str
    sentence: str
    points: Decimal
    references: list[int]


class WhatIfOut(Schema):
    code: str
    sentence: str
    delta: Decimal
    total: Decimal


class ScoreOut(Schema):
    """`revision` 0 = a preview of the result points that nobody recorded."""

    revision: int
    stage: str
    total: Decimal | None
    result: Decimal | None
    general: Decimal
    level: str
    level_label: str
    points_to_next: Decimal | None
    next_level_label: str
    components: list[ComponentOut]
    lines: list[LineOut]
    formula: str
    basis: str
    notes: list[str]
    what_ifs: list[WhatIfOut]
    rules_version: str
    digest: str
    reason: str
    computed_by: str
    computed_at: datetime | None
    trace: dict[str, object]

    @staticmethod
    def resolve_trace(score: object) -> JsonTree:
        tree: JsonTree = score.trace.as_json()  # type: ignore[attr-defined] # ninja hands over the dataclass
        return tree


class OpinionOut(Schema):
    """What the collective thought, with its votes where there was one."""

    summary: str
    votes_for: int | None
    votes_against: int | None
    minutes: str
    given_by: str
    at: datetime


class FactOut(Schema):
    id: int
    kind_label: str
    unit_name: str
    happened_on: date
    summary: str
    document: str


class AppealOut(Schema):
    claim: str
    evidence: str
    lodged_at: datetime
    due_on: date
    outcome: str
    answer: str
    settled_by: str
    settled_at: datetime | None


class RatingOut(Schema):
    level: str
    level_label: str
    reason: str
    minutes: str
    decided_by: str
    at: datetime


class ProductOut(Schema):
    work_item_id: int
    name: str
    coefficient: Decimal
    assigned: Decimal
    completed: Decimal
    reworks: int
    delays: int
    excused: int
    evidence: int
    counts: bool


class DossierOut(Schema):
    """One dossier as this reader may see it: the four values apart, each null until it may be read."""

    id: int
    version: int
    person_name: str
    title: str
    unit_name: str
    period_code: str
    framework: str
    state: str
    state_label: str
    waiting_for: str
    own_mark: MarkOut | None
    superior_mark: MarkOut | None
    score: ScoreOut | None
    opinion: OpinionOut | None
    facts: list[FactOut]
    rating: RatingOut | None
    appeals: list[AppealOut]
    appeal_until: date | None
    products: list[ProductOut]
    allowed_actions: list[str]
    is_stale: bool
    is_sample: bool

    @staticmethod
    def resolve_allowed_actions(detail: DossierDetail) -> list[str]:
        return sorted(detail.actions)


class OpinionIn(Schema):
    version: int
    summary: str
    votes_for: int | None = None
    votes_against: int | None = None
    minutes: str = ""


class AppealIn(Schema):
    version: int
    claim: str
    evidence: str = ""


class SettleIn(Schema):
    version: int
    level: str
    answer: str


class MarkIn(Schema):
    version: int
    by_group: dict[str, Decimal]
    note: str = ""
    organizing: int | None = None
    cohesion: int | None = None

    def mark(self) -> GeneralMark:
        return GeneralMark(dict(self.by_group), self.note, self.organizing, self.cohesion)


class ReasonIn(Schema):
    version: int
    reason: str


class VersionIn(Schema):
    version: int


class RatingIn(Schema):
    """`revision` is the one the person saw: deciding on another is a conflict."""

    version: int
    revision: int
    minutes: str = ""
    level: str
    reason: str = ""


@router.get("", response=DossierListOut, summary="Phiếu đánh giá của một kỳ trong phạm vi được xem")
def list_dossiers(
    request: HttpRequest, period: str = "", unit: str = "", state: str = "", page: int = 1
) -> DossierList:
    return dossier_list(**_about(request), period_code=period, unit_code=unit, state=state, page=max(page, 1))


@router.get("/{dossier_id}", response=DossierOut, summary="Một phiếu với điểm và cách tính")
def read_dossier(request: HttpRequest, dossier_id: int) -> DossierDetail:
    return dossier_detail(**_about(request), dossier_id=dossier_id)


@router.post("/{dossier_id}/self-assessment", response=DossierOut, summary="Gửi tự chấm")
def assess_self(request: HttpRequest, dossier_id: int, body: MarkIn) -> DossierDetail:
    dossiers.assess_self(**_about(request), dossier_id=dossier_id, mark=body.mark(), version=body.version)
    return read_dossier(request, dossier_id)


@router.post("/{dossier_id}/review", response=DossierOut, summary="Xác nhận đánh giá của quản lý trực tiếp")
def review(request: HttpRequest, dossier_id: int, body: MarkIn) -> DossierDetail:
    dossiers.review_dossier(**_about(request), dossier_id=dossier_id, mark=body.mark(), version=body.version)
    return read_dossier(request, dossier_id)


@router.post("/{dossier_id}/return", response=DossierOut, summary="Trả lại để chấm lại")
def return_dossier(request: HttpRequest, dossier_id: int, body: ReasonIn) -> DossierDetail:
    dossiers.return_dossier(
        **_about(request), dossier_id=dossier_id, reason=body.reason, version=body.version
    )
    return read_dossier(request, dossier_id)


@router.post("/{dossier_id}/opinion", response=DossierOut, summary="Ghi ý kiến thẩm định, lấy ý kiến tập thể")
def appraise(request: HttpRequest, dossier_id: int, body: OpinionIn) -> DossierDetail:
    opinion = Opinion(body.summary, body.votes_for, body.votes_against, body.minutes)
    dossiers.appraise_dossier(**_about(request), dossier_id=dossier_id, opinion=opinion, version=body.version)
    return read_dossier(request, dossier_id)


@router.post("/{dossier_id}/return-review", response=DossierOut, summary="Trả lại sau thẩm định")
def return_review(request: HttpRequest, dossier_id: int, body: ReasonIn) -> DossierDetail:
    dossiers.return_review(**_about(request), dossier_id=dossier_id, reason=body.reason, version=body.version)
    return read_dossier(request, dossier_id)


@router.post("/{dossier_id}/send-back", response=DossierOut, summary="Trả lại để đánh giá lại")
def send_back(request: HttpRequest, dossier_id: int, body: ReasonIn) -> DossierDetail:
    dossiers.send_back_dossier(
        **_about(request), dossier_id=dossier_id, reason=body.reason, version=body.version
    )
    return read_dossier(request, dossier_id)


@router.post("/{dossier_id}/score", response=DossierOut, summary="Tính lại điểm, có lý do")
def score(request: HttpRequest, dossier_id: int, body: ReasonIn) -> DossierDetail:
    dossiers.score_dossier(**_about(request), dossier_id=dossier_id, reason=body.reason, version=body.version)
    return read_dossier(request, dossier_id)


@router.post("/{dossier_id}/rating", response=DossierOut, summary="Quyết định xếp loại")
def decide(request: HttpRequest, dossier_id: int, body: RatingIn) -> DossierDetail:
    ratings.decide_rating(
        **_about(request), dossier_id=dossier_id, level=body.level, reason=body.reason,
        revision=body.revision, version=body.version, minutes=body.minutes,
    )  # fmt: skip
    return read_dossier(request, dossier_id)


@router.post("/{dossier_id}/reconsideration", response=DossierOut, summary="Xem xét lại trước khi công bố")
def reconsider(request: HttpRequest, dossier_id: int, body: ReasonIn) -> DossierDetail:
    ratings.reconsider_rating(
        **_about(request), dossier_id=dossier_id, reason=body.reason, version=body.version
    )
    return read_dossier(request, dossier_id)


@router.post("/{dossier_id}/publication", response=DossierOut, summary="Công bố kết quả")
def publish(request: HttpRequest, dossier_id: int, body: VersionIn) -> DossierDetail:
    ratings.publish_rating(**_about(request), dossier_id=dossier_id, version=body.version)
    return read_dossier(request, dossier_id)


@router.post("/{dossier_id}/appeal", response=DossierOut, summary="Gửi kiến nghị về kết quả")
def appeal(request: HttpRequest, dossier_id: int, body: AppealIn) -> DossierDetail:
    claim = Claim(body.claim, body.evidence)
    appeals.lodge_appeal(**_about(request), dossier_id=dossier_id, claim=claim, version=body.version)
    return read_dossier(request, dossier_id)


@router.post("/{dossier_id}/appeal/withdrawal", response=DossierOut, summary="Rút kiến nghị")
def withdraw(request: HttpRequest, dossier_id: int, body: VersionIn) -> DossierDetail:
    appeals.withdraw_appeal(**_about(request), dossier_id=dossier_id, version=body.version)
    return read_dossier(request, dossier_id)


@router.post("/{dossier_id}/appeal/settlement", response=DossierOut, summary="Giải quyết kiến nghị")
def settle(request: HttpRequest, dossier_id: int, body: SettleIn) -> DossierDetail:
    appeals.settle_appeal(
        **_about(request), dossier_id=dossier_id, level=body.level, answer=body.answer, version=body.version
    )
    return read_dossier(request, dossier_id)


@router.post("/{dossier_id}/revision", response=DossierOut, summary="Xếp loại lại sau khi mở lại kỳ")
def revise(request: HttpRequest, dossier_id: int, body: ReasonIn) -> DossierDetail:
    ratings.revise_rating(**_about(request), dossier_id=dossier_id, reason=body.reason, version=body.version)
    return read_dossier(request, dossier_id)


def _about(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "at": request.at}  # type: ignore[attr-defined] # set by the middleware
