"""The catalogue on its pages and over the API."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import AT, make_product
from tests.unit.connectors.test_catalog_import import GOOD, OTHER, sheet
from woms.core import clock
from woms.work.models import CatalogImport, CatalogProduct

FORM = {
    "name": "Báo cáo chuyên đề", "measure_unit": "báo cáo", "coefficient": "1,5", "field": "Nội vụ",
    "state": "official", "decision_number": "12/QĐ-UBND", "starts_on": "01/11/2026",
}  # fmt: skip


@pytest.fixture(autouse=True)
def fixed_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_product_is_added_renewed_and_retired_on_the_pages(province, sign_in):
    client = sign_in(province.organization_board)
    assert client.get("/danh-muc/moi").status_code == 200
    assert client.post("/danh-muc/moi", {**FORM, "code": "nv.01"}).headers["Location"] == "/danh-muc/NV.01"
    assert 'value="1,5"' in client.get("/danh-muc/NV.01/ban-moi").content.decode()
    next_version = {**FORM, "coefficient": "2", "starts_on": "01/12/2026", "version": "1"}
    assert client.post("/danh-muc/NV.01/ban-moi", next_version).status_code == 302
    words = text(client.get("/danh-muc/NV.01"))
    assert "01/11/2026 – 01/12/2026" in words
    assert "Ban hành bản 2" in words
    retired = client.post("/danh-muc/NV.01/ngung-dung", {"version": "2", "ends_on": "31/12/2026",
                          "decision_number": "40/QĐ", "reason": "Đã bỏ"})  # fmt: skip
    assert retired.status_code == 302
    assert CatalogProduct.objects.get(version=2).end_reason == "Đã bỏ"


def test_a_draft_is_issued_on_its_page(province, sign_in):
    client = sign_in(province.organization_board)
    client.post("/danh-muc/moi", {**FORM, "code": "NV.01", "state": "draft", "decision_number": ""})
    assert "Ban hành dự thảo" in text(client.get("/danh-muc/NV.01"))
    wrong = client.post(
        "/danh-muc/NV.01/ban-hanh", {"version": "1", "state": "pilot", "starts_on": "01/12/2026"}
    )
    assert wrong.status_code == 422
    assert "Ban hành cần số" in text(wrong)
    fields = {"version": "1", "state": "pilot", "starts_on": "01/12/2026", "decision_number": "12/QĐ"}
    assert client.post("/danh-muc/NV.01/ban-hanh", fields).status_code == 302
    assert CatalogProduct.objects.get().state == "pilot"


def test_a_wrong_field_keeps_everything_that_was_typed(province, sign_in):
    answer = sign_in(province.organization_board).post(
        "/danh-muc/moi", {**FORM, "code": "NV.01", "coefficient": "0"}
    )
    assert answer.status_code == 422
    assert 'value="Báo cáo chuyên đề"' in answer.content.decode()
    assert "Hệ số quy đổi lớn hơn 0" in text(answer)


def test_readers_see_the_list_without_drafts_and_without_buttons(province, sign_in):
    make_product("NV.01", name="Báo cáo")
    make_product("NV.02", name="Đề án", state="draft", decision_number="")
    client = sign_in(province.specialist)
    words = text(client.get("/danh-muc?q=bao"))
    assert "Báo cáo" in words
    assert "Thêm sản phẩm" not in words
    assert "Đề án" not in text(client.get("/danh-muc"))
    assert client.get("/danh-muc/NV.02").status_code == 404
    assert client.get("/danh-muc/moi").status_code == 403
    assert client.post("/danh-muc/NV.01/ngung-dung", {"version": "1", "ends_on": "31/12/2026",
                       "decision_number": "1", "reason": "x"}).status_code == 403  # fmt: skip
    assert sign_in(province.administrator).get("/danh-muc").status_code == 403


def test_the_navigation_shows_the_catalogue_to_who_manages_it(province, sign_in):
    assert 'href="/danh-muc"' in sign_in(province.organization_board).get("/quy-dinh").content.decode()
    assert 'href="/danh-muc"' not in sign_in(province.specialist).get("/quy-dinh").content.decode()


def test_a_sheet_is_read_confirmed_and_undone_on_the_pages(province, sign_in):
    client = sign_in(province.organization_board)
    assert client.get("/danh-muc/nhap/mau.xlsx").content.startswith(b"PK")
    file = SimpleUploadedFile("danh mục.xlsx", sheet(GOOD, OTHER, ("VT.04", "", "văn bản", "hai")))
    fields = {"state": "official", "decision_number": "30/QĐ", "starts_on": "01/11/2026"}
    here = client.post("/danh-muc/nhap", {**fields, "file": file}).headers["Location"]
    assert "không đọc được số “hai”" in text(client.get(here))
    refused = client.post(f"{here}/xac-nhan")
    assert refused.status_code == 409
    assert "Còn 1 dòng phải sửa" in text(refused)
    client.post(f"{here}/xac-nhan", {"leave_wrong": "on"})
    assert CatalogProduct.objects.count() == 2
    assert "Hoàn tác cả tệp" in text(client.get(here))
    client.post(f"{here}/hoan-tac")
    assert CatalogProduct.objects.count() == 0
    assert "Đã hoàn tác" in text(client.get(here))


def test_a_missing_or_foreign_file_is_said_beside_the_field(province, sign_in):
    client = sign_in(province.organization_board)
    fields = {"state": "official", "decision_number": "30/QĐ", "starts_on": "01/11/2026"}
    assert "Chưa chọn tệp" in text(client.post("/danh-muc/nhap", fields))
    answer = client.post("/danh-muc/nhap", {**fields, "file": SimpleUploadedFile("a.xlsx", b"%PDF-1.7 x")})
    assert answer.status_code == 422
    assert "tệp PDF" in text(answer)
    assert not CatalogImport.objects.exists()


@pytest.mark.parametrize("path", ["/danh-muc/nhap", "/danh-muc/nhap/mau.xlsx", "/danh-muc/nhap/1"])
def test_nobody_else_opens_the_import(province, sign_in, path):
    assert sign_in(province.head).get(path).status_code == 403


def test_the_api_lists_reads_and_renews(province, sign_in):
    client = sign_in(province.organization_board)

    def post(path, **body):
        return client.post(f"/api/v1/catalog{path}", body, content_type="application/json")

    body = {"name": "Báo cáo", "measure_unit": "báo cáo", "coefficient": "1.5", "starts_on": "2026-11-01",
            "state": "official", "decision_number": "12/QĐ"}  # fmt: skip
    assert post("", code="NV.01", **body).status_code == 201
    assert post("", code="NV.01", **body).status_code == 409
    renewed = post("/NV.01/versions", version=1, **{**body, "coefficient": "2", "starts_on": "2026-12-01"})
    assert [line["version"] for line in renewed.json()["versions"]] == [2, 1]
    assert (
        post(
            "/NV.01/retirement", version=2, ends_on="2026-12-31", decision_number="1", reason="x"
        ).status_code
        == 200
    )
    listed = client.get("/api/v1/catalog?search=bao cao").json()
    assert [line["code"] for line in listed["lines"]] == ["NV.01"]
    assert (
        sign_in(province.specialist)
        .post("/api/v1/catalog", {**body, "code": "A"}, content_type="application/json")
        .status_code
        == 403
    )
