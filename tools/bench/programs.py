"""Start what is measured on loopback ports, each with its own home, and stop all of it again."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from config.lifeline import die_with
from config.paths import ROOT
from config.postgres.server import EmbeddedServer

START_SECONDS = 120
STOP_SECONDS = 30
FOREIGN = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "WOMS_PORT", "WOMS_HOST", "WOMS_ENV", "WOMS_DEBUG")


class Province:
    """One home with its own embedded server: built, then served, then thrown away."""

    def __init__(self, home: Path, people: int) -> None:
        self.home, self.people, self.port = home, people, 0

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        return {**kept, "WOMS_HOME": str(self.home), "WOMS_SAMPLE": "0", "PYTHONPATH": str(ROOT)}

    @property
    def server(self) -> EmbeddedServer:
        return EmbeddedServer(self.home / "postgres")

    def ask(self, task: str, *arguments: str) -> Any:
        """Run a task of `tools.bench.inside` and give what it found."""
        return json.loads(run("tools.bench.inside", task, *arguments, environment=self.environment))

    def serve(self, stack: ExitStack) -> None:
        self.port = free_port()
        environment = {**self.environment, "WOMS_PORT": str(self.port)}
        start([sys.executable, "-m", "config.main"], environment, self.port, stack)

    def wait_until_down(self) -> None:
        """The embedded server follows its last user by itself; its home may go only then."""
        end = time.monotonic() + STOP_SECONDS
        while (self.server.data / "postmaster.pid").exists() and time.monotonic() < end:
            time.sleep(0.1)


class Floor:
    """The floor's page, in a database of its own beside the product's."""

    def __init__(self, beside: Province) -> None:
        self.beside, self.port, self.session = beside, 0, ""

    def serve(self, stack: ExitStack) -> None:
        server = self.beside.server
        environment = {
            **self.beside.environment,
            "FLOOR_DATABASE": server.url("floor"),
            "FLOOR_MAINTENANCE": server.url("postgres"),
        }
        self.session = run("tools.bench.floor.prepare", environment=environment).strip()
        self.port = free_port()
        command = [
            sys.executable, "-m", "granian", "tools.bench.floor.application:application", "--interface", "wsgi",
            "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1", "--blocking-threads", "1",
            "--log-level", "error",
        ]  # fmt: skip
        start(command, environment, self.port, stack)


def run(module: str, *arguments: str, environment: Mapping[str, str]) -> str:
    """Give the last line that a module printed; end with what it complained about when it failed."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own modules
    if done.returncode:
        raise SystemExit(f"{module} {' '.join(arguments)}:\n{done.stderr[-3000:]}")
    return done.stdout.strip().splitlines()[-1]


def start(command: list[str], environment: Mapping[str, str], port: int, stack: ExitStack) -> None:
    """Start a server that ends with us, and wait until it listens."""
    mine, log = os.getpid(), Path(environment["WOMS_HOME"]) / f"bench-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own servers
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=lambda: die_with(mine),  # noqa: PLW1509 - one thread only; the kernel call is all it does
        )
    stack.callback(stop, process)
    end = time.monotonic() + START_SECONDS
    while not listens(port):
        if process.poll() is not None or time.monotonic() > end:
            raise SystemExit(f"{' '.join(command[1:4])} does not answer:\n{log.read_text()[-3000:]}")
        time.sleep(0.1)


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
