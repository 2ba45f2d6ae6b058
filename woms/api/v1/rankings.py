"""The ranked list of a unit against the cap on excellent, and decisions on many people at once."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest
from ninja import Router, Schema

from woms.evaluation.ranking import RankedRow, Ranking, ranking
from woms.evaluation.services import ratings
from woms.evaluation.services.ratings import Choice, Many

router = Router(tags=["rankings"])


class CapOut(Schema):
    """`group` empty: the whole unit."""

    group: str
    allowed: int
    base: int
    calculated: int
    decided: int
    excess: int
    tied: int


class RankedRowOut(Schema):
    place: int
    dossier_id: int
    version: int
    revision: int
    person_name: str
    unit_name: str
    group: str
    state: str
    total: Decimal | None
    calculated: str
    decided: str
    is_over: bool
    is_tied: bool
    allowed_actions: list[str]

    @staticmethod
    def resolve_allowed_actions(row: RankedRow) -> list[str]:
        return sorted(row.actions)


class RankingOut(Schema):
    period_code: str
    unit_code: str
    unit_name: str
    is_open: bool
    caps: list[CapOut]
    rows: list[RankedRowOut]
    waiting: int
    page: int
    pages: int
    total: int


class ChoiceIn(Schema):
    dossier_id: int
    level: str
    reason: str = ""
    revision: int
    version: int


class DecisionsIn(Schema):
    choices: list[ChoiceIn]
    minutes: str = ""


class NotDoneOut(Schema):
    dossier_id: int
    sentence: str


class ManyOut(Schema):
    """`refused`: left as they were, each with the reason; sending the same again is safe."""

    done: int
    refused: list[NotDoneOut]


@router.get("", response=RankingOut, summary="Danh sách theo điểm của một đơn vị, so với tỷ lệ xuất sắc")
def read_ranking(request: HttpRequest, period: str = "", unit: str = "", page: int = 1) -> Ranking:
    return ranking(
        actor=request.actor,  # type: ignore[attr-defined] # set by the middleware
        at=request.at,  # type: ignore[attr-defined] # set by the middleware
        period_code=period,
        unit_code=unit,
        page=page,
    )


@router.post("/decisions", response=ManyOut, summary="Quyết định xếp loại nhiều người")
def decide(request: HttpRequest, body: DecisionsIn) -> Many:
    return ratings.decide_ratings(
        actor=request.actor,  # type: ignore[attr-defined] # set by the middleware
        at=request.at,  # type: ignore[attr-defined] # set by the middleware
        choices=[Choice(**choice.dict()) for choice in body.choices],
        minutes=body.minutes,
    )
