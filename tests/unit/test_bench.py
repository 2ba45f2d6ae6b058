"""The pure parts of `make bench`: what its figures mean. Its timings are nobody's test."""

from __future__ import annotations

import pytest

from tools.bench.figures import Timing, percentile, rate
from tools.bench.machine import Machine
from tools.bench.pages import PageFigures
from tools.bench.results import Results
from tools.bench.table import number, table


def test_a_percentile_lies_between_two_neighbours_in_proportion():
    assert percentile([4, 1, 3, 2], 50) == 2.5
    assert percentile([30, 10, 20], 95) == pytest.approx(29)
    assert percentile([7], 95) == 7


def test_no_measurements_are_not_a_figure():
    with pytest.raises(ValueError, match="no measurements"):
        percentile([], 50)


def test_a_timing_counts_in_milliseconds_and_compares_with_the_floor_and_with_less_data():
    floor, ours = Timing.of([0.010, 0.010, 0.010]), Timing.of([0.020, 0.030, 0.040])
    assert (ours.median, ours.count) == (pytest.approx(30), 3)
    assert ours.times(floor) == (pytest.approx(3), pytest.approx(3.9))
    assert ours.growth(floor) == pytest.approx(3)


def test_a_rate_of_no_time_is_nothing():
    assert rate(200, 4) == 50
    assert rate(200, 0) == 0


def test_texts_stand_left_and_figures_right_under_their_heading():
    assert table("Title", ["page", "ms"], [["home", "5.0"], ["x", number(1234.5)]]).splitlines() == [
        "Title",
        "page       ms",
        "-------------",
        "home      5.0",
        "x     1 234.5",
    ]


def test_a_page_over_more_people_is_compared_with_the_same_page_over_fewer():
    results = Results(Machine("2026-11-21", 2, 24, "3.11", "Linux", 0.1))
    results.floor = Timing(5, 10, 60)
    results.pages = [
        PageFigures("home", 861, Timing(10, 20, 60), 4.0, 12),
        PageFigures("home", 20_000, Timing(15, 30, 60), 4.0, 12),
    ]
    usual, large = str(results).splitlines()[-2:]
    assert usual.split() == ["home", "861", "10.0", "20.0", "2.0", "2.0", "–", "12", "4.0"]
    assert large.split() == ["home", "20", "000", "15.0", "30.0", "3.0", "3.0", "1.50", "12", "4.0"]
    assert results.to_json()["pages"][1]["timing"] == {"median": 15, "p95": 30, "count": 60}
