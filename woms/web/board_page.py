"""From a `UnitBoard` to what its template shows: words, links, drawings. No reads, no rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from woms.core import clock
from woms.core.numbers import format_number
from woms.insights.board import BoardKeyResult, Coverage, HeatRow, Imbalance, KeyNumber, UnitBoard
from woms.insights.heat import SEVERITY, Only, arranged
from woms.insights.months import months_until
from woms.web.attention import AttentionLine, attention_lines
from woms.web.board_view import ONLY, ORDERS, View
from woms.web.charts.areas import AreaReading, RadarWords, radar_chart
from woms.web.charts.drawing import Chart
from woms.web.charts.lines import sparkline
from woms.web.frame import Choice, Picker
from woms.web.words import AREA_NAMES, AREA_SHORT, AXIS_NAMES, CAUSE_NAMES

WORST_ROWS = 18
WORST_KEY_RESULTS = 8
ATTENTION = 5
RING = Decimal(70)
CAUSE_BARS = 100


@dataclass(frozen=True, slots=True)
class NumberCard:
    """A figure of people served as its card shows it."""

    number: KeyNumber
    digits: int
    spark: Markup


@dataclass(frozen=True, slots=True)
class CauseBar:
    """Open obstacles of one cause: how many, and the two parts of its bar in percent of the longest bar."""

    cause: str
    words: str
    total: int
    parts: tuple[tuple[Decimal, str], ...]


@dataclass(frozen=True, slots=True)
class BoardPage:
    """Everything the board's template shows."""

    board: UnitBoard
    view: View
    note: str
    data_words: str
    coverage_words: str
    attention: tuple[AttentionLine, ...]
    attention_total: int
    numbers: tuple[NumberCard, ...]
    rows: tuple[HeatRow, ...]
    rows_total: int
    only_words: str
    orders: tuple[tuple[str, str, bool], ...]
    radar: Chart
    imbalance: str
    causes: tuple[CauseBar, ...]
    obstacles_total: int
    key_results: tuple[BoardKeyResult, ...]
    key_results_total: int
    crumbs: tuple[tuple[str, str], ...]


def board_page(shown: UnitBoard, view: View, on: date) -> BoardPage:
    rows = arranged(shown.rows, ORDERS[view.order][0], ONLY[view.only][0] if view.only else Only.ALL)
    lines = attention_lines(shown.attention, view)
    own = worst_first([one for one in shown.key_results if not view.area or one.area == view.area])
    message = imbalance_words(shown.imbalance)
    return BoardPage(
        board=shown,
        view=view,
        note=_note(shown),
        data_words=data_words(shown.data_time, on),
        coverage_words=coverage_words(shown.coverage),
        attention=lines if view.all_attention else lines[:ATTENTION],
        attention_total=len(lines),
        numbers=tuple(_card(one) for one in shown.key_numbers),
        rows=rows if view.all_rows or view.only else rows[:WORST_ROWS],
        rows_total=len(rows),
        only_words=str(ONLY[view.only][1]) if view.only else "",
        orders=tuple((code, str(words), code == view.order) for code, (_order, words) in ORDERS.items()),
        radar=_radar(shown, message),
        imbalance=message,
        causes=_causes(shown),
        obstacles_total=sum(one.total for one in shown.causes),
        key_results=own if view.all_key_results or view.area else own[:WORST_KEY_RESULTS],
        key_results_total=len(own),
        crumbs=(*((one.name, view.unit_href(one.code)) for one in shown.ancestors), (shown.unit.name, "")),
    )


def worst_first(key_results: Sequence[BoardKeyResult]) -> tuple[BoardKeyResult, ...]:
    return tuple(
        sorted(key_results, key=lambda one: (SEVERITY[one.status], -one.share * one.gap, -one.share))
    )


def data_words(time: datetime | None, on: date) -> str:
    """“số liệu đến 14:05 hôm nay”: how fresh the newest figure is."""
    if time is None:
        return _("chưa có số liệu")
    local = time.astimezone(clock.HANOI)
    if local.date() == on:
        return _("số liệu đến %(time)s hôm nay") % {"time": f"{local:%H:%M}"}
    return _("số liệu đến %(time)s ngày %(day)s") % {"time": f"{local:%H:%M}", "day": f"{local:%d/%m}"}


