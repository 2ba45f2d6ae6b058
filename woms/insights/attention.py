"""What needs attention, as sentences: the worst kind first, within a kind by weight × change.

Ranks share one scale: one unit that falls by one point weighs as much as one percent of a plan that falls by ten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woms.core.numbers import NBSP, format_number
from woms.insights.board import (
    AreaScore,
    Attention,
    BoardKeyResult,
    CauseCount,
    HeatRow,
    KeyNumber,
    ObstacleLine,
)
from woms.insights.heat import SEVERITY, SILENT_DAYS, is_silent
from woms.planning.states import AREA_SHORT, Area
from woms.progress.calculations.pace import GREEN
from woms.progress.states import Cause, Status

NAMED = 3
SINGLE_OUT = 3
"""How many units a sentence names, and how many key results get a sentence of their own."""


def attention_of(
    *,
    rows: Sequence[HeatRow],
    areas: Sequence[AreaScore],
    key_numbers: Sequence[KeyNumber],
    key_results: Sequence[BoardKeyResult],
    causes: Sequence[CauseCount],
    obstacles: Sequence[ObstacleLine],
) -> tuple[Attention, ...]:
    """Everything worth a leader's eye, ranked. Empty when nothing is: the page then says so."""
    fallen = list(_fallen(key_numbers, key_results))
    told = {one.key_result_id for one in fallen}
    found = [
        *_turned_red(rows),
        *_areas_turned_red(areas),
        *fallen,
        *_off_track([one for one in key_results if one.id not in told]),
        *_overdue(causes, obstacles),
        *_silent(rows),
        *_silent_key_results(key_results if not rows else ()),
        *_without_plan(rows),
    ]
    return tuple(sorted(found, key=lambda one: (SEVERITY[one.status], -one.rank)))


def _turned_red(rows: Sequence[HeatRow]) -> Iterator[Attention]:
    turned = sorted((row for row in rows if row.turned_red), key=lambda row: row.overall.change or 0)
    if not turned:
        return
    strong = ngettext("%(n)s đơn vị", "%(n)s đơn vị", len(turned)) % {"n": len(turned)}
    sentence = _("%(units)s chuyển từ Đúng tiến độ sang Nguy cơ so với tháng trước: %(names)s.") % {
        "units": strong,
        "names": _names([row.unit.short_name for row in turned]),
    }
    drop = sum((abs(row.overall.change or Decimal(1)) for row in turned), Decimal(0))
    yield Attention("turned_red", Status.OFF_TRACK, sentence, strong, "turned_red", drop)


def _areas_turned_red(areas: Sequence[AreaScore]) -> Iterator[Attention]:
    for area in areas:
        change = area.change
        if area.status != Status.OFF_TRACK or change is None or change >= 0:
            continue
        strong = _("giảm %(points)s điểm") % {"points": _number(abs(change))}
        sentence = _("Lĩnh vực %(area)s đang ở mức Nguy cơ, %(fell)s so với tháng trước.") % {
            "area": _(AREA_SHORT[Area(area.area)]),
            "fell": strong,
        }
        yield Attention("area_fell", Status.OFF_TRACK, sentence, strong, f"area:{area.area}", -change)


def _fallen(key_numbers: Sequence[KeyNumber], key_results: Sequence[BoardKeyResult]) -> Iterator[Attention]:
    shares = {one.id: one.share for one in key_results}
    fell = [one for one in key_numbers if one.falling_months and one.change and one.status not in GREEN]
    for one in sorted(fell, key=lambda one: -shares[one.key_result_id])[:SINGLE_OUT]:
        change = abs(one.change or Decimal(0))
        verb = _("giảm") if one.rising_is_good else _("tăng")
        strong = f"{_number(change)}{NBSP}{_points(one.measure_unit)}"
        months = _months(one.falling_months)
        sentence = _("%(title)s %(verb)s %(amount)s so với tháng trước%(months)s.") % {
            "title": one.title, "verb": verb, "amount": strong, "months": months,
        }  # fmt: skip
        rank = shares[one.key_result_id] * _relative(one) / 10
        yield Attention("served_fell", one.status, sentence, strong, "key_result", rank, one.key_result_id)


def _relative(one: KeyNumber) -> Decimal:
    """The fall in percent of where it stood, so that days and percents compare."""
    before = (one.value or Decimal(0)) - (one.change or Decimal(0))
    return min(Decimal(100), 100 * abs(one.change or Decimal(0)) / abs(before)) if before else Decimal(100)


