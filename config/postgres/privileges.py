"""PostgreSQL refuses to run as root. Root therefore runs it in a user namespace, or drops to another account.

Neither creates an account, and nothing outside the server's own directory changes its owner or mode.
"""

from __future__ import annotations

import functools
import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

from config.env import BadSetting

NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"]


def how_to_run(*owned: Path) -> tuple[list[str], dict[str, Any]]:
    """A prefix of the command line and extra arguments of `subprocess.run`; `owned` are the server's directories."""
    if os.geteuid() != 0:
        return [], {}
    if _namespaces_work():
        return NAMESPACE, {}
    return [], _drop_to_other_account(owned)


@functools.cache
def _namespaces_work() -> bool:
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode == 0  # noqa: S603


def _drop_to_other_account(owned: tuple[Path, ...]) -> dict[str, Any]:
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        for directory in owned:
            _give(directory, account.pw_uid, account.pw_gid)
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise BadSetting(
        "đang chạy bằng root mà máy không cho tạo user namespace và không có tài khoản postgres hay nobody. "
        "Hãy chạy ./run bằng một tài khoản thường, hoặc đặt DATABASE_URL."
    )


def _give(directory: Path, uid: int, gid: int) -> None:
    if not directory.exists():
        return
    os.chown(directory, uid, gid)
    for folder, _, files in os.walk(directory):
        for path in (folder, *(os.path.join(folder, name) for name in files)):  # noqa: PTH118
            os.chown(path, uid, gid, follow_symlinks=False)
