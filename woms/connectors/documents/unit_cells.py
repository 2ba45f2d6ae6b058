"""Taking apart the cells that name units: "Sở KH&CN, các đơn vị liên quan; Văn phòng Thành ủy và Sở Nội vụ".

Commas and "và" also stand inside names ("Sở Khoa học và Công nghệ") and inside phrases that mean many units at
once ("các cơ quan, đơn vị"). So the longest stretch that is a known unit or such a phrase is taken first, and
what is left stays in whole phrases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from woms.connectors.documents.text import clean, clean_lines, fold_each, quote
from woms.connectors.documents.units import KnownUnit, UnitIndex

_LONGEST_NAME = 7  # pieces between commas and "và"


@dataclass(frozen=True, slots=True)
class UnitCell:
    """The units that a cell names, the phrases that are no known unit, and sentences about doubtful readings."""

    units: tuple[KnownUnit, ...] = ()
    unmatched: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


_GENERIC = (
    "co quan don vi|co quan|don vi|so|ban|nganh|phong|hoi|doan the|doan|to chuc chinh tri - xa hoi|to chuc dang|to chuc|"
    "dia phuong|xa|phuong|thi tran|quan|huyen|cap uy|cap|ca nhan|doanh nghiep|truong hoc|truong|benh vien|hop tac xa|"
    "dang uy|chi bo|linh vuc|khoi|uy ban nhan dan|ubnd|hdnd|thon|to dan pho|truong|bo phan|trung tam|chu dau tu|nha thau"
)
_LISTED_KIND = re.compile(rf"^(?:{_GENERIC})\b(?!\s*:)")
_MANY = re.compile(
    rf"^(?:(?:thu truong|lanh dao|nguoi dung dau|chu tich|bi thu|ubnd|hdnd|dang uy|van phong|uy ban nhan dan|cap uy)\s+)*"
    rf"(?:tat ca|toan bo|toan the|mot so|100%|moi|tung|nhung)?\s*(?:cac|moi|tung|nhung|mot so)\s+(?:{_GENERIC})\b"
    rf"|^(?:{_GENERIC})$"
)
_UNIT_START = re.compile(
    r"^(?:so|ban|van phong|ubnd|hdnd|uy ban|hoi dong|cong an|bo|dang uy|thanh uy|tinh uy|trung tam|vien|truong|phong|"
    r"chi cuc|cuc|tong cuc|hoi|lien doan|lien minh|doan|thanh doan|mat tran|mttq|ubmttq|toa an|kho bac|thue|bao|dai|quy|"
    r"cong ty|tap doan|tong cong ty|hoc vien|phuong|xa|cac|mot so|tat ca|toan bo|don vi|co quan|thuong truc|chu tich|"
    r"pho chu tich|bi thu|giam doc|lanh dao|thu truong|nguoi dung dau|to cong tac|to truong|ban chi dao|to|doi|benh vien|"
    r"thanh tra|ngan hang|bhxh|bao hiem|dien luc|quan|huyen|thi xa|thanh pho|tp|bql|vp|ttpvhcc|tt|kiem toan|hai quan|chinh quyen)\b"
)
_PREFIXED_LIST = re.compile(r"^(?:(ubnd|dang uy|hdnd)\s+)?cac\s+(so|ban|phuong|xa)\b\s*:?\s*(?=\S)")
_BULLET = re.compile(r"^(?:[-+•*·–—]+|\(?(?:\d{1,2}|[a-zđ])[.)])\s+")
_SEPARATOR = re.compile(r"[,;\n]|\s(?:va|-)\s|/")
_LEAD_LABEL = re.compile(r"(?:(?:co quan|don vi)\s+)?chu tri\s*(?::|,?\s*(?=phoi hop))")
_COORDINATING_LABEL = re.compile(
    r"[,;.\s]*(?:(?:co quan|don vi)\s+)?phoi hop\b(?:\s+thuc hien)?\s*(?::|(?:voi|cung)\b(?:\s*:)?)?"
)


def split_roles(text: str) -> tuple[str, str]:
    """Return (lead, coordinating) of a cell that names both: "Chủ trì: Sở A; phối hợp: Sở B, Sở C"."""
    text = clean_lines(text)
    folded = fold_each(text)
    coordinating = _COORDINATING_LABEL.search(folded)
    lead = text[: coordinating.start()] if coordinating else text
    label = _LEAD_LABEL.search(fold_each(lead))
    if label:
        lead = lead[: label.start()] + lead[label.end() :]
    lead = re.sub(r"\s+chủ trì\W*$", "", lead, flags=re.IGNORECASE)
    return lead.strip(" ,;.\n"), text[coordinating.end() :].strip() if coordinating else ""


def read_units(text: str, index: UnitIndex) -> UnitCell:
    """Return the units and the unmatched phrases of one cell, each once, in the order of the text."""
    reading = _Reading(index)
    for chunk in re.split(r";", clean_lines(text)):
        reading.take(list(_pieces(chunk)))
    units = dict.fromkeys(reading.units)
    return UnitCell(tuple(units), tuple(each_once(reading.unmatched)), tuple(dict.fromkeys(reading.warnings)))


def each_once(phrases: Iterable[str]) -> list[str]:
    """Return the phrases in order, the first spelling of each."""
    first: dict[str, str] = {}
    for phrase in phrases:
        first.setdefault(fold_each(phrase), phrase)
    return list(first.values())


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two separators; `glue` is the separator before it as it reads inside a name."""

    text: str
    glue: str

    @property
    def folded(self) -> str:
        return fold_each(self.text)


