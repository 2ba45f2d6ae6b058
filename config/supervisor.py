"""`./run` without arguments: bring everything up, keep it up, take everything down together."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from types import FrameType
from typing import IO

from config.commands import prepare_database
from config.env import BadSetting, env_int, env_text
from config.lifeline import die_with
from config.paths import HOME, ROOT
from config.prepare import bring_up_to_date, fill_with_sample, prepare_pages

DEFAULT_PORT = 8000
STOP_SECONDS = 10.0


class Stopped(Exception):
    """Ctrl-C or a polite end from outside."""


def serve() -> int:
    """Run until Ctrl-C (0), or until a part fails (1)."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGHUP, _stop)
    HOME.mkdir(parents=True, exist_ok=True)
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        with _only_one() as note:
            return _serve(note, children)
    except Stopped:
        _say("\nĐang dừng…")
        return 0
    finally:
        _end(children)


def _serve(note: IO[str], children: dict[str, subprocess.Popen[bytes]]) -> int:
    _say("Đang khởi động WOMS…")
    prepare_database(["serve"])
    bring_up_to_date()
    prepare_pages()
    fill_with_sample()
    host, port = env_text("WOMS_HOST", "127.0.0.1"), _free_port()
    children["web"] = _start(_web_command(host, port))
    children["worker"] = _start([sys.executable, "manage.py", "worker"])
    address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104 - compared, not bound
    _wait_until_answers(address, children)
    _announce(address)
    note.write(address)
    note.flush()
    return _watch(children)


def _only_one() -> IO[str]:
    """Hold the lock of this WOMS_HOME, or end with the address of the one that runs."""
    note = (HOME / "running").open("a+", encoding="utf-8")
    try:
        fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        note.seek(0)
        where = note.read().strip() or "(đang khởi động)"
        raise BadSetting(f"chương trình đang chạy rồi ở {where}. Dừng nó bằng Ctrl-C ở cửa sổ kia.") from None
    note.truncate(0)
    return note


def _free_port() -> int:
    wanted = env_int("WOMS_PORT", 0)
    for port in [wanted] if wanted else range(DEFAULT_PORT, DEFAULT_PORT + 50):
        if _is_free(port):
            if port != (wanted or DEFAULT_PORT):
                _say(f"Cổng {DEFAULT_PORT} đang bận, dùng cổng {port}.")
            return port
    raise BadSetting(
        f"cổng {wanted} đang bận. Hãy chọn cổng khác: WOMS_PORT=8100 ./run"
        if wanted
        else "không còn cổng trống từ 8000 đến 8049. Hãy chọn cổng khác: WOMS_PORT=9000 ./run"
    )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((env_text("WOMS_HOST", "127.0.0.1"), port))
        except OSError:
            return False
        return True


def _web_command(host: str, port: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "config.asgi:application",
        "--interface", "asginl", "--host", host, "--port", str(port), "--workers", "1",
        "--no-ws", "--log-level", "error", "--workers-kill-timeout", "3",
    ]  # fmt: skip


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    mine = os.getpid()
    return subprocess.Popen(  # noqa: S603
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # errors come on the other stream
        start_new_session=True,
        preexec_fn=lambda: die_with(mine),  # noqa: PLW1509 - one thread only; the kernel call is all it does
    )


def _wait_until_answers(address: str, children: Mapping[str, subprocess.Popen[bytes]]) -> None:
    for _ in range(300):
        _check_alive(children)
        with suppress(OSError):
            urllib.request.urlopen(f"{address}/suc-khoe", timeout=2)  # noqa: S310 - our own address
            return
        time.sleep(0.1)
    raise BadSetting("trang web không trả lời sau 30 giây. Xem các dòng lỗi phía trên.")


def _announce(address: str) -> None:
    from django.core.management import call_command

    _say(f"\nWOMS đang chạy ở {address}\n")
    with suppress(Exception):
        call_command("sample", "--accounts")
    _say("\nDừng: Ctrl-C")


def _watch(children: Mapping[str, subprocess.Popen[bytes]]) -> int:
    while True:
        _check_alive(children)
        time.sleep(0.5)


def _check_alive(children: Mapping[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise BadSetting(
                f"phần {name} đã dừng (mã {child.returncode}). Chạy lại ./run; dữ liệu đã lưu vẫn còn."
            )


def _end(children: Mapping[str, subprocess.Popen[bytes]]) -> None:
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it running
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    end = time.monotonic() + STOP_SECONDS
    for child in children.values():
        try:
            child.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201
