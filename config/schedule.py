"""What runs when, and which service does it. The worker imports this file."""

from __future__ import annotations

import logging

from django.core.management import call_command
from procrastinate.contrib.django import app

from woms.core import clock

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
