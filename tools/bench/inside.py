"""What has to run inside the program: `python -m tools.bench.inside TASK …` prints one line of JSON.

Runs with the WOMS_HOME of the province that is measured, and shares its embedded server with the program.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

REPEATS = 5


def main(arguments: Sequence[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.commands import prepare_database
    from config.prepare import bring_up_to_date, prepare_pages

    prepare_database(["bench"])
    bring_up_to_date()
    prepare_pages()
    task, *rest = arguments
    result = TASKS[task](*rest)
    print(json.dumps(result))


def build(people: str) -> dict[str, Any]:
    """Build the sample; how long it took without making tables, and the memory it needed at most."""
    from woms.core import clock
    from woms.sample.services import build_sample

    started = time.perf_counter()
    summary = build_sample(at=clock.now(), people=int(people))
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"people": summary.people, "units": summary.units, "seconds": seconds, "peak_mb": peak}


def sessions(*usernames: str) -> dict[str, str]:
    """Sign accounts of the sample in; give the session cookie of each."""
    return {username: _client(username).cookies["sid"].value for username in usernames}


def queries(*visits: str) -> dict[str, int]:
    """Count the statements of each `username:/address`, the session's own included."""
    return {visit: _count(*visit.split(":", 1)) for visit in visits}


def read_plans(*paths: str) -> list[dict[str, Any]]:
    """Time reading a plan file (preview) and bringing it in (draft written), file by file."""
    return [_read_plan(Path(path)) for path in paths]


def live(port: str, cookie: str, samples: str) -> list[float]:
    from tools.bench.live import delays

    return delays(int(port), cookie, int(samples))


def _client(username: str) -> Any:
    from django.test import Client

    from woms.org.models import Account

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(Account.objects.get(username=username, is_sample=True))
    return client


def _count(username: str, address: str) -> int:
    from django.db import connection

    client, seen = _client(username), []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    client.get(address)  # the first visit fills what is kept for the life of a process
    with connection.execute_wrapper(note):
        answer = client.get(address)
    if answer.status_code != HTTPStatus.OK:
        raise SystemExit(f"{username} {address}: {answer.status_code}")
    return len(seen)


def _read_plan(path: Path) -> dict[str, Any]:
    from woms.connectors.documents import console
    from woms.core import clock

    content, unit, at = path.read_bytes(), console.unit_for_console(""), clock.now()
    reading = [_timed(lambda: console.read_for_console(content, at=at, unit=unit)) for _ in range(REPEATS)]
    writing = [
        _timed(
            lambda: console.import_from_console(
                at=at, unit=unit, content=content, file_name=path.name, username="", period="", again=True
            )
        )
        for _ in range(REPEATS)
    ]
    plan = reading[0][1]
    return {
        "name": path.name,
        "objectives": len(plan.objectives),
        "read": [seconds for seconds, _ in reading],
        "write": [seconds for seconds, _ in writing],
    }


def _timed(do: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    result = do()
    return time.perf_counter() - started, result


TASKS: dict[str, Callable[..., Any]] = {
    "build": build,
    "sessions": sessions,
    "queries": queries,
    "import": read_plans,
    "live": live,
}

if __name__ == "__main__":
    main(sys.argv[1:])
