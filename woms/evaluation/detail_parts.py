"""The parts of a dossier as a reader sees them: marks, products, opinion, facts, rating, steps, history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from woms.evaluation.models import CollectiveOpinion, EvaluationFact, GeneralScore, Rating
from woms.evaluation.states import FactKind, Level


@dataclass(frozen=True, slots=True)
class MarkView:
    """A mark for the common criteria, as given."""

    points: Decimal
    by_group: Mapping[str, Decimal]
    organizing: int | None
    cohesion: int | None
    note: str
    given_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ProductView:
    """A product of the dossier. `work_item_id` is 0 where this reader may not open the work itself."""

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


@dataclass(frozen=True, slots=True)
class OpinionView:
    """What the collective thought, with its votes where there was one."""

    summary: str
    votes_for: int | None
    votes_against: int | None
    minutes: str
    given_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FactView:
    """A dated fact that weighs on this rating, with the document that proves it."""

    id: int
    kind_label: str
    unit_name: str
    happened_on: date
    summary: str
    document: str
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class RatingView:
    level: str
    level_label: str
    reason: str
    minutes: str
    decided_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StepView:
    """A stage of the dossier: `done`, `current` or `todo`."""

    code: str
    state: str
    at: datetime | None
    points: Decimal | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    at: datetime
    name: str
    what: str
    reason: str


def mark_view(mark: GeneralScore | None) -> MarkView | None:
    if mark is None:
        return None
    return MarkView(
        points=mark.points,
        by_group={code: Decimal(points) for code, points in mark.by_group.items()},
        organizing=mark.organizing,
        cohesion=mark.cohesion,
        note=mark.note,
        given_by=mark.given_by_name,
        at=mark.at,
    )


def rating_view(rating: Rating | None) -> RatingView | None:
    if rating is None:
        return None
    return RatingView(
        level=rating.level,
        level_label=str(Level(rating.level).label),
        reason=rating.reason,
        minutes=rating.minutes,
        decided_by=rating.decided_by_name,
        at=rating.at,
    )


def opinion_view(row: CollectiveOpinion | None) -> OpinionView | None:
    if row is None:
        return None
    return OpinionView(row.summary, row.votes_for, row.votes_against, row.minutes, row.given_by_name, row.at)


def fact_view(row: EvaluationFact) -> FactView:
    return FactView(
        id=row.pk,
        kind_label=str(FactKind(row.kind).label),
        unit_name=row.unit.name,
        happened_on=row.happened_on,
        summary=row.summary,
        document=row.document,
        file_name=row.file_name,
    )
