"""Chờ xử lý: what waits for an answer, with one item opened beside the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from woms.core import clock
from woms.insights.inbox import Inbox, inbox_of
from woms.planning.queries.plans import PlanDetail
from woms.web.filters import day_month
from woms.web.plan_blocks import AreaBlock, area_blocks, finding_lines
from woms.web.plans import RETURN_REASONS
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in
from woms.workflow.inbox import InboxItem

ANSWERED_AT = {"appeal": "/danh-gia", "excuse": "/cong-viec"}


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One line of the list."""

    key: str
    href: str
    kind: str
    kind_words: str
    title: str
    unit_name: str
    who: str
    when: str
    due_words: str
    is_late: bool
    note: str
    errors: int
    warnings: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class InboxPage:
    inbox: Inbox
    lines: tuple[InboxLine, ...]
    kinds: tuple[tuple[str, str, bool, int], ...]
    areas: tuple[AreaBlock, ...] = ()
    findings: tuple[tuple[str, str, str], ...] = ()
    reasons: tuple[Any, ...] = RETURN_REASONS

    @property
    def answered_at(self) -> str:
        """The page where the opened item is answered, when that is not this one."""
        chosen = self.inbox.chosen
        place = ANSWERED_AT.get(chosen.kind) if chosen else None
        return f"{place}/{chosen.subject_id}" if chosen and place else ""

    @property
    def detail(self) -> PlanDetail | None:
        return self.inbox.plan.detail if self.inbox.plan else None


@require_safe
@signed_in
def inbox(request: SignedInRequest) -> HttpResponse:
    on = clock.local_date(request.at)
    kind = request.GET.get("loai", "")[:20]
    found = inbox_of(actor=request.actor, on=on, kind=kind, chosen=request.GET.get("chon", "")[:40])
    words = kind_words()
    kinds = [(_("Tất cả"), "/cho-xu-ly", not kind, found.total)]
    kinds += [
        (words.get(code, code), f"/cho-xu-ly?loai={code}", kind == code, count)
        for code, count in found.counts.items()
    ]
    detail = found.plan.detail if found.plan else None
    page = InboxPage(
        inbox=found,
        lines=tuple(_line(item, kind, words, found.chosen, on) for item in found.items),
        kinds=tuple(kinds),
        areas=area_blocks(detail.contents, findings=detail.findings) if detail else (),
        findings=finding_lines(detail.findings) if detail else (),
    )
    return render(request, "inbox/inbox.html", page, active="inbox")


def kind_words() -> dict[str, str]:
    return {
        "plan": _("Kế hoạch"),
        "cascade": _("Chỉ tiêu được giao"),
        "returned": _("Bị trả lại"),
        "appeal": _("Kiến nghị"),
        "excuse": _("Nguyên nhân khách quan"),
    }


def _line(item: InboxItem, kind: str, words: dict[str, str], chosen: InboxItem | None, on: date) -> InboxLine:
    days = (on - clock.local_date(item.since)).days
    address = {"loai": kind, "chon": item.key} if kind else {"chon": item.key}
    return InboxLine(
        key=item.key,
        href="/cho-xu-ly?" + urlencode(address),
        kind=item.kind,
        kind_words=words.get(item.kind, ""),
        title=item.title,
        unit_name=item.unit_name,
        who=item.from_name,
        when=day_month(item.since),
        due_words=_("hôm nay") if days < 1 else _("%(days)s ngày") % {"days": days},
        is_late=days > LATE_AFTER_DAYS,
        note=item.note,
        errors=item.errors,
        warnings=item.warnings,
        is_chosen=chosen is not None and chosen.key == item.key,
    )


LATE_AFTER_DAYS = 7  # what waits longer than a week is marked; the dates of the decree come with the calendar
