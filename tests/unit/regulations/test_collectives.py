"""Collectives on four areas, and agencies on four criteria."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from woms.core.errors import Invalid
from woms.regulations import (
    Inputs,
    KeyResult,
    Objective,
    explain,
    inputs_as_json,
    inputs_from_json,
    score,
)

DAY = date(2026, 12, 10)
ratios = st.integers(0, 100).map(lambda percent: Fraction(percent, 100))
objectives = st.builds(
    Objective,
    name=st.just("O"),
    key_results=ratios.map(lambda ratio: (KeyResult("k", ratio),)),
    weight=st.integers(0, 9).map(Fraction),
    area=st.sampled_from(["customers", "resources", "processes", "learning"]),
    kind=st.sampled_from(["kpi", "kpi", "okr"]),
    planned=st.booleans(),
)
collectives = st.lists(objectives, max_size=6).map(
    lambda found: Inputs("proposal/collective", DAY, Fraction(0), objectives=tuple(found))
)
agencies = st.builds(
    lambda marks, general: Inputs(
        "nd335/agency",
        DAY,
        Fraction(general),
        criteria=tuple(zip(("programme", "delivery", "management", "procedures"), marks, strict=True)),
    ),
    st.tuples(ratios, ratios, ratios, ratios),
    st.integers(0, 30),
)


@given(collectives | agencies)
def test_the_total_stays_within_a_hundred_and_the_lines_add_up(whole):
    result = score(whole)
    if result.total is None:
        return
    assert 0 <= result.outcome.total <= 100
    *lines, total = explain(result, whole).lines
    assert sum(line.points for line in lines) == total.points == result.total


@given(collectives)
def test_a_breakthrough_changes_nothing_for_a_collective(whole):
    steady = tuple(item for item in whole.objectives if item.kind == "kpi")
    alone = Inputs("proposal/collective", DAY, Fraction(0), objectives=steady)
    assert score(alone).outcome.total == score(whole).outcome.total


@given(collectives | agencies)
def test_stored_inputs_give_the_same_score_again(whole):
    again = inputs_from_json(inputs_as_json(whole))
    assert again == whole
    assert score(again) == score(whole)


def agency(**criteria):
    marks = tuple((code, Fraction(percent, 100)) for code, percent in criteria.items())
    return Inputs("nd335/agency", DAY, Fraction(20), criteria=marks)


def test_a_missing_mark_of_an_agency_is_named():
    with pytest.raises(Invalid, match="Chưa chấm: Tiến độ, chất lượng; Hiệu quả quản lý, điều hành"):
        score(agency(programme=100))


@pytest.mark.parametrize(("criteria", "field"), [({"speed": 1}, "speed"), ({"programme": 101}, "programme")])
def test_a_mark_outside_its_range_or_of_no_criterion_is_refused(criteria, field):
    with pytest.raises(Invalid) as caught:
        score(agency(**criteria))
    assert caught.value.field == f"criteria.{field}"


def test_an_objective_of_a_collective_needs_its_area():
    lost = Objective("O", (KeyResult("k", Fraction(1)),))
    with pytest.raises(Invalid, match="Thêm area"):
        score(Inputs("proposal/collective", DAY, Fraction(0), objectives=(lost,)))
