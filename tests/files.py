"""Small files for tests: honest ones, and ones that pretend or attack."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from woms.records.files import Upload

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
CONTENT_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
)


def upload(content: bytes, name: str = "bao-cao.pdf") -> Upload:
    return Upload(name, (content[start : start + 1000] for start in range(0, len(content), 1000)))


def pdf(inside: bytes = b"", seed: str = "") -> bytes:
    """A small PDF; `seed` makes its content, and so its hash, different."""
    return PDF.replace(b"/Type /Catalog", b"/Type /Catalog " + inside) + b"% " + seed.encode() + b"\n%%EOF\n"


def png(width: int = 4, height: int = 3) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (
        b"".join(b"\x00" + b"\x80" * 3 * width for _ in range(height)) if width * height < 10_000 else b"\x00"
    )
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def jpeg(width: int = 4, height: int = 3) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"


def docx(**extra: bytes) -> bytes:
    """A Word file with extra parts; `word__a` names the part `word/a`."""
    parts = {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": b"<document/>"}
    return zipped(
        parts | {name.replace("__", "/").replace("_dot_", "."): body for name, body in extra.items()}
    )


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return buffer.getvalue()
