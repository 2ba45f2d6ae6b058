"""What no client of ours would send is answered with a sentence and a code, never with a failure of the server."""

from __future__ import annotations

import json

import pytest

from tests.evaluation_steps import open_cycle

pytestmark = pytest.mark.django_db
FACT = {"kind": "slow_disbursement", "happened_on": "2026-11-20", "summary": "Chậm", "document": "12/BC"}


def post(client, address, body):
    text = body if isinstance(body, str) else json.dumps(body)
    return client.post(f"/api/v1/{address}", text, content_type="application/json")


def test_a_zero_byte_is_refused_by_pages_and_api(province, sign_in):
    open_cycle(province)
    client = sign_in(province.organization_board)
    for address in ("danh-gia/xep-loai?don-vi=%00", "ke-hoach?q=%00", "dieu-hanh/a%00b"):
        assert client.get(f"/{address}").status_code in {200, 404, 422}
    for address in ("api/v1/rankings?unit=%00", "api/v1/boards/a%00b"):
        found = client.get(f"/{address}")
        assert (found.status_code, found.json()["code"]) == (422, "request.unstorable")
    found = post(client, "closings", {"period": "2026\x00"})
    assert "không lưu được" in found.json()["detail"]


@pytest.mark.parametrize("body", ["{", "\x00", "[" * 5000])
def test_what_is_no_json_is_said_in_vietnamese(province, sign_in, body):
    found = post(sign_in(province.head), "funds", body)
    assert (found.status_code, found.json()["code"]) == (400, "request.unreadable")
    assert "JSON" in found.json()["detail"]


def test_who_is_not_signed_in_is_told_to_sign_in(client, province):
    found = client.get("/api/v1/me")
    assert (found.status_code, found.json()["code"]) == (401, "request.signed_out")


def test_facts_with_words_that_do_not_fit_or_days_in_the_wrong_order_name_the_field(province, sign_in):
    client = sign_in(province.organization_board)
    wrong = {
        "document": {"document": "x" * 161},
        "summary": {"summary": "\u200b"},
        "ends_on": {"ends_on": "2026-11-01"},
    }
    for field, options in wrong.items():
        found = post(client, "facts", FACT | {"unit_code": province.agency.code} | options)
        assert (found.status_code, found.json()["field"]) == (422, field)


def test_a_level_is_kept_with_discipline_only(province, sign_in):
    client = sign_in(province.organization_board)
    fact = FACT | {"unit_code": province.agency.code, "level": "x" * 400}
    assert post(client, "facts", fact).status_code == 201


def test_too_many_decisions_at_once_are_refused_before_any_is_taken(province, sign_in):
    one = {"dossier_id": 1, "level": "good", "revision": 1, "version": 1}
    found = post(sign_in(province.head), "rankings/decisions", {"choices": [one] * 201})
    assert (found.status_code, found.json()["code"]) == (422, "rating.too_many")
