"""From the bytes of a workbook to rows of products: every row with what is wrong in it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from woms.connectors.documents.containers import Kind, open_office_file
from woms.connectors.documents.errors import NotUnderstood
from woms.connectors.documents.grids import Grid, Row
from woms.connectors.documents.sheets import read_sheets
from woms.core.errors import Invalid
from woms.core.numbers import parse_number
from woms.core.vietnamese import clean_text, fold

MAXIMUM_ROWS = 2000
HEADER_WITHIN = 20
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("ma", "ma san pham", "ma so"),
    "name": ("ten san pham", "ten san pham, cong viec", "ten", "san pham, cong viec"),
    "output": ("san pham dau ra", "dau ra"),
    "measure_unit": ("don vi tinh", "dvt"),
    "coefficient": ("he so quy doi", "he so", "he so k", "k"),
    "group": ("nhom",),
    "field": ("linh vuc cong tac", "linh vuc"),
    "norm_hours": ("dinh muc thoi gian (gio)", "dinh muc thoi gian", "dinh muc (gio)", "dinh muc"),
    "is_standard": ("san pham chuan", "chuan"),
    "unit": ("ma don vi ap dung", "don vi ap dung"),
}
NEEDED = ("code", "name", "measure_unit", "coefficient")
YES = {"x", "co", "1", "dung", "yes"}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as typed, and numbers where they could be read; `errors` are sentences."""

    row: int
    code: str
    name: str
    output: str
    measure_unit: str
    coefficient: Decimal | None
    group: str
    field: str
    norm_hours: Decimal | None
    is_standard: bool
    unit: str
    errors: tuple[str, ...]


def read_products(content: bytes) -> tuple[SheetRow, ...]:
    """Return the product rows of the first sheet that has the headings. Raises `NotUnderstood` with one sentence."""
    file = open_office_file(content)
    if file.kind is not Kind.SHEETS:
        raise NotUnderstood(
            "Danh mục được nhập từ tệp Excel .xlsx. Hãy tải tệp mẫu, điền rồi tải lên.",
            "catalog_import.not_a_sheet",
        )
    for grid in read_sheets(file).grids:
        found = _headings(grid)
        if found is not None:
            return _rows(grid, *found)
    raise NotUnderstood(
        "Không tìm thấy dòng tiêu đề có các cột Mã, Tên sản phẩm, Đơn vị tính, Hệ số quy đổi. "
        "Hãy dùng tệp mẫu, giữ nguyên dòng tiêu đề.",
        "catalog_import.no_headings",
    )


def _headings(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """The number of the heading row and the column of each field; None when the sheet has none."""
    for row in grid.rows[:HEADER_WITHIN]:
        words = [fold(clean_text(text)) for text in row.texts]
        columns = {
            name: words.index(known)
            for name, names in COLUMNS.items()
            for known in reversed(names)
            if known in words
        }
        if all(name in columns for name in NEEDED):
            return row.number, columns
    return None


def _rows(grid: Grid, header: int, columns: Mapping[str, int]) -> tuple[SheetRow, ...]:
    rows = [row for row in grid.rows if row.number > header and not row.is_blank]
    if not rows:
        raise NotUnderstood("Tệp chưa có dòng sản phẩm nào dưới dòng tiêu đề.", "catalog_import.empty")
    if len(rows) > MAXIMUM_ROWS:
        raise NotUnderstood(
            f"Một lần nhập nhiều nhất {MAXIMUM_ROWS} dòng, tệp này có {len(rows)}. Hãy chia tệp.",
            "catalog_import.too_many",
        )
    return tuple(_product(row, columns) for row in rows)


def _product(row: Row, columns: Mapping[str, int]) -> SheetRow:
    def cell(name: str) -> str:
        return clean_text(row.cell(columns[name]).text) if name in columns else ""

    errors: list[str] = []
    coefficient = _number(cell("coefficient"), "Hệ số quy đổi", errors)
    if not cell("coefficient"):
        errors.append("Thiếu hệ số quy đổi.")
    return SheetRow(
        row=row.number,
        code=cell("code").upper(),
        name=cell("name"),
        output=cell("output"),
        measure_unit=cell("measure_unit"),
        coefficient=coefficient,
        group=cell("group"),
        field=cell("field"),
        norm_hours=_number(cell("norm_hours"), "Định mức thời gian", errors),
        is_standard=fold(cell("is_standard")) in YES,
        unit=cell("unit"),
        errors=tuple(errors),
    )


def _number(text: str, words: str, errors: list[str]) -> Decimal | None:
    if not text:
        return None
    try:
        return parse_number(text)
    except Invalid:
        errors.append(f"{words}: không đọc được số “{text[:20]}”.")
        return None


def numbered(rows: tuple[SheetRow, ...]) -> Iterator[tuple[SheetRow, str]]:
    """Each row, with a sentence when its code already stands in an earlier row."""
    seen: dict[str, int] = {}
    for row in rows:
        earlier = seen.setdefault(row.code, row.row)
        yield row, f"Mã {row.code} đã có ở dòng {earlier}." if earlier != row.row else ""
