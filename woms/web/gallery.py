"""The gallery at /ui: every component with made-up data, in one place. Screenshots and axe run over it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from woms.web.charts.areas import AreaReading, RadarWords, radar_chart
from woms.web.charts.drawing import Chart
from woms.web.charts.lines import Forecast, LineData, LineWords, Reading, line_chart, sparkline
from woms.web.check_in_rows import RowView
from woms.web.frame import Choice, Picker
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in
from woms.web.status import PROGRESS, WORKFLOW

AREAS = ("Đối tượng phục vụ", "Ngân sách, nguồn lực", "Quy trình, quy chế", "Học hỏi, phát triển")
BANDS = ((0, 50, "off_track"), (50, 70, "at_risk"), (70, 90, "on_track"), (90, 100, "exceeded"))


@require_safe
@signed_in
def page(request: SignedInRequest) -> HttpResponse:
    unit = Picker(
        "Thành phố Mẫu",
        (Choice("Thành phố Mẫu", "/ui", is_current=True), Choice("Sở Mẫu A", "/ui", group="Sở, ban")),
    )
    period = Picker(
        "Tháng 11/2026", (Choice("Tháng 11/2026", "/ui", is_current=True), Choice("Quý IV/2026", "/ui"))
    )
    return render(request, "gallery/index.html", gallery(), unit=unit, period=period)


@dataclass(frozen=True, slots=True)
class HeatCell:
    score: Decimal | None
    change: int | None
    status: str
    href: str = "#heat"


@dataclass(frozen=True, slots=True)
class HeatRow:
    name: str
    cells: tuple[HeatCell, ...]
    total: Decimal | None
    total_change: Decimal | None
    updated: int
    href: str = "#heat"


@dataclass(frozen=True, slots=True)
class Node:
    title: str
    owner: str
    depth: int
    percent: int | None
    expected: int | None
    status: str
    status_words: str = ""
    worst: str = ""
    is_open: bool = False
    has_children: bool = False
    selected: bool = False
    is_leaf: bool = False
    note: str = ""
    href: str = "#tree"
    toggle_href: str = "#tree"


@dataclass(frozen=True, slots=True)
class Gallery:
    """Everything the gallery shows."""

    areas: tuple[str, ...]
    bands: tuple[tuple[int, int, str], ...]
    progress: tuple[str, ...]
    workflow: tuple[str, ...]
    heat: tuple[HeatRow, ...]
    rows: tuple[RowView, ...]
    tree: tuple[Node, ...]
    waterfall: tuple[dict[str, Any], ...]
    stages: tuple[dict[str, str], ...]
    history: tuple[dict[str, str], ...]
    objectives: tuple[dict[str, Any], ...]
    inbox: tuple[dict[str, Any], ...]
    line: Chart
    radar: Chart
    spark_up: Any
    spark_down: Any
    tokens: tuple[str, ...] = field(
        default=("text", "muted", "brand", "line-strong", "accent-red", "page", "surface")
    )


def _heat(name: str, cells: str, total: str, change: str, updated: int) -> HeatRow:
    """`cells` reads `41-12x`: score, change, and a letter for the status."""
    letters = {"x": "off_track", "w": "at_risk", "o": "on_track", "e": "exceeded"}
    made = []
    for one in cells.split():
        if one == "-":
            made.append(HeatCell(None, None, "no_data"))
            continue
        made.append(HeatCell(Decimal(one[:2]), int(one[2:-1]), letters[one[-1]]))
    return HeatRow(name, tuple(made), Decimal(total), Decimal(change), updated)


def _line() -> Chart:
    values = ("81", "83", "84", "86", "87", "88.5", "89", "90", "91", "92.1", "93", None)
    readings = [
        Reading(f"T{month}", Decimal(value) if value else None) for month, value in enumerate(values, start=1)
    ]
    words = LineWords(
        "Tỷ lệ hồ sơ giải quyết đúng hạn", "Dự báo 31/12: 94,2 % (khoảng 80 %: 92,4–96,0), mục tiêu 95 %."
    )
    return line_chart(
        LineData(readings, Decimal(95), Forecast(Decimal("94.2"), Decimal("92.4"), Decimal(96)), "%"), words
    )


def _radar() -> Chart:
    now, before = (81, 69, 84, 62), (76, 74, 80, 64)
    shorts = ("Đối tượng phục vụ", "Ngân sách", "Quy trình, quy chế", "Học hỏi")
    areas = [
        AreaReading(n, s, Decimal(a), Decimal(b))
        for n, s, a, b in zip(AREAS, shorts, now, before, strict=True)
    ]
    words = RadarWords(
        "Cân bằng bốn lĩnh vực", "Học hỏi, phát triển thấp hơn trung bình 12 điểm; Ngân sách giảm 5."
    )
    return radar_chart(areas, words, threshold=70)


def gallery() -> Gallery:
    """Give the made-up data of every component. No figure here is real."""
    return Gallery(
        areas=AREAS,
        bands=BANDS,
        progress=tuple(PROGRESS),
        workflow=tuple(WORKFLOW),
        heat=_heat_rows(),
        rows=_ROWS,
        tree=_tree(),
        waterfall=_waterfall(),
        stages=_stages(),
        history=_history(),
        objectives=_objectives(),
        inbox=_inbox(),
        line=_line(),
        radar=_radar(),
        spark_up=sparkline([79, 80, 80, 81, 82, 83, 84], "on_track"),
        spark_down=sparkline([75, 74, 72, 71, 70, 68, 63], "off_track"),
    )


def _heat_rows() -> tuple[HeatRow, ...]:
    return (
        _heat("Phường Mẫu 07", "41-12x 63-3w 72+2w 55-4x", "57.1", "-4.6", 96),
        _heat("Xã Mẫu 19", "58-2x 49-9x 77+1o 61+0w", "60.4", "-2.9", 88),
        _heat("Xã Mẫu 31", "79+2o 74+5w 83+1o -", "78.0", "2.2", 71),
        _heat("Sở Mẫu A", "88+4o 86+2o 96+2e 84+1o", "87.4", "2.3", 100),
    )


def _stages() -> tuple[dict[str, str], ...]:
    return (
        {"name": "Tự chấm", "note": "28/11 · 28,00", "state": "done"},
        {"name": "Quản lý trực tiếp", "note": "29/11 · 27,00", "state": "done"},
        {"name": "Thẩm định", "note": "đang chờ, hạn 02/12", "state": "current"},
        {"name": "Phê duyệt", "note": "", "state": "todo"},
        {"name": "Công bố", "note": "05/12", "state": "todo"},
    )


def _history() -> tuple[dict[str, str], ...]:
    return (
        {
            "time": "14:05 21/11",
            "text": "Trần Thị Hòa ghi 93,0 % (trước đó 92,1 %)",
            "note": "Vướng mắc: phối hợp",
            "status": "at_risk",
        },
        {
            "time": "09:12 14/11",
            "text": "Trần Thị Hòa ghi 92,1 %",
            "note": "3 minh chứng",
            "status": "on_track",
        },
        {"time": "06:00 01/11", "text": "Kế hoạch được phê duyệt", "note": "", "status": ""},
    )


def _key_result(
    code: str, title: str, target: str, weight: int, status: str, percent: int | None, **more: Any
) -> dict[str, Any]:
    given = {"owner": "", "warning": "", "status_words": "", "expected": None, "href": "#plans"}
    return (
        given
        | {
            "code": code,
            "title": title,
            "target_words": target,
            "weight": Decimal(weight),
            "status": status,
            "percent": percent,
        }
        | more
    )


def _objectives() -> tuple[dict[str, Any], ...]:
    first = (
        _key_result(
            "1.1",
            "Tỷ lệ hồ sơ giải quyết đúng hạn",
            "≥ 95 %",
            60,
            "at_risk",
            93,
            expected=97,
            owner="Văn phòng",
        ),
        _key_result("1.2", "Hồ sơ trực tuyến toàn trình", "≥ 75 %", 40, "on_track", 96, expected=88),
    )
    second = (
        _key_result(
            "2.1", "Xã số toàn diện đầu tiên", "1 mô hình", 100, "", None, warning="chưa có đường cơ sở"
        ),
    )
    facts = "Chủ trì: Văn phòng · Phối hợp: Trung tâm phục vụ hành chính công · hạn 31/12/2026"
    given = {"href": "#plans", "status_words": "", "facts": facts, "weight": Decimal(40), "missing": ()}
    return (
        given | {"number": 1, "title": "Nâng cao chất lượng dịch vụ công", "is_breakthrough": False, "status": "at_risk", "key_results": first},
        given | {"number": 2, "title": "Xã số toàn diện", "is_breakthrough": True, "status": "", "key_results": second, "missing": ("authority",)},
        given | {"number": 3, "title": "Đổi mới lề lối làm việc", "is_breakthrough": False, "status": "", "key_results": ()},
    )  # fmt: skip


def _inbox() -> tuple[dict[str, Any], ...]:
    given = {"href": "#plans", "selected": False, "can_pick": True, "is_late": False}
    return (
        given | {"id": 1, "title": "Kế hoạch Quý I/2027, Phòng Hành chính", "kind_words": "Kế hoạch", "due_words": "còn 2 ngày", "who": "Trần Văn Bình", "when": "20/11", "warnings": ()},
        given | {"id": 2, "title": "Kết quả tháng 11, Đơn thư", "kind_words": "Kết quả", "due_words": "quá hạn 1 ngày", "is_late": True, "who": "Lê Thị Ơn", "when": "18/11", "warnings": ("nhảy 61 → 98", "chưa có minh chứng"), "selected": True},
    )  # fmt: skip


def _tree() -> tuple[Node, ...]:
    return (
        Node(
            "Nâng cao chất lượng dịch vụ công",
            "Thành phố",
            0,
            82,
            88,
            "at_risk",
            worst="off_track",
            is_open=True,
            has_children=True,
        ),
        Node("Tỷ lệ hồ sơ đúng hạn ≥ 95 %", "Văn phòng", 1, 93, 97, "at_risk", selected=True, is_leaf=True),
        Node(
            "Phường Mẫu 02: Phục vụ tại nhà người cao tuổi",
            "Phường Mẫu 02",
            1,
            78,
            73,
            "on_track",
            has_children=True,
        ),
        Node("Phường Mẫu 07", "bắt buộc", 1, None, None, "not_cascaded", is_leaf=True),
        Node(
            "Xã số toàn diện đầu tiên",
            "Xã Mẫu 19",
            0,
            40,
            60,
            "breakthrough",
            has_children=True,
            note="không tính điểm",
        ),
    )


def _waterfall() -> tuple[dict[str, Any], ...]:
    lines = (
        ("base", "Kết quả nhiệm vụ, tối đa", "70", "0", ""),
        ("minus", "Số lượng 90,32 %: thiếu 1 trong 13 sản phẩm", "-2.26", "67.74", "Xem 1 sản phẩm"),
        ("minus", "Chất lượng 88,71 %: “Tờ trình số 3” làm lại 1 lần", "-2.63", "65.11", "Biên bản"),
        ("minus", "Tiến độ 87,10 %: 2 sản phẩm chậm 1 lần", "-3.01", "62.10", "Đề nghị xác nhận khách quan"),
        ("plus", "Tiêu chí chung 27 / 30", "27", "62.10", "10 nhóm tiêu chí"),
        ("total", "Tổng điểm", "89.10", "0", ""),
    )
    return tuple(
        {
            "kind": kind,
            "text": words,
            "points": Decimal(points),
            "start": Decimal(start),
            "link": link,
            "href": "#waterfall",
        }
        for kind, words, points, start, link in lines
    )


def _row(number: int, title: str, goal: str, last: str, value: str, unit: str, **facts: Any) -> RowView:
    usual: dict[str, Any] = {
        "status": "no_data",
        "status_words": "",
        "percent": 55,
        "expected": 70,
        "locked": "",
    }
    return RowView(
        id=number, title=title, href="#checkin", objective="", target_words=goal, last=last, value=value,
        shown=value, unit=unit, seen=number, key="", **usual | facts,
    )  # fmt: skip


_ROWS = (
    _row(1, "Tỷ lệ hồ sơ giải quyết đúng hạn", "Mục tiêu 95 % · hạn 31/12", "92,1", "93,0", "%", status="at_risk",
         status_words="Cảnh báo · chậm 2 điểm", percent=93, expected=97, saved="Đã lưu 14:05", needs_cause=True,
         cause="coordination", evidence_count=1),
    _row(2, "Lớp tập huấn chuyển đổi số cho cán bộ", "Mục tiêu 12 lớp · hạn 31/12", "8", "9", "lớp", status="on_track",
         percent=75, expected=73, evidence_required=True),
    _row(3, "Giải ngân vốn đầu tư công", "Mục tiêu 100 % · hạn 31/12", "61,4", "64,2", "%", status="off_track",
         status_words="Nguy cơ · chậm 22 điểm", percent=64, expected=86, locked="TABMIS 06:00"),
    _row(4, "Thời gian xử lý đơn thư trung bình", "Mục tiêu ≤ 8 ngày · hạn 31/12", "9,5", "tám", "ngày",
         status_words="Chưa cập nhật", error="Không đọc được “tám” thành số. Hãy gõ như 93,5 hoặc 1.234,5.",
         error_field="value"),
    _row(5, "Mô hình dân vận khéo mới", "Mục tiêu 2 mô hình · hạn 31/12", "1", "95", "mô hình", is_breakthrough=True,
         status_words="Chưa cập nhật", theirs="94",
         conflict="Trần Văn Bình vừa cập nhật mục này lúc 14:02 21/11 (93 → 94). Bạn nhập 95; số của bạn chưa được "
         "ghi, hãy chọn số đúng."),
)  # fmt: skip
