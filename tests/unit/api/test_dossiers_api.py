"""Evaluation over the API: the same services, the same refusals, the same figures as the page."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.evaluation_steps import dossier_of, give_worked_example, open_cycle, to_state
from tests.factories import AT, account_of, make_product
from tests.files import pdf
from woms.core import clock
from woms.evaluation.detail import dossier_detail


@pytest.fixture(autouse=True)
def fixed_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def example(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    return province


@pytest.fixture
def call(sign_in, example):
    """`call("head", "GET", "/dossiers")` → status and what was answered."""

    def do(who, method, path, body=None):
        client = sign_in(getattr(example, who))
        send = client.get if method == "GET" else client.post
        options = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        answer = send(f"/api/v1{path}", **options)
        return answer.status_code, answer.json()

    return do


MARK = {"by_group": {"conduct": "10", "ability": "9.5", "innovation": "8.5"}, "note": ""}


def test_a_dossier_goes_from_self_assessment_to_publication_over_the_api(example, call):
    path = f"/dossiers/{dossier_of(example.specialist).pk}"
    status, found = call("specialist", "POST", f"{path}/self-assessment", {"version": 1, **MARK})
    assert (status, found["state"], found["score"]["total"]) == (200, "review", "90.10")
    groups = {"conduct": "10", "ability": "9", "innovation": "8"}
    status, found = call(
        "division_head", "POST", f"{path}/review",
        {"version": found["version"], "by_group": groups, "note": "Sáng kiến chưa áp dụng"},
    )  # fmt: skip
    assert (status, found["score"]["total"], found["score"]["level"]) == (200, "89.10", "good")
    body = {"version": found["version"], "revision": found["score"]["revision"], "level": "good"}
    status, found = call("head", "POST", f"{path}/rating", body)
    assert (status, found["rating"]["level"]) == (200, "good")
    assert call("specialist", "GET", path)[1]["rating"] is None
    status, found = call("head", "POST", f"{path}/publication", {"version": found["version"]})
    assert status == 200
    assert call("specialist", "GET", path)[1]["rating"]["decided_by"] == "Vũ Thị Trưởng"


def test_the_api_gives_the_figures_of_the_page_with_the_trace(example, call):
    dossier = to_state(example, "decision")
    _, found = call("specialist", "GET", f"/dossiers/{dossier.pk}")
    page = dossier_detail(actor=example.specialist, at=AT, dossier_id=dossier.pk)
    assert Decimal(found["score"]["total"]) == page.score.total
    assert [Decimal(line["points"]) for line in found["score"]["lines"]] == [
        line.points for line in page.score.lines
    ]
    assert found["score"]["trace"]["name"] == "nd335/non-leader"
    assert found["score"]["trace"]["children"][0]["article"]
    assert found["score"]["digest"] == page.score.digest


@pytest.mark.parametrize("who", ["leader", "other_head", "other_specialist", "administrator", "appraiser"])
@pytest.mark.parametrize(
    "path", ["", "/self-assessment", "/review", "/rating", "/publication", "/score", "/return", "/send-back"]
)
def test_outsiders_get_the_answer_of_something_that_does_not_exist(example, call, who, path):
    dossier = to_state(example, "review")
    method = "POST" if path else "GET"
    body = {"version": 2, **MARK, "reason": "x", "level": "good", "revision": 1} if path else None
    status, found = call(who, method, f"/dossiers/{dossier.pk}{path}", body)
    missing, nothing = call(who, method, f"/dossiers/999999{path}", body)
    assert status == missing == 404
    assert found == nothing


def test_a_refusal_is_a_sentence_with_a_stable_code_and_the_field(example, call):
    path = f"/dossiers/{dossier_of(example.specialist).pk}/self-assessment"
    body = {"version": 1, "by_group": {"conduct": "11", "ability": "9", "innovation": "8"}}
    status, problem = call("specialist", "POST", path, body)
    assert (status, problem["code"], problem["field"]) == (422, "mark.group_out_of_range", "conduct")
    assert "từ 0 đến 10" in problem["detail"]


@pytest.mark.parametrize("points", ["NaN", "Infinity", "1e400", "-0.1", "9.999"])
def test_numbers_that_are_no_points_are_refused(example, call, points):
    path = f"/dossiers/{dossier_of(example.specialist).pk}/self-assessment"
    body = {"version": 1, "by_group": {"conduct": points, "ability": "9", "innovation": "8"}}
    assert call("specialist", "POST", path, body)[0] == 422


def test_an_old_version_is_a_conflict(example, call):
    dossier = to_state(example, "review")
    status, problem = call("head", "POST", f"/dossiers/{dossier.pk}/return", {"version": 1, "reason": "x"})
    assert (status, problem["code"]) == (409, "dossier.changed")


def test_a_dossier_goes_back_and_is_scored_again_over_the_api(example, call):
    dossier = to_state(example, "decision")
    path, body = f"/dossiers/{dossier.pk}", {"version": dossier.version, "reason": "Xem lại"}
    assert call("head", "POST", f"{path}/score", body)[1]["score"]["revision"] == 2
    status, found = call("head", "POST", f"{path}/send-back", body)
    assert (status, found["state"]) == (200, "review")
    status, found = call("head", "POST", f"{path}/return", {**body, "version": found["version"]})
    assert (status, found["state"]) == (200, "self")


def test_the_list_is_scoped_and_carries_the_allowed_actions(example, call):
    to_state(example, "review")
    _, found = call("head", "GET", "/dossiers")
    row = next(row for row in found["rows"] if row["person_name"] == example.specialist.name)
    assert row["allowed_actions"] == ["return", "review", "score"]
    _, found = call("leader", "GET", "/dossiers?period=2026-11")
    assert example.specialist.name not in json.dumps(found, ensure_ascii=False)
    assert call("specialist", "GET", "/dossiers")[1]["total"] == 0


def test_work_goes_from_assignment_to_acceptance_over_the_api(example, call, client):
    make_product("SP-20", "2.0")
    body = {
        "person_id": example.specialist.person_id, "period_code": "2026-11", "product_code": "SP-20",
        "quantity": "3", "due_on": "2026-11-25",
    }  # fmt: skip
    status, found = call("division_head", "POST", "/work-items", body)
    assert (status, found["line"]["coefficient"]) == (200, "2.000")
    path = f"/work-items/{found['line']['id']}"
    assert call("specialist", "POST", f"{path}/delivery", {"quantity": "3", "version": 1})[0] == 200
    body = {"units": 1, "reason": "Thiếu căn cứ", "version": 2}
    status, found = call("division_head", "POST", f"{path}/return", body)
    assert (found["line"]["completed"], found["faults"][0]["reason"]) == ("2.000", "Thiếu căn cứ")
    assert call("specialist", "POST", f"{path}/delivery", {"quantity": "1", "version": 3})[0] == 200
    status, found = call("division_head", "POST", f"{path}/acceptance", {"version": 4})
    assert (status, found["line"]["state"]) == (200, "accepted")
    faults = found["faults"][0]["ids"]
    body = {"fault_ids": faults, "reason": "Mất mạng"}
    assert call("specialist", "POST", f"{path}/excuse-request", body)[1]["field"] == "evidence"
    client.force_login(account_of(example.specialist))
    file = SimpleUploadedFile("thong-bao.pdf", pdf(), "application/pdf")
    assert client.post(f"/api/v1{path}/evidence", {"evidence": file}).status_code == 201
    asked = call("specialist", "POST", f"{path}/excuse-request", {"fault_ids": faults, "reason": "Mất mạng"})
    assert asked[1]["faults"][0]["is_pending"]
    answer = {"fault_ids": faults, "reason": "Có xác nhận", "is_excused": True}
    assert call("division_head", "POST", f"{path}/excuse-answer", answer)[0] == 403
    assert call("head", "POST", f"{path}/excuse-answer", answer)[1]["faults"][0]["excused"]


@pytest.mark.parametrize("who", ["leader", "other_head", "administrator"])
def test_outsiders_find_no_work_over_the_api(example, call, who):
    person = example.specialist.person_id
    assert call(who, "GET", f"/work-items?person_id={person}&period=2026-11")[0] == 404


def test_a_month_over_the_api_adds_up_its_volumes(example, call):
    person = example.specialist.person_id
    _, found = call("specialist", "GET", f"/work-items?person_id={person}&period=2026-11")
    assert Decimal(found["assigned_volume"]) == Decimal("15.5")
    assert Decimal(found["completed_volume"]) == Decimal(14)
