"""What runs when, and which service does it. The worker imports this file."""

from __future__ import annotations

import logging
from contextlib import suppress

from django.core.management import call_command
from procrastinate.contrib.django import app

from woms.core import clock
from woms.core.errors import Conflict

logger = logging.getLogger(__name__)


@app.periodic(cron="15 2 * * *")
@app.task(queueing_lock="clear_sessions", pass_context=False)
def clear_sessions(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the scheduled time
    """Forget sessions that have run out."""
    call_command("clearsessions")


@app.periodic(cron="10 0 * * *")
@app.task(queueing_lock="recompute_rollups", pass_context=False)
def recompute_rollups(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the scheduled time
    """A new day moves every expected pace; the first of a month makes the month before final."""
    from woms.progress.rollups import recompute_rollups as recompute

    at = clock.now()
    recompute(at=at, on=clock.local_date(at))


@app.task(name="close_cycle", pass_context=False)
def close_cycle(run_id: int) -> None:
    """Close an evaluation cycle that somebody started."""
    from woms.evaluation.closing.running import execute_closing

    with suppress(Conflict):  # another process is at it
        execute_closing(run_id=run_id, clock=clock.now)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="resume_closings", pass_context=False)
def resume_closings(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the scheduled time
    """Go on with closings whose process was killed."""
    from woms.evaluation.closing.running import interrupted_closings

    for run_id in interrupted_closings():
        close_cycle(run_id)
