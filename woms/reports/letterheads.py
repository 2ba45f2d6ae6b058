"""What stands at the head of a unit's paper, and who signs for it (NĐ 30/2020, Phụ lục I; Party papers apart)."""

from __future__ import annotations

import re
import unicodedata
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
_LOCAL = frozenset({UnitKind.WARD, UnitKind.COMMUNE})
_COMMITTEES = frozenset({UnitKind.CITY, *_LOCAL})
_FULL_WORDS = {"MTTQ": "Mặt trận Tổ quốc", "UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân"}
# A post is written without the body that it is held in (NĐ 30/2020, Phụ lục I, mục II.7).
_BODY_OF_POST = re.compile(r"\s+(Sở|UBND|Ủy ban nhân dân)\b.*$")


def letterhead_of(unit_id: int, *, kind: str, day: date | None, year: int | None) -> Letterhead:
    """The letterhead of a unit. `kind` is the kind of paper in letters (`KH`), empty for a form without a number.

    A day that is not decided is left open to be filled in by hand.
    """
    unit = Unit.objects.select_related("parent__parent").get(pk=unit_id)
    place = city_place()
    is_party = unit.axis == Axis.PARTY
    letters = abbreviation(unit, place)
    sign = "" if not kind else f"-{kind}/{letters}" if is_party else f"/{kind}-{letters}"
    return Letterhead(
        _superior(unit, place), issuer_name(unit), sign, _seat(unit) or place, day, year, is_party
    )


def city_place() -> str:
    """`Thành phố Hà Nội` → `Hà Nội`."""
    return _bare_name(city().name)


def _seat(unit: Unit) -> str:
    """A ward or commune dates its papers by its own name, and so does a division inside it."""
    local = next((one for one in (unit, unit.parent) if one and one.kind in _LOCAL), None)
    return _bare_name(local.name) if local else ""


def _bare_name(name: str) -> str:
    """`Phường Hoàn Kiếm` → `Hoàn Kiếm`; a number alone names no place: `Phường 5` stays."""
    bare = re.sub(r"^(Thành phố|Tỉnh|Phường|Xã|Đặc khu) ", "", name)
    return name if bare.isdigit() else bare


def issuer_name(unit: Unit) -> str:
    """`Phường Hoàn Kiếm` → `Ủy ban nhân dân phường Hoàn Kiếm`: a place issues nothing, its committee does."""
    name = unit.name[0].lower() + unit.name[1:] if unit.kind in _LOCAL else unit.name
    return f"Ủy ban nhân dân {name}" if unit.kind in _COMMITTEES else name


def abbreviation(unit: Unit, place: str) -> str:
    """The issuer in the sign of its papers: `Sở Khoa học và Công nghệ` → `SKHCN`, a committee `UBND`."""
    if unit.kind in _COMMITTEES:
        return "UBND"
    words = re.findall(r"\w+", unit.name.removesuffix(f" {place}"))
    return "".join(_letters(word) for word in words if word != "và")


def signer_of(unit_path: str, on: date) -> tuple[str, str]:
    """Post and name of whoever heads the unit; the post alone in words when nobody does."""
    post = head_of(unit_path, on)
    if post is None:
        return "Người đứng đầu", ""
    title = _BODY_OF_POST.sub("", post.title)
    unit = Unit.objects.get(pk=post.unit_id)
    return (f"TM. Ủy ban nhân dân\n{title}" if unit.kind in _COMMITTEES else title), post.person_name


def _letters(word: str) -> str:
    """`Đô` → `Đ`, `Ủy` → `U`, `UBND` stays."""
    return word if word.isupper() else unicodedata.normalize("NFD", word[0])[0].upper()


def _superior(unit: Unit, place: str) -> str:
    if unit.parent is None or unit.kind in _COMMITTEES:
        return ""
    if unit.parent.kind != UnitKind.CITY:
        return issuer_name(unit.parent)
    above = _ABOVE[Axis(unit.axis)].format(city=unit.parent.name, place=place)
    return "" if above.startswith(_in_full(unit.name)) else above


def _in_full(name: str) -> str:
    return " ".join(_FULL_WORDS.get(word, word) for word in name.split())
