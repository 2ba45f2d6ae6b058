"""Reading the sheets of an Excel workbook.

Before the fast reader sees a sheet, the sheet is walked through once: the reader makes room for the whole
rectangle that the cells span, so one stray cell at the far corner would otherwise ask for all the memory there is.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import python_calamine

from woms.connectors.documents.containers import OfficeFile, broken
from woms.connectors.documents.errors import NotUnderstood
from woms.connectors.documents.grids import Cell, Covered, Document, Grid, covered_above, padded
from woms.connectors.documents.sheet_extent import Extent, measure
from woms.connectors.documents.text import clean_lines

MAXIMUM_ROWS = 20_000
MAXIMUM_COLUMNS = 200
_MAXIMUM_TOLD = 5
_ERRORS = {"#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"}

Value = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
Merge = tuple[tuple[int, int], tuple[int, int]]


def read_sheets(file: OfficeFile) -> Document:
    """Return every visible sheet that has cells. Raises `NotUnderstood` when damaged or too large."""
    extents = [
        measure(data) for name, data in file.parts.items() if "/worksheets/" in name and name.endswith(".xml")
    ]
    for extent in extents:
        _check_size(extent)
    warnings = tuple(_empty_formulas(extents))
    return Document(tuple(_grids(_workbook(file))), warnings)


def _check_size(extent: Extent) -> None:
    if extent.rows > MAXIMUM_ROWS or extent.columns > MAXIMUM_COLUMNS:
        raise NotUnderstood(
            f"Không nhận tệp này: có dữ liệu ở tận ô {extent.farthest}, quá {MAXIMUM_ROWS:,} dòng".replace(
                ",", "."
            )
            + f" hoặc {MAXIMUM_COLUMNS} cột. Hãy xóa các ô thừa rồi tải lại.",
            "document.too_many_rows",
        )


def _empty_formulas(extents: Iterable[Extent]) -> Iterator[str]:
    cells = [cell for extent in extents for cell in extent.empty_formulas]
    if cells:
        told = ", ".join(cells[:_MAXIMUM_TOLD]) + (" …" if len(cells) > _MAXIMUM_TOLD else "")
        yield (
            f"Có {len(cells)} ô công thức chưa có kết quả ({told}) nên được đọc là ô trống. "
            "Hãy mở tệp bằng Excel, bấm Lưu rồi tải lại."
        )


def _workbook(file: OfficeFile) -> python_calamine.CalamineWorkbook:
    """Open a copy that holds only the checked parts, so that no size can be declared falsely."""
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as archive:
        for name, data in file.parts.items():
            archive.writestr(name, data)
    copy.seek(0)
    try:
        return python_calamine.CalamineWorkbook.from_filelike(copy)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise broken() from error


def _grids(workbook: python_calamine.CalamineWorkbook) -> Iterator[Grid]:
    for sheet in workbook.sheets_metadata:
        if sheet.visible is not python_calamine.SheetVisibleEnum.Visible:
            continue
        if sheet.typ is python_calamine.SheetTypeEnum.WorkSheet:
            yield _grid(workbook, sheet.name)


def _grid(workbook: python_calamine.CalamineWorkbook, name: str) -> Grid:
    try:
        sheet = workbook.get_sheet_by_name(name)
        values = sheet.to_python(skip_empty_area=False)
        merges = sheet.merged_cell_ranges or []
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise broken() from error
    return Grid(f"Trang tính {name}", (name,), padded(_merged(values, merges)), joins_previous=False)


def _merged(values: Sequence[Sequence[Value]], merges: Iterable[Merge]) -> list[list[Cell]]:
    covered = dict(_covered(merges, len(values)))
    rows: list[list[Cell]] = []
    for index, row in enumerate(values):
        cells = [_cell(value, covered.get((index, column)), column, rows) for column, value in enumerate(row)]
        rows.append(cells)
    return rows


def _covered(merges: Iterable[Merge], height: int) -> Iterator[tuple[tuple[int, int], Covered]]:
    for (top, left), (bottom, right) in merges:
        for row in range(top, min(bottom, height - 1) + 1):
            if row > top:
                yield (row, left), Covered.ABOVE
            for column in range(left + 1, min(right, MAXIMUM_COLUMNS) + 1):
                yield (row, column), Covered.LEFT


def _cell(value: Value, covered: Covered | None, column: int, above: list[list[Cell]]) -> Cell:
    if covered is Covered.ABOVE:
        return covered_above(column, above)
    if covered is Covered.LEFT:
        return Cell("", Covered.LEFT)
    return Cell(_written(value))


def _written(value: Value) -> str:
    """Return the value as an official would type it: 15/5/2026, 1,5, 12."""
    if isinstance(value, str):
        return "" if value in _ERRORS else clean_lines(value)
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value.day}/{value.month}/{value.year}"
    if isinstance(value, int | float):
        return f"{Decimal(repr(value)).normalize():f}".replace(".", ",")
    return str(value)
