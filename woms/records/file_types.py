"""What an uploaded file really is, judged by its content: a short list is allowed, everything active is refused.

The name must agree with the content. Nothing is ever unpacked to disk or rendered here.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from woms.core.errors import Invalid
from woms.records import office_files, pdf_files
from woms.records.file_names import extension_of

MAX_PIXELS = 40_000_000
HEAD_BYTES = 64
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIC_BRANDS = (b"heic", b"heix", b"mif1", b"hevc", b"msf1")


@dataclass(frozen=True, slots=True)
class FileType:
    """An allowed type: its MIME name and the extensions a name may have; the first is the usual one."""

    content_type: str
    extensions: tuple[str, ...]


PDF = FileType("application/pdf", (".pdf",))
PNG = FileType("image/png", (".png",))
JPEG = FileType("image/jpeg", (".jpg", ".jpeg"))
_OFFICE = "application/vnd.openxmlformats-officedocument."
OFFICE = {
    "word": FileType(f"{_OFFICE}wordprocessingml.document", (".docx",)),
    "xl": FileType(f"{_OFFICE}spreadsheetml.sheet", (".xlsx",)),
    "ppt": FileType(f"{_OFFICE}presentationml.presentation", (".pptx",)),
}
ACCEPTED_EXTENSIONS = tuple(
    extension for kind in (PDF, *OFFICE.values(), JPEG, PNG) for extension in kind.extensions
)


def inspect(path: Path, file_name: str) -> FileType:
    """This function will tell the type of a complete file, or raise `Invalid` with what is wrong and what to do."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    kind = _recognize(path, head)
    extension = extension_of(file_name)
    if extension and extension not in kind.extensions:
        raise Invalid(
            f"Tên tệp có đuôi “{extension}” nhưng nội dung là {kind.extensions[0]}. "
            "Hãy đổi lại đúng đuôi tệp hoặc chọn tệp khác.",
            code="file.extension",
            field="evidence",
        )
    return kind


def _recognize(path: Path, head: bytes) -> FileType:
    if head.startswith(b"%PDF-"):
        pdf_files.check(path)
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        _check_size(_png_size(head))
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        _check_size(_jpeg_size(path))
        return JPEG
    if head.startswith(b"PK\x03\x04"):
        return OFFICE[office_files.check(path)]
    raise _not_allowed(head)


def _not_allowed(head: bytes) -> Invalid:
    if head.startswith(_OLD_OFFICE):
        advice = "Tệp Word, Excel kiểu cũ hoặc có mật khẩu. Hãy lưu lại thành .docx, .xlsx không mật khẩu, hoặc PDF."
    elif head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        advice = (
            "Ảnh kiểu HEIC của điện thoại. Hãy đặt máy ảnh ở chế độ “Tương thích nhất” (JPEG) rồi chụp lại."
        )
    else:
        advice = (
            "Loại tệp này chưa dùng được. Minh chứng nhận PDF, Word, Excel, PowerPoint, ảnh JPG hoặc PNG."
        )
    return Invalid(advice, code="file.type", field="evidence")


def _png_size(head: bytes) -> tuple[int, int]:
    if len(head) < 24 or head[12:16] != b"IHDR":  # noqa: PLR2004 - the fixed layout of PNG
        raise damaged()
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def _jpeg_size(path: Path) -> tuple[int, int]:
    """Walk the segments to the frame header, which holds the size."""
    with path.open("rb") as file:
        file.seek(2)
        while True:
            marker = file.read(4)
            if len(marker) < 4 or marker[0] != 0xFF:  # noqa: PLR2004 - the fixed layout of JPEG
                raise damaged()
            code, length = marker[1], struct.unpack(">H", marker[2:])[0]
            if 0xC0 <= code <= 0xCF and code not in (0xC4, 0xC8, 0xCC):  # noqa: PLR2004
                frame = file.read(5)
                if len(frame) < 5:  # noqa: PLR2004
                    raise damaged()
                height, width = struct.unpack(">HH", frame[1:])
                return width, height
            file.seek(max(length - 2, 0), 1)


def _check_size(size: tuple[int, int]) -> None:
    width, height = size
    if not width or not height:
        raise damaged()
    if width * height > MAX_PIXELS:
        raise Invalid(
            f"Ảnh quá lớn ({width} × {height} điểm ảnh). Hãy thu nhỏ ảnh rồi gửi lại.",
            code="file.too_many_pixels",
            field="evidence",
        )


def damaged() -> Invalid:
    return Invalid(
        "Tệp hỏng hoặc gửi lên chưa trọn. Hãy mở thử trên máy rồi gửi lại.",
        code="file.damaged",
        field="evidence",
    )
