"""Heads and staff on four criteria, with the five-level rubric."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from woms.core.errors import Invalid, Missing
from woms.regulations import (
    Ideology,
    Inputs,
    KeyResult,
    Objective,
    explain,
    inputs_as_json,
    inputs_from_json,
    parameters_on,
    score,
)
from woms.regulations.calculation import Calculation
from woms.regulations.formulas.ideology import ideology_band

DAY = date(2026, 12, 10)
ratios = st.integers(0, 100).map(lambda percent: Fraction(percent, 100))
rubrics = st.builds(Ideology, ratios, ratios, st.integers(0, 5).map(Fraction), ratios, st.integers(0, 2))
people = st.builds(
    lambda framework, rubric, tasks, initiatives, growth: Inputs(
        framework,
        DAY,
        Fraction(0),
        objectives=(Objective("A", (KeyResult("k", tasks),)),),
        criteria=(("initiatives", initiatives), ("growth", growth)),
        ideology=rubric,
    ),
    st.sampled_from(["proposal/head", "proposal/staff"]),
    st.none() | rubrics,
    ratios,
    ratios,
    ratios,
)


@given(people)
def test_the_total_stays_within_a_hundred_and_the_lines_add_up(person):
    result = score(person)
    assert 0 <= result.outcome.total <= 100
    *lines, total = explain(result, person).lines
    assert sum(line.points for line in lines) == total.points == result.total
    assert sum(part.maximum for part in result.components) == 100


@given(people, rubrics)
def test_a_higher_measure_never_lowers_the_score(person, rubric):
    person = replace(person, ideology=rubric)
    better = replace(person, ideology=replace(rubric, trust=Fraction(1)))
    assert score(better).outcome.total >= score(person).outcome.total


@given(people)
def test_stored_inputs_give_the_same_score_again(person):
    again = inputs_from_json(inputs_as_json(person))
    assert score(again).outcome == score(person).outcome


def test_every_missing_measure_is_listed():
    person = Inputs("proposal/head", DAY, Fraction(0), ideology=Ideology(study=Fraction(1)))
    result = score(person)
    assert result.total is None
    assert result.gates[-1].sentence == (
        "Tiêu chí tư tưởng, đạo đức còn thiếu: điểm đánh giá; số lần góp ý, đấu tranh; tỷ lệ tín nhiệm"
    )


def test_an_unknown_measure_is_answered_with_the_list():
    with pytest.raises(Missing, match="assessment, study, contributions, trust"):
        Calculation(parameters_on(DAY)).apply(ideology_band, "speed", Fraction(1))


@pytest.mark.parametrize(
    ("rubric", "field"),
    [
        (Ideology(trust=Fraction(2)), "ideology.trust"),
        (Ideology(reminders=-1), "ideology"),
        (Ideology(contributions=Fraction(-1)), "ideology"),
    ],
)
def test_a_measure_out_of_range_is_refused_by_field(rubric, field):
    with pytest.raises(Invalid) as caught:
        score(Inputs("proposal/head", DAY, Fraction(0), ideology=rubric))
    assert caught.value.field == field
