"""What may be entered: measures, values, weights, interim targets. Pure. Every refusal says why and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from woms.core.errors import Invalid
from woms.core.numbers import MAX_DECIMALS, MAX_INTEGER_DIGITS, format_number
from woms.progress.calculations.measures import Direction, Measure
from woms.progress.calculations.pace import Schedule

WHOLE = Decimal(100)


def check_value(value: Decimal, *, field: str = "value") -> None:
    """Refuse NaN, infinity, and numbers longer than the database keeps."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise Invalid(
            "Đây không phải là một con số. Hãy gõ như 93,5.", code="progress.not_a_number", field=field
        )
    if value.adjusted() >= MAX_INTEGER_DIGITS or -exponent > MAX_DECIMALS:
        raise Invalid(
            f"Số quá dài: tối đa {MAX_INTEGER_DIGITS} chữ số trước và {MAX_DECIMALS} chữ số sau dấu phẩy. "
            "Hãy đổi đơn vị tính.",
            code="progress.too_long",
            field=field,
        )


def check_measure(measure: Measure) -> None:
    """Refuse a measure whose progress could not be worked out, or would run the wrong way."""
    named = {"target": measure.target, "baseline": measure.baseline, "range_high": measure.range_high}
    for field, value in named.items():
        if value is not None:
            check_value(value, field=field)
    if measure.range_high is not None and measure.direction is not Direction.RANGE:
        _refuse(
            "Chỉ mục tiêu giữ trong khoảng mới có mức trên. Bỏ mức trên, hoặc chọn chiều “Trong khoảng”",
            "range_high",
        )
    _CHECKS[measure.direction](measure)


def check_step(measure: Measure, value: Decimal) -> None:
    """Refuse what is not the number of a step, or 0 for none of them."""
    if measure.direction is not Direction.STEPS:
        return
    if value != value.to_integral_value() or not 0 <= value <= len(measure.steps):
        raise Invalid(
            f"Mục tiêu này có {len(measure.steps)} mốc. Hãy chọn một mốc đã đạt, hoặc 0 khi chưa đạt mốc nào.",
            code="progress.not_a_step",
            field="value",
        )


def check_weights(weights: Sequence[Decimal]) -> None:
    """Refuse weights that cannot share anything out."""
    for weight in weights:
        check_value(weight, field="weight")
        if weight < 0:
            _refuse(f"Trọng số không được âm (đang là {format_number(weight)}). Nhập từ 0 trở lên", "weight")


def weights_warning(weights: Sequence[Decimal]) -> str:
    """A warning when weights do not add up to 100; they are normalised all the same. Empty when all is well."""
    total = sum(weights, Decimal(0))
    if total == WHOLE or not weights:
        return ""
    if total == 0:
        return "Mọi trọng số đều là 0 nên các phần được tính ngang nhau. Nhập trọng số để phân biệt."
    change = (
        f"Giảm bớt {format_number(total - WHOLE)}"
        if total > WHOLE
        else f"Thêm {format_number(WHOLE - total)}"
    )
    return f"Trọng số cộng lại là {format_number(total)}, cần đúng 100. {change}, nếu không phần mềm sẽ quy về 100 %."


def check_schedule(schedule: Schedule) -> None:
    """Refuse an end before the start, and interim targets outside them or twice on one day."""
    if schedule.due_on < schedule.starts_on:
        _refuse("Hạn hoàn thành đứng trước ngày bắt đầu. Sửa một trong hai ngày", "due_on")
    days = [target.on for target in schedule.interim]
    for day in days:
        if not schedule.starts_on <= day <= schedule.due_on:
            _refuse(f"Mốc {day:%d/%m/%Y} nằm ngoài thời gian thực hiện. Chọn ngày trong kỳ", "interim")
    if len(set(days)) != len(days):
        _refuse("Có hai mốc cùng một ngày. Bỏ bớt một mốc", "interim")


def _check_increase(measure: Measure) -> None:
    if measure.baseline is not None and measure.baseline > measure.target:
        _refuse(
            "Mục tiêu tăng mà đích thấp hơn giá trị ban đầu. Đổi chiều thành giảm, hoặc sửa đích", "target"
        )
    if not measure.moves:
        _check_level(measure)


def _check_decrease(measure: Measure) -> None:
    if measure.baseline is not None and measure.baseline < measure.target:
        _refuse(
            "Mục tiêu giảm mà đích cao hơn giá trị ban đầu. Đổi chiều thành tăng, hoặc sửa đích", "target"
        )
    if not measure.moves and measure.target < 0:
        _refuse("Đích âm cần có giá trị ban đầu để so sánh. Nhập giá trị ban đầu", "baseline")


def _check_level(measure: Measure) -> None:
    if measure.target <= 0:
        _refuse(
            "Càng cao càng tốt thì đích phải lớn hơn 0, nếu không thì chưa làm gì cũng đạt. Sửa đích, hoặc nhập giá "
            "trị ban đầu thấp hơn đích",
            "target",
        )


def _check_range(measure: Measure) -> None:
    if measure.range_high is None or measure.range_high <= measure.target:
        _refuse("Khoảng cần mức trên lớn hơn mức dưới. Nhập lại mức trên", "range_high")


def _check_steps(measure: Measure) -> None:
    worth = measure.steps
    if not worth or worth[-1] != WHOLE or worth[0] <= 0 or list(worth) != sorted(set(worth)):
        _refuse("Các mốc cần phần trăm tăng dần, mốc cuối là 100. Sửa phần trăm của các mốc", "steps")


def _check_nothing(measure: Measure) -> None:
    """A threshold may stand anywhere."""


_CHECKS = {
    Direction.INCREASE: _check_increase,
    Direction.DECREASE: _check_decrease,
    Direction.MAINTAIN: _check_level,
    Direction.RANGE: _check_range,
    Direction.BINARY: _check_nothing,
    Direction.STEPS: _check_steps,
}


def _refuse(sentence: str, field: str) -> None:
    raise Invalid(f"{sentence}.", code="progress.measure_invalid", field=field)
