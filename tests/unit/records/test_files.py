"""Uploaded files are hostile: what is taken, what is refused, and that nothing stays behind (scenario E02)."""

from __future__ import annotations

import hashlib
import zlib

import pytest

from tests import files
from woms.core.errors import Invalid, Refused
from woms.records.file_names import attachment_header, clean_file_name, extension_of
from woms.records.files import address_of, keep, read

LINK = '<Relationships><Relationship Id="r1" Type="{}" Target="http://x/y" TargetMode="{}"/></Relationships>'
OBJECT_STREAM = zlib.compress(b"1 0 << /S /JavaScript /JS (app.alert(1)) >>")


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "kho"
    return tmp_path / "kho"


def stored_files(store) -> list[str]:
    return sorted(str(path.relative_to(store)) for path in store.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (files.pdf(), "Báo cáo.PDF", "application/pdf"),
        (files.png(), "anh.png", "image/png"),
        (files.jpeg(), "IMG_0001.jpeg", "image/jpeg"),
        (files.jpeg(), "chụp từ máy ảnh", "image/jpeg"),
        (files.docx(), "tờ trình.docx", "wordprocessingml.document"),
        (files.zipped({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}), "a.xlsx", "spreadsheetml.sheet"),
        (files.docx(word___rels__a_dot_rels=LINK.format("x/relationships/hyperlink", "External").encode()), "a.docx", "document"),
        (files.docx(word__embeddings__chart_dot_xlsx=b"PK"), "biểu đồ.docx", "document"),
        (files.pdf(b"stream\n/JS /Launch by chance in a picture\nendstream"), "anh-quet.pdf", "application/pdf"),
    ],
)  # fmt: skip
def test_an_honest_file_is_taken_with_the_type_of_its_content(store, content, name, content_type):
    kept = keep(files.upload(content, name))
    assert kept.content_type.endswith(content_type)
    assert stored_files(store) == [f"{kept.sha256[:2]}/{kept.sha256[2:]}"]
    assert read(kept.sha256) == content


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "rong.pdf", "file.empty"),
        (b"<html><script>alert(1)</script>", "trang.html", "file.type"),
        (b"MZ\x90\x00", "bao-cao.pdf", "file.type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 99, "cu.doc", "file.type"),
        (b"\x00\x00\x00\x18ftypheic0000", "anh.heic", "file.type"),
        (b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD", "eicar.com", "file.type"),
        (files.pdf(), "bao-cao.pdf.html", "file.extension"),
        (files.png(), "bao-cao.pdf", "file.extension"),
        (files.pdf(), "bao-cao.exe", "file.extension"),
        (b"%PDF-1.7 cut off", "cut.pdf", "file.damaged"),
        (files.pdf(b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"), "a.pdf", "file.active"),
        (files.pdf(b"/OpenAction << /S /J#61vaScript >>"), "a.pdf", "file.active"),
        (files.pdf(b"/A << /S /Launch /F (cmd.exe) >>"), "a.pdf", "file.active"),
        (files.pdf(b"/Names << /EmbeddedFile 3 0 R >>"), "a.pdf", "file.active"),
        (files.pdf(b">> endobj 5 0 obj << /Type /ObjStm >> stream\n" + OBJECT_STREAM + b"\nendstream"), "a.pdf", "file.active"),
        (files.pdf(b">> endobj 5 0 obj << /Type /ObjStm >> stream\n" + zlib.compress(b"0" * 60_000_000) + b"\nendstream"), "a.pdf", "file.bomb"),
        (files.pdf(b"/Encrypt 9 0 R"), "a.pdf", "file.encrypted"),
        (files.png(40_000, 40_000), "a.png", "file.too_many_pixels"),
        (files.png()[:20], "a.png", "file.damaged"),
        (files.jpeg()[:14], "a.jpg", "file.damaged"),
        (files.jpeg(0, 0), "a.jpg", "file.damaged"),
        (files.jpeg(60_000, 60_000), "a.jpg", "file.too_many_pixels"),
        (files.docx()[:-30], "a.docx", "file.damaged"),
        (files.zipped({"a.txt": b"x"}), "a.docx", "file.type"),
        (files.docx(word__vbaProject_dot_bin=b"x"), "a.docx", "file.active"),
        (files.docx(word__embeddings__oleObject1_dot_bin=b"x"), "a.docx", "file.active"),
        (files.docx(word__activeX__a_dot_xml=b"x"), "a.docx", "file.active"),
        (files.docx(word__a_dot_xml=b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a/>'), "a.docx", "file.active"),
        (files.docx(word__a_dot_xml="<!DOCTYPE a>".encode("utf-16")), "a.docx", "file.active"),
        (files.docx(word___rels__a_dot_rels=LINK.format("x/relationships/attachedTemplate", "External").encode()), "a.docx", "file.external"),
        (files.docx(word__big_dot_xml=b"0" * 30_000_000), "a.docx", "file.bomb"),
        (files.zipped({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>", "../../evil.xml": b"<a/>"}), "a.docx", "file.damaged"),
        (files.zipped({f"p{n}": b"" for n in range(2001)}), "a.docx", "file.bomb"),
        (files.zipped({"[Content_Types].xml": b"macroEnabled.main+xml", "word/document.xml": b"<a/>"}), "a.docx", "file.active"),
    ],
)  # fmt: skip
def test_a_hostile_or_broken_file_is_refused_in_words_and_leaves_nothing(store, content, name, code):
    with pytest.raises(Invalid) as refusal:
        keep(files.upload(content, name))
    assert refusal.value.code == code
    assert refusal.value.field == "evidence"
    assert len(refusal.value.sentence) > 20
    assert stored_files(store) == []


def test_a_file_over_the_limit_is_cut_off_while_it_arrives(store, settings):
    settings.MAX_UPLOAD_BYTES = 5_000
    pieces = iter([files.pdf()] + [b"0" * 4_000] * 1_000)
    with pytest.raises(Invalid, match="lớn hơn") as refusal:
        keep(files.Upload("a.pdf", pieces))
    assert refusal.value.code == "file.too_large"
    assert len(list(pieces)) > 990, "the rest was never read"
    assert stored_files(store) == []


def test_the_same_content_is_kept_once(store):
    first, second = keep(files.upload(files.pdf(), "a.pdf")), keep(files.upload(files.pdf(), "b.pdf"))
    assert first.sha256 == second.sha256 == hashlib.sha256(files.pdf()).hexdigest()
    assert len(stored_files(store)) == 1


def test_a_content_cut_short_in_the_store_is_healed_by_the_next_upload():
    kept = keep(files.upload(files.pdf()))
    address_of(kept.sha256).chmod(0o600)
    address_of(kept.sha256).write_bytes(b"%PDF")
    keep(files.upload(files.pdf()))
    assert read(kept.sha256) == files.pdf()


@pytest.mark.parametrize(
    "harm", [lambda path: path.unlink(), lambda path: path.write_bytes(files.pdf(seed="x"))]
)
def test_a_missing_or_altered_content_is_never_handed_out(harm):
    kept = keep(files.upload(files.pdf()))
    address_of(kept.sha256).chmod(0o600)
    harm(address_of(kept.sha256))
    with pytest.raises(Refused, match="không còn nguyên vẹn"):
        read(kept.sha256)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\a\\Báo cáo quý.pdf", "Báo cáo quý.pdf"),
        ("Ba\u0301o ca\u0301o.pdf", "Báo cáo.pdf"),
        ("hóa\u202efdp.exe.pdf", "hóafdp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("  .pdf", "pdf.pdf"),
        ("Báo cáo 20.11", "Báo cáo 20.11.pdf"),
        ("...", "minh-chung.pdf"),
        ("", "minh-chung.pdf"),
        ("<script>alert(1)</script>.pdf", "script>.pdf"),
        ("d" * 400 + ".pdf", "d" * 146 + ".pdf"),
    ],
)
def test_a_file_name_is_kept_as_text_only(name, clean):
    assert clean_file_name(name, ".pdf") == clean


def test_an_extension_is_read_through_tricks():
    assert extension_of("a.pdf\u200b") == ".pdf"
    assert extension_of("Quyết định 12.QĐ-UBND") == ""


def test_a_download_always_saves_under_an_honest_name():
    header = attachment_header('Báo "cáo"; số 1.pdf')
    assert header == (
        "attachment; filename=\"bao_cao_so_1.pdf\"; filename*=UTF-8''B%C3%A1o%20%22c%C3%A1o%22%3B%20s%E1%BB%91%201.pdf"
    )
