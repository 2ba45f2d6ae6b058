"""Who works where in the sample province: posts, ranks and the sign-in names of the cast. Pure.

The default sample has a head and a deputy in every agency, ward and commune, and full divisions in a dozen units.
Asked for more people, the same shape grows: every unit gets numbered divisions of the same size until there are enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from woms.sample.names import Name, person_name
from woms.sample.units import AGENCY, CITY, COMMUNE, DIVISION, WARD, UnitFact, divisions_of, load_units

NAME_SEED = 2026
HEAD = "head"
DEPUTY = "deputy"
DIVISION_HEAD = "division_head"
SPECIALIST = "specialist"
CONTRACT = "contract"

_SPECIALISTS = 6
_SPECIALISTS_SCALED = 31
_LARGE_AGENCIES = 2
_PER_DIVISION_SCALED = 1 + _SPECIALISTS_SCALED
_SERVICE_UNITS = ("Trường Mầm non", "Trường Tiểu học", "Trường Trung học cơ sở", "Trạm Y tế", "Tổ Nghiệp vụ")


@dataclass(frozen=True, slots=True)
class Post:
    """One person in one unit. `number` is the place in the roster, from 1; `order` that among equals, from 0."""

    number: int
    unit: str
    title: str
    rank: str
    order: int

    @property
    def code(self) -> str:
        return f"CB{self.number:06}"

    @property
    def name(self) -> Name:
        return person_name(NAME_SEED, self.number)


def default_posts() -> tuple[Post, ...]:
    """Give the roster of the default sample, in the order of the units."""
    return tuple(_number(1, _default_places(load_units())))


def default_size() -> int:
    return len(default_posts())


def extra_units(people: int) -> list[UnitFact]:
    """The further divisions needed for a province of `people`; empty when the default sample is enough."""
    wanted = -(-(people - default_size()) // _PER_DIVISION_SCALED)
    return list(islice(_numbered_divisions(), max(0, wanted)))


def extra_posts(units: Iterable[UnitFact], people: int) -> Iterator[Post]:
    """Fill the further divisions, up to `people` in all."""
    first = default_size() + 1
    places = (place for unit in units for place in _division_places(unit, _SPECIALISTS_SCALED))
    return islice(_number(first, places), max(0, people - first + 1))


def _number(first: int, places: Iterable[tuple[str, str, str]]) -> Iterator[Post]:
    last, order = ("", ""), 0
    for number, (unit, title, rank) in enumerate(places, start=first):
        order = order + 1 if (unit, rank) == last else 0
        last = (unit, rank)
        yield Post(number, unit, title, rank, order)


def _default_places(units: tuple[UnitFact, ...]) -> Iterator[tuple[str, str, str]]:
    with_divisions = {unit.parent for unit in units if unit.kind == DIVISION}
    for unit in units:
        if unit.kind == DIVISION:
            yield from _division_places(unit, _SPECIALISTS)
        else:
            yield from _leading_places(unit, large=unit.code in with_divisions or unit.kind == CITY)


def _leading_places(unit: UnitFact, *, large: bool) -> Iterator[tuple[str, str, str]]:
    yield unit.code, unit.head_title, HEAD
    for _ in range(_LARGE_AGENCIES if large else 1):
        yield unit.code, unit.deputy_title, DEPUTY


def _division_places(unit: UnitFact, specialists: int) -> Iterator[tuple[str, str, str]]:
    yield unit.code, unit.head_title, DIVISION_HEAD
    for index in range(specialists):
        contract = index == specialists - 1
        yield (
            unit.code,
            "Nhân viên hợp đồng" if contract else "Chuyên viên",
            CONTRACT if contract else SPECIALIST,
        )


def _numbered_divisions() -> Iterator[UnitFact]:
    """Round after round, one more numbered division in every agency, ward and commune."""
    parents = [unit for unit in load_units() if unit.kind in (AGENCY, WARD, COMMUNE)]
    number = 0
    while True:
        kind = _SERVICE_UNITS[number % len(_SERVICE_UNITS)]
        order = number // len(_SERVICE_UNITS) + 1
        number += 1
        for parent in parents:
            name = f"Phòng Nghiệp vụ {number}" if parent.kind == AGENCY else f"{kind} số {order}"
            yield from divisions_of(parent, [name])
