"""Dated values of the law: looked up by day, overlaid by local decisions where the law leaves room.

A value that the text leaves open (grade V3, R, U or D) has to say who may set it and within which bounds.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from woms.core.errors import Invalid, Missing
from woms.core.rounding import Rounding
from woms.regulations.instruments import Certainty, Citation
from woms.regulations.values import Scale, Unit, Value, show_value, written_numbers

T = TypeVar("T")
LEVELS = ("national", "province", "unit")
LEVEL_LABELS = {"national": "trung ương", "province": "tỉnh, thành phố", "unit": "đơn vị"}


@dataclass(frozen=True, slots=True)
class DatedValue:
    """What holds from a day on; a `value` of None says that the parameter was repealed that day."""

    since: date
    value: Value | None
    cites: Citation
    checked_on: date | None


@dataclass(frozen=True, slots=True)
class Setting:
    """Who may decide otherwise, and how far. Bounds are in the written form (25 for 25 %)."""

    overridable_by: tuple[str, ...]
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    total: Decimal | None = None
    choices: tuple[str, ...] = ()

    def complaint(self, value: Value, unit: Unit) -> str:
        """What is wrong with a value under these bounds, as the end of a sentence; empty if nothing is."""
        numbers = written_numbers(value, unit)
        words = (value,) if isinstance(value, str) else value if unit.kind == "codes" else ()
        if isinstance(words, tuple) and not set(words) <= set(self.choices):
            return f"chỉ nhận một trong: {', '.join(self.choices)}"
        if self.minimum is not None and any(number < self.minimum for number in numbers):
            return f"không được nhỏ hơn {self.minimum}"
        if self.maximum is not None and any(number > self.maximum for number in numbers):
            return f"không được lớn hơn {self.maximum}"
        if self.total is not None and sum(numbers) != self.total:
            return f"phải cộng lại đúng {self.total}"
        return ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One concept of the law with its values by date."""

    name: str
    description: str
    unit: Unit
    certainty: Certainty
    note: str
    values: tuple[DatedValue, ...]
    setting: Setting | None

    @property
    def names(self) -> list[str]:
        """The names of a scale, in their order; none for other kinds of value."""
        return _names(next(dated.value for dated in reversed(self.values) if dated.value is not None))

    def ordered(self, value: Value) -> Value:
        """A scale with its names in the parameter's order: what was stored as JSON may come back in another."""
        if self.unit.kind != "scale" or sorted(_names(value)) != sorted(self.names):
            return value
        pairs = (
            {item[0]: item for item in value if isinstance(item, tuple)} if isinstance(value, tuple) else {}
        )
        return tuple(pairs[name] for name in self.names)

    def on(self, day: date) -> tuple[Value, Citation]:
        """The value in force on a day, and its article. Raises `Missing` naming the first day that has one."""
        in_force = next((dated for dated in reversed(self.values) if dated.since <= day), None)
        if in_force is None or in_force.value is None:
            raise Missing(
                f"Tham số “{self.name}” không có giá trị vào ngày {day:%d/%m/%Y}; giá trị đầu tiên có từ ngày "
                f"{self.values[0].since:%d/%m/%Y}. Chọn ngày khác, hoặc thêm giá trị vào tệp {self.name}.yaml.",
                code="regulations.parameter_undated",
                field=self.name,
            )
        return in_force.value, in_force.cites


@dataclass(frozen=True, slots=True)
class LocalDecision:
    """A body's own value for a parameter that the law leaves open, with the number of its decision."""

    parameter: str
    value: Value
    level: str
    number: str
    since: date


@dataclass(frozen=True, slots=True)
class Reading:
    """One value as read on a day: from the law, or from the local decision that overlays it."""

    parameter: Parameter
    value: Value
    cites: Citation
    decision: LocalDecision | None = None

    @property
    def shown(self) -> str:
        return show_value(self.value, self.parameter.unit)

    @property
    def source(self) -> str:
        """The article, and the local decision if there is one."""
        if self.decision is None:
            return self.cites.text
        return (
            f"Quyết định {self.decision.number} ({LEVEL_LABELS[self.decision.level]}), theo {self.cites.text}"
        )


