"""Tiny PDF files that stand in for evidence, each clearly saying that it is made up. Pure."""

from __future__ import annotations

from woms.core.vietnamese import fold

_FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def sample_pdf(title: str, lines: list[str]) -> bytes:
    """Give a one-page PDF with plain letters (its font has no Vietnamese ones), marked as sample on every page."""
    texts = ["DU LIEU MAU - KHONG PHAI VAN BAN THAT", title, *lines]
    shown = "\n".join(f"({_plain(text)}) Tj 0 -22 Td" for text in texts)
    content = f"BT /F1 12 Tf 60 780 Td\n{shown}\nET"
    return _assemble(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            "/Resources << /Font << /F1 5 0 R >> >> >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
            _FONT,
        ]
    )


def _plain(text: str) -> str:
    """Letters that the font has, and nothing that would end a PDF string."""
    kept = "".join(letter for letter in fold(text) if letter.isascii() and letter not in "()\\")
    return kept[:1].upper() + kept[1:]


def _assemble(objects: list[str]) -> bytes:
    document = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(document))
        document += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    start = len(document)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    document += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode("ascii")
    document += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode(
        "ascii"
    )
    return bytes(document)
