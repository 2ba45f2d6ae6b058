"""Quantities turned into converted volume: quantity × coefficient, whole and after penalties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeAlias

from woms.regulations.arithmetic import Number, at_least
from woms.regulations.calculation import Calculation
from woms.regulations.formulas.item_factors import progress_factor, quality_factor
from woms.regulations.inputs import NO_VOLUME, Fault, Product, Volumes
from woms.regulations.registry import rule

Factor: TypeAlias = Callable[[Calculation, int], Number]


@rule(
    "nd335/product_volume",
    label="Khối lượng quy đổi của một sản phẩm",
    since=date(2026, 1, 1),
    cites=("nd-335-2025", "Điều 13", "Điều 14"),
    unit="volume",
)
def product_volume(calculation: Calculation, product: Product) -> Volumes:
    """Số lượng nhân hệ số quy đổi. Phần đạt chất lượng và phần đúng tiến độ là phần đã hoàn thành, trừ đi phần bị
    mất của từng đơn vị sản phẩm phải làm lại hoặc bị chậm.
    """
    return converted(calculation, product, quality_factor, progress_factor)


def converted(calculation: Calculation, product: Product, quality: Factor, progress: Factor) -> Volumes:
    """The volumes of one product under a family's factors, with the product named in the trace."""
    calculation.about(f"“{product.name}”")
    calculation.note("Hệ số quy đổi", product.coefficient, "coefficient")
    calculation.note("Số lượng được giao", product.assigned, "quantity")
    calculation.note("Số lượng hoàn thành", product.completed, "quantity")
    return Volumes(
        assigned=product.assigned * product.coefficient,
        completed=product.completed * product.coefficient,
        quality=_left(calculation, quality, product, product.reworks) * product.coefficient,
        progress=_left(calculation, progress, product, product.delays) * product.coefficient,
    )


@rule(
    "nd335/volume",
    label="Khối lượng quy đổi của cả kỳ",
    since=date(2026, 1, 1),
    cites=("nd-335-2025", "Điều 13", "Điều 14"),
    unit="volume",
)
def total_volume(calculation: Calculation, products: Sequence[Product]) -> Volumes:
    """Cộng khối lượng quy đổi của mọi sản phẩm, công việc được giao trong kỳ."""
    return sum((calculation.apply(product_volume, product) for product in products), NO_VOLUME)


def _left(
    calculation: Calculation,
    factor: Factor,
    product: Product,
    faults: Sequence[Fault],
) -> Number:
    lost = 0 * product.completed
    for fault in faults:
        if not fault.excused:
            lost = lost + fault_loss(calculation, factor, fault.times)
    return left_after(product.completed, lost)


def fault_loss(calculation: Calculation, factor: Factor, times: int) -> Number:
    """How much of one unit of a product its faults took."""
    return 1 - calculation.apply(factor, times)


def left_after(completed: Number, lost: Number) -> Number:
    """Completed quantity less what its faulty units lost.

    Faults of units that were never completed cannot take more than there is.
    """
    return at_least(completed - lost, 0 * completed)
