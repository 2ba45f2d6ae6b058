"""What each part of a plan brings to its score: shares and points that add up exactly to the number shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Annotated

from woms.core.rounding import rounded_to_sum
from woms.insights.board import BoardKeyResult
from woms.insights.metrics import Cites
from woms.progress.calculations import pace, rollups


@dataclass(frozen=True, slots=True)
class Contribution:
    """One part: an area, an objective or a key result. No points = it does not count, and `why` says so."""

    kind: str
    title: str
    area: str
    key_result_id: int | None
    share: Annotated[Decimal | None, Cites("contribution_share")]
    score: Annotated[Decimal | None, Cites("unit_score")]
    points: Annotated[Decimal | None, Cites("contribution_points")]
    status: str
    why: str
    parts: tuple[Contribution, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a roll-up with what is told about it."""

    kind: str
    title: str
    area: str
    part: rollups.Part
    key_result_id: int | None = None
    parts: tuple[Contribution, ...] = ()


Weights = Mapping[str, Decimal]


def contributions_to(
    key_results: Sequence[BoardKeyResult], *, area: str, weights: Weights, on: date
) -> tuple[Contribution, ...]:
    """The parts of a plan's score, or of one area's: areas by their weights if the plan sets any, else objectives."""
    if not area and any(weights.values()):
        return _explained([_area(code, key_results, on, weight) for code, weight in weights.items()])
    return _explained(_objectives([one for one in key_results if not area or one.area == area], on))


def shares_of(key_results: Sequence[BoardKeyResult], *, weights: Weights, on: date) -> dict[int, Decimal]:
    """How much of the whole plan hangs on each key result, in per cent; a breakthrough carries nothing."""
    found: dict[int, Decimal] = {}
    known = [replace(one, progress=one.progress or Decimal(0)) for one in key_results]
    _gather(contributions_to(known, area="", weights=weights, on=on), Decimal(1), found)
    return found


def _gather(lines: Sequence[Contribution], whole: Decimal, found: dict[int, Decimal]) -> None:
    for line in lines:
        share = whole * (line.share or Decimal(0)) / 100
        if line.key_result_id is not None:
            found[line.key_result_id] = 100 * share
        _gather(line.parts, share, found)


def _area(code: str, key_results: Sequence[BoardKeyResult], on: date, weight: Decimal) -> _Piece:
    pieces = _objectives([one for one in key_results if one.area == code], on)
    whole = rollups.roll_up([piece.part for piece in pieces])
    return _Piece("area", code, code, whole.as_part(weight), parts=_explained(pieces))


def _objectives(key_results: Sequence[BoardKeyResult], on: date) -> list[_Piece]:
    return [
        _objective(list(group), on) for _, group in groupby(key_results, key=lambda one: one.objective_id)
    ]


def _objective(own: Sequence[BoardKeyResult], on: date) -> _Piece:
    pieces = [_key_result(one, on) for one in own]
    part = rollups.roll_up([piece.part for piece in pieces]).as_part(own[0].objective_weight)
    part = replace(part, is_breakthrough=own[0].objective_is_breakthrough)
    return _Piece("objective", own[0].objective, own[0].area, part, parts=_explained(pieces))


def _key_result(one: BoardKeyResult, on: date) -> _Piece:
    part = rollups.Part(
        score=one.progress,
        weight=one.weight,
        expected=one.expected,
        status=pace.Status(one.status),
        is_breakthrough=one.is_breakthrough and not one.objective_is_breakthrough,
        is_closed=on > one.due_on,
        has_started=on >= one.starts_on,
    )
    return _Piece("key_result", one.title, one.area, part, one.id)


def _explained(pieces: Sequence[_Piece]) -> tuple[Contribution, ...]:
    counted = {line.index: line for line in rollups.contributions([piece.part for piece in pieces])}
    lines = [_line(piece, counted.get(place)) for place, piece in enumerate(pieces)]
    return tuple(replace(line, parts=_scaled(line.parts, line.points)) for line in lines)


def _scaled(parts: Sequence[Contribution], points: Decimal | None) -> tuple[Contribution, ...]:
    """Inner lines in points of the whole: they add up to exactly the points of the line they stand under."""
    if points is None:
        return tuple(replace(part, points=None, parts=_scaled(part.parts, None)) for part in parts)
    counted = [part for part in parts if part.points is not None]
    worth = [Fraction(part.share or 0) * Fraction(part.score or 0) for part in counted]
    whole = sum(worth, Fraction(0))
    exact = [Fraction(points) * one / whole if whole else Fraction(0) for one in worth]
    rounded = dict(zip(map(id, counted), rounded_to_sum(exact), strict=True))
    return tuple(
        replace(part, points=(own := rounded.get(id(part))), parts=_scaled(part.parts, own)) for part in parts
    )


def _line(piece: _Piece, counted: rollups.Contribution | None) -> Contribution:
    return Contribution(
        kind=piece.kind,
        title=piece.title,
        area=piece.area,
        key_result_id=piece.key_result_id,
        share=counted.share if counted else None,
        score=piece.part.score,
        points=counted.points if counted else None,
        status=piece.part.status.value,
        why="" if counted else "breakthrough" if piece.part.is_breakthrough else "no_data",
        parts=piece.parts,
    )
