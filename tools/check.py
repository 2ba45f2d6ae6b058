"""`./test`: run every check, say at the end what failed and what could not run.

Each check runs even if an earlier one failed, so that one look shows everything.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHROMIUM = "/usr/bin/chromium"
BROWSER = "tests/browser"
APT_PACKAGES = ("chromium", "poppler-utils")


@dataclass(frozen=True)
class Check:
    name: str
    command: Sequence[str]


def checks(pytest_arguments: Sequence[str]) -> list[Check]:
    pytest = str(BIN / "pytest")
    if pytest_arguments:
        return [Check("tests", [pytest, *pytest_arguments])]
    return [
        Check("format", [str(BIN / "ruff"), "format", "--check", "."]),
        Check("lint", [str(BIN / "ruff"), "check", "."]),
        Check("types", [str(BIN / "mypy"), "woms", "config"]),
        Check("import contracts", [str(BIN / "lint-imports"), "--no-cache"]),
        Check("tests", [pytest, "-n", "2", "--dist", "loadfile", "--durations", "15", "--ignore", BROWSER]),
        # Apart: the browser's driver leaves an event loop in its process, in which Django refuses the database.
        Check("browser tests", [pytest, "--durations", "5", BROWSER]),
    ]


def main(arguments: Sequence[str]) -> int:
    missing = install_system_packages()
    environment = {**os.environ, "WOMS_ENV": "test", "PYTHONPATH": str(ROOT)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    failed = [check.name for check in checks(arguments) if not passes(check, environment)]
    for reason in missing:
        print(f"\n!!! SKIPPED: {reason}", flush=True)
    print(f"\nFAILED: {', '.join(failed)}" if failed else "\nAll checks passed.", flush=True)
    return 1 if failed else 0


def passes(check: Check, environment: dict[str, str]) -> bool:
    print(f"\n=== {check.name}", flush=True)
    started = time.monotonic()
    result = subprocess.run(check.command, cwd=ROOT, env=environment, check=False)  # noqa: S603 - our own commands
    print(f"--- {check.name}: {time.monotonic() - started:.0f} s", flush=True)
    return result.returncode == 0


def install_system_packages() -> list[str]:
    """Get Chromium and pdftoppm from Debian if we may; otherwise say which tests cannot run."""
    wanted = [
        name for name, program in zip(APT_PACKAGES, (CHROMIUM, "pdftoppm"), strict=True) if not found(program)
    ]
    if wanted and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {' '.join(wanted)} with apt…", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=environment, **quiet)  # noqa: S607
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted]
        subprocess.run(install, env=environment, **quiet)  # noqa: S603
    reasons = {
        CHROMIUM: "browser tests: there is no /usr/bin/chromium (apt install chromium)",
        "pdftoppm": "pictures of the papers: there is no pdftoppm (apt install poppler-utils)",
    }
    return [reason for program, reason in reasons.items() if not found(program)]


def found(program: str) -> bool:
    return shutil.which(program) is not None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
