"""What the check-in page sends: the fields of each row carry the id of its key result."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest

from woms.core.errors import Invalid, WomsError
from woms.progress.services.check_ins import Report
from woms.records.files import Upload
from woms.records.uploads import upload_of
from woms.web.check_in_rows import Typed

_ROW = re.compile(r"seen-(\d{1,18})", re.ASCII)
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)


@dataclass(slots=True)
class Sent:
    """The rows that were touched; `failed` could not be read at all."""

    reports: dict[int, Report] = field(default_factory=dict)
    uploads: dict[int, Upload] = field(default_factory=dict)
    typed: dict[int, Typed] = field(default_factory=dict)
    failed: dict[int, WomsError] = field(default_factory=dict)


def read_rows(request: HttpRequest, only: int | None = None) -> Sent:
    """This function will read every row of the form that says something, or just one of them."""
    sent = Sent()
    ids = [int(match[1]) for name in request.POST if (match := _ROW.fullmatch(name))]
    for key_result_id in ids if only is None else [only]:
        _read_row(request, key_result_id, sent)
    return sent


def _read_row(request: HttpRequest, key_result_id: int, sent: Sent) -> None:
    fields = _Fields(request, key_result_id)
    sent.typed[key_result_id] = fields.typed
    try:
        upload = upload_of(request, f"evidence-{key_result_id}", f"camera-{key_result_id}")
        report = fields.report()
    except Invalid as error:
        sent.failed[key_result_id] = error
        return
    if upload is not None:
        sent.uploads[key_result_id] = upload
    if upload is not None or report.value or report.note or report.cause:
        sent.reports[key_result_id] = report


class _Fields:
    """The fields of one row."""

    def __init__(self, request: HttpRequest, key_result_id: int) -> None:
        self._post, self._id = request.POST, key_result_id
        self.typed = Typed(
            value=self._text("value", 60),
            note=self._text("note", 2000),
            status=self._text("status", 12),
            reason=self._text("reason", 500),
            as_of=self._text("as_of", 10),
        )

    def _text(self, name: str, limit: int) -> str:
        return self._post.get(f"{name}-{self._id}", "").strip()[:limit]

    def report(self) -> Report:
        """The value counts only when it, or something that belongs to it, was changed."""
        typed, cause = self.typed, self._text("cause", 16)
        is_touched = typed.value != self._text("shown", 60) or bool(typed.note or typed.status or typed.as_of)
        seen = self._text("seen", 18)
        changed_help = self._text("help", 300) != self._text("helped", 300)
        return Report(
            value=typed.value if is_touched else "",
            seen=int(seen) if seen.isascii() and seen.isdigit() else 0,
            request_key=self._text("key", 64),
            as_of=read_day(typed.as_of),
            note=typed.note,
            cause=cause if cause != self._text("caused", 16) or changed_help else "",
            help_needed=self._text("help", 300),
            status=typed.status,
            status_reason=typed.reason,
        )


def read_day(text: str) -> date | None:
    """`21/11/2026`; nothing for nothing. Raises `Invalid` for what is no day."""
    if not text:
        return None
    match = _DAY.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        raise Invalid(
            f"Không đọc được ngày “{text[:12]}”. Hãy gõ ngày/tháng/năm, ví dụ 21/11/2026.",
            code="date.unreadable",
            field="as_of",
        ) from None
