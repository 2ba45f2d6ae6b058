"""Load the sample's catalogue and the products of a month: assigned, handed in, reworked, late, accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml

from woms.core.numbers import format_number
from woms.core.periods import CalendarPeriod
from woms.regulations import Fault, Product
from woms.sample.history import History
from woms.sample.loading import Rows
from woms.sample.moments import working_moment
from woms.sample.organization import LoadedUnit, Official
from woms.work import events
from woms.work.models import CatalogProduct, WorkFault, WorkItem
from woms.work.states import FaultKind, WorkState

_KINDS_A_MONTH = 4
_WEAK_ONE_IN = 24
_EXCUSED_ONE_IN = 9
_ACCEPTED_AFTER = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Job:
    """What one line of a month's work came to: quantities, and the units that were reworked or late."""

    product: str
    title: str
    assigned: int
    done: int
    reworks: tuple[int, ...] = ()
    delays: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignee:
    """Whose work it is, in which unit and month, under whom.

    `today` cuts a month that is still running, unless the person has `finished` everything early.
    """

    official: Official
    unit: LoadedUnit
    superior: Official
    month: CalendarPeriod
    period_id: int
    today: date
    finished: bool = False
    key_result_id: int | None = None

    @property
    def is_over(self) -> bool:
        return self.finished or self.month.ends_on <= self.today

    @property
    def last_due(self) -> int:
        """The last day, counted from the month's first, on which a product may be due."""
        return max(2, self.today.day - 8) if self.finished else 27

    @property
    def is_leader(self) -> bool:
        return self.official.rank in {"head", "deputy"}


