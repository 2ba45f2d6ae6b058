"""Reads of assigned work: a person's month, one product, the catalogue, and whose work waits for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Min, Prefetch, Q, QuerySet

from woms.access.actors import Actor
from woms.access.checks import Subject, allowed
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core import periods
from woms.core.clock import local_date
from woms.core.errors import Missing
from woms.org.actors import in_force
from woms.org.models import Assignment, Person
from woms.org.posts import Post, outranks, post_of
from woms.records.queries import LogLine, log_of_subject
from woms.work.catalog.queries import usable_in
from woms.work.models import CatalogProduct, WorkFault, WorkItem
from woms.work.states import CatalogState, FaultKind, WorkState

MOST_PENDING = 50


@dataclass(frozen=True, slots=True)
class FaultLine:
    """Units of a product that were late, or reworked, in the same way: `units` of them, `times` each."""

    ids: tuple[int, ...]
    kind: str
    kind_label: str
    units: int
    times: int
    excused: bool
    reason: str
    at: datetime
    request_reason: str
    answer_reason: str
    answered_by: str
    answered_at: datetime | None

    @property
    def is_pending(self) -> bool:
        """Asked for, not answered."""
        return bool(self.request_reason) and self.answered_at is None

    @property
    def can_be_requested(self) -> bool:
        return not self.excused and not self.request_reason and self.answered_at is None

    @property
    def can_be_answered(self) -> bool:
        return not self.excused and self.answered_at is None


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One product of a person's month."""

    id: int
    title: str
    product_code: str
    product_name: str
    measure_unit: str
    coefficient: Decimal
    assigned: Decimal
    completed: Decimal
    delivered: Decimal
    due_on: date
    completed_at: datetime | None
    state: str
    state_label: str
    reworks: int
    delays: int
    evidence: int
    version: int
    actions: frozenset[str]

    @property
    def remaining(self) -> Decimal:
        return max(self.assigned - self.completed, Decimal(0))

    @property
    def is_complete(self) -> bool:
        return self.completed >= self.assigned


@dataclass(frozen=True, slots=True)
class MonthOfWork:
    """A person's products of one period, with the converted volumes."""

    person_id: int
    person_name: str
    title: str
    unit_name: str
    unit_path: str
    period_code: str
    period_label: str
    lines: tuple[WorkLine, ...]
    can_assign: bool
    is_own: bool
    is_sample: bool

    @property
    def assigned_volume(self) -> Decimal:
        return sum((line.assigned * line.coefficient for line in self.lines), Decimal(0))

    @property
    def completed_volume(self) -> Decimal:
        return sum((line.completed * line.coefficient for line in self.lines), Decimal(0))


@dataclass(frozen=True, slots=True)
class WorkFile:
    """A file offered as proof for a product."""

    id: int
    file_name: str
    uploaded_at: datetime


@dataclass(frozen=True, slots=True)
class PendingExcuse:
    """A product whose person asked for an objective cause and waits for the actor's answer."""

    work_item_id: int
    title: str
    person_name: str
    unit_name: str
    requested_at: datetime
    faults: int


@dataclass(frozen=True, slots=True)
class WorkDetail:
    """One product with everything that happened to it."""

    line: WorkLine
    person_id: int
    person_name: str
    unit_name: str
    period_code: str
    period_label: str
    assigned_by: str
    key_result_id: int | None
    faults: tuple[FaultLine, ...]
    evidence: tuple[str, ...]
    files: tuple[WorkFile, ...]
    log: tuple[LogLine, ...]
    is_sample: bool


@dataclass(frozen=True, slots=True)
class PersonWork:
    """One person in the actor's reach, with how much waits."""

    person_id: int
    name: str
    title: str
    unit_name: str
    items: int
    waiting: int
    is_self: bool


@dataclass(frozen=True, slots=True)
class ProductChoice:
    code: str
    name: str
    measure_unit: str
    coefficient: Decimal


