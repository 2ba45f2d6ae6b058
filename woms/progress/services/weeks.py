"""The week in one go: several numbers from one page, and the report that closes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from woms.access.actors import Actor
from woms.core.clock import local_date
from woms.core.errors import Refused, WomsError
from woms.progress import events
from woms.progress.models import WeeklyReport
from woms.progress.policies import check_evidence_is_there
from woms.progress.queries.week import Week, week_of_check_ins
from woms.progress.services.check_ins import CheckInReceipt, Report, check_in
from woms.progress.services.obstacles import report_obstacle
from woms.records.files import Upload
from woms.records.log import record_event
from woms.work.evidence.services import attach_evidence


@dataclass(frozen=True, slots=True)
class WeekOutcome:
    """What came of a page of numbers. Each number stands for itself: one that is wrong holds back no other.

    `saved` has a receipt for a number, nothing for a file or a cause that came alone.
    """

    saved: Mapping[int, CheckInReceipt | None] = field(default_factory=dict)
    failed: Mapping[int, WomsError] = field(default_factory=dict)
    is_sent: bool = False
    problem: WomsError | None = None


def report_week(
    *,
    actor: Actor,
    at: datetime,
    reports: Mapping[int, Report],
    uploads: Mapping[int, Upload] | None = None,
    send: bool = False,
) -> WeekOutcome:
    """This function will save every number it can, each in its own transaction (scenario E13), then send the week.

    A report without a number may bring a file or name a cause. The week is sent only when nothing failed. Never
    raises one of our errors: they come back beside their rows.
    """
    saved: dict[int, CheckInReceipt | None] = {}
    failed: dict[int, WomsError] = {}
    for key_result_id, report in reports.items():
        upload = (uploads or {}).get(key_result_id)
        try:
            saved[key_result_id] = _save(actor, at, key_result_id, report, upload)
        except WomsError as error:
            failed[key_result_id] = error
    if not send or failed:
        return WeekOutcome(saved, failed)
    try:
        send_week_report(actor=actor, at=at)
    except WomsError as error:
        return WeekOutcome(saved, failed, problem=error)
    return WeekOutcome(saved, failed, is_sent=True)


def _save(
    actor: Actor, at: datetime, key_result_id: int, report: Report, upload: Upload | None
) -> CheckInReceipt | None:
    if report.value.strip() or report.note or not (upload or report.cause):
        return check_in(actor=actor, at=at, key_result_id=key_result_id, report=report, upload=upload)
    if upload:
        attach_evidence(actor=actor, at=at, key_result_id=key_result_id, upload=upload)
    if report.cause:
        report_obstacle(
            actor=actor,
            at=at,
            key_result_id=key_result_id,
            cause=report.cause,
            help_needed=report.help_needed,
        )
    return None


@transaction.atomic
def send_week_report(*, actor: Actor, at: datetime) -> None:
    """This function will close the person's week: silent key results are put on record as not updated.

    Sending again brings the record up to date. Raises `Refused` when evidence is missing or there is nothing to
    report on.
    """
    week = week_of_check_ins(actor=actor, on=local_date(at))
    if actor.person_id is None or actor.unit_id is None or not week.rows:
        raise Refused("Tuần này bạn không có mục nào cần báo cáo.", code="weekly_report.nothing")
    check_evidence_is_there([row.title for row in week.rows if row.lacks_evidence])
    facts = {
        "unit_id": actor.unit_id,
        "key_results": len(week.rows),
        "reported_key_results": week.done,
        "silent": [row.id for row in week.silent],
        "sent_at": at,
        "is_sample": week.is_sample,
    }
    row, _ = WeeklyReport.objects.update_or_create(
        person_id=actor.person_id, week=week.period.code, defaults=facts
    )
    _record(actor, at, row, week)


def _record(actor: Actor, at: datetime, row: WeeklyReport, week: Week) -> None:
    event = events.WeekReported(
        subject_id=row.pk,
        unit_id=actor.unit_id,
        unit_path=actor.unit_path,
        is_sample=row.is_sample,
        week=week.period.label,
        reported=row.reported_key_results,
        total=row.key_results,
    )
    record_event(actor=actor, at=at, event=event, after={"silent": row.silent})
