"""What a printed paper says, read back from its file the way a recipient would."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as WordDocument


def pdf_text(content: bytes) -> str:
    """The text layer on one line in the order of writing, as a search would find it."""
    return flat(_tool("pdftotext", "-raw", content, "-"))


def pdf_pages(content: bytes) -> list[str]:
    """Each page on one line as the eye reads it, row by row."""
    return [flat(page) for page in _tool("pdftotext", "-layout", content, "-").split("\f")[:-1]]


def pdf_facts(content: bytes) -> dict[str, str]:
    """`Page size`, `Pages`, `Title`… of pdfinfo."""
    lines = (line.partition(":") for line in _tool("pdfinfo", "", content).splitlines())
    return {name.strip(): value.strip() for name, _, value in lines}


def pdf_fonts(content: bytes) -> list[list[str]]:
    """One row a font: name, type…; the columns of pdffonts split at spaces."""
    return [line.split() for line in _tool("pdffonts", "", content).splitlines()[2:]]


def pdf_words(content: bytes) -> list[tuple[int, float, float, float, float, str]]:
    """Page, x and y of both corners in millimetres, and the word."""
    found, page = [], 0
    for line in _tool("pdftotext", "-bbox", content, "-").splitlines():
        page += "<page " in line
        word = re.search(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*)</word>', line)
        if word:
            x0, y0, x1, y1 = (float(word[index]) / 72 * 25.4 for index in range(1, 5))
            found.append((page, x0, y0, x1, y1, word[5]))
    return found


def word_file(content: bytes) -> WordDocument:
    return docx.Document(BytesIO(content))


def word_text(content: bytes) -> str:
    """Every text of the body in order: paragraphs, and cells of tables once each."""
    return flat(" ".join(node.text or "" for node in word_file(content).element.body.iter(_t("t"))))


def word_rows(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def flat(text: str) -> str:
    return re.sub(r"[\s\u00a0\u200b]+", " ", text).strip()


def _t(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def _tool(name: str, option: str, content: bytes, *rest: str) -> str:
    command = [name, *([option] if option else []), "-", *rest]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