def month_of_work(*, actor: Actor, person_id: int, period_code: str, at: datetime) -> MonthOfWork:
    """A person's products of a period. Raises `Missing` outside the actor's reach."""
    on = local_date(at)
    period = periods.from_code(period_code)
    person = _person_in_reach(actor, person_id, on)
    rows = _with_counts(WorkItem.objects.filter(person_id=person_id, period__code=period_code))
    actor_post = _post_or_none(actor.person_id, on)
    is_superior = actor_post is not None and outranks(actor_post, person)
    subject = Subject(person.unit_path, person_id, person.is_leader)
    items = list(rows.order_by("due_on", "id"))
    return MonthOfWork(
        person_id=person_id,
        person_name=person.person_name,
        title=person.title,
        unit_name=person.unit_name,
        unit_path=person.unit_path,
        period_code=period.code,
        period_label=period.label,
        lines=tuple(_line(item, actor, is_superior=is_superior) for item in items),
        can_assign=is_superior and allowed(actor, Permission.WORK_ASSIGN, subject),
        is_own=person_id == actor.person_id,
        is_sample=any(item.is_sample for item in items),
    )


def work_detail(*, actor: Actor, work_item_id: int, at: datetime) -> WorkDetail:
    """One product with its faults, evidence and log. Raises `Missing` outside the actor's reach."""
    on = local_date(at)
    rows = _with_counts(visible_to(WorkItem.objects.all(), actor, Permission.WORK_READ))
    faults = WorkFault.objects.select_related("confirmed_by").order_by("id")
    item = rows.prefetch_related(Prefetch("faults", faults), "evidence").filter(pk=work_item_id).first()
    if item is None:
        raise Missing
    person, actor_post = _post_or_none(item.person_id, on), _post_or_none(actor.person_id, on)
    is_superior = person is not None and actor_post is not None and outranks(actor_post, person)
    return WorkDetail(
        line=_line(item, actor, is_superior=is_superior),
        person_id=item.person_id,
        person_name=item.person.full_name,
        unit_name=item.unit.name,
        period_code=item.period.code,
        period_label=item.period.label,
        assigned_by=item.assigned_by.full_name if item.assigned_by else "",
        key_result_id=item.key_result_id,
        faults=fault_lines(item.faults.all()),
        evidence=tuple(row.file_name for row in item.evidence.all()),
        files=tuple(WorkFile(row.pk, row.file_name, row.uploaded_at) for row in item.evidence.all()),
        log=log_of_subject(subject_kind="work_item", subject_id=item.pk),
        is_sample=item.is_sample,
    )


def pending_excuses(*, actor: Actor) -> tuple[PendingExcuse, ...]:
    """Requests that wait for the actor's answer, the oldest first; one's own wait for somebody else (one query)."""
    return tuple(
        PendingExcuse(row.pk, row.title, row.person.full_name, row.unit.name, row.asked, row.count)  # type: ignore[attr-defined] # annotated
        for row in excuses_for(actor)[:MOST_PENDING]
    )


def excuses_for(actor: Actor) -> QuerySet[WorkItem]:
    """Products with a request that waits, `asked` since when and `count` of how many units, the oldest first."""
    waiting = Q(faults__requested_at__isnull=False, faults__answered_at__isnull=True, faults__excused=False)
    rows = visible_to(WorkItem.objects.all(), actor, Permission.WORK_EXCUSE).filter(waiting)
    rows = rows.exclude(person_id=actor.person_id or 0).select_related("person", "unit")
    return rows.annotate(asked=Min("faults__requested_at"), count=Count("faults")).order_by("asked", "id")


def people_with_work(*, actor: Actor, period_code: str, at: datetime) -> tuple[PersonWork, ...]:
    """Everybody whose work the actor may read, by unit and name, with counts of the period (two queries)."""
    posts = visible_to(Assignment.objects.filter(in_force(local_date(at))), actor, Permission.WORK_READ)
    people = posts.filter(is_primary=True).select_related("person", "unit")
    counts = _counts_by_person(actor, period_code)
    return tuple(
        PersonWork(
            person_id=post.person_id,
            name=post.person.full_name,
            title=post.title,
            unit_name=post.unit.name,
            items=counts.get(post.person_id, (0, 0))[0],
            waiting=counts.get(post.person_id, (0, 0))[1],
            is_self=post.person_id == actor.person_id,
        )
        for post in people.order_by("unit__path", "person__sort_key")
    )


def product_choices(*, on: date, unit_path: str) -> tuple[ProductChoice, ...]:
    """The issued catalogue that a unit may assign on a day, by code."""
    rows = CatalogProduct.objects.filter(in_force(on), usable_in(unit_path)).exclude(state=CatalogState.DRAFT)
    rows = rows.order_by("code")
    return tuple(ProductChoice(row.code, row.name, row.measure_unit, row.coefficient) for row in rows)


