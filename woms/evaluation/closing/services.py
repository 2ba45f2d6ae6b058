"""Close a cycle: start, stop, look ahead without writing. The work itself is in `running.py` (ADR 0014)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from woms.access.actors import Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.core.clock import local_date
from woms.core.errors import Conflict, Missing, Refused
from woms.evaluation import events, policies
from woms.evaluation.circles import agency_path
from woms.evaluation.closing import jobs
from woms.evaluation.closing.queries import FEWEST, levels_in_force, people_in
from woms.evaluation.closing.running import about, close_everybody, is_at_work, record_end
from woms.evaluation.models import ClosingRun, Cycle
from woms.evaluation.states import ACTIVE_CLOSINGS, ClosingState
from woms.org.models import Unit
from woms.org.queries import city
from woms.records.log import record_event
from woms.regulations import rules_version


@dataclass(frozen=True, slots=True)
class Preview:
    """What a closing would do. `before` and `after`: people by level of the score in force; "" for no score."""

    people: int
    rated: int
    written: int
    before: dict[str, int]
    after: dict[str, int]
    gaps: dict[str, int]


@transaction.atomic
def start_closing(
    *, actor: Actor, at: datetime, period_code: str, unit_code: str = "", in_background: bool = True
) -> int:
    """This function will put a closing in the queue and return its id.

    One closing of a cycle at a time: a second one raises `Conflict` and says who started the first.
    """
    unit = _unit(unit_code)
    check(actor, Permission.CYCLE_MANAGE, Subject(unit.path))
    cycle = _cycle(period_code)
    policies.check_is_open(cycle, local_date(at))
    run = _new_run(actor, at, cycle, unit)
    event = events.ClosingStarted(**about(run), people=run.total)
    record_event(actor=actor, at=at, event=event, after={"people": run.total})
    if in_background:
        jobs.put_in_queue(run.pk)
    return run.pk


@transaction.atomic
def cancel_closing(*, actor: Actor, at: datetime, run_id: int) -> None:
    """This function will stop a closing before its next chunk. Scores written so far stay: they are right."""
    run = ClosingRun.objects.select_for_update(of=("self",)).filter(pk=run_id).first()
    if run is None:
        raise Missing
    check(actor, Permission.CYCLE_MANAGE, Subject(run.unit.path))
    if run.state not in ACTIVE_CLOSINGS:
        raise Refused(
            f"Lần chốt này ở trạng thái “{run.get_state_display()}” nên không dừng được nữa. Hãy xem kết quả.",
            code="closing.not_active",
        )
    run.cancelled_at, run.cancelled_by_name = at, actor.name
    run.save(update_fields=["cancelled_at", "cancelled_by_name"])
    if not is_at_work(run.pk):
        record_end(run, ClosingState.CANCELLED, at)
        record_event(actor=actor, at=at, event=events.ClosingCancelled(**about(run), done=run.done))


def preview_closing(*, actor: Actor, at: datetime, period_code: str, unit_code: str = "") -> Preview:
    """This function will close everybody, look at the outcome, and take it all back: nothing is kept."""
    unit = _unit(unit_code)
    check(actor, Permission.CYCLE_MANAGE, Subject(unit.path))
    cycle = _cycle(period_code)
    policies.check_is_open(cycle, local_date(at))
    if people_in(cycle, unit.path).count() < FEWEST:
        raise Refused(
            f"{unit.name} có dưới {FEWEST} người trong kỳ nên không xem trước theo mức. Hãy chọn đơn vị lớn hơn.",
            code="closing.too_few",
        )
    with transaction.atomic():
        before = levels_in_force(cycle, unit.path)
        run = ClosingRun.objects.create(
            cycle=cycle, unit=unit, state=ClosingState.FINISHED, started_by_name=actor.name, started_at=at,
            total=people_in(cycle, unit.path).count(), rules_version=rules_version(),
        )  # fmt: skip
        close_everybody(run, actor=actor, clock=lambda: at)
        found = Preview(
            people=run.total,
            rated=people_in(cycle, unit.path).filter(state__in=policies.RATED).count(),
            written=run.written,
            before=before,
            after=levels_in_force(cycle, unit.path),
            gaps=_gaps(run),
        )
        transaction.set_rollback(True)
    return found


def _gaps(run: ClosingRun) -> dict[str, int]:
    found: dict[str, int] = {}
    for reason in run.gaps.values_list("reason", flat=True).iterator():
        found[reason] = found.get(reason, 0) + 1
    return found


def _unit(code: str) -> Unit:
    row = Unit.objects.filter(code=code).first() if code else Unit.objects.filter(pk=city().id).first()
    if row is None or agency_path(row.path) != row.path:
        raise Missing(f"Không có cơ quan, phường, xã nào mang mã “{code}”. Hãy xem mã ở trang Quản trị.")
    return row


def _cycle(period_code: str) -> Cycle:
    cycle = Cycle.objects.select_related("period").filter(period__code=period_code).first()
    if cycle is None:
        raise Missing(
            f"Chưa mở kỳ đánh giá “{period_code}”. Hãy mở kỳ ở trang Đánh giá, xếp loại, ví dụ 2026-11."
        )
    return cycle


def _new_run(actor: Actor, at: datetime, cycle: Cycle, unit: Unit) -> ClosingRun:
    try:
        with transaction.atomic():
            return ClosingRun.objects.create(
                cycle=cycle, unit=unit, total=people_in(cycle, unit.path).count(), started_by_id=actor.person_id,
                started_by_name=actor.name, started_at=at, rules_version=rules_version(), is_sample=cycle.is_sample,
            )  # fmt: skip
    except IntegrityError:
        other = (
            ClosingRun.objects.filter(cycle=cycle, state__in=ACTIVE_CLOSINGS).select_related("unit").first()
        )
        who = f"{other.started_by_name} đang chốt {other.unit.name}" if other else "Có người đang chốt"
        raise Conflict(
            f"{who} kỳ này, chưa xong. Hãy đợi lần chốt đó xong, hoặc dừng nó rồi chốt lại.",
            code="closing.already_running",
        ) from None
