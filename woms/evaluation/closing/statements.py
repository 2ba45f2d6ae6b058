"""The statements of a closing: sums, scores and sheets of a group of people, without a row leaving the database.

Points and levels are the formulas of `woms.regulations`, written out as SQL (ADR 0013): no law is repeated here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from woms.regulations import LocalDecision
from woms.regulations.columns import (
    GENERAL_SCALE,
    PERCENT,
    QUANTITY_SCALE,
    VOLUME_SCALE,
    ColumnNumber,
    NotColumnar,
    Population,
    ScoredColumns,
    kept_column,
    loss_columns,
    score_columns,
)
from woms.regulations.inputs import Leadership, Volumes
from woms.regulations.statements import STATEMENTS, Sql

RANKS = "ARRAY['head', 'deputy', 'division_head', 'specialist', 'contract']"
VOLUMES = ("assigned", "completed", "quality", "progress")
MARKS = ("unit_result", "organizing", "cohesion")


@dataclass(frozen=True, slots=True)
class Group:
    """People who are scored by one statement: one framework; leaders also of one rank and one depth of the tree.

    `key` puts the groups in order: everybody before those who answer for them.
    """

    key: str
    framework: str
    is_led: bool
    in_columns: bool = True
    rank: str = ""
    depth: int = 0


def decisions_key(decisions: Sequence[LocalDecision]) -> str:
    """Names the local decisions under which a score is made."""
    return ",".join(sorted(f"{decision.parameter}={decision.number}" for decision in decisions))


def sums_digest(framework: str, on: date, decisions: Sequence[LocalDecision], numbers: Sequence[int]) -> str:
    """The digest of general points, volumes and marks as whole numbers; `score_group` computes the same in SQL."""
    text = "|".join([framework, on.isoformat(), decisions_key(decisions), *map(str, numbers)])
    return hashlib.sha256(text.encode()).hexdigest()


FILTER = """
    d.cycle_id = %(cycle)s AND starts_with(u.path, %(path)s) AND d.framework = %(framework)s
    AND (%(rank)s = '' OR d.rank = %(rank)s)
    AND (%(depth)s = 0 OR length(u.path) - length(replace(u.path, '/', '')) = %(depth)s)
    AND NOT EXISTS (SELECT 1 FROM unnest(%(own_rules)s::text[]) own(path) WHERE starts_with(u.path, own.path))
    AND d.person_id <> ALL(%(special)s::bigint[]) AND d.state <> ALL(%(untouched)s)
