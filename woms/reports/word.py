"""Print a document as Word in the same layout and with the same words as the PDF."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from woms.reports.document import Document

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"
SIDES = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
SHORT_TABLE = 12  # rows: such a table stays whole, so that its total never stands alone on the next page
LEADING = 2  # number and title
# What the schema wants behind the borders of a paragraph.
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")
TEXT_WIDTH = {False: 165, True: 252}  # millimetres between the margins, portrait and landscape


def to_word(document: Document) -> bytes:
    """This function will give the paper as a .docx that opens without repair and edits like a hand-made one."""
    data = document.as_data()
    paper = docx.Document()
    _set_page(paper, data)
    _set_style(paper)
    _letterhead(paper, data)
    _title(paper, data)
    for block in data["blocks"]:
        _BLOCKS[block["kind"]](paper, block, data)
    _signatures(paper, data)
    _set_properties(paper, data)
    buffer = BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def _set_page(paper: Any, data: dict[str, Any]) -> None:
    section = paper.sections[0]
    width, height = (297, 210) if data["is_landscape"] else (210, 297)
    section.orientation = WD_ORIENT.LANDSCAPE if data["is_landscape"] else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(9)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    for header in (section.header, section.first_page_header):
        _marks(header, data)
    for footer in (section.footer, section.first_page_footer):
        _write(footer.paragraphs[0], data["footer"], size=9)


def _set_style(paper: Any) -> None:
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.rPr.append(language)
    style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.line_spacing = 1.1


def _page_number(paragraph: Any) -> None:
    """Arabic, centred in the top margin, hidden on the first page."""
    paragraph.alignment = SIDES["center"]
    run = paragraph.add_run()
    run.font.size = Pt(13)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = text
        run._r.append(element)  # noqa: SLF001 - the library has no fields of its own


def _marks(header: Any, data: dict[str, Any]) -> None:
    """One line in the top margin of every page, low enough not to push the text down."""
    if not data["marks"]:
        return
    paragraph = header.add_paragraph()
    paragraph.alignment = SIDES["center"]
    run = paragraph.add_run(" · ".join(data["marks"]))
    run.bold, run.font.size, run.font.color.rgb = True, Pt(12), RGBColor(0x80, 0x80, 0x80)
    for each in header.paragraphs:
        each.paragraph_format.space_after, each.paragraph_format.line_spacing = Pt(0), 1


def _letterhead(paper: Any, data: dict[str, Any]) -> None:
    """Two columns and two rows, so that number and day stand on one line whatever is above them."""
    head = data["letterhead"]
    (left, right), (number, day) = _open_grid(
        paper, (1, 1) if data["is_landscape"] else (71, 94), data, rows=2
    )
    first = left.paragraphs[0]
    if head["superior"]:
        _write(first, head["superior"].upper(), size=12, align="center", after=0)
        first = left.add_paragraph()
    _write(first, head["issuer"].upper(), size=12, bold=True, align="center", after=0)
    _motto(left, right, is_party=head["is_party"])
    sign = f"Số:{chr(0xA0) * 10}{head['sign']}" if head["sign"] else ""
    _write(number.paragraphs[0], sign, align="center", after=0)
    _write(day.paragraphs[0], head["day_words"], italic=True, align="center", after=0)


def _motto(left: Any, right: Any, *, is_party: bool) -> None:
    first = right.paragraphs[0]
    if is_party:
        _write(left.add_paragraph(), "*", align="center", after=0)
        _write(first, "ĐẢNG CỘNG SẢN VIỆT NAM", size=15, bold=True, align="center", after=0)
        _line(right, share=0.75)
        return
    _line(left, share=0.3)
    _write(first, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True, align="center", after=0)
    _write(right.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", bold=True, align="center", after=0)
    _line(right, share=0.52)


def _title(paper: Any, data: dict[str, Any]) -> None:
    _write(
        paper.add_paragraph(), data["title"].upper(), size=14, bold=True, align="center", before=12, after=0
    )
    _write(paper.add_paragraph(), data["subtitle"], bold=True, align="center", after=10)


def _heading(paper: Any, block: dict[str, Any], data: dict[str, Any]) -> None:  # noqa: ARG001 - one signature
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    _write(paragraph, block["text"], bold=True, before=8)


def _paragraph(paper: Any, block: dict[str, Any], data: dict[str, Any]) -> None:  # noqa: ARG001
    paragraph = paper.add_paragraph()
    paragraph.alignment = SIDES["justify"]
    paragraph.paragraph_format.first_line_indent = Mm(10)
    if block["label"]:
        _run(paragraph, f"{block['label']}: ", bold=True)
    _run(paragraph, block["text"], italic=block["italic"])


def _table(paper: Any, block: dict[str, Any], data: dict[str, Any]) -> None:
    columns, rows = block["columns"], block["rows"]
    table = paper.add_table(rows=1 + len(rows), cols=len(columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    widths = _widths([column["share"] for column in columns], data)
    _set_columns(table, widths)
    header, *lines = table.rows
    _repeat_at_page_tops(header)
    for cell, column, width in zip(header.cells, columns, widths, strict=True):
        cell.width = width
        _write(cell.paragraphs[0], column["label"], size=12, bold=True, align="center", after=2)
    for line, row in zip(lines, rows, strict=True):
        _row(line, row, columns, widths)
    for row in table.rows:
        _keep_whole(row)
    if len(rows) <= SHORT_TABLE:
        _keep_together(table.rows)
    paper.add_paragraph().paragraph_format.space_after = Pt(2)


def _row(line: Any, row: dict[str, Any], columns: list[dict[str, Any]], widths: list[Any]) -> None:
    cells = line.cells
    if row["kind"] == "band":
        whole = cells[0].merge(cells[-1])
        _write(whole.paragraphs[0], row["cells"][0], size=12, bold=True, after=2)
        whole.paragraphs[0].paragraph_format.keep_with_next = True
        return
    for index, (cell, text, column) in enumerate(zip(cells, row["cells"], columns, strict=True)):
        cell.width = widths[index]
        bold = row["kind"] == "strong" or (row["kind"] == "lead" and index < LEADING)
        _write(cell.paragraphs[0], text, size=12, bold=bold, align=column["align"], after=2)


def _signatures(paper: Any, data: dict[str, Any]) -> None:
    _keep_last_words(paper)
    sent = data["recipients"]
    ((*cells,),) = _open_grid(paper, (1,) * (len(data["signatures"]) + bool(sent)), data)
    if sent:
        _write(cells[0].paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True, after=0)
        for name in sent:
            _write(cells[0].add_paragraph(), name, size=11, after=0)
        cells = cells[1:]
    for cell, signature in zip(cells, data["signatures"], strict=True):
        _signature(cell, signature)


def _signature(cell: Any, signature: dict[str, Any]) -> None:
    first = cell.paragraphs[0]
    if signature["day"]:
        _write(first, signature["day"], size=12, italic=True, align="center", after=0)
        first = cell.add_paragraph()
    _write(first, signature["post"].upper(), bold=True, align="center", after=0)
    _write(cell.add_paragraph(), signature["note"], size=12, italic=True, align="center", after=62)
    _write(cell.add_paragraph(), signature["name"], bold=True, align="center", after=0)


def _keep_last_words(paper: Any) -> None:
    """No signature stands on a page without a word of what is signed."""
    paper.paragraphs[-1].paragraph_format.keep_with_next = True
    gap = paper.add_paragraph()
    gap.paragraph_format.space_after, gap.paragraph_format.keep_with_next = Pt(4), True


def _set_properties(paper: Any, data: dict[str, Any]) -> None:
    about = paper.core_properties
    about.title, about.author, about.comments = data["title"][:250], "WOMS", ""
    about.created = about.modified = datetime(*data["printed_on"])  # noqa: DTZ001 - the format has no zone


def _open_grid(
    paper: Any, shares: tuple[int, ...], data: dict[str, Any], rows: int = 1
) -> list[tuple[Any, ...]]:
    """Cells side by side without borders, kept on one page: one tuple of cells a row."""
    table = paper.add_table(rows=rows, cols=len(shares))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    widths = _widths(list(shares), data)
    _set_columns(table, widths)
    for row in table.rows:
        _keep_whole(row)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    return [tuple(row.cells) for row in table.rows]


def _set_columns(table: Any, widths: list[Any]) -> None:
    """The grid of the table says the same as its cells: some programs read one, some the other."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width


