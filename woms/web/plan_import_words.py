"""How an import reads on screen: deadlines, targets, steps, what a column was taken for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woms.connectors.documents.deadlines import Deadline, DeadlineKind, Every
from woms.connectors.documents.headers import Column
from woms.connectors.documents.key_results import SuggestedKeyResult
from woms.connectors.documents.quantities import Direction
from woms.core.numbers import NBSP, format_number
from woms.planning.states import AREA_SHORT, Area
from woms.web.filters import day

COLUMN_WORDS: Mapping[str, Any] = {
    Column.NUMBER: gettext_lazy("Số thứ tự"),
    Column.PHASE: gettext_lazy("Giai đoạn"),
    Column.YEAR: gettext_lazy("Năm"),
    Column.TITLE: gettext_lazy("Nhiệm vụ"),
    Column.LEAD: gettext_lazy("Chủ trì"),
    Column.COORDINATING: gettext_lazy("Phối hợp"),
    Column.LEAD_AND_COORDINATING: gettext_lazy("Chủ trì và phối hợp"),
    Column.OUTPUT: gettext_lazy("Sản phẩm đầu ra"),
    Column.KEY_RESULT: gettext_lazy("Mục tiêu then chốt"),
    Column.DEADLINE: gettext_lazy("Thời hạn"),
    Column.STARTS: gettext_lazy("Ngày bắt đầu"),
    Column.ENDS: gettext_lazy("Ngày kết thúc"),
    Column.AREA: gettext_lazy("Lĩnh vực"),
    Column.NOTE: gettext_lazy("Ghi chú, không đưa vào kế hoạch"),
}
_EVERY: Mapping[Every, Any] = {
    Every.DAY: gettext_lazy("mỗi ngày"),
    Every.WEEK: gettext_lazy("mỗi tuần"),
    Every.MONTH: gettext_lazy("mỗi tháng"),
    Every.QUARTER: gettext_lazy("mỗi quý"),
    Every.HALF_YEAR: gettext_lazy("mỗi 6 tháng"),
    Every.YEAR: gettext_lazy("mỗi năm"),
}
_SIGNS = {Direction.INCREASE: "≥", Direction.DECREASE: "≤", Direction.MAINTAIN: "="}


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the indicator at the top."""

    name: str
    state: str
    note: str = ""


def stages(current: int) -> tuple[Stage, ...]:
    """The four steps with the one in hand marked; 4 means that all are done."""
    names = (_("Tải tệp"), _("Xem trước và sửa"), _("Xác nhận"), _("Kết quả"))
    return tuple(
        Stage(name, "done" if place < current else "current" if place == current else "todo")
        for place, name in enumerate(names)
    )


def area_choices() -> tuple[tuple[str, str], ...]:
    return tuple((area.value, _(AREA_SHORT[area])) for area in Area)


def deadline_words(deadline: Deadline) -> str:
    """`chậm nhất 15/05/2026`, `28/05/2026 – 31/05/2026`, `định kỳ mỗi quý`; nothing that the text says already."""
    if deadline.kind is DeadlineKind.BY:
        return _("chậm nhất %(day)s") % {"day": day(deadline.end)}
    if deadline.kind is DeadlineKind.FROM:
        return _("từ %(day)s") % {"day": day(deadline.start)}
    if deadline.kind is DeadlineKind.BETWEEN:
        return f"{day(deadline.start)} – {day(deadline.end)}"
    if deadline.kind is DeadlineKind.RECURRING and deadline.every:
        return _("định kỳ %(every)s") % {"every": _EVERY[deadline.every]}
    return ""


def target_words(key_result: SuggestedKeyResult) -> str:
    """`≥ 100 %`, `2–3 nhân lực`, `1 báo cáo`, `đạt`."""
    if key_result.direction is Direction.BINARY:
        return _("đạt")
    figure = format_number(key_result.target)
    if key_result.range_high is not None:
        figure = f"{figure}–{format_number(key_result.range_high)}"
    sign = _SIGNS.get(key_result.direction, "") if key_result.unit == "%" else ""
    return f"{sign}{NBSP if sign else ''}{figure}{NBSP}{key_result.unit}"
