"""From the commit of a check-in to the browser of somebody who watches. Runs inside the program."""

from __future__ import annotations

import http.client
import queue
import threading
import time
from decimal import Decimal

QUIET_SECONDS = 1.3  # the program merges what happens within a second
PATIENCE_SECONDS = 15
REPORTER = "chuyen-vien"


def delays(port: int, cookie: str, samples: int) -> list[float]:
    """Seconds from a committed check-in to the event on an open stream, one figure for each check-in."""
    stream = _open_stream(port, cookie)
    heard: queue.Queue[float] = queue.Queue()
    threading.Thread(target=_listen, args=(stream, heard), daemon=True).start()
    time.sleep(QUIET_SECONDS)
    figures = []
    for number in range(samples):
        while not heard.empty():
            heard.get()
        committed = _report(number)
        figures.append(heard.get(timeout=PATIENCE_SECONDS) - committed)
        time.sleep(QUIET_SECONDS)
    return figures


def _open_stream(port: int, cookie: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/truc-tiep", headers={"Cookie": f"sid={cookie}"})
    answer = connection.getresponse()
    if answer.status != http.client.OK:
        raise SystemExit(f"/truc-tiep: {answer.status}")
    return answer


def _listen(stream: http.client.HTTPResponse, heard: queue.Queue[float]) -> None:
    for line in stream:
        if line.strip() == b"event: changed":
            heard.put(time.perf_counter())


def _report(number: int) -> float:
    """Check in on the first key result of a specialist; the moment at which that was committed."""
    from woms.core import clock
    from woms.org.actors import load_actor
    from woms.org.models import Account
    from woms.progress.queries.week import week_of_check_ins
    from woms.progress.services.check_ins import Report, check_in

    at = clock.now()
    account = Account.objects.get(username=REPORTER)
    actor = load_actor(account, clock.local_date(at))
    row = next(
        row for row in week_of_check_ins(actor=actor, on=clock.local_date(at)).rows if not row.is_automatic
    )
    value = (row.last_value or Decimal(0)) + Decimal(number % 2)
    report = Report(value=str(value).replace(".", ","), seen=row.seen, note="Đo độ trễ", cause="resources")
    check_in(actor=actor, at=at, key_result_id=row.id, report=report)
    return time.perf_counter()
