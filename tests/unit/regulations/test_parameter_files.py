"""The strict reader of the law's numbers: what it accepts, and how it refuses."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from woms.core.errors import Invalid, Missing
from woms.core.rounding import Rounding
from woms.regulations.instruments import instrument, instruments, read_instruments
from woms.regulations.parameter_files import (
    PARAMETERS_FOLDER,
    catalogue,
    folder_titles,
    read_catalogue,
    read_parameter,
)
from woms.regulations.registry import rule_names, versions_of
from woms.regulations.values import read_value, units
from woms.regulations.values import show_value as shown

GOOD = """description: Mức trừ.
unit: percent
certainty: V1
values:
  2026-01-01:
    value: 25
    cites: {instrument: nd-335-2025, article: Điều 14}
"""
OPEN = GOOD.replace("V1", "U") + "setting:\n  overridable_by: [province]\n  minimum: 0\n  maximum: 50\n"


@pytest.fixture
def read(tmp_path):
    def do(text):
        path = tmp_path / "common" / "step.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return read_parameter(path)

    return do


def test_every_parameter_of_the_product_loads_and_says_how_sure_it_is():
    assert len(catalogue()) >= 15
    for parameter in catalogue().values():
        assert parameter.description
        assert parameter.setting or not parameter.certainty.is_open


def test_every_parameter_a_rule_reads_has_a_value_from_the_day_the_rule_holds():
    for name in rule_names():
        for version in versions_of(name):
            for parameter in version.reads:
                catalogue()[parameter].on(version.since)


def test_every_parameter_but_the_catalogue_of_criteria_is_read_by_some_rule():
    read_by_rules = {name for rule in rule_names() for version in versions_of(rule) for name in version.reads}
    unread = set(catalogue()) - read_by_rules
    assert unread == {"common/display_rounding", "civil_servants/general_groups"}


def test_the_groups_of_the_general_criteria_add_up_to_their_maximum():
    groups, _ = catalogue()["civil_servants/general_groups"].on(date(2026, 3, 31))
    maximum, _ = catalogue()["civil_servants/general_maximum"].on(date(2026, 3, 31))
    assert sum(points for _, points in groups) == maximum


def test_folders_have_titles():
    assert folder_titles()["civil_servants"] == "Công chức"


def test_a_good_file_is_read(read):
    parameter = read(GOOD)
    value, cites = parameter.on(date(2026, 5, 1))
    assert (parameter.name, shown(value, parameter.unit)) == ("common/step", "25\N{NO-BREAK SPACE}%")
    assert cites.text == "Điều 14 NĐ 335/2025/NĐ-CP"


def test_a_new_threshold_is_one_more_date(read):
    text = GOOD + "  2027-01-01:\n    value: 20\n    cites: {instrument: nd-335-2025, article: Điều 14}\n"
    parameter = read(text)
    assert shown(parameter.on(date(2026, 12, 31))[0], parameter.unit) == "25\N{NO-BREAK SPACE}%"
    assert shown(parameter.on(date(2027, 1, 1))[0], parameter.unit) == "20\N{NO-BREAK SPACE}%"


def test_a_day_without_a_value_is_answered_with_the_first_day_that_has_one(read):
    with pytest.raises(Missing, match=r"31/12/2025.*01/01/2026.*step"):
        read(GOOD).on(date(2025, 12, 31))


def test_a_repealed_value_is_no_value(read):
    text = GOOD + "  2027-01-01:\n    value: null\n    cites: {instrument: nd-335-2025, article: Điều 14}\n"
    with pytest.raises(Missing, match="01/01/2027"):
        read(text).on(date(2027, 1, 1))


def test_an_open_value_that_was_repealed_needs_no_bounds_any_more(read):
    repealed = "  2027-01-01:\n    value: null\n    cites: {instrument: nd-335-2025, article: Điều 14}\n"
    assert read(OPEN.replace("setting:", repealed + "setting:")).setting


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        (GOOD + "colour: red\n", 8, "không có khóa “colour”"),
        (GOOD + "unit: point\n", 8, "viết hai lần"),
        (GOOD.replace("unit: percent", "unit: kilo"), 2, "không có đơn vị tính “kilo”"),
        (GOOD.replace("V1", "V9"), 3, "mức chắc chắn “V9” không có"),
        (GOOD.replace("V1", "V3"), 3, "phải có “setting”"),
        (GOOD.replace("    value: 25\n", ""), 6, "thiếu “value”"),
        (
            GOOD.replace("    cites: {instrument: nd-335-2025, article: Điều 14}\n", ""),
            6,
            "thiếu giá trị của “cites”",
        ),
        (GOOD.replace("nd-335-2025", "nd-999"), 7, "không có văn bản mang mã “nd-999”"),
        (GOOD.replace(", article: Điều 14", ""), 7, "thiếu giá trị của “article”"),
        (GOOD.replace("2026-01-01", "2025-06-01"), 6, "trước khi văn bản có hiệu lực (2026-01-01)"),
        (GOOD.replace("value: 25", "value: null"), 5, "ngày đầu không được là null"),
        (GOOD.replace("value: 25", "value: nhiều"), 6, "phải là một số"),
        (
            GOOD + "  2026-01-01:\n    value: 1\n    cites: {instrument: nd-335-2025, article: Điều 14}\n",
            8,
            "viết hai lần",
        ),
        (OPEN.replace("minimum: 0", "minimum: 30"), 4, "không được nhỏ hơn 30"),
        (OPEN.replace("maximum: 50", "maximum: 20"), 4, "không được lớn hơn 20"),
        (OPEN.replace("  minimum: 0\n", ""), 9, "thiếu giới hạn"),
        (OPEN.replace("[province]", "[village]"), 9, "overridable_by phải kể"),
        (OPEN.replace("[province]", "[]"), 9, "overridable_by phải kể"),
        (OPEN + "  total: 30\n", 4, "phải cộng lại đúng 30"),
    ],
)
def test_a_mistake_is_named_by_file_line_and_cure(read, text, line, part):
    with pytest.raises(Invalid) as caught:
        read(text)
    assert "step.yaml" in caught.value.sentence
    assert f"dòng {line}:" in caught.value.sentence
    assert part in caught.value.sentence


def test_days_out_of_order_are_refused(read):
    entry = "  {}:\n    value: 1\n    cites: {{instrument: nd-335-2025, article: Điều 14}}\n"
    with pytest.raises(Invalid, match="các ngày phải tăng dần"):
        read(GOOD + entry.format("2028-01-01") + entry.format("2027-01-01"))


def test_a_gap_between_two_values_is_refused(read):
    repealed = "  2027-01-01:\n    value: null\n    cites: {instrument: nd-335-2025, article: Điều 14}\n"
    again = "  2028-01-01:\n    value: 25\n    cites: {instrument: nd-335-2025, article: Điều 14}\n"
    with pytest.raises(Invalid, match="khoảng trống từ 2027-01-01 đến 2028-01-01"):
        read(GOOD + repealed + again)


def test_a_choice_must_be_one_of_its_choices(read):
    text = OPEN.replace("unit: percent", "unit: choice").replace("value: 25", "value: c")
    text = text.replace("  minimum: 0\n  maximum: 50\n", "  choices: [a, b]\n")
    with pytest.raises(Invalid, match="chỉ nhận một trong: a, b"):
        read(text)


def test_an_unknown_way_of_rounding_is_refused(read):
    text = OPEN.replace("unit: percent", "unit: rounding").replace(
        "value: 25", "value: {digits: 2, mode: up}"
    )
    with pytest.raises(Invalid, match="cách làm tròn “up” không có"):
        read(text)


def test_the_digits_of_a_rounding_stay_within_bounds(read):
    text = OPEN.replace("unit: percent", "unit: rounding").replace(
        "value: 25", "value: {digits: 2, mode: down}"
    )
    assert read(text).on(date(2026, 1, 1))[0] == Rounding(2, "down")
    with pytest.raises(Invalid, match="không được lớn hơn 50"):
        read(text.replace("digits: 2", "digits: 99"))


def test_a_folder_without_description_is_refused(tmp_path):
    shutil.copytree(PARAMETERS_FOLDER / "common", tmp_path / "common")
    assert list(read_catalogue(tmp_path)) == ["common/display_rounding"]
    (tmp_path / "common" / "index.yaml").unlink()
    with pytest.raises(Invalid, match=r"thiếu tệp index\.yaml"):
        read_catalogue(tmp_path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("common/display_rounding", "2 chữ số thập phân, half_up"),
        ("civil_servants/level_thresholds", "excellent: 90; good: 70; completed: 50"),
        ("civil_servants/leadership_marks", "100\N{NO-BREAK SPACE}%; 50\N{NO-BREAK SPACE}%"),
        ("civil_servants/forcing_for_leaders", "unit_corruption"),
        ("civil_servants/quality_progress_base", "assigned"),
        ("civil_servants/result_maximum", "70\N{NO-BREAK SPACE}điểm"),
    ],
)
def test_a_value_is_shown_in_the_words_of_its_unit(name, text):
    parameter = catalogue()[name]
    assert shown(parameter.on(date(2026, 3, 31))[0], parameter.unit) == text


def test_an_empty_list_is_shown_as_none():
    assert shown((), units()["codes"]) == "không có"


def test_every_unit_has_a_reader():
    from woms.core.strict_yaml import parse_document

    samples = {
        "number": "1",
        "numbers": "[1]",
        "choice": "a",
        "codes": "[a]",
        "scale": "{a: 1}",
        "rounding": "{digits: 2, mode: half_even}",
    }
    for unit in units().values():
        assert read_value(parse_document(f"value: {samples[unit.kind]}", "x"), unit)


def test_every_instrument_says_how_sure_we_are_and_who_checked_it():
    assert instrument("nd-335-2025").effective_from == date(2026, 1, 1)
    assert instrument("nd-335-2025").checked_by == ""
    assert instrument("nd-335-2025").certainty.label == "đã thấy nguyên văn"
    assert len(instruments()) > 25


def test_an_unknown_instrument_is_named():
    with pytest.raises(Missing, match="nd-1"):
        instrument("nd-1")


INSTRUMENT = """a:
  number: 1/2026
  short: VB 1
  title: Văn bản
  issuer: Chính phủ
  signed: null
  effective_from: null
  effective_to: null
  replaces: []
  certainty: V1
  checked_by: null
  checked_on: null
"""


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (INSTRUMENT.replace("replaces: []", "replaces: [b]"), "“a” thay thế “b”"),
        (
            INSTRUMENT.replace("checked_by: null", "checked_by: Vụ Pháp chế"),
            "phải cùng có hoặc cùng để trống",
        ),
        (INSTRUMENT + "  gazette: 1\n", "không có khóa “gazette”"),
        (INSTRUMENT.replace("  title: Văn bản\n", ""), "thiếu giá trị của “title”"),
    ],
)
def test_a_mistake_in_the_list_of_instruments_is_named(tmp_path, text, part):
    path = tmp_path / "instruments.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Invalid, match=part):
        read_instruments(path)
