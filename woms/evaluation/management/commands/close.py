"""`./run close`: close an evaluation cycle from the command line of the server."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from woms.access.actors import Actor, HeldGrant
from woms.core import clock
from woms.core.errors import WomsError
from woms.core.numbers import format_number
from woms.evaluation.closing.queries import ClosingView, closing_view
from woms.evaluation.closing.running import execute_closing, interrupted_closings
from woms.evaluation.closing.services import Preview, preview_closing, start_closing
from woms.evaluation.states import GapReason, Level
from woms.org.queries import city

_STOPPED = 3


class Command(BaseCommand):
    help = (
        "Chốt kỳ: tính điểm mọi người một lượt. Chạy lại không ghi gì thêm; bị ngắt giữa chừng thì chạy tiếp."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--period", required=True, metavar="KỲ", help="tháng cần chốt, ví dụ 2026-11")
        parser.add_argument("--unit", default="", metavar="MÃ", help="chỉ đơn vị này và bên trong nó")
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem kết quả sẽ ra sao, không ghi gì")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self._do(options)
        except WomsError as error:
            self.stderr.write(f"WOMS: {error.sentence}")
            sys.exit(2)

    def _do(self, options: dict[str, Any]) -> None:
        actor, period, unit = _console(), options["period"], options["unit"]
        if options["dry_run"]:
            found = preview_closing(actor=actor, at=clock.now(), period_code=period, unit_code=unit)
            self._tell_preview(found)
            return
        for run_id in interrupted_closings():
            self.stderr.write("Chạy tiếp lần chốt bị ngắt giữa chừng.")
            self._execute(actor, run_id)
        run_id = start_closing(
            actor=actor, at=clock.now(), period_code=period, unit_code=unit, in_background=False
        )
        self._execute(actor, run_id)

    def _execute(self, actor: Actor, run_id: int) -> None:
        total = closing_view(actor=actor, run_id=run_id).total
        with tqdm(total=total, unit=" người", file=sys.stderr, disable=None) as bar:
            execute_closing(run_id=run_id, clock=clock.now, progress=lambda done, _: bar.update(done - bar.n))
        self._tell(closing_view(actor=actor, run_id=run_id))

    def _tell(self, run: ClosingView) -> None:
        self.stdout.write(
            f"{run.period_label}, {run.unit_name}: {run.state_label.lower()}. {format_number(run.done)} người, "
            f"{format_number(run.written)} điểm mới."
        )
        for _, label, people in (*run.levels, *run.gaps):
            self.stdout.write(f"  {label}: {format_number(people)}")
        self.stdout.write(f"Mã đối chiếu: {run.digest or 'chưa có'}")
        if run.state != "finished":
            sys.exit(_STOPPED)

    def _tell_preview(self, found: Preview) -> None:
        self.stdout.write(
            f"Xem trước, không ghi gì: {format_number(found.people)} người, {format_number(found.written)} điểm sẽ mới, "
            f"{format_number(found.rated)} người đã xếp loại giữ nguyên."
        )
        for level in ("", *Level.values):
            before, after = found.before.get(level, 0), found.after.get(level, 0)
            label = Level(level).label if level else "Chưa có điểm"
            self.stdout.write(f"  {label}: {format_number(before)} → {format_number(after)}")
        for reason, people in found.gaps.items():
            self.stdout.write(f"  {GapReason(reason).label}: {format_number(people)}")


def _console() -> Actor:
    """Whoever may use the server's command line acts for the organisation board, under a name of its own."""
    root = city()
    grant = HeldGrant("organization_board", root.id, root.path, unit_is_root=True)
    return Actor(person_id=None, name="Dòng lệnh máy chủ", grants=(grant,))
