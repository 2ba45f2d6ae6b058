"""`./run docs`: write every generated page again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from config.generated import generated_files
from config.paths import ROOT


class Command(BaseCommand):
    help = "Viết lại các trang sinh từ mã: quy tắc, quyền, trạng thái, mô tả API."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        for name, text in generated_files().items():
            path = ROOT / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8")
                self.stdout.write(f"Đã viết {name}")
