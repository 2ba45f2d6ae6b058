"""Quỹ thu nhập tăng thêm on the screen and over the API, as the head of the unit does it."""

from __future__ import annotations

import io
import json
import re

import pytest
import python_calamine

from tests.evaluation_steps import dossier_of, give_worked_example, open_cycle, to_state
from tests.factories import AT
from woms.core import clock
from woms.evaluation.models import AddedIncomeFund

SUM = "10.000.001"


@pytest.fixture(autouse=True)
def fixed_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def rated(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    to_state(province, "published")
    return province


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def form(province, do, **more):
    return {"ky": "2026-11", "don-vi": province.agency.code, "amount": SUM, "do": do} | more


def test_the_head_looks_ahead_keeps_decides_and_the_person_reads_the_amount(rated, sign_in):
    client = sign_in(rated.head)
    ahead = client.post("/danh-gia/quy", form(rated, "look"))
    assert "khớp quỹ 10.000.001 đồng" in text(ahead)
    assert not AddedIncomeFund.objects.exists()
    dossier = dossier_of(rated.specialist).pk
    kept = client.post("/danh-gia/quy", form(rated, "keep", **{f"coefficient-{dossier}": "2,34"}))
    here = kept["Location"]
    assert 'value="2,34"' in client.get(here).content.decode()
    facts = {"number": "12/QĐ-SM", "decided_on": "21/11/2026", "reason": ""}
    refused = client.post(f"{here}/quyet-dinh", facts)
    assert refused.status_code == 422
    assert "Hãy ghi lý do vẫn quyết định" in text(refused)
    assert 'value="12/QĐ-SM"' in refused.content.decode()
    assert client.post(f"{here}/quyet-dinh", facts | {"reason": "Đang chờ"}).status_code == 302
    assert "Đang áp dụng" in text(client.get("/danh-gia/quy"))
    own = text(sign_in(rated.specialist).get(f"/danh-gia/{dossier}"))
    assert "10.000.001 đồng" in own


def test_an_unreadable_sum_is_told_beside_the_field(rated, sign_in):
    for wrong in ("mười triệu", "10,5", "0"):
        answer = sign_in(rated.head).post("/danh-gia/quy", form(rated, "look", amount=wrong))
        assert answer.status_code == 422
        assert f'value="{wrong}"' in answer.content.decode()


def test_the_workbook_holds_values_and_no_formula(rated, sign_in):
    client = sign_in(rated.head)
    here = client.post("/danh-gia/quy", form(rated, "keep"))["Location"]
    answer = client.get(f"{here}/bang.xlsx")
    rows = python_calamine.load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[-1][0] == "Cộng"
    assert rows[-1][9] == rows[4][9] == 10_000_001


def test_nobody_else_sees_the_fund_or_its_workbook(rated, sign_in):
    here = sign_in(rated.head).post("/danh-gia/quy", form(rated, "keep"))["Location"]
    for actor in (rated.specialist, rated.deputy, rated.other_head, rated.administrator):
        client = sign_in(actor)
        assert client.get(here).status_code == 404
        assert client.get(f"{here}/bang.xlsx").status_code == 404
        assert client.get("/api/v1/funds/" + here.rsplit("/", 1)[1]).status_code == 404
        assert client.post("/danh-gia/quy", form(rated, "look")).status_code in (403, 404)
    assert sign_in(rated.specialist).get("/danh-gia/quy").status_code == 403


def test_the_same_is_done_over_the_api(rated, sign_in):
    client = sign_in(rated.head)
    body = json.dumps({"period": "2026-11", "unit": rated.agency.code, "amount": 7_000_001})
    ahead = client.post("/api/v1/funds/preview", data=body, content_type="application/json").json()
    assert (ahead["shared"], ahead["about"]["state"]) == (7_000_001, "preview")
    kept = client.post("/api/v1/funds", data=body, content_type="application/json").json()
    decision = json.dumps({"number": "3/QĐ", "decided_on": "2026-11-20", "reason": "Đủ điều kiện"})
    here = f"/api/v1/funds/{kept['about']['id']}/decision"
    done = client.post(here, data=decision, content_type="application/json").json()
    assert done["about"]["state"] == "in_force"
    again = client.post(here, data=decision, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "fund.decided")
    own = sign_in(rated.specialist).get(f"/api/v1/funds/of-dossier/{dossier_of(rated.specialist).pk}").json()
    assert own["amount"] == 7_000_001


def test_a_wrong_coefficient_is_told_on_the_table_with_all_that_was_typed(rated, sign_in):
    name = f"coefficient-{dossier_of(rated.specialist).pk}"
    for wrong in ("hai", "0", "1,2345"):
        answer = sign_in(rated.head).post("/danh-gia/quy", form(rated, "keep", **{name: wrong}))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert f'value="{wrong}"' in page
        assert f'value="{SUM}"' in page
        assert page.index('value="look"') < page.index('value="keep"')
    assert not AddedIncomeFund.objects.exists()
