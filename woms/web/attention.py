"""Sentences that need attention, cut at their bold part and with the place where each leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from woms.insights.board import Attention
from woms.web.board_view import FILTER_OF, View

ROWS, OBSTACLES, KEY_RESULTS = "don-vi", "vuong-mac", "muc-tieu"


@dataclass(frozen=True, slots=True)
class AttentionLine:
    """One sentence with its `**bold**` part, its status, and where it leads."""

    kind: str
    status: str
    text: str
    link: str
    href: str


def attention_lines(found: Sequence[Attention], view: View) -> tuple[AttentionLine, ...]:
    return tuple(_line(one, view) for one in found)


def _line(one: Attention, view: View) -> AttentionLine:
    link, href = _target(one, view)
    text = one.sentence.replace(one.strong, f"**{one.strong}**", 1)
    return AttentionLine(one.kind, one.status, text, link, href)


def _target(one: Attention, view: View) -> tuple[str, str]:
    if one.key_result_id is not None:
        return _("Vì sao?"), f"/muc-tieu/{one.key_result_id}"
    if one.about in FILTER_OF:
        return _("Xem đơn vị"), view.href(ROWS, loc=FILTER_OF[one.about], hien="")
    if one.about.startswith("area:"):
        return _("Vì sao?"), view.href(KEY_RESULTS, linh_vuc=one.about.removeprefix("area:"))
    if one.about == "key_results":
        return _("Xem mục tiêu"), view.href(KEY_RESULTS, muc_tieu="tat-ca", linh_vuc="")
    return _("Xem"), view.href(OBSTACLES)
