"""Load the sample's units, people, dated posts, grants and accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password

from woms.core.vietnamese import clean_text, fold, sort_key
from woms.org.models import Account, Assignment, Grant, Person, Unit, UnitAlias
from woms.sample.cast import CAST, PASSWORD, Member, grants_of, members_by_number
from woms.sample.loading import Rows
from woms.sample.people import DEPUTY, HEAD, Post, default_posts, extra_posts, extra_units
from woms.sample.units import UnitFact, load_units

TWO_TIER_SINCE = date(2025, 7, 1)
"""The first day of the two-tier model: every unit and post of the sample begins here."""

_DECISION = "Quyết định mẫu số 01"
_ROTATIONS = (("phuong-cau-giay", "phuong-ha-dong"), ("xa-dong-anh", "xa-soc-son"))
_BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Official:
    """A person of the sample as history writes them down."""

    id: int
    code: str
    name: str
    title: str
    rank: str
    unit: str
    order: int  # among equals in the unit, from 0


@dataclass(frozen=True, slots=True)
class LoadedUnit:
    id: int
    path: str
    fact: UnitFact


@dataclass(slots=True)
class Organization:
    """The loaded units and officials of the default sample, for those who write the year's history."""

    units: dict[str, LoadedUnit] = field(default_factory=dict)
    staff: dict[str, list[Official]] = field(default_factory=lambda: defaultdict(list))
    rotated_on: date | None = None

    def holders(self, unit: str, rank: str) -> list[Official]:
        return [official for official in self.staff[unit] if official.rank == rank]

    def head(self, unit: str, on: date) -> Official:
        """Who heads a unit on a day: two pairs of wards exchange their heads in the middle of the year."""
        partner = _partner(unit)
        if partner and self.rotated_on and on < self.rotated_on:
            unit = partner
        return self.holders(unit, HEAD)[0]

    def deputy(self, unit: str) -> Official:
        return self.holders(unit, DEPUTY)[0]

    def member(self, username: str) -> Official:
        """The official behind an account of the cast."""
        wanted = next(member for member in CAST if member.username == username)
        return self.holders(wanted.unit, wanted.rank)[wanted.order]


def load_organization(
    *, people: int, rotated_on: date | None, progress: Callable[[int], object] = lambda _: None
) -> Organization:
    """Write the units and everyone in them, at least the default sample, up to `people` in all."""
    further = extra_units(people)
    every = _load_units([*load_units(), *further])
    own = {fact.code: every[fact.code] for fact in load_units()}
    loaded = Organization(units=own, rotated_on=rotated_on)
    writer = _PeopleWriter(loaded, every, progress)
    writer.write_all(default_posts(), keep=True)
    writer.write_all(extra_posts(further, people), keep=False)
    return loaded


def _load_units(facts: Iterable[UnitFact]) -> dict[str, LoadedUnit]:
    loaded: dict[str, LoadedUnit] = {}
    units, aliases = Rows(Unit), Rows(UnitAlias)
    for fact in facts:
        above = loaded[fact.parent] if fact.parent else None
        unit_id = units.reserve()
        path = f"{above.path if above else '/'}{unit_id}/"
        loaded[fact.code] = LoadedUnit(unit_id, path, fact)
        units.add(
            id=unit_id,
            code=fact.code,
            name=fact.name,
            short_name=fact.short_name,
            sort_key=sort_key(fact.name),
            axis=fact.axis,
            kind=fact.kind,
            parent_id=above.id if above else None,
            path=path,
            position=fact.position,
            starts_on=TWO_TIER_SINCE,
            is_sample=True,
        )
        for text in fact.aliases:
            aliases.add(unit_id=unit_id, text=clean_text(text), folded=fold(text))
    units.write()
    aliases.write()
    return loaded


class _PeopleWriter:
    """Writes people batch by batch, so that memory does not grow with the province."""

    def __init__(
        self, loaded: Organization, units: dict[str, LoadedUnit], progress: Callable[[int], object]
    ) -> None:
        self._loaded = loaded
        self._units = units
        self._rotated_on = loaded.rotated_on
        self._progress = progress
        self._cast = members_by_number()
        self._password = make_password(PASSWORD)
        self._people, self._posts = Rows(Person), Rows(Assignment)
        self._grants, self._accounts = Rows(Grant), Rows(Account)

    def write_all(self, posts: Iterable[Post], *, keep: bool) -> None:
        for count, post in enumerate(posts, start=1):
            official = self._add(post)
            if keep:
                self._loaded.staff[post.unit].append(official)
            if count % _BATCH == 0:
                self._flush()
        self._flush()

    def _add(self, post: Post) -> Official:
        name = post.name
        person_id = self._people.add(
            code=post.code,
            family_name=name.family,
            middle_name=name.middle,
            given_name=name.given,
            full_name=name.full,
            sort_key=name.sort_key,
            is_sample=True,
        )
        for unit, starts_on, ends_on in self._terms(post):
            self._posts.add(
                person_id=person_id,
                unit_id=self._units[unit].id,
                title=post.title,
                rank=post.rank,
                starts_on=starts_on,
                ends_on=ends_on,
            )
        self._add_access(post, person_id)
        return Official(person_id, post.code, name.full, post.title, post.rank, post.unit, post.order)

    def _terms(self, post: Post) -> Iterator[tuple[str, date, date | None]]:
        """Where the person served from when to when: nearly always one post."""
        partner = _partner(post.unit) if post.rank == HEAD else ""
        if partner and self._rotated_on:
            yield partner, TWO_TIER_SINCE, self._rotated_on
            yield post.unit, self._rotated_on, None
        else:
            yield post.unit, TWO_TIER_SINCE, None

    def _add_access(self, post: Post, person_id: int) -> None:
        member = self._cast.get(post.number)
        for role, unit in grants_of(post, member):
            self._grants.add(
                person_id=person_id,
                role=role,
                unit_id=self._units[unit].id,
                starts_on=self._grant_start(post),
                decision_number=_DECISION,
            )
        if member:
            self._add_account(member, person_id)

    def _grant_start(self, post: Post) -> date:
        rotated = post.rank == HEAD and _partner(post.unit)
        return self._rotated_on if rotated and self._rotated_on else TWO_TIER_SINCE

    def _add_account(self, member: Member, person_id: int) -> None:
        self._accounts.add(
            username=member.username,
            password=self._password,
            person_id=person_id,
            must_change_password=False,
            is_sample=True,
        )

    def _flush(self) -> None:
        self._people.write(self._progress)
        for rows in (self._posts, self._grants, self._accounts):
            rows.write()


def _partner(unit: str) -> str:
    for left, right in _ROTATIONS:
        if unit in (left, right):
            return right if unit == left else left
    return ""
