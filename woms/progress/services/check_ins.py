"""Report a number: the one write that everything on the boards comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from woms.access.actors import Actor
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.clock import local_date
from woms.core.errors import Invalid, Missing
from woms.core.numbers import format_number, parse_number
from woms.core.vietnamese import clean_text, fold
from woms.org.names import readable_names
from woms.planning.models import KeyResult, Plan
from woms.progress import facts, rollups
from woms.progress.calculations import entries
from woms.progress.models import CheckIn
from woms.progress.policies import (
    NEEDS_CAUSE,
    check_can_correct,
    check_can_report,
    check_cause,
    check_day,
    check_sequence,
    check_status,
)
from woms.progress.services.access import find_reportable
from woms.progress.services.log import record_check_in, record_correction
from woms.progress.services.obstacles import open_obstacle, resolve_obstacles
from woms.records import files
from woms.records.files import KeptFile, Upload
from woms.work.evidence.services import record_evidence

NOTE_LENGTH, REASON_LENGTH, HELP_LENGTH = 2000, 500, 300
_UNUSUAL = 5


@dataclass(frozen=True, slots=True)
class Report:
    """What a person reports on one key result.

    `seen` is the sequence of the last check-in that the person saw; `request_key` is the same when one form is
    sent twice; `as_of` is the day the figure speaks of (nothing: today); `status` empty takes the suggestion.
    """

    value: str
    seen: int
    request_key: str = ""
    as_of: date | None = None
    note: str = ""
    cause: str = ""
    help_needed: str = ""
    status: str = ""
    status_reason: str = ""


@dataclass(frozen=True, slots=True)
class CheckInReceipt:
    """What was written. `is_repeat`: the same form came twice and was written once. `warning` may ask to look again."""

    id: int
    key_result_id: int
    sequence: int
    value: Decimal
    as_of: date
    at: datetime
    status: str
    suggested_status: str
    is_repeat: bool = False
    warning: str = ""


def check_in(
    *, actor: Actor, at: datetime, key_result_id: int, report: Report, upload: Upload | None = None
) -> CheckInReceipt:
    """This function will append a number to a key result's log and bring its unit's scores up to date.

    Raises `Missing`, `Denied`, `Invalid` (number, day, status, file), `Refused` (plan not in force, automatic
    source), `Conflict` when somebody else was first. On any of them nothing is written.
    """
    value = _read(report.value, key_result_id)
    if upload is None:
        return _check_in(actor, at, key_result_id, report, value, None)
    check_can_report(find_reportable(actor, key_result_id))  # before the first byte of the file is read
    return _check_in(actor, at, key_result_id, report, value, files.keep(upload))


def correct_check_in(
    *, actor: Actor, at: datetime, check_in_id: int, value: str, reason: str
) -> CheckInReceipt:
    """This function will put a new row in the place of a wrong one; both stay in the log (“Sửa lại”).

    Raises `Missing` when it is out of reach, `Refused` when it was corrected before, `Invalid` without a reason.
    """
    number = _read(value, 0)
    with transaction.atomic():
        key_result, plan = _locked(actor, _key_result_of(actor, check_in_id))
        check_can_report(key_result)
        entries.check_step(facts.measure_of(key_result), number)
        wrong = facts.readings().filter(pk=check_in_id, key_result=key_result).first()
        wrong = check_can_correct(wrong, clean_text(reason))
        report = Report(value=value, seen=0, as_of=wrong.as_of, note=reason)
        row = _append(actor, at, key_result, report, number, after=_last(key_result), corrects=wrong)
        _bring_up_to_date(plan, row, at)
        record_correction(actor, at, key_result, wrong, row)
        return _receipt(row)


@transaction.atomic
def _check_in(
    actor: Actor, at: datetime, key_result_id: int, report: Report, value: Decimal, kept: KeptFile | None
) -> CheckInReceipt:
    key_result, plan = _locked(actor, key_result_id)
    check_can_report(key_result)
    entries.check_step(facts.measure_of(key_result), value)
    check_day(key_result, report.as_of or local_date(at), local_date(at))
    last = _last(key_result)
    if last is not None and _is_repeat(last, actor, report, value):
        return _receipt(last, is_repeat=True)
    _check_nobody_was_first(actor, at, key_result, last, report, value)
    row = _append(actor, at, key_result, report, value, after=last, kept=kept)
    _bring_up_to_date(plan, row, at)
    _follow_obstacle(actor, at, key_result, row)
    record_check_in(actor, at, key_result, last, row)
    return _receipt(row, warning=_warning(last, row))


def _read(text: str, key_result_id: int) -> Decimal:
    try:
        value = parse_number(text)
    except Invalid:
        step = _step_named(text, key_result_id)
        if step is None:
            raise
        value = step
    entries.check_value(value)
    return value


def _step_named(text: str, key_result_id: int) -> Decimal | None:
    """A step may be called by its name (A21). Says nothing about key results that have no such step."""
    steps = KeyResult.objects.filter(pk=key_result_id).values_list("steps", flat=True).first() or []
    names = [fold(name) for name, _ in steps]
    return Decimal(names.index(fold(text)) + 1) if fold(text) in names else None


def _locked(actor: Actor, key_result_id: int) -> tuple[KeyResult, Plan]:
    """Access first; then the plan, which serialises everything that changes figures of one unit's plan.

    Units do not wait for each other: nothing above the unit is written (ADR-0010). The plan's state is the one
    after the wait, not the one before it.
    """
    key_result = find_reportable(actor, key_result_id)
    plan = rollups.locked_plans().get(pk=key_result.objective.plan_id)
    key_result.objective.plan = plan
    return key_result, plan


def _key_result_of(actor: Actor, check_in_id: int) -> int:
    row = visible_to(CheckIn.objects.all(), actor, Permission.PLAN_READ).filter(pk=check_in_id).first()
    if row is None:
        raise Missing
    return row.key_result_id


def _last(key_result: KeyResult) -> CheckIn | None:
    return CheckIn.objects.filter(key_result=key_result).order_by("-sequence").first()


def _is_repeat(last: CheckIn, actor: Actor, report: Report, value: Decimal) -> bool:
    """The same form again: a double click, or a reply that got lost on the way (scenario E19, promise H5)."""
    same_form = bool(report.request_key) and last.request_key == report.request_key
    return same_form and last.reported_by_id == actor.person_id and last.value == value


def _check_nobody_was_first(
    actor: Actor, at: datetime, key_result: KeyResult, last: CheckIn | None, report: Report, value: Decimal
) -> None:
    if last is None or last.sequence == report.seen:
        return
    names = readable_names(actor=actor, on=local_date(at), person_ids={last.reported_by_id or 0})
    who = "Chính bạn" if last.reported_by_id == actor.person_id else names.get(last.reported_by_id or 0, "")
    before = CheckIn.objects.filter(key_result=key_result, sequence=last.sequence - 1).first()
    check_sequence(last, report.seen, value, who, before.value if before else None)


def _append(
    actor: Actor,
    at: datetime,
    key_result: KeyResult,
    report: Report,
    value: Decimal,
    *,
    after: CheckIn | None,
    kept: KeptFile | None = None,
    corrects: CheckIn | None = None,
) -> CheckIn:
    """Write the row, with what was suggested beside what was chosen."""
    check_cause(report.cause)
    as_of = report.as_of or local_date(at)
    judged = _judged(key_result, report, value, as_of)
    evidence = None
    if kept:
        evidence = record_evidence(actor=actor, at=at, key_result=key_result, kept=kept, note=report.note)
    return CheckIn.objects.create(
        key_result=key_result,
        sequence=after.sequence + 1 if after else 1,
        value=value,
        as_of=as_of,
        note=report.note.strip()[:NOTE_LENGTH],
        evidence_id=evidence.id if evidence else None,
        reported_by_id=actor.person_id,
        reported_by_name=actor.name,
        at=at,
        corrects=corrects,
        request_key=report.request_key[:64],
        is_sample=key_result.objective.plan.is_sample,
        **judged,
    )


def _judged(key_result: KeyResult, report: Report, value: Decimal, as_of: date) -> dict[str, str]:
    """The status that was suggested and the one that was chosen, and what is in the way if it is behind."""
    suggested = _suggested(key_result, value, as_of)
    status, reason = report.status or suggested, clean_text(report.status_reason)[:REASON_LENGTH]
    check_status(status, suggested, reason)
    is_behind = status in NEEDS_CAUSE
    return {
        "status": status,
        "suggested_status": suggested,
        "status_reason": reason if status != suggested else "",
        "cause": report.cause if is_behind else "",
        "help_needed": clean_text(report.help_needed)[:HELP_LENGTH] if is_behind else "",
    }


def _suggested(key_result: KeyResult, value: Decimal, as_of: date) -> str:
    """What the number says on the day it speaks of, by the pace."""
    interim = facts.interim_targets([key_result.pk]).get(key_result.pk, facts.NO_TARGETS)
    return facts.standing_of_value(key_result, interim, value, as_of).status.value


def _bring_up_to_date(plan: Plan, row: CheckIn, at: datetime) -> None:
    """The unit's months from the day the figure speaks of until today; nothing above the unit."""
    on = local_date(at)
    rollups.refresh_plans(plans=[plan], months=rollups.months_between(row.as_of, on), at=at, on=on)


