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
    for mark in data["marks"]:
        paragraph = header.add_paragraph()
        paragraph.alignment = SIDES["center"]
        run = paragraph.add_run(mark)
        run.bold, run.font.size, run.font.color.rgb = True, Pt(14), RGBColor(0x80, 0x80, 0x80)


def _letterhead(paper: Any, data: dict[str, Any]) -> None:
    head = data["letterhead"]
    left, right = _open_grid(paper, (71, 94) if not data["is_landscape"] else (1, 1), data)
    first = left.paragraphs[0]
    if head["superior"]:
        _write(first, head["superior"].upper(), size=12, align="center", after=0)
        first = left.add_paragraph()
    _write(first, head["issuer"].upper(), size=12, bold=True, align="center", after=0)
    _line(left, share=0.3)
    _write(left.add_paragraph(), f"Số:{chr(0xA0) * 10}{head['sign']}", align="center", after=0)
    _write(
        right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True, align="center", after=0
    )
    _write(right.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", bold=True, align="center", after=0)
    _line(right, share=0.52)
    _write(right.add_paragraph(), head["day_words"], italic=True, align="center", after=0)


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
    table = paper.add_table(rows=0, cols=len(columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    widths = _widths([column["share"] for column in columns], data)
    header = table.add_row()
    _repeat_at_page_tops(header)
    for cell, column in zip(header.cells, columns, strict=True):
        _write(cell.paragraphs[0], column["label"], size=12, bold=True, align="center", after=2)
    for row in rows:
        _row(table.add_row(), row, columns)
    for row in table.rows:
        _keep_whole(row)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    paper.add_paragraph().paragraph_format.space_after = Pt(2)


def _row(line: Any, row: dict[str, Any], columns: list[dict[str, Any]]) -> None:
    if row["kind"] == "band":
        whole = line.cells[0].merge(line.cells[-1])
        _write(whole.paragraphs[0], row["cells"][0], size=12, bold=True, after=2)
        return
    for cell, text, column in zip(line.cells, row["cells"], columns, strict=True):
        bold = row["kind"] == "strong"
        _write(cell.paragraphs[0], text, size=12, bold=bold, align=column["align"], after=2)


def _signatures(paper: Any, data: dict[str, Any]) -> None:
    paper.add_paragraph().paragraph_format.space_after = Pt(4)
    sent = data["recipients"]
    cells = _open_grid(paper, (1,) * (len(data["signatures"]) + bool(sent)), data)
    if sent:
        _write(cells[0].paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True, after=0)
        for name in sent:
            _write(cells[0].add_paragraph(), name, size=11, after=0)
        cells = cells[1:]
    for cell, signature in zip(cells, data["signatures"], strict=True):
        _write(cell.paragraphs[0], signature["post"].upper(), bold=True, align="center", after=0)
        _write(cell.add_paragraph(), signature["note"], size=12, italic=True, align="center", after=62)
        _write(cell.add_paragraph(), signature["name"], bold=True, align="center", after=0)


def _set_properties(paper: Any, data: dict[str, Any]) -> None:
    about = paper.core_properties
    about.title, about.author, about.comments = data["title"][:250], "WOMS", ""
    about.created = about.modified = datetime(*data["printed_on"])  # noqa: DTZ001 - the format has no zone


def _open_grid(paper: Any, shares: tuple[int, ...], data: dict[str, Any]) -> tuple[Any, ...]:
    """Cells side by side without borders, kept on one page."""
    table = paper.add_table(rows=1, cols=len(shares))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _keep_whole(table.rows[0])
    for cell, width in zip(table.rows[0].cells, _widths(list(shares), data), strict=True):
        cell.width = width
    return tuple(table.rows[0].cells)


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
    paragraph._p.get_or_add_pPr().append(border)  # noqa: SLF001 - the library has no borders of its own


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001


def _repeat_at_page_tops(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001


_BLOCKS = {"heading": _heading, "paragraph": _paragraph, "table": _table}
