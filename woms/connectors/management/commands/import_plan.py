"""`./run import-plan FILE`: bring a plan in from Word or Excel, or show what would be brought in."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand

from woms.connectors.documents import console
from woms.connectors.documents.containers import MAXIMUM_FILE_BYTES
from woms.core import clock
from woms.core.errors import Invalid, Missing, WomsError
from woms.org.queries import UnitChoice


class Command(BaseCommand):
    help = "Nhập kế hoạch từ tệp Word (.docx) hoặc Excel (.xlsx) vào dự thảo của một đơn vị; hoàn tác được trên trang."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="tệp .docx hoặc .xlsx")
        parser.add_argument("--unit", default="", metavar="CODE", help="mã đơn vị; không ghi là Thành phố")
        parser.add_argument("--period", default="", metavar="KỲ", help="kỳ của kế hoạch, ví dụ 2026")
        parser.add_argument(
            "--as", dest="username", default="", metavar="TÊN", help="nhập thay mặt tài khoản này"
        )
        parser.add_argument("--again", action="store_true", help="nhập thêm một lần nữa cùng một tệp")
        parser.add_argument("--dry-run", action="store_true", help="chỉ đọc và in ra, không ghi gì")
        parser.add_argument("--json", action="store_true", help="in kết quả đọc thành JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self._do(options)
        except WomsError as error:
            self._stop(error)

    def _do(self, options: dict[str, Any]) -> None:
        at, path = clock.now(), Path(options["file"])
        content = _content(path)
        unit = console.unit_for_console(options["unit"])
        plan = console.read_for_console(content, at=at, unit=unit)
        receipt = None if options["dry_run"] else self._write(options, at, unit, content, path.name)
        if options["json"]:
            self.stdout.write(json.dumps(plan.to_json(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(console.lines_of(plan, path.name)))
        if receipt:
            self.stderr.write(receipt)

    def _write(
        self, options: dict[str, Any], at: Any, unit: UnitChoice | None, content: bytes, file_name: str
    ) -> str:
        """Write the plan and return the sentence about it; the same file once more is told and not written."""
        if unit is None:
            raise Missing("Chưa có đơn vị nào để nhận kế hoạch. Hãy chạy ./run sample hoặc thêm --dry-run.")
        try:
            receipt = console.import_from_console(
                at=at,
                unit=unit,
                content=content,
                file_name=file_name,
                username=options["username"],
                period=options["period"],
                again=options["again"],
            )
        except WomsError as error:
            if error.code != "plan_import.repeated":
                raise
            return f"WOMS: tệp này đã được nhập vào kế hoạch của {unit.name}; không ghi lần nữa (--again để nhập thêm)."
        return (
            f"WOMS: đã ghi {receipt.objectives} nhiệm vụ, {receipt.key_results} mục tiêu vào “{receipt.plan_title}”; "
            f"xem và hoàn tác ở /ke-hoach/nhap/{receipt.import_id}."
        )

    def _stop(self, error: WomsError) -> NoReturn:
        self.stderr.write(f"WOMS: {error.sentence}")
        sys.exit(2)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAXIMUM_FILE_BYTES + 1)
    except OSError:
        raise Invalid(
            f"Không mở được tệp “{path.name}”. Hãy kiểm tra đường dẫn và quyền đọc.",
            code="file.unreadable",
            field="file",
        ) from None
