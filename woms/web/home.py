"""Trang của tôi: what is on my desk today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from woms.access.checks import holds
from woms.access.permissions import Permission
from woms.core.clock import local_date
from woms.core.numbers import format_number
from woms.evaluation.queries import DossierRow
from woms.insights.board import UnitBoard
from woms.insights.desk import MOST_WAITING, Desk, desk
from woms.progress.queries.week import Week, WeekRow
from woms.web.attention import AttentionLine, attention_lines
from woms.web.board_view import View
from woms.web.filters import day, day_month
from woms.web.measures import amount, behind_words, goal
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in
from woms.web.shell import address_of
from woms.web.status import attention_rank
from woms.workflow.inbox import InboxItem

MOST_LINES, MOST_GOALS, MOST_BEHIND, MOST_ATTENTION = 5, 6, 2, 5
WEEKDAYS = (
    _("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ nhật"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TodayLine:
    """One sentence of “Hôm nay”; its bold words stand between two stars."""

    status: str
    text: str
    action: str
    href: str


@dataclass(frozen=True, slots=True)
class GoalCard:
    """One of my key results as it stands."""

    title: str
    href: str
    value: str
    target: str
    percent: Decimal | None
    expected: Decimal | None
    status: str
    detail: str
    is_breakthrough: bool


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One paper that waits for me."""

    title: str
    href: str
    note: str
    since: str
    warnings: int
    is_checked: bool


@dataclass(frozen=True, slots=True)
class DossierCard:
    period: str
    href: str
    state: str
    total: str
    level: str
    action: str


@dataclass(frozen=True, slots=True)
class FirstStep:
    name: str
    href: str
    done: bool


@dataclass(frozen=True, slots=True)
class HomePage:
    """The desk in words. `first_steps` is empty once the person has reported a number."""

    name: str
    note: str
    lines: tuple[TodayLine, ...]
    goals: tuple[GoalCard, ...]
    more_goals: int
    waiting: tuple[WaitingRow, ...]
    waiting_total: int
    waiting_href: str
    done: int
    total: int
    check_in_href: str
    attention: tuple[AttentionLine, ...]
    dossier: DossierCard | None
    board_href: str
    first_steps: tuple[FirstStep, ...]


@require_safe
@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    on = local_date(request.at)
    found = desk(actor=request.actor, at=request.at)
    return render(request, "home/home.html", _page(request, found, on), active="home")


def _page(request: SignedInRequest, found: Desk, on: date) -> HomePage:
    actor, rows = request.actor, found.week.rows
    weekday = f"{_(WEEKDAYS[on.weekday()])}, {day(on)}"
    in_order = sorted(rows, key=lambda row: (row.is_done, attention_rank(row.status)))
    return HomePage(
        name=actor.name,
        note=" · ".join(part for part in (weekday, actor.title, actor.unit_name) if part),
        lines=tuple(sorted(_lines(found), key=lambda line: attention_rank(line.status)))[:MOST_LINES],
        goals=tuple(_goal(row) for row in in_order[:MOST_GOALS]),
        more_goals=max(0, len(rows) - MOST_GOALS),
        waiting=tuple(_row(item) for item in found.waiting[:MOST_WAITING]),
        waiting_total=len(found.waiting),
        waiting_href=address_of("/cho-xu-ly"),
        done=found.week.done,
        total=len(rows),
        check_in_href=address_of("/cap-nhat") if rows else "",
        attention=_attention(found.board),
        dossier=_dossier(found.dossier) if found.dossier else None,
        board_href=address_of("/dieu-hanh") if holds(actor, Permission.BOARD_READ) else "",
        first_steps=_first_steps(found),
    )


def _lines(found: Desk) -> Iterator[TodayLine]:
    """What asks for something today: numbers far behind, numbers not given, papers waiting, my own dossier."""
    week = found.week
    yield from (_behind(row) for row in _worst(week)[:MOST_BEHIND])
    if week.silent:
        yield _silent(week)
    if found.waiting:
        yield _waiting(found.waiting)
    if found.dossier and "assess_self" in found.dossier.actions:
        text = _("Phiếu đánh giá **%(period)s** đang chờ bạn tự chấm.") % {
            "period": found.dossier.period_label
        }
        yield TodayLine("no_data", text, _("Tự chấm"), f"/danh-gia/{found.dossier.id}")


