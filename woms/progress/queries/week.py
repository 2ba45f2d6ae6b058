"""The week of a person: which key results to report on, what was reported, how each stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from woms.access.actors import Actor
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.clock import HANOI
from woms.core.errors import Missing
from woms.core.periods import CalendarPeriod, week_of
from woms.org.names import readable_names
from woms.planning.models import KeyResult
from woms.planning.states import Kind, PlanState, Source
from woms.progress import facts
from woms.progress.calculations import pace
from woms.progress.models import CheckIn, Obstacle, WeeklyReport
from woms.work.models import Evidence


@dataclass(frozen=True, slots=True)
class Entry:
    """A number as it was reported. `by` is empty where the reader may not see the person."""

    id: int
    sequence: int
    value: Decimal
    as_of: date
    at: datetime
    note: str
    status: str
    suggested_status: str
    by: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One key result in the week: last time's number, this week's if there is one, and where it stands.

    `seen` is the sequence that a form sends back; percentages are of the way to the target.
    """

    id: int
    title: str
    objective_title: str
    unit_name: str
    measure_unit: str
    direction: str
    baseline: Decimal | None
    target: Decimal
    range_high: Decimal | None
    due_on: date
    is_breakthrough: bool
    is_yes_or_no: bool
    steps: tuple[str, ...]
    source: str
    source_label: str
    seen: int
    last_value: Decimal | None
    this_week: Entry | None
    progress: Decimal | None
    expected: Decimal | None
    behind: Decimal | None
    status: str
    cause: str
    help_needed: str
    evidence_required: bool
    evidence_count: int

    @property
    def current(self) -> Decimal | None:
        """The number that stands: this week's, or else the last one before."""
        return self.this_week.value if self.this_week else self.last_value

    @property
    def is_automatic(self) -> bool:
        return self.source == Source.AUTOMATIC

    @property
    def is_done(self) -> bool:
        return self.this_week is not None or (self.is_automatic and self.last_value is not None)

    @property
    def lacks_evidence(self) -> bool:
        return self.evidence_required and self.this_week is not None and not self.evidence_count


@dataclass(frozen=True, slots=True)
class Week:
    """A person's week. `others` counts key results that the person may report on besides the own ones."""

    period: CalendarPeriod
    rows: tuple[WeekRow, ...]
    is_whole_unit: bool
    own: int
    all: int
    sent_at: datetime | None
    is_sample: bool

    @property
    def done(self) -> int:
        return sum(row.is_done for row in self.rows)

    def row(self, key_result_id: int) -> WeekRow:
        """One of the rows. Raises `Missing` when the actor does not report on it."""
        found = next((row for row in self.rows if row.id == key_result_id), None)
        if found is None:
            raise Missing
        return found

    @property
    def silent(self) -> tuple[WeekRow, ...]:
        return tuple(row for row in self.rows if not row.is_done)


def week_of_check_ins(*, actor: Actor, on: date, whole_unit: bool = False) -> Week:
    """The actor's own key results of the week, or all that the actor may report on (a constant number of queries)."""
    reportable = reportable_key_results(actor, on)
    mine = reportable.filter(_own(actor))
    chosen = list(_in_order(reportable if whole_unit else mine))
    counts = reportable.aggregate(own=Count("pk", filter=_own(actor)), all=Count("pk"))
    period = week_of(on)
    sent = WeeklyReport.objects.filter(person_id=actor.person_id or 0, week=period.code).values_list(
        "sent_at", flat=True
    )
    return Week(
        period=period,
        rows=_rows(chosen, actor, on, period),
        is_whole_unit=whole_unit,
        own=counts["own"],
        all=counts["all"],
        sent_at=sent.first(),
        is_sample=any(row.objective.plan.is_sample for row in chosen),
    )


def week_row(*, actor: Actor, on: date, key_result_id: int) -> WeekRow:
    """One row of the week, as it stands now. Raises `Missing` when the actor does not report on it."""
    chosen = list(_in_order(reportable_key_results(actor, on).filter(pk=key_result_id)))
    if not chosen:
        raise Missing
    return _rows(chosen, actor, on, week_of(on))[0]


def silent_count(*, actor: Actor, on: date) -> int:
    """How many of the actor's own key results have no number this week yet: the badge of the navigation."""
    mine = reportable_key_results(actor, on).filter(_own(actor)).exclude(source=Source.AUTOMATIC)
    spoke = facts.readings().filter(as_of__gte=week_of(on).starts_on, key_result__in=mine)
    return mine.exclude(pk__in=spoke.values("key_result_id")).count()


def reportable_key_results(actor: Actor, on: date) -> QuerySet[KeyResult]:
    """Key results of plans in force that have begun and on which the actor may report."""
    return visible_to(KeyResult.objects.all(), actor, Permission.CHECK_IN_CREATE).filter(
        objective__plan__state=PlanState.APPROVED, archived_at__isnull=True, starts_on__lte=on
    )


def own_key_results(actor: Actor, on: date) -> QuerySet[KeyResult]:
    """Those that the actor carries out, and those of the own unit that nobody in particular carries out."""
    return reportable_key_results(actor, on).filter(_own(actor))


