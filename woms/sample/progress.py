"""Load what was reported in the year: check-ins, their evidence, obstacles, weekly reports.

States and roll-ups are not made up: the product's own recomputation works them out from this log.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from woms.core.numbers import NBSP, format_number
from woms.progress import events
from woms.progress.calculations import measures, pace
from woms.progress.models import CheckIn, Obstacle
from woms.progress.policies import NEEDS_CAUSE
from woms.progress.states import Cause, Status
from woms.sample.evidence import EvidenceWriter
from woms.sample.history import GATHERED, History
from woms.sample.loading import Rows
from woms.sample.planning import LoadedKeyResult
from woms.sample.readings import Reading

_MISTAKES_ONE_IN = 160
_OVERRIDES_ONE_IN = 45
_EVIDENCE_ONE_IN = 90
_CAUSE_BEHIND = Decimal(6)
_CORRECTED_AFTER = timedelta(seconds=75)
_TYPED_WRONG = Decimal(10)
_BACK_ON_PACE = "mục tiêu đã trở lại đúng tiến độ."
_MORE_HOPE = "Hồ sơ cuối tháng chưa kịp cộng vào, dự kiến đạt trong tháng tới."
_MORE_DOUBT = "Khối lượng lớn dồn vào các tháng sau nên cần theo dõi sát."
_HELP = (
    "Đề nghị Sở Tài chính bố trí vốn bổ sung",
    "Đề nghị cơ quan phối hợp trả lời trong 5 ngày làm việc",
    "",
)


class ProgressWriter:
    """Writes the log of key results as services would have written it, reading by reading."""

    def __init__(self, history: History, evidence: EvidenceWriter) -> None:
        self._history = history
        self._evidence = evidence
        self._check_ins, self._obstacles = Rows(CheckIn), Rows(Obstacle)

    def write(self) -> None:
        self._check_ins.write()
        self._obstacles.write()

    def add_log(self, key_result: LoadedKeyResult) -> None:
        """Add all that was reported on a key result."""
        log = _Log(self._history, self._evidence, self._check_ins, key_result)
        for reading in key_result.year.readings:
            log.report(reading)
        for values in log.obstacles:
            self._obstacles.add(**values)


class _Log:
    """The log of one key result while it is written."""

    def __init__(
        self, history: History, evidence: EvidenceWriter, rows: Rows, key_result: LoadedKeyResult
    ) -> None:
        self._history, self._evidence, self._rows = history, evidence, rows
        self._key_result = key_result
        self._spec = key_result.year.spec
        self._draw = Random(f"log:{key_result.unit.fact.code}:{self._spec.code}")  # noqa: S311 - made-up history
        self._measure = measures.Measure(
            measures.Direction(self._spec.direction),
            key_result.year.target,
            self._spec.baseline,
            steps=tuple(percent for _, percent in self._spec.steps),
        )
        milestones = tuple(pace.InterimTarget(on, value) for on, value in key_result.milestones)
        self._schedule = pace.Schedule(key_result.period.starts_on, key_result.period.last_day, milestones)
        self._sequence = 0
        self._last: dict[str, Any] = {}
        self._open: dict[str, Any] | None = None
        self.obstacles: list[dict[str, Any]] = []

    def report(self, reading: Reading) -> None:
        """Add one reading; now and then it was typed wrongly first and corrected at once."""
        if (
            self._key_result.owner
            and reading.value
            and not self._spec.steps
            and self._draw.randint(1, _MISTAKES_ONE_IN) == 1
        ):
            wrong = self._append(reading.as_of, reading.at, reading.value * _TYPED_WRONG)
            self._append(reading.as_of, reading.at + _CORRECTED_AFTER, reading.value, corrects=wrong)
        else:
            self._append(reading.as_of, reading.at, reading.value)

    def _append(self, as_of: date, at: datetime, value: Decimal, *, corrects: int | None = None) -> int:
        standing = pace.standing_of(self._measure, value, schedule=self._schedule, on=as_of)
        status, reason = self._judged(standing)
        cause = self._cause(status, standing)
        self._sequence += 1
        row: dict[str, Any] = {
            "sequence": self._sequence,
            "value": value,
            "as_of": as_of,
            "status": status,
            "suggested_status": standing.status.value,
            "status_reason": reason,
            "note": self._note(as_of, cause, is_correction=corrects is not None),
            "cause": cause,
        }
        help_needed = self._draw.choice(_HELP) if cause and status == Status.OFF_TRACK.value else ""
        check_in = self._rows.add(
            key_result_id=self._key_result.id,
            help_needed=help_needed,
            evidence_id=self._attach(as_of, at, value),
            reported_by_id=self._key_result.owner.id if self._key_result.owner else None,
            reported_by_name=self._key_result.owner.name if self._key_result.owner else GATHERED,
            at=at,
            corrects_id=corrects,
            request_key="",
            is_sample=True,
            **row,
        )
        self._follow_obstacle(status, cause, help_needed, row["note"], at)
        self._tell(row, at, is_correction=corrects is not None)
        self._last = row
        return check_in

    def _judged(self, standing: pace.Standing) -> tuple[str, str]:
        """The suggestion, or what a person made of it with a reason."""
        suggested = standing.status.value
        if self._key_result.owner and self._draw.randint(1, _OVERRIDES_ONE_IN) == 1:
            if suggested == Status.AT_RISK.value:
                return Status.ON_TRACK.value, _MORE_HOPE
            if suggested == Status.ON_TRACK.value:
                return Status.AT_RISK.value, _MORE_DOUBT
        return suggested, ""

    def _cause(self, status: str, standing: pace.Standing) -> str:
        """What holds it up is said when it is far behind; nobody asks over a point or two."""
        far_behind = standing.behind is not None and standing.behind > _CAUSE_BEHIND
        return (
            self._spec.trouble_cause
            if status in NEEDS_CAUSE and far_behind and self._key_result.owner
            else ""
        )

    def _note(self, as_of: date, cause: str, *, is_correction: bool) -> str:
        if is_correction:
            return "Gõ nhầm một chữ số ở lần trước."
        if cause:
            return f"{self._spec.trouble}."
        return f"Số liệu đến ngày {as_of:%d/%m/%Y}." if self._draw.random() < 1 / 3 else ""

    def _attach(self, as_of: date, at: datetime, value: Decimal) -> int | None:
        owner = self._key_result.owner
        if owner is None or self._draw.randint(1, _EVIDENCE_ONE_IN) != 1:
            return None
        return self._evidence.add(self._key_result, owner, as_of=as_of, at=at, value=value)

    def _follow_obstacle(self, status: str, cause: str, help_needed: str, note: str, at: datetime) -> None:
        """An obstacle opens with a cause and closes when the figure is back on its pace."""
        if status not in NEEDS_CAUSE and self._open:
            self._close_obstacle(self._open, at)
        elif cause and not self._open:
            self._open_obstacle(cause, help_needed, note, at)

    def _open_obstacle(self, cause: str, help_needed: str, note: str, at: datetime) -> None:
        owner = self._key_result.owner
        self._open = {
            "key_result_id": self._key_result.id,
            "cause": cause,
            "summary": note,
            "help_needed": help_needed,
            "holder_unit_id": self._key_result.owner_unit.id,
            "opened_by_id": owner.id if owner else None,
            "opened_at": at,
            "is_sample": True,
        }
        self.obstacles.append(self._open)
        opened = self._event(events.ObstacleOpened, cause=str(Cause(cause).label), help_needed=help_needed)
        self._history.tell(opened, official=owner, at=at, after={"cause": cause, "help_needed": help_needed})

    def _close_obstacle(self, obstacle: dict[str, Any], at: datetime) -> None:
        obstacle |= {"resolved_at": at, "resolution": _BACK_ON_PACE}
        self._open = None
        resolved = self._event(
            events.ObstacleResolved, cause=str(Cause(obstacle["cause"]).label), resolution=_BACK_ON_PACE
        )
        self._history.tell(resolved, official=self._key_result.owner, at=at)

    def _tell(self, row: dict[str, Any], at: datetime, *, is_correction: bool) -> None:
        before, after = self._written(self._last.get("value")), self._written(row["value"])
        if is_correction:
            event = self._event(
                events.CheckInCorrected, before=before, after=after, as_of=f"{row['as_of']:%d/%m/%Y}"
            )
        else:
            event = self._event(
                events.CheckedIn,
                before=before,
                after=after,
                status=str(Status(row["status"]).label),
                status_reason=row["status_reason"],
            )
        self._history.tell(event, official=self._key_result.owner, at=at, before=self._last, after=row)

    def _written(self, value: object) -> str:
        if not isinstance(value, Decimal):
            return ""
        return f"{format_number(value)}{NBSP}{self._spec.measure_unit}".strip()

    def _event(self, kind: type[events.KeyResultEvent], **more: Any) -> events.KeyResultEvent:
        unit = self._key_result.owner_unit
        return kind(
            subject_id=self._key_result.id,
            unit_id=unit.id,
            unit_path=unit.path,
            is_sample=True,
            title=self._spec.title,
            **more,
        )
