"""Finding the official unit behind the name a document uses: "Sở KH&CN" is Sở Khoa học và Công nghệ.

Names are compared without diacritics, marks and spaces, with the usual abbreviations written out. A name that
could be two units, or is none for certain, is not matched: the person who checks the import decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from woms.connectors.documents.text import clean, fold_each

_ABBREVIATIONS = {
    "ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan", "dbqh": "dai bieu quoc hoi", "mttq": "mat tran to quoc",
    "ubmttq": "uy ban mat tran to quoc", "ubkt": "uy ban kiem tra", "btv": "ban thuong vu", "tp": "thanh pho",
    "tu": "thanh uy", "vp": "van phong", "bql": "ban quan ly", "qlda": "quan ly du an", "dtxd": "dau tu xay dung",
    "pvhcc": "phuc vu hanh chinh cong", "ldld": "lien doan lao dong", "lhpn": "lien hiep phu nu",
    "ccb": "cuu chien binh", "ktxh": "kinh te xa hoi", "cq": "co quan", "cntt": "cong nghe thong tin",
    "khcn": "khoa hoc cong nghe", "gddt": "giao duc dao tao", "vhtt": "van hoa the thao", "nnmt": "nong nghiep moi truong",
    "tnmt": "tai nguyen moi truong", "khdt": "ke hoach dau tu", "gtvt": "giao thong van tai", "qhkt": "quy hoach kien truc",
    "tttt": "thong tin truyen thong", "ldtbxh": "lao dong thuong binh xa hoi", "nnptnt": "nong nghiep phat trien nong thon",
    "vhttdl": "van hoa the thao du lich", "dttg": "dan toc ton giao",
}  # fmt: skip
_JOINED_LETTERS = re.compile(r"\b([a-z]{1,4})\s?[&-]\s?([a-z]{1,6})\b")
_WORD = re.compile(r"[a-z0-9]+")
_PARENTHESES = re.compile(r"\([^()]*\)")
_OFFICE_HOLDER = re.compile(
    r"^(?:(?:d/c|dong chi|ong|ba)\s+)?(?:pho\s+)?(?:giam doc|chanh|truong|chu tich|chu nhiem|bi thu|thu truong|lanh dao)\s+"
)
_TRAILING_ROLE = re.compile(r"\s+(?:chu tri|phoi hop|la co quan .*|la dau moi.*)$")
_BARE = {
    "so", "ban", "vanphong", "uyban", "uybannhandan", "hoidongnhandan", "danguy", "congan", "thanhtra", "phuong", "xa",
    "trungtam", "mattran", "hoi", "doan", "truong", "vien", "bao", "thanhuy", "phong", "bantochuccanbo",
}  # fmt: skip
_AREAL = ("phuong", "xa")
_SHORTEST_GUESS = 12


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit of the tree as the importer needs it: `parent` is the code of the unit above, empty for the root."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    parent: str = ""


class UnitIndex:
    """The units of the province, ready to be found by any of their names.

    `home` is the code of the unit whose plan is read: among divisions only its own can be meant.
    """

    def __init__(self, units: Iterable[KnownUnit], *, home: str = "") -> None:
        self.units = {unit.code: unit for unit in units}
        self._home = home
        self._root = next((unit for unit in self.units.values() if not unit.parent), None)
        self._suffixes = _place_suffixes(self._root)
        self._sure: dict[str, set[str]] = defaultdict(set)
        self._likely: dict[str, set[str]] = defaultdict(set)
        for unit in self.units.values():
            self._register(unit)
        self.find = cache(self._find)
        self.nearest = cache(self._nearest)

    def _register(self, unit: KnownUnit) -> None:
        for name in (unit.name, *unit.aliases):
            key = _key(name)
            self._sure[key].add(unit.code)
            for variant in self._variants(key):
                self._likely[variant].add(unit.code)
        if unit is not self._root and (initials := _initials(unit.name)):
            self._likely[initials].add(unit.code)

    def _variants(self, key: str) -> Iterator[str]:
        short = self._without_place(key)
        if short != key:
            yield short
        for suffix in self._suffixes:
            yield short + suffix
        if key.endswith("thanhuy") and key.removesuffix("thanhuy") not in _BARE:
            yield key.removesuffix("thanhuy")

    def _without_place(self, key: str) -> str:
        for suffix in self._suffixes:
            if key.endswith(suffix) and key != suffix and key.removesuffix(suffix) not in _BARE:
                return key.removesuffix(suffix)
        return key

    def _find(self, text: str) -> KnownUnit | None:
        """Return the one unit that this name can mean, if there is one. (Called through `find`, which remembers.)"""
        for name in _readings(text):
            key = _key(name)
            for table, wanted in (
                (self._sure, key),
                (self._likely, key),
                (self._sure, self._without_place(key)),
            ):
                unit = self._one(table.get(wanted, ()))
                if unit is not None:
                    return unit
        return None

    def _one(self, codes: Iterable[str]) -> KnownUnit | None:
        units = [self.units[code] for code in codes]
        own = [unit for unit in units if self._home and self._home in (unit.code, unit.parent)]
        root = self._root.code if self._root else ""
        outer = [unit for unit in units if unit.parent in ("", root)]
        chosen = own or outer
        return chosen[0] if len(chosen) == 1 else None

    def _nearest(self, text: str) -> KnownUnit | None:
        """Return the only agency whose name differs by one letter; never a ward, whose names are too much alike."""
        key = _key(text)
        if len(key) < _SHORTEST_GUESS:
            return None
        codes = {code for name, found in self._sure.items() if _one_apart(name, key) for code in found}
        unit = self._one(codes)
        return unit if unit and not _key(unit.name).startswith(_AREAL) else None


def _place_suffixes(root: KnownUnit | None) -> tuple[str, ...]:
    if root is None:
        return ()
    full = _key(root.name)
    place = next((full.removeprefix(kind) for kind in ("thanhpho", "tinh") if full.startswith(kind)), full)
    return (full, place, full.removesuffix(place)) if place != full else (full,)


def _readings(text: str) -> Iterator[str]:
    """Yield the name as written, then without what may stand around it."""
    text = clean(text)
    yield text
    folded = fold_each(text)
    bare = clean(_PARENTHESES.sub(" ", folded)).strip(" .:,;")
    for name in (bare, _TRAILING_ROLE.sub("", bare)):
        yield name
        yield _OFFICE_HOLDER.sub("", name)
        yield name.removeprefix("chanh ").removeprefix("truong ")


def _key(text: str) -> str:
    """Return the name in the one form in which names are compared."""
    folded = _JOINED_LETTERS.sub(_joined, fold_each(clean(text)))
    words = (_ABBREVIATIONS.get(word, word) for word in _WORD.findall(folded))
    return "".join(word for word in words if word != "va").replace(" ", "")


def _joined(match: re.Match[str]) -> str:
    joined = match[1] + match[2]
    return joined if joined in _ABBREVIATIONS else match[0]


def _initials(name: str) -> str:
    """Return the key of "Sở DTTG" for "Sở Dân tộc và Tôn giáo"."""
    kind, *rest = [word for word in _WORD.findall(fold_each(clean(name))) if word != "va"]
    return kind + "".join(word[0] for word in rest) if len(rest) > 1 else ""


def _one_apart(one: str, two: str) -> bool:
    """Tell whether one letter added, left out, changed or two swapped make the two names equal."""
    if abs(len(one) - len(two)) > 1 or one == two:
        return False
    start = next(
        (place for place, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two))
    )
    a, b = one[start:], two[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
