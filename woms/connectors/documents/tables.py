"""From tables to rows of tasks, whatever the columns are called and however the pages cut them.

A row of the result is one task: section rows ("I | Năm 2026"), headings and columns of years become its context,
repeated headers and lines of column numbers are left out, and a row that a page has cut in two is whole again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from woms.connectors.documents.errors import NotUnderstood
from woms.connectors.documents.grids import Cell, Covered, Document, Grid, Row
from woms.connectors.documents.headers import Column, is_foreign_header, map_header, second_line
from woms.connectors.documents.sections import Section, group_title, read_section
from woms.connectors.documents.text import clean, fold_each, quote

_DITTO = {"nt", "-nt-", "- nt -", "nhu tren", '"', "''", "//", "-//-", '-"-'}
_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-z])\)?(?:\s*=.*)?", re.IGNORECASE)
_LEADING_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3})*[.)]|\d{1,3}(?:\.\d{1,3})+)\s+(?=\S)")
_BULLET = re.compile(r"^[-+•*·–—]\s*")
_TOTAL = re.compile(r"^(?:tong cong|tong so|cong)\b")
_GOES_ON_AFTER = (",", ";", ":", "-", "–", "(", "“", "và", "của", "với", "cho", "tại", "các")
_UNIT_COLUMNS = (Column.LEAD, Column.COORDINATING, Column.LEAD_AND_COORDINATING)
_SURE_COLUMNS = 3
_FACTS = (*_UNIT_COLUMNS, Column.OUTPUT, Column.DEADLINE, Column.STARTS, Column.ENDS, Column.KEY_RESULT)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task as the document gives it: texts by column, and where it stands."""

    number: str
    values: Mapping[Column, str]
    section: Section
    place: str

    @property
    def title(self) -> str:
        return clean(self.values.get(Column.TITLE, ""))


@dataclass(frozen=True, slots=True)
class TaskTable:
    rows: tuple[TaskRow, ...]
    warnings: tuple[str, ...]
    columns: tuple[tuple[str, Column], ...]


def read_tasks(document: Document) -> TaskTable:
    """Return every task of the document in order. Raises `NotUnderstood` when no table has a known header."""
    reading = _Reading()
    for grid in document.grids:
        reading.take(grid)
    if not reading.headers_seen:
        raise NotUnderstood(
            "Không hiểu tệp này: không thấy bảng nào có dòng tiêu đề gồm cột “Nhiệm vụ” cùng cột “Đơn vị chủ trì”, "
            "“Sản phẩm” hoặc “Thời hạn”. Hãy thêm dòng tiêu đề vào bảng rồi tải lại.",
            "document.no_header",
        )
    rows = tuple(draft.finished() for draft in reading.drafts)
    if not rows:
        raise NotUnderstood(
            "Không hiểu tệp này: bảng có tiêu đề nhưng không có nhiệm vụ nào bên dưới.", "document.no_rows"
        )
    return TaskTable(rows, (*document.warnings, *reading.warnings), reading.columns)


@dataclass(slots=True)
class _Draft:
    """A task still being put together, row by row."""

    number: str
    texts: dict[Column, list[str]]
    section: Section
    place: str

    def finished(self) -> TaskRow:
        values = {column: "\n".join(texts) for column, texts in self.texts.items() if texts}
        return TaskRow(self.number, values, self.section, self.place)

    def text(self, column: Column) -> str:
        return " ".join(self.texts.get(column, ()))

    def append(self, column: Column, text: str) -> None:
        self.texts.setdefault(column, []).append(text)


