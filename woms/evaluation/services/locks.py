"""Lock a cycle as an immutable record of every result; open it again only with a reason and two people."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.db import connection, transaction
from django.db.models import Count

from woms.access.actors import Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.core.errors import Refused
from woms.core.vietnamese import clean_text
from woms.evaluation import events
from woms.evaluation.models import ClosingRun, Cycle, CycleLock, CycleReopening, Dossier
from woms.evaluation.services.cycles import about_cycle, locked_cycle
from woms.evaluation.states import ACTIVE_CLOSINGS, CycleState, DossierState
from woms.org.queries import city
from woms.records.log import record_event

# One row a dossier: the latest rating and the sheet it was decided on; without a rating there is no result.
RESULTS = """
SELECT d.id AS dossier_id, d.unit_id, d.is_sample,
       CASE WHEN r.id IS NULL THEN 'insufficient_data' ELSE r.level END AS level,
       s.total, s.id AS score_sheet_id, r.id AS rating_id, COALESCE(s.inputs_digest, '') AS inputs_digest
FROM evaluation_dossier d
LEFT JOIN LATERAL (
    SELECT id, level, score_sheet_id FROM evaluation_rating
    WHERE dossier_id = d.id AND d.state IN ('published', 'appealed') ORDER BY id DESC LIMIT 1
) r ON TRUE
LEFT JOIN evaluation_scoresheet s ON s.id = r.score_sheet_id
WHERE d.cycle_id = %s
"""
DIGEST = f"""
SELECT encode(sha256(convert_to(COALESCE(string_agg(
    dossier_id || '|' || level || '|' || COALESCE(total::text, '') || '|' || inputs_digest, E'\\n'
    ORDER BY dossier_id), ''), 'UTF8')), 'hex'), count(*), count(*) FILTER (WHERE rating_id IS NULL)
FROM ({RESULTS}) results
"""  # noqa: S608 - our own statement, no words from outside
KEEP = f"""
INSERT INTO evaluation_lockedresult
    (lock_id, dossier_id, unit_id, level, total, score_sheet_id, rating_id, inputs_digest, is_sample)
