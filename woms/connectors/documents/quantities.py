"""Numbers inside sentences, with their unit and the way they should go: "giải ngân 100% vốn", "giảm 10% tội phạm"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from woms.connectors.documents.text import clean, fold_each
from woms.core.errors import Invalid
from woms.core.numbers import parse_number


class Direction(StrEnum):
    """Where a measure should go, as key results know it."""

    INCREASE = "increase"
    DECREASE = "decrease"
    MAINTAIN = "maintain"
    RANGE = "range"
    BINARY = "binary"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as written; `high` is the upper end of a range; `is_sure` when its unit is a usual one."""

    value: Decimal
    unit: str
    direction: Direction
    high: Decimal | None = None
    is_sure: bool = True


_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_FOUND = re.compile(
    rf"(?<![\w/.,-])(?:tu\s+)?(?P<low>{_NUMBER})(?:\s*(?:-|den|,\s*den)\s*(?P<high>{_NUMBER}))?(?![\w/.]*\d)(?!/)"
)
# The longer names stand first: "triệu đồng/người" before "triệu đồng".
_UNITS = re.compile(
    r"\s*(%|phan tram|trieu dong/nguoi|ty dong|trieu dong|nghin dong|dong|km2|km|ha|m2|m3|tan|lit|cay|gio|phut|ngay|thang|"
    r"hoi nghi|hoi thao|lop|cuoc thi|cuoc|bao cao|van ban|quyet dinh|nghi quyet|ke hoach|de an|du an|cong trinh|ho so|"
    r"nguoi|can bo|dang vien|quan chung|doanh nghiep|mo hinh|lan|luot|phong hoc|truong|chi bo|thon|ho|vu|diem|bo|san pham|"
    r"phan mem|he thong|nhan luc|sang kien|tai lieu|giuong|cho|dot|don vi|co quan|thu tuc|dich vu|nhiem vu|chi tieu|xa|"
    r"phuong|quy trinh|quy che|chuyen de|buoi|bai|tin|khung|so tay|hop tac xa|ho gia dinh|phong|lan duong)\b|\s*(%)"
)
_ANY_WORD = re.compile(r"\s+([^\W\d_]+)")
_NOT_A_UNIT = {
    "va",
    "cua",
    "cho",
    "theo",
    "trong",
    "tren",
    "tai",
    "la",
    "de",
    "voi",
    "dat",
    "so",
    "duoc",
    "co",
    "tro",
}
_NAMES_A_PAPER = re.compile(
    r"(?:\bso|nghi quyet|nghi dinh|quyet dinh|chi thi|ket luan|thong tu|de an|dieu|khoan|muc|phu luc|giai doan|nam|thang|"
    r"quy|ngay|khoa|dai hoi|buoc|lan thu|nhom|loai|cap|muc tieu then chot|muc tieu|nhiem vu|nq|qd|okr|kpi)\s*$"
)
_WORDS_BEFORE = (
    (Direction.MAINTAIN, re.compile(r"\b(?:duy tri|giu vung|giu on dinh|bao dam on dinh)\b[^.;]*$")),
    (Direction.DECREASE, re.compile(r"\b(?:toi da|khong qua|khong vuot qua|duoi|nho hon|it hon|thap hon|giam|cat giam|rut ngan|han che|keo giam|tiet giam)\b[^.;,]{0,60}$|[<≤]=?\s*$")),
    (Direction.INCREASE, re.compile(r"\b(?:toi thieu|it nhat|tren|tang|khong duoi|dat)\b[^.;,]{0,60}$|[>≥]=?\s*$")),
)  # fmt: skip
_NOTHING = re.compile(r"\b(?:khong de (?:xay ra|phat sinh|ton dong|no)|khong phat sinh|khong con|khong co)\b")


def find_quantities(text: str) -> Iterator[Quantity]:
    """Yield the measurable numbers of a sentence; dates, years and the numbers of papers are not such."""
    text = clean(text)
    folded = fold_each(text)
    for match in _FOUND.finditer(folded):
        quantity = _quantity(match, folded, text)
        if quantity is not None:
            yield quantity
    if _NOTHING.search(folded):
        yield Quantity(Decimal(0), "trường hợp", Direction.DECREASE)


def _quantity(match: re.Match[str], folded: str, text: str) -> Quantity | None:
    before, after = folded[: match.start()], folded[match.end() :]
    unit = _UNITS.match(after)
    other = None if unit else _ANY_WORD.match(after)
    if _NAMES_A_PAPER.search(before) or not (unit or other):
        return None
    if other and (other[1] in _NOT_A_UNIT or not _is_compared(before)):
        return None
    span = unit.span(1 if unit[1] else 2) if unit else other.span(1) if other else (0, 0)
    written = text[match.end() + span[0] : match.end() + span[1]].lower()
    return _numbered(match, "%" if written == "phần trăm" else written, before, is_sure=unit is not None)


def _numbered(match: re.Match[str], unit: str, before: str, *, is_sure: bool) -> Quantity | None:
    try:
        low = parse_number(match["low"])
        high = parse_number(match["high"]) if match["high"] else None
    except Invalid:
        return None
    if high is not None:
        return Quantity(min(low, high), unit, Direction.RANGE, max(low, high), is_sure)
    direction = _direction(before)
    if low == 0 and direction is Direction.INCREASE:  # a rise to nothing means that there should be none
        direction = Direction.DECREASE
    return Quantity(low, unit, direction, None, is_sure)


def _direction(before: str) -> Direction:
    return next((direction for direction, words in _WORDS_BEFORE if words.search(before)), Direction.INCREASE)


def _is_compared(before: str) -> bool:
    return any(words.search(before) for _, words in _WORDS_BEFORE)