@dataclass(slots=True)
class _Reading:
    """Goes down the tables, remembering the header in force, the section, and the task last read."""

    drafts: list[_Draft] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    headers_seen: int = 0
    columns: tuple[tuple[str, Column], ...] = ()
    mapped: dict[Column, int] | None = None
    header: Row | None = None
    width: int = 0
    section: Section = field(default_factory=Section)
    last: _Draft | None = None  # the task that a cut row would belong to
    numbered: bool = False
    cut: bool = False  # a page may have ended just above
    gap: bool = False  # a blank row stands just above
    below_header: bool = False

    def take(self, grid: Grid) -> None:
        self._enter(grid)
        for index, row in enumerate(grid.rows):
            if row.is_blank:
                self.gap = True
            elif not self._is_header(row):
                self._take_row(row, grid, _next_number(grid, index, self.mapped))
                self.gap = self.below_header = False

    def _enter(self, grid: Grid) -> None:
        """Begin a table: it may go on with the header of the one before, and with its last task."""
        before = self.section
        for text in grid.heading:
            self.section = read_section(text, self.section) or self.section
        has_header = any(map_header(row) for row in grid.rows)
        follows = grid.joins_previous and self.mapped is not None and self.width == _width(grid)
        if has_header or not follows or is_foreign_header(grid.rows[0], self.mapped or {}):
            self.mapped = None
        if self.mapped is None and not has_header:
            self._pass_over(grid)
        goes_on = grid.joins_previous and self.section == before and (has_header or self.mapped is not None)
        self.last = self.last if goes_on else None
        self.cut, self.gap = goes_on, False

    def _pass_over(self, grid: Grid) -> None:
        if self.headers_seen and len(grid.rows) >= _SURE_COLUMNS and _width(grid) >= _SURE_COLUMNS:
            self.warnings.append(f"Bỏ qua {grid.name}: không có cột “Nhiệm vụ”.")

    def _is_header(self, row: Row) -> bool:
        if self.below_header and self.mapped and self.header:
            wider = second_line(row, self.header, self.mapped)
            if wider is not None:
                self.mapped = wider
                return True
        mapped = map_header(row)
        if mapped is None or (self.mapped is not None and not self._is_repeated(row, mapped)):
            return self.below_header and _is_column_numbers(row)
        self.numbered = self.numbered and self.last is not None
        self.mapped, self.header, self.width = mapped, row, len(row.cells)
        self.columns = self.columns or _named_columns(row, mapped)
        self.headers_seen += 1
        self.cut, self.below_header, self.gap = True, True, False
        return True

    def _is_repeated(self, row: Row, mapped: Mapping[Column, int]) -> bool:
        """Tell whether a header inside a table is one, and not a task whose words happen to look like it."""
        known = {fold_each(clean(text)) for text in (self.header.texts if self.header else ()) if text}
        same = sum(fold_each(clean(text)) in known for text in row.texts if text)
        return len(mapped) >= _SURE_COLUMNS and (same >= _SURE_COLUMNS or self.gap)

    def _take_row(self, row: Row, grid: Grid, next_number: str) -> None:
        if self.mapped is None:
            self._take_title_row(row)
            return
        values = self._values(row)
        place = f"{grid.name}, dòng {row.number}"
        if not self._take_section(row, values, next_number) and not self._take_aside(values, place):
            self._take_task(row, values, place)
        self.cut = False

    def _take_title_row(self, row: Row) -> None:
        texts = [text for text in row.texts if text]
        if len(texts) <= 2:  # noqa: PLR2004 - "I | Năm 2026" or a title above the header
            self.section = read_section(" ".join(texts), self.section) or self.section

    def _values(self, row: Row) -> dict[Column, Cell]:
        mapped = self.mapped or {}
        return {column: self._cell(row.cell(place), column) for column, place in mapped.items()}

    def _cell(self, cell: Cell, column: Column) -> Cell:
        if self.last is not None and fold_each(clean(cell.text)) in _DITTO:
            return Cell(self.last.text(column))
        return cell

    def _take_section(self, row: Row, values: Mapping[Column, Cell], next_number: str) -> bool:
        text = group_title(row, values, next_number)
        if not text:
            return False
        self.section = read_section(text, self.section) or self.section.with_group(text)
        self.last = None
        return True

    def _take_aside(self, values: Mapping[Column, Cell], place: str) -> bool:
        """Leave out a total, or words that stand below the table after a blank row; say so."""
        title = _text(values, Column.TITLE)
        alone = not any(_text(values, column) for column in (Column.NUMBER, *_FACTS))
        if _TOTAL.match(fold_each(title)) and not _text(values, Column.NUMBER):
            pass
        elif not (alone and self.gap):
            return False
        words = title or next((cell.text for cell in values.values() if cell.text), "")
        self.warnings.append(f"Bỏ qua {quote(words)} ({place}): không phải nhiệm vụ.")
        return True

    def _take_task(self, row: Row, values: Mapping[Column, Cell], place: str) -> None:
        number, title = _number_and_title(values)
        if self.last is not None and self._goes_on(self.last, values, number, title):
            for column, cell in values.items():
                if cell.text and cell.covered is Covered.NO and column is not Column.NUMBER:
                    self.last.append(column, cell.text)
            return
        if not title:
            words = next((text for text in row.texts if text), "")
            self.warnings.append(f"Bỏ qua {quote(words)} ({place}): dòng này không ghi nhiệm vụ.")
            return
        self.numbered = self.numbered or bool(number)
        texts = {column: [cell.text] for column, cell in values.items() if cell.text}
        texts[Column.TITLE] = [title]
        self.last = _Draft(number, texts, self._section_of(values), place)
        self.drafts.append(self.last)

    def _section_of(self, values: Mapping[Column, Cell]) -> Section:
        section = self.section
        for column in (Column.PHASE, Column.YEAR):
            text = clean(_text(values, column))
            section = (read_section(text, section) or section) if text else section
        if Column.YEAR in values and not _text(values, Column.YEAR):
            section = section.without_year()
        return section

    def _goes_on(self, last: _Draft, values: Mapping[Column, Cell], number: str, title: str) -> bool:
        """Tell whether this row is the rest of the task above."""
        if Column.TITLE in values and values[Column.TITLE].covered is Covered.ABOVE:
            return True
        if not title:
            return not number
        if number:
            return self.cut and number == last.number
        if self.cut and self.numbered:
            return not self._is_whole(last, values, title)
        if not self.numbered and any(_text(values, column) for column in _FACTS):
            return False
        return self._sentence_goes_on(last, title) or (
            self.numbered and not any(_text(values, c) for c in _FACTS)
        )

    def _is_whole(self, last: _Draft, values: Mapping[Column, Cell], title: str) -> bool:
        """Tell whether an unnumbered row below a page break is a task of its own."""
        if _BULLET.match(values[Column.TITLE].text):
            return True
        filled = [column for column in _FACTS if _text(values, column)]
        complete = [column for column in _FACTS if last.text(column)]
        return len(filled) >= len(complete) and bool(filled) and not self._sentence_goes_on(last, title)

    def _sentence_goes_on(self, last: _Draft, title: str) -> bool:
        above = last.text(Column.TITLE).rstrip()
        return (
            title[:1].islower() or title[:1] in ",;.)”" or above.endswith(_GOES_ON_AFTER) or _is_open(above)
        )


