"""`woms recompute`: bring states and scores in line with the log of reported numbers."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from woms.core import clock
from woms.core.numbers import format_number
from woms.core.periods import month_of
from woms.progress.rollups import recompute_rollups


class Command(BaseCommand):
    help = "Tính lại tiến độ và điểm tổng hợp từ nhật ký cập nhật. Chạy lại không đổi gì."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--since", metavar="YYYY-MM-DD", help="từ tháng có ngày này (mặc định: tháng trước và tháng này)"
        )
        parser.add_argument("--year", action="store_true", help="mọi tháng từ đầu năm")

    def handle(self, *_args: Any, **options: Any) -> None:
        at = clock.now()
        on = clock.local_date(at)
        done = recompute_rollups(at=at, on=on, since=_since(options, on))
        self.stdout.write(
            f"Đã tính lại {format_number(done.plans)} kế hoạch: {format_number(done.rollups_changed)} điểm tổng hợp "
            f"và {format_number(done.states_changed)} mục tiêu có thay đổi."
        )


def _since(options: dict[str, Any], on: date) -> date | None:
    if options["year"]:
        return date(on.year, 1, 1)
    try:
        return month_of(date.fromisoformat(options["since"])).starts_on if options["since"] else None
    except ValueError:
        raise CommandError(f"Không có ngày “{options['since']}”. Ngày viết như 2026-01-01.") from None