class ParameterSet:
    """Every parameter as it stands on one day. Typed getters; a wrong type is a mistake in the rule."""

    def __init__(
        self,
        catalogue: Mapping[str, Parameter],
        on: date,
        decisions: Sequence[LocalDecision] = (),
        supposed: Mapping[str, Value] | None = None,
    ) -> None:
        """`supposed`: values to try out in place of text and decisions, bounds or not; never for a real score."""
        self.catalogue = catalogue
        self.on = on
        self._supposed = supposed or {}
        self._decided = _decisions_in_force(catalogue, on, decisions)
        self._used: dict[str, LocalDecision] = {}

    def read(self, name: str) -> Reading:
        parameter = parameter_named(self.catalogue, name)
        value, cites = parameter.on(self.on)
        if name in self._supposed:
            return Reading(parameter, self._supposed[name], cites)
        decision = self._decided.get(name)
        if decision is not None:
            self._used[name] = decision
        return Reading(parameter, value if decision is None else decision.value, cites, decision)

    @property
    def decisions_used(self) -> tuple[LocalDecision, ...]:
        """The local decisions that something has read so far, by name: those that a result rests on."""
        return tuple(self._used[name] for name in sorted(self._used))

    def number(self, name: str) -> Fraction:
        return _typed(name, self.read(name).value, Fraction)

    def text(self, name: str) -> str:
        return _typed(name, self.read(name).value, str)

    def rounding(self, name: str) -> Rounding:
        return _typed(name, self.read(name).value, Rounding)

    def numbers(self, name: str) -> tuple[Fraction, ...]:
        return tuple(_typed(name, item, Fraction) for item in _typed(name, self.read(name).value, tuple))

    def codes(self, name: str) -> tuple[str, ...]:
        return tuple(_typed(name, item, str) for item in _typed(name, self.read(name).value, tuple))

    def scale(self, name: str) -> Scale:
        pairs = (_typed(name, item, tuple) for item in _typed(name, self.read(name).value, tuple))
        return tuple((_typed(name, key, str), _typed(name, points, Fraction)) for key, points in pairs)


def parameter_named(catalogue: Mapping[str, Parameter], name: str) -> Parameter:
    try:
        return catalogue[name]
    except KeyError:
        near = difflib.get_close_matches(name, catalogue, 1)
        hint = (
            f"Ý bạn là “{near[0]}”?" if near else "Xem các tham số bằng lệnh: ./run rules list --parameters"
        )
        raise Missing(
            f"Không có tham số “{name}”. {hint}", code="regulations.parameter_missing", field=name
        ) from None


def check_decision(catalogue: Mapping[str, Parameter], decision: LocalDecision) -> None:
    """Refuse a local decision that the law, or the parameter's bounds, do not allow."""
    parameter = parameter_named(catalogue, decision.parameter)
    levels = parameter.setting.overridable_by if parameter.setting else ()
    if parameter.setting is None or decision.level not in levels:
        who = ", ".join(LEVEL_LABELS[level] for level in levels) or "không cấp nào"
        raise Invalid(
            f"Tham số “{parameter.name}” không được quyết định ở cấp này; cấp được quyết định: {who}. "
            "Bỏ quyết định này, hoặc trình cấp có thẩm quyền.",
            code="regulations.decision_level",
            field=parameter.name,
        )
    complaint = parameter.setting.complaint(decision.value, parameter.unit) or _other_names(
        parameter, decision
    )
    if complaint:
        raise Invalid(
            f"Quyết định {decision.number}: giá trị của “{parameter.name}” {complaint}. Sửa giá trị.",
            code="regulations.decision_bounds",
            field=parameter.name,
        )


def _other_names(parameter: Parameter, decision: LocalDecision) -> str:
    """A scale is decided whole: with exactly the names that the parameter has, in the same order."""
    if parameter.unit.kind != "scale":
        return ""
    wanted = parameter.names
    return "" if _names(decision.value) == wanted else f"phải kể đủ và theo thứ tự: {', '.join(wanted)}"


def _names(value: Value) -> list[str]:
    items = value if isinstance(value, tuple) else ()
    return [str(item[0]) for item in items if isinstance(item, tuple)]


def _decisions_in_force(
    catalogue: Mapping[str, Parameter], on: date, decisions: Sequence[LocalDecision]
) -> dict[str, LocalDecision]:
    """The narrowest body wins; within one body, its latest decision."""
    for decision in decisions:
        check_decision(catalogue, decision)
    started = [decision for decision in decisions if decision.since <= on]
    started.sort(key=lambda decision: (LEVELS.index(decision.level), decision.since))
    return {decision.parameter: decision for decision in started}


def _typed(name: str, value: object, kind: type[T]) -> T:
    if isinstance(value, kind):
        return value
    raise TypeError(f"{name}: a rule reads it as {kind.__name__}, the file holds {type(value).__name__}")
