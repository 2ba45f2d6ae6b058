"""What a reader of a board chose, as its address says it: period, order, filter, area, how much to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from woms.insights.heat import Only, Order
from woms.web.words import AREA_NAMES

DEFAULT_ORDER = "xau-nhat"
ALL = "tat-ca"
ORDERS = {
    DEFAULT_ORDER: (Order.WORST, _("Xấu nhất trước")),
    "giam-nhieu": (Order.DROP, _("Giảm nhiều nhất")),
    "im-lang": (Order.SILENT, _("Lâu chưa cập nhật")),
    "ten": (Order.NAME, _("Theo tên")),
}
ONLY = {
    "chuyen-do": (Only.TURNED_RED, _("mới chuyển sang Nguy cơ")),
    "im-lang": (Only.SILENT, _("chưa cập nhật quá 7 ngày")),
    "chua-ke-hoach": (Only.NO_PLAN, _("chưa có kế hoạch")),
}
FILTER_OF = {only.value: code for code, (only, _words) in ONLY.items()}


@dataclass(frozen=True, slots=True)
class View:
    """One way of looking at a board. Unknown choices fall back to the usual ones."""

    path: str
    period: str = ""
    order: str = DEFAULT_ORDER
    only: str = ""
    area: str = ""
    all_rows: bool = False
    all_attention: bool = False
    all_key_results: bool = False

    @classmethod
    def of(cls, path: str, asked: Mapping[str, str]) -> View:
        order, only, area = asked.get("sap-xep", ""), asked.get("loc", ""), asked.get("linh-vuc", "")
        return cls(
            path=path,
            period=asked.get("ky", ""),
            order=order if order in ORDERS else DEFAULT_ORDER,
            only=only if only in ONLY else "",
            area=area if area in AREA_NAMES else "",
            all_rows=asked.get("hien") == ALL,
            all_attention=asked.get("dieu") == ALL,
            all_key_results=asked.get("muc-tieu") == ALL,
        )

    def href(self, anchor: str = "", **changes: str) -> str:
        """The same board with some choices changed; usual choices stay out of the address."""
        chosen = {
            "ky": self.period,
            "sap-xep": "" if self.order == DEFAULT_ORDER else self.order,
            "loc": self.only,
            "linh-vuc": self.area,
            "hien": ALL if self.all_rows else "",
            "dieu": ALL if self.all_attention else "",
            "muc-tieu": ALL if self.all_key_results else "",
        } | {name.replace("_", "-"): value for name, value in changes.items()}
        return address(self.path, {name: value for name, value in chosen.items() if value}, anchor)

    def unit_href(self, code: str, anchor: str = "", **choices: str) -> str:
        """The board of another unit in the same month."""
        chosen = {"ky": self.period} | {name.replace("_", "-"): value for name, value in choices.items()}
        return address(f"/dieu-hanh/{code}", {name: value for name, value in chosen.items() if value}, anchor)


def address(path: str, query: Mapping[str, str], anchor: str = "") -> str:
    words = urlencode(query)
    return f"{path}{'?' if words else ''}{words}{'#' if anchor else ''}{anchor}"
