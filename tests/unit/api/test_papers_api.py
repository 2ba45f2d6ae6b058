"""Papers over the API: the files of the pages, with their refusals."""

from __future__ import annotations

import pytest

from tests.evaluation_steps import dossier_of, give_worked_example, open_cycle, to_state
from tests.factories import AT, make_objective, make_plan
from tests.paper_steps import pdf_text, word_text
from woms.records.models import Event

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(autouse=True)
def fixed_clock(monkeypatch):
    monkeypatch.setattr("woms.core.clock.now", lambda: AT)


@pytest.fixture
def address(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    to_state(province, "published")
    return f"/api/v1/dossiers/{dossier_of(province.specialist).pk}/form"


def test_a_form_comes_as_pdf_unless_word_is_asked_for(province, sign_in, address):
    client = sign_in(province.specialist)
    usual, word = client.get(address), client.get(f"{address}?format=docx")
    assert (usual["Content-Type"], word["Content-Type"]) == ("application/pdf", WORD)
    assert "89,10" in pdf_text(usual.content)
    assert "89,10" in word_text(word.content)
    assert usual["Content-Disposition"].startswith("attachment; ")
    assert usual["Cache-Control"] == "private, no-store"
    assert Event.objects.filter(code="report.issued").count() == 2


def test_a_plan_comes_as_the_paper_of_its_page(province, sign_in):
    plan = make_plan(province)
    make_objective(plan, title="Nhiệm vụ in ra")
    answer = sign_in(province.head).get(f"/api/v1/plans/{plan.pk}/paper?format=docx")
    assert "Nhiệm vụ in ra" in word_text(answer.content)


def test_refusals_are_problems_in_words(province, sign_in, address):
    missing = sign_in(province.other_head).get(address)
    assert (missing.status_code, missing.json()["code"]) == (404, "missing")
    denied = sign_in(province.appraiser).get(f"/api/v1/plans/{make_plan(province).pk}/paper")
    assert (denied.status_code, denied.json()["code"]) == (403, "denied.report.export")
    wrong = sign_in(province.specialist).get(f"{address}?format=exe")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "request.invalid")
    assert not Event.objects.filter(code="report.issued").exists()


def test_nobody_takes_a_paper_without_signing_in(client, address):
    assert client.get(address).status_code == 401


def test_the_description_says_that_files_come_back(client):
    from woms.api.v1.root import api

    paths = api.get_openapi_schema()["paths"]
    for path in ("/api/v1/dossiers/{dossier_id}/form", "/api/v1/plans/{plan_id}/paper"):
        content = paths[path]["get"]["responses"][200]["content"]
        assert set(content) == {"application/pdf", WORD}
        assert all(one["schema"]["format"] == "binary" for one in content.values())
