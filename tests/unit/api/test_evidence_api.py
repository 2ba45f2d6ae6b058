"""Evidence over the API: what may be sent, who may send, list, fetch and confirm it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import files
from tests.factories import make_key_result, make_objective, make_plan
from woms.records.models import StoredFile
from woms.work.models import Evidence


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "kho"


@pytest.fixture
def key_result(province):
    plan = make_plan(province, state="approved")
    return make_key_result(
        make_objective(plan), owner_unit=province.division, owner_person_id=province.specialist.person_id
    )


def send(client, key_result, content=None, name="Báo cáo.pdf"):
    file = SimpleUploadedFile(name, files.pdf() if content is None else content)
    return client.post(
        f"/api/v1/key-results/{key_result.pk}/evidence", {"evidence": file, "note": "tháng 11"}
    )


def test_a_file_is_sent_listed_and_fetched_byte_for_byte(sign_in, province, key_result):
    client = sign_in(province.specialist)
    receipt = send(client, key_result)
    assert receipt.status_code == 201
    (line,) = client.get(f"/api/v1/key-results/{key_result.pk}/evidence").json()
    assert (line["file_name"], line["note"], line["uploaded_by"], line["allowed_actions"]) == (
        "Báo cáo.pdf", "tháng 11", "Đỗ Văn Chuyên", [],
    )  # fmt: skip
    assert line["sha256"] == receipt.json()["sha256"]
    fetched = client.get(f"/api/v1/evidence/{line['id']}")
    assert (fetched.content, fetched["Content-Type"]) == (files.pdf(), "application/pdf")
    assert fetched["Content-Disposition"].startswith("attachment; ")
    assert fetched["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"<script>alert(1)</script>", "a.html", "file.type"),
        (b"", "rong.pdf", "file.empty"),
        (files.png(), "anh.pdf", "file.extension"),
    ],
)
def test_a_bad_file_is_refused_with_the_words_of_the_page_and_nothing_is_kept(
    sign_in, province, key_result, content, name, code
):
    answer = send(sign_in(province.specialist), key_result, content, name)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, code, "evidence")
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_file_over_the_limit_is_cut_off_and_refused(sign_in, province, key_result, settings):
    settings.MAX_UPLOAD_BYTES = 2 * 1024 * 1024
    answer = send(sign_in(province.specialist), key_result, files.pdf() + b"x" * 3 * 1024 * 1024)
    assert (answer.status_code, answer.json()["code"]) == (422, "file.too_large")
    assert "2 MB" in answer.json()["detail"]
    assert not Evidence.objects.exists()


def test_a_request_without_a_file_is_told_so(sign_in, province, key_result):
    address = f"/api/v1/key-results/{key_result.pk}/evidence"
    answer = sign_in(province.specialist).post(address, {"note": "x"})
    assert (answer.status_code, answer.json()["code"]) == (422, "file.missing")


@pytest.mark.parametrize(
    ("who", "status"), [("auditor", 403), ("leader", 403), ("other_head", 404), ("ward_specialist", 404)]
)
def test_who_does_not_report_sends_nothing(sign_in, province, key_result, who, status):
    assert send(sign_in(getattr(province, who)), key_result).status_code == status
    assert not StoredFile.objects.exists()


def test_evidence_of_others_looks_as_if_it_did_not_exist(sign_in, province, key_result):
    pk = send(sign_in(province.specialist), key_result).json()["id"]
    client = sign_in(province.other_head)
    assert client.get(f"/api/v1/key-results/{key_result.pk}/evidence").status_code == 404
    theirs, nobodys = client.get(f"/api/v1/evidence/{pk}"), client.get("/api/v1/evidence/999999")
    assert theirs.status_code == 404
    assert theirs.json() == nobodys.json()


def test_another_person_confirms_and_nobody_their_own(sign_in, province, key_result):
    pk = send(sign_in(province.division_head), key_result).json()["id"]
    assert sign_in(province.division_head).post(f"/api/v1/evidence/{pk}/verification").status_code == 409
    head = sign_in(province.head)
    (line,) = head.get(f"/api/v1/key-results/{key_result.pk}/evidence").json()
    assert line["allowed_actions"] == ["verify"]
    assert head.post(f"/api/v1/evidence/{pk}/verification").status_code == 204
    (line,) = head.get(f"/api/v1/key-results/{key_result.pk}/evidence").json()
    assert (line["verified_by"], line["allowed_actions"]) == ("Vũ Thị Trưởng", [])


def test_the_city_lists_evidence_without_the_name_of_a_specialist(sign_in, province, key_result):
    send(sign_in(province.specialist), key_result)
    (line,) = sign_in(province.leader).get(f"/api/v1/key-results/{key_result.pk}/evidence").json()
    assert line["uploaded_by"] == ""


def test_a_stranger_site_cannot_send_evidence_for_somebody(province, key_result):
    from django.test import Client

    from tests.factories import account_of

    client = Client(enforce_csrf_checks=True)
    client.force_login(account_of(province.specialist))
    assert send(client, key_result).status_code == 403
    assert not Evidence.objects.exists()
