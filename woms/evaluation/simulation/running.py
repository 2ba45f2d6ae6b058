"""The work of a simulation: stored scores of a cycle, scored again with what is supposed. It only reads.

Sums that a closing kept are scored in the database, all at once, by the same formulas (ADR 0013). Everybody else, and
everybody where a faulty product would count otherwise, is scored one by one from the products.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from woms.core.errors import Invalid, Refused
from woms.core.numbers import round_half_up
from woms.evaluation.criteria import plain
from woms.evaluation.models import Cycle, ScoreSheet
from woms.evaluation.scoring import STORED_DIGITS, gather, sums_digest_of
from woms.evaluation.simulation.results import Outcome
from woms.evaluation.states import Stage
from woms.local_rules.queries import DecisionBook, decision_book
from woms.regulations import Inputs, LocalDecision, score
from woms.regulations.cases import parse_case
from woms.regulations.columns import (
    GENERAL_SCALE,
    PERCENT,
    VOLUME_SCALE,
    ColumnNumber,
    Population,
    score_columns,
)
from woms.regulations.inputs import Leadership, Volumes
from woms.regulations.profiles import profile_of
from woms.regulations.statements import STATEMENTS, Sql
from woms.regulations.supposing import changes_products, scores_in_columns
from woms.regulations.values import Value

MOST_ONE_BY_ONE = 5_000
MILLIONTHS = 10**STORED_DIGITS

STORED = """
SELECT d.id, u.id, u.path, d.framework, s.id, s.level, s.total, s.inputs ? 'sums'
FROM evaluation_dossier d JOIN org_unit u ON u.id = d.unit_id
JOIN LATERAL (
    SELECT s.id, s.level, s.total, s.inputs FROM evaluation_scoresheet s
    WHERE s.dossier_id = d.id AND s.stage = 'superior' ORDER BY s.revision DESC LIMIT 1
) s ON true
WHERE d.cycle_id = %(cycle)s AND starts_with(u.path, %(path)s) AND d.framework = ANY(%(frameworks)s)
ORDER BY d.id
"""
COLUMNS = ("general", "assigned", "completed", "quality", "progress", "unit_result", "organizing", "cohesion")


@dataclass(frozen=True, slots=True)
class Policy:
    """What is supposed: values of parameters, and under which framework each one's people are scored."""

    cycle: Cycle
    path: str
    under: Mapping[str, str]
    supposed: Mapping[str, Value]

    @property
    def changes_products(self) -> bool:
        return any(changes_products(name) for name in self.supposed)

    def is_in_columns(self, row: StoredScore) -> bool:
        fits = scores_in_columns(row.framework, self.under[row.framework])
        return row.has_sums and fits and not self.changes_products


@dataclass(frozen=True, slots=True)
class StoredScore:
    """The score in force of one person, as it is stored."""

    dossier_id: int
    unit_id: int
    unit_path: str
    framework: str
    sheet_id: int
    level: str
    total: Decimal | None
    has_sums: bool


@dataclass(frozen=True, slots=True)
class Rescored:
    level: str
    total: Decimal | None


def outcomes(policy: Policy, readable: frozenset[int]) -> tuple[list[Outcome], int]:
    """Everybody before and after, in the order of their dossiers, and how many had to be left out.

    The database itself refuses to write meanwhile. `readable`: the dossiers that the one who looks may read.
    """
    with transaction.atomic():
        _execute("SET LOCAL transaction_read_only = on")
        _execute("SET LOCAL jit = off")
        stored = [StoredScore(*row) for row in _rows(STORED, _scope(policy))]
        found = _rescored(policy, stored)
        transaction.set_rollback(True)  # ends read-only for whoever called us inside a transaction
    result = [
        _outcome(row, found[row.sheet_id], may_be_named=row.dossier_id in readable)
        for row in stored
        if row.sheet_id in found
    ]
    return result, len(stored) - len(result)


def _scope(policy: Policy) -> dict[str, Any]:
    return {"cycle": policy.cycle.pk, "path": policy.path, "frameworks": sorted(policy.under)}


def _outcome(row: StoredScore, after: Rescored, *, may_be_named: bool) -> Outcome:
    return Outcome(
        dossier_id=row.dossier_id,
        unit_path=row.unit_path,
        unit_id=row.unit_id,
        framework=row.framework,
        before=row.level,
        after=after.level,
        total_before=row.total,
        total_after=after.total,
        may_be_named=may_be_named,
    )


