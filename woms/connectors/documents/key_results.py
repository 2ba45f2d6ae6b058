"""A measurable key result suggested for each task, from its product: "Báo cáo giám sát" each quarter is 4 reports.

Suggestions never invent a level that the text does not give: a product counts one (or one each time it recurs),
a set of things ("các mục tiêu được phê duyệt") counts to 100 %, a lasting state is kept at 100 %.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from woms.connectors.documents.deadlines import Deadline, DeadlineKind, Every
from woms.connectors.documents.quantities import Direction, Quantity, find_quantities
from woms.connectors.documents.text import clean, fold_each, unwrapped

MAXIMUM_KEY_RESULTS = 5
HUNDRED = Decimal(100)
ONE = Decimal(1)
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class SuggestedKeyResult:
    """A key result as it may stand in the plan; `is_sure` is false when the text gives too little to count."""

    title: str
    target: Decimal
    unit: str
    direction: Direction
    range_high: Decimal | None = None
    is_sure: bool = True


_PRODUCTS = (
    "ke hoach|bao cao|quyet dinh|nghi quyet|chi thi|cong van|van ban|huong dan|quy che|quy dinh|quy trinh|to trinh|de an|"
    "du an|chuong trinh|hoi nghi|hoi thao|lop|cuoc thi|cuoc|tai lieu|bo tieu chi|bo chi so|bo|khung|co so du lieu|phan mem|he thong|"
    "danh muc|danh sach|bien ban|thong bao|ket luan|ho so|mo hinh|so tay|chuyen de|nen tang|ung dung|bang|thong tu|"
    "cong trinh|san pham|ban do|cam nang|giay|phieu|de cuong|dien dan|phong trao|to cong tac|ban chi dao|khoa|doan"
)
_PRODUCT = re.compile(rf"^(?:0?1\s+|mot\s+|ban\s+)?(?P<noun>{_PRODUCTS})\b")
_SET = re.compile(r"^(?:cac|toan bo|tat ca|nhung|he thong cac)\b")
_STATE = re.compile(r"\b(?:san sang|hoan thanh|hoan thien|dat yeu cau|di vao hoat dong)\s*$")
_LASTING = re.compile(
    r"\b(?:on dinh|thong suot|thuong xuyen|lien tuc|kip thoi|day du)\b|^du lieu\b|^so lieu\b"
)
_BARE_DATA = re.compile(r"(?:so|du) lieu(?: \S+){0,3}")
_ITEM = re.compile(r"\s*(?:[;\n]|\.\s+(?=[A-ZĐ]))\s*")
_LISTED = re.compile(r"\s*(?:,|\bvà\b)\s*")
_BULLET = re.compile(r"^(?:[-+•*·–—]+|\(?\d{1,2}[.)])\s*")
_LABEL = re.compile(
    r"^(?:mục tiêu then chốt|chỉ tiêu|kết quả then chốt|mt|kr)\s*\d*\s*[:.]\s*", re.IGNORECASE
)
_TIMES_A_YEAR = {Every.WEEK: 52, Every.MONTH: 12, Every.QUARTER: 4, Every.HALF_YEAR: 2, Every.YEAR: 1}


def suggest_key_results(
    title: str, output: str, deadline: Deadline, *, written: str = ""
) -> tuple[SuggestedKeyResult, ...]:
    """Return one to five key results: those `written` in a column of their own, or else from the task and its product."""
    if written:
        found = [_from_sentence(item, deadline) for item in _items(written)]
    else:
        found = [*_measured(title), *(_from_sentence(item, deadline) for item in _products(output))]
    kept = list(dict.fromkeys(found))[:MAXIMUM_KEY_RESULTS]
    return tuple(kept) or (_completion(title),)


def _measured(title: str) -> Iterator[SuggestedKeyResult]:
    """Yield the levels that the task itself names: "Giải ngân 100% vốn đầu tư công"."""
    quantities = [quantity for quantity in find_quantities(title) if quantity.is_sure]
    if len(quantities) == 1:  # with several, nobody knows which part of the sentence each one measures
        yield _of_quantity(title, quantities[0])


def _from_sentence(text: str, deadline: Deadline) -> SuggestedKeyResult:
    quantity = next(find_quantities(text), None)
    if quantity is not None:
        return _of_quantity(text, quantity)
    return _of_state(text) or _of_product(text, deadline) or _of_anything(text, deadline)


def _of_quantity(text: str, quantity: Quantity) -> SuggestedKeyResult:
    return SuggestedKeyResult(
        _short(text), quantity.value, quantity.unit, quantity.direction, quantity.high, quantity.is_sure
    )


def _of_state(text: str) -> SuggestedKeyResult | None:
    folded = fold_each(text)
    if _SET.match(folded):
        return SuggestedKeyResult(_short(text), HUNDRED, "%", Direction.INCREASE, is_sure=False)
    if _LASTING.search(folded):
        kept = f"{text} được cập nhật đầy đủ, kịp thời" if _BARE_DATA.fullmatch(folded) else text
        return SuggestedKeyResult(_short(kept), HUNDRED, "%", Direction.MAINTAIN, is_sure=False)
    product = _PRODUCT.match(folded)
    if product and _STATE.search(folded):
        return SuggestedKeyResult(_short(text), ONE, _noun(text, product), Direction.BINARY)
    return None


def _of_product(text: str, deadline: Deadline) -> SuggestedKeyResult | None:
    product = _PRODUCT.match(fold_each(text))
    if product is None:
        return None
    times = _times(deadline)
    return SuggestedKeyResult(
        _short(text), Decimal(times or 1), _noun(text, product), Direction.INCREASE, is_sure=times is not None
    )


def _of_anything(text: str, deadline: Deadline) -> SuggestedKeyResult:
    lasts = deadline.kind is DeadlineKind.CONTINUOUS
    return SuggestedKeyResult(
        _short(text), HUNDRED, "%", Direction.MAINTAIN if lasts else Direction.INCREASE, is_sure=False
    )


def _completion(title: str) -> SuggestedKeyResult:
    return SuggestedKeyResult(_short(f"Hoàn thành: {title}"), HUNDRED, "%", Direction.INCREASE, is_sure=False)


def _times(deadline: Deadline) -> int | None:
    """Return how often the product is due in a year: once, or as it recurs; nothing when the text does not tell."""
    if deadline.kind is DeadlineKind.RECURRING:
        return _TIMES_A_YEAR.get(deadline.every) if deadline.every else None
    return None if deadline.kind is DeadlineKind.CONTINUOUS else 1


def _noun(text: str, product: re.Match[str]) -> str:
    return text[product.start("noun") : product.end("noun")].lower()


def _items(text: str) -> Iterator[str]:
    for part in _ITEM.split(unwrapped(text)):
        item = _LABEL.sub("", _BULLET.sub("", clean(part))).strip(" .;,")
        if item:
            yield item


def _products(output: str) -> Iterator[str]:
    """Yield the products of the cell; a comma parts two products only when both sides name one."""
    for item in _items(output):
        parts = [part for part in _LISTED.split(item) if part]
        if len(parts) > 1 and all(_PRODUCT.match(fold_each(part)) for part in parts):
            yield from (part[0].upper() + part[1:] for part in parts)
        else:
            yield item


def _short(text: str) -> str:
    text = clean(text)
    return text if len(text) <= _LONGEST_TITLE else text[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
