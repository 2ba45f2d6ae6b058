from __future__ import annotations

import unicodedata

import pytest

from tests.plan_files import INDEX, UNITS
from woms.connectors.documents.unit_cells import read_units, split_roles
from woms.connectors.documents.units import KnownUnit, UnitIndex


def named(text, index=INDEX):
    cell = read_units(text, index)
    return [unit.name for unit in cell.units], list(cell.unmatched)


@pytest.mark.parametrize(
    "text",
    [
        "Sở KH&CN", "Sở KHCN", "Sở KH-CN", "Sở KH và CN", "Sở Khoa học & Công nghệ", "sở khoa học và công nghệ",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "Sơ Khoa hoc va Cong nghe", "Sở Khoa học và Côngnghệ", "Sở KH&CN Hà Nội",
        "Sở KH&CN Thành phố", "Sở Khoa học và Công nghệ TP. Hà Nội", "Sở KH&CN (thường trực)", "Giám đốc Sở KH&CN",
        "Sở\u00a0KH&CN", " Sở KH&CN. ", "- Sở KH&CN", unicodedata.normalize("NFD", "Sở Khoa học và Công nghệ"),
    ],
)  # fmt: skip
def test_one_department_is_found_under_every_way_of_writing_it(text):
    assert named(text) == (["Sở Khoa học và Công nghệ"], [])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ban Tổ chức", "Ban Tổ chức Thành ủy"),
        ("Ban Tổ chức Thành uỷ", "Ban Tổ chức Thành ủy"),
        ("Trưởng Ban Tổ chức Thành ủy", "Ban Tổ chức Thành ủy"),
        ("UBND Thành phố", "Ủy ban nhân dân Thành phố"),
        ("UBND TP Hà Nội", "Ủy ban nhân dân Thành phố"),
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
        ("Sở VHTT", "Sở Văn hóa và Thể thao"),
        ("Sở QHKT", "Sở Quy hoạch - Kiến trúc"),
        ("MTTQ", "Ủy ban MTTQ Việt Nam Thành phố"),
        ("UBND phường Hoàn Kiếm", "Phường Hoàn Kiếm"),
        ("P. Hoàn Kiếm", "Phường Hoàn Kiếm"),
        ("Ban Tổ chức\nThành ủy", "Ban Tổ chức Thành ủy"),
        ("Trung tâm Xúc tiến Đầu tư, Thương mại, Du lịch Thành phố", "Trung tâm Xúc tiến Đầu tư, Thương mại, Du lịch Thành phố"),
    ],
)  # fmt: skip
def test_short_forms_and_long_names_lead_to_the_official_name(text, name):
    assert named(text) == ([name], [])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sở Khoa học và Công nghệ và Sở Nội vụ", ["Sở Khoa học và Công nghệ", "Sở Nội vụ"]),
        ("Sở Nội vụ; Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        ("Sở Nội vụ\nSở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        ("- Sở Nội vụ\n- Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        ("a) Sở Nội vụ; b) Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        ("Sở Nội vụ/Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        ("Sở Nội vụ - Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        (
            "Các Sở: Nội vụ, Tài chính, Khoa học và Công nghệ",
            ["Sở Nội vụ", "Sở Tài chính", "Sở Khoa học và Công nghệ"],
        ),
        ("UBND các phường Hoàn Kiếm, Cửa Nam", ["Phường Hoàn Kiếm", "Phường Cửa Nam"]),
        ("Sở Nội vụ, Sở Nội vụ", ["Sở Nội vụ"]),
    ],
)
def test_a_cell_of_several_units_is_taken_apart_at_the_right_places(text, names):
    assert named(text) == (names, [])


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Các cơ quan, đơn vị", ["Các cơ quan, đơn vị"]),
        ("các đơn vị có liên quan", ["các đơn vị có liên quan"]),
        ("Các sở, ban, ngành; UBND các xã, phường", ["Các sở, ban, ngành", "UBND các xã, phường"]),
        ("Sở, ban, ngành", ["Sở, ban, ngành"]),
        ("Thủ trưởng các cơ quan, đơn vị, địa phương", ["Thủ trưởng các cơ quan, đơn vị, địa phương"]),
        ("Đơn vị tư vấn", ["Đơn vị tư vấn"]),
        ("Viện Quy hoạch, Kiến trúc và Cảnh quan", ["Viện Quy hoạch, Kiến trúc và Cảnh quan"]),
        ("Sở TN&MT", ["Sở TN&MT"]),
        ("Văn phòng", ["Văn phòng"]),
        ("UBND", ["UBND"]),
        (
            "Các cơ quan, đơn vị; Văn phòng 04 trực cấp Thành phố và các cơ quan, đơn vị trực tiếp triển khai",
            [
                "Các cơ quan, đơn vị",
                "Văn phòng 04 trực cấp Thành phố",
                "các cơ quan, đơn vị trực tiếp triển khai",
            ],
        ),
    ],
)
def test_phrases_that_are_no_unit_are_shown_whole_and_never_dropped(text, phrases):
    assert named(text) == ([], phrases)


