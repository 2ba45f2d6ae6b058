from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_the_program_answers_and_reaches_its_database(client):
    assert client.get("/suc-khoe").content == b"ok"


def test_a_stranger_is_sent_to_the_sign_in_page(client):
    response = client.get("/")
    assert response.status_code == 302
    assert response["Location"] == "/dang-nhap?next=/"


def test_the_api_refuses_a_stranger(client):
    assert client.get("/api/v1/me").status_code == 401
