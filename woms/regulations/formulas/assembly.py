"""How every framework is put together: its parts become points, points add up, conditions decide the level."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from woms.core.errors import Invalid
from woms.regulations.arithmetic import Number
from woms.regulations.calculation import Calculation
from woms.regulations.inputs import Inputs, Leadership
from woms.regulations.results import Adjustment, Component, Gate, Level, Outcome, level_after

Components: TypeAlias = tuple[Component, ...]
ToPoints: TypeAlias = Callable[[Components], Number]
Gates: TypeAlias = tuple[Gate, ...]
Parts: TypeAlias = tuple[tuple[str, str, str], ...]

# The measured parts in the order of the decrees: code, letter, name.
MEASURED: Parts = (
    ("quantity", "a", "Số lượng"),
    ("quality", "b", "Chất lượng"),
    ("progress", "c", "Tiến độ"),
)
MARKED: Parts = (
    ("unit_result", "d", "Kết quả đơn vị"),
    ("organizing", "đ", "Tổ chức triển khai"),
    ("cohesion", "e", "Tập hợp, đoàn kết"),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The rules that every framework of one family shares, and the parameters that hold its maxima."""

    general: Callable[[Calculation, Number], Number]
    total: Callable[[Calculation, Number, Number], Number]
    level: Callable[[Calculation, Number], Level]
    result_maximum: str
    general_maximum: str


def unadjusted(result: Number) -> tuple[Adjustment, ...]:  # noqa: ARG001 - one signature
    """Most frameworks add and take nothing."""
    return ()


def assemble(
    calculation: Calculation,
    inputs: Inputs,
    frame: Frame,
    components: Components,
    *,
    to_points: ToPoints,
    gates: Callable[[Level], Gates],
    assigned_volume: Fraction = Fraction(0),
    adjust: Callable[[Number], tuple[Adjustment, ...]] = unadjusted,
) -> Outcome:
    """Work out a whole outcome. Without components there is no score, only what the gates say.

    `adjust` is told the result so far. `gates` are tested last, knowing the level by points.
    """
    general = calculation.apply(frame.general, inputs.general)
    result = total = None
    provisional = Level.INSUFFICIENT_DATA
    adjustments: tuple[Adjustment, ...] = ()
    if components:
        measured = to_points(components)
        adjustments = adjust(measured)
        result = sum((item.points for item in adjustments), measured)
        total = calculation.apply(frame.total, result, general)
        provisional = calculation.apply(frame.level, total)
    tested = gates(provisional)
    return Outcome(
        components=components,
        assigned_volume=assigned_volume,
        result_maximum=calculation.number(frame.result_maximum),
        general_maximum=calculation.number(frame.general_maximum),
        general=general,
        result=result,
        total=total,
        provisional_level=provisional,
        level=level_after(provisional, tested),
        gates=tested,
        adjustments=adjustments,
    )


def as_components(parts: Parts, ratios: Sequence[Number], maxima: Mapping[str, Fraction]) -> Components:
    """The parts with their ratios and the points each is worth."""
    return tuple(
        Component(code, letter, label, ratio, maxima[code])
        for (code, letter, label), ratio in zip(parts, ratios, strict=True)
    )


def equal_shares(parts: Parts, maximum: Fraction) -> dict[str, Fraction]:
    """The same points for every part."""
    return {code: maximum / len(parts) for code, _, _ in parts}


def ratios_by_code(components: Components) -> dict[str, Number]:
    return {component.code: component.ratio for component in components}


def marks_of(inputs: Inputs) -> Leadership:
    """The marks of a head or deputy. Raises `Invalid` when they are missing."""
    if inputs.leadership is None:
        raise Invalid(
            "Thiếu kết quả đơn vị, tổ chức triển khai và đoàn kết của người lãnh đạo. Thêm mục leadership.",
            code="regulations.leadership_missing",
            field="leadership",
        )
    return inputs.leadership
