"""The added-income fund: worked cases that a jurist reads, and what holds for every population."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from woms.core.errors import Invalid, Refused
from woms.regulations import FundMember, LocalDecision, share_fund
from woms.regulations.fund import FundClaim, split
from woms.regulations.results import Level

ON = date(2026, 11, 30)
CASES = yaml.safe_load((Path(__file__).parents[2] / "fund_cases" / "split.yaml").read_text())
weights = st.fractions(min_value=0, max_value=6, max_denominator=10_000)
populations = st.lists(weights, min_size=1, max_size=40).filter(any)
funds = st.integers(min_value=1, max_value=10**12)


def decided(parameter: str, value) -> LocalDecision:
    name = f"civil_servants/added_income_{parameter}"
    return LocalDecision(parameter=name, value=value, level="unit", number="5/QĐ", since=date(2026, 1, 1))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_worked_case_comes_out_to_the_dong(case):
    decisions = [decided("floor", Fraction(case["floor_percent"], 100))] if "floor_percent" in case else []
    if "counted_by" in case:
        decisions.append(decided("counted_by", case["counted_by"]))
    people = case["people"]
    members = [
        FundMember(name, Level(row[0]), Fraction(row[1]), Fraction(row[2])) for name, row in people.items()
    ]
    found = share_fund(case["fund"], members, on=ON, decisions=decisions)
    assert {one.reference: one.amount for one in found} == {name: row[3] for name, row in people.items()}
    assert sum(one.amount for one in found) == case["fund"]


def claims_of(population, floor=0):
    return [FundClaim(f"{place:03}", weight, floor) for place, weight in enumerate(population)]


@given(funds, populations, st.integers(0, 90))
def test_the_amounts_add_up_to_the_fund_and_nobody_with_a_weight_is_below_the_floor(
    fund, population, percent
):
    floor = fund * percent // 100 // sum(1 for weight in population if weight)
    amounts = split(fund, claims_of(population, floor))
    assert sum(amounts.values()) == fund
    for one in claims_of(population, floor):
        assert amounts[one.reference] >= floor if one.weight else amounts[one.reference] == 0


@given(funds, populations, st.integers(0, 90))
def test_more_weight_never_gets_less(fund, population, percent):
    floor = fund * percent // 100 // sum(1 for weight in population if weight)
    amounts = split(fund, claims_of(population, floor))
    by_weight = sorted(claims_of(population), key=lambda one: one.weight)
    ordered = [(one.weight, amounts[one.reference]) for one in by_weight]
    assert all(a[1] <= b[1] for a, b in pairwise(ordered) if a[0] < b[0])


@given(funds, populations, st.randoms())
def test_the_order_of_the_people_does_not_matter(fund, population, random):
    claims = claims_of(population)
    mixed = list(claims)
    random.shuffle(mixed)
    assert split(fund, mixed) == split(fund, claims)


def test_a_fund_without_money_and_a_unit_without_anybody_who_counts_are_refused_by_name():
    with pytest.raises(Invalid) as nothing:
        split(0, claims_of([Fraction(1)]))
    with pytest.raises(Refused) as nobody:
        share_fund(100, [FundMember("A", Level.NOT_COMPLETED, Fraction(90), Fraction(1))], on=ON)
    with pytest.raises(Refused) as floors:
        split(100, claims_of([Fraction(1), Fraction(1)], floor=51))
    codes = [error.value.code for error in (nothing, nobody, floors)]
    assert codes == ["fund.not_positive", "fund.nobody_counts", "fund.floors_exceed"]


def test_coefficients_that_share_equally_are_refused():
    equal = decided("levels", (("excellent", Fraction(1)), ("good", Fraction(1)), ("completed", Fraction(1))))
    with pytest.raises(Invalid, match="không được chia đều"):
        share_fund(100, [FundMember("A", Level.GOOD, Fraction(90), Fraction(1))], on=ON, decisions=[equal])
