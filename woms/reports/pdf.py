"""Print a document as PDF with Typst. The words travel as data, never as markup."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import typst

from woms.reports.document import Document

HERE = Path(__file__).parent
LAYOUT = HERE / "layout.typ"
FONTS = HERE / "fonts"
CONTENT_TYPE = "application/pdf"


def to_pdf(document: Document) -> bytes:
    """This function will give the paper as PDF/A-2b with its fonts inside."""
    data = json.dumps(document.as_data(), ensure_ascii=False, default=str)
    return typst.compile(
        LAYOUT, format="pdf", font_paths=_fonts(), pdf_standards="a-2b", sys_inputs={"data": data}
    )


@cache
def _fonts() -> typst.Fonts:
    """Read once; only ours, so that every machine prints the same."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
