"""What is generated is committed and agrees with the code: a change shows in the review."""

from __future__ import annotations

import pytest

from config.generated import generated_files
from config.paths import ROOT

GENERATED = generated_files()


@pytest.mark.parametrize("name", sorted(GENERATED))
def test_the_committed_page_is_what_the_code_says_today(name):
    path = ROOT / name
    assert path.exists(), f"{name} is missing: ./run docs"
    assert path.read_text(encoding="utf-8") == GENERATED[name], f"{name} is out of date: ./run docs"
