"""Print a document as PDF with Typst. The words travel as data, never as markup."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

from woms.reports.document import Document
from woms.reports.glyphs import covered

HERE = Path(__file__).parent
LAYOUT = HERE / "layout.typ"
FONTS = HERE / "fonts"
CONTENT_TYPE = "application/pdf"
BOX = "□"


def to_pdf(document: Document) -> bytes:
    """This function will give the paper as PDF/A-2b with its fonts inside."""
    data = json.dumps(printable(document.as_data()), ensure_ascii=False, default=str)
    return typst.compile(
        LAYOUT, format="pdf", font_paths=_fonts(), pdf_standards="a-2b", sys_inputs={"data": data}
    )


@cache
def _fonts() -> typst.Fonts:
    """Read once; only ours, so that every machine prints the same."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def printable(value: Any) -> Any:
    """The same value with a box in the place of every character our letters cannot draw: PDF/A allows no missing glyph."""
    if isinstance(value, str):
        return "".join(ch if _can_draw(ch) else BOX for ch in value)
    if isinstance(value, dict):
        return {key: printable(item) for key, item in value.items()}
    return [printable(item) for item in value] if isinstance(value, list) else value


def _can_draw(character: str) -> bool:
    """In both cases: headings are printed in capitals."""
    drawable = _drawable()
    return character == "\n" or all(ord(each) in drawable for each in character + character.upper())


@cache
def _drawable() -> frozenset[int]:
    return frozenset.intersection(*(covered(file) for file in sorted(FONTS.glob("*.ttf"))))
