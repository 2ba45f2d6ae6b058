"""A closing in the background: put in the queue by name, taken up by the worker (`config/schedule.py`)."""

from __future__ import annotations

from procrastinate.contrib.django import app

CLOSE = "close_cycle"


def put_in_queue(run_id: int) -> None:
    """Hand the run to the worker when the transaction commits; the job is a row of the same database."""
    app.configure_task(name=CLOSE).defer(run_id=run_id)