def _widths(shares: list[int], data: dict[str, Any]) -> list[Any]:
    whole = TEXT_WIDTH[data["is_landscape"]]
    return [Mm(whole * share / sum(shares)) for share in shares]


def _write(
    paragraph: Any,
    text: str,
    *,
    size: int = 13,
    bold: bool = False,
    italic: bool = False,
    align: str = "left",
    before: int = 0,
    after: int = 6,
) -> None:
    paragraph.alignment = SIDES[align]
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    _run(paragraph, text, size=size, bold=bold, italic=italic)


def _run(paragraph: Any, text: str, *, size: int = 13, bold: bool = False, italic: bool = False) -> None:
    run = paragraph.add_run()
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    for index, line in enumerate(text.split("\n")):
        if index:
            run.add_break()
        run.add_text(line)


def _line(cell: Any, *, share: float) -> None:
    """A solid line under the text before it, as long as a share of the cell."""
    paragraph = cell.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(4)
    side = int(cell.width * (1 - share) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    paragraph.paragraph_format.line_spacing = Pt(3)
    border = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    border.append(top)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - the library has no borders of its own
    properties.insert_element_before(border, *_AFTER_BORDERS)


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001


def _keep_together(rows: Any) -> None:
    for row in list(rows)[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _repeat_at_page_tops(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001


_BLOCKS = {"heading": _heading, "paragraph": _paragraph, "table": _table}
