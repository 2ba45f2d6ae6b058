"""`woms sample`: build, list, check or remove the sample province."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from woms.core import clock
from woms.core.errors import WomsError
from woms.core.numbers import format_number
from woms.org.models import Unit
from woms.sample import services
from woms.sample.checking import check_sample
from woms.sample.people import default_size
from woms.sample.queries import sample_accounts
from woms.sample.volumes import add_month_for_everybody

_BAR_FROM = 5_000


class Command(BaseCommand):
    help = "Dựng dữ liệu mẫu: thành phố Hà Nội với người hư cấu. Chạy lại không đổi gì; --remove xóa sạch."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--people", type=int, default=0, metavar="N", help="dựng ít nhất N người (đến 200000)"
        )
        parser.add_argument(
            "--month",
            default="",
            metavar="KỲ",
            help="thêm sản phẩm của tháng này cho mọi người, ví dụ 2026-11",
        )
        parser.add_argument("--if-empty", action="store_true", help="chỉ dựng khi chưa có đơn vị nào")
        parser.add_argument("--accounts", action="store_true", help="chỉ in các tài khoản mẫu")
        parser.add_argument("--check", action="store_true", help="kiểm tra dữ liệu mẫu có nhất quán không")
        parser.add_argument(
            "--remove", action="store_true", help="xóa toàn bộ dữ liệu mẫu, không đụng dữ liệu thật"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self._do(options)
        except WomsError as error:
            self.stderr.write(f"WOMS: {error.sentence}")
            sys.exit(2)

    def _do(self, options: dict[str, Any]) -> None:
        if options["accounts"]:
            self._print_accounts()
        elif options["check"]:
            self._check()
        elif options["remove"]:
            gone = services.remove_sample(at=clock.now())
            self.stdout.write(
                f"Đã xóa dữ liệu mẫu: {format_number(gone)} dòng." if gone else "Không có dữ liệu mẫu."
            )
        elif not (options["if_empty"] and Unit.objects.exists()):
            self._build(options["people"])
            if options["month"]:
                self._add_month(options["month"])

    def _build(self, people: int) -> None:
        total = max(people, default_size())
        with tqdm(total=total, unit=" người", disable=total < _BAR_FROM or None, file=sys.stderr) as bar:
            summary = services.build_sample(at=clock.now(), people=people, progress=bar.update)
        said = "Đã dựng dữ liệu mẫu" if summary.built else "Dữ liệu mẫu đã có sẵn"
        self.stdout.write(
            f"{said}: {format_number(summary.units)} đơn vị, {format_number(summary.people)} người."
        )

    def _add_month(self, period_code: str) -> None:
        found = add_month_for_everybody(period_code=period_code, at=clock.now())
        self.stdout.write(
            f"Thêm cho {period_code}: {format_number(found.people)} người, {format_number(found.items)} sản phẩm."
        )

    def _check(self) -> None:
        problems = check_sample(at=clock.now())
        for problem in problems:
            self.stderr.write(f"WOMS: {problem}")
        if problems:
            sys.exit(1)
        self.stdout.write("Dữ liệu mẫu nhất quán.")

    def _print_accounts(self) -> None:
        accounts = sample_accounts()
        if not accounts:
            self.stderr.write(
                "WOMS: chưa có tài khoản mẫu vì chưa có dữ liệu mẫu. Hãy dựng bằng ./run sample rồi chạy lại lệnh này, "
                "hoặc tạo tài khoản thật bằng ./run account."
            )
        for account in accounts:
            self.stdout.write(
                f"  {account.username:<16} {account.password}   {account.role} · {account.unit}"
            )
