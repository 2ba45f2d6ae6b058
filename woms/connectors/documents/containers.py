"""Opening a Word or Excel file without trusting it.

The kind comes from the content, never from the file's name. Only text parts are unpacked, each counted while
it is read, and every part is refused that declares a document type (the door of entity expansion). Pictures, links
and templates are never opened, so unlike with a file that is kept for others (`records.office_files`) they may stay.
"""

from __future__ import annotations

import contextlib
import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from xml.parsers import expat

from woms.connectors.documents.errors import NotUnderstood

MEBIBYTE = 1024 * 1024
MAXIMUM_FILE_BYTES = 10 * MEBIBYTE
MAXIMUM_UNPACKED_BYTES = 200 * MEBIBYTE
MAXIMUM_PART_BYTES = 64 * MEBIBYTE
MAXIMUM_MEMBERS = 2000
MAXIMUM_RATIO = 100
SMALL_PART_BYTES = (
    16 * MEBIBYTE
)  # below this a high ratio harms nobody: thousands of like table rows pack well

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_SAVE_AS = "Hãy mở tệp bằng Word hoặc Excel, chọn “Lưu thành” .docx hoặc .xlsx rồi tải lại."


class Kind(StrEnum):
    WORD = "word"
    SHEETS = "sheets"


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """A checked Word or Excel file: its kind, its main part, and the bytes of its text parts by name."""

    kind: Kind
    main: str
    parts: Mapping[str, bytes]


def open_office_file(content: bytes) -> OfficeFile:
    """Return the checked parts of a .docx or .xlsx file. Raises `NotUnderstood` with one plain sentence."""
    _check_signature(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _checked_members(archive)
            kind, main = _main_part(archive, members)
            parts = {name: _read(archive, member) for name, member in members.items() if _is_text(name)}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise broken() from error
    for data in parts.values():
        _refuse_document_type(data)
    if main not in parts:
        raise broken()
    return OfficeFile(kind, main, parts)


def broken() -> NotUnderstood:
    """Return the error of a file that is damaged inside."""
    return NotUnderstood(
        "Không hiểu tệp này: tệp bị hỏng hoặc tải lên chưa trọn. Hãy mở lại tệp trên máy, lưu và tải lại.",
        "document.broken",
    )


def _check_signature(content: bytes) -> None:
    if not content:
        raise NotUnderstood("Không hiểu tệp này: tệp rỗng, không có nội dung nào.", "document.empty")
    if len(content) > MAXIMUM_FILE_BYTES:
        raise NotUnderstood(
            f"Không nhận tệp này: tệp lớn hơn {MAXIMUM_FILE_BYTES // MEBIBYTE} MB. Hãy bỏ bớt hình ảnh hoặc chia nhỏ tệp.",
            "document.too_large",
        )
    if content.startswith(b"PK\x03\x04"):
        return
    raise _foreign_kind(content)


def _foreign_kind(content: bytes) -> NotUnderstood:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return _locked()
        return NotUnderstood(
            f"Không hiểu tệp này: tệp thuộc định dạng cũ (.doc, .xls). {_SAVE_AS}", "document.old_format"
        )
    if b"%PDF-" in content[:1024]:
        return NotUnderstood(
            f"Không hiểu tệp này: đây là tệp PDF, chỉ đọc được tệp Word và Excel. {_SAVE_AS}", "document.pdf"
        )
    return NotUnderstood(
        f"Không hiểu tệp này: đây không phải tệp Word hay Excel. {_SAVE_AS}", "document.unknown_kind"
    )


def _locked() -> NotUnderstood:
    return NotUnderstood(
        "Không hiểu tệp này: tệp có đặt mật khẩu. Hãy bỏ mật khẩu, lưu lại rồi tải lên.", "document.locked"
    )


def _checked_members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    found: dict[str, zipfile.ZipInfo] = {}
    infos = archive.infolist()
    if len(infos) > MAXIMUM_MEMBERS or sum(info.file_size for info in infos) > MAXIMUM_UNPACKED_BYTES:
        raise _bomb()
    for info in infos:
        name = info.filename.lstrip("/")
        if name in found:
            raise broken()
        if info.flag_bits & 0x1:
            raise _locked()
        if name.lower().endswith("vbaproject.bin"):
            raise _macro()
        _check_size(info)
        found[name] = info
    return found


def _check_size(info: zipfile.ZipInfo) -> None:
    if not _is_text(info.filename):
        return  # never unpacked
    swollen = info.file_size > SMALL_PART_BYTES and info.file_size > MAXIMUM_RATIO * max(
        info.compress_size, 1
    )
    if swollen or info.file_size > MAXIMUM_PART_BYTES:
        raise _bomb()


def _bomb() -> NotUnderstood:
    return NotUnderstood(
        "Không nhận tệp này: nội dung giải nén quá lớn so với một bản kế hoạch. "
        "Hãy sao bảng cần nhập sang một tệp mới rồi tải lại.",
        "document.unpacked_too_large",
    )


def _macro() -> NotUnderstood:
    return NotUnderstood(
        f"Không nhận tệp này: tệp có chứa macro (.docm, .xlsm). {_SAVE_AS}", "document.macro"
    )


def _is_text(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as stream:
        data = stream.read(MAXIMUM_PART_BYTES + 1)
    if len(data) > MAXIMUM_PART_BYTES:
        raise _bomb()
    return data


def _main_part(archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]) -> tuple[Kind, str]:
    listing = members.get("[Content_Types].xml")
    if listing is None:
        raise _foreign_kind(b"")
    overrides = _content_types(_read(archive, listing))
    if any("macroenabled" in content_type.lower() for _, content_type in overrides):
        raise _macro()
    for part, content_type in overrides:
        if content_type.startswith(_WORD) and content_type.endswith(
            (".document.main+xml", ".template.main+xml")
        ):
            return Kind.WORD, part
        if content_type.startswith(_SHEETS) and content_type.endswith(
            (".sheet.main+xml", ".template.main+xml")
        ):
            return Kind.SHEETS, part
    raise _foreign_kind(b"")


def _content_types(data: bytes) -> list[tuple[str, str]]:
    """Return (part name, content type) of every override, in the order of the file."""
    found: list[tuple[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Override":
            found.append((attributes.get("PartName", "").lstrip("/"), attributes.get("ContentType", "")))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _raise_document_type
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise broken() from error
    return found


class _RootReachedError(Exception):
    """Reading may stop: a document type can stand only before the root."""


def _refuse_document_type(data: bytes) -> None:
    def stop(_tag: str, _attributes: dict[str, str]) -> None:
        raise _RootReachedError

    parser = expat.ParserCreate()
    parser.StartElementHandler = stop
    parser.StartDoctypeDeclHandler = _raise_document_type
    # A part damaged before its root is left to the reader of that part, which knows whether it matters.
    with contextlib.suppress(_RootReachedError, expat.ExpatError):
        parser.Parse(data, True)


def _raise_document_type(*_declaration: object) -> None:
    raise NotUnderstood(
        "Không nhận tệp này: bên trong có khai báo không an toàn (DOCTYPE). "
        "Hãy mở bằng Word hoặc Excel, lưu thành tệp mới rồi tải lại.",
        "document.unsafe",
    )