def fault_lines(faults: Iterable[WorkFault]) -> tuple[FaultLine, ...]:
    """Faults that read alike become one line, in the order they happened."""
    groups: dict[tuple[object, ...], list[WorkFault]] = {}
    for fault in faults:
        alike = (
            fault.kind, fault.times, fault.excused, fault.reason, fault.request_reason, fault.answered_at,
        )  # fmt: skip
        groups.setdefault(alike, []).append(fault)
    return tuple(_fault_line(group) for group in groups.values())


def _fault_line(group: Sequence[WorkFault]) -> FaultLine:
    first = group[0]
    return FaultLine(
        ids=tuple(fault.pk for fault in group),
        kind=first.kind,
        kind_label=first.get_kind_display(),
        units=len(group),
        times=first.times,
        excused=first.excused,
        reason=first.reason,
        at=first.at,
        request_reason=first.request_reason,
        answer_reason=first.answer_reason,
        answered_by=first.confirmed_by.full_name if first.confirmed_by else "",
        answered_at=first.answered_at,
    )


def _with_counts(rows: QuerySet[WorkItem]) -> QuerySet[WorkItem]:
    def times(kind: FaultKind) -> Count:
        return Count("faults", filter=Q(faults__kind=kind), distinct=True)

    counted = rows.annotate(
        rework_units=times(FaultKind.REWORK),
        late_units=times(FaultKind.DELAY),
        evidence_files=Count("evidence", distinct=True),
    )
    return counted.select_related("person", "unit", "period", "product", "assigned_by")


def _line(item: WorkItem, actor: Actor, *, is_superior: bool) -> WorkLine:
    return WorkLine(
        id=item.pk,
        title=item.title,
        product_code=item.product.code,
        product_name=item.product.name,
        measure_unit=item.product.measure_unit,
        coefficient=item.coefficient,
        assigned=item.assigned_quantity,
        completed=item.completed_quantity,
        delivered=item.delivered_quantity,
        due_on=item.due_on,
        completed_at=item.completed_at,
        state=item.state,
        state_label=item.get_state_display(),
        reworks=item.rework_units,  # type: ignore[attr-defined] # annotated
        delays=item.late_units,  # type: ignore[attr-defined]
        evidence=item.evidence_files,  # type: ignore[attr-defined]
        version=item.version,
        actions=_actions(item, actor, is_superior=is_superior),
    )


def _actions(item: WorkItem, actor: Actor, *, is_superior: bool) -> frozenset[str]:
    """What the actor may do with the product now: the same answers as the services give."""
    subject = Subject(item.unit.path, item.person_id, item.person_is_leader)
    found = set()
    if item.state in {WorkState.ASSIGNED, WorkState.RETURNED} and allowed(
        actor, Permission.WORK_DELIVER, subject
    ):
        found.add("deliver")
    if item.state == WorkState.DELIVERED and is_superior and allowed(actor, Permission.WORK_ACCEPT, subject):
        found |= {"accept", "return"}
    if allowed(actor, Permission.WORK_DELIVER, subject):
        found.add("request_excuse")
    if is_superior and allowed(actor, Permission.WORK_EXCUSE, subject):
        found.add("answer_excuse")
    return frozenset(found)


def _person_in_reach(actor: Actor, person_id: int, on: date) -> Post:
    posts = visible_to(Assignment.objects.filter(in_force(on)), actor, Permission.WORK_READ)
    if not posts.filter(person_id=person_id).exists() or not Person.objects.filter(pk=person_id).exists():
        raise Missing
    return post_of(person_id, on)


def _post_or_none(person_id: int | None, on: date) -> Post | None:
    try:
        return post_of(person_id, on) if person_id is not None else None
    except Missing:
        return None


def _counts_by_person(actor: Actor, period_code: str) -> dict[int, tuple[int, int]]:
    rows = visible_to(WorkItem.objects.filter(period__code=period_code), actor, Permission.WORK_READ)
    counted = rows.values("person_id").annotate(
        items=Count("id"), waiting=Count("id", filter=Q(state=WorkState.DELIVERED))
    )
    return {row["person_id"]: (row["items"], row["waiting"]) for row in counted}
