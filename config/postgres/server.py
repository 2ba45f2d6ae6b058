"""The embedded PostgreSQL server: crash-safe, shared by several processes, no TCP port, no system account.

Life: a process *attaches* (starting the server if it is down) and holds a shared lock while it lives. A keeper
process waits for the last such lock to fall, then stops the server. Locks are the kernel's, so they fall even
after `kill -9`: nothing leaks, and nothing is stopped under somebody's feet (ADR 0006).
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from config.env import BadSetting
from config.paths import ROOT
from config.postgres.binaries import binary_directory, major_version
from config.postgres.privileges import how_to_run

SOCKET_PATH_LIMIT = 80  # a Unix socket's address holds 107 bytes, the file name takes some
PLAIN_PATH = re.compile(r"[A-Za-z0-9_./-]+")  # spaces and Vietnamese letters do not survive every quoting
START_SECONDS = 90.0
_held_locks: list[int] = []  # file descriptors that stay open until this process ends


@dataclass
class EmbeddedServer:
    """A cluster below `root`. `fast_unsafe` trades durability for speed: tests only."""

    root: Path
    fast_unsafe: bool = False
    user: str = "woms"
    _binaries: Path | None = field(default=None, init=False)

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def socket_directory(self) -> Path:
        inside = self.root / "run"
        if len(str(inside)) < SOCKET_PATH_LIMIT and PLAIN_PATH.fullmatch(str(inside)):
            return inside
        digest = hashlib.sha256(str(self.root).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"woms-{os.geteuid()}-{digest}"

    @property
    def binaries(self) -> Path:
        self._binaries = self._binaries or binary_directory()
        return self._binaries

    def attach(self) -> None:
        """This function will return with the server up and kept up until this process ends."""
        end = time.monotonic() + START_SECONDS
        while not self._try_attach(end):
            if time.monotonic() > end:
                raise BadSetting("PostgreSQL đang dừng quá lâu. Hãy chạy lại sau một phút.")
            time.sleep(0.1)  # the keeper is stopping it just now

    def stop_when_unused(self) -> None:
        """The keeper: wait until nobody is attached, then stop the server. Runs as its own process."""
        with self._open("keeper.lock") as mine:
            if not _try_lock(mine, fcntl.LOCK_EX):
                return
            with self._open("attached.lock") as everyone:
                fcntl.flock(everyone, fcntl.LOCK_EX)
                with self._starting():
                    self._stop()

    def is_running(self) -> bool:
        return self._run("pg_ctl", "-D", str(self.data), "status")[0] == 0

    def url(self, database: str = "woms") -> str:
        from urllib.parse import quote

        return f"postgresql://{self.user}@/{database}?host={quote(str(self.socket_directory), safe='')}"

    def _try_attach(self, end: float) -> bool:
        with self._starting():
            with self._open("attached.lock") as opened:
                lock = os.dup(opened.fileno())
            if not _try_lock(lock, fcntl.LOCK_SH):
                os.close(lock)
                return False
            self._create_cluster()
            self._bring_up(end)
            self._create_database()
            self._ensure_keeper()
            _held_locks.append(lock)  # held until this process ends
            return True

    def _ensure_keeper(self) -> None:
        with self._open("keeper.lock") as lock:
            if not _try_lock(lock, fcntl.LOCK_EX):
                return
        command = [sys.executable, "-m", "config.postgres.keeper", str(self.root)]
        quiet = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 1, 2)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        os.posix_spawn(sys.executable, command, environment, file_actions=quiet, setsid=True)

    def _create_cluster(self) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        unfinished = self.root / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        locale = (
            ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            if major_version(self.binaries) >= 17  # noqa: PLR2004 - the first version with that provider
            else ["--locale=C.UTF-8"]
        )
        # The socket's directory is 0700 and there is no port: only this account can reach the server.
        arguments = ["-D", str(unfinished), "-U", self.user, "-E", "UTF8", "-A", "trust", "-N", *locale]
        self._run_or_fail("initdb", *arguments)
        unfinished.rename(self.data)  # a half-made cluster never looks ready

    def _create_database(self) -> None:
        import psycopg

        address = f"host={self.socket_directory} user={self.user} dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'woms'").fetchone()
            if not found:
                connection.execute("CREATE DATABASE woms")

    def _bring_up(self, end: float) -> None:
        last = ""
        while time.monotonic() < end:
            if self._is_ready():
                return
            self._clear_stale_pid_file()
            if not (self.data / "postmaster.pid").exists():
                last = self._launch()
            time.sleep(0.1)  # starting, or the backends of a killed server are still letting go
        raise BadSetting(
            f"PostgreSQL không khởi động được sau {START_SECONDS:.0f} giây.\n{last}\n{self._log_tail()}"
        )

    def _launch(self) -> str:
        options = [
            f"-c unix_socket_directories='{self.socket_directory}'",
            "-c listen_addresses=''",
            "-c unix_socket_permissions=0700",
            "-c max_connections=100",
        ]
        if self.fast_unsafe:
            options += ["-c fsync=off", "-c synchronous_commit=off", "-c full_page_writes=off"]
        log = str(self.root / "server.log")
        return self._run(
            "pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-l", log, "-o", " ".join(options), "start"
        )[1]

    def _is_ready(self) -> bool:
        return self._run("pg_isready", "-q", "-h", str(self.socket_directory), "-U", self.user)[0] == 0

    def _clear_stale_pid_file(self) -> None:
        """Remove `postmaster.pid` if it names a process that is gone, a zombie, or not a server (pid reused)."""
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split("\n", 1)[0])
            status = Path(f"/proc/{pid}/stat").read_text()
        except (OSError, ValueError):
            return  # gone: the server itself replaces the file
        name, state = status[status.index("(") + 1 : status.rindex(")")], status[status.rindex(")") + 2]
        if state in "ZX" or "postgres" not in name:
            pid_file.unlink(missing_ok=True)

    def _stop(self) -> None:
        if self.is_running():
            self._run("pg_ctl", "-D", str(self.data), "-w", "-m", "fast", "stop")

    def _open(self, name: str) -> IO[bytes]:
        self.root.mkdir(parents=True, exist_ok=True)
        self.root.chmod(0o700)
        self.socket_directory.mkdir(exist_ok=True, mode=0o700)
        return (self.root / name).open("ab")

    @contextmanager
    def _starting(self) -> Iterator[None]:
        with self._open("start.lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _run(self, tool: str, *arguments: str) -> tuple[int, str]:
        prefix, extra = how_to_run(self.root, self.socket_directory, self.data)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        environment |= {"LC_ALL": "C.UTF-8", "TZ": "UTC"}
        with tempfile.TemporaryFile() as output:  # not a pipe: the server would hold it open
            result = subprocess.run(  # noqa: S603
                [*prefix, str(self.binaries / tool), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd="/",
                start_new_session=True,
                check=False,
                **extra,
            )
            output.seek(0)
            return result.returncode, output.read().decode(errors="replace")

    def _run_or_fail(self, tool: str, *arguments: str) -> None:
        code, text = self._run(tool, *arguments)
        if code:
            raise BadSetting(f"{tool} không chạy được (mã {code}):\n{text}\n{self._log_tail()}")

    def _log_tail(self) -> str:
        try:
            return "\n".join((self.root / "server.log").read_text(errors="replace").splitlines()[-15:])
        except OSError:
            return ""


def _try_lock(file: IO[bytes] | int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
