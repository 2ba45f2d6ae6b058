"""Cây mục tiêu: the tree on the left, everything about the chosen line on the right; all of it in the address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from woms.core import clock
from woms.insights.goal_detail import GoalDetail
from woms.insights.goal_page import GoalPage, UnalignedPage, goal_page, unaligned_page
from woms.insights.goal_tree import NO_PLAN, TreeNode
from woms.insights.standing import BREAKTHROUGH, Standing
from woms.planning.states import AREA_SHORT, Area
from woms.planning.words import deadline_words, target_words
from woms.web.charts.drawing import Chart
from woms.web.charts.lines import LineData, LineWords, Reading, line_chart
from woms.web.filters import day_month, number
from woms.web.forms.reading import Typed
from woms.web.frame import Choice, Picker
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in

_KEY = re.compile(r"[okcu][0-9]{1,12}", re.ASCII)
MOST_OPEN = 300
BY_UNIT = "don-vi"
LEAST_READINGS = 2  # a line needs two ends


@dataclass(frozen=True, slots=True)
class Row:
    """One line as `tree_row` draws it."""

    key: str
    title: str
    href: str
    owner: str
    depth: int
    percent: Decimal | None
    expected: Decimal | None
    status: str
    status_words: str
    worst: str
    is_open: bool
    has_children: bool
    toggle_href: str
    selected: bool
    is_leaf: bool
    note: str


@dataclass(frozen=True, slots=True)
class AreaRows:
    label: str
    weight: Decimal
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class TreePage:
    found: GoalPage
    areas: tuple[AreaRows, ...]
    units: tuple[Row, ...]
    views: tuple[tuple[str, str, bool], ...]
    unaligned_href: str
    close_href: str
    chart: Chart | None
    goal_words: str = ""
    deadline_words: str = ""

    @property
    def detail(self) -> GoalDetail | None:
        return self.found.detail


@dataclass(frozen=True, slots=True)
class LoosePage:
    found: UnalignedPage
    back_href: str
    page_href: str
    area_words: dict[str, str]


class Address:
    """The state of the page as its address: unit, period, view, what is open, what is chosen."""

    def __init__(self, request: HttpRequest) -> None:
        self.unit = request.GET.get("don-vi", "")[:80]
        self.period = request.GET.get("ky", "")[:12]
        self.by_unit = request.GET.get("cach") == BY_UNIT
        self.open = _keys(request.GET.get("mo", ""))
        chosen = request.GET.get("chon", "")[:20]
        self.chosen = chosen if _KEY.fullmatch(chosen) else ""

    def to(self, **changes: object) -> str:
        now = {
            "don-vi": self.unit,
            "ky": self.period,
            "cach": BY_UNIT if self.by_unit else "",
            "mo": ".".join(sorted(self.open)),
            "chon": self.chosen,
        } | {name.replace("_", "-"): value for name, value in changes.items()}
        return "/cay-muc-tieu?" + urlencode({name: value for name, value in now.items() if value})

    def toggled(self, key: str) -> str:
        return self.to(mo=".".join(sorted(self.open ^ {key})))


def _keys(text: str) -> frozenset[str]:
    return frozenset([key for key in text[:4000].split(".") if _KEY.fullmatch(key)][:MOST_OPEN])


@require_safe
@signed_in
def tree(request: SignedInRequest) -> HttpResponse:
    address = Address(request)
    found = goal_page(
        actor=request.actor,
        unit_code=address.unit,
        period_code=address.period,
        by_unit=address.by_unit,
        open_keys=address.open,
        chosen=address.chosen,
        on=clock.local_date(request.at),
    )
    page = _page(found, address)
    return render(
        request,
        "goal_tree/tree.html",
        page,
        active="plans",
        unit=_unit_picker(found, address),
        period=_period_picker(found, address),
    )


def _page(found: GoalPage, address: Address) -> TreePage:
    made = found.tree
    detail = found.detail
    key_result = detail.key_result if detail else None
    return TreePage(
        found=found,
        areas=tuple(
            AreaRows(
                f"{area.number} · {area.label}", area.weight, tuple(_row(one, address) for one in area.nodes)
            )
            for area in made.areas
        ),
        units=tuple(_row(one, address) for one in made.units),
        views=(
            (_("Theo nhiệm vụ"), address.to(cach="", mo=""), not address.by_unit),
            (_("Theo đơn vị"), address.to(cach=BY_UNIT, mo=""), address.by_unit),
        ),
        unaligned_href="/cay-muc-tieu/chua-gan?"
        + urlencode({"don-vi": made.unit.code, "ky": made.period_code}),
        close_href=address.to(chon=""),
        chart=chart_of(detail) if detail and key_result else None,
        goal_words=target_words(key_result) if key_result else "",
        deadline_words=deadline_words(detail.objective.deadline) if detail and detail.objective else "",
    )


def _row(node: TreeNode, address: Address) -> Row:
    standing = node.standing
    is_drawn = standing is not None and standing.percent is not None
    return Row(
        key=node.key,
        title=node.title,
        href=address.to(chon=node.key) if node.key[0] != "u" else address.toggled(node.key),
        owner=node.owner,
        depth=node.depth,
        percent=standing.percent if standing else None,
        expected=standing.expected if standing and is_drawn else None,
        status=_status(node, standing),
        status_words=_("Chưa có kế hoạch") if node.status == NO_PLAN else "",
        worst=node.worst,
        is_open=node.is_open,
        has_children=node.has_children,
        toggle_href=address.toggled(node.key),
        selected=node.key == address.chosen,
        is_leaf=node.key[0] in "kc",
        note=_note(node),
    )


def _status(node: TreeNode, standing: Standing | None) -> str:
    if node.is_draft and (standing is None or standing.percent is None):
        return "draft"
    if node.is_breakthrough and node.key[0] == "o":
        return BREAKTHROUGH
    if node.status == NO_PLAN:
        return "no_data"
    return node.status or (standing.status if standing else "no_data")


def _note(node: TreeNode) -> str:
    if node.is_breakthrough and node.key[0] == "o":
        return _("không tính điểm")
    return node.note


def chart_of(detail: GoalDetail) -> Chart | None:
    """The figures so far with the target, when there are enough for a line."""
    if detail.key_result is None or len(detail.readings) < LEAST_READINGS:
        return None
    readings = [Reading(day_month(one.on), one.value) for one in detail.readings]
    last = detail.readings[-1]
    message = _("Lần cuối %(day)s: %(value)s %(unit)s, mục tiêu %(target)s.") % {
        "day": day_month(last.on),
        "value": number(last.value),
        "unit": detail.key_result.measure_unit,
        "target": number(detail.key_result.target),
    }
    words = LineWords(detail.key_result.title, message)
    return line_chart(
        LineData(readings, detail.key_result.target, None, detail.key_result.measure_unit), words
    )


def _unit_picker(found: GoalPage, address: Address) -> Picker:
    unit = found.tree.unit
    above = [
        Choice(one.name, address.to(don_vi=one.code, mo="", chon=""), depth=place)
        for place, one in enumerate(found.above)
    ]
    here = Choice(unit.name, address.to(don_vi=unit.code), is_current=True, depth=len(above))
    below = [
        Choice(one.name, address.to(don_vi=one.code, mo="", chon=""), depth=len(above) + 1)
        for one in found.below
    ]
    return Picker(unit.name, (*above, here, *below))


def _period_picker(found: GoalPage, address: Address) -> Picker:
    choices = tuple(
        Choice(label, address.to(ky=code, mo="", chon=""), is_current=code == found.tree.period_code)
        for code, label in found.periods
    )
    return Picker(found.tree.period_label, choices)


@require_safe
@signed_in
def loose(request: SignedInRequest) -> HttpResponse:
    """Objectives that hang on nothing above."""
    found = unaligned_page(
        actor=request.actor,
        unit_code=request.GET.get("don-vi", "")[:80],
        period_code=request.GET.get("ky", "")[:12],
        page=Typed(request.GET).whole("trang") or 1,
        on=clock.local_date(request.at),
    )
    asked = urlencode({"don-vi": found.unit.code, "ky": found.period_code})
    page = LoosePage(
        found,
        f"/cay-muc-tieu?{asked}",
        f"/cay-muc-tieu/chua-gan?{asked}&trang=",
        {area.value: AREA_SHORT[area] for area in Area},
    )
    return render(request, "goal_tree/loose.html", page, active="plans")
