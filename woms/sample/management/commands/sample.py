"""`woms sample`: the sample province."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Dựng dữ liệu mẫu của một thành phố."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="chỉ dựng khi chưa có đơn vị nào")
        parser.add_argument("--accounts", action="store_true", help="in các tài khoản mẫu")

    def handle(self, *_args: Any, **_options: Any) -> None:
        return
