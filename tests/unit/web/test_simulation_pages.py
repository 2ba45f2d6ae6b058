"""Mô phỏng chính sách on the screen and over the API, as the organisation board uses it."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest

from tests.evaluation_steps import dossier_of, give_worked_example, open_cycle
from tests.factories import AT
from woms.core import clock
from woms.evaluation.closing.running import execute_closing
from woms.evaluation.closing.services import start_closing
from woms.evaluation.models import Dossier, GeneralScore, ScoreSheet

LEVELS = "civil_servants/level_thresholds"
PATH = "/danh-gia/mo-phong"
ASKED = f"{PATH}?ky=2026-11&khung=nd335/leader&thu=1"


@pytest.fixture(autouse=True)
def fixed_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def cycle(province):
    give_worked_example(province.head)
    open_cycle(province)
    dossier = dossier_of(province.head)
    Dossier.objects.filter(pk=dossier.pk).update(state="decision")
    GeneralScore.objects.create(
        dossier=dossier, stage="superior", points=Decimal(27), given_by_id=province.leader.person_id,
        given_by_name="Lãnh đạo", at=AT, organizing=50, cohesion=50,
    )  # fmt: skip
    run_id = start_closing(
        actor=province.organization_board, at=AT, period_code="2026-11", in_background=False
    )
    execute_closing(run_id=run_id, clock=lambda: AT)
    return province


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_form_shows_each_number_with_its_article_and_the_evaluation_page_leads_to_it(cycle, sign_in):
    client = sign_in(cycle.organization_board)
    assert PATH in client.get("/danh-gia").content.decode()
    page = client.get(PATH)
    assert "Điều 20 NĐ 335/2025/NĐ-CP" in text(page)
    assert f'name="{LEVELS}:excellent"' in page.content.decode()
    assert "nay 90" in text(page)


def test_an_address_with_other_numbers_says_who_would_move(cycle, sign_in):
    client = sign_in(cycle.organization_board)
    (sheet,) = ScoreSheet.objects.all()
    assert sheet.level == "good"
    lower = text(client.get(f"{ASKED}&{LEVELS}:good=95&{LEVELS}:excellent=98"))
    assert "1 người từ Hoàn thành tốt nhiệm vụ xuống Hoàn thành nhiệm vụ" in lower
    assert "văn bản ấn định" in lower
    assert dossier_of(cycle.head).person.full_name in lower
    assert "Không ai đổi mức" in text(client.get(ASKED))
    assert list(ScoreSheet.objects.all()) == [sheet]


def test_a_wrong_number_is_said_at_its_field_and_kept(cycle, sign_in):
    answer = sign_in(cycle.organization_board).get(f"{ASKED}&{LEVELS}:good=99")
    assert answer.status_code == 422
    assert "các mức phải giảm dần" in text(answer)
    assert 'value="99"' in answer.content.decode()


def test_others_have_neither_link_nor_page_nor_api(cycle, sign_in):
    client = sign_in(cycle.head)
    assert PATH not in client.get("/danh-gia").content.decode()
    assert client.get(PATH).status_code == 403
    body = json.dumps({"period": "2026-11", "framework": "nd335/leader"})
    answer = client.post("/api/v1/simulations", body, content_type="application/json")
    assert answer.status_code == 403


def test_the_api_tells_the_same(cycle, sign_in):
    client = sign_in(cycle.organization_board)
    values = {LEVELS: {"excellent": "98", "good": "95", "completed": "50"}}
    body = json.dumps({"period": "2026-11", "framework": "nd335/leader", "values": values})
    found = client.post("/api/v1/simulations", body, content_type="application/json").json()
    assert found["moves"] == [{"before": "good", "after": "completed", "people": 1}]
    assert found["changes"][0]["note"] == "văn bản ấn định: phải sửa quy định"
