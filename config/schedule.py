"""What runs when, and which service does it. The worker imports this file."""

from __future__ import annotations

import logging

from django.core.management import call_command
from procrastinate.contrib.django import app

logger = logging.getLogger(__name__)


@app.periodic(cron="15 2 * * *")
@app.task(queueing_lock="clear_sessions", pass_context=False)
def clear_sessions(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the scheduled time
    """Forget sessions that have run out."""
    call_command("clearsessions")
