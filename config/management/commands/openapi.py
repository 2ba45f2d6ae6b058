"""`./run openapi`: print the description of the API."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from config.generated import openapi_text


class Command(BaseCommand):
    help = "In mô tả API (OpenAPI 3.1)."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(openapi_text(), ending="")