def _rescored(policy: Policy, stored: Sequence[StoredScore]) -> dict[int, Rescored]:
    """By score sheet, what it would be; without those whose facts do not suffice."""
    book = decision_book(policy.cycle.governing_date)
    found: dict[int, Rescored] = {}
    alone = [row for row in stored if not policy.is_in_columns(row)]
    if len(alone) > MOST_ONE_BY_ONE:
        raise Refused(
            f"Thử như vậy phải tính lại từng người cho {len(alone)} người. Hãy chọn một đơn vị nhỏ hơn.",
            code="simulation.too_many",
        )
    for (framework, decisions), rows in _together(policy, stored, book).items():
        found.update(_by_columns(policy, framework, decisions, rows))
    for row in alone:
        rescored = _one(policy, row, book)
        if rescored is not None:
            found[row.sheet_id] = rescored
    return found


def _together(
    policy: Policy, stored: Sequence[StoredScore], book: DecisionBook
) -> dict[tuple[str, tuple[LocalDecision, ...]], list[int]]:
    """Score sheets that one statement can score: the same framework under the same local decisions."""
    known = {path: book.for_unit(path) for path in {row.unit_path for row in stored}}
    found: dict[tuple[str, tuple[LocalDecision, ...]], list[int]] = defaultdict(list)
    for row in stored:
        if policy.is_in_columns(row):
            found[row.framework, known[row.unit_path]].append(row.sheet_id)
    return found


def _by_columns(
    policy: Policy, framework: str, decisions: tuple[LocalDecision, ...], sheets: list[int]
) -> Iterator[tuple[int, Rescored]]:
    under = policy.under[framework]
    scored = score_columns(
        STATEMENTS, under, policy.cycle.governing_date, _population(under), decisions=decisions,
        supposed=policy.supposed,
    )  # fmt: skip
    columns = ", ".join(
        f"(s.inputs->'sums'->>{place})::numeric AS {name}" for place, name in enumerate(COLUMNS)
    )
    statement = (
        f"SELECT id, {scored.level}, {scored.total} FROM "  # noqa: S608 - our own text
        f"(SELECT s.id, {columns} FROM evaluation_scoresheet s WHERE s.id = ANY(%(sheets)s)) people"
    )
    for sheet_id, level, total in _rows(statement, {"sheets": sheets}):
        yield sheet_id, Rescored(level, None if total is None else Decimal(total) / MILLIONTHS)


def _population(framework: str) -> Population:
    def column(name: str, scale: int) -> Any:
        return ColumnNumber(STATEMENTS, Sql(name), name, scale)

    marks = Leadership(*(column(name, PERCENT) for name in COLUMNS[5:]))
    is_led = "leadership" in profile_of(framework).sections
    volumes = Volumes(*(column(name, VOLUME_SCALE) for name in COLUMNS[1:5]))
    return Population(volumes, column("general", GENERAL_SCALE), marks if is_led else None)


def _one(policy: Policy, row: StoredScore, book: DecisionBook) -> Rescored | None:
    facts = _facts(row, book)
    if facts is None:
        return None
    inputs, decisions = facts
    try:
        found = score(
            replace(inputs, framework=policy.under[row.framework]), decisions=decisions,
            supposed=policy.supposed,
        )  # fmt: skip
    except Invalid:
        return None
    total = found.outcome.total
    return Rescored(found.level.value, None if total is None else round_half_up(plain(total), STORED_DIGITS))


def _facts(row: StoredScore, book: DecisionBook) -> tuple[Inputs, tuple[LocalDecision, ...]] | None:
    """What the score was made of. A closing kept sums: then the products, while they still add up to them."""
    sheet = ScoreSheet.objects.select_related("dossier__cycle__period", "dossier__unit").get(pk=row.sheet_id)
    if not row.has_sums:
        case = parse_case(json.dumps(sheet.inputs, ensure_ascii=False), f"bảng điểm {sheet.pk}")
        return case.inputs, case.decisions
    dossier, decisions = sheet.dossier, book.for_unit(row.unit_path)
    mark = dossier.general_scores.filter(stage=Stage.SUPERIOR).order_by("-id").first()
    inputs = gather(dossier, mark)
    if inputs is None or sums_digest_of(inputs, decisions) != sheet.sums_digest:
        return None
    return inputs, decisions


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _rows(statement: str, facts: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return list(cursor.fetchall())
