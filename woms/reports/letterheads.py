"""What stands at the head of a unit's paper, and who signs for it."""

from __future__ import annotations

from datetime import date

from woms.org.models import Unit
from woms.org.posts import head_of
from woms.org.queries import city
from woms.org.states import Axis, UnitKind
from woms.reports.document import Letterhead

# The body above an agency of the city, by axis; a division stands under its own agency.
_ABOVE = {
    Axis.GOVERNMENT: "Ủy ban nhân dân {city}",
    Axis.COUNCIL: "Hội đồng nhân dân {city}",
    Axis.PARTY: "Thành ủy {place}",
    Axis.FRONT: "Ủy ban Mặt trận Tổ quốc Việt Nam {city}",
    Axis.CITY: "",
}


def letterhead_of(unit_id: int, *, sign: str, day: date | None, year: int) -> Letterhead:
    """The letterhead of a unit; a day that is not decided is left open to be filled in by hand."""
    unit = Unit.objects.select_related("parent").get(pk=unit_id)
    place = place_name()
    return Letterhead(_superior(unit, place), unit.name, sign, place, day, year)


def place_name() -> str:
    """`Thành phố Hà Nội` → `Hà Nội`."""
    name = city().name
    return name.removeprefix("Thành phố ").removeprefix("Tỉnh ")


def signer_of(unit_path: str, on: date) -> tuple[str, str]:
    """Post and name of whoever heads the unit; the post alone in words when nobody does."""
    post = head_of(unit_path, on)
    return (post.title, post.person_name) if post else ("Người đứng đầu", "")


def _superior(unit: Unit, place: str) -> str:
    if unit.parent is None:
        return ""
    if unit.parent.kind != UnitKind.CITY:
        return unit.parent.name
    return _ABOVE[Axis(unit.axis)].format(city=unit.parent.name, place=place)
