"""May this be done with the catalogue now? Who may at all was already checked by `access`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from woms.core.errors import Conflict, Invalid, Refused
from woms.core.periods import month_of
from woms.work.models import CatalogProduct
from woms.work.states import CatalogState

CODE = re.compile(r"[A-Z0-9Đ][A-Z0-9Đ.\-]{0,39}")
MOST_COEFFICIENT = Decimal(100)
MOST_HOURS = Decimal(2000)
LENGTHS = {"name": 300, "output": 300, "measure_unit": 40, "field": 120, "group": 80}
WORDS = {
    "name": "Tên sản phẩm", "output": "Sản phẩm đầu ra", "measure_unit": "Đơn vị tính", "field": "Lĩnh vực công tác",
    "group": "Nhóm",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """What a version says of its product. `unit_code` empty = for the whole province."""

    name: str
    measure_unit: str
    coefficient: Decimal
    output: str = ""
    field: str = ""
    group: str = ""
    norm_hours: Decimal | None = None
    is_standard: bool = False
    unit_code: str = ""


def check_code(code: str) -> None:
    if not CODE.fullmatch(code):
        raise Invalid(
            "Mã gồm chữ hoa, số, dấu chấm, gạch nối, tối đa 40 ký tự, ví dụ VT.01-3.",
            code="catalog.code_unreadable",
            field="code",
        )


def check_facts(facts: ProductFacts) -> None:
    for name, length in LENGTHS.items():
        text = getattr(facts, name)
        if len(text) > length or (not text and name in {"name", "measure_unit"}):
            raise Invalid(
                f"{WORDS[name]} cần có và dài tối đa {length} chữ."
                if not text
                else f"{WORDS[name]} dài quá {length} chữ. Hãy viết gọn lại.",
                code="catalog.text_length",
                field=name,
            )
    _check_coefficient(facts)
    hours = facts.norm_hours
    if hours is not None and not (hours.is_finite() and 0 < hours <= MOST_HOURS and hours == round(hours, 2)):
        raise Invalid(
            "Định mức thời gian là số giờ lớn hơn 0, nhiều nhất 2 chữ số sau dấu phẩy.",
            code="catalog.hours_out_of_range",
            field="norm_hours",
        )


def check_issue(state: str, decision_number: str) -> None:
    if state not in set(CatalogState):
        raise Invalid(
            "Hãy chọn dự thảo, thí điểm hoặc chính thức.", code="catalog.state_unknown", field="state"
        )
    if len(decision_number) > 60:  # noqa: PLR2004 - the column
        raise Invalid(
            "Số quyết định dài quá 60 chữ.", code="catalog.decision_length", field="decision_number"
        )
    if state != CatalogState.DRAFT and not decision_number:
        raise Invalid(
            "Ban hành cần số, ký hiệu của quyết định, ví dụ 125/QĐ-UBND.",
            code="catalog.decision_missing",
            field="decision_number",
        )


def check_seen(versions: Sequence[CatalogProduct], seen: int) -> None:
    """Two people at once: the second one sees that there is a newer version."""
    latest = versions[-1]
    if latest.version != seen:
        raise Conflict(
            f"“{latest.name}” vừa có bản {latest.version} do người khác ghi. Thao tác của bạn chưa được ghi. "
            "Hãy xem bản mới rồi làm lại nếu vẫn cần.",
            code="catalog.changed",
            theirs=f"bản {latest.version}, {latest.get_state_display().lower()}",
        )


def check_new_version(versions: Sequence[CatalogProduct], starts_on: date, on: date) -> None:
    """A new version never reaches back: months that are over, and work already assigned, keep theirs."""
    latest = versions[-1]
    if latest.state == CatalogState.DRAFT:
        raise Refused(
            f"Đang có dự thảo bản {latest.version}. Hãy ban hành hoặc bỏ dự thảo đó trước.",
            code="catalog.draft_exists",
        )
    _check_day(versions[:], starts_on, on)


def check_can_issue(versions: Sequence[CatalogProduct], starts_on: date, on: date) -> None:
    latest = versions[-1]
    if latest.state != CatalogState.DRAFT:
        raise Refused(
            f"Bản {latest.version} đã ban hành. Muốn đổi, hãy lập bản mới.", code="catalog.already_issued"
        )
    if len(versions) > 1:
        _check_day(versions[:-1], starts_on, on)


def check_can_discard(latest: CatalogProduct) -> None:
    if latest.state != CatalogState.DRAFT:
        raise Refused(
            "Bản đã ban hành không bỏ được; chỉ ngừng dùng từ một ngày.", code="catalog.issued_stays"
        )


def check_can_retire(latest: CatalogProduct, ends_on: date, on: date, reason: str) -> None:
    if latest.state == CatalogState.DRAFT:
        raise Refused("Đang có dự thảo. Hãy bỏ dự thảo trước khi ngừng dùng.", code="catalog.draft_exists")
    if latest.ends_on is not None:
        raise Refused(
            f"Sản phẩm này đã ngừng dùng từ ngày {latest.ends_on:%d/%m/%Y}.", code="catalog.already_retired"
        )
    if ends_on < month_of(on).starts_on or ends_on <= latest.starts_on:
        raise Invalid(
            "Ngày ngừng dùng nằm sau ngày bắt đầu và không lùi về tháng đã qua.",
            code="catalog.ends_in_past",
            field="ends_on",
        )
    if not reason:
        raise Invalid("Cần ghi lý do ngừng dùng.", code="catalog.reason_missing", field="reason")


def _check_coefficient(facts: ProductFacts) -> None:
    coefficient = facts.coefficient
    if (
        not coefficient.is_finite()
        or not 0 < coefficient <= MOST_COEFFICIENT
        or coefficient != round(coefficient, 3)
    ):
        raise Invalid(
            f"Hệ số quy đổi lớn hơn 0, tối đa {MOST_COEFFICIENT}, nhiều nhất 3 chữ số sau dấu phẩy.",
            code="catalog.coefficient_out_of_range",
            field="coefficient",
        )
    if facts.is_standard and coefficient != 1:
        raise Invalid(
            "Sản phẩm chuẩn có hệ số 1: các sản phẩm khác được quy đổi theo nó.",
            code="catalog.standard_is_one",
            field="coefficient",
        )


def _check_day(issued: Sequence[CatalogProduct], starts_on: date, on: date) -> None:
    first = month_of(on).starts_on
    if starts_on < first:
        raise Invalid(
            f"Bản mới không áp dụng cho tháng đã qua. Hãy chọn từ ngày {first:%d/%m/%Y} trở đi.",
            code="catalog.starts_in_past",
            field="starts_on",
        )
    if starts_on <= issued[-1].starts_on:
        raise Invalid(
            f"Bản trước có từ ngày {issued[-1].starts_on:%d/%m/%Y}. Bản mới phải từ một ngày sau đó.",
            code="catalog.starts_before_last",
            field="starts_on",
        )
