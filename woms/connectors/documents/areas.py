"""Which of the four areas of a plan a task belongs to, suggested by its words; a person may always change it.

The areas and what they hold follow the outline of yearly plans: the people served, the budget and other means,
the ways of working inside, and learning together with the tools of work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from woms.connectors.documents.text import clean, fold_each


class Area(StrEnum):
    CUSTOMERS = "customers"
    RESOURCES = "resources"
    PROCESSES = "processes"
    LEARNING = "learning"


@dataclass(frozen=True, slots=True)
class SuggestedArea:
    """An area and how sure its words make it, in per cent (0: nothing in the text tells)."""

    area: Area
    confidence_percent: int


_TITLE_TIMES = 2  # the task itself says more than its product
_OPENING_TIMES = 4  # and its first words more than the rest: they are the verb
_OPENING_LETTERS = 25
_DOUBT = 4  # one weak word alone does not make it certain

_WORDS: dict[Area, dict[int, str]] = {
    Area.CUSTOMERS: {
        3: "hai long|nguoi dan|doanh nghiep|doi tuong phuc vu|dich vu cong|an sinh|giam ngheo|tiep cong dan|khieu nai|to cao|"
           "dan van|phan bien xa hoi|nong thon moi|trat tu an toan|tai nan|un tac|o nhiem|moi truong|thu hut dau tu|"
           "bao tro|nguoi co cong|y te co so|kham chua benh|hoc sinh|viec lam|nhan dan|toi pham|ma tuy|duong giao thong|"
           "kinh te|xa hoi|do thi|nong nghiep|van hoa|du lich|quoc phong|an ninh",
        2: "ho so dung han|ho so truc tuyen|phuc vu|cong dan|dang vien|chi bo|to chuc dang|mat tran|hoi vien|cu tri",
        1: "tuyen truyen",
    },
    Area.RESOURCES: {
        3: "ngan sach|tai chinh|giai ngan|dau tu cong|du toan|kinh phi|quyet toan|thu chi|thu - chi|chi thuong xuyen|tai san|"
           "tiet kiem|lang phi|no dong|nguon luc|dau thau|von dau tu|mua sam|cong no|thu thue|dau gia",
        2: "nguon von|nguon thu|gia dat|bien che|kinh doanh von",
    },
    Area.PROCESSES: {
        3: "quy trinh|quy che|quy dinh|thu tuc hanh chinh|cai cach hanh chinh|to cong tac|phan cong|phan ra|giao muc tieu|"
           "ban hanh|huong dan|van hanh|giam sat|don doc|kiem tra|ra soat|so ket|tong ket|theo doi|chuan hoa|danh gia|"
           "nhap du lieu|thanh lap|ban chi dao|tien do",
        2: "bao cao|ke hoach|tham muu|xay dung khung|thiet lap",
        1: "okr|kpi|he thong|trien khai",
    },
    Area.LEARNING: {
        3: "dao tao|tap huan|boi duong|hoc tap|hoc hoi|ky nang|nang cao trinh do|nang luc|nghien cuu|sang kien|"
           "doi moi sang tao|co so vat chat|trang thiet bi|ha tang so|nhan luc|cong tac can bo|cong tac nhan su|quy hoach can bo|"
           "luan chuyen|ho so nang luc|quan triet|phan mem|nang cap|ung dung cong nghe|tri tue nhan tao|chuyen doi so",
        2: "co so du lieu|du lieu|cong nghe|tuyen dung|can bo",
    },
}  # fmt: skip
_PATTERNS = {
    area: [(points, re.compile(rf"\b(?:{words})\b")) for points, words in groups.items()]
    for area, groups in _WORDS.items()
}
_NAMES: dict[Area, str] = {
    Area.CUSTOMERS: "doi tuong phuc vu|ben lien quan|su menh|chuc nang, nhiem vu|khach hang",
    Area.RESOURCES: "ngan sach|nguon luc|tai chinh",
    Area.PROCESSES: "quy trinh|quy che|noi bo",
    Area.LEARNING: "hoc hoi|hoc tap|phat trien",
}


def named_area(text: str) -> Area | None:
    """Return the area that a document names itself, in a column or a heading."""
    folded = fold_each(clean(text))
    return (
        next((area for area, words in _NAMES.items() if re.search(words, folded)), None) if folded else None
    )


def suggest_area(title: str, output: str = "") -> SuggestedArea:
    """Return the area that the words of the task and of its product point to most."""
    task, product = fold_each(clean(title)), fold_each(clean(output))
    points = {area: _points(product, area) + _TITLE_TIMES * _points(task, area) for area in Area}
    opening = {area: _OPENING_TIMES * _points(task[:_OPENING_LETTERS], area) for area in Area}
    total = sum(points.values()) + sum(opening.values())
    if not total:
        return SuggestedArea(Area.PROCESSES, 0)
    best = max(Area, key=lambda area: points[area] + opening[area])
    return SuggestedArea(best, round(100 * (points[best] + opening[best]) / (total + _DOUBT)))


def _points(text: str, area: Area) -> int:
    return sum(points * len(set(pattern.findall(text))) for points, pattern in _PATTERNS[area])
