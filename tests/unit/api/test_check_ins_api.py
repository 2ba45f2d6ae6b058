"""Reporting over the API: the same log, the same refusals, the same words as on the page."""

from __future__ import annotations

import pytest

from tests.factories import make_key_result, make_objective, make_plan
from woms.progress.models import CheckIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def key_result(province):
    plan = make_plan(province, unit=province.agency, state="approved")
    objective = make_objective(plan)
    return make_key_result(
        objective, owner_unit=province.division, owner_person_id=province.specialist.person_id
    )


def post(client, key_result, **body):
    return client.post(
        f"/api/v1/key-results/{key_result.pk}/check-ins", body, content_type="application/json"
    )


def test_a_number_is_reported_and_read_back_with_its_log(sign_in, province, key_result):
    client = sign_in(province.specialist)
    assert post(client, key_result, value="62,5", seen=0).status_code == 201
    found = client.get(f"/api/v1/key-results/{key_result.pk}").json()
    assert (found["value"], found["seen"], found["allowed_actions"]) == ("62.500000", 1, ["check_in"])
    assert found["entries"][0]["by"] == province.specialist.name


def test_two_at_once_are_told_with_both_numbers_and_only_one_is_written(sign_in, province, key_result):
    assert post(sign_in(province.specialist), key_result, value="62", seen=0).status_code == 201
    answer = post(sign_in(province.division_head), key_result, value="70", seen=0)
    assert answer.status_code == 409
    assert answer.json()["theirs"]
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize("who", ["other_specialist", "other_head", "ward_head"])
def test_out_of_reach_looks_absent(sign_in, province, key_result, who):
    client = sign_in(getattr(province, who))
    assert client.get(f"/api/v1/key-results/{key_result.pk}").status_code == 404
    assert post(client, key_result, value="1", seen=0).status_code == 404
    assert (
        client.get("/api/v1/key-results/999999").json()
        == client.get(f"/api/v1/key-results/{key_result.pk}").json()
    )


def test_the_city_reads_the_number_but_not_the_specialist(sign_in, province, key_result):
    post(sign_in(province.specialist), key_result, value="62", seen=0)
    client = sign_in(province.leader)
    assert client.get(f"/api/v1/key-results/{key_result.pk}").json()["entries"][0]["by"] == ""
    page = client.get(f"/muc-tieu/{key_result.pk}").content.decode()
    assert "62" in page
    assert province.specialist.name not in page


def test_what_is_not_a_number_is_refused_in_a_sentence(sign_in, province, key_result):
    answer = post(sign_in(province.specialist), key_result, value="tám", seen=0)
    assert answer.status_code == 422
    assert "Không đọc được" in answer.json()["detail"]
    assert not CheckIn.objects.exists()


def test_the_list_is_what_one_reports_on(sign_in, province, key_result):
    rows = sign_in(province.specialist).get("/api/v1/key-results/mine").json()
    assert [row["id"] for row in rows] == [key_result.pk]
    assert sign_in(province.other_specialist).get("/api/v1/key-results/mine").json() == []
