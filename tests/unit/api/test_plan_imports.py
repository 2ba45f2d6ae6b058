"""The same import over the typed API."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.plan_files import HEADER, word
from woms.planning.models import Objective, Plan

pytestmark = pytest.mark.django_db
ROWS = [
    [
        "1",
        "Sơ kết triển khai",
        "Sở Mẫu A",
        "Sở Mẫu B, các đơn vị liên quan",
        "Báo cáo sơ kết",
        "Tháng 12/2026",
    ]
]
ADDRESS = "/api/v1/plan-imports"


def send(client, province, content=None):
    file = SimpleUploadedFile("ke-hoach.docx", content or word([HEADER, *ROWS]))
    return client.post(ADDRESS, {"file": file, "unit": province.city.code})


def call(client, method, address, data=None):
    return getattr(client, method)(address, json.dumps(data or {}), content_type="application/json")


@pytest.fixture
def client(province, sign_in):
    return sign_in(province.organization_board)


def test_a_file_is_previewed_corrected_confirmed_and_taken_back(client, province):
    response = send(client, province)
    assert response.status_code == 201
    preview = response.json()
    assert preview["objectives"][0] | {"section": "", "problems": []} == {
        "position": 1,
        "title": "Sơ kết triển khai",
        "area": "processes",
        "lead": ["Sở Mẫu A"],
        "coordinating": ["Sở Mẫu B"],
        "output": "Báo cáo sơ kết",
        "deadline": {"kind": "between", "start": "2026-12-01", "end": "2026-12-31", "text": "Tháng 12/2026"},
        "key_results": [{"title": "Báo cáo sơ kết", "target": 1, "unit": "báo cáo", "direction": "increase"}],
        "section": "",
        "problems": [],
        "keep": True,
    }
    assert preview["unmatched"] == ["các đơn vị liên quan"]
    assert not Plan.objects.exists()
    address = f"{ADDRESS}/{preview['id']}"
    corrections = {
        "rows": [{"position": 1, "area": "customers", "lead": province.ward.code}],
        "matches": [{"phrase": "các đơn vị liên quan", "unit": "Sở Mẫu A"}],
    }
    corrected = call(client, "patch", address, corrections).json()
    assert (corrected["objectives"][0]["lead"], corrected["unmatched"]) == (["Phường Mẫu"], [])
    receipt = call(client, "post", f"{address}/confirm").json()
    assert call(client, "post", f"{address}/confirm").json() == receipt
    assert Objective.objects.get().area == "customers"
    assert client.get(address).json()["state"] == "applied"
    assert call(client, "post", f"{address}/undo").json()["state"] == "undone"
    assert not Plan.objects.exists()


def test_a_file_not_understood_is_a_problem_with_its_sentence(client, province):
    response = send(client, province, b"%PDF-1.7")
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "document.pdf"


def test_others_find_no_import(client, province, sign_in):
    address = f"{ADDRESS}/{send(client, province).json()['id']}"
    stranger = sign_in(province.other_head)
    assert stranger.get(address).status_code == 404
    assert call(stranger, "post", f"{address}/confirm").status_code == 404
    assert call(stranger, "patch", address, {"rows": []}).status_code == 404
    assert send(stranger, province).status_code == 404


def test_a_stranger_is_refused(db, client):
    client.logout()
    assert client.get(f"{ADDRESS}/1").status_code == 401
    assert client.post(ADDRESS).status_code == 401