"""

# Breakthrough work is shown apart and never scored.
COUNTED = """(w.key_result_id IS NULL OR NOT EXISTS (
    SELECT 1 FROM planning_keyresult k WHERE k.id = w.key_result_id AND k.kind = 'okr'))"""

_ITEM = """w.id, w.person_id, w.key_result_id, w.coefficient, w.assigned_quantity, w.completed_quantity,
        w.assigned_volume, w.completed_volume"""

NEXT_CHUNK = f"""
SELECT max(person_id), count(*) FROM (
    SELECT d.person_id FROM evaluation_dossier d JOIN org_unit u ON u.id = d.unit_id
    WHERE {FILTER} AND d.person_id > %(after)s ORDER BY d.person_id LIMIT %(size)s
) chunk
"""  # noqa: S608 - our own text


_GAPS = """gaps AS (
    INSERT INTO evaluation_closinggap (run_id, dossier_id, reason)
    SELECT %(run)s, p.id, CASE WHEN d.id IS NULL THEN 'no_mark' ELSE 'no_work' END
    FROM people p LEFT JOIN digested d ON d.id = p.id
    WHERE d.id IS NULL OR d.assigned = 0
    ON CONFLICT (run_id, dossier_id) DO UPDATE SET reason = excluded.reason
    RETURNING 1
)"""


def score_group(group: Group, on: date, decisions: Sequence[LocalDecision]) -> str:
    """One statement: add up, score, append the sheets that differ from the last one, note who lacks data.

    Returns how many sheets were written.
    """
    people = _people(group)
    scored = score_columns(STATEMENTS, group.framework, on, people, decisions=decisions)
    numbers = ("general", *VOLUMES, *(MARKS if group.is_led else ()))
    parts = (
        _marked_people(group),
        _faults(group, on, decisions),
        _digested(group, numbers),
        _written(scored, numbers),
        _GAPS,
    )
    return f"WITH {', '.join(parts)} SELECT count(*) FROM written"  # noqa: S608


def _marked_people(group: Group) -> str:
    """The chunk with marks and last sheets, and the volumes of its products."""
    return f"""people AS MATERIALIZED (
    SELECT d.id, d.person_id, d.is_sample, mark.points * {GENERAL_SCALE} AS general,
        {_unit_result() if group.is_led else "0"}::numeric AS unit_result,
        mark.organizing::numeric AS organizing, mark.cohesion::numeric AS cohesion,
        last.revision, last.stage, last.sums_digest, last.rules_version
    FROM evaluation_dossier d JOIN org_unit u ON u.id = d.unit_id
    LEFT JOIN LATERAL (
        SELECT g.points, g.organizing, g.cohesion FROM evaluation_generalscore g
        WHERE g.dossier_id = d.id AND g.stage = 'superior' ORDER BY g.id DESC LIMIT 1
    ) mark ON true
    LEFT JOIN LATERAL (
        SELECT s.revision, s.stage, s.sums_digest, s.rules_version FROM evaluation_scoresheet s
        WHERE s.dossier_id = d.id ORDER BY s.revision DESC LIMIT 1
    ) last ON true
    WHERE {FILTER} AND d.person_id > %(after)s AND d.person_id <= %(until)s
), sums AS (
    SELECT w.person_id, sum(w.assigned_volume) AS assigned, sum(w.completed_volume) AS completed
    FROM {_items(group)} WHERE {COUNTED}
    GROUP BY w.person_id
)"""  # noqa: S608


def _digested(group: Group, numbers: Sequence[str]) -> str:
    """Everybody who can be scored, as whole numbers with their digest."""
    return f"""base AS (
    SELECT p.*, coalesce(s.assigned, 0) AS assigned, coalesce(s.completed, 0) AS completed,
        coalesce(s.completed, 0) - coalesce(l.quality, 0) AS quality,
        coalesce(s.completed, 0) - coalesce(l.progress, 0) AS progress
    FROM people p LEFT JOIN sums s USING (person_id) LEFT JOIN lost l USING (person_id)
    WHERE p.general IS NOT NULL {"AND p.organizing IS NOT NULL AND p.cohesion IS NOT NULL" if group.is_led else ""}
), prepared AS (
    SELECT id, is_sample, revision, stage, sums_digest AS last_digest, rules_version AS last_rules,
        {", ".join(f"trunc({name}) AS {name}" for name in numbers)}
    FROM base
), digested AS (
    SELECT *, encode(sha256(convert_to(
        concat_ws('|', %(framework)s::text, %(on)s::text, %(decisions)s::text, {", ".join(numbers)}), 'UTF8')), 'hex') AS digest
    FROM prepared
)"""  # noqa: S608


def _written(scored: ScoredColumns, numbers: Sequence[str]) -> str:
    """Sheets for those whose sums, rules or stage differ from the last one."""
    shown = f"round({scored.shown} / {10**scored.digits}::numeric, {scored.digits})::text"
    return f"""changed AS (
    SELECT * FROM digested
    WHERE last_digest IS DISTINCT FROM digest OR last_rules IS DISTINCT FROM %(rules)s
        OR stage IS DISTINCT FROM 'superior'
), written AS (
    INSERT INTO evaluation_scoresheet (dossier_id, revision, stage, general_points, result_points, total, level,
        inputs, inputs_digest, sums_digest, rules_version, trace, explanation, reason, computed_by_name, computed_at,
        is_sample)
    SELECT id, coalesce(revision, 0) + 1, 'superior', {scored.general} / 1000000, {scored.result} / 1000000,
        {scored.total} / 1000000, {scored.level},
        jsonb_build_object('framework', %(framework)s::text, 'on', %(on)s::text, 'sums',
            jsonb_build_array({", ".join(numbers)})),
        digest, digest, %(rules)s, '{{}}', jsonb_build_object('total', coalesce({shown}, '')), %(reason)s, %(by)s, %(at)s, is_sample
    FROM changed ORDER BY id
    RETURNING dossier_id
)"""  # noqa: S608


def _people(group: Group) -> Population:
    def column(name: str, scale: int) -> ColumnNumber:
        return ColumnNumber(STATEMENTS, Sql(name), name, scale)

    volumes, marks = (
        [column(name, VOLUME_SCALE) for name in VOLUMES],
        [column(name, PERCENT) for name in MARKS],
    )
    return Population(
        Volumes(*volumes),  # type: ignore[arg-type] # columns in place of one person's numbers
        column("general", GENERAL_SCALE),
        Leadership(*marks) if group.is_led else None,  # type: ignore[arg-type]
    )


def _items(group: Group) -> str:
    """The products of the chunk: staff are nearly everybody in it, leaders are few and are looked up one by one.

    `OFFSET 0` keeps PostgreSQL from looking up every fault of every month first.
    """
    if group.is_led:
        return f"""people p CROSS JOIN LATERAL (
        SELECT {_ITEM} FROM work_workitem w WHERE w.period_id = %(period)s AND w.person_id = p.person_id OFFSET 0) w"""  # noqa: S608
    return f"""(SELECT {_ITEM} FROM work_workitem w
        WHERE w.period_id = %(period)s AND w.person_id > %(after)s AND w.person_id <= %(until)s OFFSET 0) w"""  # noqa: S608


def _unit_result() -> str:
    """The lower mark as soon as somebody below is rated as not having completed the work."""
    return f"""CASE WHEN EXISTS (
            SELECT 1 FROM closing_failing f WHERE f.ancestor = d.unit_id
            AND (NOT f.is_same OR f.rank_place > array_position({RANKS}, d.rank::text))
        ) THEN %(low)s ELSE %(high)s END"""  # noqa: S608


def _faults(group: Group, on: date, decisions: Sequence[LocalDecision]) -> str:
    """What the faulty products of each person lost, in millionths: a unit counts once, the heaviest faults first."""
    times = ColumnNumber(STATEMENTS, Sql("f.times::numeric"), "times")
    losses = loss_columns(times, group.framework, on, decisions)
    lost = {
        kind: f"sum(CASE WHEN f.kind = '{kind}' AND NOT f.excused THEN {loss.numerator} ELSE 0 END)"
        for kind, loss in zip(("rework", "delay"), losses, strict=True)
    }
    kept = {
        kind: _kept(f"lost_{kind}", loss.constant)
        for kind, loss in zip(("rework", "delay"), losses, strict=True)
    }
    return f"""faulty AS (
    SELECT f.id, f.person_id, f.coefficient, f.completed, {lost["rework"]} AS lost_rework, {lost["delay"]} AS lost_delay
    FROM (
        SELECT w.id, w.person_id, w.coefficient * {QUANTITY_SCALE} AS coefficient,
            w.completed_quantity * {QUANTITY_SCALE} AS completed, f.kind, f.times, f.excused,
            ceil(greatest(w.assigned_quantity, w.completed_quantity)) AS units,
            row_number() OVER (PARTITION BY w.id, f.kind ORDER BY f.times DESC, f.id) AS place
        FROM {_items(group)} JOIN work_workfault f ON f.work_item_id = w.id WHERE {COUNTED}
    ) f WHERE f.place <= f.units GROUP BY f.id, f.person_id, f.coefficient, f.completed
), lost AS (
    SELECT person_id, sum(completed * coefficient - {kept["rework"]}) AS quality,
        sum(completed * coefficient - {kept["delay"]}) AS progress
    FROM faulty GROUP BY person_id
)"""  # noqa: S608


def _kept(lost: str, constant: int) -> str:
    """The volume that is left of one product, in millionths."""
    completed = ColumnNumber(STATEMENTS, Sql("completed"), "completed", QUANTITY_SCALE)
    coefficient = ColumnNumber(STATEMENTS, Sql("coefficient"), "coefficient", QUANTITY_SCALE)
    volume = kept_column(completed, ColumnNumber(STATEMENTS, Sql(lost), lost, constant)) * coefficient
    if VOLUME_SCALE % volume.constant:
        raise NotColumnar(
            f"Mỗi lần trừ 1/{constant} của một sản phẩm thì mịn hơn mức khối lượng được lưu nên không chốt cả khối được. "
            "Hãy chấm từng phiếu, hoặc quyết định mức trừ khác.",
            code="columns.step",
        )
    return f"{volume.numerator} * {VOLUME_SCALE // volume.constant}"


MAKE_FAILING = """
DROP TABLE IF EXISTS closing_failing;
CREATE TEMPORARY TABLE closing_failing (dossier_id bigint, ancestor bigint, is_same boolean, rank_place integer);
CREATE INDEX ON closing_failing (ancestor);
"""

# Of a whole cycle (until = 0), or again of a chunk of leaders who were just scored.
FORGET_FAILING = """
DELETE FROM closing_failing WHERE dossier_id IN (
    SELECT id FROM evaluation_dossier WHERE cycle_id = %(cycle)s AND person_id > %(after)s AND person_id <= %(until)s
)
"""
FIND_FAILING = f"""
INSERT INTO closing_failing
SELECT d.id, a.id::bigint, a.id::bigint = d.unit_id, array_position({RANKS}, d.rank::text)
FROM (
    SELECT dossier_id FROM evaluation_scoresheet WHERE level = 'not_completed'
    UNION SELECT dossier_id FROM evaluation_rating WHERE level = 'not_completed'
) candidate
JOIN evaluation_dossier d ON d.id = candidate.dossier_id AND d.cycle_id = %(cycle)s
JOIN org_unit u ON u.id = d.unit_id
CROSS JOIN LATERAL unnest(string_to_array(trim(BOTH '/' FROM u.path), '/')) a(id)
WHERE (%(until)s = 0 OR d.person_id > %(after)s AND d.person_id <= %(until)s)
AND coalesce(
    (SELECT r.level FROM evaluation_rating r WHERE r.dossier_id = d.id ORDER BY r.id DESC LIMIT 1),
    (SELECT s.level FROM evaluation_scoresheet s
     WHERE s.dossier_id = d.id AND s.stage = 'superior' ORDER BY s.revision DESC LIMIT 1)
) = 'not_completed'
"""  # noqa: S608

SURVEY = """
INSERT INTO evaluation_closinggap (run_id, dossier_id, reason)
SELECT %(run)s, d.id, CASE WHEN d.state = 'self' THEN 'not_assessed' ELSE 'not_reviewed' END
FROM evaluation_dossier d JOIN org_unit u ON u.id = d.unit_id
WHERE d.cycle_id = %(cycle)s AND starts_with(u.path, %(path)s) AND d.state IN ('self', 'review')
ON CONFLICT (run_id, dossier_id) DO UPDATE SET reason = excluded.reason
"""

LATEST = """
DROP TABLE IF EXISTS closing_latest;
CREATE TEMPORARY TABLE closing_latest AS
SELECT d.id, d.unit_id, s.level, s.total, s.sums_digest
FROM evaluation_dossier d JOIN org_unit u ON u.id = d.unit_id
LEFT JOIN LATERAL (
    SELECT s.level, s.total, s.sums_digest FROM evaluation_scoresheet s
    WHERE s.dossier_id = d.id AND s.stage = 'superior' ORDER BY s.revision DESC LIMIT 1
) s ON true
WHERE d.cycle_id = %(cycle)s AND starts_with(u.path, %(path)s)
"""

LEVEL_COUNTS = "SELECT coalesce(level, ''), count(*) FROM closing_latest GROUP BY 1"

ROLL_UP = """
INSERT INTO evaluation_closingunit (run_id, unit_id, people, excellent, good, completed, not_completed, without_score)
SELECT %(run)s, unit_id, count(*), count(*) FILTER (WHERE level = 'excellent'), count(*) FILTER (WHERE level = 'good'),
    count(*) FILTER (WHERE level = 'completed'), count(*) FILTER (WHERE level = 'not_completed'),
    count(*) FILTER (WHERE level IS NULL OR level = 'insufficient_data')
FROM closing_latest GROUP BY unit_id
ON CONFLICT (run_id, unit_id) DO NOTHING
"""

DIGEST = """
SELECT encode(sha256(convert_to(coalesce(string_agg(
    concat_ws(':', id, sums_digest, total, level), E'\\n' ORDER BY id), ''), 'UTF8')), 'hex')
FROM closing_latest WHERE level IS NOT NULL
"""