def _off_track(key_results: Sequence[BoardKeyResult]) -> Iterator[Attention]:
    behind = [one for one in key_results if one.status == Status.OFF_TRACK]
    for one in sorted(behind, key=lambda one: -one.share * one.gap)[:SINGLE_OUT]:
        strong = _("chậm %(points)s điểm") % {"points": _number(one.gap)}
        sentence = _("%(title)s mới đạt %(value)s trên mục tiêu %(target)s, %(behind)s so với tiến độ.") % {
            "title": one.title,
            "value": _number(one.value or Decimal(0)),
            "target": f"{_number(one.target)}{NBSP}{one.measure_unit}",
            "behind": strong,
        }
        rank = one.share * one.gap / 10
        yield Attention("off_track", Status.OFF_TRACK, sentence, strong, "key_result", rank, one.id)


def _overdue(causes: Sequence[CauseCount], obstacles: Sequence[ObstacleLine]) -> Iterator[Attention]:
    count = sum(one.overdue for one in causes)
    if not count or not obstacles:
        return
    oldest, most = obstacles[0], max(causes, key=lambda one: one.overdue)
    strong = ngettext("%(n)s vướng mắc", "%(n)s vướng mắc", count) % {"n": count}
    sentence = _(
        "%(obstacles)s quá hạn gỡ, nhiều nhất do %(cause)s; lâu nhất %(days)s ngày, %(holder)s đang giữ."
    ) % {
        "obstacles": strong,
        "cause": str(_(Cause(most.cause).label)).lower(),
        "days": oldest.days_overdue,
        "holder": oldest.holder,
    }
    yield Attention(
        "overdue", Status.AT_RISK, sentence, strong, "obstacles", Decimal(count * oldest.days_overdue)
    )


def _silent(rows: Sequence[HeatRow]) -> Iterator[Attention]:
    silent = [row for row in rows if is_silent(row)]
    if not silent:
        return
    strong = ngettext("%(n)s đơn vị", "%(n)s đơn vị", len(silent)) % {"n": len(silent)}
    never = [row for row in silent if row.silent_days is None]
    longest = never[0] if never else max(silent, key=lambda row: row.silent_days or 0)
    words = _("%(units)s chưa cập nhật quá %(limit)s ngày, lâu nhất %(name)s (%(days)s).")
    days = _("chưa từng cập nhật") if never else _days(longest.silent_days or 0)
    sentence = words % {"units": strong, "limit": SILENT_DAYS, "name": longest.unit.short_name, "days": days}
    rank = Decimal(sum(row.silent_days or 365 for row in silent))
    yield Attention("silent", Status.NO_DATA, sentence, strong, "silent", rank)


def _silent_key_results(key_results: Sequence[BoardKeyResult]) -> Iterator[Attention]:
    silent = [one for one in key_results if one.silent_days is None or one.silent_days > SILENT_DAYS]
    if not silent:
        return
    strong = ngettext("%(n)s mục tiêu then chốt", "%(n)s mục tiêu then chốt", len(silent))
    strong %= {"n": len(silent)}
    longest = max(silent, key=lambda one: 10_000 if one.silent_days is None else one.silent_days)
    days = _("chưa từng cập nhật") if longest.silent_days is None else _days(longest.silent_days)
    sentence = _("%(key_results)s chưa cập nhật quá %(limit)s ngày, lâu nhất “%(title)s” (%(days)s).") % {
        "key_results": strong, "limit": SILENT_DAYS, "title": longest.title, "days": days,
    }  # fmt: skip
    yield Attention("silent", Status.NO_DATA, sentence, strong, "key_results", Decimal(len(silent)))


def _without_plan(rows: Sequence[HeatRow]) -> Iterator[Attention]:
    count = sum(not row.has_plan for row in rows)
    if not count:
        return
    strong = ngettext("%(n)s đơn vị", "%(n)s đơn vị", count) % {"n": count}
    sentence = _("%(units)s chưa có kế hoạch đang thực hiện nên chưa có số liệu.") % {"units": strong}
    yield Attention("no_plan", Status.NO_DATA, sentence, strong, "no_plan", Decimal(0))


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMED])
    rest = len(names) - NAMED
    return _("%(names)s và %(count)s đơn vị khác") % {"names": shown, "count": rest} if rest > 0 else shown


def _months(count: int) -> str:
    return _(", tháng thứ %(count)s liên tiếp") % {"count": count} if count > 1 else ""


def _days(count: int) -> str:
    return ngettext("%(n)s ngày", "%(n)s ngày", count) % {"n": count}


def _points(measure_unit: str) -> str:
    """A difference of percentages is counted in points."""
    return _("điểm phần trăm") if measure_unit == "%" else measure_unit


def _number(value: Decimal) -> str:
    return format_number(value, 0 if value == value.to_integral_value() else 1)
