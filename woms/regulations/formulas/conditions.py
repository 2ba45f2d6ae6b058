"""The conditions of Regulation 366 beside the points: what must be done, exceeded and on time for each level."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from woms.core.numbers import NBSP, format_number
from woms.core.rounding import DISPLAY
from woms.regulations.calculation import Calculation
from woms.regulations.formulas.rating_level import fact_gates
from woms.regulations.inputs import Delivery, Fact, Product, UnitResult
from woms.regulations.registry import rule
from woms.regulations.results import Gate, Level

SINCE = date(2026, 1, 1)
ARTICLE = ("qd-366-tw", "Điều 11")
DONE_SHARE = "party/excellent_done_share"
EXCEEDING_SHARE = "party/excellent_exceeding_share"
INNOVATION = "party/innovation_accepted"
ON_TIME_SHARE = "party/good_on_time_share"
LATE_LIMIT = "party/completed_late_limit"
UNFINISHED = "party/unfinished_counted"
COUNTED_BY = "party/share_counted_by"
COLLECTIVE_DISCIPLINE = "party/collective_discipline"
FAILED_QUARTER = "party/failed_quarter"
COLLECTIVE_FLOOR = "party/collective_floor"


@rule(
    "qd366/delivery",
    label="Phần chưa xong, chậm, vượt mức của nhiệm vụ được giao",
    since=SINCE,
    cites=ARTICLE,
    unit="volume",
    reads=(COUNTED_BY,),
)
def delivery(calculation: Calculation, products: Sequence[Product]) -> Delivery:
    """Cộng phần được giao, chưa xong, chậm, vượt mức của mọi sản phẩm. Lần chậm có nguyên nhân khách quan đã được xác
    nhận thì không tính.
    """
    by_volume = calculation.text(COUNTED_BY) == "volume"
    parts = [_delivered(product, product.coefficient if by_volume else Fraction(1)) for product in products]
    return Delivery(
        assigned=sum((part.assigned for part in parts), Fraction(0)),
        unfinished=sum((part.unfinished for part in parts), Fraction(0)),
        late=sum((part.late for part in parts), Fraction(0)),
        exceeding=sum((part.exceeding for part in parts), Fraction(0)),
    )


@rule(
    "qd366/conditions",
    label="Điều kiện của từng mức xếp loại, bên cạnh điểm",
    since=SINCE,
    cites=ARTICLE,
    unit="gates",
    reads=(DONE_SHARE, EXCEEDING_SHARE, INNOVATION, ON_TIME_SHARE, LATE_LIMIT, UNFINISHED),
)
def conditions(calculation: Calculation, found: Delivery, facts: Sequence[Fact]) -> tuple[Gate, ...]:
    """Xuất sắc: xong 100 % nhiệm vụ, ít nhất 30 % vượt mức hoặc có sản phẩm đổi mới sáng tạo. Tốt: 100 % đúng hạn.
    Hoàn thành: phần chậm không quá 20 %. Điều kiện nào không đạt thì nêu rõ điều kiện đó.
    """
    if not found.assigned:
        return ()
    return (
        _all_done(calculation, found),
        _exceeding(calculation, found, facts),
        _on_time(calculation, found),
        _not_too_late(calculation, found),
    )


@rule(
    "qd366/leader_conditions",
    label="Điều kiện thêm của người lãnh đạo, quản lý",
    since=SINCE,
    cites=ARTICLE,
    unit="gates",
    reads=(COLLECTIVE_DISCIPLINE, FAILED_QUARTER, COLLECTIVE_FLOOR),
)
def leader_conditions(
    calculation: Calculation, facts: Sequence[Fact], unit: UnitResult | None, *, is_head: bool
) -> tuple[Gate, ...]:
    """Không xếp xuất sắc khi đơn vị trực thuộc, thành viên tập thể lãnh đạo bị kỷ luật, hoặc trong năm có quý không
    hoàn thành. Tập thể hoàn thành dưới 70 % nhiệm vụ thì người đứng đầu không hoàn thành, cấp phó không xếp xuất sắc.
    """
    completion = None if unit is None else unit.completion
    return (
        *fact_gates(calculation, COLLECTIVE_DISCIPLINE, facts, Level.GOOD),
        *fact_gates(calculation, FAILED_QUARTER, facts, Level.GOOD),
        *(() if completion is None else (_collective(calculation, completion, is_head=is_head),)),
    )


def _delivered(product: Product, worth: Fraction) -> Delivery:
    """One product. A delay of a unit that was never finished is counted once, as unfinished."""
    delayed = sum(1 for fault in product.delays if fault.times and not fault.excused)
    finished = min(product.completed, product.assigned)
    return Delivery(
        assigned=product.assigned * worth,
        unfinished=(product.assigned - finished) * worth,
        late=min(Fraction(delayed), finished) * worth,
        exceeding=min(product.exceeding, product.assigned) * worth,
    )


def _all_done(calculation: Calculation, found: Delivery) -> Gate:
    done = 1 - found.unfinished / found.assigned
    needed = calculation.number(DONE_SHARE)
    sentence = f"Hoàn thành {_percent(done)} nhiệm vụ được giao, xuất sắc cần {_percent(needed)}"
    return Gate("all_done", done >= needed, sentence, calculation.cites(DONE_SHARE), Level.GOOD)


def _exceeding(calculation: Calculation, found: Delivery, facts: Sequence[Fact]) -> Gate:
    share = found.exceeding / found.assigned
    needed = calculation.number(EXCEEDING_SHARE)
    innovated = any(fact.kind == "innovation" for fact in facts)
    accepted = calculation.text(INNOVATION) == "accepted"
    sentence = f"Vượt mức {_percent(share)} nhiệm vụ, xuất sắc cần {_percent(needed)}"
    if accepted:
        has = "có" if innovated else "không có"
        sentence = f"{sentence} hoặc sản phẩm đổi mới sáng tạo ({has})"
    passed = share >= needed or (accepted and innovated)
    return Gate("exceeding", passed, sentence, calculation.cites(EXCEEDING_SHARE), Level.GOOD)


def _on_time(calculation: Calculation, found: Delivery) -> Gate:
    share = 1 - (found.unfinished + found.late) / found.assigned
    needed = calculation.number(ON_TIME_SHARE)
    sentence = f"Đúng hạn {_percent(share)} nhiệm vụ, hoàn thành tốt cần {_percent(needed)}"
    return Gate("on_time", share >= needed, sentence, calculation.cites(ON_TIME_SHARE), Level.COMPLETED)


def _not_too_late(calculation: Calculation, found: Delivery) -> Gate:
    share = (found.unfinished + found.late) / found.assigned
    limit = calculation.number(LATE_LIMIT)
    refused = calculation.text(UNFINISHED) == "refused" and found.unfinished > 0
    sentence = (
        f"Chậm hoặc chưa xong {_percent(share)} nhiệm vụ, hoàn thành nhiệm vụ cho phép {_percent(limit)}"
    )
    if refused:
        sentence = f"{sentence}, không cho phép việc chưa xong"
    passed = share <= limit and not refused
    return Gate("late_share", passed, sentence, calculation.cites(LATE_LIMIT), Level.NOT_COMPLETED)


def _collective(calculation: Calculation, completion: Fraction, *, is_head: bool) -> Gate:
    floor = calculation.number(COLLECTIVE_FLOOR)
    ceiling = Level.NOT_COMPLETED if is_head else Level.GOOD
    who = "người đứng đầu" if is_head else "cấp phó"
    sentence = (
        f"Tập thể hoàn thành {_percent(completion)} nhiệm vụ; dưới {_percent(floor)} thì {who} "
        f"xếp cao nhất là {ceiling.label.lower()}"
    )
    passed = completion >= floor
    return Gate("collective_floor", passed, sentence, calculation.cites(COLLECTIVE_FLOOR), ceiling)


def _percent(ratio: Fraction) -> str:
    written = DISPLAY.apply(ratio * 100)
    return f"{format_number(Decimal(written).normalize() + 0)}{NBSP}%"
