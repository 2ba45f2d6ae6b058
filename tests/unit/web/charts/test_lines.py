"""Line charts: what is drawn, what is said, and nothing cut off."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from woms.web.charts.drawing import nice_ticks
from woms.web.charts.lines import LETTER, WIDTH, Forecast, LineData, LineWords, Reading, line_chart, sparkline

WORDS = LineWords("Hồ sơ đúng hạn", "Dự báo 94,2 %.")


def drawn(data: LineData) -> ET.Element:
    return ET.fromstring(str(line_chart(data, WORDS).svg))  # noqa: S314 - drawn by us


def year(*values: str | None) -> list[Reading]:
    return [
        Reading(f"T{month}", Decimal(value) if value else None) for month, value in enumerate(values, start=1)
    ]


def paths(svg: ET.Element, name: str) -> list[str]:
    return [one.get("d", "") for one in svg.iter("path") if one.get("class") == name]


def test_a_month_without_a_figure_breaks_the_line_instead_of_bridging_it():
    svg = drawn(LineData(year("81", "83", None, "86", "87")))
    assert len(paths(svg, "actual")) == 2


def test_one_figure_is_a_dot_and_no_line():
    svg = drawn(LineData(year("81", None, None)))
    assert paths(svg, "actual") == []
    assert [dot.get("class") for dot in svg.iter("circle")] == ["actual-dot"]


def test_the_forecast_starts_at_the_last_figure_and_shows_its_band():
    svg = drawn(
        LineData(year("90", "93", None), Decimal(95), Forecast(Decimal("94.2"), Decimal("92.4"), Decimal(96)))
    )
    start = paths(svg, "actual")[0].split("L")[-1]
    assert paths(svg, "forecast")[0].startswith(f"M{start.strip()}")
    assert len(paths(svg, "band-edge")) == 2


def test_without_any_figure_there_is_no_forecast_and_no_failure():
    svg = drawn(LineData(year(None, None), Decimal(95), Forecast(Decimal(90), Decimal(80), Decimal(99))))
    assert paths(svg, "forecast") == []
    assert paths(svg, "target") != []


def test_an_empty_chart_still_draws():
    assert drawn(LineData([])).get("role") == "img"


@pytest.mark.parametrize("target", ["95", "1234567", "0.05", "-3"])
def test_no_label_leaves_the_drawing(target):
    svg = drawn(LineData(year("81", "93", "12.5"), Decimal(target)))
    for label in svg.iter("text"):
        size = len(label.text or "") * LETTER
        x, anchor = float(label.get("x", "0")), label.get("text-anchor")
        left = x - {"start": 0, "middle": size / 2, "end": size}[anchor]
        assert left >= -1, label.text
        assert left + size <= WIDTH + 1, label.text


def test_labels_under_the_axis_do_not_touch():
    svg = drawn(LineData([Reading(f"Tháng {month}/2026", Decimal(month)) for month in range(1, 25)]))
    below = sorted(float(one.get("x")) for one in svg.iter("text") if "Tháng" in (one.text or ""))
    width = len("Tháng 12/2026") * LETTER
    assert all(after - before >= width for before, after in pairwise(below))


def test_words_of_people_cannot_break_out_of_the_drawing():
    chart = line_chart(
        LineData([Reading("<script>", Decimal(1)), Reading('"><b>', Decimal(2))]), LineWords('"<i>', "<b>")
    )
    assert not re.search(r"<(script|b|i)>", f"{chart.svg}{chart.table}")


def test_the_table_twin_has_every_figure_as_vietnamese_write_it():
    table = str(line_chart(LineData(year("92.1", None), Decimal(95), unit="%"), WORDS).table)
    assert "<td>92,1</td>" in table
    assert "<td>–</td>" in table
    assert "Thực hiện %" in table


@pytest.mark.parametrize(
    ("low", "high"), [(80, 96), (0, 1), (0.1, 0.35), (0, 12345), (5, 5), (-3, 8), (99.95, 100)]
)
def test_ticks_cover_the_span_with_a_handful_of_round_numbers(low, high):
    ticks = nice_ticks(low, high)
    assert ticks[0] <= low
    assert ticks[-1] >= high
    assert 2 <= len(ticks) <= 8


def test_a_sparkline_needs_two_values_and_survives_equal_ones():
    assert sparkline([1]) == ""
    assert "NaN" not in sparkline([3, 3, 3])
