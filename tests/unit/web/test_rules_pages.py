"""The rules as anybody who is signed in reads them, and the form for who decides what the law leaves open."""

from __future__ import annotations

import re

import pytest

from tests.evaluation_steps import assess, dossier_of, give_worked_example, open_cycle
from tests.factories import AT, account_of
from woms.core import clock
from woms.local_rules.models import ParameterDecision

CAP = "/quy-dinh/tham-so/civil_servants/component_cap"
GROUPS = "/quy-dinh/tham-so/civil_servants/general_groups"


@pytest.fixture(autouse=True)
def fixed_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\xa0", " ")


@pytest.mark.parametrize("section", ["", "van-ban", "tham-so", "de-mo", "quyet-dinh", "khong-co"])
def test_everybody_reads_every_section(province, sign_in, section):
    answer = sign_in(province.specialist).get(f"/quy-dinh?phan={section}")
    assert answer.status_code == 200
    assert "Quy định" in text(answer)


def test_a_framework_shows_its_words_parameters_and_cases_computed_live(province, sign_in):
    words = text(sign_in(province.specialist).get("/quy-dinh/nd335/non-leader"))
    assert "89,10 điểm, hoàn thành tốt nhiệm vụ" in words
    assert "70 × (90,32 % + 88,71 % + 87,10 %) ÷ 3 = 62,10" in words
    assert "Không khớp" not in words
    assert "NĐ 335/2025/NĐ-CP" in words


def test_every_rule_and_parameter_opens_and_every_case_agrees(province, sign_in):
    from woms.regulations import browsing
    from woms.regulations.parameter_files import catalogue

    client = sign_in(province.specialist)
    for line in browsing.rule_lines():
        answer = client.get(f"/quy-dinh/{line.name}")
        assert answer.status_code == 200, line.name
        assert "Không khớp" not in text(answer), line.name
    for name in catalogue():
        assert client.get(f"/quy-dinh/tham-so/{name}").status_code == 200, name


def test_an_unknown_rule_is_not_found_and_a_wrong_day_is_said_beside_the_field(province, sign_in):
    client = sign_in(province.specialist)
    assert client.get("/quy-dinh/nd335/nobody").status_code == 404
    assert client.get("/quy-dinh/tham-so/civil_servants/nothing").status_code == 404
    wrong = client.get("/quy-dinh/nd335/non-leader?ngay=32/13/2026")
    assert wrong.status_code == 422
    assert "Không đọc được ngày này" in text(wrong)


def test_before_the_decree_a_parameter_has_no_value(province, sign_in):
    from datetime import date

    from woms.regulations.browsing import rule_page
    from woms.regulations.registry import rule_names

    page = next(
        rule_page(name, date(2020, 1, 1))
        for name in rule_names()
        if rule_page(name, date(2020, 1, 1)).parameters
    )
    assert {line.shown for line in page.parameters} == {""}
    answer = sign_in(province.specialist).get(f"/quy-dinh/{page.name}?ngay=01/01/2020")
    assert "chưa có vào ngày này" in text(answer)


def test_only_who_may_decide_gets_the_form(province, sign_in):
    assert "Ghi quyết định" in text(sign_in(province.organization_board).get(CAP))
    assert "Ghi quyết định" in text(sign_in(province.head).get(GROUPS))
    for actor, address in ((province.head, CAP), (province.specialist, GROUPS), (province.auditor, CAP)):
        assert "Ghi quyết định" not in text(sign_in(actor).get(address))


def fields(province, **options):
    place = f"province:{province.city.code}"
    return {
        "place": place,
        "value": "110",
        "number": "12/QĐ-UBND",
        "starts_on": "01/12/2026",
        "seen": "0",
        **options,
    }


def test_a_decision_is_recorded_on_the_page_and_then_shown(province, sign_in):
    client = sign_in(province.organization_board)
    assert client.post(CAP, fields(province)).status_code == 302
    words = text(client.get(CAP))
    assert "Đã ghi quyết định" in words
    assert "110 %" in words
    assert "12/QĐ-UBND" in words


