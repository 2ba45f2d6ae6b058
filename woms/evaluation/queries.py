"""Reads of evaluation: cycles, lists of dossiers by entitlement, and the latest mark, sheet and rating of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Case, Count, QuerySet, When

from woms.access.actors import Actor
from woms.access.checks import holds
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.clock import local_date
from woms.core.errors import Missing
from woms.evaluation import policies
from woms.evaluation.models import Cycle, Dossier, GeneralScore, Rating, ScoreSheet
from woms.evaluation.states import DossierState, Level, Stage
from woms.org.models import Unit
from woms.org.posts import Post, post_of
from woms.org.states import Rank

PAGE_SIZE = 50
_IN_TREE_ORDER = (  # a unit of the city before its divisions, each in its place
    Case(When(unit__parent__parent__isnull=True, then="unit__position"), default="unit__parent__position"),
    Case(When(unit__parent__parent__isnull=True, then=0), default=1),
    "unit__position",
    "unit__path",
)
_RANKS_FIRST = Case(
    *(When(rank=rank, then=index) for index, rank in enumerate(Rank)), default=len(Rank)
)  # within a unit those who lead it come first


@dataclass(frozen=True, slots=True)
class CycleView:
    """A cycle as everybody may see it."""

    id: int
    period_code: str
    period_label: str
    starts_on: date | None
    self_due_on: date | None
    review_due_on: date | None
    decision_due_on: date | None
    is_open: bool
    has_started: bool


@dataclass(frozen=True, slots=True)
class DossierRow:
    """One dossier in a list. Total and level are empty where the reader may not see them, or there are none yet."""

    id: int
    person_name: str
    title: str
    unit_name: str
    period_code: str
    period_label: str
    state: str
    state_label: str
    total: Decimal | None
    level: str
    level_label: str
    is_rated: bool
    actions: frozenset[str]
    is_sample: bool


@dataclass(frozen=True, slots=True)
class UnitOption:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class DossierList:
    """A page of the dossiers that the actor may read in a cycle, the actor's own apart."""

    cycle: CycleView | None
    cycles: tuple[CycleView, ...]
    own: DossierRow | None
    rows: tuple[DossierRow, ...]
    counts: Mapping[str, int]
    units: tuple[UnitOption, ...]
    page: int
    pages: int
    total: int
    can_open_cycle: bool
    reads_others: bool


def cycles(*, on: date) -> tuple[CycleView, ...]:
    """Every cycle, the latest first."""
    rows = Cycle.objects.select_related("period").order_by("-period__starts_on")
    return tuple(cycle_view(row, on) for row in rows)


