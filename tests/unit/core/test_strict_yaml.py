"""Hand-edited YAML: every complaint names the file, the line and the cure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from woms.core.errors import Invalid
from woms.core.strict_yaml import parse_document, parse_documents, read_document


def table(text):
    return parse_document(text, "case.yaml")


def complaint(text, read):
    with pytest.raises(Invalid) as caught:
        read(table(text))
    return caught.value.sentence


def test_values_are_read_exactly_by_the_type_asked_for():
    found = table(
        "a: 0.1\nb: 3\nc: 2026-03-31\nd: chữ\ne: true\nf: [1, 2.5]\ng: [x, y]\nh: {k: 1}\ni: [{k: 2}]"
    )
    assert found.number("a") == Decimal("0.1")
    assert found.integer("b") == 3
    assert found.day("c") == date(2026, 3, 31)
    assert found.text("d") == "chữ"
    assert found.flag("e", default=False) is True
    assert found.numbers("f") == [1, Decimal("2.5")]
    assert found.texts("g") == ["x", "y"]
    assert found.table("h").number("k") == 1
    assert [item.number("k") for item in found.tables("i")] == [2]
    found.finish()


def test_absent_keys_take_their_default():
    found = table("a: null")
    assert found.text("x", "mặc định") == "mặc định"
    assert found.number("x", Decimal(5)) == 5
    assert found.integer("x", 7) == 7
    assert found.flag("x", default=True) is True
    assert found.optional_day("a") is None
    assert found.optional_number("a") is None
    assert found.tables("x") == []


def test_present_optional_keys_are_read():
    found = table("a: 2026-01-01\nb: 4")
    assert found.optional_day("a") == date(2026, 1, 1)
    assert found.optional_number("b") == 4


def test_keys_may_be_days():
    assert [day for day, _ in table("2026-01-01: {a: 1}\n2027-01-01: {a: 2}").days()] == [
        date(2026, 1, 1),
        date(2027, 1, 1),
    ]


def test_items_may_be_written_in_short_or_in_full():
    found = table("a: [1, {times: 2}]").mixed("a", scalar=int, mapping=lambda item: -item.integer("times"))
    assert found == [1, -2]


def test_a_whole_table_can_become_ordinary_values():
    text = "a: 1.50\nb: chữ\nc: null\nd: true\ne: [1, x]\nf: {g: '2'}\nh: 2026-01-01"
    assert table(text).plain() == {
        "a": Decimal("1.50"),
        "b": "chữ",
        "c": None,
        "d": True,
        "e": [Decimal(1), "x"],
        "f": {"g": "2"},
        "h": "2026-01-01",
    }


@pytest.mark.parametrize(
    ("text", "read", "parts"),
    [
        ("a: 1\nb: 2\na: 3", lambda found: found, ["dòng 3", "“a” viết hai lần", "dòng 1"]),
        ("a: 1\n\nb: hai", lambda found: found.number("b"), ["dòng 3", "27.5", "“hai”"]),
        ("a: 27,5", lambda found: found.number("a"), ["dòng 1", "“27,5”"]),
        ("a: .nan", lambda found: found.number("a"), ["phải là một số"]),
        ("a: 1e400", lambda found: found.number("a"), ["phải là một số"]),
        ("a: 1.5", lambda found: found.integer("a"), ["số nguyên"]),
        ("a: 31/3/2026", lambda found: found.day("a"), ["2026-03-31", "“31/3/2026”"]),
        ("a: yes", lambda found: found.flag("a", default=False), ["true hoặc false"]),
        ("a: 1", lambda found: found.text("b"), ["dòng 1", "thiếu giá trị của “b”"]),
        ("a:\nb: 1", lambda found: found.text("a"), ["dòng 1", "thiếu giá trị của “a”"]),
        ("a: [1]", lambda found: found.text("a"), ["phải là một giá trị"]),
        ("a: 1", lambda found: found.texts("a"), ["phải là một danh sách"]),
        ("a: 1", lambda found: found.table("a"), ["cần các khóa"]),
        ("- 1", lambda found: found, ["dòng 1", "cần các khóa"]),
    ],
)
def test_a_mistake_is_named_with_its_file_its_line_and_the_cure(text, read, parts):
    sentence = complaint(text, read)
    for part in ["case.yaml", *parts]:
        assert part in sentence


def test_a_misspelt_key_is_refused_with_the_nearest_known_one():
    found = table("general: 27\nprodcts: []")
    found.number("general")
    found.tables("products")
    with pytest.raises(Invalid, match=r"dòng 2.*“prodcts”.*“products”"):
        found.finish()


def test_an_unknown_key_is_refused_with_the_known_ones():
    found = table("general: 27\nxyz: 1")
    found.number("general")
    with pytest.raises(Invalid, match="Các khóa dùng được: general"):
        found.finish()


@pytest.mark.parametrize("text", ["a: [1", "a: &x 1\nb: *x", "a: \x01", "[" * 1000])
def test_text_that_is_not_plain_yaml_is_refused(text):
    with pytest.raises(Invalid, match="không đọc được YAML"):
        parse_documents(text, "case.yaml")


def test_a_single_document_is_asked_for():
    with pytest.raises(Invalid, match="2 tài liệu"):
        table("a: 1\n---\nb: 2")
    with pytest.raises(Invalid, match="0 tài liệu"):
        table("")


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(Invalid, match=r"thieu\.yaml"):
        read_document(tmp_path / "thieu.yaml")
    (tmp_path / "la.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Invalid, match="UTF-8"):
        read_document(tmp_path / "la.yaml")


def test_a_file_is_read_with_vietnamese_text(tmp_path):
    (tmp_path / "a.yaml").write_text("tên: Đề án", encoding="utf-8")
    assert read_document(tmp_path / "a.yaml").text("tên") == "Đề án"