def test_units_stand_beside_phrases_in_one_cell():
    text = "Văn phòng Thành ủy, Sở KH&CN, các cơ quan, đơn vị"
    assert named(text) == (["Văn phòng Thành ủy", "Sở Khoa học và Công nghệ"], ["các cơ quan, đơn vị"])


def test_a_listed_kind_does_not_swallow_the_unit_after_it():
    assert named("Đảng ủy các xã, phường, Sở Nội vụ") == (["Sở Nội vụ"], ["Đảng ủy các xã, phường"])


def test_a_letter_amiss_is_read_as_the_agency_and_told():
    cell = read_units("Sở Khoa học và Công nghệp", INDEX)
    assert [unit.code for unit in cell.units] == ["so-khoa-hoc-va-cong-nghe"]
    assert "Công nghệp" in cell.warnings[0]


def test_a_letter_amiss_in_a_ward_is_left_to_a_person():
    assert named("Phường Hoàn Kiếmm") == ([], ["Phường Hoàn Kiếmm"])


def test_a_name_of_two_units_matches_neither():
    index = UnitIndex(
        [
            KnownUnit("tinh", "Tỉnh"),
            KnownUnit("a", "Ban A", ("Ban",), "tinh"),
            KnownUnit("b", "Ban B", ("Ban",), "tinh"),
        ]
    )
    assert named("Ban", index) == ([], ["Ban"])


def test_a_division_is_meant_only_in_the_plan_of_its_own_unit():
    assert named("Phòng Chuyển đổi số") == ([], ["Phòng Chuyển đổi số"])
    at_home = UnitIndex(UNITS, home="so-khoa-hoc-va-cong-nghe")
    assert named("Phòng Chuyển đổi số", at_home) == (["Phòng Chuyển đổi số"], [])
    assert named("Văn phòng, Sở Nội vụ", at_home) == (["Văn phòng", "Sở Nội vụ"], [])


def test_initials_work_for_a_unit_without_any_alias():
    index = UnitIndex([KnownUnit("t", "Tỉnh X"), KnownUnit("s", "Sở Dân tộc và Tôn giáo", (), "t")])
    assert named("Sở DT&TG", index) == (["Sở Dân tộc và Tôn giáo"], [])


def test_a_tree_without_units_leaves_everything_unmatched():
    assert named("Sở Nội vụ", UnitIndex([])) == ([], ["Sở Nội vụ"])


@pytest.mark.parametrize(
    "text",
    [
        "Chủ trì: Sở Nội vụ; Phối hợp: Sở Tài chính, Sở Y tế",
        "Sở Nội vụ chủ trì, phối hợp với Sở Tài chính, Sở Y tế",
        "Cơ quan chủ trì: Sở Nội vụ\nCơ quan phối hợp: Sở Tài chính, Sở Y tế",
    ],
)
def test_both_roles_in_one_cell_are_told_apart(text):
    assert split_roles(text) == ("Sở Nội vụ", "Sở Tài chính, Sở Y tế")
