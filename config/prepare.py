"""What must be in place before the program can serve: tables, translations, static files."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import django
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from config.env import BadSetting, env_bool, env_text
from config.paths import HOME, ROOT


def bring_up_to_date() -> None:
    """Create or upgrade the tables. Quick when there is nothing to do."""
    django.setup()
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            call_command("migrate", interactive=False, verbosity=0)
    except OperationalError as error:
        raise BadSetting(f"không kết nối được cơ sở dữ liệu: {str(error).strip().splitlines()[0]}") from None


def fill_with_sample() -> None:
    """Build the sample province where there is no unit yet; in production only when asked for."""
    if env_bool("WOMS_SAMPLE", default=env_text("WOMS_ENV") != "production"):
        call_command("sample", "--if-empty", stdout=sys.stderr)  # what a command prints stays its own


def prepare_pages() -> None:
    """Compile translations and collect static files, when they changed."""
    _compile_translations()
    digest = _digest(ROOT / "woms" / "web" / "static")
    stamp = HOME / "static.stamp"
    if not stamp.exists() or stamp.read_text() != digest:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(digest)


def _compile_translations() -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in (ROOT / "locale").glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as po, target.open("wb") as mo:
            write_mo(mo, read_po(po))


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            status = path.stat()
            digest.update(f"{path.relative_to(folder)}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
