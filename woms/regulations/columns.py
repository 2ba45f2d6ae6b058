"""The second way to carry a formula: numbers that are whole columns, for everybody at once (ADR 0013).

A column number is an exact fraction of whole-number columns: numerator over a constant and over columns that are
positive wherever there is something to score. Adding, comparing and limiting never divide, so nothing is lost; only
the last rounding divides. The formulas are those of one person: they are called with these numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import gcd, lcm
from typing import Any, Protocol, TypeVar

from woms.core.errors import Refused
from woms.core.rounding import Rounding, RoundingMode
from woms.regulations.arithmetic import at_least, at_most, nonzero_or, rounded, step_reached
from woms.regulations.calculation import Calculation
from woms.regulations.formulas import employees, item_factors
from woms.regulations.formulas.volumes import Factor, fault_loss, left_after
from woms.regulations.inputs import Inputs, Leadership, Volumes
from woms.regulations.parameter_files import catalogue
from woms.regulations.parameters import LocalDecision, ParameterSet
from woms.regulations.registry import formula_on
from woms.regulations.results import Level, Outcome
from woms.regulations.values import Value

F = TypeVar("F", bound=Callable[..., Any])
POINT_DIGITS = 6
QUANTITY_SCALE = 1_000  # quantities and coefficients are kept to three decimals
VOLUME_SCALE = QUANTITY_SCALE**2
GENERAL_SCALE = 100
PERCENT = 100

# The frameworks whose inputs are columns, with what one fault takes of quality and of progress. The conditions of
# Regulation 366, dated facts and marks of objectives are read product by product: one person at a time.
COLUMNAR: Mapping[str, tuple[Factor, Factor]] = {
    "nd335/non-leader": (item_factors.quality_factor, item_factors.progress_factor),
    "nd335/leader": (item_factors.quality_factor, item_factors.progress_factor),
    "nd335/deputy": (item_factors.quality_factor, item_factors.progress_factor),
    "nd233/non-manager": (employees.employee_quality_factor, employees.employee_progress_factor),
    "nd233/manager": (employees.employee_quality_factor, employees.employee_progress_factor),
    "nd233/deputy-manager": (employees.employee_quality_factor, employees.employee_progress_factor),
}


class NotColumnar(Refused):
    """What a whole group at once cannot be scored by; one person at a time still can."""


class Carrier(Protocol):
    """What an engine of columns must know beside + − × and comparison of its expressions."""

    def whole(self, number: int) -> Any: ...
    def text(self, word: str) -> Any: ...
    def least(self, one: Any, other: Any) -> Any: ...
    def greatest(self, one: Any, other: Any) -> Any: ...
    def choose(self, condition: Any, one: Any, other: Any) -> Any: ...
    def quotient(self, number: Any, divisor: Any) -> Any:
        """Whole-number division of numbers that are not negative; nothing where the divisor is zero."""

    def is_zero(self, number: Any) -> Any: ...
    def nothing(self) -> Any: ...


@dataclass(frozen=True, slots=True, eq=False)
class ColumnNumber:
    """`numerator` ÷ (`constant` × the `divisors`). Equal `name`s mean equal numerators."""

    carrier: Carrier
    numerator: Any
    name: str
    constant: int = 1
    divisors: tuple[tuple[str, Any], ...] = ()

    def __bool__(self) -> bool:
        """There is such a column. Which rows have something in it is asked row by row, in `score_columns`."""
        return True

    def __add__(self, other: ColumnNumber | Fraction | int) -> ColumnNumber:
        one, two = self.paired(other)
        return one.replaced(one.numerator + two.numerator, f"({one.name}+{two.name})")

    def __sub__(self, other: ColumnNumber | Fraction | int) -> ColumnNumber:
        one, two = self.paired(other)
        return one.replaced(one.numerator - two.numerator, f"({one.name}-{two.name})")

    def __mul__(self, other: ColumnNumber | Fraction | int) -> ColumnNumber:
        two = self.lifted(other)
        return ColumnNumber(
            self.carrier,
            self.numerator * two.numerator,
            f"{self.name}*{two.name}",
            self.constant * two.constant,
            (*self.divisors, *two.divisors),
        )

    def __truediv__(self, other: ColumnNumber | Fraction | int) -> ColumnNumber:
        if not isinstance(other, ColumnNumber):
            return self * (1 / Fraction(other))
        shared = gcd(self.constant, other.constant)
        above = self.times(other.constant // shared, other.divisors)
        return ColumnNumber(
            self.carrier,
            above.numerator,
            above.name,
            self.constant // shared,
            (*self.divisors, (other.name, other.numerator)),
        )

    def __radd__(self, other: Fraction | int) -> ColumnNumber:
        return self + other

    def __rsub__(self, other: Fraction | int) -> ColumnNumber:
        return self.lifted(other) - self

    def __rmul__(self, other: Fraction | int) -> ColumnNumber:
        return self * other

    def reaches(self, threshold: ColumnNumber | Fraction | int) -> Any:
        one, two = self.paired(threshold)
        return one.numerator >= two.numerator

    def units(self, digits: int, mode: RoundingMode = RoundingMode.HALF_UP) -> Any:
        """The value rounded to units of the last digit, a whole number; it must not be negative."""
        scaled = self.numerator * self.carrier.whole(10**digits)
        divisor = self.divisor_column()
        if mode is RoundingMode.DOWN:
            return self.carrier.quotient(scaled, divisor)
        if mode is not RoundingMode.HALF_UP:
            raise NotColumnar(
                f"Chấm cả khối không làm tròn được theo cách “{mode}”. Hãy chấm từng phiếu, hoặc chọn cách làm tròn khác.",
                code="columns.rounding",
            )
        two = self.carrier.whole(2)
        return self.carrier.quotient(scaled * two + divisor, divisor * two)

    def divisor_column(self) -> Any:
        found = self.carrier.whole(self.constant)
        for _, expression in self.divisors:
            found = found * expression
        return found

    def lifted(self, other: ColumnNumber | Fraction | int) -> ColumnNumber:
        if isinstance(other, ColumnNumber):
            return other
        exact = Fraction(other)
        return ColumnNumber(
            self.carrier, self.carrier.whole(exact.numerator), str(exact.numerator), exact.denominator
        )

    def paired(self, other: ColumnNumber | Fraction | int) -> tuple[ColumnNumber, ColumnNumber]:
        """Both over the same divisor, each widened only by what it lacks."""
        two = self.lifted(other)
        constant = lcm(self.constant, two.constant)
        mine, theirs = _counted(self.divisors), _counted(two.divisors)
        wanted = mine | theirs
        expressions = dict((*self.divisors, *two.divisors))

        def lacking(have: Counter[str]) -> tuple[tuple[str, Any], ...]:
            return tuple((name, expressions[name]) for name in sorted((wanted - have).elements()))

        return (
            self.times(constant // self.constant, lacking(mine)).over(constant, lacking(mine)),
            two.times(constant // two.constant, lacking(theirs)).over(constant, lacking(theirs)),
        )

    def times(self, constant: int, factors: tuple[tuple[str, Any], ...]) -> ColumnNumber:
        """The numerator times more, over the same divisor."""
        numerator, name = self.numerator, self.name
        if constant != 1:
            numerator, name = numerator * self.carrier.whole(constant), f"{name}*{constant}"
        for factor, expression in factors:
            numerator, name = numerator * expression, f"{name}*{factor}"
        return self.replaced(numerator, name)

    def over(self, constant: int, more: tuple[tuple[str, Any], ...]) -> ColumnNumber:
        return ColumnNumber(self.carrier, self.numerator, self.name, constant, (*self.divisors, *more))

    def replaced(self, numerator: Any, name: str) -> ColumnNumber:
        return ColumnNumber(self.carrier, numerator, name, self.constant, self.divisors)


def _counted(divisors: tuple[tuple[str, Any], ...]) -> Counter[str]:
    return Counter(name for name, _ in divisors)


def _on_columns(helper: Any) -> Callable[[F], F]:
    """Register what a helper of `arithmetic` does with columns."""
    dispatcher: Any = helper

    def register(function: F) -> F:
        dispatcher.register(ColumnNumber)(function)
        return function

    return register


@_on_columns(at_most)
def _at_most(value: ColumnNumber, limit: Any) -> ColumnNumber:
    one, two = value.paired(limit)
    return one.replaced(value.carrier.least(one.numerator, two.numerator), f"least({one.name},{two.name})")


@_on_columns(at_least)
def _at_least(value: ColumnNumber, floor: Any) -> ColumnNumber:
    one, two = value.paired(floor)
    return one.replaced(
        value.carrier.greatest(one.numerator, two.numerator), f"greatest({one.name},{two.name})"
    )


@_on_columns(nonzero_or)
def _nonzero_or(value: ColumnNumber, otherwise: Any) -> ColumnNumber:
    one, two = value.paired(otherwise)
    chosen = value.carrier.choose(value.carrier.is_zero(one.numerator), two.numerator, one.numerator)
    return one.replaced(chosen, f"nonzero({one.name},{two.name})")


@_on_columns(rounded)
def _rounded(value: ColumnNumber, rounding: Rounding) -> ColumnNumber:
    units = value.units(rounding.digits, rounding.mode)
    return ColumnNumber(value.carrier, units, f"rounded({value.name})", 10**rounding.digits)


@_on_columns(step_reached)
def _step_reached(value: ColumnNumber, steps: Any, below: Any) -> Any:
    found = value.carrier.text(str(below))
    for answer, threshold in reversed(steps):
        found = value.carrier.choose(value.reaches(threshold), value.carrier.text(str(answer)), found)
    return found


class ColumnCalculation(Calculation):
    """Applies the same dated formulas to columns, without a trace; volumes were summed where the rows are."""

    def apply_named(self, name: str, *args: Any, **kwargs: Any) -> Any:
        return self._summed(name) or formula_on(name, self.parameters.on).function(self, *args, **kwargs)

    def about(self, subject: str) -> None:
        pass

    def note(self, label: str, value: Fraction, unit: str) -> None:
        pass

    def _read(self, name: str) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Population:
    """The columns of one group of people: converted volumes, general points, and for leaders their marks."""

    volumes: Volumes
    general: Any
    leadership: Leadership | None = None


@dataclass(frozen=True, slots=True)
class ScoredColumns:
    """Points in millionths, rounded half up; nothing where nothing was assigned. `level` holds codes.

    `shown`: the total as it is displayed, in units of the last of `digits`.
    """

    general: Any
    result: Any
    total: Any
    level: Any
    shown: Any
    digits: int


def score_columns(
    carrier: Carrier,
    framework: str,
    on: date,
    people: Population,
    *,
    decisions: Sequence[LocalDecision] = (),
    supposed: Mapping[str, Value] | None = None,
) -> ScoredColumns:
    """Score a whole group under one framework, as expressions of the carrier; `supposed` as in `score`.

    Nobody in the group may have dated facts: those are scored one by one. Raises `NotColumnar` for a framework or a
    decided value that columns do not carry.
    """
    if framework not in COLUMNAR:
        raise NotColumnar(
            f"Khung “{framework}” xét từng sản phẩm nên không chấm cả khối được. Hãy chấm từng phiếu.",
            code="columns.framework",
        )
    parameters = ParameterSet(catalogue(), on, decisions, supposed)
    calculation = ColumnCalculation(parameters, people.volumes)
    inputs = Inputs(framework=framework, on=on, general=people.general, leadership=people.leadership)
    outcome: Outcome = calculation.apply_named(framework, inputs)
    return _scored(carrier, outcome, calculation.rounding)


def _scored(carrier: Carrier, outcome: Outcome, rounding: Rounding) -> ScoredColumns:
    columns: Any = outcome
    has_nothing = carrier.is_zero(columns.assigned_volume.numerator)

    def unless_nothing(column: Any, otherwise: Any) -> Any:
        return carrier.choose(has_nothing, otherwise, column)

    return ScoredColumns(
        general=columns.general.units(POINT_DIGITS),
        result=unless_nothing(columns.result.units(POINT_DIGITS), carrier.nothing()),
        total=unless_nothing(columns.total.units(POINT_DIGITS), carrier.nothing()),
        level=unless_nothing(columns.level, carrier.text(Level.INSUFFICIENT_DATA)),
        shown=unless_nothing(columns.total.units(rounding.digits, rounding.mode), carrier.nothing()),
        digits=rounding.digits,
    )


def loss_columns(
    times: ColumnNumber, framework: str, on: date, decisions: Sequence[LocalDecision] = ()
) -> tuple[ColumnNumber, ColumnNumber]:
    """What one faulty unit loses of quality and of progress, by how many times it was at fault."""
    calculation = ColumnCalculation(ParameterSet(catalogue(), on, decisions))
    quality, progress = COLUMNAR[framework]
    column: Any = times
    lost_quality: Any = fault_loss(calculation, quality, column)
    lost_progress: Any = fault_loss(calculation, progress, column)
    return lost_quality, lost_progress


def kept_column(completed: ColumnNumber, lost: ColumnNumber) -> ColumnNumber:
    """What is left of a product's completed quantity after its losses."""
    columns: Any = (completed, lost)
    kept: ColumnNumber = left_after(*columns)  # type: ignore[assignment] # the formula speaks of one person
    return kept


