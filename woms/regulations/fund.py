"""Split the added-income fund of a unit: exact to the đồng, adding up to the fund, nobody below their floor.

The remainder of the division goes to the largest fractions (equal fractions: by reference), so the outcome does not
depend on the order of the people. Pure: whole đồng and Fractions, never a float.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from woms.core.errors import Invalid, Refused
from woms.regulations.calculation import Calculation
from woms.regulations.formulas.added_income import LEVELS, added_income_floor, added_income_weight
from woms.regulations.parameters import LocalDecision
from woms.regulations.results import Level
from woms.regulations.scoring import parameters_on


@dataclass(frozen=True, slots=True)
class FundClaim:
    """One person's claim: `weight` as counted, `floor` the least in đồng; a weight of 0 gets nothing."""

    reference: str
    weight: Fraction
    floor: int = 0


@dataclass(frozen=True, slots=True)
class FundMember:
    """One rated person; `points` out of 100, `salary_coefficient` as the unit gives it."""

    reference: str
    level: Level
    points: Fraction
    salary_coefficient: Fraction


@dataclass(frozen=True, slots=True)
class FundShare:
    """What one person gets and why. `is_floor`: raised to the floor."""

    reference: str
    level_coefficient: Fraction
    weight: Fraction
    floor: int
    amount: int
    is_floor: bool


def share_fund(
    fund: int, members: Sequence[FundMember], *, on: date, decisions: Sequence[LocalDecision] = ()
) -> tuple[FundShare, ...]:
    """Split a fund (đồng) among rated people by the coefficients in force on the day; in the order given.

    Raises `Invalid` for a fund that is not above zero or coefficients that would share equally, and `Refused` when
    nobody has a coefficient.
    """
    check_fund(fund)
    calculation = Calculation(parameters_on(on, decisions=decisions))
    weights = {
        one.reference: calculation.apply(
            added_income_weight, one.level.value, one.points, one.salary_coefficient
        )
        for one in members
    }
    counted = sum(weight > 0 for weight in weights.values())
    floor = int(calculation.apply(added_income_floor, Fraction(fund), Fraction(counted))) if counted else 0
    claims = [FundClaim(name, weight, floor if weight else 0) for name, weight in weights.items()]
    amounts = split(fund, claims)
    return tuple(_share(one, calculation, weights[one.reference], floor, amounts) for one in members)


def split(fund: int, claims: Sequence[FundClaim]) -> dict[str, int]:
    """Whole đồng for each reference, adding up to `fund`.

    Who would get less than their floor gets the floor, and the rest is split among the others by weight. Raises
    `Refused` when nobody has a weight (`fund.nobody_counts`) or the floors exceed the fund (`fund.floors_exceed`).
    """
    check_fund(fund)
    counted = [one for one in claims if one.weight > 0]
    if not counted:
        raise Refused(
            "Không ai có hệ số nên không chia được quỹ: chưa có kết quả công bố, hoặc mọi người đều không hoàn thành "
            "nhiệm vụ. Hãy xem lại danh sách.",
            code="fund.nobody_counts",
        )
    if sum(one.floor for one in counted) > fund:
        raise Refused(
            "Tổng mức sàn lớn hơn quỹ nên không chia được. Hãy hạ mức sàn hoặc tăng quỹ.",
            code="fund.floors_exceed",
        )
    exact = _exact(fund, counted)
    amounts = {one.reference: 0 for one in claims} | {
        name: math.floor(value) for name, value in exact.items()
    }
    left = fund - sum(amounts.values())
    by_fraction = sorted(exact, key=lambda name: (amounts[name] - exact[name], name))
    for name in by_fraction[:left]:
        amounts[name] += 1
    return amounts


def check_fund(fund: int) -> None:
    """Raises `Invalid` unless there is something to split."""
    if fund <= 0:
        raise Invalid("Số tiền của quỹ phải lớn hơn 0 đồng.", code="fund.not_positive", field="amount")


def _exact(fund: int, claims: Sequence[FundClaim]) -> dict[str, Fraction]:
    """The shares before rounding: floors first, then the rest by weight, until nobody is below their floor."""
    free, fixed = list(claims), dict[str, Fraction]()
    while free:
        rest = fund - sum(fixed.values())
        weights = sum((one.weight for one in free), Fraction(0))
        low = [one for one in free if rest * one.weight / weights < one.floor]
        if not low:
            return fixed | {one.reference: rest * one.weight / weights for one in free}
        fixed |= {one.reference: Fraction(one.floor) for one in low}
        free = [one for one in free if one.reference not in fixed]
    return fixed


def _share(
    one: FundMember, calculation: Calculation, weight: Fraction, floor: int, amounts: dict[str, int]
) -> FundShare:
    coefficients = {Level(name): value for name, value in calculation.parameters.scale(LEVELS)}
    amount = amounts[one.reference]
    return FundShare(
        reference=one.reference,
        level_coefficient=coefficients.get(one.level, Fraction(0)),
        weight=weight,
        floor=floor if weight else 0,
        amount=amount,
        is_floor=bool(weight) and amount == floor > 0,
    )