def coverage_words(coverage: Coverage) -> str:
    if not coverage.total:
        return _("chưa có kế hoạch đang thực hiện")
    if coverage.of == "units":
        share = format_number(coverage.percent or 0, 0)
        return _("%(share)s\N{NO-BREAK SPACE}%% đơn vị đã cập nhật") % {"share": share}
    return _("%(reported)s/%(total)s mục tiêu đã có số liệu") % {
        "reported": coverage.reported,
        "total": coverage.total,
    }


def imbalance_words(lopsided: Imbalance | None) -> str:
    """“Học hỏi, phát triển thấp hơn trung bình 12 điểm; Ngân sách, nguồn lực giảm 5.”"""
    if lopsided is None:
        return _("Bốn lĩnh vực cân bằng, hoặc chưa đủ số liệu để so sánh.")
    said = _("%(area)s thấp hơn trung bình %(gap)s điểm") % {
        "area": _(AREA_SHORT[lopsided.area]),
        "gap": format_number(lopsided.gap, 0),
    }
    if not lopsided.falling_area:
        return f"{said}."
    fell = _("%(area)s giảm %(fall)s") % {
        "area": _(AREA_SHORT[lopsided.falling_area]),
        "fall": format_number(lopsided.fall, 0),
    }
    return f"{said}; {fell}."


def _note(shown: UnitBoard) -> str:
    """“Toàn thành phố · 126 xã, phường · 24 sở, ban”: what the board covers."""
    kinds = Counter(row.unit.kind for row in shown.rows)
    wards = kinds["ward"] + kinds["commune"]
    parts = [_("Toàn thành phố") if shown.unit.kind == "city" else shown.unit.name]
    if wards:
        parts.append(ngettext("%(n)s xã, phường", "%(n)s xã, phường", wards) % {"n": wards})
    if kinds["agency"]:
        parts.append(ngettext("%(n)s sở, ban", "%(n)s sở, ban", kinds["agency"]) % {"n": kinds["agency"]})
    if kinds["division"]:
        parts.append(ngettext("%(n)s phòng", "%(n)s phòng", kinds["division"]) % {"n": kinds["division"]})
    return " · ".join(parts)


def _card(one: KeyNumber) -> NumberCard:
    series = one.series
    exponents = [value.normalize().as_tuple().exponent for value in (*series, one.value or Decimal(0))]
    digits = max((-exponent for exponent in exponents if isinstance(exponent, int)), default=0)
    return NumberCard(one, min(max(digits, 0), 2), sparkline(series, one.status))


def _radar(shown: UnitBoard, message: str) -> Chart:
    areas = [
        AreaReading(_(AREA_NAMES[one.area]), _(AXIS_NAMES[one.area]), one.score, one.before)
        for one in shown.areas
    ]
    words = RadarWords(_("Cân bằng bốn lĩnh vực"), message, _("Tháng này"), _("Tháng trước"), _("Lĩnh vực"))
    expected = shown.overall.expected
    return radar_chart(areas, words, threshold=RING if expected is None else expected)


def _causes(shown: UnitBoard) -> tuple[CauseBar, ...]:
    longest = max((one.total for one in shown.causes), default=0) or 1
    return tuple(
        CauseBar(
            one.cause,
            CAUSE_NAMES[one.cause],
            one.total,
            (
                (Decimal(CAUSE_BARS * (one.total - one.overdue)) / longest, ""),
                (Decimal(CAUSE_BARS * one.overdue) / longest, "off_track"),
            ),
        )
        for one in shown.causes
    )


def unit_picker(shown: UnitBoard, view: View) -> Picker:
    """The units above, this one, and those below, so that one moves along the tree from any board."""
    line = [*shown.ancestors, shown.unit]
    choices = [
        Choice(one.name, view.unit_href(one.code), one.id == shown.unit.id, depth=depth)
        for depth, one in enumerate(line)
    ]
    below = sorted(shown.rows, key=lambda row: (row.unit.kind, row.unit.name))
    choices += [Choice(row.unit.name, view.unit_href(row.unit.code), depth=len(line)) for row in below]
    return Picker(shown.unit.name, tuple(choices))


def period_picker(shown: UnitBoard, view: View, on: date) -> Picker:
    current, *past = months_until(on)
    months = [(current, ""), *((month, month.code) for month in past)]
    choices = [
        Choice(_(month.label), view.href(ky=code), month.code == shown.month_code) for month, code in months
    ]
    return Picker(_(shown.month_label), tuple(choices))
