"""Boards over the API say what the pages say, to the same people."""

from __future__ import annotations

import pytest

from tests.factories import AT, make_key_result, make_objective, make_plan
from tests.figures import make_rollup, make_state
from woms.insights.metrics import metrics

pytestmark = pytest.mark.django_db


@pytest.fixture
def figures(province, monkeypatch):
    monkeypatch.setattr("woms.core.clock.now", lambda: AT)
    objective = make_objective(make_plan(province, state="approved"))
    key_result = make_key_result(objective, owner_person_id=province.specialist.person_id)
    make_state(key_result, 63, "off_track", progress=41)
    make_rollup(province.agency, 81, month="2026-10")
    make_rollup(province.agency, 41, "off_track")
    return province


def test_a_board_gives_scores_as_exact_numbers_and_silence_as_nothing(figures, sign_in):
    board = sign_in(figures.leader).get("/api/v1/boards").json()
    rows = {row["unit"]["code"]: row for row in board["rows"]}
    agency, ward = rows[figures.agency.code], rows[figures.ward.code]
    assert (agency["overall"]["score"], agency["overall"]["change"]) == ("41.000000", "-40.000000")
    assert (ward["overall"]["score"], ward["overall"]["status"], ward["has_plan"]) == (None, "no_data", False)


def test_the_attention_list_says_what_the_page_says(figures, sign_in):
    client = sign_in(figures.leader)
    said = client.get(f"/api/v1/boards/{figures.city.code}/attention").json()
    assert said[0]["sentence"].startswith("1 đơn vị chuyển từ Đúng tiến độ sang Nguy cơ")


def test_the_city_gets_no_specialists_name_and_the_head_does(figures, sign_in):
    address = f"/api/v1/boards/{figures.agency.code}"
    assert figures.specialist.name not in sign_in(figures.leader).get(address).content.decode()
    assert sign_in(figures.head).get(address).json()["key_results"][0]["person"] == figures.specialist.name


def test_a_board_out_of_reach_is_missing(figures, sign_in):
    response = sign_in(figures.head).get(f"/api/v1/boards/{figures.other_agency.code}")
    assert (response.status_code, response.json()["code"]) == (404, "missing")


def test_a_specialist_has_no_board(figures, sign_in):
    assert sign_in(figures.specialist).get("/api/v1/boards").status_code == 403


def test_the_dictionary_lists_every_metric(figures, sign_in):
    listed = sign_in(figures.specialist).get("/api/v1/metrics").json()
    assert [one["code"] for one in listed] == list(metrics())


def test_an_explanation_adds_up(figures, sign_in):
    found = sign_in(figures.head).get(f"/api/v1/metrics/unit_score?unit={figures.agency.code}").json()
    assert [(one["kind"], one["points"]) for one in found["contributions"]] == [("objective", "41.00")]
    assert [one["points"] for one in found["contributions"][0]["parts"]] == ["41.00"]
