"""Files that are not what they say, or mean harm: one plain sentence each, and never a crash."""

from __future__ import annotations

import contextlib
import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.plan_files import DATA, HEADER, changed, excel, read, word
from woms.connectors.documents import containers
from woms.connectors.documents.errors import NotUnderstood

TASK = ["1.", "Ban hành Kế hoạch", "Sở Nội vụ", "", "Kế hoạch", "Trước ngày 15/5/2026"]
GOOD = word([HEADER, TASK])
SHEET = excel([HEADER, TASK])


def refusal(content):
    with pytest.raises(NotUnderstood) as caught:
        read(content)
    assert caught.value.sentence.startswith("Không ")
    assert caught.value.sentence.endswith(".")
    return caught.value


def zipped(**members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "document.empty"),
        (b"STT;Nhiem vu\n1;Lam viec\n", "document.unknown_kind"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "document.unknown_kind"),
        (b"%PDF-1.7 ...", "document.pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "document.old_format"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "document.locked"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "document.unknown_kind"),
        (zipped(anything="x"), "document.unknown_kind"),
        (GOOD[: len(GOOD) // 2], "document.broken"),
        (b"PK\x03\x04" + b"\0" * 100, "document.broken"),
        (b"x" * (containers.MAXIMUM_FILE_BYTES + 1), "document.too_large"),
    ],
)
def test_a_file_that_is_not_word_or_excel_is_refused_with_its_reason(content, code):
    assert refusal(content).code == code


@pytest.mark.parametrize("code", ["document.old_format", "document.pdf"])
def test_old_formats_say_how_to_save_the_file(code):
    content = b"%PDF-1.7" if code == "document.pdf" else b"\xd0\xcf\x11\xe0" + b"\0" * 99
    assert ".docx hoặc .xlsx" in refusal(content).sentence


def test_the_content_decides_and_not_the_name():
    # the reader never sees a name: a workbook called .docx is read as the workbook it is
    assert read(SHEET).objectives[0].title == read(GOOD).objectives[0].title


def test_macros_are_refused_in_the_list_of_types_and_as_a_part():
    declared = changed(
        GOOD, "[Content_Types].xml",
        lambda data: data.replace(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
    )  # fmt: skip
    assert refusal(declared).code == "document.macro"
    assert refusal(changed(SHEET, "xl/vbaProject.bin", lambda _: b"macro")).code == "document.macro"


def test_entity_expansion_and_outside_entities_are_refused_before_parsing():
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    for content, part in (
        (GOOD, "word/document.xml"),
        (SHEET, "xl/sharedStrings.xml"),
        (GOOD, "[Content_Types].xml"),
    ):
        hostile = changed(content, part, lambda data: data.replace(b"?>", b"?>" + laughs, 1))
        assert refusal(hostile).code == "document.unsafe"


def test_entities_hidden_in_another_encoding_are_found():
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><x/>'
    assert (
        refusal(changed(GOOD, "word/document.xml", lambda _: text.encode("utf-16"))).code == "document.unsafe"
    )


def test_a_zip_bomb_is_refused_without_unpacking_it():
    assert refusal(changed(GOOD, "word/document.xml", lambda _: b"0" * (20 * 1024 * 1024))).code == (
        "document.unpacked_too_large"
    )


def test_too_many_members_are_refused():
    many = {f"word/media/{n}.bin": "x" for n in range(containers.MAXIMUM_MEMBERS + 1)}
    assert refusal(zipped(**many)).code == "document.unpacked_too_large"


def test_a_size_declared_falsely_is_a_broken_file():
    data = bytearray(GOOD)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    place = data.rfind(size.to_bytes(4, "little"))
    data[place : place + 4] = (10).to_bytes(4, "little")
    assert refusal(bytes(data)).code == "document.broken"


def test_a_part_listed_twice_is_a_broken_file():
    stream = io.BytesIO(GOOD)
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", archive.read("word/document.xml"))
    assert refusal(stream.getvalue()).code == "document.broken"


def test_a_cell_at_the_far_corner_of_a_sheet_is_refused_before_it_costs_memory():
    far = b'<c r="XFD1048576"><v>1</v></c></row></sheetData>'
    hostile = changed(
        SHEET, "xl/worksheets/sheet1.xml", lambda data: data.replace(b"</row></sheetData>", far)
    )
    assert "XFD1048576" in refusal(hostile).sentence


def test_a_false_dimension_and_empty_styled_cells_far_away_do_no_harm():
    def grown(data):
        data = data.replace(b'ref="A1:F2"', b'ref="A1:XFD1048576"')
        return data.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>')

    assert len(read(changed(SHEET, "xl/worksheets/sheet1.xml", grown)).objectives) == 1


@pytest.mark.parametrize(
    ("content", "part"),
    [(GOOD, "word/document.xml"), (SHEET, "xl/worksheets/sheet1.xml"), (SHEET, "xl/workbook.xml")],
)
@pytest.mark.parametrize("data", [b"", b"<a>", b"not xml at all"])
def test_a_damaged_part_is_a_broken_file(content, part, data):
    assert refusal(changed(content, part, lambda _: data)).code == "document.broken"


def test_a_missing_picture_or_template_does_not_matter():
    pointing = changed(
        GOOD, "word/_rels/document.xml.rels",
        lambda data: data.replace(
            b"</Relationships>",
            b'<Relationship Id="rX" Type="http://x/image" Target="NULL"/></Relationships>',
        ),
    )  # fmt: skip
    assert len(read(pointing).objectives) == 1


def test_no_known_header_no_table_and_no_rows_are_told_apart():
    assert refusal(word("Chỉ có chữ, không có bảng.")).code == "document.no_header"
    assert refusal(word([["Họ tên", "Tuổi"], ["A", "3"]])).code == "document.no_header"
    assert refusal(excel([])).code == "document.no_header"
    assert refusal(word([HEADER])).code == "document.no_rows"
    assert refusal((DATA / "de-cuong-co-quan.docx").read_bytes()).code == "document.no_header"
    assert "“Nhiệm vụ”" in refusal(word("x")).sentence


def test_a_formula_gives_its_value_and_one_without_a_value_is_told():
    shared = changed(
        SHEET, "xl/worksheets/sheet1.xml",
        lambda data: data.replace(b"</row></sheetData>", b'<c r="G2"><f>A1</f></c></row></sheetData>'),
    )  # fmt: skip
    assert "G2" in read(shared).warnings[0]
    computed = changed(
        excel([HEADER, ["1", "Sơ kết", "Sở Nội vụ", "", "Báo cáo"]]), "xl/worksheets/sheet1.xml",
        lambda data: data.replace(
            b"</row></sheetData>", '<c r="F2" t="str"><f>X</f><v>Quý I/2026</v></c></row></sheetData>'.encode()
        ),
    )  # fmt: skip
    assert read(computed).objectives[0].deadline.text == "Quý I/2026"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_bytes_changed_anywhere_give_a_plan_or_one_sentence(data):
    content = bytearray(data.draw(st.sampled_from([GOOD, SHEET])))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=6)):
        content[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(NotUnderstood):  # any other error fails the test
        read(bytes(content))
