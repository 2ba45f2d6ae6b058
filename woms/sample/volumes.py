"""A month's work for everybody of a large sample: dossiers, marks and products in their millions.

Made inside the database, person after person, from a number that depends only on the person: the same sample has the
same products on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import GeneratedField, JSONField, Model

from woms.core import periods
from woms.core.errors import Missing
from woms.evaluation import criteria
from woms.evaluation.models import Cycle, Dossier, GeneralScore
from woms.evaluation.states import DossierState, Stage
from woms.org.models import Person
from woms.org.states import LEADER_RANKS
from woms.planning.models import Period
from woms.sample.loading import analyze
from woms.work.models import CatalogProduct, WorkFault, WorkItem
from woms.work.states import WorkState

ITEMS_EACH = 20
BLOCK = 20_000
_PEOPLE = """
    FROM org_assignment a JOIN org_person p ON p.id = a.person_id JOIN org_unit u ON u.id = a.unit_id
    WHERE a.is_primary AND p.is_sample AND u.parent_id IS NOT NULL
        AND p.id <= %(last)s AND a.starts_on <= %(on)s AND (a.ends_on IS NULL OR a.ends_on > %(on)s)
"""


@dataclass(frozen=True, slots=True)
class MonthAdded:
    """How many people have a dossier of the month now, and how many products were added."""

    people: int
    items: int


def add_month_for_everybody(*, period_code: str, at: datetime, people: int = 0) -> MonthAdded:
    """Give everybody, or the first `people`, without products in a month some twenty, marked from above and waiting for the decision.

    Repeating it adds nothing. Raises `Missing` when the sample has no product to give.
    """
    calendar = periods.from_code(period_code)
    if not CatalogProduct.objects.filter(is_sample=True).exists():
        raise Missing("Chưa có dữ liệu mẫu. Hãy chạy ./run sample trước.")
    period = _period(period_code)
    cycle = _cycle(period, at)
    facts = {
        "on": calendar.last_day,
        "cycle": cycle.pk,
        "period": period.pk,
        "at": at,
        "last": _last_person(people),
    }
    _add_dossiers(facts)
    items = sum(_add_block(facts, after) for after in _blocks())
    analyze([Dossier, GeneralScore, WorkItem, WorkFault])
    return MonthAdded(Dossier.objects.filter(cycle=cycle).count(), items)


def _last_person(people: int) -> int:
    ids = Person.objects.filter(is_sample=True).order_by("id").values_list("id", flat=True)
    return ids[people - 1] if 0 < people < ids.count() else 2**62


def _period(code: str) -> Period:
    calendar = periods.from_code(code)
    facts = {
        "kind": calendar.kind.value,
        "label": calendar.label,
        "starts_on": calendar.starts_on,
        "ends_on": calendar.ends_on,
    }
    return Period.objects.get_or_create(code=code, defaults=facts)[0]


def _cycle(period: Period, at: datetime) -> Cycle:
    last_day = period.ends_on - timedelta(days=1)
    facts = {"governing_date": last_day, "opened_at": at, "is_sample": True}
    return Cycle.objects.get_or_create(period=period, defaults=facts)[0]


@transaction.atomic
def _add_dossiers(facts: Mapping[str, Any]) -> None:
    framework = " ".join(
        f"WHEN '{rank.value}' THEN '{name}'" for rank, name in criteria.FRAMEWORK_OF_RANK.items()
    )
    leaders = ", ".join(f"'{rank.value}'" for rank in LEADER_RANKS)
    _insert(
        Dossier,
        {
            "cycle_id": "%(cycle)s",
            "person_id": "a.person_id",
            "unit_id": "a.unit_id",
            "title": "a.title",
            "rank": "a.rank",
            "is_leader": f"a.rank IN ({leaders})",
            "framework": f"CASE a.rank {framework} END",
            "state": f"'{DossierState.DECISION.value}'",
            "is_sample": "true",
        },
        f"{_PEOPLE} AND NOT EXISTS (SELECT 1 FROM evaluation_dossier d WHERE d.cycle_id = %(cycle)s AND d.person_id = p.id)",  # noqa: S608
        facts,
    )
    lead = "d.framework <> 'nd335/non-leader'"
    _insert(
        GeneralScore,
        {
            "dossier_id": "d.id",
            "stage": f"'{Stage.SUPERIOR.value}'",
            "points": "14 + (abs(hashint8(d.person_id) % 65)) * 0.25",
            "organizing": f"CASE WHEN {lead} THEN 100 - 50 * (d.person_id % 9 / 8) END",
            "cohesion": f"CASE WHEN {lead} THEN 100 END",
            "given_by_id": "d.person_id",
            "given_by_name": "'Dữ liệu mẫu'",
            "at": "%(at)s",
            "is_sample": "true",
        },
        f"FROM evaluation_dossier d WHERE d.cycle_id = %(cycle)s AND d.state = '{DossierState.DECISION.value}' "  # noqa: S608
        "AND NOT EXISTS (SELECT 1 FROM evaluation_generalscore g WHERE g.dossier_id = d.id)",
        facts,
    )


def _blocks() -> range:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(min(id), 1), coalesce(max(id), 0) FROM org_person WHERE is_sample")
        first, last = cursor.fetchone()
    return range(first - 1, last, BLOCK)


@transaction.atomic
def _add_block(facts: Mapping[str, Any], after: int) -> int:
    """Products of the next people that have none in the month, and the faults of one product in fifteen."""
    facts = {**facts, "after": after, "until": after + BLOCK, "each": ITEMS_EACH}
    seed = "abs(hashint8(d.person_id * 64 + n))"
    added = _insert(
        WorkItem,
        {
            "person_id": "d.person_id",
            "person_is_leader": "d.is_leader",
            "unit_id": "d.unit_id",
            "period_id": "%(period)s",
            "product_id": "c.id",
            "title": "c.name",
            "coefficient": "c.coefficient",
            "assigned_quantity": f"1 + {seed} % 5",
            "completed_quantity": f"1 + {seed} % 5 - CASE WHEN {seed} / 11 % (4 + d.person_id % 29) = 0 THEN 1 ELSE 0 END",
            "due_on": "%(on)s",
            "state": f"'{WorkState.ACCEPTED.value}'",
            "is_sample": "true",
        },
        f"""
        FROM evaluation_dossier d CROSS JOIN generate_series(1, %(each)s) n
        JOIN (SELECT *, row_number() OVER (ORDER BY code) - 1 AS place, count(*) OVER () AS many
              FROM work_catalogproduct WHERE is_sample AND ends_on IS NULL) c ON c.place = {seed} / 7 % c.many
        WHERE d.cycle_id = %(cycle)s AND d.person_id > %(after)s AND d.person_id <= %(until)s AND NOT EXISTS (
            SELECT 1 FROM work_workitem w WHERE w.period_id = %(period)s AND w.person_id = d.person_id)
        ORDER BY d.person_id, n
        """,  # noqa: S608 - our own text
        facts,
    )
    _add_faults(facts)
    return added


def _add_faults(facts: Mapping[str, Any]) -> None:
    _insert(
        WorkFault,
        {
            "work_item_id": "w.id",
            "kind": "CASE WHEN w.id % 2 = 0 THEN 'rework' ELSE 'delay' END",
            "times": "1 + w.id % 3",
            "at": "%(at)s",
        },
        "FROM work_workitem w WHERE w.period_id = %(period)s AND w.person_id > %(after)s AND w.person_id <= %(until)s "
        "AND w.id % 15 = 0 AND w.is_sample AND NOT EXISTS (SELECT 1 FROM work_workfault f WHERE f.work_item_id = w.id)",
        facts,
    )


def _insert(model: type[Model], columns: Mapping[str, str], source: str, facts: Mapping[str, Any]) -> int:
    """INSERT … SELECT with every column that is not named at its default; how many rows were added."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, GeneratedField)]
    given, values = dict(facts), {}
    for field in fields:
        if field.primary_key:
            continue
        name = f"default_{field.column}"
        values[field.column] = columns.get(field.column, f"%({name})s")
        default = field.get_default()
        given[name] = "{}" if isinstance(field, JSONField) and default == {} else default
    statement = f'INSERT INTO "{model._meta.db_table}" ({", ".join(values)}) SELECT {", ".join(values.values())} {source}'
    used = {name: value for name, value in given.items() if f"%({name})s" in statement}
    with connection.cursor() as cursor:
        cursor.execute(statement.replace(" % ", " %% "), used)
        return int(cursor.rowcount)
