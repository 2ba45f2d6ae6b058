"""How far the cells of a sheet reach, found without making room for them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from woms.connectors.documents.containers import broken

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(slots=True)
class Extent:
    """The last row and column (from 1) that hold a value, and the formulas that hold none."""

    rows: int = 0
    columns: int = 0
    farthest: str = "A1"
    empty_formulas: list[str] = field(default_factory=list)


def measure(sheet: bytes) -> Extent:
    """Return the extent of the sheet's XML. Raises `NotUnderstood` when it is damaged."""
    walk = _Walk()
    parser = expat.ParserCreate()
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    try:
        parser.Parse(sheet, True)
    except expat.ExpatError as error:
        raise broken() from error
    return walk.extent


class _Walk:
    def __init__(self) -> None:
        self.extent = Extent()
        self._row = 0
        self._column = 0
        self._formula = self._value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            number = attributes.get("r", "")[:7]
            self._row, self._column = int(number) if number.isdecimal() else self._row + 1, 0
        elif name == "c":
            self._place(attributes.get("r", ""))
            self._formula = self._value = False
        elif name == "f":
            self._formula = True
        elif name in ("v", "is"):
            self._value = True

    def end(self, tag: str) -> None:
        if tag.rpartition(":")[2] != "c":
            return
        if self._value:
            self._grow()
        elif self._formula:
            self.extent.empty_formulas.append(self._reference())

    def _place(self, reference: str) -> None:
        match = _REFERENCE.fullmatch(reference)
        if match is None:  # the reference may be left out; cells then follow one another
            self._column += 1
            return
        self._column = 0
        for letter in match[1]:
            self._column = self._column * 26 + ord(letter) - ord("A") + 1
        self._row = int(match[2])

    def _grow(self) -> None:
        extent = self.extent
        if self._row > extent.rows or self._column > extent.columns:
            extent.farthest = self._reference()
        extent.rows, extent.columns = max(extent.rows, self._row), max(extent.columns, self._column)

    def _reference(self) -> str:
        letters, column = "", self._column
        while column:
            column, letter = divmod(column - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self._row}"
