"""`./run` as a newcomer meets it: it starts, it stops, and it survives the worst. Real processes, loopback only."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from config.paths import ROOT
from config.postgres.server import EmbeddedServer

pytestmark = pytest.mark.slow


def environment(home: Path, **extra: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "WOMS_ENV"}}
    return {**kept, "WOMS_HOME": str(home), "WOMS_SAMPLE": "0", "PYTHONPATH": str(ROOT), **extra}


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


class Program:
    """One `./run` with its output."""

    def __init__(self, home: Path, port: str) -> None:
        self.home = home
        self.address = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.main"],
            cwd=ROOT, env=environment(home, WOMS_PORT=port), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        wait_for(self.answers, "the program answers")
        wait_for((home / "running").read_text, "the address is written down")

    def answers(self) -> bool:
        assert self.process.poll() is None, self.process.communicate()[0]
        with suppress(OSError):
            return urllib.request.urlopen(f"{self.address}/suc-khoe", timeout=2).read() == b"ok"
        return False

    def stop(self) -> str:
        self.process.send_signal(signal.SIGINT)
        output, _ = self.process.communicate(timeout=30)
        wait_for(lambda: not processes_of(self.home), "all processes are gone")
        return output


def wait_for(condition, what: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"timed out: {what}"
        time.sleep(0.1)


def processes_of(home: Path) -> list[int]:
    """Ids of processes that were started for this home (their environment or arguments name it)."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        with suppress(OSError):
            if entry.joinpath("stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                continue
            text = entry.joinpath("environ").read_bytes() + entry.joinpath("cmdline").read_bytes()
            if str(home).encode() in text:
                found.append(int(entry.name))
    return found


def end_all(home: Path) -> None:
    for pid in processes_of(home):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "nhà của Ủy ban"
    yield folder
    end_all(folder)


def test_ctrl_c_stops_everything_and_leaves_no_process(home):
    program = Program(home, free_port())
    assert program.address in program.stop()
    assert program.process.returncode == 0


def test_after_kill_minus_nine_the_next_start_works_and_then_stops_cleanly(home):
    port = free_port()
    first = Program(home, port)
    first.process.kill()
    first.process.wait()
    second = Program(home, port)
    assert "WOMS đang chạy" in second.stop()


def test_a_second_start_in_the_same_place_names_the_first(home):
    program = Program(home, free_port())
    second = subprocess.run(
        [sys.executable, "-m", "config.main"],
        cwd=ROOT,
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert program.address in second.stderr
    program.stop()


def test_a_taken_port_is_named_with_the_way_out(home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = subprocess.run(
            [sys.executable, "-m", "config.main"], cwd=ROOT, env=environment(home, WOMS_PORT=port),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert result.returncode == 1
    assert f"cổng {port} đang bận" in result.stderr
    assert "WOMS_PORT=" in result.stderr


def test_an_unreachable_outside_database_is_said_in_one_sentence(home):
    result = subprocess.run(
        [sys.executable, "-m", "config.main", "sample", "--accounts"], cwd=ROOT,
        env=environment(home, DATABASE_URL=f"postgresql://nobody@127.0.0.1:{free_port()}/none"),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 1
    assert "không kết nối được cơ sở dữ liệu" in result.stderr
    assert "Traceback" not in result.stderr


def test_help_lists_the_commands(home):
    result = subprocess.run(
        [sys.executable, "-m", "config.main", "--help"],
        cwd=ROOT,
        env=environment(home),
        capture_output=True,
        text=True,
        check=True,
    )
    assert re.search(r"\./run import-plan", result.stdout)


class TestEmbeddedServer:
    def test_several_processes_attach_at_once_and_the_server_stops_after_the_last(self, home):
        script = (
            "import sys, time; from pathlib import Path; from config.postgres.server import EmbeddedServer;"
            "import psycopg; server = EmbeddedServer(Path(sys.argv[1])); server.attach();"
            "print(psycopg.connect(server.url()).execute('SELECT 1').fetchone()[0])"
        )
        command = [sys.executable, "-c", script, str(home / "postgres")]
        running = [
            subprocess.Popen(command, cwd=ROOT, env=environment(home), stdout=subprocess.PIPE, text=True)
            for _ in range(6)
        ]
        assert [process.communicate(timeout=90)[0].strip() for process in running] == ["1"] * 6
        wait_for(lambda: not processes_of(home), "the server has stopped")

    def test_what_was_acknowledged_survives_kill_minus_nine_of_the_server(self, home):
        server = EmbeddedServer(home / "postgres")
        server.attach()
        for round_number in range(3):
            with psycopg.connect(server.url(), autocommit=True) as connection:
                connection.execute("CREATE TABLE IF NOT EXISTS acknowledged (n int)")
                connection.execute("INSERT INTO acknowledged VALUES (%s)", [round_number])
            pid = int((server.data / "postmaster.pid").read_text().splitlines()[0])
            os.kill(pid, signal.SIGKILL)
            server.attach()
        with psycopg.connect(server.url()) as connection:
            rows = connection.execute("SELECT n FROM acknowledged ORDER BY n").fetchall()
        assert rows == [(0,), (1,), (2,)]

    def test_nothing_listens_on_the_network_and_only_the_owner_may_enter(self, home):
        server = EmbeddedServer(home / "postgres")
        server.attach()
        with psycopg.connect(server.url()) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        for folder in (server.root, server.socket_directory, server.data):
            assert folder.stat().st_mode & 0o077 == 0, folder

    def test_a_half_made_cluster_is_made_again(self, home):
        server = EmbeddedServer(home / "postgres")
        (server.root / "data.new" / "base").mkdir(parents=True)
        server.attach()
        assert (server.data / "PG_VERSION").exists()
        assert not (server.root / "data.new").exists()
