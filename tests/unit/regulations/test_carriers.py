"""One formula on every carrier: exact for one person, columns on Polars and DuckDB, SQL inside PostgreSQL (ADR 0013)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from woms.core.rounding import Rounding
from woms.regulations import Fault, Inputs, Leadership, LocalDecision, Product, parameters_on, score
from woms.regulations.calculation import Calculation
from woms.regulations.columns import (
    COLUMNAR,
    GENERAL_SCALE,
    PERCENT,
    POINT_DIGITS,
    VOLUME_SCALE,
    ColumnNumber,
    NotColumnar,
    Population,
    score_columns,
)
from woms.regulations.formulas.volumes import total_volume
from woms.regulations.frames import score_frame
from woms.regulations.inputs import Volumes
from woms.regulations.results import Level
from woms.regulations.statements import STATEMENTS, Sql

ON = date(2026, 11, 30)
FRAMEWORKS = tuple(COLUMNAR)
COLUMNS = ("assigned", "completed", "quality", "progress", "general", "unit_result", "organizing", "cohesion")
EXACT = Rounding(POINT_DIGITS)
LEVELS = list(Level)
DIVIDED_BY_COMPLETED = LocalDecision(
    "civil_servants/quality_progress_base", "completed", "province", "12/QĐ-UBND", date(2026, 1, 1)
)
RATED_AS_SHOWN = LocalDecision(
    "civil_servants/level_tested_on", "rounded", "province", "13/QĐ-UBND", date(2026, 1, 1)
)


def as_many_faults_as_units(product):
    units_made = ceil(max(product.assigned, product.completed))
    return replace(product, reworks=product.reworks[:units_made], delays=product.delays[:units_made])


thousandths = st.integers(0, 20_000).map(lambda number: Fraction(number, 1000))
marks = st.sampled_from([Fraction(1), Fraction(1, 2)])
faults = st.lists(st.builds(Fault, st.integers(1, 5), st.booleans()), max_size=3).map(tuple)
products = st.builds(
    Product,
    name=st.just("P"),
    coefficient=st.integers(1, 4500).map(lambda number: Fraction(number, 1000)),
    assigned=st.integers(1, 20_000).map(lambda number: Fraction(number, 1000)),
    completed=thousandths,
    reworks=faults,
    delays=faults,
).map(as_many_faults_as_units)
people = st.lists(
    st.tuples(
        st.lists(products, max_size=4).map(tuple),
        st.integers(0, 3000).map(lambda number: Fraction(number, 100)),
        st.builds(Leadership, marks, marks, marks),
    ),
    min_size=1,
    max_size=12,
)
decisions = st.sampled_from([(), (DIVIDED_BY_COMPLETED,), (RATED_AS_SHOWN,)])


@dataclass(frozen=True)
class Scored:
    result: int | None
    total: int | None
    level: str


def inputs_of(framework, person):
    given_products, general, leadership = person
    is_led = framework.split("/")[1] not in {"non-leader", "non-manager"}
    return Inputs(framework, ON, general, given_products, leadership if is_led else None)


def one_by_one(framework, person, decided=()):
    found = score(inputs_of(framework, person), decisions=decided).outcome
    return Scored(units(found.result), units(found.total), found.level.value)


def units(points):
    return None if points is None else int(EXACT.apply(points) * 10**POINT_DIGITS)


def row_of(person):
    given_products, general, leadership = person
    volumes = Calculation(parameters_on(ON)).apply(total_volume, given_products)
    exact = [
        *(value * VOLUME_SCALE for value in (volumes.assigned, volumes.completed, volumes.quality, volumes.progress)),
        general * GENERAL_SCALE,
        *(mark * PERCENT for mark in (leadership.unit_result, leadership.organizing, leadership.cohesion)),
    ]  # fmt: skip
    assert all(value.denominator == 1 for value in exact)
    return tuple(int(value) for value in exact)


def table_of(population):
    rows = [row_of(person) for person in population]
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.Int64), orient="row")


def in_polars(framework, population, decided=()):
    frame = score_frame(table_of(population), framework, ON, decisions=decided)
    return [Scored(*row) for row in frame.select("result_points", "total", "level").rows()]


def in_duckdb(framework, population, decided=()):
    with duckdb.connect() as connection:
        values = ", ".join(
            f"({number}, {', '.join(map(str, row_of(person)))})" for number, person in enumerate(population)
        )
        table = connection.sql(f"SELECT * FROM (VALUES {values}) people(number, {', '.join(COLUMNS)})")
        scored = score_frame(table, framework, ON, decisions=decided).order("number")
        return [Scored(*row) for row in scored.select("result_points, total, level").fetchall()]


def statement(framework, population, decided=()):
    def column(name, scale):
        return ColumnNumber(STATEMENTS, Sql(f"{name}::numeric"), name, scale)

    volumes = Volumes(*(column(name, VOLUME_SCALE) for name in COLUMNS[:4]))
    leadership = Leadership(*(column(name, PERCENT) for name in COLUMNS[5:]))
    is_led = framework.split("/")[1] not in {"non-leader", "non-manager"}
    asked = Population(volumes, column("general", GENERAL_SCALE), leadership if is_led else None)
    scored = score_columns(STATEMENTS, framework, ON, asked, decisions=decided)
    values = ", ".join(
        f"({number}, {', '.join(map(str, row_of(person)))})" for number, person in enumerate(population)
    )
    return (
        f"SELECT {scored.result}, {scored.total}, {scored.level} "
        f"FROM (VALUES {values}) people(number, {', '.join(COLUMNS)}) ORDER BY number"
    )


@given(framework=st.sampled_from(FRAMEWORKS), population=people, decided=decisions)
def test_everybody_has_the_same_score_and_level_in_columns_as_alone(framework, population, decided):
    alone = [one_by_one(framework, person, decided) for person in population]
    assert in_polars(framework, population, decided) == alone


@settings(max_examples=15)
@given(framework=st.sampled_from(FRAMEWORKS), population=people, decided=decisions)
def test_a_second_engine_reads_the_same_expressions_to_the_same_scores(framework, population, decided):
    assert in_duckdb(framework, population, decided) == in_polars(framework, population, decided)


@pytest.mark.django_db
@settings(max_examples=30)
@given(framework=st.sampled_from(FRAMEWORKS), population=people, decided=decisions)
def test_the_database_computes_the_same_scores_where_the_rows_are(framework, population, decided):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement(framework, population, decided))
        found = [Scored(result, total, level) for result, total, level in cursor.fetchall()]
    assert found == [one_by_one(framework, person, decided) for person in population]


@given(framework=st.sampled_from(FRAMEWORKS), population=people)
def test_a_score_in_columns_is_between_nothing_and_a_hundred(framework, population):
    for scored in in_polars(framework, population):
        assert (scored.total is None) == (scored.level == Level.INSUFFICIENT_DATA)
        assert scored.total is None or 0 <= scored.total <= 100 * 10**POINT_DIGITS


@given(framework=st.sampled_from(FRAMEWORKS), population=people, seed=st.randoms())
def test_a_score_does_not_depend_on_who_else_is_in_the_table_or_in_which_order(framework, population, seed):
    shuffled = list(range(len(population)))
    seed.shuffle(shuffled)
    together = in_polars(framework, population)
    assert in_polars(framework, [population[place] for place in shuffled]) == [
        together[place] for place in shuffled
    ]
    assert in_polars(framework, population[:1]) == together[:1]


@given(framework=st.sampled_from(FRAMEWORKS), population=people, more=thousandths)
def test_more_work_done_or_a_better_mark_never_lowers_a_score(framework, population, more):
    def better(person):
        given_products, general, _ = person
        done = tuple(replace(one, completed=one.completed + more) for one in given_products)
        best = Leadership(Fraction(1), Fraction(1), Fraction(1))
        return done, min(general + int(more), Fraction(30)), best

    before, after = (
        in_polars(framework, population),
        in_polars(framework, [better(one) for one in population]),
    )
    for one, other in zip(before, after, strict=True):
        assert one.total is None or one.total <= other.total
        assert LEVELS.index(one.level) >= LEVELS.index(other.level)


@pytest.mark.parametrize(
    "framework", [name for name in FRAMEWORKS if name.endswith(("non-leader", "non-manager"))]
)
@pytest.mark.parametrize(
    ("hundredths", "above", "below"), [(9000, "excellent", "good"), (7000, "good", "completed"), (5000, "completed", "not_completed")]
)  # fmt: skip
def test_a_threshold_is_met_exactly_and_missed_by_a_millionth(framework, hundredths, above, below):
    """All of the work done gives 70; general points make up the rest, or the volumes do where 30 is too much."""
    result = Fraction(hundredths, 100) - 30 if hundredths < 7000 else Fraction(70)
    general = int((Fraction(hundredths, 100) - result) * GENERAL_SCALE)
    whole = 70 * VOLUME_SCALE
    done = int(result / 70 * whole)
    exactly = [whole, done, done, done, general, 0, 0, 0]
    short = [whole * 1000, done * 1000 - 1, done * 1000, done * 1000, general, 0, 0, 0]
    frame = pl.DataFrame([exactly, short], schema=dict.fromkeys(COLUMNS, pl.Int64), orient="row")
    assert score_frame(frame, framework, ON)["level"].to_list() == [above, below]


def test_a_third_of_a_point_is_kept_exactly_until_the_last_rounding():
    """1925/31 points of result: 62.096774 to six decimals, and exactly 89.096774… in all, on all carriers."""
    example = (
        (
            Product("P1", Fraction(1), Fraction(10), Fraction(10), (Fault(1),), (Fault(1), Fault(1))),
            Product("P2", Fraction(2), Fraction(2), Fraction(2)),
            Product("P3", Fraction(3, 2), Fraction(1), Fraction(0)),
        ),
        Fraction(27),
        Leadership(Fraction(1), Fraction(1), Fraction(1)),
    )
    expected = Scored(62_096_774, 89_096_774, "good")
    assert one_by_one("nd335/non-leader", example) == expected
    assert in_polars("nd335/non-leader", [example]) == in_duckdb("nd335/non-leader", [example]) == [expected]


def test_a_framework_with_conditions_on_single_products_is_refused_rather_than_scored_without_them():
    with pytest.raises(NotColumnar, match="chấm từng phiếu"):
        score_frame(pl.DataFrame(), "qd366/non-leader", ON)
