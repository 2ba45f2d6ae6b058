from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from woms.core.rounding import DISPLAY
from woms.insights.board import BoardKeyResult
from woms.insights.contributions import contributions_to, shares_of
from woms.planning.states import Area

TODAY = date(2026, 11, 21)
ONE = BoardKeyResult(
    id=1, title="Hồ sơ đúng hạn", is_breakthrough=False, area="customers", objective="Dịch vụ công", objective_id=1,
    objective_weight=Decimal(40), objective_is_breakthrough=False, weight=Decimal(10), share=Decimal(0),
    value=Decimal(93), target=Decimal(95), measure_unit="%", direction="increase", progress=Decimal(80),
    expected=Decimal(88), status="at_risk", as_of=TODAY, reported_at=None, silent_days=1,
    starts_on=date(2026, 1, 1), due_on=date(2026, 12, 31), person="",
)  # fmt: skip


def total(lines):
    return sum((line.points for line in lines if line.points is not None), Decimal(0))


def plan(*rows):
    """Key results of (objective, area, weight of the objective, own weight, progress)."""
    return tuple(
        replace(
            ONE, id=place, objective_id=objective, objective=f"Nhiệm vụ {objective}", area=area,
            objective_weight=Decimal(outer), weight=Decimal(inner), progress=progress,
        )
        for place, (objective, area, outer, inner, progress) in enumerate(rows, start=1)
    )  # fmt: skip


def test_points_of_objectives_add_up_to_the_score_and_inner_ones_to_their_objective():
    lines = contributions_to(
        plan((1, "customers", 40, 30, Decimal(90)), (1, "customers", 40, 70, Decimal(50)), (2, "learning", 60, 1, Decimal(30))),
        area="", weights={}, on=TODAY,
    )  # fmt: skip
    assert [(line.share, line.points) for line in lines] == [(40, Decimal("24.80")), (60, Decimal("18.00"))]
    assert [part.points for part in lines[0].parts] == [Decimal("10.80"), Decimal("14.00")]


def test_a_plan_that_weighs_its_areas_is_explained_area_by_area():
    rows = plan((1, "customers", 1, 1, Decimal(80)), (2, "learning", 9, 1, Decimal(60)))
    lines = contributions_to(
        rows, area="", weights={"customers": Decimal(75), "learning": Decimal(25)}, on=TODAY
    )
    assert [(line.kind, line.area, line.points) for line in lines] == [
        ("area", "customers", 60),
        ("area", "learning", 15),
    ]


def test_what_is_silent_or_a_breakthrough_brings_nothing_and_says_why():
    rows = plan((1, "customers", 50, 1, None), (2, "customers", 50, 1, Decimal(70)))
    rows = (
        *rows,
        replace(rows[1], id=3, objective_id=3, is_breakthrough=True, objective_is_breakthrough=True),
    )
    lines = contributions_to(rows, area="customers", weights={}, on=TODAY)
    assert [(line.points, line.why) for line in lines] == [
        (None, "no_data"),
        (70, ""),
        (None, "breakthrough"),
    ]
    assert lines[2].parts[0].points is None


def test_shares_count_silence_but_not_a_breakthrough():
    rows = plan(
        (1, "customers", 30, 1, None),
        (2, "customers", 70, 1, Decimal(10)),
        (2, "customers", 70, 3, Decimal(10)),
    )
    rows = (
        *rows,
        replace(rows[0], id=9, objective_id=9, is_breakthrough=True, objective_is_breakthrough=True),
    )
    shares = shares_of(rows, weights={}, on=TODAY)
    assert (shares[1], shares[2], shares[3], shares.get(9, 0)) == (30, Decimal("17.5"), Decimal("52.5"), 0)


scores = st.none() | st.decimals(0, 100, places=2)
weights = st.integers(0, 40)
rows = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from(Area.values), weights, weights, scores),
    min_size=1,
    max_size=9,
)


@given(rows, st.booleans())
def test_the_lines_always_add_up_to_the_displayed_score(rows, by_area):
    ordered = sorted(rows, key=lambda row: row[0])
    areas = {row[0]: row[1] for row in ordered}
    outer = {row[0]: row[2] for row in ordered}
    one_plan = plan(*[(row[0], areas[row[0]], outer[row[0]], row[3], row[4]) for row in ordered])
    weighed = dict.fromkeys(set(areas.values()), Decimal(7)) if by_area else {}
    lines = contributions_to(one_plan, area="", weights=weighed, on=TODAY)
    exact = sum((line.share * line.score / 100 for line in lines if line.points is not None), Decimal(0))
    assert abs(total(lines) - exact) < Decimal("0.011")
    for line in lines:
        if line.parts and line.points is not None and total(line.parts):
            assert total(line.parts) == line.points
    assert DISPLAY.apply(total(lines)) == total(lines)


@pytest.mark.parametrize("area", Area.values)
def test_an_area_without_key_results_has_no_lines(area):
    assert contributions_to((), area=area, weights={}, on=TODAY) == ()
