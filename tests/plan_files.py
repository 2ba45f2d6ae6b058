"""Small Word and Excel files made on the spot, so that each test shows the table it is about."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import xlsxwriter

from woms.connectors.documents.reading import read_plan
from woms.connectors.documents.units import KnownUnit, UnitIndex
from woms.sample.units import load_units

DATA = Path(__file__).parent / "data" / "plans"
HEADER = ["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Sản phẩm đầu ra", "Thời hạn"]
TASK = ["1.", "Ban hành Kế hoạch", "Ban Tổ chức Thành ủy", "Sở KH&CN", "Kế hoạch", "Trước ngày 15/5/2026"]
NEXT = ["2.", "Thành lập Tổ công tác", "Sở Nội vụ", "", "Quyết định thành lập", "Trước ngày 20/5/2026"]
UNITS = [
    KnownUnit(unit.code, unit.name, (unit.short_name, *unit.aliases), unit.parent) for unit in load_units()
]
INDEX = UnitIndex(UNITS, home="ha-noi")


def word(*blocks):
    """A Word file of paragraphs (text) and tables (lists of rows)."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            add_table(document, block)
    return saved(document)


def add_table(document, rows):
    table = document.add_table(rows=0, cols=max(map(len, rows)))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=False):
            cell.text = text
    return table


def saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def excel(*sheets, merges=(), dates=()):
    """An Excel file of sheets (lists of rows); `merges` and `dates` hold for the first sheet."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, rows in enumerate(sheets):
            sheet = book.add_worksheet()
            for row, values in enumerate(rows):
                sheet.write_row(row, 0, values)
            if number == 0:
                for first_row, first_column, last_row, last_column, text in merges:
                    sheet.merge_range(first_row, first_column, last_row, last_column, text)
                for row, column, value in dates:
                    sheet.write_datetime(row, column, value, day)
    return stream.getvalue()


def changed(content, part, change):
    """The same file with one part rewritten; a part that is not there is added."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for item in source.infolist():
            if item.filename != part:
                target.writestr(item, source.read(item))
        found = source.read(part) if part in source.namelist() else b""
        target.writestr(part, change(found))
    return result.getvalue()


def read(content, index=INDEX):
    return read_plan(content, index=index)


def titles(content):
    return [objective.title for objective in read(content).objectives]


def one(content):
    (objective,) = read(content).objectives
    return objective


def names(units):
    return [unit.name for unit in units]
