"""Nhật ký: everything that was written, for those who check."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from woms.core.errors import Invalid
from woms.records.history import History, LogFilter, event_history
from woms.web.check_in_forms import read_day
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in

BIGINT = re.compile(r"[0-9]{1,18}")
KINDS = (
    ("", _("Tất cả")),
    ("plan", _("Kế hoạch")),
    ("key_result", _("Mục tiêu then chốt")),
    ("dossier", _("Phiếu đánh giá")),
    ("work_item", _("Công việc")),
    ("account", _("Tài khoản")),
    ("person", _("Phân quyền")),
    ("report", _("Xuất văn bản")),
)


@dataclass(frozen=True, slots=True)
class LogPage:
    history: History
    words: str
    kind: str
    since: str
    until: str
    next_href: str
    kinds: tuple[tuple[str, str], ...]


@require_safe
@signed_in
def page(request: SignedInRequest) -> HttpResponse:
    typed = {name: request.GET.get(name, "")[:80] for name in ("q", "loai", "tu", "den")}
    before = request.GET.get("truoc", "")
    wanted = LogFilter(
        words=typed["q"],
        kind=typed["loai"] if typed["loai"] in dict(KINDS) else "",
        since=_day(typed["tu"]),
        until=_day(typed["den"]),
        before_id=int(before) if BIGINT.fullmatch(before) else None,  # a bigint
    )
    history = event_history(actor=request.actor, wanted=wanted)
    following = urlencode(
        {**{name: text for name, text in typed.items() if text}, "truoc": history.next_id or ""}
    )
    kinds = tuple((code, str(label)) for code, label in KINDS)
    shown = LogPage(
        history, wanted.words, wanted.kind, typed["tu"], typed["den"], f"/nhat-ky?{following}", kinds
    )
    return render(request, "log/log.html", shown, active="log")


def _day(text: str) -> date | None:
    """`21/11/2026` as people type it, or `2026-11-21` as older links have it; nothing for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return read_day(text)
    except Invalid:
        return None
