"""Xếp loại: the people of a circle in the order of their points, against the cap. People decide who drops out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from woms.access.actors import Actor
from woms.access.checks import reaches
from woms.access.permissions import Permission
from woms.core.clock import local_date
from woms.core.errors import Missing
from woms.evaluation import circles, policies
from woms.evaluation.circles import Circle, Standing
from woms.evaluation.models import Cycle
from woms.evaluation.queries import actor_post, readable_dossiers
from woms.evaluation.states import Level
from woms.org.models import Unit
from woms.org.posts import Post
from woms.regulations import Quota

PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class Cap:
    """The cap for the circle (`group` empty) or one group: how many are allowed, calculated and decided excellent."""

    group: str
    allowed: int
    base: int
    calculated: int
    decided: int
    excess: int
    tied: int


@dataclass(frozen=True, slots=True)
class RankedRow:
    """One person in the order of points. `is_over`: beyond the cap as the points stand; `is_tied`: at its edge."""

    place: int
    dossier_id: int
    version: int
    revision: int
    person_name: str
    title: str
    unit_name: str
    group: str
    state: str
    state_label: str
    total: Decimal | None
    calculated: str
    calculated_label: str
    decided: str
    decided_label: str
    reason: str
    is_over: bool
    is_tied: bool
    levels: tuple[tuple[str, str], ...]
    actions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ranking:
    """A circle of one cycle as its decider sees it."""

    cycle_id: int
    period_code: str
    period_label: str
    unit_code: str
    unit_name: str
    is_open: bool
    caps: tuple[Cap, ...]
    rows: tuple[RankedRow, ...]
    waiting: int
    page: int
    pages: int
    total: int


def ranking(
    *, actor: Actor, at: datetime, period_code: str = "", unit_code: str = "", page: int = 1
) -> Ranking:
    """The ranked list of a unit (the actor's own when none is named), for whoever may read everybody in it.

    Raises `Missing` for everybody else: not even the counts are told.
    """
    cycle = _cycle(period_code)
    unit = _unit(actor, unit_code)
    kind = "city" if unit.parent_id is None else "agency"
    circle = circles.circle(cycle, unit.path, kind)
    _check_reads_all(actor, circle)
    people = circles.standings(circle)
    quotas = circles.quotas_of(circle, people, cycle)
    pages = max(1, -(-len(people) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    shown = people[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    post = actor_post(actor, local_date(at))
    first = (page - 1) * PAGE_SIZE + 1
    return Ranking(
        cycle_id=cycle.pk,
        period_code=cycle.period.code,
        period_label=cycle.period.label,
        unit_code=unit.code,
        unit_name=unit.name,
        is_open=cycle.state == "open",
        caps=tuple(_cap(quota, people) for quota in quotas),
        rows=tuple(_row(place, one, quotas, actor, post) for place, one in enumerate(shown, start=first)),
        waiting=sum(1 for one in people if not one.level),
        page=page,
        pages=pages,
        total=len(people),
    )


def _cycle(period_code: str) -> Cycle:
    rows = Cycle.objects.select_related("period").order_by("-period__starts_on")
    found = (rows.filter(period__code=period_code) if period_code else rows).first()
    if found is None:
        raise Missing
    return found


def _unit(actor: Actor, unit_code: str) -> Unit:
    """The agency named, or the unit at which the actor decides or reads."""
    if unit_code:
        found = Unit.objects.filter(code=unit_code).first()
    else:
        grants = [*reaches(actor, Permission.DOSSIER_DECIDE), *reaches(actor, Permission.DOSSIER_READ)]
        path = circles.agency_path(grants[0][0].unit_path) if grants else ""
        found = Unit.objects.filter(path=path).first()
    if found is None:
        raise Missing
    return found


def _check_reads_all(actor: Actor, circle: Circle) -> None:
    """Who is ranked does not see the ranking: it holds decisions on themselves that are not published."""
    wanted = circles.dossiers_in(circle)
    ids = wanted.order_by().values("pk")
    is_ranked = wanted.filter(person_id=actor.person_id or 0).exists()
    if is_ranked or readable_dossiers(actor).filter(pk__in=ids).count() != wanted.count():
        raise Missing


def _cap(quota: Quota, people: tuple[Standing, ...]) -> Cap:
    inside = [one for one in people if not quota.group or one.group == quota.group]
    return Cap(
        group=quota.group,
        allowed=quota.allowed,
        base=quota.base,
        calculated=len(quota.ranked),
        decided=sum(one.is_decided_excellent for one in inside),
        excess=quota.excess,
        tied=len(quota.tied),
    )


def _row(place: int, one: Standing, quotas: tuple[Quota, ...], actor: Actor, post: Post | None) -> RankedRow:
    dossier, sheet, rating = one.dossier, one.sheet, one.rating
    key = str(dossier.pk)
    mine = [quota for quota in quotas if quota.group in ("", one.group)]
    over = {item.reference for quota in mine for item in quota.ranked[quota.allowed :]}
    return RankedRow(
        place=place,
        dossier_id=dossier.pk,
        version=dossier.version,
        revision=sheet.revision if sheet else 0,
        person_name=dossier.person.full_name,
        title=dossier.title,
        unit_name=dossier.unit.name,
        group=one.group,
        state=dossier.state,
        state_label=dossier.get_state_display(),
        total=sheet.total if sheet else None,
        calculated=sheet.level if sheet else "",
        calculated_label=str(Level(sheet.level).label) if sheet else "",
        decided=rating.level if rating else "",
        decided_label=str(Level(rating.level).label) if rating else "",
        reason=rating.reason if rating else "",
        is_over=key in over,
        is_tied=any(key in quota.tied for quota in mine),
        levels=_levels(sheet.level if sheet else ""),
        actions=policies.available_actions(dossier, actor, post),
    )


def _levels(calculated: str) -> tuple[tuple[str, str], ...]:
    return tuple((level.value, str(level.label)) for level in policies.levels_to_decide(calculated))
