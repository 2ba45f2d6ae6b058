"""English: a catalogue in step with the screens, and pages that speak it when asked."""

from __future__ import annotations

import re

import pytest

from tools import messages

PLACES = re.compile(r"%\(\w+\)s")


def test_the_components_and_the_shell_speak_english():
    ours = ("woms/web/components", "woms/web/shell.py", "woms/web/status.py", "woms/web/templates/session")
    silent = [
        message.id
        for message in messages.renewed()
        if message.id and not message.string and message.locations[0][0].startswith(ours)
    ]
    assert silent == []


def test_an_english_sentence_keeps_the_places_of_the_vietnamese_one():
    wrong = [
        message.id
        for message in messages.stored()
        if message.id and message.string and isinstance(message.id, str)
        and sorted(PLACES.findall(message.id)) != sorted(PLACES.findall(message.string))
    ]  # fmt: skip
    assert wrong == []


@pytest.mark.django_db
def test_a_page_speaks_english_when_asked(client):
    from config.prepare import _compile_translations

    _compile_translations()
    client.cookies["lang"] = "en"
    page = client.get("/dang-nhap").content.decode()
    assert '<html lang="en"' in page
    assert "Sign in" in page
    assert "Đăng nhập" not in page
