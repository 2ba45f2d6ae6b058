from __future__ import annotations

import unicodedata

import pytest

from woms.core.vietnamese import clean_text, fold, person_sort_key, slug, sort_key


def test_names_sort_in_the_vietnamese_dictionary_order():
    ordered = ["An", "Ánh", "Ăn", "Ân", "Dương", "Đinh", "Đỗ", "Ích", "Oanh", "Ơn", "Yên"]
    assert sorted(sorted(ordered), key=sort_key) == ordered


def test_people_are_listed_by_given_name_then_family_name():
    people = [("Trần", "Văn", "An"), ("Lê", "Thị", "Bình"), ("Đỗ", "", "An")]
    assert sorted(people, key=lambda person: person_sort_key(*person)) == [people[2], people[0], people[1]]


@pytest.mark.parametrize(
    "text", ["Đường Giải Phóng", unicodedata.normalize("NFD", "Đường Giải Phóng"), "DUONG  giai phong"]
)
def test_folding_makes_spellings_of_one_word_equal(text):
    assert fold(text) == "duong giai phong"


def test_stored_text_is_composed_and_has_no_stray_spaces_or_control_characters():
    assert clean_text(unicodedata.normalize("NFD", " Hà \u00a0 Nội\u200b\x00 ")) == "Hà Nội"


def test_a_slug_is_plain_ascii():
    assert slug("Phường Văn Miếu – Quốc Tử Giám") == "phuong-van-mieu-quoc-tu-giam"