def dossier_list(
    *,
    actor: Actor,
    at: datetime,
    period_code: str = "",
    unit_code: str = "",
    state: str = "",
    page: int = 1,
) -> DossierList:
    """The dossiers of a cycle (the latest when none is named) that the actor is entitled to read."""
    on = local_date(at)
    known = cycles(on=on)
    cycle = next((one for one in known if one.period_code == period_code or not period_code), None)
    readable = readable_dossiers(actor).filter(cycle_id=cycle.id if cycle else 0)
    others = readable.exclude(person_id=actor.person_id or 0)
    inside = _inside(others, unit_code)
    counts = dict(inside.order_by().values_list("state").annotate(Count("id")))
    wanted = inside.filter(state=state) if state in DossierState.values else inside
    total = counts.get(state, 0) if state in DossierState.values else sum(counts.values())
    page = min(max(page, 1), max(1, -(-total // PAGE_SIZE)))
    start = (page - 1) * PAGE_SIZE
    ordered = wanted.order_by(*_IN_TREE_ORDER, _RANKS_FIRST, "person__sort_key", "id")[
        start : start + PAGE_SIZE
    ]
    mine = list(readable.filter(person_id=actor.person_id or 0)[:1])
    rows = described([*mine, *ordered], actor, on)
    return DossierList(
        cycle=cycle,
        cycles=known,
        own=rows[0] if mine else None,
        rows=rows[len(mine) :],
        counts=counts,
        units=_units_of(others),
        page=page,
        pages=max(1, -(-total // PAGE_SIZE)),
        total=total,
        can_open_cycle=holds(actor, Permission.CYCLE_MANAGE),
        reads_others=bool(counts) or any(role != "specialist" for role in actor.roles),
    )


def own_dossiers(*, actor: Actor, at: datetime, most: int | None = None) -> tuple[DossierRow, ...]:
    """The actor's own dossiers of all periods, or `most` of them, the latest first."""
    rows = (
        readable_dossiers(actor).filter(person_id=actor.person_id or 0).order_by("-cycle__period__starts_on")
    )
    return described(list(rows[:most]), actor, local_date(at))


def readable_dossiers(actor: Actor) -> QuerySet[Dossier]:
    """Every dossier the actor may read, with what a row needs."""
    rows = Dossier.objects.select_related("person", "unit", "cycle__period")
    return entitled(rows, actor)


def entitled(rows: QuerySet[Dossier], actor: Actor) -> QuerySet[Dossier]:
    """Of these, the ones the actor may read; whoever settles appeals reads the dossier that was put to them."""
    appealed = rows.filter(state=DossierState.APPEALED)
    return visible_to(rows, actor, Permission.DOSSIER_READ) | visible_to(
        appealed, actor, Permission.DOSSIER_SETTLE
    )


def latest_mark(dossier: Dossier, stage: Stage) -> GeneralScore | None:
    return GeneralScore.objects.filter(dossier=dossier, stage=stage).order_by("-id").first()


def latest_sheet(dossier: Dossier, *stages: Stage) -> ScoreSheet | None:
    sheets = ScoreSheet.objects.filter(dossier=dossier, stage__in=stages)
    return sheets.order_by("-revision").first()


def latest_rating(dossier: Dossier) -> Rating | None:
    return Rating.objects.filter(dossier=dossier).order_by("-id").first()


def described(dossiers: Sequence[Dossier], actor: Actor, on: date) -> tuple[DossierRow, ...]:
    """Rows with the score and level that this reader may see (three queries, however many rows)."""
    ids = [dossier.pk for dossier in dossiers]
    sheets = _sheets_by_dossier(ids)
    ratings = {row.dossier_id: row for row in Rating.objects.filter(dossier_id__in=ids).order_by("id")}
    post = actor_post(actor, on)
    return tuple(
        _row(dossier, actor, post, sheets.get(dossier.pk, ()), ratings.get(dossier.pk))
        for dossier in dossiers
    )


def actor_post(actor: Actor, on: date) -> Post | None:
    try:
        return post_of(actor.person_id, on) if actor.person_id is not None else None
    except Missing:
        return None


def shown_total(sheet: ScoreSheet) -> Decimal | None:
    """The points as they were displayed when computed: rounded once, from the exact value."""
    text = sheet.explanation.get("total", "")
    return Decimal(text) if text else sheet.total


def _row(
    dossier: Dossier,
    actor: Actor,
    post: Post | None,
    sheets: Iterable[ScoreSheet],
    rating: Rating | None,
) -> DossierRow:
    is_own = dossier.person_id == actor.person_id
    stages = policies.visible_stages(dossier.state, is_own=is_own)
    sheet = next((one for one in sheets if one.stage in stages), None)
    shown = policies.shown_state(dossier.state, is_own=is_own)
    rated = rating is not None and policies.sees_rating(dossier.state, is_own=is_own)
    level = rating.level if rated and rating else sheet.level if sheet else ""
    return DossierRow(
        id=dossier.pk,
        person_name=dossier.person.full_name,
        title=dossier.title,
        unit_name=dossier.unit.name,
        period_code=dossier.cycle.period.code,
        period_label=dossier.cycle.period.label,
        state=shown.value,
        state_label=str(shown.label),
        total=shown_total(sheet) if sheet else None,
        level=level,
        level_label=str(Level(level).label) if level else "",
        is_rated=rated,
        actions=policies.available_actions(dossier, actor, post),
        is_sample=dossier.is_sample,
    )


def _sheets_by_dossier(ids: Iterable[int]) -> dict[int, list[ScoreSheet]]:
    """The latest sheet of each stage of each dossier, the latest first, without the heavy columns."""
    rows = ScoreSheet.objects.filter(dossier_id__in=list(ids)).defer("trace", "inputs")
    latest = rows.order_by("dossier_id", "stage", "-revision").distinct("dossier_id", "stage")
    found: dict[int, list[ScoreSheet]] = {}
    for sheet in sorted(latest, key=lambda sheet: -sheet.revision):
        found.setdefault(sheet.dossier_id, []).append(sheet)
    return found


def _inside(dossiers: QuerySet[Dossier], unit_code: str) -> QuerySet[Dossier]:
    """Narrow to a unit with everything inside it; a unit that does not exist has no dossiers."""
    if not unit_code:
        return dossiers
    unit = Unit.objects.filter(code=unit_code).only("path").first()
    return dossiers.filter(unit__path__startswith=unit.path) if unit else dossiers.none()


def _units_of(dossiers: QuerySet[Dossier]) -> tuple[UnitOption, ...]:
    rows = dossiers.order_by("unit__path").values_list("unit__code", "unit__name").distinct()
    return tuple(UnitOption(code, name) for code, name in rows)


def cycle_view(row: Cycle, on: date) -> CycleView:
    return CycleView(
        id=row.pk,
        period_code=row.period.code,
        period_label=row.period.label,
        starts_on=row.starts_on,
        self_due_on=row.self_due_on,
        review_due_on=row.review_due_on,
        decision_due_on=row.decision_due_on,
        is_open=row.state == "open",
        has_started=row.starts_on is None or on >= row.starts_on,
    )