SELECT %s, dossier_id, unit_id, level, total, score_sheet_id, rating_id, inputs_digest, is_sample
FROM ({RESULTS}) results
"""  # noqa: S608 - our own statement, no words from outside


@transaction.atomic
def lock_cycle(*, actor: Actor, at: datetime, cycle_id: int, waiver: str = "") -> str:
    """This function will keep every published result as it stands, take no more changes, and return the digest.

    Raises `Refused` while an appeal is open, or while somebody has no published result and no reason is given.
    """
    root = city()
    check(actor, Permission.CYCLE_MANAGE, Subject(root.path))
    cycle, waiver = locked_cycle(cycle_id), clean_text(waiver)
    if cycle.state != CycleState.OPEN:
        raise Refused("Kỳ này đã khóa. Muốn sửa phải được mở lại, có lý do.", code="cycle.closed")
    _check_complete(cycle, waiver)
    digest, people, unrated = _row(DIGEST, [cycle.pk])
    lock = CycleLock.objects.create(
        cycle=cycle,
        revision=cycle.revision,
        digest=digest,
        people=people,
        unrated=unrated,
        waiver=waiver if unrated else "",
        locked_by_id=cast("int", actor.person_id),
        locked_by_name=actor.name,
        at=at,
        is_sample=cycle.is_sample,
    )
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [lock.pk, cycle.pk])
    cycle.state, cycle.closed_at = CycleState.CLOSED, at
    cycle.save(update_fields=["state", "closed_at"])
    event = events.CycleLocked(**about_cycle(cycle, root), revision=lock.revision)
    after = {"revision": lock.revision, "digest": digest, "people": people, "waiver": lock.waiver}
    record_event(actor=actor, at=at, event=event, after=after)
    return str(digest)


@transaction.atomic
def ask_reopening(*, actor: Actor, at: datetime, cycle_id: int, reason: str) -> int:
    """This function will ask that a locked cycle be opened again; nothing changes until a second person confirms."""
    root = city()
    check(actor, Permission.CYCLE_MANAGE, Subject(root.path))
    cycle, reason = locked_cycle(cycle_id), clean_text(reason)
    lock = CycleLock.objects.filter(cycle=cycle, revision=cycle.revision).first()
    if cycle.state == CycleState.OPEN or lock is None:
        raise Refused("Chỉ đề nghị mở lại kỳ đã khóa có bản lưu kết quả.", code="cycle.not_locked")
    if not reason:
        raise Refused("Cần ghi lý do mở lại kỳ.", code="cycle.reason_missing")
    if CycleReopening.objects.filter(cycle=cycle, confirmed_at__isnull=True).exists():
        raise Refused("Đã có đề nghị mở lại, đang chờ người thứ hai xác nhận.", code="cycle.reopening_asked")
    asked = CycleReopening.objects.create(
        cycle=cycle,
        lock=lock,
        reason=reason,
        asked_by_id=cast("int", actor.person_id),
        asked_by_name=actor.name,
        asked_at=at,
        is_sample=cycle.is_sample,
    )
    event = events.ReopeningAsked(**about_cycle(cycle, root), reason=reason)
    record_event(actor=actor, at=at, event=event, after={"reopening": asked.pk})
    return asked.pk


@transaction.atomic
def confirm_reopening(*, actor: Actor, at: datetime, cycle_id: int) -> None:
    """This function will open the cycle again as a new revision; the locked one stays readable for ever.

    Raises `Refused` for the person who asked: it takes two.
    """
    root = city()
    check(actor, Permission.CYCLE_MANAGE, Subject(root.path))
    cycle = locked_cycle(cycle_id)
    asked = CycleReopening.objects.filter(cycle=cycle, confirmed_at__isnull=True).first()
    if asked is None:
        raise Refused("Chưa có đề nghị mở lại kỳ này.", code="cycle.reopening_missing")
    if asked.asked_by_id == actor.person_id:
        raise Refused(
            "Bạn là người đề nghị nên không tự xác nhận. Hãy nhờ người khác có thẩm quyền.",
            code="cycle.reopening_own",
        )
    asked.confirmed_by_id, asked.confirmed_by_name, asked.confirmed_at = actor.person_id, actor.name, at
    asked.save(update_fields=["confirmed_by", "confirmed_by_name", "confirmed_at"])
    cycle.state, cycle.closed_at, cycle.revision = CycleState.OPEN, None, cycle.revision + 1
    cycle.save(update_fields=["state", "closed_at", "revision"])
    event = events.CycleReopened(**about_cycle(cycle, root))
    record_event(actor=actor, at=at, event=event, after={"revision": cycle.revision, "reason": asked.reason})


def _check_complete(cycle: Cycle, waiver: str) -> None:
    if ClosingRun.objects.filter(cycle=cycle, state__in=ACTIVE_CLOSINGS).exists():
        raise Refused(
            "Đang chốt điểm của kỳ này. Hãy đợi chốt xong, hoặc dừng lần chốt đó, rồi khóa kỳ.",
            code="cycle.closing_active",
        )
    states = dict(Dossier.objects.filter(cycle=cycle).order_by().values_list("state").annotate(Count("id")))
    if states.get(DossierState.APPEALED):
        raise Refused(
            f"Còn {states[DossierState.APPEALED]} kiến nghị chưa giải quyết. Hãy giải quyết xong rồi khóa kỳ.",
            code="cycle.appeals_open",
        )
    left = [
        f"{states[state.value]} phiếu “{state.label}”"
        for state in DossierState
        if state != DossierState.PUBLISHED and states.get(state.value)
    ]
    if left and not waiver:
        raise Refused(
            f"Chưa khóa được kỳ: còn {', '.join(left)}. Hãy hoàn thành, hoặc ghi lý do khóa khi còn thiếu.",
            code="cycle.incomplete",
        )


def _row(statement: str, values: list[Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cast("tuple[Any, ...]", cursor.fetchone())
