"""The README shows the product as it is: three pictures that the browser tests take."""

from __future__ import annotations

import re
import struct

import pytest

from config.paths import ROOT

NAMES = ("board", "check-in", "score")
WIDTH, MOST_BYTES = 1366, 250_000


def width_of(png: bytes) -> int:
    return struct.unpack(">I", png[16:20])[0]


def test_the_readme_shows_the_three_pictures_in_the_order_of_the_work():
    shown = re.findall(r"!\[[^\]]+\]\(docs/pictures/([a-z-]+)\.png\)", (ROOT / "README.md").read_text())
    assert shown == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_there_and_loads_fast(name):
    kept = (ROOT / "docs" / "pictures" / f"{name}.png").read_bytes()
    assert kept.startswith(b"\x89PNG")
    assert width_of(kept) == WIDTH
    assert len(kept) < MOST_BYTES
