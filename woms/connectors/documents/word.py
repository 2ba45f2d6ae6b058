"""Reading the tables of a Word document.

The document part is read as XML rather than through a whole package: files made by other programs often carry
broken links to pictures and templates, none of which a plan needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from woms.connectors.documents.containers import OfficeFile, broken
from woms.connectors.documents.elements import Element, child, integer, local, parse_part, value
from woms.connectors.documents.grids import Cell, Covered, Document, Grid, covered_above, padded
from woms.connectors.documents.text import clean, clean_lines
from woms.connectors.documents.word_numbering import Numbering

_WRAPPERS = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"}
_SKIPPED = {"del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr", "tbl"}
_MAXIMUM_SPAN = 100


def read_word(file: OfficeFile) -> Document:
    """Return every table of the document, with the paragraphs before it. Raises `NotUnderstood` if damaged."""
    root = parse_part(file, file.main)
    body = child(root, "body")
    if body is None:
        raise broken()
    folder = file.main.rpartition("/")[0]
    walk = _Walk(
        Numbering(parse_part(file, f"{folder}/numbering.xml"), parse_part(file, f"{folder}/styles.xml"))
    )
    for block in _blocks(body):
        walk.take(block)
    return Document(tuple(walk.grids))


@dataclass(slots=True)
class _Walk:
    """Goes through the blocks of the body and keeps the paragraphs that lead to the next table."""

    numbering: Numbering
    grids: list[Grid] = field(default_factory=list)
    heading: list[str] = field(default_factory=list)

    def take(self, block: Element) -> None:
        if local(block) == "p":
            text = clean(_paragraph(block, self.numbering))
            if text:
                self.heading.append(text)
            return
        rows = padded(_table_rows(block, self.numbering))
        self.grids.append(Grid(f"Bảng {len(self.grids) + 1}", tuple(self.heading), rows, joins_previous=True))
        self.heading.clear()


def _blocks(parent: Element) -> Iterator[Element]:
    for element in parent:
        name = local(element)
        if name in ("p", "tbl"):
            yield element
        elif name in _WRAPPERS:
            yield from _blocks(element)


def _inner(parent: Element, wanted: str) -> Iterator[Element]:
    """Yield rows of a table or cells of a row, looking through content controls."""
    for element in parent:
        if local(element) == wanted:
            yield element
        elif local(element) in _WRAPPERS:
            yield from _inner(element, wanted)


def _table_rows(table: Element, numbering: Numbering) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for row in _inner(table, "tr"):
        if child(row, "trPr", "del") is None:  # a row struck out under tracked changes
            rows.append(_row_cells(row, rows, numbering))
    return rows


def _row_cells(row: Element, above: list[list[Cell]], numbering: Numbering) -> list[Cell]:
    cells = [Cell()] * _count(child(row, "trPr", "gridBefore"), default=0)
    for cell in _inner(row, "tc"):
        merge = child(cell, "tcPr", "vMerge")
        if merge is not None and value(merge) != "restart":
            cells.append(covered_above(len(cells), above))
        else:
            cells.append(Cell(_cell_text(cell, numbering)))
        span = _count(child(cell, "tcPr", "gridSpan"), default=1)
        cells.extend([Cell("", Covered.LEFT)] * (span - 1))
    return cells


def _count(element: Element | None, default: int) -> int:
    return min(integer(value(element), default), _MAXIMUM_SPAN)


def _cell_text(cell: Element, numbering: Numbering) -> str:
    paragraphs = (element for element in cell.iter() if local(element) == "p")
    return clean_lines("\n".join(_paragraph(paragraph, numbering) for paragraph in paragraphs))


def _paragraph(paragraph: Element, numbering: Numbering) -> str:
    return f"{numbering.label(paragraph)} {''.join(_pieces(paragraph))}"


def _pieces(element: Element) -> Iterator[str]:
    for part in element:
        name = local(part)
        if name == "t":
            yield part.text or ""
        elif name in ("br", "cr"):
            yield "\n"
        elif name == "tab":
            yield " "
        elif name == "noBreakHyphen":
            yield "-"
        elif name not in _SKIPPED and name != "p":
            yield from _pieces(part)
