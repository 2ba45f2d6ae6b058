"""An official paper as a neutral document: what it says, not how a format draws it. Pure.

Two renderers print it, so PDF and Word carry the same figures. Every text is cleaned here, once: composed
letters, no control or hidden characters, so that nothing in a title can act on a format.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_LINE_ENDS = str.maketrans(dict.fromkeys("\r\v\f\x85\u2028\u2029", "\n") | {"\t": " "})


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class RowKind(StrEnum):
    PLAIN = "plain"
    BAND = "band"  # one text over the whole width, heading what follows
    LEAD = "lead"  # its number and title stand out: others below belong to it
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who issues it, its number and sign, place and day. Number and an open day are filled in by hand.

    An empty `sign` is a form without a number. `is_party` is a paper of the Party: its own heading, no national motto.
    """

    superior: str
    issuer: str
    sign: str
    place: str
    day: date | None = None
    year: int | None = None
    is_party: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text after an optional bold label."""

    text: str
    label: str = ""
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """`share` is the width relative to the other columns."""

    label: str
    share: int
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[str, ...]
    kind: RowKind = RowKind.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Signature:
    """Where somebody signs: the day if each signs on their own, the post in capitals, a note, the name if known."""

    post: str
    name: str = ""
    note: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A paper. `marks` are written across every page: made-up data, a draft."""

    title: str
    subtitle: str
    letterhead: Letterhead
    blocks: tuple[Block, ...]
    signatures: tuple[Signature, ...]
    printed_on: date
    recipients: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    footer: str = ""
    is_landscape: bool = False

    def as_data(self) -> dict[str, Any]:
        """Plain values for a renderer; each block names its kind."""
        data: dict[str, Any] = cleaned(asdict(self))
        names = [type(block).__name__.lower() for block in self.blocks]
        data["blocks"] = [{"kind": name, **block} for name, block in zip(names, data["blocks"], strict=True)]
        data["printed_on"] = [self.printed_on.year, self.printed_on.month, self.printed_on.day]
        data["letterhead"]["day_words"] = day_words(self.letterhead)
        return data

    @property
    def code(self) -> str:
        """Twelve signs of the content's digest: two prints with the same code say the same."""
        data = self.as_data() | {"footer": "", "printed_on": ""}
        text = json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)
        digest = hashlib.sha256(text.encode()).hexdigest()[:12].upper()
        return "-".join(digest[start : start + 4] for start in (0, 4, 8))


def day_words(head: Letterhead) -> str:
    """`Hà Nội, ngày 05 tháng 02 năm 2026`: days under 10 and months 1, 2 with a leading zero (NĐ 30/2020)."""
    if head.day is not None:
        return f"{head.place}, {written_day(head.day)}"
    gap = "\N{NO-BREAK SPACE}" * 6
    return f"{head.place}, ngày{gap}tháng{gap}năm {head.year or gap}"


def written_day(day: date) -> str:
    """`ngày 05 tháng 02 năm 2026`."""
    month = f"{day.month:02}" if day.month in {1, 2} else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def cleaned(value: Any) -> Any:
    """The same value with every text inside it cleaned."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(item) for item in value]
    return value


def clean(text: str) -> str:
    """Composed letters, line breaks kept, nothing invisible: no control, bidi, zero-width or unassigned character."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_LINE_ENDS))
    return "".join(ch for ch in composed if ch == "\n" or unicodedata.category(ch) not in _HIDDEN)


def texts(document: Document) -> Iterator[str]:
    """Every text of the paper in reading order: what a reader finds in any format."""
    head = document.letterhead
    yield from (head.superior, head.issuer, document.title, document.subtitle)
    for block in document.blocks:
        yield from _texts_of(block)
    for signature in document.signatures:
        yield from (signature.post, signature.note, signature.name)
    yield from document.recipients


def _texts_of(block: Block) -> Iterable[str]:
    match block:
        case Heading(text):
            return (text,)
        case Paragraph(text, label):
            return (label, text)
        case Table(columns, rows):
            heads = tuple(column.label for column in columns)
            return (*heads, *(cell for row in rows for cell in row.cells))
