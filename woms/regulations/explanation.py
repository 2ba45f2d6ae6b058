"""Why this score: a waterfall whose lines add up exactly to it, the formula with its numbers, and what would change it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from woms.core.numbers import NBSP, format_number
from woms.core.rounding import rounded_to_sum
from woms.regulations.inputs import Fault, Inputs, Product
from woms.regulations.parameters import LocalDecision
from woms.regulations.results import Component, Explanation, Level, Score, WaterfallLine, WhatIf
from woms.regulations.scoring import score as compute

NAMES_SHOWN = 3


def explain(score: Score, inputs: Inputs, *, decisions: Sequence[LocalDecision] = ()) -> Explanation:
    """Explain a score made from these inputs and decisions.

    The points of the lines before the last add up exactly to the last, which is the displayed total.
    Without a score (nothing assigned) there are no lines.
    """
    next_level, points_to_next = _next_level(score)
    return Explanation(
        lines=_waterfall(score, inputs),
        formula=_formula(score),
        basis=_basis(score),
        notes=_notes(score),
        what_ifs=_what_ifs(score, inputs, decisions),
        next_level=next_level,
        points_to_next=points_to_next,
    )


def _waterfall(score: Score, inputs: Inputs) -> tuple[WaterfallLine, ...]:
    """Maximum, less the shortfall of each component, plus the general criteria, is the total."""
    outcome = score.outcome
    if not outcome.components:
        return ()
    exact = [
        outcome.result_maximum,
        *((component.ratio - 1) * component.maximum for component in outcome.components),
        *(item.points for item in outcome.adjustments),
        outcome.general,
    ]
    first, *middle, last = rounded_to_sum(exact, score.rounding)
    adjusted = middle[len(outcome.components) :]
    losses = (
        _component_line(score, component, inputs.products, points)
        for component, points in zip(outcome.components, middle, strict=False)
    )
    return (
        WaterfallLine("maximum", "start", "Kết quả nhiệm vụ, tối đa", first),
        *losses,
        *(
            WaterfallLine(item.code, "loss" if item.points < 0 else "gain", item.sentence, points)
            for item, points in zip(outcome.adjustments, adjusted, strict=True)
        ),
        *(
            [WaterfallLine("general", "gain", _general_sentence(score), last)]
            if outcome.general_maximum
            else []
        ),
        WaterfallLine("total", "total", "Tổng điểm", first + sum(middle) + last),
    )


def _component_line(
    score: Score, component: Component, products: Sequence[Product], points: Decimal
) -> WaterfallLine:
    causes, concerned = _CAUSES.get(component.code, _no_products)(products)
    head = f"{component.label} {_percent(score, component)}"
    full = component.ratio >= 1
    sentence = head if full or not causes else f"{head}: {causes}"
    references = () if full else tuple(product.reference for product in concerned if product.reference)
    kind = "gain" if component.ratio > 1 else "loss"
    return WaterfallLine(component.code, kind, sentence, points, references)


def _no_products(products: Sequence[Product]) -> tuple[str, list[Product]]:  # noqa: ARG001 - one signature
    return "", []


def _missing(products: Sequence[Product]) -> tuple[str, list[Product]]:
    """`thiếu 1 trong 13 sản phẩm (“Đề án số hóa”)`."""
    concerned = [product for product in products if product.completed < product.assigned]
    lacking = sum((product.assigned - product.completed for product in concerned), Fraction(0))
    assigned = sum((product.assigned for product in products), Fraction(0))
    names = _list_some([f"“{product.name}”" for product in concerned])
    return (
        f"thiếu {_plain(lacking)} trong {_plain(assigned)} sản phẩm ({names})" if concerned else "",
        concerned,
    )


def _quality_causes(products: Sequence[Product]) -> tuple[str, list[Product]]:
    return _fault_causes(products, lambda product: product.reworks, "làm lại")


def _progress_causes(products: Sequence[Product]) -> tuple[str, list[Product]]:
    return _fault_causes(products, lambda product: product.delays, "chậm")


_CAUSES: dict[str, Callable[[Sequence[Product]], tuple[str, list[Product]]]] = {
    "quantity": _missing,
    "quality": _quality_causes,
    "progress": _progress_causes,
}


def _fault_causes(
    products: Sequence[Product], faults_of: Callable[[Product], Sequence[Fault]], verb: str
) -> tuple[str, list[Product]]:
    """Each product with counted faults first, then those that were never finished."""
    faulty = [product for product in products if _counted(faults_of(product))]
    unfinished = [
        product for product in products if product.completed < product.assigned and product not in faulty
    ]
    said = [_fault_sentence(product, _counted(faults_of(product)), verb) for product in faulty]
    if unfinished:
        names = _list_some([f"“{product.name}”" for product in unfinished])
        said.append(f"chưa hoàn thành {names}")
    return _list_some(said, "; "), [*faulty, *unfinished]


def _counted(faults: Sequence[Fault]) -> list[Fault]:
    return [fault for fault in faults if fault.times and not fault.excused]


def _fault_sentence(product: Product, faults: Sequence[Fault], verb: str) -> str:
    """`“Báo cáo” làm lại 1 lần`, or with several units `2 sản phẩm “Báo cáo” chậm 1 lần`."""
    groups = []
    for times in sorted({fault.times for fault in faults}):
        units = sum(1 for fault in faults if fault.times == times)
        head = f"{units} sản phẩm " if units > 1 else ""
        groups.append(f"{head}“{product.name}” {verb} {times} lần")
    return ", ".join(groups)


def _list_some(names: Sequence[str], separator: str = ", ") -> str:
    shown, more = names[:NAMES_SHOWN], len(names) - NAMES_SHOWN
    text = separator.join(shown)
    return f"{text}{separator}và {more} mục khác" if more > 0 else text


def _formula(score: Score) -> str:
    """`70 × (90,32 % + 88,71 % + 87,10 %) ÷ 3 = 62,10`; with weights `20 × 90,00 % + 32 × … = 63,00`."""
    if score.result is None:
        return ""
    if len({component.maximum for component in score.components}) > 1:
        parts = (f"{_plain(part.maximum)} × {_percent(score, part)}" for part in score.components)
        return f"{' + '.join(parts)}{_adjusted(score)} = {_points(score, score.result)}"
    ratios = " + ".join(_percent(score, component) for component in score.components)
    maximum = _plain(score.outcome.result_maximum)
    head = f"{maximum} × ({ratios}) ÷ {len(score.components)}"
    return f"{head}{_adjusted(score)} = {_points(score, score.result)}"


def _adjusted(score: Score) -> str:
    """` − 3,00 + 1,00` for what was taken and added."""
    return "".join(
        f" {'−' if item.points < 0 else '+'} {_points(score, score.rounding.apply(abs(item.points)))}"
        for item in score.outcome.adjustments
    )


def _basis(score: Score) -> str:
    """The articles of the framework, and the converted volume that everything is divided by."""
    if score.result is None:
        return f"{score.trace.article}. Kỳ này chưa được giao sản phẩm, công việc nào nên chưa đủ dữ liệu để chấm"
    if not score.outcome.assigned_volume:
        return score.trace.article
    volume = _plain(score.outcome.assigned_volume)
    return f"{score.trace.article} · khối lượng được giao: {volume} sản phẩm quy đổi"


def _general_sentence(score: Score) -> str:
    return f"Tiêu chí chung {_plain(score.outcome.general)} / {_plain(score.outcome.general_maximum)}"


def _notes(score: Score) -> tuple[str, ...]:
    """Failed gates, and the case where rounding makes the points look like more than they are."""
    notes = [gate.sentence for gate in score.gates if not gate.passed]
    exact, displayed = score.outcome.total, score.total
    if exact is None or displayed is None:
        return tuple(notes)
    for level, threshold in score.thresholds:
        if exact < threshold <= displayed and _below(score.provisional_level, level):
            notes.append(
                f"Điểm chưa làm tròn nhỏ hơn {_plain(threshold)} nên chưa đạt mức {level.label.lower()}, "
                f"dù hiển thị là {_points(score, displayed)}"
            )
    return tuple(notes)


def _below(level: Level, other: Level) -> bool:
    order = list(Level)
    return order.index(level) > order.index(other)


def _what_ifs(score: Score, inputs: Inputs, decisions: Sequence[LocalDecision]) -> tuple[WhatIf, ...]:
    """One for all counted delays, one for all counted reworks; only where it would raise the displayed score."""
    found = (what_if_excused(score, inputs, kind, decisions=decisions) for kind in ("delays", "reworks"))
    return tuple(item for item in found if item is not None)


def what_if_excused(
    score: Score,
    inputs: Inputs,
    kind: str,
    *,
    product: int | None = None,
    decisions: Sequence[LocalDecision] = (),
) -> WhatIf | None:
    """Say what follows if counted faults were confirmed as having an objective cause.

    `kind` is `delays` or `reworks`; `product` is the index of one product, or None for all of them.
    None when there is nothing to excuse or no score.
    """
    times, excused = _excuse(inputs, kind, product)
    if score.total is None or not times:
        return None
    other = compute(excused, decisions=decisions)
    total = score.total if other.total is None else other.total
    verb = {"delays": "chậm", "reworks": "làm lại"}[kind]
    delta = total - score.total
    sentence = (
        f"Nếu {times} lần {verb} được xác nhận nguyên nhân khách quan: "
        f"+{_points(score, delta)} → {_points(score, total)}"
    )
    return WhatIf(f"excuse_{kind}", sentence, delta, total, other.level)


def _excuse(inputs: Inputs, kind: str, only: int | None) -> tuple[int, Inputs]:
    """How many counted times there are, and the inputs with them excused."""
    times, products = 0, []
    for index, product in enumerate(inputs.products):
        faults: tuple[Fault, ...] = product.delays if kind == "delays" else product.reworks
        if only in {None, index}:
            times += sum(fault.times for fault in _counted(faults))
            faults = tuple(replace(fault, excused=True) for fault in faults)
        changed = replace(product, delays=faults) if kind == "delays" else replace(product, reworks=faults)
        products.append(changed)
    return times, replace(inputs, products=tuple(products))


def _next_level(score: Score) -> tuple[Level | None, Decimal | None]:
    """The next level up and the displayed points still missing, at least one unit of the last decimal."""
    if score.total is None or score.outcome.total is None:
        return None, None
    higher = [(level, points) for level, points in score.thresholds if _below(score.provisional_level, level)]
    if not higher:
        return None, None
    level, threshold = higher[-1]
    smallest = Decimal(1).scaleb(-score.rounding.digits)
    return level, max(score.rounding.apply(threshold) - score.total, smallest)


def _percent(score: Score, component: Component) -> str:
    return f"{format_number(score.percent(component), score.rounding.digits)}{NBSP}%"


def _points(score: Score, points: Decimal) -> str:
    return format_number(points, score.rounding.digits)


def _plain(number: Fraction) -> str:
    return format_number(Decimal(number.numerator) / Decimal(number.denominator))
