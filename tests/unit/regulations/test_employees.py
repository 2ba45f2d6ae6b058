"""Decree 233: the unit's weights, the head and the unit, and what holds for every score."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from woms.core.errors import Invalid, Missing
from woms.regulations import (
    Fault,
    Inputs,
    Leadership,
    Level,
    LocalDecision,
    Product,
    UnitResult,
    explain,
    inputs_as_json,
    inputs_from_json,
    score,
)

DAY = date(2026, 9, 30)
FULL = Leadership(Fraction(1), Fraction(1), Fraction(1))
RATED = (Level.EXCELLENT, Level.GOOD, Level.COMPLETED, Level.NOT_COMPLETED)

faults = st.lists(st.builds(Fault, st.integers(0, 6), st.booleans()), max_size=3).map(tuple)
products = st.builds(
    Product,
    name=st.just("P"),
    coefficient=st.integers(1, 400).map(lambda cents: Fraction(cents, 100)),
    assigned=st.integers(4, 12).map(Fraction),
    completed=st.integers(0, 14).map(Fraction),
    reworks=faults,
    delays=faults,
)
marks = st.sampled_from([Fraction(1), Fraction(1, 2)])
people = st.builds(
    Inputs,
    framework=st.just("nd233/non-manager"),
    on=st.just(DAY),
    general=st.integers(0, 30).map(Fraction),
    products=st.lists(products, min_size=1, max_size=4).map(tuple),
)
managers = st.builds(
    replace,
    people,
    framework=st.just("nd233/manager"),
    leadership=st.builds(Leadership, marks, marks, marks),
    unit=st.none() | st.sampled_from(RATED).map(lambda level: UnitResult(level.value)),
)


@st.composite
def weights(draw):
    first = draw(st.integers(0, 70))
    second = draw(st.integers(0, 70 - first))
    names = ("quantity", "quality", "progress")
    parts = (Fraction(first), Fraction(second), Fraction(70 - first - second))
    return LocalDecision(
        "public_employees/weights", tuple(zip(names, parts, strict=True)), "unit", "5/QĐ", date(2026, 7, 1)
    )


@given(people, weights())
def test_under_any_weights_a_score_stays_within_its_maxima_and_its_lines_add_up(person, decision):
    result = score(person, decisions=[decision])
    assert 0 <= result.outcome.result <= 70
    assert 0 <= result.outcome.total <= 100
    *lines, total = explain(result, person, decisions=[decision]).lines
    assert sum(line.points for line in lines) == total.points == result.total


@given(managers)
def test_a_head_is_never_rated_above_the_unit(person):
    result = score(person)
    if person.unit is not None:
        assert not result.level.is_above(Level(person.unit.level))
    else:
        assert result.level is result.provisional_level


@given(managers)
def test_stored_inputs_of_a_manager_give_the_same_score_again(person):
    again = inputs_from_json(inputs_as_json(person))
    assert again == person
    assert score(again) == score(person)


@given(people)
def test_the_order_of_products_does_not_matter(person):
    turned = replace(person, products=person.products[::-1])
    assert score(turned).outcome.total == score(person).outcome.total


def test_the_formula_shows_the_points_of_each_weight():
    person = Inputs(
        "nd233/non-manager",
        DAY,
        Fraction(0),
        (Product("P", Fraction(1), Fraction(10), Fraction(9)),),
    )
    nbsp = "\N{NO-BREAK SPACE}"
    assert explain(score(person), person).formula == (
        f"20 × 90,00{nbsp}% + 32 × 90,00{nbsp}% + 18 × 90,00{nbsp}% = 63,00"
    )


def test_the_decree_does_not_rate_before_it_is_in_force():
    with pytest.raises(Missing, match="01/07/2026"):
        score(Inputs("nd233/non-manager", date(2026, 6, 30), Fraction(0)))


def test_a_unit_s_level_must_be_one_of_the_four():
    person = Inputs("nd233/manager", DAY, Fraction(0), (), FULL, unit=UnitResult("insufficient_data"))
    with pytest.raises(Invalid, match="excellent, good, completed, not_completed"):
        score(person)
