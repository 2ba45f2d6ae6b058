"""The proposal's objective score: lines that add up, a bonus that never costs, a penalty that never pays."""

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
    Inputs,
    KeyResult,
    LocalDecision,
    Objective,
    Product,
    explain,
    inputs_as_json,
    inputs_from_json,
    score,
)

DAY = date(2026, 6, 30)
BY_AREA = LocalDecision("proposal/weighting", "areas", "unit", "7/QĐ", date(2026, 1, 1))

percents = st.integers(-20, 150).map(lambda percent: Fraction(percent, 100))
weights = st.integers(1, 50).map(Fraction)
objectives = st.builds(
    Objective,
    name=st.text("abc", min_size=1, max_size=3),
    key_results=st.lists(st.builds(KeyResult, st.just("k"), percents, weights), min_size=1, max_size=3).map(
        tuple
    ),
    weight=weights,
    area=st.sampled_from(["customers", "resources", "processes", "learning"]),
    kind=st.sampled_from(["kpi", "okr"]),
)
plans = st.builds(
    Inputs,
    framework=st.just("proposal/objectives"),
    on=st.just(DAY),
    general=st.just(Fraction(0)),
    facts=st.lists(st.sampled_from(["hot_spot", "complaint"]).map(Fact), max_size=4).map(tuple),
    objectives=st.lists(objectives, min_size=1, max_size=5).map(tuple),
)
decisions = st.sampled_from([(), (BY_AREA,)])


@given(plans, decisions)
def test_the_total_stays_within_its_limits_and_the_lines_add_up(plan, decided):
    result = score(plan, decisions=decided)
    if result.total is None:
        return
    assert 0 <= result.outcome.total <= 100
    *lines, total = explain(result, plan, decisions=decided).lines
    assert sum(line.points for line in lines) == total.points == result.total
    assert sum(part.maximum for part in result.components) == 100


@given(plans, decisions)
def test_the_order_of_objectives_does_not_matter(plan, decided):
    turned = replace(plan, objectives=plan.objectives[::-1])
    assert score(turned, decisions=decided).outcome.total == score(plan, decisions=decided).outcome.total


@given(plans)
def test_a_breakthrough_that_fails_never_costs_a_point(plan):
    attempt = Objective("thử", (KeyResult("k", Fraction(0)),), kind="okr")
    steady = tuple(item for item in plan.objectives if item.kind == "kpi")
    if not steady:
        return
    without = replace(plan, objectives=steady)
    assert (
        score(replace(without, objectives=(*steady, attempt))).outcome.total == score(without).outcome.total
    )


@given(plans, st.integers(1, 30))
def test_more_progress_never_lowers_the_score(plan, more):
    first, *others = plan.objectives
    better = replace(
        first,
        key_results=tuple(
            replace(part, progress=part.progress + Fraction(more, 100)) for part in first.key_results
        ),
    )
    before, after = (
        score(plan).outcome.total,
        score(replace(plan, objectives=(better, *others))).outcome.total,
    )
    assert (before is None) == (after is None)
    assert before is None or after >= before


@given(plans)
def test_stored_objectives_give_the_same_score_again(plan):
    again = inputs_from_json(inputs_as_json(plan))
    assert again.objectives[0].kind == plan.objectives[0].kind
    assert score(again).level == score(plan).level


def plan(**changes):
    steady = Objective("Giải ngân", (KeyResult("Vốn", Fraction(98, 100)),))
    bold = Objective("Xã số", (KeyResult("Hạng", Fraction(1)),), kind="okr")
    return replace(Inputs("proposal/objectives", DAY, Fraction(0), objectives=(steady, bold)), **changes)


def test_bonus_and_limit_are_lines_and_there_is_no_line_for_general_criteria():
    explanation = explain(score(plan()), plan())
    assert [(line.code, str(line.points)) for line in explanation.lines] == [
        ("maximum", "100.00"),
        ("objective_1", "-2.00"),
        ("bonus", "10.00"),
        ("limit", "-8.00"),
        ("total", "100.00"),
    ]
    assert explanation.basis == "Phụ lục 4 mục 4.3 Đề xuất hệ thống quản trị công việc (18/9/2025)"


def test_weights_by_area_need_the_area_of_every_objective():
    with pytest.raises(Invalid, match="Thêm area"):
        score(plan(), decisions=[BY_AREA])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"general": Fraction(1)}, "general"),
        ({"products": (Product("A", Fraction(1), Fraction(1), Fraction(1)),)}, "products"),
        ({"objectives": (Objective("A", ()),)}, "objectives.0.key_results"),
        (
            {"objectives": (Objective("A", (KeyResult("k", Fraction(1)),), Fraction(-1)),)},
            "objectives.0.weight",
        ),
        ({"objectives": (Objective("A", (KeyResult("k", Fraction(1)),), area="x"),)}, "objectives.0.area"),
        ({"objectives": (Objective("A", (KeyResult("k", Fraction(1)),), kind="x"),)}, "objectives.0.kind"),
        ({"framework": "nd335/non-leader"}, "objectives"),
    ],
)
def test_inputs_that_cannot_mean_anything_are_refused_by_field(changes, field):
    with pytest.raises(Invalid) as caught:
        score(plan(**changes))
    assert caught.value.field == field
