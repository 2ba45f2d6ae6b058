from collections import Counter

from woms.core.vietnamese import fold, slug
from woms.sample.units import DIVISION, load_units

UNITS = load_units()
BY_CODE = {unit.code: unit for unit in UNITS}


def test_hanoi_has_its_126_wards_and_communes():
    kinds = Counter(unit.kind for unit in UNITS)
    assert (kinds["ward"], kinds["commune"]) == (51, 75)


def test_every_unit_comes_after_the_unit_above_it():
    seen = set()
    for unit in UNITS:
        assert unit.parent in seen or unit.code == "ha-noi"
        seen.add(unit.code)


def test_codes_are_unique_readable_slugs():
    assert len(BY_CODE) == len(UNITS)
    assert all(unit.code == slug(unit.code) and len(unit.code) <= 80 for unit in UNITS)


def test_the_four_axes_all_have_agencies():
    axes = Counter(unit.axis for unit in UNITS if unit.kind == "agency")
    assert min(axes[axis] for axis in ("party", "council", "government", "front")) >= 6
    assert set(axes) == {"party", "council", "government", "front"}


def test_a_dozen_units_have_divisions():
    assert len({unit.parent for unit in UNITS if unit.kind == DIVISION}) >= 12


def test_no_two_units_share_a_name_or_an_alias():
    words = Counter(
        fold(word)
        for unit in UNITS
        if unit.kind != DIVISION
        for word in {fold(w) for w in (unit.name, *unit.aliases)}
    )
    assert not [word for word, times in words.items() if times > 1]


def test_the_units_that_the_city_plan_names_are_known_by_the_names_it_uses():
    known = {fold(word) for unit in UNITS for word in (unit.name, unit.short_name, *unit.aliases)}
    named = (
        "Ban Tổ chức Thành ủy", "Ban Tổ chức", "Sở KH&CN", "Sở Khoa học & Công nghệ", "Sở Nội vụ", "Sở Tài chính",
        "Văn phòng Thành ủy", "UBND Thành phố", "Ủy ban Kiểm tra Thành ủy", "Đảng ủy UBND Thành phố", "Đảng ủy UBND TP",
        "Đảng ủy các CQ Đảng", "Công an Thành phố", "MTTQ", "Phường Hoàn Kiếm", "UBND phường Từ Liêm",
    )  # fmt: skip
    assert not [name for name in named if fold(name) not in known]
