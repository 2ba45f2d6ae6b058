"""Who holds which post, and who stands above whom: what supervision, assignment of work and evaluation ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from woms.core.errors import Missing
from woms.org.actors import in_force
from woms.org.models import Assignment
from woms.org.states import LEADER_RANKS, Rank

_ORDER = (Rank.HEAD, Rank.DEPUTY, Rank.DIVISION_HEAD, Rank.SPECIALIST, Rank.CONTRACT)
_CHIEFS = (Rank.HEAD, Rank.DIVISION_HEAD)


@dataclass(frozen=True, slots=True)
class Post:
    """A person's primary post on a day."""

    person_id: int
    person_name: str
    title: str
    rank: Rank
    unit_id: int
    unit_name: str
    unit_path: str

    @property
    def is_leader(self) -> bool:
        return self.rank in LEADER_RANKS

    @property
    def is_manager(self) -> bool:
        """Leads a unit or a division, or is deputy to one who does."""
        return self.is_leader or self.rank == Rank.DIVISION_HEAD


def post_of(person_id: int, on: date) -> Post:
    """The person's primary post on a day. Raises `Missing` for somebody without one."""
    row = _primary(on).filter(person_id=person_id).order_by("-starts_on", "-id").first()
    if row is None:
        raise Missing("Người này không giữ vị trí công tác nào vào ngày đó. Hãy chọn người khác.")
    return _post(row)


def posts_in(on: date, *, unit_path: str = "/") -> Iterator[Post]:
    """Everybody's primary post in a unit and everything inside it, in order of names (one query)."""
    rows = _primary(on).filter(unit__path__startswith=unit_path).order_by("person__sort_key", "person_id")
    return (_post(row) for row in rows.iterator(chunk_size=2000))


def outranks(superior: Post, other: Post) -> bool:
    """Does `superior` stand above `other`: in a unit around theirs, or higher within the same unit?"""
    if superior.unit_path == other.unit_path:
        return _ORDER.index(superior.rank) < _ORDER.index(other.rank)
    return superior.is_manager and other.unit_path.startswith(superior.unit_path)


def senior_ranks(rank: Rank) -> tuple[Rank, ...]:
    """The ranks above this one within one unit."""
    return _ORDER[: _ORDER.index(rank)]


def direct_superior(post: Post, on: date) -> Post | None:
    """The chief of the person's own unit, or of the nearest unit above that has one (one query)."""
    chiefs = _primary(on).filter(unit__path__in=_up(post.unit_path), rank__in=_CHIEFS)
    above = [chief for chief in map(_post, chiefs) if outranks(chief, post)]
    return max(above, key=lambda chief: len(chief.unit_path), default=None)


def authority_over(post: Post, on: date) -> Post | None:
    """The head nearest above: who decides on this person's rating (one query)."""
    heads = _primary(on).filter(unit__path__in=_up(post.unit_path), rank=Rank.HEAD)
    above = [head for head in map(_post, heads) if outranks(head, post)]
    return max(above, key=lambda head: len(head.unit_path), default=None)


def head_of(unit_path: str, on: date) -> Post | None:
    """Whoever leads exactly this unit (one query)."""
    rows = _primary(on).filter(unit__path=unit_path, rank__in=_CHIEFS).order_by("-starts_on", "-id")
    row = rows.first()
    return _post(row) if row else None


def _primary(on: date) -> QuerySet[Assignment]:
    return Assignment.objects.filter(in_force(on), is_primary=True).select_related("person", "unit")


def _post(row: Assignment) -> Post:
    return Post(
        person_id=row.person_id,
        person_name=row.person.full_name,
        title=row.title,
        rank=Rank(row.rank),
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        unit_path=row.unit.path,
    )


def _up(path: str) -> list[str]:
    """`/1/5/9/` → `/1/5/9/`, `/1/5/`, `/1/`."""
    ids = path.strip("/").split("/")
    return ["/" + "/".join(ids[:depth]) + "/" for depth in range(len(ids), 0, -1)]
