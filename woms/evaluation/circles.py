"""The circles in which the share of excellent ratings is capped: an agency with its groups, or a group across the city."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.db import connection
from django.db.models import QuerySet

from woms.evaluation import policies
from woms.evaluation.models import Cycle, Dossier, EvaluationFact, Rating, ScoreSheet
from woms.evaluation.states import FactKind, Level, Stage
from woms.local_rules.queries import decisions_in_force
from woms.org.models import Unit
from woms.regulations import Candidate, Quota, top_rating_quotas
from woms.regulations.results import Level as RuleLevel

AGENCY_DEPTH = 2  # the city, then its agencies and communes


@dataclass(frozen=True, slots=True)
class Circle:
    """`path` of the agency, or of the city for the groups that are compared across it; `ranks` of those in it."""

    cycle_id: int
    path: str
    ranks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """One person of a circle: the calculated level and points, and the decided level once there is one."""

    dossier: Dossier
    group: str
    sheet: ScoreSheet | None
    rating: Rating | None

    @property
    def level(self) -> str:
        """As it stands: decided, else calculated; empty before the superior's review."""
        if self.rating is not None:
            return self.rating.level
        return self.sheet.level if self.sheet else ""

    @property
    def is_decided_excellent(self) -> bool:
        return self.rating is not None and self.rating.level == Level.EXCELLENT


def circle_of(dossier: Dossier) -> Circle:
    """The circle that a decision on this dossier counts in."""
    group = policies.group_of(dossier)
    root = "/" + dossier.unit.path.strip("/").split("/")[0] + "/"
    path = agency_path(dossier.unit.path) if group.circle == "agency" else root
    return circle(dossier.cycle, path, group.circle)


def circle(cycle: Cycle, path: str, kind: str) -> Circle:
    """The circle of an agency (`agency`) or of the groups compared across the city (`city`)."""
    ranks = (group.ranks for group in policies.groups_of(cycle) if group.circle == kind)
    return Circle(cycle.pk, path, frozenset().union(*ranks))


def agency_path(path: str) -> str:
    """`/1/5/9/` → `/1/5/`: the agency that a unit is inside; the city itself stays as it is."""
    return "/" + "/".join(path.strip("/").split("/")[:AGENCY_DEPTH]) + "/"


def hold(found: Circle) -> None:
    """Let one decision at a time be taken in a circle, until the transaction ends."""
    with connection.cursor() as cursor:
        key = f"rating-circle:{found.cycle_id}:{found.path}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def dossiers_in(found: Circle) -> QuerySet[Dossier]:
    rows = Dossier.objects.filter(
        cycle_id=found.cycle_id, unit__path__startswith=found.path, rank__in=found.ranks
    )
    return rows.select_related("person", "unit", "cycle__period")


def standings(found: Circle) -> tuple[Standing, ...]:
    """Everybody of a circle, the best points first (three queries)."""
    rows = list(dossiers_in(found))
    ids = [row.pk for row in rows]
    sheets = ScoreSheet.objects.filter(dossier_id__in=ids, stage=Stage.SUPERIOR).order_by(
        "dossier_id", "-revision"
    )
    by_sheet = {
        sheet.dossier_id: sheet
        for sheet in sheets.defer("trace", "inputs", "explanation").distinct("dossier_id")
    }
    by_rating = {row.dossier_id: row for row in Rating.objects.filter(dossier_id__in=ids).order_by("id")}
    people = [
        Standing(
            dossier=row,
            group=policies.group_of(row).code,
            sheet=by_sheet.get(row.pk) if row.state in policies.REVIEWED else None,
            rating=by_rating.get(row.pk) if row.state in policies.RATED else None,
        )
        for row in rows
    ]
    return tuple(sorted(people, key=_best_first))


def quotas_of(found: Circle, people: tuple[Standing, ...], cycle: Cycle) -> tuple[Quota, ...]:
    """The cap of the circle first, then of each of its groups, by the law and what bodies decided on the day."""
    candidates = [
        Candidate(
            reference=str(one.dossier.pk),
            level=RuleLevel(one.level),
            total=Fraction(one.sheet.total) if one.sheet and one.sheet.total is not None else Fraction(0),
            group=one.group,
        )
        for one in people
        if one.level
    ]
    return top_rating_quotas(
        candidates,
        on=cycle.governing_date,
        is_outstanding=is_outstanding(found, cycle),
        decisions=decisions_in_force(unit_path=found.path, on=cycle.governing_date),
    )


def is_outstanding(found: Circle, cycle: Cycle) -> bool:
    """Was the agency itself found outstanding in the period, so that the higher share holds?"""
    unit = Unit.objects.filter(path=found.path).only("id").first()
    period = cycle.period
    return EvaluationFact.objects.filter(
        kind=FactKind.OUTSTANDING_UNIT,
        unit=unit,
        happened_on__gte=period.starts_on,
        happened_on__lt=period.ends_on,
        withdrawn_at__isnull=True,
    ).exists()


def _best_first(one: Standing) -> tuple[Fraction, str, int]:
    total = one.sheet.total if one.sheet else None
    return (Fraction(0) if total is None else -Fraction(total), one.dossier.person.sort_key, one.dossier.pk)
