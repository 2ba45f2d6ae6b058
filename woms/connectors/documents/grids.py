"""What Word tables and Excel sheets have in common: rows of cells, some of them merged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Covered(StrEnum):
    """Where the text of a merged cell stands."""

    NO = ""
    ABOVE = "above"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. A cell merged with the one above repeats its text; one merged with the left is empty."""

    text: str = ""
    covered: Covered = Covered.NO


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    cells: tuple[Cell, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(cell.text for cell in self.cells)

    @property
    def is_blank(self) -> bool:
        return not any(self.texts)

    def cell(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else Cell()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with the paragraphs that stand between it and the table before."""

    name: str
    heading: tuple[str, ...]
    rows: tuple[Row, ...]
    joins_previous: bool  # a Word table may go on in the next one; a sheet never does


@dataclass(frozen=True, slots=True)
class Document:
    """The tables of one file in their order, and what its reader has to tell."""

    grids: tuple[Grid, ...]
    warnings: tuple[str, ...] = ()


def padded(rows: Iterable[list[Cell]], first: int = 1) -> tuple[Row, ...]:
    """Return the rows numbered from `first`, all of one width."""
    listed = list(rows)
    width = max(map(len, listed), default=0)
    return tuple(
        Row(number, tuple(cells) + (Cell(),) * (width - len(cells)))
        for number, cells in enumerate(listed, first)
    )


def covered_above(column: int, rows: list[list[Cell]]) -> Cell:
    """Return the cell that repeats what stands above in this column."""
    above = rows[-1][column].text if rows and column < len(rows[-1]) else ""
    return Cell(above, Covered.ABOVE)
