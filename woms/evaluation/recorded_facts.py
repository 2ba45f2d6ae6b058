"""Reads of recorded facts for those who record them: the list, one fact, what a new one may name, its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from woms.access.actors import Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.clock import local_date
from woms.core.errors import Missing
from woms.evaluation.detail import dossier_detail
from woms.evaluation.models import Cycle, EvaluationFact
from woms.evaluation.services.facts import PERSONAL
from woms.evaluation.states import FactKind
from woms.org.names import readable_names
from woms.org.queries import UnitChoice, city, people_choices, unit_choices
from woms.records import files

PAGE_SIZE = 50
MOST_UNITS = 1000
MOST_PEOPLE = 1500


@dataclass(frozen=True, slots=True)
class FactFilter:
    """What part of the list is wanted; empty texts and unknown codes narrow nothing."""

    unit_code: str = ""
    kind: str = ""
    period_code: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """A fact as its recorders read it. `person_name` is empty for a fact about a unit, and for somebody whose
    name the reader may not know: then `is_personal` says that the unit stands for the person.
    """

    id: int
    kind: str
    kind_label: str
    level: str
    is_personal: bool
    person_name: str
    unit_name: str
    happened_on: date
    ends_on: date | None
    summary: str
    document: str
    file_name: str
    recorded_by: str
    recorded_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_reason: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class FactList:
    """One page of the facts in reach, the latest first, with what they can be narrowed by."""

    rows: tuple[RecordedFact, ...]
    units: tuple[tuple[str, str], ...]
    periods: tuple[tuple[str, str], ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class FactChoices:
    """What the form for a new fact offers. Whoever is not among the people is named by the code of the decision."""

    units: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FactFile:
    file_name: str
    content_type: str
    content: bytes


def fact_list(*, actor: Actor, at: datetime, wanted: FactFilter) -> FactList:
    """The facts in the actor's reach (constant queries). Raises `Denied` for whoever records none."""
    check(actor, Permission.FACT_RECORD, Subject(city().path))
    units = unit_choices(actor=actor, permission=Permission.FACT_RECORD, limit=MOST_UNITS)
    cycles = tuple(Cycle.objects.select_related("period").order_by("-period__starts_on"))
    rows = _narrowed(_in_reach(actor), wanted, units, cycles)
    total = rows.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(wanted.page, 1), pages)
    found = rows.order_by("-happened_on", "-id")[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return FactList(
        rows=_described(list(found), actor, local_date(at)),
        units=tuple((one.code, one.name) for one in units),
        periods=tuple((one.period.code, one.period.label) for one in cycles),
        page=page,
        pages=pages,
        total=total,
    )


def fact_detail(*, actor: Actor, at: datetime, fact_id: int) -> RecordedFact:
    """One fact. Raises `Missing` outside the actor's reach."""
    (found,) = _described([_one(actor, fact_id)], actor, local_date(at))
    return found


def fact_choices(*, actor: Actor, at: datetime) -> FactChoices:
    """Units, and the people whose names the actor may know. Raises `Denied` for whoever records no facts."""
    place = city()
    check(actor, Permission.FACT_RECORD, Subject(place.path))
    units = unit_choices(actor=actor, permission=Permission.FACT_RECORD, limit=MOST_UNITS)
    people = people_choices(actor=actor, unit_path=place.path, on=local_date(at))[:MOST_PEOPLE]
    return FactChoices(
        units=tuple((one.code, one.name) for one in units),
        people=tuple((one.code, f"{one.name}, {one.title}, {one.unit_name}") for one in people),
    )


def open_fact(*, actor: Actor, fact_id: int) -> FactFile:
    """The file of a fact for whoever records facts there. Raises `Missing` otherwise, `Refused` if altered."""
    return _opened(_one(actor, fact_id))


def open_fact_of_dossier(*, actor: Actor, at: datetime, dossier_id: int, fact_id: int) -> FactFile:
    """The same for whoever reads the fact with a dossier: the person concerned, and those who decide."""
    dossier = dossier_detail(actor=actor, at=at, dossier_id=dossier_id)
    if fact_id not in {fact.id for fact in dossier.facts}:
        raise Missing
    return _opened(EvaluationFact.objects.select_related("file").get(pk=fact_id))


def _in_reach(actor: Actor) -> QuerySet[EvaluationFact]:
    rows = EvaluationFact.objects.select_related("unit", "file")
    return visible_to(rows, actor, Permission.FACT_RECORD)


def _one(actor: Actor, fact_id: int) -> EvaluationFact:
    row = _in_reach(actor).filter(pk=fact_id).first()
    if row is None:
        raise Missing
    return row


def _narrowed(
    rows: QuerySet[EvaluationFact], wanted: FactFilter, units: Sequence[UnitChoice], cycles: Sequence[Cycle]
) -> QuerySet[EvaluationFact]:
    path = next((one.path for one in units if one.code == wanted.unit_code), "")
    period = next((one.period for one in cycles if one.period.code == wanted.period_code), None)
    if path:
        rows = rows.filter(unit__path__startswith=path)
    if wanted.kind in FactKind.values:
        rows = rows.filter(kind=wanted.kind)
    if period is not None:
        rows = rows.filter(happened_on__gte=period.starts_on, happened_on__lt=period.ends_on)
    return rows


def _described(rows: Sequence[EvaluationFact], actor: Actor, on: date) -> tuple[RecordedFact, ...]:
    people = {row.person_id for row in rows if row.person_id is not None}
    names = readable_names(actor=actor, on=on, person_ids=people)
    return tuple(_view(row, names.get(row.person_id or 0, "")) for row in rows)


def _view(row: EvaluationFact, person_name: str) -> RecordedFact:
    return RecordedFact(
        id=row.pk,
        kind=row.kind,
        kind_label=str(FactKind(row.kind).label),
        level=row.level,
        is_personal=row.kind in PERSONAL,
        person_name=person_name,
        unit_name=row.unit.name,
        happened_on=row.happened_on,
        ends_on=row.ends_on,
        summary=row.summary,
        document=row.document,
        file_name=row.file_name,
        recorded_by=row.recorded_by_name,
        recorded_at=row.recorded_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by_name,
        withdrawn_reason=row.withdrawn_reason,
        is_sample=row.is_sample,
    )


def _opened(row: EvaluationFact) -> FactFile:
    if row.file is None:
        raise Missing
    return FactFile(row.file_name, row.file.content_type, files.read(row.file.sha256))
