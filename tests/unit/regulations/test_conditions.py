"""Conditions beside the points, Hanoi's four parts, and what is taken from a head."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from woms.core.errors import Invalid
from woms.regulations import (
    Fact,
    Fault,
    Inputs,
    Leadership,
    Level,
    Product,
    UnitResult,
    explain,
    inputs_as_json,
    inputs_from_json,
    score,
)

DAY = date(2026, 6, 30)
NBSP = "\N{NO-BREAK SPACE}"


@st.composite
def products(draw):
    completed = draw(st.integers(0, 10))
    return Product(
        name="P",
        coefficient=Fraction(draw(st.integers(1, 40)), 10),
        assigned=Fraction(draw(st.integers(5, 10))),
        completed=Fraction(completed),
        delays=tuple(Fault(times) for times in draw(st.lists(st.integers(0, 5), max_size=4))),
        exceeding=Fraction(draw(st.integers(0, completed))),
    )


marks = st.sampled_from([Fraction(1), Fraction(1, 2)])
leaderships = st.builds(Leadership, marks, marks, marks)
facts = st.lists(
    st.sampled_from(["innovation", "hot_spot", "complaint", "slow_disbursement", "failed_quarter"]),
    max_size=9,
).map(lambda kinds: tuple(Fact(kind) for kind in kinds))
people = st.builds(
    Inputs,
    framework=st.sampled_from(["hanoi/non-leader", "hanoi/leader", "hanoi/deputy"]),
    on=st.just(DAY),
    general=st.integers(0, 30).map(Fraction),
    products=st.lists(products(), min_size=1, max_size=3).map(tuple),
    facts=facts,
    leadership=leaderships,
    coordination=st.none() | st.integers(0, 100).map(lambda percent: Fraction(percent, 100)),
).map(lambda person: replace(person, leadership=None) if person.framework == "hanoi/non-leader" else person)


@given(people)
def test_points_stay_within_their_maxima_and_the_lines_add_up(person):
    result = score(person)
    assert 0 <= result.outcome.result <= 70
    assert 0 <= result.outcome.total <= 100
    *lines, total = explain(result, person).lines
    assert sum(line.points for line in lines) == total.points == result.total


@given(people)
def test_a_condition_only_ever_lowers_a_level(person):
    result = score(person)
    assert not result.level.is_above(result.provisional_level)


@given(people)
def test_excellent_means_that_every_clause_held(person):
    result = score(person)
    if result.level is Level.EXCELLENT:
        assert all(gate.passed for gate in result.gates)
        assert all(item.completed >= item.assigned for item in person.products)


@given(people)
def test_stored_inputs_give_the_same_score_again(person):
    again = inputs_from_json(inputs_as_json(person))
    assert again == person
    assert score(again) == score(person)


@given(people)
def test_one_more_hot_spot_never_raises_a_score(person):
    worse = replace(person, facts=(*person.facts, Fact("hot_spot")))
    assert score(worse).outcome.total <= score(person).outcome.total


def person(**changes):
    product = Product("Báo cáo", Fraction(1), Fraction(10), Fraction(10), exceeding=Fraction(2))
    return replace(Inputs("qd366/non-leader", DAY, Fraction(27), (product,)), **changes)


def test_a_failing_clause_is_told_with_its_numbers():
    notes = explain(score(person()), person()).notes
    assert notes == (
        f"Vượt mức 20{NBSP}% nhiệm vụ, xuất sắc cần 30{NBSP}% hoặc sản phẩm đổi mới sáng tạo (không có)",
    )


def test_points_and_conditions_are_both_reported():
    result = score(person())
    assert (result.provisional_level, result.level) == (Level.EXCELLENT, Level.GOOD)


def test_a_deduction_is_a_line_with_its_reason_and_stands_in_the_formula():
    head = person(
        framework="hanoi/leader",
        leadership=Leadership(Fraction(1), Fraction(1), Fraction(1)),
        coordination=Fraction(1),
        facts=(Fact("hot_spot"),),
    )
    explanation = explain(score(head), head)
    line = next(line for line in explanation.lines if line.code == "hot_spot")
    assert (line.kind, str(line.points)) == ("loss", "-2.00")
    assert line.sentence == "Trừ điểm người đứng đầu: 1 × điểm nóng trên địa bàn, lĩnh vực phụ trách"
    assert explanation.formula.endswith(" − 2,00 = 68,00")


def test_the_digest_of_an_old_score_does_not_change_with_the_new_fields():
    stored = inputs_as_json(
        replace(person(), products=(Product("A", Fraction(1), Fraction(1), Fraction(1)),))
    )
    assert set(stored) == {"framework", "on", "general", "products", "facts"}
    assert "exceeding" not in stored["products"][0]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"coordination": Fraction(1)}, "coordination"),
        ({"framework": "hanoi/non-leader", "coordination": Fraction(3, 2)}, "coordination"),
        ({"framework": "qd366/leader", "unit": UnitResult(completion=Fraction(-1))}, "unit.completion"),
        (
            {"products": (Product("A", Fraction(1), Fraction(1), Fraction(1), exceeding=Fraction(2)),)},
            "products.0.exceeding",
        ),
        ({"framework": "hanoi/leader"}, "leadership"),
    ],
)
def test_inputs_that_cannot_mean_anything_are_refused_by_field(changes, field):
    with pytest.raises(Invalid) as caught:
        score(person(**changes))
    assert caught.value.field == field
