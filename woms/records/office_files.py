"""Look into a Word, Excel or PowerPoint file without trusting what it says about itself.

Refused: macros, embedded programs, links that load other files, document types (XML entities), archives that
unpack to far more than they weigh. Plain links to web addresses are allowed; charts carry a small workbook,
which is allowed too because nothing here opens it.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from woms.core.errors import Invalid

MAX_MEMBERS = 2000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
_RATIO_MATTERS_FROM = 1024 * 1024
_CHUNK = 256 * 1024
_OVERLAP = 64
_ENCRYPTED = 0x1
_ACTIVE_PART = re.compile(
    r"vbaproject|vbadata|/activex/|/macrosheets/|/ctrlprops/.*\.bin|\.(exe|dll|js|vbs)$"
)
_EMBEDDED = re.compile(r"/embeddings/(?!.*\.(xlsx|docx|pptx)$)")
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_DOCTYPES = tuple(text.encode(code) for text in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be"))  # fmt: skip


def check(path: Path) -> str:
    """This function will give `word`, `xl` or `ppt`, or raise `Invalid`."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_shape(members)
            _check_contents(archive, members)
            return _kind({member.filename for member in members})
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise _refusal(
            "Tệp hỏng hoặc gửi lên chưa trọn. Hãy mở thử trên máy rồi gửi lại.", "file.damaged"
        ) from None


def _check_shape(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if len(names) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise _bomb()
    if len(set(names)) != len(names) or any(
        ".." in name.split("/") or name.startswith("/") for name in names
    ):
        raise _refusal("Tệp có cấu trúc bất thường nên không được nhận. Hãy lưu lại rồi gửi.", "file.damaged")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise _refusal(
            "Tệp có mật khẩu nên không kiểm tra được. Hãy bỏ mật khẩu rồi gửi lại.", "file.encrypted"
        )
    lowered = [f"/{name.lower()}" for name in names]
    if any(_ACTIVE_PART.search(name) or _EMBEDDED.search(name) for name in lowered):
        raise _active()


def _check_contents(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    budget = MAX_UNPACKED
    for member in members:
        budget -= _check_member(archive, member, budget)


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: int) -> int:
    """Read it through, counting: the sizes written in the archive may lie."""
    is_text = member.filename.lower().endswith((".xml", ".rels", ".vml"))
    is_links = member.filename.lower().endswith(".rels")
    read, tail, links = 0, b"", b""
    with archive.open(member) as part:
        while chunk := part.read(_CHUNK):
            read += len(chunk)
            if read > budget or read > max(member.compress_size * MAX_RATIO, _RATIO_MATTERS_FROM):
                raise _bomb()
            if is_text and any(mark in tail + chunk for mark in _DOCTYPES):
                raise _active()
            tail = chunk[-_OVERLAP:]
            links += chunk if is_links else b""
    _check_links(links)
    if member.filename == "[Content_Types].xml" and b"macroEnabled" in _whole(archive, member):
        raise _active()
    return read


def _whole(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    return archive.read(member)


def _check_links(relationships: bytes) -> None:
    for tag in _RELATIONSHIP.findall(relationships):
        if b'"External"' in tag.replace(b"'", b'"') and b"relationships/hyperlink" not in tag:
            raise _refusal(
                "Tệp nối tới tệp khác bên ngoài nên không được nhận. Hãy ngắt liên kết đó hoặc lưu thành PDF.",
                "file.external",
            )


def _kind(names: set[str]) -> str:
    main = {"word": "word/document.xml", "xl": "xl/workbook.xml", "ppt": "ppt/presentation.xml"}
    for kind, part in main.items():
        if part in names and "[Content_Types].xml" in names:
            return kind
    raise _refusal(
        "Loại tệp này chưa dùng được. Minh chứng nhận PDF, Word, Excel, PowerPoint, ảnh JPG hoặc PNG.",
        "file.type",
    )


def _active() -> Invalid:
    return _refusal(
        "Tệp có macro hoặc nội dung chạy được nên không được nhận. Hãy lưu lại thành .docx, .xlsx thường hoặc PDF.",
        "file.active",
    )


def _bomb() -> Invalid:
    return _refusal("Tệp nén bất thường nên không được nhận. Hãy lưu lại rồi gửi.", "file.bomb")


def _refusal(sentence: str, code: str) -> Invalid:
    return Invalid(sentence, code=code, field="evidence")
