"""The screens of bringing a plan in, with and without JavaScript."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.plan_files import DATA, HEADER, titles, word
from woms.planning.models import ImportBatch, Objective, Plan

pytestmark = pytest.mark.django_db
ROWS = [
    [
        "1",
        "Sơ kết triển khai",
        "Sở Mẫu A",
        "Sở Mẫu B, các đơn vị liên quan",
        "Báo cáo sơ kết",
        "Tháng 12/2026",
    ],
    ["2", "Đào tạo cán bộ", "Các cơ quan, đơn vị", "Sở Mẫu A", "Kế hoạch", "Hàng quý"],
]
FILE = word([HEADER, *ROWS])


@pytest.fixture
def client(province, sign_in):
    return sign_in(province.organization_board)


def send(client, province, content=None, name="kế hoạch.docx", **options):
    file = SimpleUploadedFile(name, FILE if content is None else content)
    return client.post("/ke-hoach/nhap", {"file": file, "unit": province.city.code, "period": "", **options})


@pytest.fixture
def address(client, province):
    return send(client, province)["Location"]


def page(client, address):
    return client.get(address).content.decode()


def test_the_way_from_file_to_plan_and_back(client, province, address):
    assert "Sơ kết triển khai" in page(client, address)
    assert "chưa ghi gì vào kế hoạch" in page(client, address)
    assert not Plan.objects.exists()
    assert "Ghi 2 nhiệm vụ vào kế hoạch?" in page(client, f"{address}/xac-nhan")
    assert client.post(f"{address}/xac-nhan")["Location"] == address
    result = page(client, address)
    assert "Đã ghi 2 nhiệm vụ, 2 mục tiêu" in result
    assert f"/ke-hoach/{Plan.objects.get().pk}" in result
    assert "Hoàn tác lần nhập này?" in page(client, f"{address}/hoan-tac")
    client.post(f"{address}/hoan-tac")
    assert "Đã hoàn tác lúc" in page(client, address)
    assert not Plan.objects.exists()


def test_a_file_that_is_not_understood_is_told_beside_the_field(client, province):
    response = send(client, province, b"%PDF-1.7")
    assert response.status_code == 422
    assert "đây là tệp PDF" in response.content.decode()
    assert client.post("/ke-hoach/nhap", {"unit": province.city.code}).status_code == 422
    assert not ImportBatch.objects.exists()


def test_a_row_is_corrected_and_only_what_was_changed_counts_as_chosen(client, address, province):
    shown = {"position": "2", "keep": "on", "area": "customers", "lead": "", "lead_shown": ""}
    assert client.post(f"{address}/chinh", shown)["Location"] == f"{address}?loc=&trang=1"
    assert "chưa xác định được đơn vị chủ trì" in page(client, address).lower()
    client.post(f"{address}/chinh", {**shown, "lead": "Phường Mẫu"})
    assert "chưa xác định được đơn vị chủ trì" not in page(client, address).lower()
    client.post(f"{address}/chinh", {"position": "1", "area": "processes"})
    assert "?loc=dropped" in page(client, address)
    client.post(f"{address}/xac-nhan")
    objective = Objective.objects.get()
    assert (objective.title, objective.area, objective.lead_unit_id) == (
        "Đào tạo cán bộ",
        "customers",
        province.ward.pk,
    )


def test_a_phrase_is_given_a_unit(client, address, province):
    client.post(
        f"{address}/chinh", {"phrase-0": "các đơn vị liên quan", "unit-0": "Phường Mẫu", "shown-0": ""}
    )
    client.post(f"{address}/xac-nhan")
    first = Objective.objects.get(title="Sơ kết triển khai")
    assert {row.unit_id for row in first.coordinators.all()} == {province.other_agency.pk, province.ward.pk}
    assert first.unmatched_units == []


def test_a_wrong_unit_name_is_told_on_its_row_and_the_fragment_comes_alone(client, address):
    wrong = {
        "position": "1",
        "keep": "on",
        "area": "processes",
        "lead": "Sở Không Có",
        "lead_shown": "Sở Mẫu A",
    }
    response = client.post(f"{address}/chinh", wrong, headers={"HX-Request": "true"})
    body = response.content.decode()
    assert response.status_code == 422
    assert "Không thấy đơn vị “Sở Không Có”" in body
    assert body.lstrip().startswith('<div id="preview"')


def test_a_plan_in_force_is_told_before_and_at_confirmation(client, province, address):
    client.post(f"{address}/xac-nhan")
    Plan.objects.update(state="approved")
    second = send(client, province, period="2026")["Location"]
    assert "đã phê duyệt" in page(client, second)
    response = client.post(f"{second}/xac-nhan")
    assert response.status_code == 409
    assert Objective.objects.count() == 2
    client.post(f"{second}/chinh", {"period": "2027"})
    client.post(f"{second}/xac-nhan")
    assert Objective.objects.count() == 4


def test_the_same_file_again_needs_a_tick(client, province, address):
    client.post(f"{address}/xac-nhan")
    second = send(client, province, period="2026")["Location"]
    assert "vẫn nhập thêm một lần nữa" in page(client, f"{second}/xac-nhan")
    assert client.post(f"{second}/xac-nhan").status_code == 409
    assert client.post(f"{second}/xac-nhan", {"again": "on"}).status_code == 302


def test_what_was_changed_since_cannot_be_undone_and_says_why(client, address):
    client.post(f"{address}/xac-nhan")
    Objective.objects.update(version=2)
    response = client.post(f"{address}/hoan-tac")
    assert response.status_code == 409
    assert "đã được sửa sau khi nhập" in response.content.decode()


@pytest.mark.parametrize(
    "who", ["leader", "appraiser", "auditor", "administrator", "specialist", "other_head"]
)
def test_others_find_nothing(province, address, sign_in, who):
    stranger = sign_in(getattr(province, who))
    assert stranger.get(address).status_code == 404
    assert stranger.get(f"{address}/xac-nhan").status_code == 404
    for action in ("chinh", "xac-nhan", "hoan-tac"):
        assert stranger.post(f"{address}/{action}", {"position": "1"}).status_code == 404
    if who != "other_head":
        assert stranger.get("/ke-hoach/nhap").status_code == 403
        assert send(stranger, province).status_code == 403
    else:
        assert send(stranger, province).status_code == 404
    assert not Plan.objects.exists()


def test_a_stranger_is_sent_to_sign_in(db, client):
    client.logout()
    assert client.get("/ke-hoach/nhap")["Location"].startswith("/dang-nhap")


def test_the_empty_workbook_is_one_that_the_importer_knows(client):
    from tests.plan_files import changed, read
    from woms.connectors.documents.errors import NotUnderstood

    content = client.get("/ke-hoach/nhap/mau.xlsx").content
    with pytest.raises(NotUnderstood, match="không có nhiệm vụ nào"):
        read(content)
    row = '<row r="2"><c r="B2" t="inlineStr"><is><t>Sơ kết</t></is></c></row></sheetData>'.encode()
    assert titles(
        changed(content, "xl/worksheets/sheet1.xml", lambda data: data.replace(b"</sheetData>", row))
    ) == ["Sơ kết"]


def test_a_long_file_is_shown_in_pages(client, province):
    rows = [[str(n), f"Việc số {n}", "Sở Mẫu A", "", "Báo cáo", "Quý I/2026"] for n in range(1, 121)]
    address = send(client, province, word([HEADER, *rows]))["Location"]
    assert "Việc số 50<" in page(client, address)
    assert "Việc số 51<" not in page(client, address)
    assert "Việc số 120<" in page(client, f"{address}?trang=3")


def test_the_outline_of_an_agency_is_told_to_have_no_table(client, province):
    response = send(client, province, (DATA / "de-cuong-co-quan.docx").read_bytes())
    assert "không thấy bảng nào" in response.content.decode()


def test_hostile_names_and_cells_are_shown_as_text(client, province):
    rows = [["1", "<script>alert(1)</script>", '"><img src=x>', "", "{{ 7*7 }}", "Quý I/2026"]]
    address = send(client, province, word([HEADER, *rows]), name='"><b>x.docx')["Location"]
    body = page(client, address)
    assert "<script>alert(1)" not in body
    assert "<img src=x" not in body
    assert "{{ 7*7 }}" in body
