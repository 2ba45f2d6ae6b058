"""A sheet of products: what each row would do, errors by row, written once, taken back whole."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from tests.factories import AT, make_product
from tests.work_steps import assign
from woms.connectors.catalog import services
from woms.connectors.catalog.queries import catalog_preview
from woms.connectors.catalog.reading import read_products
from woms.connectors.catalog.template import catalog_template
from woms.connectors.documents.errors import NotUnderstood
from woms.core.errors import Denied, Invalid, Missing, Refused
from woms.work.models import CatalogImport, CatalogProduct

HEAD = (
    "Mã",
    "Tên sản phẩm",
    "Đơn vị tính",
    "Hệ số quy đổi",
    "Nhóm",
    "Định mức (giờ)",
    "Sản phẩm chuẩn",
    "Đơn vị áp dụng",
)
GOOD = ("VT.01", "Công văn thông thường", "văn bản", 1, "N1", 4, "x", "")
OTHER = ("VT.02", "Báo cáo chuyên đề", "báo cáo", "2,5", "N3", "", "", "")


def sheet(*rows, head=HEAD):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        page = book.add_worksheet()
        for number, row in enumerate([("DANH MỤC SẢN PHẨM",), head, *rows]):
            for column, value in enumerate(row):
                page.write(number, column, value)
    return stream.getvalue()


def stage(province, *rows, actor=None, **options):
    values = {"state": "official", "starts_on": date(2026, 11, 1), "decision_number": "30/QĐ-UBND", **options}
    return services.stage_catalog(
        actor=actor or province.organization_board,
        at=AT,
        content=sheet(*rows),
        file_name="danh-muc.xlsx",
        **values,
    )


def confirm(province, import_id, **options):
    services.confirm_catalog(actor=province.organization_board, at=AT, import_id=import_id, **options)


def undo(province, import_id):
    services.undo_catalog(actor=province.organization_board, at=AT, import_id=import_id)


def rows_of(province, import_id):
    found = catalog_preview(actor=province.organization_board, import_id=import_id)
    return [(row.row, row.kind) for row in found.rows]


def codes():
    return list(
        CatalogProduct.objects.order_by("code", "version").values_list("code", "version", "coefficient")
    )


def test_nothing_reaches_the_catalogue_before_it_is_confirmed(province):
    import_id = stage(province, GOOD, OTHER)
    assert rows_of(province, import_id) == [(3, "new"), (4, "new")]
    assert codes() == []
    confirm(province, import_id)
    confirm(province, import_id)
    assert codes() == [("VT.01", 1, Decimal(1)), ("VT.02", 1, Decimal("2.5"))]
    standard = CatalogProduct.objects.get(code="VT.01")
    assert (standard.is_standard, standard.norm_hours, standard.group) == (True, Decimal(4), "N1")
    assert standard.decision_number == "30/QĐ-UBND"


def test_every_wrong_row_says_what_is_wrong_and_blocks_until_left_out(province):
    import_id = stage(
        province, GOOD, ("vt 3", "Tờ trình", "văn bản", 1), ("VT.04", "", "văn bản", "hai"), ("VT.05", "Đề án", "", ""),
        ("VT.01", "Trùng mã", "văn bản", 1), ("VT.06", "Kế hoạch", "văn bản", 1, "", "", "", "Sở không có"),
    )  # fmt: skip
    found = catalog_preview(actor=province.organization_board, import_id=import_id)
    assert [row.kind for row in found.rows] == ["new", *["wrong"] * 5]
    said = [" ".join(row.errors) for row in found.rows]
    for words, sentences in zip(
        ("Mã gồm chữ hoa", "không đọc được số “hai”", "Thiếu hệ số", "đã có ở dòng 3", "Sở không có"),
        said[1:], strict=True,
    ):  # fmt: skip
        assert words in sentences
    with pytest.raises(Refused, match="Còn 5 dòng phải sửa"):
        confirm(province, import_id)
    assert codes() == []
    confirm(province, import_id, leave_wrong=True)
    assert codes() == [("VT.01", 1, Decimal(1))]


def test_a_known_code_becomes_a_new_version_and_an_unchanged_row_nothing(province):
    make_product("VT.01", "1", name="Công văn thông thường", measure_unit="văn bản")
    make_product("VT.02", "2", name="Báo cáo chuyên đề", measure_unit="báo cáo")
    import_id = stage(province, ("VT.01", "Công văn thông thường", "văn bản", 1), OTHER)
    assert rows_of(province, import_id) == [(3, "same"), (4, "version")]
    confirm(province, import_id)
    assert codes() == [("VT.01", 1, Decimal(1)), ("VT.02", 1, Decimal(2)), ("VT.02", 2, Decimal("2.5"))]
    assert CatalogProduct.objects.get(code="VT.02", version=1).ends_on == date(2026, 11, 1)


def test_undo_takes_back_exactly_what_was_written(province):
    make_product("VT.02", "2", name="Báo cáo", measure_unit="báo cáo")
    import_id = stage(province, GOOD, OTHER)
    confirm(province, import_id)
    undo(province, import_id)
    undo(province, import_id)
    assert codes() == [("VT.02", 1, Decimal(2))]
    assert CatalogProduct.objects.get().ends_on is None
    with pytest.raises(Refused, match="đã hoàn tác"):
        confirm(province, import_id)


def test_undo_is_refused_once_work_was_assigned_from_it(province):
    import_id = stage(province, GOOD)
    confirm(province, import_id)
    assign(province, AT, product=CatalogProduct.objects.get())
    with pytest.raises(Refused, match="đã giao việc theo bản này"):
        undo(province, import_id)
    assert codes() == [("VT.01", 1, Decimal(1))]


def test_a_catalogue_that_changed_since_the_preview_refuses_the_whole_file(province):
    import_id = stage(province, GOOD, OTHER)
    make_product("VT.02", "2")
    with pytest.raises(Refused, match=r"Dòng 4 \(VT.02\)"):
        confirm(province, import_id)
    assert codes() == [("VT.02", 1, Decimal(2))]


@pytest.mark.parametrize("who", ["head", "specialist", "leader", "auditor", "administrator"])
def test_only_who_manages_the_catalogue_imports(province, who):
    import_id = stage(province, GOOD)
    actor = getattr(province, who)
    with pytest.raises(Denied):
        stage(province, GOOD, actor=actor)
    with pytest.raises(Denied):
        services.confirm_catalog(actor=actor, at=AT, import_id=import_id)
    with pytest.raises(Denied):
        catalog_preview(actor=actor, import_id=import_id)
    assert codes() == []


def test_issuing_needs_a_decision_number_and_an_unknown_import_is_not_found(province):
    with pytest.raises(Invalid) as refused:
        stage(province, GOOD, decision_number="")
    assert refused.value.field == "decision_number"
    assert stage(province, GOOD, state="draft", decision_number="")
    with pytest.raises(Missing):
        confirm(province, 0)
    assert CatalogImport.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"not a sheet", sheet(head=("Mã", "Tên")), sheet()])
def test_a_file_that_is_no_catalogue_is_refused_with_one_sentence(content):
    with pytest.raises(NotUnderstood):
        read_products(content)


def test_the_template_has_the_headings_that_the_reader_knows():
    with pytest.raises(NotUnderstood, match="chưa có dòng sản phẩm nào"):
        read_products(catalog_template())
