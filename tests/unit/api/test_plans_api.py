"""Plans over the API: the same services, the same sentences, `allowed_actions` from the same checks."""

from __future__ import annotations

import json

import pytest

from tests.factories import AT, TODAY, make_key_result, make_objective, make_plan
from woms.planning.models import Cascade, KeyResult, Plan
from woms.planning.queries.plans import plan_detail
from woms.planning.services.cascades import Share, cascade_target

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(sign_in):
    """`call(actor, "post", "/plans", {…})`: status and JSON."""

    def do(actor, method: str, path: str, body=None):
        options = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        answer = getattr(sign_in(actor), method)(f"/api/v1{path}", **options)
        return answer.status_code, answer.json(), answer["Content-Type"]

    return do


@pytest.fixture
def plan(province):
    plan = make_plan(province)
    make_key_result(make_objective(plan))
    return plan


def test_strangers_are_turned_away(client):
    assert client.get("/api/v1/plans").status_code == 401


def test_a_plan_is_drafted_written_submitted_returned_and_approved(province, call):
    status, made, _ = call(
        province.deputy, "post", "/plans", {"unit": province.agency.code, "period": "2026"}
    )
    assert (status, made["state"]) == (201, "draft")
    here = f"/plans/{made['id']}"
    body = {
        "title": "Rút ngắn thủ tục", "area": "processes", "lead_unit_id": province.agency.pk, "output": "Quyết định",
        "deadline": {"kind": "by", "end": "2026-12-31"},
    }  # fmt: skip
    status, objective, _ = call(province.deputy, "post", f"{here}/objectives", body)
    assert status == 201
    figure = {
        "title": "Thời gian giải quyết",
        "measure_unit": "ngày",
        "direction": "decrease",
        "baseline": 9.5,
        "target": "6",
    }
    status, _, _ = call(province.deputy, "post", f"/objectives/{objective['id']}/key-results", figure)
    assert status == 201
    _, read, _ = call(province.deputy, "get", here)
    assert read["allowed_actions"] == ["edit", "submit", "cascade"]
    assert read["areas"][2]["objectives"][0]["key_results"][0]["target"] == "6.000000"
    status, read, _ = call(province.deputy, "post", f"{here}/submit", {"version": read["version"]})
    assert (status, read["state"], read["waits_for"]) == (200, "submitted", "Lãnh đạo Thành phố")
    back = {"version": read["version"], "reason": "Ghi rõ thẩm quyền"}
    status, read, _ = call(province.leader, "post", f"{here}/return", back)
    assert (status, read["decisions"][0]["reason"]) == (200, "Ghi rõ thẩm quyền")
    status, read, _ = call(province.head, "post", f"{here}/submit", {"version": read["version"]})
    status, read, _ = call(province.leader, "post", f"{here}/approve", {"version": read["version"]})
    assert (status, read["state"]) == (200, "approved")


def test_the_list_is_narrowed_and_counted(province, call, plan):
    status, found, _ = call(province.leader, "get", "/plans?state=draft&period=2026")
    assert (status, found["total"], found["rows"][0]["id"]) == (200, 1, plan.pk)
    assert call(province.leader, "get", "/plans?state=approved")[1]["total"] == 0
    assert call(province.other_head, "get", "/plans")[1]["total"] == 0


def test_a_refusal_is_a_problem_with_the_sentence_and_a_stable_code(province, call, plan):
    status, problem, kind = call(province.leader, "post", f"/plans/{plan.pk}/approve", {"version": 1})
    assert (status, problem["code"], kind) == (409, "plan.wrong_state", "application/problem+json")
    assert "trạng thái “Dự thảo”" in problem["detail"]
    assert call(province.specialist, "post", f"/plans/{plan.pk}/submit", {"version": 1})[0] == 403
    assert call(province.other_head, "get", f"/plans/{plan.pk}")[0] == 404
    assert Plan.objects.get().state == "draft"


def test_a_wrong_figure_names_its_field(province, call, plan):
    objective = plan.objectives.get()
    wrong = {"title": "Số vụ", "measure_unit": "vụ", "direction": "increase", "target": 0}
    status, problem, _ = call(province.deputy, "post", f"/objectives/{objective.pk}/key-results", wrong)
    assert (status, problem["field"], problem["code"]) == (422, "target", "key_result.target_zero")
    status, problem, _ = call(
        province.deputy, "post", f"/objectives/{objective.pk}/key-results", wrong | {"target": "NaN"}
    )
    assert status == 422