def test_a_value_out_of_bounds_stays_in_the_field_with_its_sentence(province, sign_in):
    answer = sign_in(province.organization_board).post(CAP, fields(province, value="150"))
    assert answer.status_code == 422
    assert 'value="150"' in answer.content.decode()
    assert "không được lớn hơn 120" in text(answer)
    assert not ParameterDecision.objects.exists()


def test_a_scale_is_typed_name_by_name_in_vietnamese_numbers(province, sign_in):
    typed = {
        "value-conduct": "12,5", "value-ability": "12,5", "value-innovation": "5", "number": "1/QĐ-SMA",
        "place": f"unit:{province.agency.code}", "starts_on": "01/12/2026", "seen": "0",
    }  # fmt: skip
    client = sign_in(province.head)
    wrong = client.post(GROUPS, {**typed, "value-innovation": "6"})
    assert wrong.status_code == 422
    assert "cộng lại đúng 30" in text(wrong)
    assert client.post(GROUPS, typed).status_code == 302
    assert ParameterDecision.objects.get().value == {"conduct": "12.5", "ability": "12.5", "innovation": "5"}


def test_the_second_decider_sees_what_the_first_decided_and_keeps_the_typing(province, sign_in):
    client = sign_in(province.organization_board)
    client.post(CAP, fields(province))
    answer = client.post(CAP, fields(province, value="115", number="13/QĐ-UBND"))
    assert answer.status_code == 409
    assert "12/QĐ-UBND: 110 %" in text(answer)
    assert 'value="115"' in answer.content.decode()


def test_who_may_not_decide_is_refused_whatever_is_posted(province, sign_in):
    assert sign_in(province.specialist).post(CAP, fields(province)).status_code == 403
    assert sign_in(province.head).post(CAP, fields(province)).status_code == 403
    assert not ParameterDecision.objects.exists()


def test_the_page_of_a_score_leads_to_its_rule_on_the_governing_day(province, sign_in):
    give_worked_example(province.specialist)
    open_cycle(province)
    assess(province.specialist, "27")
    page = (
        sign_in(province.specialist).get(f"/danh-gia/{dossier_of(province.specialist).pk}").content.decode()
    )
    assert 'href="/quy-dinh/nd335/non-leader?ngay=30/11/2026"' in page


def test_the_api_reads_rules_and_records_decisions(province, sign_in):
    client = sign_in(province.organization_board)
    names = [line["name"] for line in client.get("/api/v1/rules").json()]
    assert "nd335/non-leader" in names
    found = client.get("/api/v1/rules/nd335/non-leader?on=2026-11-30").json()
    assert all(case["agrees"] for case in found["cases"])
    body = {"level": "province", "unit_code": province.city.code, "value": "110", "number": "12/QĐ",
            "starts_on": "2026-11-01"}  # fmt: skip
    address = "/api/v1/rules/parameters/civil_servants/component_cap"
    made = client.post(address, body, content_type="application/json")
    assert made.status_code == 201
    assert made.json()["decisions"][0]["value"] == "110"
    assert made.json()["line"]["shown"].replace("\xa0", " ") == "110 %"
    denied = sign_in(province.specialist).post(address, body, content_type="application/json")
    assert denied.status_code == 403


def test_an_english_reader_finds_rules_and_parameters_in_english(province, sign_in):
    from config.prepare import _compile_translations

    _compile_translations()
    account = account_of(province.specialist)
    account.language = "en"
    account.save(update_fields=["language"])
    client = sign_in(province.specialist)
    client.cookies["lang"] = "en"
    assert "Ceiling of each ratio of quantity, quality and progress" in text(
        client.get("/quy-dinh?phan=tham-so")
    )
    assert "Civil servants without a leading or managing post" in text(client.get("/quy-dinh"))
