"""Look into a PDF for what could run or carry another file. Names are read as a reader would: `#4A` is `J`."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

from woms.core.errors import Invalid

_MAX_INFLATED = 50 * 1024 * 1024
_ACTIVE = frozenset({b"JavaScript", b"JS", b"Launch", b"EmbeddedFile", b"RichMedia"})
_NAME = re.compile(rb"/((?:[^\x00\t\n\f\r ()<>\[\]{}/%#]|#[0-9A-Fa-f]{2}){1,60})")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_HEADER_REACH = 2000


def check(path: Path) -> None:
    """This function will raise `Invalid` for a PDF that is locked, damaged, or carries something active."""
    content = path.read_bytes()
    if b"%%EOF" not in content[-4096:]:
        raise Invalid(
            "Tệp PDF hỏng hoặc gửi lên chưa trọn. Hãy mở thử trên máy rồi gửi lại.",
            code="file.damaged",
            field="evidence",
        )
    names = _names(_outside_streams(content)) | _names_in_object_streams(content)
    if b"Encrypt" in names:
        raise Invalid(
            "Tệp PDF có mật khẩu nên không kiểm tra được. Hãy in lại thành PDF không đặt mật khẩu.",
            code="file.encrypted",
            field="evidence",
        )
    if names & _ACTIVE:
        raise Invalid(
            "Tệp PDF có mã chạy hoặc tệp nhúng bên trong nên không được nhận. Hãy in lại thành PDF thường rồi gửi.",
            code="file.active",
            field="evidence",
        )


def _outside_streams(content: bytes) -> bytes:
    """Compressed pictures hold any bytes by chance: only what stands outside of them is text."""
    return _STREAM.sub(b"stream endstream", content)


def _names(text: bytes) -> set[bytes]:
    return {_HEX.sub(lambda m: bytes([int(m[1], 16)]), name) for name in _NAME.findall(text)}


def _names_in_object_streams(content: bytes) -> set[bytes]:
    found: set[bytes] = set()
    budget = _MAX_INFLATED
    for match in _STREAM.finditer(content):
        header = content[max(0, match.start() - _HEADER_REACH) : match.start()].rpartition(b"obj")[2]
        if b"ObjStm" not in _names(header):
            continue
        text = _inflated(match[1], budget)
        budget -= len(text)
        found |= _names(text)
    return found


def _inflated(body: bytes, budget: int) -> bytes:
    try:
        text = zlib.decompressobj().decompress(body, budget) if budget > 0 else b""
    except zlib.error:
        text = body
    if len(text) >= budget:
        raise Invalid(
            "Tệp PDF nén bất thường nên không được nhận. Hãy in lại thành PDF thường rồi gửi.",
            code="file.bomb",
            field="evidence",
        )
    return text
