"""Which characters a TrueType font can draw: its `cmap` table, formats 4 and 12 (OpenType, cmap). Pure."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

_UNICODE = {(0, 3), (0, 4), (3, 1), (3, 10)}


def covered(file: Path) -> frozenset[int]:
    """This function will give the code points that the font maps to a glyph. Raises `ValueError` without a Unicode map."""
    data = file.read_bytes()
    start = _table(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, start + 2)
    entries = (struct.unpack_from(">HHI", data, start + 4 + 8 * index) for index in range(count))
    maps = [start + offset for platform, encoding, offset in entries if (platform, encoding) in _UNICODE]
    if not maps:
        raise ValueError(f"{file.name}: no Unicode cmap")
    return frozenset(code for offset in maps for code in _codes(data, offset))


def _table(data: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    for index in range(count):
        name, _checksum, offset, _length = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError("no cmap table")


def _codes(data: bytes, offset: int) -> Iterator[int]:
    (kind,) = struct.unpack_from(">H", data, offset)
    if kind == 4:  # noqa: PLR2004 - the number of the format
        yield from _segments(data, offset)
    elif kind == 12:  # noqa: PLR2004
        (groups,) = struct.unpack_from(">I", data, offset + 12)
        for index in range(groups):
            first, last, _glyph = struct.unpack_from(">III", data, offset + 16 + 12 * index)
            yield from range(first, last + 1)


def _segments(data: bytes, offset: int) -> Iterator[int]:
    (double,) = struct.unpack_from(">H", data, offset + 6)
    count, ends = double // 2, offset + 14
    starts = ends + double + 2
    deltas, ranges = starts + double, starts + 2 * double
    for index in range(count):
        at = 2 * index
        (last,), (first,) = (
            struct.unpack_from(">H", data, ends + at),
            struct.unpack_from(">H", data, starts + at),
        )
        (delta,), (shift,) = (
            struct.unpack_from(">H", data, deltas + at),
            struct.unpack_from(">H", data, ranges + at),
        )
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if shift:
                (glyph,) = struct.unpack_from(">H", data, ranges + at + shift + 2 * (code - first))
            if (glyph + delta if glyph or not shift else 0) & 0xFFFF:
                yield code