def _named_columns(header: Row, mapped: Mapping[Column, int]) -> tuple[tuple[str, Column], ...]:
    ordered = sorted(mapped.items(), key=lambda item: item[1])
    return tuple((clean(header.cell(place).text), column) for column, place in ordered)


def _width(grid: Grid) -> int:
    return len(grid.rows[0].cells) if grid.rows else 0


def _text(values: Mapping[Column, Cell], column: Column) -> str:
    return values[column].text if column in values else ""


def _is_open(text: str) -> bool:
    return text.count("“") > text.count("”") or text.count("(") > text.count(")")


def _number_and_title(values: Mapping[Column, Cell]) -> tuple[str, str]:
    """Return the task's number, from its column or from before its words, and its words."""
    number = _text(values, Column.NUMBER) if values.get(Column.NUMBER, Cell()).covered is Covered.NO else ""
    title = clean(_text(values, Column.TITLE))
    leading = _LEADING_NUMBER.match(title)
    if leading and not number:
        number, title = leading[1], title[leading.end() :]
    return clean(number).rstrip(".)"), clean(_BULLET.sub("", title))


def _is_column_numbers(row: Row) -> bool:
    texts = [text for text in row.texts if text]
    return len(texts) > 2 and all(_COLUMN_NUMBER.fullmatch(text) for text in texts)  # noqa: PLR2004


def _next_number(grid: Grid, index: int, mapped: Mapping[Column, int] | None) -> str:
    place = mapped.get(Column.NUMBER) if mapped else None
    following: Sequence[Row] = [row for row in grid.rows[index + 1 : index + 4] if not row.is_blank]
    return clean(following[0].cell(place).text) if place is not None and following else ""