def _follow_obstacle(actor: Actor, at: datetime, key_result: KeyResult, row: CheckIn) -> None:
    if row.status not in NEEDS_CAUSE:
        resolve_obstacles(actor, at, key_result, "mục tiêu đã trở lại đúng tiến độ.")
    elif row.cause:
        open_obstacle(actor, at, key_result, row.cause, row.help_needed, row.note)


def _receipt(row: CheckIn, *, is_repeat: bool = False, warning: str = "") -> CheckInReceipt:
    return CheckInReceipt(
        id=row.pk,
        key_result_id=row.key_result_id,
        sequence=row.sequence,
        value=row.value,
        as_of=row.as_of,
        at=row.at,
        status=row.status,
        suggested_status=row.suggested_status,
        is_repeat=is_repeat,
        warning=warning,
    )


def _warning(last: CheckIn | None, row: CheckIn) -> str:
    """A number many times the last one is often a slip of the finger: said, never blocked (scenario E17)."""
    if last is None or not last.value or not row.value:
        return ""
    times = abs(row.value / last.value)
    if 1 / _UNUSUAL < times < _UNUSUAL:
        return ""
    return (
        f"Số này khác nhiều so với lần trước ({format_number(last.value)}). "
        "Nếu gõ nhầm, hãy nhập lại số đúng; nếu đúng thì không cần làm gì."
    )
