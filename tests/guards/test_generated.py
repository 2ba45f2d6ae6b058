"""What is generated is committed and agrees with the code: a change shows in the review."""

from __future__ import annotations

import pytest

from config.generated import generated_files
from config.paths import ROOT


@pytest.mark.parametrize("name", sorted(generated_files()))
def test_the_committed_page_is_what_the_code_says_today(name):
    path = ROOT / name
    assert path.exists(), f"{name} is missing: ./run docs"
    assert path.read_text(encoding="utf-8") == generated_files()[name], f"{name} is out of date: ./run docs"
