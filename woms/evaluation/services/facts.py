"""Record what was established about a person or a unit, with its document; withdraw a mistake with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db import transaction

from woms.access.actors import Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.core.clock import local_date
from woms.core.errors import Invalid, Missing, Refused
from woms.core.vietnamese import clean_text
from woms.evaluation import events
from woms.evaluation.models import EvaluationFact
from woms.evaluation.states import OF_PERSON, FactKind
from woms.org.models import Person, Unit
from woms.org.posts import Post, post_of
from woms.org.queries import city
from woms.records import files
from woms.records.files import KeptFile, Upload
from woms.records.log import record_event
from woms.regulations.inputs import DISCIPLINE_LEVELS

PERSONAL = OF_PERSON | {FactKind.ABSENCE.value}
MOST = 500
LONGEST_DOCUMENT = 160


@dataclass(frozen=True, slots=True)
class Established:
    """A fact as somebody records it: about a person (`person_id` or `person_code`), or about a unit (`unit_code`)."""

    kind: str
    happened_on: date
    summary: str
    document: str
    unit_code: str = ""
    person_id: int | None = None
    level: str = ""
    ends_on: date | None = None
    person_code: str = ""


def record_fact(*, actor: Actor, at: datetime, fact: Established, upload: Upload | None = None) -> int:
    """This function will keep a dated fact; it enters scores by rule, and who it concerns reads it with the dossier.

    Everything else is judged before the first byte of the file is read.
    """
    check(actor, Permission.FACT_RECORD, Subject(city().path))
    _check_words(fact, local_date(at))
    post = _post(fact)
    unit = Unit.objects.get(pk=post.unit_id) if post else _unit(fact.unit_code)
    kept = files.keep(upload) if upload is not None else None
    return _record(actor, at, fact, unit, post, kept)


@transaction.atomic
def _record(
    actor: Actor, at: datetime, fact: Established, unit: Unit, post: Post | None, kept: KeptFile | None
) -> int:
    row = EvaluationFact.objects.create(
        kind=FactKind(fact.kind),
        level=fact.level if fact.kind == FactKind.DISCIPLINE else "",
        unit=unit,
        person_id=post.person_id if post else None,
        person_is_leader=post.is_leader if post else False,
        happened_on=fact.happened_on,
        ends_on=fact.ends_on,
        summary=clean_text(fact.summary),
        document=clean_text(fact.document),
        file=files.register(at=at, kept=kept) if kept else None,
        file_name=kept.file_name if kept else "",
        recorded_by_id=cast("int", actor.person_id),
        recorded_by_name=actor.name,
        recorded_at=at,
    )
    record_event(actor=actor, at=at, event=_event(events.FactRecorded, row), after={"fact": row.pk})
    return row.pk


@transaction.atomic
def withdraw_fact(*, actor: Actor, at: datetime, fact_id: int, reason: str) -> None:
    """This function will take back a fact recorded by mistake; the row stays, with who withdrew it and why."""
    check(actor, Permission.FACT_RECORD, Subject(city().path))
    rows = EvaluationFact.objects.select_for_update(of=("self",)).select_related("unit")
    row = rows.filter(pk=fact_id).first()
    if row is None:
        raise Missing
    if row.withdrawn_at is not None:
        raise Refused("Sự kiện này đã được rút.", code="fact.withdrawn")
    reason = clean_text(reason)
    if not reason:
        raise Invalid("Cần ghi lý do rút sự kiện.", code="fact.reason_missing", field="reason")
    row.withdrawn_at, row.withdrawn_by_name, row.withdrawn_reason = at, actor.name, reason
    row.save(update_fields=["withdrawn_at", "withdrawn_by_name", "withdrawn_reason"])
    record_event(
        actor=actor, at=at, event=_event(events.FactWithdrawn, row), after={"fact": row.pk, "reason": reason}
    )


def _check_words(fact: Established, today: date) -> None:
    if fact.kind not in FactKind.values:
        raise Invalid("Hãy chọn loại sự kiện.", code="fact.kind_missing", field="kind")
    if fact.kind == FactKind.DISCIPLINE and fact.level not in DISCIPLINE_LEVELS:
        raise Invalid("Hãy chọn hình thức kỷ luật.", code="fact.level_missing", field="level")
    if not 0 < len(clean_text(fact.summary)) <= MOST:
        raise Invalid("Hãy ghi nội dung sự việc trong một hai câu.", code="fact.summary", field="summary")
    if not 0 < len(clean_text(fact.document)) <= LONGEST_DOCUMENT:
        raise Invalid("Hãy ghi số văn bản kết luận làm căn cứ.", code="fact.document", field="document")
    if fact.ends_on is not None and fact.ends_on < fact.happened_on:
        raise Invalid("Ngày kết thúc phải từ ngày bắt đầu trở đi.", code="fact.ends_before", field="ends_on")
    if fact.happened_on > today:
        raise Invalid("Ngày của sự kiện chưa tới. Hãy sửa ngày.", code="fact.future", field="happened_on")


def _post(fact: Established) -> Post | None:
    """Where the person was on the day; a fact about a unit has nobody."""
    if fact.kind not in PERSONAL:
        return None
    person_id = fact.person_id or _person_id(fact.person_code)
    if person_id is None:
        raise Invalid("Hãy chọn người mà sự kiện nói tới.", code="fact.person_missing", field="person")
    try:
        return post_of(person_id, fact.happened_on)
    except Missing as error:
        raise Invalid(error.sentence, code="fact.person_without_post", field="person") from None


def _person_id(code: str) -> int | None:
    return Person.objects.filter(code=code).values_list("pk", flat=True).first() if code else None


def _unit(code: str) -> Unit:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise Invalid("Hãy chọn đơn vị mà sự kiện nói tới.", code="fact.unit_missing", field="unit")
    return unit


def _event(
    kind: type[events.FactRecorded | events.FactWithdrawn], row: EvaluationFact
) -> events.FactRecorded | events.FactWithdrawn:
    return kind(
        subject_id=row.pk,
        unit_id=row.unit_id,
        unit_path=row.unit.path,
        is_sample=row.is_sample,
        unit_name=row.unit.name,
    )
