"""The pages of the organisation."""

from __future__ import annotations

import pytest

from tests.factories import account_of, make_officer, make_unit
from woms.org.models import Account, Grant

pytestmark = pytest.mark.django_db


def test_an_administrator_finds_a_unit_and_its_people(province, sign_in):
    client = sign_in(province.administrator)
    assert "Phường Mẫu" in client.get("/quan-tri?q=phường").content.decode()
    assert "Đỗ Văn Chuyên" in client.get(f"/quan-tri/{province.division.code}").content.decode()


@pytest.mark.parametrize("who", ["head", "specialist", "leader", "auditor", "appraiser"])
def test_others_are_refused(province, sign_in, who):
    client = sign_in(getattr(province, who))
    assert client.get("/quan-tri").status_code == 403
    assert client.get(f"/quan-tri/{province.division.code}").status_code == 404
    assert client.post(f"/quan-tri/{province.division.code}/vai-tro", {}).status_code in {403, 404}


def test_a_new_account_is_shown_with_its_password_once(province, sign_in):
    client = sign_in(province.administrator)
    address = f"/quan-tri/{province.ward.code}"
    answer = client.post(
        f"{address}/tai-khoan",
        {"full_name": "Lê Thị Mới", "title": "Chuyên viên", "username": "le.moi", "role": "specialist"},
    ).content.decode()
    assert "chỉ hiện một lần này" in answer
    assert Account.objects.get(username="le.moi").must_change_password
    assert "chỉ hiện một lần này" not in client.get(address).content.decode()


def test_a_wrong_entry_keeps_what_was_typed(province, sign_in):
    client = sign_in(province.administrator)
    answer = client.post(
        f"/quan-tri/{province.ward.code}/tai-khoan",
        {"full_name": "Mới", "title": "Chuyên viên", "username": "le.moi", "role": "specialist"},
    )
    assert answer.status_code == 422
    assert 'value="le.moi"' in answer.content.decode()
    assert "ít nhất hai từ" in answer.content.decode()


def test_a_role_is_given_and_ended_on_the_page(province, sign_in):
    client = sign_in(province.administrator)
    address = f"/quan-tri/{province.agency.code}"
    client.post(
        f"{address}/vai-tro",
        {"person": province.deputy.person_id, "role": "head", "decision_number": "1/QĐ"},
    )
    assert Grant.objects.filter(person_id=province.deputy.person_id, role="head").exists()
    grant = Grant.objects.get(person_id=province.head.person_id)
    assert client.post(f"{address}/vai-tro/{grant.pk}/ket-thuc").status_code == 302


def test_who_must_change_the_password_sees_only_that_page(province, sign_in):
    account = account_of(province.specialist)
    account.must_change_password = True
    account.save()
    client = sign_in(province.specialist)
    assert client.get("/")["Location"] == "/doi-mat-khau"
    assert client.get("/doi-mat-khau").status_code == 200


def test_the_number_of_queries_does_not_grow_with_people(province, sign_in, django_assert_num_queries):
    client = sign_in(province.administrator)

    def count(path):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    path = f"/quan-tri/{province.ward.code}"
    before = count(path), count("/quan-tri")
    for number in range(12):
        make_officer(f"Trần Văn Đông{number}", province.ward, "specialist", "specialist")
        make_unit(f"Phòng {number}", "division", province.ward)
    assert (count(path), count("/quan-tri")) == before