def _pieces(chunk: str) -> Iterator[_Piece]:
    folded, start, glue = fold_each(chunk), 0, ""
    for match in _SEPARATOR.finditer(folded):
        if _is_inside(folded, match):
            continue
        yield from _piece(chunk[start : match.start()], glue)
        start, glue = match.end(), _glue(match[0])
    yield from _piece(chunk[start:], glue)


def _is_inside(folded: str, match: re.Match[str]) -> bool:
    """Tell whether the mark stands in parentheses, or is a dash or slash that does not lead to a unit."""
    before = folded[: match.start()]
    if before.count("(") > before.count(")"):
        return True
    return match[0].strip() in ("-", "/") and not _UNIT_START.match(folded[match.end() :].lstrip())


def _glue(mark: str) -> str:
    mark = mark.strip(" ")
    if mark == "va":
        return " và "
    return {"\n": " ", ",": ", ", "-": " - ", "/": "/"}.get(mark, " ")


def _piece(text: str, glue: str) -> Iterator[_Piece]:
    text = clean(text).strip(" .:")
    bullet = _BULLET.match(text)
    text = text[bullet.end() :] if bullet else text
    if re.search(r"\w", text):
        yield _Piece(text, glue)


@dataclass(slots=True)
class _Reading:
    index: UnitIndex
    units: list[KnownUnit] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    carried: str = ""  # "sở" after "các sở: Nội vụ, …"
    open_phrase: bool = False  # the last piece was no unit, so the next may belong to its name

    def take(self, pieces: list[_Piece]) -> None:
        self.carried, self.open_phrase = "", False
        place = 0
        while place < len(pieces):
            rest = pieces[place:]
            place += (
                self._known(rest) or self._many(rest) or self._nearly_known(rest) or self._unknown(rest[0])
            )

    def _known(self, pieces: list[_Piece]) -> int:
        """Take the longest known name that begins here; return how many pieces it spans."""
        for count in range(min(len(pieces), _LONGEST_NAME), 0, -1):
            text = _joined(pieces[:count])
            if self._one_of_list(text) or self._match(text):
                self.open_phrase = False
                return count
        return 0

    def _one_of_list(self, text: str) -> bool:
        start = _PREFIXED_LIST.match(fold_each(text))
        if start:
            prefix = " ".join(filter(None, start.groups()))
            if self._match(f"{prefix} {text[start.end() :]}"):
                self.carried = prefix
                return True
        return bool(self.carried) and self._match(f"{self.carried} {text}")

    def _match(self, name: str) -> bool:
        unit = self.index.find(name)
        if unit is not None:
            self.units.append(unit)
        return unit is not None

    def _nearly_known(self, pieces: list[_Piece]) -> int:
        for count in range(min(len(pieces), _LONGEST_NAME), 0, -1):
            text = _joined(pieces[:count])
            unit = self.index.nearest(text)
            if unit is not None:
                self.units.append(unit)
                self.warnings.append(f"Đọc {quote(text)} là “{unit.name}”.")
                self.open_phrase = False
                return count
        return 0

    def _many(self, pieces: list[_Piece]) -> int:
        """Take a phrase that means many units, with the further kinds it lists."""
        if not _MANY.match(pieces[0].folded):
            return 0
        count = 1
        while count < len(pieces) and self._goes_on(pieces[count]):
            count += 1
        self.unmatched.append(_joined(pieces[:count]))
        self.open_phrase = False
        return count

    def _goes_on(self, piece: _Piece) -> bool:
        return bool(_LISTED_KIND.match(piece.folded)) and self.index.find(piece.text) is None

    def _unknown(self, piece: _Piece) -> int:
        if self.open_phrase and not _UNIT_START.match(piece.folded):
            self.unmatched[-1] += piece.glue + piece.text
        else:
            self.unmatched.append(piece.text)
        self.open_phrase = True
        return 1


def _joined(pieces: list[_Piece]) -> str:
    return pieces[0].text + "".join(piece.glue + piece.text for piece in pieces[1:])
