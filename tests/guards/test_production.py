"""Production settings: clean under `check --deploy`, and refusing what would be careless."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from config.paths import ROOT


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ, "WOMS_ENV": "production", "WOMS_SECRET_KEY": "k" * 30 + "0123456789abcdefghijklmnop!",
        "WOMS_HOSTS": "woms.example.vn", "PYTHONPATH": str(ROOT), **settings,
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "config.main", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_check_finds_nothing():
    result = run("check", "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 0, result.stderr
    assert "0 silenced" in result.stdout


def test_there_is_no_start_without_a_secret_key():
    result = run("check", WOMS_SECRET_KEY="")
    assert result.returncode != 0
    assert "WOMS_SECRET_KEY" in result.stderr


@pytest.mark.parametrize("name", ["sample"])
def test_the_sample_refuses_to_be_built(name):
    result = run(name)
    assert result.returncode != 0
    assert "production" in result.stderr
    assert "Traceback" not in result.stderr