def test_an_older_version_is_a_conflict_that_names_who_was_faster(province, call, plan):
    row = plan.objectives.get().key_results.get()
    body = {"version": 1, "title": row.title, "measure_unit": "%", "target": 97, "baseline": 80}
    assert call(province.head, "put", f"/key-results/{row.pk}", body)[0] == 200
    status, problem, _ = call(province.deputy, "put", f"/key-results/{row.pk}", body | {"target": 99})
    assert (status, problem["code"]) == (409, "row.stale")
    assert "Vũ Thị Trưởng" in problem["detail"]
    assert KeyResult.objects.get().target == 97


def test_rows_are_changed_ordered_weighed_and_removed(province, call, plan):
    first = plan.objectives.get()
    second = make_objective(plan, title="Hai")
    body = {"version": 1, "title": "Một, sửa", "area": "customers", "weight": "60"}
    assert call(province.deputy, "put", f"/objectives/{first.pk}", body)[1]["version"] == 2
    order = {"area": "customers", "objective_ids": [second.pk, first.pk]}
    assert call(province.deputy, "put", f"/plans/{plan.pk}/objectives/order", order)[0] == 200
    weights = {"weights": dict.fromkeys(("customers", "resources", "processes", "learning"), 25)}
    assert call(province.deputy, "put", f"/plans/{plan.pk}/area-weights", weights)[0] == 200
    assert call(province.deputy, "delete", f"/objectives/{second.pk}?version=1")[0] == 200
    assert [one.title for one in plan.objectives.all()] == ["Một, sửa"]


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "approved", "closed"])
def test_allowed_actions_are_those_of_the_query_for_everyone(province, call, state):
    plan = make_plan(province, state=state)
    make_key_result(make_objective(plan))
    for actor in (province.leader, province.head, province.deputy, province.specialist, province.auditor):
        _, read, _ = call(actor, "get", f"/plans/{plan.pk}")
        detail = plan_detail(actor=actor, plan_id=plan.pk, on=TODAY)
        assert read["allowed_actions"] == list(detail.allowed_actions), (state, actor.name)


def test_a_target_is_given_declined_given_again_and_taken_on(province, call):
    plan = make_plan(province, province.city, state="approved")
    row = make_key_result(make_objective(plan), measure_unit="hộ", baseline=0, target=1000)
    share = {"unit_id": province.agency.pk, "target": 400, "is_mandatory": False}
    status, sheet, _ = call(province.leader, "post", f"/key-results/{row.pk}/cascades", {"shares": [share]})
    assert (status, sheet["coverage"]["sentence"]) == (201, "Tổng chỉ tiêu con 400 / 1.000 – còn thiếu 600")
    offer = sheet["lines"][0]["id"]
    assert call(province.head, "get", f"/cascades/{offer}")[1]["can_answer"] is True
    status, problem, _ = call(province.head, "post", f"/cascades/{offer}/decline", {"reason": ""})
    assert (status, problem["field"]) == (409, "reason")
    assert call(province.head, "post", f"/cascades/{offer}/decline", {"reason": "Chưa đủ người"})[0] == 200
    _, sheet, _ = call(province.leader, "get", f"/key-results/{row.pk}/cascades")
    assert sheet["past"][0]["reason"] == "Chưa đủ người"
    _, sheet, _ = call(province.leader, "post", f"/key-results/{row.pk}/cascades", {"shares": [share]})
    status, taken, _ = call(province.head, "post", f"/cascades/{sheet['lines'][0]['id']}/accept")
    assert taken["line"]["child_key_result_id"] == KeyResult.objects.get(owner_unit=province.agency).pk
    assert call(province.leader, "post", f"/cascades/{taken['line']['id']}/withdraw")[0] == 200
    assert Cascade.objects.filter(state="withdrawn").count() == 1


def test_the_inbox_lists_what_waits(province, call, plan):
    Plan.objects.update(state="submitted", submitted_at=AT)
    city = make_key_result(make_objective(make_plan(province, province.city, state="approved")))
    shares = [Share(province.agency.pk, city.target)]
    cascade_target(actor=province.leader, at=AT, key_result_id=city.pk, shares=shares)
    assert [item["kind"] for item in call(province.leader, "get", "/inbox")[1]["items"]] == ["plan"]
    assert call(province.head, "get", "/inbox")[1]["counts"] == {"cascade": 1}
    assert call(province.specialist, "get", "/inbox")[1]["total"] == 0
