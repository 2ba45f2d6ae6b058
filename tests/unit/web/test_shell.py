"""The shell around every page."""

from __future__ import annotations

import re

import pytest
from django.db import OperationalError
from django.http import HttpRequest

from woms.web import errors

pytestmark = pytest.mark.django_db


def test_the_gallery_shows_every_component_to_a_signed_in_person(sign_in, province):
    response = sign_in(province.head).get("/ui")
    assert response.status_code == 200
    page = response.content.decode()
    assert "Thư viện giao diện" in page
    assert province.head.name in page


def test_the_shell_leads_only_to_pages_that_exist(sign_in, province):
    client = sign_in(province.head)
    page = client.get("/").content.decode()
    addresses = {one for one in re.findall(r'href="(/[^"#]*)"', page) if not one.startswith("/static")}
    assert addresses
    assert [one for one in addresses if client.get(one).status_code != 200] == []


def test_the_theme_and_the_language_of_the_account_reach_the_page(sign_in, province):
    client = sign_in(province.head)
    client.post("/tuy-chon", {"theme": "dark", "language": "en"})
    page = client.get("/ui").content.decode()
    assert '<html lang="en" data-theme="dark">' in page


def test_a_page_has_at_most_one_primary_action(sign_in, province):
    assert sign_in(province.head).get("/ui").content.decode().count("data-primary") == 1


def test_an_error_page_says_what_happened_and_what_to_do(client):
    response = client.get("/khong-co-trang-nay")
    assert response.status_code == 404
    page = response.content.decode()
    assert "Không tìm thấy trang" in page
    assert "Về trang của tôi" in page


def test_the_sign_in_page_warns_about_secrets_and_keeps_the_name_after_a_mistake(client):
    page = client.post("/dang-nhap", {"username": "hoa", "password": "sai"}).content.decode()
    assert "Không nhập thông tin bí mật nhà nước" in page
    assert 'value="hoa"' in page
    assert 'role="alert"' in page


def test_no_page_carries_a_script_or_a_handler_of_its_own(sign_in, province):
    for address in ("/", "/ui", "/doi-mat-khau"):
        page = sign_in(province.head).get(address).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son[a-z]+=|hx-on", page), address


class BrokenRequest(HttpRequest):
    """A request whose person cannot be read, because the database does not answer."""

    @property
    def user(self):
        raise OperationalError("the server closed the connection")


@pytest.mark.parametrize(("failure", "status"), [(ValueError("x"), 500), (OperationalError("x"), 503)])
def test_the_last_error_page_needs_neither_session_nor_database(failure, status):
    try:
        raise failure
    except (ValueError, OperationalError):
        response = errors.server_error(BrokenRequest())
    assert response.status_code == status
    assert "Hãy thử lại sau ít phút" in response.content.decode()
