"""Names of uploaded files: kept as text only, never as a path, and sent back in a way every browser reads. Pure."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

from woms.core.vietnamese import fold

MAX_LENGTH = 150
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def clean_file_name(name: str, extension: str) -> str:
    """This function will give a name that is safe to show: last part of a path, NFC, no hidden or bidi marks.

    `extension` (with its dot) is that of the content: a name without one receives it.
    """
    last_part = re.split(r"[/\\]", name)[-1]
    composed = unicodedata.normalize("NFC", last_part)
    visible = "".join(ch for ch in composed if unicodedata.category(ch) not in _HIDDEN_CATEGORIES)
    stem, suffix = _split(" ".join(visible.split()).strip(" ."))
    suffix = suffix or extension
    stem = stem.strip(" .") or "minh-chung"
    return stem[: MAX_LENGTH - len(suffix)].rstrip() + suffix


def extension_of(name: str) -> str:
    """`Báo cáo.PDF` → `.pdf`; nothing when there is none."""
    return _split(clean_file_name(name, ""))[1].lower()


def _split(name: str) -> tuple[str, str]:
    path = PurePosixPath(name)
    return (
        (path.stem, path.suffix) if re.fullmatch(r"\.[A-Za-z]\w{0,7}", path.suffix, re.ASCII) else (name, "")
    )


def attachment_header(name: str) -> str:
    """`Content-Disposition` that only ever saves, with an ASCII name and the true one (RFC 6266, RFC 5987)."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", fold(name)).strip("._") or "tep"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
