"""Headings and section rows that hold for the tasks below them: a phase, a year, a group."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from woms.connectors.documents.grids import Cell, Covered, Row
from woms.connectors.documents.headers import Column
from woms.connectors.documents.text import clean, fold_each


@dataclass(frozen=True, slots=True)
class Section:
    """What the headings above a task say: its phase, its year, its group."""

    phase: str = ""
    year: int | None = None
    group: str = ""

    def with_group(self, group: str) -> Section:
        return replace(self, group=group)

    def without_year(self) -> Section:
        return replace(self, year=None)


_ENUMERATOR = (
    r"(?:phan\s+)?(?:[ivx]{1,5}|[a-h]|\d{1,2})\s*[.)/:-]\s*|(?:phan\s+)?[ivx]{1,5}\s+|\(\d{1,2}\)\s*"
)
_YEAR = re.compile(rf"^(?:{_ENUMERATOR})?(?:trong\s+)?(?:nam\s*)?(20\d{{2}})\s*[:.]?$")
_YEAR_OF_TITLE = re.compile(r"\bnam (20\d{2})\b(?!\s*-)")
_PHASE = re.compile(rf"^(?:{_ENUMERATOR})?giai doan\b")
_GROUP = re.compile(
    r"^(?:phan|nhom|linh vuc|khoi|muc)\b|^[ivx]{1,5}\s*[./):-]|^[a-h]\s*[./)]\s", re.IGNORECASE
)
_SECTION_NUMBER = re.compile(r"^(?:phan\s+)?(?:[ivx]{1,5}|[a-h])\s*[.)/]?$", re.IGNORECASE)
_TASK_NUMBER = re.compile(r"^\d{1,3}\s*[.)]?$")
_CHILD_LETTER = re.compile(r"^[a-hđ]\s*[.)]?$")
_LONGEST_HEADING = 200


def read_section(text: str, section: Section) -> Section | None:
    """Return the section that this heading opens inside the present one, or nothing when it opens none."""
    text = clean(text)
    folded = fold_each(text)
    if not text or len(text) > _LONGEST_HEADING:
        return None
    year = _YEAR.match(folded)
    if year:
        return Section(section.phase, int(year[1]))
    if _PHASE.match(folded):
        return Section(phase=text, year=section.year if section.phase == text else None)
    if _GROUP.match(folded):
        return section.with_group(text)
    titled = set(_YEAR_OF_TITLE.findall(folded))
    if len(titled) == 1 and section == Section():
        return Section(year=int(titled.pop()))
    return None


def group_title(row: Row, values: Mapping[Column, Cell], next_number: str) -> str:
    """Return the words of a section row, or nothing when the row is a task."""
    own = [cell.text for cell in row.cells if cell.text and cell.covered is Covered.NO]
    number = clean(values[Column.NUMBER].text) if Column.NUMBER in values else ""
    if len(own) == 1:
        return _lone_title(row, own[0])
    rest = [text for text in own if clean(text) != number]
    if len(own) > 2 or not number or not rest:  # noqa: PLR2004 - a number and its words
        return ""
    title = clean(rest[0])
    if _SECTION_NUMBER.match(fold_each(number)) and not _CHILD_LETTER.match(number):
        return title if _opens(title) else f"{number.rstrip('.')}. {title}"
    return title if _has_children(number, next_number) else ""


def _lone_title(row: Row, text: str) -> str:
    """Return the only text of a row when it spans the table or reads like a heading."""
    spans = sum(cell.covered is Covered.LEFT for cell in row.cells) * 2 >= len(row.cells)
    return clean(text) if spans or _opens(text) else ""


def _opens(text: str) -> bool:
    folded = fold_each(clean(text))
    return bool(_YEAR.match(folded) or _PHASE.match(folded) or _GROUP.match(folded))


def _has_children(number: str, next_number: str) -> bool:
    if not _TASK_NUMBER.match(number):
        return False
    stem, following = number.rstrip(".) "), next_number.rstrip(".) ")
    return following.startswith(f"{stem}.") or bool(_CHILD_LETTER.match(next_number))
