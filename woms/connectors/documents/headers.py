"""Which column of a table means what, told by the words of its header whatever their order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from woms.connectors.documents.grids import Row
from woms.connectors.documents.text import clean, fold_each

LONGEST_HEADER = 80
_FEWEST_COLUMNS = 2
_SENTENCE_WORDS = 4


class Column(StrEnum):
    """What a column of a plan can hold."""

    NUMBER = "number"
    PHASE = "phase"
    YEAR = "year"
    TITLE = "title"
    LEAD = "lead"
    COORDINATING = "coordinating"
    LEAD_AND_COORDINATING = "lead_and_coordinating"
    OUTPUT = "output"
    KEY_RESULT = "key_result"
    DEADLINE = "deadline"
    STARTS = "starts"
    ENDS = "ends"
    AREA = "area"
    NOTE = "note"


# The first pattern found in the folded header decides what a column is. When two columns of a table would be the
# same thing, the one with the earlier pattern is it: "Đơn vị chủ trì" before "Người phụ trách".
_WORDS: tuple[tuple[str, Column], ...] = (
    (r"^(stt|tt|so ?tt|so thu tu|s\.t\.t|t\.t|#|no\.?|muc)$", Column.NUMBER),
    (r"chu tri.*phoi hop|phoi hop.*chu tri", Column.LEAD_AND_COORDINATING),
    (r"phoi hop", Column.COORDINATING),
    (r"ghi chu|luu y|don vi tinh|^dvt$|trong so|can cu|van ban (giao|chi dao)|hinh thuc|kinh phi", Column.NOTE),
    (r"^giai doan", Column.PHASE),
    (r"^nam( thuc hien| ke hoach)?$", Column.YEAR),
    (r"^linh vuc", Column.AREA),
    (r"bat dau|^tu( ngay)?$", Column.STARTS),
    (r"ket thuc|^den( ngay)?$", Column.ENDS),
    (r"thoi han|hoan thanh|deadline|^han( |$)|han xu ly", Column.DEADLINE),
    (r"thoi (gian|diem)|^moc|lo trinh", Column.DEADLINE),
    (r"^tien do", Column.DEADLINE),
    (r"chu tri|dau moi", Column.LEAD),
    (r"(don vi|co quan|bo phan|phong|ban|to chuc).*(thuc hien|phu trach|chiu trach nhiem|tham muu|duoc giao)|^phan cong",
     Column.LEAD),
    (r"(nguoi|ca nhan).*(thuc hien|phu trach|chiu trach nhiem)|^(trach nhiem|don vi|co quan|phu trach)", Column.LEAD),
    (r"chi tieu|chi so|thuoc do|then chot|kpi", Column.KEY_RESULT),
    (r"san pham|dau ra", Column.OUTPUT),
    (r"ket qua", Column.OUTPUT),
    (r"nhiem vu|ten viec|dau viec", Column.TITLE),
    (r"cong viec|noi dung|giai phap", Column.TITLE),
    (r"hoat dong|cong tac|hang muc|muc tieu", Column.TITLE),
)  # fmt: skip
_PATTERNS = tuple((re.compile(words), column) for words, column in _WORDS)
_DIGIT = re.compile(r"\d")

Mapped = Mapping[Column, int]


def column_of(header: str) -> Column | None:
    """Return what the column under this header holds, or nothing when its words are not known."""
    rank = _rank(header)
    return None if rank is None else _PATTERNS[rank][1]


@lru_cache(maxsize=4096)
def _rank(header: str) -> int | None:
    folded = clean(re.sub(r"\([^)]*\)|[:*]", " ", fold_each(clean(header)))).strip(" .")
    is_sentence = header.rstrip().endswith(".") and folded.count(" ") >= _SENTENCE_WORDS
    if not folded or len(folded) > LONGEST_HEADER or is_sentence:
        return None
    return next((rank for rank, (pattern, _) in enumerate(_PATTERNS) if pattern.search(folded)), None)


def map_header(row: Row) -> dict[Column, int] | None:
    """Return the place of each known column when this row is the header of a table of tasks.

    It is one when it names the task and at least one other known column, and at least half its cells are known words.
    """
    filled = [(place, cell.text) for place, cell in enumerate(row.cells) if cell.text]
    ranked = sorted((rank, place) for place, text in filled if (rank := _rank(text)) is not None)
    mapped: dict[Column, int] = {}
    for rank, place in ranked:
        mapped.setdefault(_PATTERNS[rank][1], place)
    is_header = Column.TITLE in mapped and len(mapped) >= _FEWEST_COLUMNS and len(ranked) * 2 >= len(filled)
    return mapped if is_header else None


def is_foreign_header(row: Row, mapped: Mapped) -> bool:
    """Tell whether this row begins a table of something else: a header by its first word, but not of tasks."""
    place = mapped.get(Column.NUMBER)
    return place is not None and column_of(row.cell(place).text) is Column.NUMBER


def second_line(row: Row, header: Row, mapped: Mapped) -> dict[Column, int] | None:
    """Return the mapping widened by a second header line ("Chủ trì | Phối hợp" under "Phân công"), if it is one."""
    own = [(place, cell.text) for place, cell in enumerate(row.cells) if cell.text and not cell.covered]
    if len(own) < _FEWEST_COLUMNS or any(_DIGIT.search(text) for _, text in own):
        return None
    columns = {place: column_of(text) or column_of(f"{_above(header, place)} {text}") for place, text in own}
    if mapped[Column.TITLE] in columns or not all(columns.values()):
        return None
    kept = {column: place for column, place in mapped.items() if place not in columns}
    return kept | {column: place for place, column in columns.items() if column is not None}


def _above(header: Row, place: int) -> str:
    return next((header.cells[left].text for left in range(place, -1, -1) if header.cells[left].text), "")