def sums_of(inputs: Inputs, decisions: Sequence[LocalDecision] = ()) -> tuple[int, ...] | None:
    """One person's columns: general points, volumes, for leaders their marks. None where columns do not say it all."""
    if inputs.framework not in COLUMNAR or inputs.facts:
        return None
    calculation = Calculation(ParameterSet(catalogue(), inputs.on, decisions))
    volumes: Volumes = calculation.apply_named(f"{inputs.framework.split('/')[0]}/volume", inputs.products)
    exact = [
        inputs.general * GENERAL_SCALE,
        *(
            volume * VOLUME_SCALE
            for volume in (volumes.assigned, volumes.completed, volumes.quality, volumes.progress)
        ),
    ]
    if inputs.leadership is not None:
        marks = inputs.leadership
        exact += [mark * PERCENT for mark in (marks.unit_result, marks.organizing, marks.cohesion)]
    return tuple(map(int, exact)) if all(value.denominator == 1 for value in exact) else None


def inputs_of_sums(framework: str, on: date, sums: Sequence[int]) -> tuple[Inputs, Volumes]:
    """The other way round: what a score was made of when only the sums were kept."""
    general, assigned, completed, quality, progress, *marks = sums
    volumes = Volumes(*(Fraction(value, VOLUME_SCALE) for value in (assigned, completed, quality, progress)))
    leadership = Leadership(*(Fraction(mark, PERCENT) for mark in marks)) if marks else None
    return Inputs(framework, on, Fraction(general, GENERAL_SCALE), leadership=leadership), volumes
