"""The content-addressed store: each content is kept once under its SHA-256, below `EVIDENCE_ROOT/ab/cdef…`.

A file is streamed to a private place, checked, made durable, and only then moved to its address in one step:
the store never holds half a file. A content that no row names (its transaction failed) is harmless.
"""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from woms.core.errors import Invalid, Refused
from woms.records.file_names import clean_file_name
from woms.records.file_types import inspect
from woms.records.models import StoredFile


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrives: the name that the sender gave and its content in pieces."""

    file_name: str
    chunks: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A content that is safely in the store."""

    sha256: str
    size: int
    content_type: str
    file_name: str


def keep(upload: Upload) -> KeptFile:
    """This function will check a file and put it into the store.

    Raises `Invalid` for an empty, too large, damaged, disguised or active file; nothing is left behind then.
    """
    incoming = _root() / "incoming"
    incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=incoming)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            sha256, size = _copy(upload.chunks, file)
        kind = inspect(path, upload.file_name)
        _place(path, address_of(sha256))
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise _no_room() from error
        raise
    finally:
        path.unlink(missing_ok=True)
    return KeptFile(sha256, size, kind.content_type, clean_file_name(upload.file_name, kind.extensions[0]))


def register(*, at: datetime, kept: KeptFile, is_sample: bool = False) -> StoredFile:
    """The row of a content; the same content has one row however often it is sent."""
    row, _ = StoredFile.objects.get_or_create(
        sha256=kept.sha256,
        defaults={
            "size": kept.size,
            "content_type": kept.content_type,
            "created_at": at,
            "is_sample": is_sample,
        },
    )
    return row


def read(sha256: str) -> bytes:
    """The content, whole and unaltered; otherwise `Refused`, because a changed file proves nothing."""
    with suppress(FileNotFoundError):
        content = address_of(sha256).read_bytes()
        if hashlib.sha256(content).hexdigest() == sha256:
            return content
    raise Refused(
        "Tệp này không còn nguyên vẹn trong kho minh chứng nên không mở được. Hãy báo quản trị hệ thống.",
        code="file.lost",
    )


def address_of(sha256: str) -> Path:
    return _root() / sha256[:2] / sha256[2:]


def _root() -> Path:
    return Path(settings.EVIDENCE_ROOT)


def _copy(chunks: Iterable[bytes], file: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > settings.MAX_UPLOAD_BYTES:
            raise too_large()
        digest.update(chunk)
        file.write(chunk)
    if size == 0:
        raise Invalid("Tệp rỗng. Hãy chọn lại tệp có nội dung.", code="file.empty", field="evidence")
    file.flush()
    os.fsync(file.fileno())
    return digest.hexdigest(), size


def too_large() -> Invalid:
    limit = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
    return Invalid(
        f"Tệp lớn hơn {limit} MB. Hãy nén ảnh, tách tệp, hoặc chụp lại ở cỡ nhỏ hơn.",
        code="file.too_large",
        field="evidence",
    )


def _place(source: Path, target: Path) -> None:
    """Move into place in one step and make the names durable; a content that is already there stays."""
    if not target.exists() or target.stat().st_size != source.stat().st_size:
        target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        source.chmod(0o440)
        source.replace(target)
    for folder in (target.parent, target.parent.parent):
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _no_room() -> Refused:
    return Refused(
        "Máy chủ hết chỗ lưu tệp nên minh chứng chưa được nhận. Số liệu có thể lưu trước; hãy báo quản trị hệ thống.",
        code="file.no_space",
    )
