"""`python manage.py worker`: carry out background jobs until told to stop. Started by `./run` beside the pages."""

from __future__ import annotations

import asyncio
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app


class Command(BaseCommand):
    """The library's own command announces itself in English in the middle of our start."""

    help = "Carry out background jobs, one at a time"

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        asyncio.run(work())


async def work() -> None:
    """One job at a time: the machine has to answer people first."""
    async with app.with_connector(app.connector.get_worker_connector()).open_async() as worker:
        await worker.run_worker_async(concurrency=1)
