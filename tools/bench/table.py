"""Plain tables for a terminal: text to the left, figures to the right. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

NOTHING = "–"


def number(value: float | None, digits: int = 1, unit: str = "") -> str:
    """`1 234.5 ms`, with a thin gap between thousands, so that it reads the same in every language."""
    if value is None:
        return NOTHING
    return f"{value:,.{digits}f}".replace(",", " ") + unit


def table(title: str, heading: Sequence[str], rows: Sequence[Sequence[str]], *, texts: int = 1) -> str:
    """Lay out rows under a heading; the first `texts` columns are text, the others are figures."""
    lines = [list(heading), *(list(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip_longest(*lines, fillvalue="")]
    laid_out = [_line(line, widths, texts) for line in lines]
    return "\n".join([title, laid_out[0], "-" * len(laid_out[0]), *laid_out[1:]])


def _line(cells: Sequence[str], widths: Sequence[int], texts: int) -> str:
    padded = [
        cell.ljust(width) if place < texts else cell.rjust(width)
        for place, (cell, width) in enumerate(zip_longest(cells, widths, fillvalue=""))
    ]
    return "  ".join(padded)
