"""What the regulations say about the marks that people give: groups, maxima, allowed marks. Read on the governing day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from woms.core.errors import Invalid
from woms.core.numbers import format_number
from woms.evaluation.states import CriteriaGroup
from woms.org.states import Rank
from woms.regulations import LocalDecision, parameters_on

GROUPS = "civil_servants/general_groups"
MAXIMUM = "civil_servants/general_maximum"
MARKS = "civil_servants/leadership_marks"
POINT_DIGITS = 2

# Which framework of the decree applies to whom (Điều 14 and Điều 15).
FRAMEWORK_OF_RANK = {
    Rank.HEAD: "nd335/leader",
    Rank.DIVISION_HEAD: "nd335/leader",
    Rank.DEPUTY: "nd335/deputy",
    Rank.SPECIALIST: "nd335/non-leader",
    Rank.CONTRACT: "nd335/non-leader",
}
LEADER_FRAMEWORKS = frozenset(
    {"nd335/leader", "nd335/deputy", "hanoi/leader", "hanoi/deputy", "qd366/leader"}
)


@dataclass(frozen=True, slots=True)
class Group:
    """One group of the common criteria with the most points it can give."""

    code: str
    label: str
    maximum: Decimal


@dataclass(frozen=True, slots=True)
class GeneralMark:
    """A mark as somebody gives it: points of each group; for leaders also organizing and cohesion in percent."""

    by_group: Mapping[str, Decimal]
    note: str = ""
    organizing: int | None = None
    cohesion: int | None = None

    @property
    def points(self) -> Decimal:
        return sum(self.by_group.values(), Decimal(0))


def groups_on(day: date, decisions: Sequence[LocalDecision] = ()) -> tuple[Group, ...]:
    """The groups of the common criteria in force on a day, as the unit's bodies decided them."""
    scale = parameters_on(day, decisions=decisions).scale(GROUPS)
    return tuple(Group(code, str(CriteriaGroup(code).label), plain(points)) for code, points in scale)


def maximum_on(day: date) -> Decimal:
    return plain(parameters_on(day).number(MAXIMUM))


def leadership_marks_on(day: date, decisions: Sequence[LocalDecision] = ()) -> tuple[int, ...]:
    """The marks in percent that may be given to a leader for organizing and cohesion, best first."""
    marks = parameters_on(day, decisions=decisions).numbers(MARKS)
    return tuple(sorted((int(mark * 100) for mark in marks), reverse=True))


def check_mark(
    mark: GeneralMark, day: date, *, is_leader: bool, decisions: Sequence[LocalDecision] = ()
) -> None:
    """Refuse a mark that lacks a group or exceeds its maximum. `Invalid.field` names the input."""
    groups = groups_on(day, decisions)
    unknown = set(mark.by_group) - {group.code for group in groups}
    if unknown:
        raise Invalid(
            f"Không có nhóm tiêu chí “{sorted(unknown)[0]}”. Hãy tải lại trang.",
            code="mark.group_unknown",
            field=sorted(unknown)[0],
        )
    for group in groups:
        _check_group(mark.by_group.get(group.code), group)
    if is_leader:
        _check_leadership(mark, leadership_marks_on(day, decisions))


def plain(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def _check_group(points: Decimal | None, group: Group) -> None:
    if points is None:
        raise Invalid(
            f"Chưa chấm nhóm “{group.label}”. Hãy nhập điểm từ 0 đến {format_number(group.maximum)}.",
            code="mark.group_missing",
            field=group.code,
        )
    if not 0 <= points <= group.maximum:
        raise Invalid(
            f"Điểm nhóm này từ 0 đến {format_number(group.maximum)}. Hãy sửa lại.",
            code="mark.group_out_of_range",
            field=group.code,
        )
    if points != round(points, POINT_DIGITS):
        raise Invalid(
            f"Điểm lấy tối đa {POINT_DIGITS} chữ số sau dấu phẩy. Hãy làm tròn lại.",
            code="mark.too_fine",
            field=group.code,
        )


def _check_leadership(mark: GeneralMark, allowed: tuple[int, ...]) -> None:
    choices = ", ".join(f"{percent} %" for percent in allowed)
    for field, percent in (("organizing", mark.organizing), ("cohesion", mark.cohesion)):
        if percent not in allowed:
            raise Invalid(
                f"Hãy chọn một trong các mức: {choices}.", code="mark.leadership_missing", field=field
            )