@cache
def work_facts() -> dict[str, Any]:
    """The catalogue, the usual work of a month and the worked example, as woms/sample/hanoi/work.yaml has them."""
    source = files(__package__).joinpath("hanoi", "work.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(source, Loader=yaml.CSafeLoader)
    return loaded


def worked_example() -> list[Job]:
    """Give the three lines whose score can be checked by hand."""
    return [
        Job(
            product=row["product"],
            title=row["title"],
            assigned=row["quantity"],
            done=row["done"],
            reworks=tuple(row.get("rework", ())),
            delays=tuple(row.get("delay", ())),
        )
        for row in work_facts()["worked_example"]["items"]
    ]


def usual_jobs(official: Official, month: CalendarPeriod) -> list[Job]:
    """Give what a person was assigned in a month and what came of it, always the same for both."""
    draw = Random(f"work:{official.code}:{month.code}")  # noqa: S311 - made-up figures, the same each time
    is_weak = sum(map(ord, official.code)) % _WEAK_ONE_IN == 0
    chosen = draw.sample(work_facts()["usual_work"], _KINDS_A_MONTH)
    return [_job(row, month, draw, is_weak=is_weak) for row in chosen]


def _job(row: dict[str, Any], month: CalendarPeriod, draw: Random, *, is_weak: bool) -> Job:
    low, _, high = str(row["quantity"]).partition("..")
    assigned = draw.randint(int(low), int(high))
    trouble = 2.5 if is_weak else 1.0
    missing = draw.randint(1, 2) if draw.random() < 0.16 * trouble else 0
    done = max(0, assigned - missing)
    return Job(
        product=row["product"],
        title=row["title"].format(month=month.starts_on.month, year=month.starts_on.year),
        assigned=assigned,
        done=done,
        reworks=_faulty_units(draw, done, 0.36 * trouble),
        delays=_faulty_units(draw, done, 0.34 * trouble),
    )


def _faulty_units(draw: Random, done: int, share: float) -> tuple[int, ...]:
    """How many times each faulty unit went wrong: none, one or two units, rarely twice."""
    if not done or draw.random() >= share:
        return ()
    return tuple(draw.choice((1, 1, 1, 1, 2)) for _ in range(min(done, draw.randint(1, 2))))


class WorkWriter:
    """Writes catalogue, items and faults, and tells the log about them."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._catalogue, self._items, self._faults = Rows(CatalogProduct), Rows(WorkItem), Rows(WorkFault)
        self._products = {row["code"]: (self._add_product(row), row) for row in work_facts()["catalogue"]}

    def write(self) -> None:
        for rows in (self._catalogue, self._items, self._faults):
            rows.write()

    def _add_product(self, row: dict[str, Any]) -> int:
        return self._catalogue.add(
            code=row["code"],
            name=row["name"],
            measure_unit=row["unit"],
            coefficient=Decimal(row["coefficient"]),
            field=row["field"],
            group=row["group"],
            norm_hours=Decimal(row["hours"]),
            is_standard=row.get("is_standard", False),
            state=row.get("state", "official"),
            starts_on=work_facts()["valid_from"],
            decision_number="" if row.get("state") == "draft" else work_facts()["decision_number"],
            is_sample=True,
        )

    def add_month(self, who: Assignee, jobs: list[Job]) -> tuple[Product, ...]:
        """Add a person's items of a month; return them as the rules see them, in the order of their deadlines."""
        draw = Random(f"dates:{who.official.code}:{who.month.code}")  # noqa: S311 - made-up history
        days = sorted(draw.randint(who.last_due // 3, who.last_due) for _ in jobs)
        return tuple(
            _Item(self, who, job, who.month.starts_on + timedelta(days=day), draw).add()
            for job, day in zip(jobs, days, strict=True)
        )

    def product(self, code: str) -> tuple[int, dict[str, Any]]:
        return self._products[code]

    def add_item(self, **values: Any) -> int:
        return self._items.add(is_sample=True, **values)

    def add_fault(self, **values: Any) -> None:
        self._faults.add(**values)

    def tell(self, event: events.WorkEvent, official: Official, at: datetime) -> None:
        self._history.tell(event, official=official, at=at)


class _Item:
    """One item while it is written."""

    def __init__(self, writer: WorkWriter, who: Assignee, job: Job, due_on: date, draw: Random) -> None:
        self._writer, self._who, self._job, self._due_on, self._draw = writer, who, job, due_on, draw
        late_days = 2 if job.delays else 0
        self._given_at = working_moment(
            who.month.starts_on, draw.randint(-4, -1), who.official.code, job.product
        )
        self._handed_in_at = working_moment(due_on, late_days, who.official.code, job.product)
        self._accepted_at = self._handed_in_at + _ACCEPTED_AFTER
        self._state = self._state_today()
        self._id = 0

    def add(self) -> Product:
        product_id, product = self._writer.product(self._job.product)
        accepted = self._state == WorkState.ACCEPTED or (self._who.is_over and self._job.done > 0)
        done = self._job.done if accepted else 0
        handed_in = self._job.assigned if self._state == WorkState.DELIVERED else 0
        self._id = self._writer.add_item(
            person_id=self._who.official.id,
            person_is_leader=self._who.is_leader,
            unit_id=self._who.unit.id,
            period_id=self._who.period_id,
            product_id=product_id,
            key_result_id=self._who.key_result_id,
            title=self._job.title,
            coefficient=Decimal(product["coefficient"]),
            assigned_quantity=Decimal(self._job.assigned),
            completed_quantity=Decimal(done),
            due_on=self._due_on,
            completed_at=self._handed_in_at if done == self._job.assigned else None,
            delivered_quantity=Decimal(handed_in),
            delivered_at=self._handed_in_at if done or handed_in else None,
            state=self._state,
            version={WorkState.ASSIGNED: 1, WorkState.DELIVERED: 2}.get(self._state, 3),
            assigned_by_id=self._who.superior.id,
        )
        reworks = self._add_faults(FaultKind.REWORK, self._job.reworks) if done else ()
        delays = self._add_faults(FaultKind.DELAY, self._job.delays) if done else ()
        self._tell(done, handed_in, len(delays))
        return Product(
            name=self._job.title,
            coefficient=Fraction(Decimal(product["coefficient"])),
            assigned=Fraction(self._job.assigned),
            completed=Fraction(done),
            reworks=reworks,
            delays=delays,
            reference=str(self._id),
        )

    def _state_today(self) -> WorkState:
        """Where the item stands: accepted, waiting for acceptance, or still in hand."""
        is_whole = self._job.done == self._job.assigned
        if self._who.is_over:
            return WorkState.ACCEPTED if is_whole else WorkState.ASSIGNED
        if self._accepted_at.date() < self._who.today and is_whole:
            return WorkState.ACCEPTED if self._draw.random() < 2 / 3 else WorkState.DELIVERED
        return WorkState.ASSIGNED

    def _add_faults(self, kind: FaultKind, units: tuple[int, ...]) -> tuple[Fault, ...]:
        """Write one row for each faulty unit; heaviest first, as the rules count them."""
        return tuple(self._add_fault(kind, times) for times in sorted(units, reverse=True))

    def _add_fault(self, kind: FaultKind, times: int) -> Fault:
        is_excused = self._who.official.rank == "specialist" and self._draw.randint(1, _EXCUSED_ONE_IN) == 1
        is_excused = is_excused and self._job not in worked_example()
        reasons = work_facts()["fault_reasons"]
        at = self._handed_in_at + timedelta(hours=3)
        is_pending = kind == FaultKind.DELAY and not is_excused and self._asks_for_excuse()
        late = f"Nộp ngày {self._handed_in_at:%d/%m/%Y}, hạn {self._due_on:%d/%m/%Y}"
        self._writer.add_fault(
            work_item_id=self._id,
            kind=kind,
            times=times,
            excused=is_excused,
            reason=late if kind == FaultKind.DELAY else self._draw.choice(reasons["rework"]),
            confirmed_by_id=self._who.superior.id if is_excused else None,
            at=at,
            settled_at=self._accepted_at if kind == FaultKind.REWORK else None,
            request_reason=reasons["excused"] if is_excused or is_pending else "",
            requested_at=at + timedelta(hours=1) if is_excused or is_pending else None,
            answer_reason="Đã đối chiếu thông báo dừng hệ thống." if is_excused else "",
            answered_at=at + timedelta(hours=4) if is_excused else None,
        )
        return Fault(times, is_excused)

    def _asks_for_excuse(self) -> bool:
        """A few specialists have asked for an objective cause in the latest month and wait for the answer."""
        who = self._who
        if self._job in worked_example():
            return False
        is_recent = who.month.ends_on > who.today - timedelta(days=40)
        return is_recent and who.official.rank == "specialist" and sum(map(ord, who.official.code)) % 7 == 0

    def _tell(self, done: int, handed_in: int, late: int) -> None:
        who, unit = self._who.official, self._who.unit
        about: dict[str, Any] = {
            "subject_id": self._id,
            "unit_id": unit.id,
            "unit_path": unit.path,
            "is_sample": True,
            "title": self._job.title,
            "person_name": who.name,
        }
        given = events.WorkAssigned(
            **about, quantity=format_number(self._job.assigned), due_on=f"{self._due_on:%d/%m/%Y}"
        )
        self._writer.tell(given, self._who.superior, self._given_at)
        if done or handed_in:
            quantity = format_number(done or handed_in)
            self._writer.tell(events.WorkDelivered(**about, quantity=quantity), who, self._handed_in_at)
        if done:
            accepted = events.WorkAccepted(**about, quantity=format_number(done), late=late)
            self._writer.tell(accepted, self._who.superior, self._accepted_at)
