"""What makes a key result measurable: judged when it is entered, each refusal naming its field."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from woms.core.errors import Invalid
from woms.core.numbers import format_number
from woms.planning.facts import InterimFact, KeyResultFacts
from woms.planning.states import Direction, Kind, Source

LARGEST_VALUE = Decimal(10) ** 18
LARGEST_WEIGHT = Decimal(10_000)
VALUE_DIGITS, WEIGHT_DIGITS = 6, 3


def check_key_result(facts: KeyResultFacts, *, starts_on: date, due_on: date) -> None:
    """This function will raise `Invalid` unless the figures can ever be measured and reached.

    Decided in scenarios A10–A20: a rising target of 0 means nothing, a range needs both ends in order, and the
    direction must agree with the way from baseline to target.
    """
    _check_words(facts)
    for field in ("target", "baseline", "range_high"):
        check_value(getattr(facts, field), field)
    check_weight(facts.weight)
    _check_range(facts)
    _check_direction(facts)
    if due_on < starts_on:
        raise Invalid(
            f"Hạn {due_on:%d/%m/%Y} đứng trước ngày bắt đầu {starts_on:%d/%m/%Y}. Hãy sửa một trong hai ngày.",
            code="key_result.dates",
            field="due_on",
        )
    check_interim(facts.interim, starts_on=starts_on, due_on=due_on)


def check_value(value: Decimal | None, field: str) -> None:
    """A finite number that the column can hold exactly."""
    if value is not None and (
        not value.is_finite() or abs(value) >= LARGEST_VALUE or _digits(value) > VALUE_DIGITS
    ):
        raise Invalid(
            "Số quá dài hoặc không phải là số: tối đa 18 chữ số trước và 6 chữ số sau dấu phẩy.",
            code="value.out_of_range",
            field=field,
        )


def check_weight(weight: Decimal | None) -> None:
    """A weight is not negative and has at most three decimals."""
    if weight is None:
        return
    if not weight.is_finite() or weight < 0 or weight >= LARGEST_WEIGHT or _digits(weight) > WEIGHT_DIGITS:
        raise Invalid(
            "Trọng số là số từ 0 trở lên, nhiều nhất 3 chữ số sau dấu phẩy.",
            code="weight.wrong",
            field="weight",
        )


def check_interim(interim: tuple[InterimFact, ...], *, starts_on: date, due_on: date) -> None:
    """Interim targets lie between the first day and the due date, one a day."""
    days = [fact.on for fact in interim]
    for fact in interim:
        check_value(fact.value, "interim")
        if not starts_on <= fact.on < due_on:
            raise Invalid(
                f"Mốc {fact.on:%d/%m/%Y} nằm ngoài thời gian từ {starts_on:%d/%m/%Y} đến trước {due_on:%d/%m/%Y}.",
                code="interim.outside",
                field="interim",
            )
    if len(days) != len(set(days)):
        raise Invalid("Hai mốc trùng ngày. Mỗi ngày chỉ có một mốc.", code="interim.twice", field="interim")


def _check_words(facts: KeyResultFacts) -> None:
    if not facts.title.strip():
        raise Invalid("Chưa ghi tên mục tiêu then chốt.", code="key_result.title", field="title")
    for field, allowed in (
        ("direction", Direction.values),
        ("kind", [None, *Kind.values]),
        ("source", Source.values),
    ):
        if getattr(facts, field) not in allowed:
            raise Invalid("Lựa chọn này không có.", code=f"{field}.unknown", field=field)
    if not facts.measure_unit.strip() and facts.direction != Direction.BINARY:
        raise Invalid(
            "Chưa ghi đơn vị tính. Ví dụ: %, hồ sơ, lớp, tỷ đồng.",
            code="key_result.unit",
            field="measure_unit",
        )


def _check_range(facts: KeyResultFacts) -> None:
    is_range = facts.direction == Direction.RANGE
    if is_range and (facts.range_high is None or facts.range_high < facts.target):
        raise Invalid(
            "Khoảng cần hai đầu: ghi mức cao nhất, không nhỏ hơn mức thấp nhất.",
            code="key_result.range",
            field="range_high",
        )
    if not is_range and facts.range_high is not None:
        raise Invalid(
            "Mức cao nhất chỉ dùng khi chọn “Trong khoảng”. Hãy xóa ô này hoặc đổi chiều.",
            code="key_result.range_unused",
            field="range_high",
        )


def _check_direction(facts: KeyResultFacts) -> None:
    target, baseline = facts.target, facts.baseline
    if facts.direction == Direction.INCREASE:
        if target == 0 and (baseline is None or baseline >= 0):
            raise Invalid(
                "Mục tiêu “càng cao càng tốt” không thể bằng 0, vì số nào cũng đã đạt. "
                "Hãy ghi số lớn hơn 0, hoặc chọn “Càng thấp càng tốt”.",
                code="key_result.target_zero",
                field="target",
            )
        if baseline is not None and target < baseline:
            raise _against("cao", "thấp hơn", target, baseline)
    if facts.direction == Direction.DECREASE and baseline is not None and target > baseline:
        raise _against("thấp", "cao hơn", target, baseline)


def _against(wanted: str, found: str, target: Decimal, baseline: Decimal) -> Invalid:
    return Invalid(
        f"Chiều là “càng {wanted} càng tốt” nhưng mục tiêu {format_number(target)} {found} "
        f"hiện trạng {format_number(baseline)}. Hãy đổi chiều hoặc sửa số.",
        code="key_result.direction",
        field="target",
    )


def _digits(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
