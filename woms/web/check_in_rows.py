"""How one key result of the week is shown: what the template needs, in words and numbers as people read them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from woms.core.errors import Conflict, WomsError
from woms.core.numbers import format_number
from woms.progress.queries.week import WeekRow
from woms.web.filters import clock_time, day_month
from woms.web.measures import behind_words, goal

NEEDS_CAUSE = frozenset({"at_risk", "off_track"})


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed into a row and could not be saved yet."""

    value: str = ""
    note: str = ""
    status: str = ""
    reason: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class RowView:
    """One row or card. `seen`, `shown` and `key` travel with the form; an error names its field."""

    id: int
    title: str
    href: str
    objective: str
    target_words: str
    last: str
    value: str
    shown: str
    unit: str
    locked: str
    status: str
    status_words: str
    percent: object
    expected: object
    seen: int
    key: str
    saved: str = ""
    by: str = ""
    note: str = ""
    chosen_status: str = ""
    reason: str = ""
    as_of: str = ""
    needs_cause: bool = False
    cause: str = ""
    help_needed: str = ""
    evidence_required: bool = False
    evidence_count: int = 0
    is_breakthrough: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    unit_name: str = ""
    is_quiet: bool = False
    error: str = ""
    error_field: str = ""
    conflict: str = ""
    theirs: str = ""
    warning: str = ""
    is_open: bool = False


def row_view(
    row: WeekRow,
    on: date,
    *,
    typed: Typed | None = None,
    error: WomsError | None = None,
    warning: str = "",
) -> RowView:
    """The row as it stands, with what was typed and what was wrong with it laid over."""
    view = _standing(row, on)
    typed = typed or Typed(value=view.shown)
    conflict = error if isinstance(error, Conflict) else None
    opened = bool(typed.note or typed.status or typed.as_of)
    return replace(
        view,
        value=typed.value,
        note=typed.note,
        chosen_status=typed.status,
        reason=typed.reason,
        as_of=typed.as_of,
        error="" if conflict or error is None else error.sentence,
        error_field=error.field or "value" if error else "",
        conflict=conflict.sentence if conflict else "",
        theirs=conflict.theirs if conflict else "",
        warning=warning,
        is_open=opened or (error is not None and error.field not in {"", "value"}),
    )


def _standing(row: WeekRow, on: date) -> RowView:
    """The row before anybody typed into it."""
    entry = row.this_week
    is_silent = not row.is_done
    return RowView(
        id=row.id,
        title=row.title,
        href=f"/muc-tieu/{row.id}",
        objective=row.objective_title,
        unit_name=row.unit_name,
        target_words=_target_words(row),
        last=_last(row),
        value="",
        shown=_number(row),
        unit=row.measure_unit,
        locked=(row.source_label or _("hệ thống nguồn")) if row.is_automatic else "",
        status="no_data" if is_silent else row.status,
        status_words=_("Chưa cập nhật") if is_silent else _status_words(row),
        percent=row.progress,
        expected=row.expected,
        seen=row.seen,
        key=secrets.token_urlsafe(9),
        saved=_saved_words(row, on),
        by="" if entry is None or entry.is_mine else entry.by,
        needs_cause=entry is not None and not row.is_automatic and row.status in NEEDS_CAUSE,
        cause=row.cause,
        help_needed=row.help_needed,
        evidence_required=row.evidence_required,
        evidence_count=row.evidence_count,
        is_breakthrough=row.is_breakthrough,
        choices=_choices(row),
        is_quiet=is_silent,
    )


def rows_view(
    rows: tuple[WeekRow, ...],
    on: date,
    *,
    typed: Mapping[int, Typed] | None = None,
    failed: Mapping[int, WomsError] | None = None,
) -> tuple[RowView, ...]:
    return tuple(
        row_view(row, on, typed=(typed or {}).get(row.id), error=(failed or {}).get(row.id)) for row in rows
    )


def _choices(row: WeekRow) -> tuple[tuple[str, str], ...]:
    """What one picks instead of typing a number."""
    if row.is_yes_or_no:
        return (("", "–"), ("0", _("Chưa đạt")), ("1", _("Đạt")))
    if row.steps:
        named = ((str(place), f"{place}. {name}") for place, name in enumerate(row.steps, start=1))
        return (("", "–"), ("0", _("Chưa đạt mốc nào")), *named)
    return ()


def _last(row: WeekRow) -> str:
    if row.last_value is None:
        return "–"
    shown = format_number(row.last_value)
    return f"{shown}/{len(row.steps)}" if row.steps else shown


def _number(row: WeekRow) -> str:
    if row.is_automatic:
        return format_number(row.current) if row.current is not None else ""
    return format_number(row.this_week.value) if row.this_week else ""


def _target_words(row: WeekRow) -> str:
    moves = row.baseline is None or row.baseline != row.target
    what = goal(row.direction, row.target, row.range_high, row.measure_unit, moves=moves)
    if row.is_yes_or_no:
        return _("Hoàn thành · hạn %(day)s") % {"day": day_month(row.due_on)}
    return _("Mục tiêu %(goal)s · hạn %(day)s") % {"goal": what, "day": day_month(row.due_on)}


def _status_words(row: WeekRow) -> str:
    """The tag's own word, and how far behind; empty leaves the tag's own word alone."""
    behind = behind_words(row.behind) if row.status in NEEDS_CAUSE else ""
    return f"{STATUS_WORDS[row.status]()} · {behind}" if behind else ""


STATUS_WORDS = {
    "at_risk": lambda: _("Cảnh báo"),
    "off_track": lambda: _("Nguy cơ"),
}


def _saved_words(row: WeekRow, on: date) -> str:
    entry = row.this_week
    if entry is None or row.is_automatic:
        return ""
    moment = clock_time(entry.at) if entry.at.date() == on else day_month(entry.at)
    return _("Đã lưu %(time)s") % {"time": moment}