def _own(actor: Actor) -> Q:
    unit_affairs = Q(owner_person__isnull=True, owner_unit_id=actor.unit_id)
    return Q(owner_person_id=actor.person_id) | unit_affairs


def _in_order(rows: QuerySet[KeyResult]) -> QuerySet[KeyResult]:
    related = rows.select_related("objective__plan", "owner_unit")
    return related.order_by("owner_unit__path", "objective__plan_id", "objective__position", "position", "pk")


def _rows(
    key_results: Sequence[KeyResult], actor: Actor, on: date, period: CalendarPeriod
) -> tuple[WeekRow, ...]:
    ids = [row.pk for row in key_results]
    known = _Known(
        interim=facts.interim_targets(ids),
        before=facts.readings_on(
            date.fromordinal(period.starts_on.toordinal() - 1), facts.readings().filter(key_result_id__in=ids)
        ),
        entries=_entries_of_week(ids, period, actor, on),
        sequences=facts.last_sequences(ids),
        obstacles=_open_obstacles(ids),
        evidence=_evidence_of_week(ids, period),
    )
    return tuple(_row(row, known, on) for row in key_results)


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything the rows of a page are made of, by key result."""

    interim: Mapping[int, tuple[pace.InterimTarget, ...]]
    before: Mapping[int, facts.Latest]
    entries: Mapping[int, Entry]
    sequences: Mapping[int, int]
    obstacles: Mapping[int, tuple[str, str]]
    evidence: Mapping[int, int]


def _row(key_result: KeyResult, known: _Known, on: date) -> WeekRow:
    entry, before = known.entries.get(key_result.pk), known.before.get(key_result.pk)
    latest = _latest(entry) if entry else before
    standing = facts.standing_on(key_result, known.interim.get(key_result.pk, ()), latest, on)
    cause, help_needed = known.obstacles.get(key_result.pk, ("", ""))
    return WeekRow(
        id=key_result.pk,
        title=key_result.title,
        objective_title=key_result.objective.title,
        unit_name=key_result.owner_unit.short_name,
        measure_unit=key_result.measure_unit,
        direction=key_result.direction,
        baseline=key_result.baseline,
        target=key_result.target,
        range_high=key_result.range_high,
        due_on=key_result.due_on,
        is_breakthrough=Kind.OKR in {key_result.kind, key_result.objective.kind},
        is_yes_or_no=facts.measure_of(key_result).is_yes_or_no,
        steps=tuple(name for name, _ in key_result.steps),
        source=key_result.source,
        source_label=key_result.source_label,
        seen=known.sequences.get(key_result.pk, 0),
        last_value=before.value if before else None,
        this_week=entry,
        progress=standing.progress.score,
        expected=standing.expected,
        behind=_behind(standing),
        status=facts.effective_status(standing, latest).value,
        cause=cause,
        help_needed=help_needed,
        evidence_required=key_result.evidence_required,
        evidence_count=known.evidence.get(key_result.pk, 0),
    )


def _behind(standing: pace.Standing) -> Decimal | None:
    """Points behind the pace as shown: what lies below the start counts as nothing done."""
    score, expected = standing.progress.score, standing.expected
    return expected - score if expected is not None and score is not None else None


def _latest(entry: Entry) -> facts.Latest:
    return facts.Latest(entry.value, entry.as_of, entry.at, entry.status, entry.suggested_status)


def _entries_of_week(ids: Sequence[int], period: CalendarPeriod, actor: Actor, on: date) -> dict[int, Entry]:
    """The entry that holds this week for each key result (two queries)."""
    rows = list(
        facts.readings()
        .filter(key_result_id__in=ids, as_of__gte=period.starts_on, as_of__lte=on)
        .order_by("key_result_id", "-as_of", "-sequence")
        .distinct("key_result_id")
    )
    return {row.key_result_id: entry for row, entry in zip(rows, entries_of(rows, actor, on), strict=True)}


def entries_of(rows: Sequence[CheckIn], actor: Actor, on: date) -> tuple[Entry, ...]:
    """Check-ins as the actor may read them: names under tiered supervision (one query)."""
    names = readable_names(
        actor=actor, on=on, person_ids={row.reported_by_id for row in rows if row.reported_by_id}
    )
    return tuple(
        Entry(
            id=row.pk,
            sequence=row.sequence,
            value=row.value,
            as_of=row.as_of,
            at=row.at.astimezone(HANOI),
            note=row.note,
            status=row.status,
            suggested_status=row.suggested_status,
            by=names.get(row.reported_by_id or 0, ""),
            is_mine=row.reported_by_id == actor.person_id,
        )
        for row in rows
    )


def _open_obstacles(ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    rows = Obstacle.objects.filter(key_result_id__in=ids, resolved_at__isnull=True).order_by("pk")
    return {
        pk: (cause, help_needed)
        for pk, cause, help_needed in rows.values_list("key_result_id", "cause", "help_needed")
    }


def _evidence_of_week(ids: Sequence[int], period: CalendarPeriod) -> dict[int, int]:
    start = datetime.combine(period.starts_on, datetime.min.time(), tzinfo=HANOI)
    rows = Evidence.objects.filter(key_result_id__in=ids, uploaded_at__gte=start)
    return dict(rows.order_by().values_list("key_result_id").annotate(count=Count("pk")))
