"""One calculation at work: it finds the dated formula, hands out parameters, and writes the trace."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Concatenate, ParamSpec, TypeVar

from woms.core.numbers import format_number
from woms.core.rounding import Rounding
from woms.regulations.inputs import Delivery, Volumes
from woms.regulations.instruments import Citation
from woms.regulations.parameters import ParameterSet
from woms.regulations.registry import Rule, formula_on, name_of
from woms.regulations.results import Gate, Level, Outcome
from woms.regulations.trace import OpenNode, TraceNode
from woms.regulations.values import Scale, units, with_unit

P = ParamSpec("P")
R = TypeVar("R")


SUMMED = ("nd335/volume", "nd233/volume")  # what a database may have added up before


class Calculation:
    """What a formula is given: parameters of the governing date, and the way to use other formulas."""

    def __init__(self, parameters: ParameterSet, volumes: Volumes | None = None) -> None:
        """`volumes`: the converted volumes where somebody has added up the products already."""
        self.parameters = parameters
        self.volumes = volumes
        self.rounding = parameters.rounding("common/display_rounding")
        self._open: list[tuple[Rule, OpenNode]] = []
        self.roots: list[TraceNode] = []

    def apply(
        self, formula: Callable[Concatenate[Calculation, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Use a formula by its registered name: the version in force on the governing date answers."""
        answer: R = self.apply_named(name_of(formula), *args, **kwargs)
        return answer

    def apply_named(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """Like `apply`, for a name that was read from a file."""
        found = formula_on(name, self.parameters.on)
        node = OpenNode(found.name, found.label, found.unit, found.article)
        self._open.append((found, node))
        try:
            answer = self._summed(name) or found.function(self, *args, **kwargs)
        finally:
            self._open.pop()
        self._record(node.close(*shown(answer, found.unit, self.rounding)))
        return answer

    def _summed(self, name: str) -> Volumes | None:
        return self.volumes if name in SUMMED else None

    def about(self, subject: str) -> None:
        """Name what the current rule is looking at, for the trace."""
        node = self._open[-1][1]
        node.label = f"{node.label}: {subject}"

    def note(self, label: str, value: Fraction, unit: str) -> None:
        """Show an input in the trace, below the rule that used it."""
        text, exact = shown(value, unit, self.rounding)
        self._record(TraceNode("input", "", label, text, exact, unit, ""))

    def number(self, name: str) -> Fraction:
        self._read(name)
        return self.parameters.number(name)

    def text(self, name: str) -> str:
        self._read(name)
        return self.parameters.text(name)

    def numbers(self, name: str) -> tuple[Fraction, ...]:
        self._read(name)
        return self.parameters.numbers(name)

    def codes(self, name: str) -> tuple[str, ...]:
        self._read(name)
        return self.parameters.codes(name)

    def scale(self, name: str) -> Scale:
        self._read(name)
        return self.parameters.scale(name)

    def cites(self, name: str) -> Citation:
        """The article behind a parameter that was read."""
        return self.parameters.read(name).cites

    def _read(self, name: str) -> None:
        """Only declared parameters may be read: the page of a rule must list everything it depends on."""
        current = self._open[-1][0]
        if name not in current.reads:
            raise TypeError(f"{current.name} reads {name} without declaring it")
        reading = self.parameters.read(name)
        parameter = reading.parameter
        self._record(
            TraceNode(
                "parameter",
                name,
                parameter.description,
                reading.shown,
                reading.shown,
                parameter.unit.code,
                reading.source,
            )
        )

    def _record(self, node: TraceNode) -> None:
        if self._open:
            self._open[-1][1].add(node)
        else:
            self.roots.append(node)


def shown(answer: object, unit: str, rounding: Rounding) -> tuple[str, str]:
    """An answer for readers, and the same without rounding."""
    if isinstance(answer, Fraction):
        return _show_number(answer, unit, rounding)
    if isinstance(answer, Volumes):
        return _show_volumes(answer)
    if isinstance(answer, Delivery):
        return _show_delivery(answer)
    if isinstance(answer, Level):
        return answer.label, answer.value
    if isinstance(answer, Outcome):
        return (answer.level.label, "") if answer.total is None else shown(answer.total, unit, rounding)
    return _show_gates(answer)


def _show_number(value: Fraction, unit: str, rounding: Rounding) -> tuple[str, str]:
    """Percentages and points as displayed; quantities without needless zeros."""
    written = value * units()[unit].per
    if unit in {"percent", "point"}:
        number = format_number(rounding.apply(written), rounding.digits)
    else:
        number = format_number(_decimal(written))
    return with_unit(number, units()[unit]), str(written)


def _show_volumes(volumes: Volumes) -> tuple[str, str]:
    parts = {
        "được giao": volumes.assigned,
        "hoàn thành": volumes.completed,
        "đạt chất lượng": volumes.quality,
        "đúng tiến độ": volumes.progress,
    }
    text = "; ".join(f"{name} {format_number(_decimal(value))}" for name, value in parts.items())
    return text, "; ".join(str(value) for value in parts.values())


def _show_delivery(delivery: Delivery) -> tuple[str, str]:
    parts = {
        "được giao": delivery.assigned,
        "chưa xong": delivery.unfinished,
        "chậm": delivery.late,
        "vượt mức": delivery.exceeding,
    }
    text = "; ".join(f"{name} {format_number(_decimal(value))}" for name, value in parts.items())
    return text, "; ".join(str(value) for value in parts.values())


def _show_gates(answer: object) -> tuple[str, str]:
    gates = [gate for gate in answer if isinstance(gate, Gate)] if isinstance(answer, tuple) else []
    failed = [gate.code for gate in gates if not gate.passed]
    return ("; ".join(gate.sentence for gate in gates if not gate.passed) or "đạt", " ".join(failed))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
