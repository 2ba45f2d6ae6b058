"""Chốt kỳ on the screen and over the API: look ahead, start, watch, stop, as the organisation board does."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest

from tests.evaluation_steps import dossier_of, give_worked_example, open_cycle
from tests.factories import AT
from woms.core import clock
from woms.evaluation.closing import jobs
from woms.evaluation.closing.running import execute_closing
from woms.evaluation.models import ClosingRun, Dossier, GeneralScore, ScoreSheet


@pytest.fixture(autouse=True)
def fixed_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    """What was handed to the worker."""
    found = []
    monkeypatch.setattr(jobs, "put_in_queue", found.append)
    return found


@pytest.fixture
def cycle(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    dossier = dossier_of(province.specialist)
    Dossier.objects.filter(pk=dossier.pk).update(state="decision")
    GeneralScore.objects.create(
        dossier=dossier, stage="superior", points=Decimal(27), given_by_id=province.head.person_id,
        given_by_name="Trưởng", at=AT,
    )  # fmt: skip
    return province


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_board_looks_ahead_starts_watches_and_reads_the_result(cycle, sign_in, queued):
    client = sign_in(cycle.organization_board)
    ahead = text(client.get("/danh-gia/dong-ky?ky=2026-11"))
    assert "1 điểm sẽ ghi mới" in ahead
    assert "Hoàn thành tốt nhiệm vụ 0 1" in ahead
    assert "Chưa tự chấm: 7" in ahead
    assert not ScoreSheet.objects.exists()
    answer = client.post("/danh-gia/dong-ky", {"ky": "2026-11", "don-vi": ""})
    run_id = ClosingRun.objects.get().pk
    assert (answer.status_code, answer["Location"], queued) == (302, f"/danh-gia/dong-ky/{run_id}", [run_id])
    waiting = client.get(f"/danh-gia/dong-ky/{run_id}").content.decode()
    assert 'http-equiv="refresh"' in waiting
    assert 'hx-trigger="every 2s, click"' in waiting
    execute_closing(run_id=run_id, clock=lambda: AT)
    fragment = client.get(f"/danh-gia/dong-ky/{run_id}", headers={"HX-Request": "true"}).content.decode()
    assert fragment.lstrip().startswith('<div id="closing"')
    assert "hx-trigger" not in fragment
    assert "Hoàn thành tốt nhiệm vụ 1" in text(client.get(f"/danh-gia/dong-ky/{run_id}"))


def test_a_second_closing_is_told_on_the_page_and_the_first_can_be_stopped(cycle, sign_in):
    client = sign_in(cycle.organization_board)
    client.post("/danh-gia/dong-ky", {"ky": "2026-11"})
    second = client.post("/danh-gia/dong-ky", {"ky": "2026-11"})
    assert second.status_code == 409
    assert "Trần Thị Tổ đang chốt" in text(second)
    run_id = ClosingRun.objects.get().pk
    assert client.post(f"/danh-gia/dong-ky/{run_id}/dung").status_code == 302
    assert "đã dừng lần chốt này" in text(client.get(f"/danh-gia/dong-ky/{run_id}"))
    assert client.post(f"/danh-gia/dong-ky/{run_id}/dung").status_code == 409


def test_nobody_else_closes_sees_or_stops_a_closing(cycle, sign_in):
    sign_in(cycle.organization_board).post("/danh-gia/dong-ky", {"ky": "2026-11"})
    run_id = ClosingRun.objects.get().pk
    for actor in (cycle.head, cycle.specialist, cycle.leader, cycle.auditor):
        client = sign_in(actor)
        assert client.get("/danh-gia/dong-ky").status_code == 403
        assert client.post("/danh-gia/dong-ky", {"ky": "2026-11"}).status_code == 403
        assert client.get(f"/danh-gia/dong-ky/{run_id}").status_code == 404
        assert client.post(f"/danh-gia/dong-ky/{run_id}/dung").status_code == 403
        assert client.get(f"/api/v1/closings/{run_id}").status_code == 404
        assert client.get("/api/v1/closings").status_code == 403


def test_the_same_is_done_over_the_api(cycle, sign_in):
    client = sign_in(cycle.organization_board)
    ahead = client.get("/api/v1/closings/preview?period=2026-11").json()
    assert (ahead["written"], ahead["after"]["good"]) == (1, 1)
    body = json.dumps({"period": "2026-11"})
    run = client.post("/api/v1/closings", data=body, content_type="application/json").json()
    assert (run["state"], run["is_active"]) == ("waiting", True)
    again = client.post("/api/v1/closings", data=body, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "closing.already_running")
    execute_closing(run_id=run["id"], clock=lambda: AT)
    done = client.get(f"/api/v1/closings/{run['id']}").json()
    assert {"code": "good", "label": "Hoàn thành tốt nhiệm vụ", "people": 1} in done["levels"]
    assert client.post(f"/api/v1/closings/{run['id']}/cancel").status_code == 409
    assert [one["id"] for one in client.get("/api/v1/closings").json()] == [run["id"]]
