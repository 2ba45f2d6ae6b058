"""What comes from outside is exactly what VERSIONS.yaml says."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "woms/web/static/vendor"
PACKAGES = yaml.safe_load((VENDOR / "VERSIONS.yaml").read_text(encoding="utf-8"))["packages"]
FILES = [file for package in PACKAGES for file in package["files"]]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file["to"])
def test_a_vendored_file_has_the_bytes_that_were_listed(file):
    content = (ROOT / file["to"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == file["sha256"]


def test_no_file_lies_in_the_vendor_folder_without_being_listed():
    listed = {ROOT / file["to"] for file in FILES} | {VENDOR / "VERSIONS.yaml"}
    assert {path for path in VENDOR.rglob("*") if path.is_file()} <= listed


def test_every_package_names_its_version_and_licence():
    assert all(package["version"] and package["licence"] for package in PACKAGES)


def test_the_reduced_tabler_asks_for_nothing_that_only_new_browsers_know():
    css = (VENDOR / "tabler.css").read_text(encoding="utf-8")
    assert not [word for word in ("oklch(", "light-dark(", "color-mix(") if word in css]
