"""The radar of four areas: the same area always in the same place, and never alone."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree as ET

from woms.web.charts.areas import CENTER, RADIUS, AreaReading, RadarWords, imbalance, radar_chart

WORDS = RadarWords("Cân bằng bốn lĩnh vực", "Học hỏi thấp nhất.")


def areas(*now: int | None) -> list[AreaReading]:
    names = ("Đối tượng phục vụ", "Ngân sách", "Quy trình", "Học hỏi")
    return [
        AreaReading(n, n, None if v is None else Decimal(v), Decimal(50))
        for n, v in zip(names, now, strict=True)
    ]


def drawn(*now: int | None) -> ET.Element:
    return ET.fromstring(str(radar_chart(areas(*now), WORDS, threshold=70).svg))  # noqa: S314 - drawn by us


def test_the_first_area_is_on_top_and_a_full_score_reaches_the_rim():
    dots = [(float(one.get("cx")), float(one.get("cy"))) for one in drawn(100, 0, 0, 0).iter("circle")]
    assert dots[0] == (CENTER[0], CENTER[1] - RADIUS)


def test_an_area_without_data_has_no_dot_and_leaves_the_outline_open():
    svg = drawn(80, None, 70, 60)
    assert len(list(svg.iter("circle"))) == 3
    assert [one.get("class") for one in svg.iter("path") if "now" in one.get("class")] == ["now open"]


def test_the_last_period_and_the_threshold_are_drawn_too():
    classes = {one.get("class") for one in drawn(80, 70, 60, 50).iter("path")}
    assert {"before", "ring", "now"} <= classes


def test_the_sentence_of_imbalance_names_the_weakest_and_its_distance():
    weakest, gap = imbalance(areas(81, 69, 84, 62))
    assert (weakest.name, gap) == ("Học hỏi", Decimal(12))


def test_there_is_no_imbalance_between_equals_or_with_a_single_figure():
    assert imbalance(areas(70, 70, 70, 70)) is None
    assert imbalance(areas(None, None, None, 60)) is None
    assert imbalance(areas(None, None, None, None)) is None


def test_the_table_twin_names_the_areas_in_full():
    table = str(radar_chart(areas(81, None, 84, 62), WORDS, threshold=70).table)
    assert "Đối tượng phục vụ" in table
    assert "<td>–</td>" in table