def _worst(week: Week) -> list[WeekRow]:
    red = [row for row in week.rows if row.status == "off_track" and row.is_done]
    return sorted(red, key=lambda row: row.behind or Decimal(0), reverse=True)


def _behind(row: WeekRow) -> TodayLine:
    words = behind_words(row.behind)
    text = _("**%(title)s** có nguy cơ không đạt%(how)s.") % {
        "title": row.title,
        "how": f", {words}" if words else "",
    }
    return TodayLine("off_track", text, _("Xem"), address_of(f"/muc-tieu/{row.id}"))


def _silent(week: Week) -> TodayLine:
    count = len(week.silent)
    text = ngettext(
        "**%(count)s mục tiêu** chưa có số liệu tuần này (%(first)s–%(last)s).",
        "**%(count)s mục tiêu** chưa có số liệu tuần này (%(first)s–%(last)s).",
        count,
    ) % {
        "count": count,
        "first": day_month(week.period.starts_on),
        "last": day_month(week.period.last_day),
    }
    return TodayLine("no_data", text, _("Cập nhật"), address_of("/cap-nhat"))


def _waiting(items: tuple[InboxItem, ...]) -> TodayLine:
    text = ngettext(
        "**%(count)s hồ sơ** chờ bạn xử lý, lâu nhất từ %(since)s.",
        "**%(count)s hồ sơ** chờ bạn xử lý, lâu nhất từ %(since)s.",
        len(items),
    ) % {"count": len(items), "since": day_month(items[0].since)}
    return TodayLine("at_risk", text, _("Xử lý"), address_of("/cho-xu-ly"))


def _attention(board: UnitBoard | None) -> tuple[AttentionLine, ...]:
    if board is None:
        return ()
    return attention_lines(board.attention, View(path=f"/dieu-hanh/{board.unit.code}"))[:MOST_ATTENTION]


def _row(item: InboxItem) -> WaitingRow:
    note = " · ".join(part for part in (item.unit_name, item.from_name) if part and part not in item.title)
    href = f"/cho-xu-ly?chon={item.key}" if address_of("/cho-xu-ly") else ""
    return WaitingRow(
        title=item.title,
        href=href,
        note=note,
        since=day_month(item.since),
        warnings=item.errors + item.warnings,
        is_checked=item.kind == "plan",
    )


def _goal(row: WeekRow) -> GoalCard:
    return GoalCard(
        title=row.title,
        href=address_of(f"/muc-tieu/{row.id}"),
        value=format_number(row.current) if row.current is not None else "–",
        target=goal(row.direction, row.target, row.range_high, row.measure_unit),
        percent=row.progress,
        expected=row.expected,
        status="no_data" if row.current is None else row.status,
        detail=behind_words(row.behind) if row.status in {"at_risk", "off_track"} else "",
        is_breakthrough=row.is_breakthrough,
    )


def _dossier(row: DossierRow) -> DossierCard:
    return DossierCard(
        period=row.period_label,
        href=address_of(f"/danh-gia/{row.id}"),
        state=row.state_label,
        total=amount(row.total, "") if row.total is not None else "",
        level=row.level_label,
        action=_("Tự chấm") if "assess_self" in row.actions else _("Xem phiếu"),
    )


def _first_steps(found: Desk) -> tuple[FirstStep, ...]:
    """The way in for somebody who has never reported a number."""
    rows = found.week.rows
    if not rows or any(row.current is not None for row in rows):
        return ()
    return (
        FirstStep(_("Xem mục tiêu được giao"), "#goals", done=True),
        FirstStep(_("Cập nhật số liệu đầu tiên"), address_of("/cap-nhat") or "#goals", done=False),
        FirstStep(_("Đọc hướng dẫn hai phút"), "/tro-giup", done=False),
    )
