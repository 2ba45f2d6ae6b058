"""What a simulation found, in numbers that name nobody: a number of one or two people is not told.

People are named only to those who may read their dossier; the others are in the numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from woms.evaluation.states import Level

FEWEST = 3
ORDER = tuple(level.value for level in Level)  # from the highest level down
UP, DOWN, SAME = "up", "down", "same"

Counts = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One person before and after. `may_be_named`: the one who looks may read this person's dossier."""

    dossier_id: int
    unit_path: str
    unit_id: int
    framework: str
    before: str
    after: str
    total_before: Decimal | None
    total_after: Decimal | None
    may_be_named: bool

    @property
    def direction(self) -> str:
        if self.before == self.after:
            return SAME
        return UP if ORDER.index(self.after) < ORDER.index(self.before) else DOWN


@dataclass(frozen=True, slots=True)
class Move:
    """How many people go from one level to another; None where it would point at somebody."""

    before: str
    after: str
    people: int | None


@dataclass(frozen=True, slots=True)
class PartRow:
    """A unit, or a group of people: how many were scored, go up, go down, stay. None where too few to be told."""

    code: str
    name: str
    people: int
    up: int | None
    down: int | None
    same: int | None


@dataclass(frozen=True, slots=True)
class Mover:
    """Somebody who would have another level, for those who may read the dossier."""

    dossier_id: int
    name: str
    title: str
    unit_name: str
    before: str
    after: str
    total_before: Decimal | None
    total_after: Decimal | None


@dataclass(frozen=True, slots=True)
class Change:
    """One parameter that was tried out. `note`: why nobody could decide it so today; empty where somebody could."""

    parameter: str
    description: str
    source: str
    before: str
    after: str
    note: str


@dataclass(frozen=True, slots=True)
class Simulation:
    """Everybody with a score in the scope, before and after. `left_out`: people whose facts do not suffice."""

    period_code: str
    period_label: str
    unit_name: str
    framework: str
    under: str
    changes: tuple[Change, ...]
    people: int
    left_out: int
    before: Counts
    after: Counts
    up: int | None
    down: int | None
    moves: tuple[Move, ...]
    units: tuple[PartRow, ...]
    groups: tuple[PartRow, ...]
    movers: tuple[Mover, ...]


def told(
    found: Sequence[Outcome], kind: Callable[[Outcome], str], codes: Iterable[str]
) -> dict[str, int | None]:
    """Count people by kind. Numbers under three are withheld, and one more, so that no subtraction gives them away."""
    if is_too_few(found):
        return dict.fromkeys(codes)
    everybody = Counter(kind(one) for one in found)
    unnamed = Counter(kind(one) for one in found if not one.may_be_named)
    withheld = {code for code, people in unnamed.items() if people < FEWEST}
    others = sorted((people, code) for code, people in everybody.items() if code not in withheld)
    if len(withheld) == 1 and others:
        withheld.add(others[0][1])
    return {code: None if code in withheld else everybody.get(code, 0) for code in codes}


def is_too_few(found: Sequence[Outcome]) -> bool:
    """Are there only one or two people who may not be named? Then even “nobody moves” tells their points."""
    return 0 < sum(not one.may_be_named for one in found) < FEWEST


def moves_of(found: Sequence[Outcome]) -> tuple[Move, ...]:
    """Every pair of levels that somebody goes between, in the order of the levels; nothing of too few people.

    Those who fall, rise and stay are told apart, for their sums are told too.
    """
    if is_too_few(found):
        return ()
    counts: dict[str, int | None] = {}
    for direction in (DOWN, UP, SAME):
        here = [one for one in found if one.direction == direction]
        counts |= told(here, _pair, sorted({_pair(one) for one in here}))
    pairs = {f"{before} {after}": (before, after) for before in ORDER for after in ORDER}
    return tuple(Move(*ends, counts[code]) for code, ends in pairs.items() if code in counts)


def _pair(one: Outcome) -> str:
    return f"{one.before} {one.after}"


def levels_of(moves: Sequence[Move], end: str) -> dict[str, int | None]:
    """People by level at one end of the moves; withheld where one of its moves is."""
    found: dict[str, int | None] = dict.fromkeys(ORDER, 0)
    for move in moves:
        level = getattr(move, end)
        sofar = found[level]
        found[level] = None if sofar is None or move.people is None else sofar + move.people
    return found


def parts_of(parts: Sequence[tuple[str, str, Sequence[Outcome]]]) -> tuple[PartRow, ...]:
    """One row a part. A row that tells too much is withheld whole, and never alone: the sums are told."""
    rows = [_part(*part) for part in parts]
    if sum(row.same is None for row in rows) == 1 and len(rows) > 1:
        smallest = min((row for row in rows if row.same is not None), key=lambda row: row.people)
        rows[rows.index(smallest)] = PartRow(smallest.code, smallest.name, smallest.people, None, None, None)
    return tuple(rows)


def _part(code: str, name: str, found: Sequence[Outcome]) -> PartRow:
    counts = told(found, lambda one: one.direction, (UP, DOWN, SAME))
    if None in counts.values():
        return PartRow(code, name, len(found), None, None, None)
    return PartRow(code, name, len(found), counts[UP], counts[DOWN], counts[SAME])
