"""Facts that weigh on one dossier: the person's own, and those of the unit for which a leader answers."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from woms.evaluation.models import Cycle, Dossier, EvaluationFact
from woms.evaluation.states import OF_PERSON, OF_UNIT
from woms.org.states import Rank
from woms.regulations import Fact

ANSWERS_FOR_UNIT = frozenset({Rank.HEAD, Rank.DIVISION_HEAD})


def facts_on(dossier: Dossier) -> QuerySet[EvaluationFact]:
    """Facts dated inside the period that concern the dossier and were not withdrawn."""
    wanted = Q(person_id=dossier.person_id, kind__in=OF_PERSON)
    if dossier.rank in ANSWERS_FOR_UNIT:
        wanted |= Q(person__isnull=True, kind__in=OF_UNIT, unit__path__startswith=dossier.unit.path)
    period = dossier.cycle.period
    dated = Q(happened_on__gte=period.starts_on, happened_on__lt=period.ends_on)
    rows = EvaluationFact.objects.filter(wanted, dated, withdrawn_at__isnull=True)
    return rows.select_related("unit").order_by("happened_on", "id")


def facts_of(dossier: Dossier) -> tuple[Fact, ...]:
    """The same, as the rules know them."""
    return tuple(Fact(row.kind, row.level) for row in facts_on(dossier))


def people_with_facts(cycle: Cycle) -> tuple[int, ...]:
    """Everybody of a cycle on whom a fact weighs: the persons themselves, and heads of units with such facts."""
    dated = Q(happened_on__gte=cycle.period.starts_on, happened_on__lt=cycle.period.ends_on)
    rows = EvaluationFact.objects.filter(dated, withdrawn_at__isnull=True).select_related("unit")
    own = {row.person_id for row in rows if row.person_id is not None}
    paths = {path for row in rows if row.person_id is None for path in _up(row.unit.path)}
    heads = Dossier.objects.filter(cycle=cycle, rank__in=ANSWERS_FOR_UNIT, unit__path__in=paths)
    return tuple(sorted(own | set(heads.values_list("person_id", flat=True))))


def _up(path: str) -> list[str]:
    ids = path.strip("/").split("/")
    return ["/" + "/".join(ids[:depth]) + "/" for depth in range(1, len(ids) + 1)]
