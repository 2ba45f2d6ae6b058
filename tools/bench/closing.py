"""`python -m tools.bench.closing`: a month closed for everybody, beside the least that PostgreSQL must do for it.

Runs in the WOMS_HOME of a large sample (`./run sample --people 200000 --month 2026-11`). Everything is measured in
transactions that are taken back; floor and product take turns.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any, TypeVar

T = TypeVar("T")

FLOOR = """
CREATE TEMPORARY TABLE floor_scores (person_id bigint PRIMARY KEY, assigned numeric, completed numeric, faults bigint)
    ON COMMIT DROP;
INSERT INTO floor_scores
SELECT w.person_id, sum(w.assigned_volume), sum(w.completed_volume), count(f.id)
FROM work_workitem w LEFT JOIN work_workfault f ON f.work_item_id = w.id
WHERE w.period_id = %(period)s GROUP BY w.person_id;
CREATE TEMPORARY TABLE floor_units ON COMMIT DROP AS
SELECT d.unit_id, count(*), sum(s.completed) FROM floor_scores s
JOIN evaluation_dossier d ON d.person_id = s.person_id AND d.cycle_id = %(cycle)s GROUP BY d.unit_id;
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.bench.closing", description=__doc__)
    parser.add_argument(
        "--months", default="2027-01:10000,2027-02:50000,2026-11:0", help="month:people, 0 for all"
    )
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.commands import prepare_database
    from config.prepare import bring_up_to_date

    prepare_database(["bench"])
    bring_up_to_date()
    sizes = [part.split(":") for part in wanted.months.split(",")]
    found = [measure(month, int(people), wanted.rounds) for month, people in sizes]
    show(found)


def measure(month: str, people: int, rounds: int) -> dict[str, Any]:
    from woms.core import clock
    from woms.sample.volumes import add_month_for_everybody

    print(f"{month}…", file=sys.stderr, flush=True)
    added = add_month_for_everybody(period_code=month, at=clock.now(), people=people)
    taken: dict[str, list[float]] = {}
    for number in range(rounds):
        taken.setdefault("floor", []).append(timed_floor(month))
        for name, seconds in timed_closing(month, is_last=number == rounds - 1).items():
            taken.setdefault(name, []).append(seconds)
    return {"people": added.people, **{name: statistics.median(values) for name, values in taken.items()}}


def timed_floor(month: str) -> float:
    from django.db import connection, transaction

    from woms.evaluation.models import Cycle

    cycle = Cycle.objects.get(period__code=month)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
        seconds, _ = timed(lambda: cursor.execute(FLOOR, {"period": cycle.period_id, "cycle": cycle.pk}))
        transaction.set_rollback(True)
    return seconds


def timed_closing(month: str, *, is_last: bool) -> dict[str, float]:
    """Closed for the first time, again without a change, and again after some people's work changed."""
    from django.db import transaction

    from woms.evaluation.models import Cycle

    cycle = Cycle.objects.select_related("period").get(period__code=month)
    found: dict[str, float] = {}
    with transaction.atomic():
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        found["full"], found["written"] = timed(partial(close, cycle))
        found["memory_mb"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        found["again"], found["rewritten"] = timed(partial(close, cycle))
        if is_last:
            for dirty in (1, 100, 2000):
                spoil(cycle, dirty)
                found[f"dirty_{dirty}"], found[f"touched_{dirty}"] = timed(partial(close, cycle))
            found["differing"] = differing(cycle)
        transaction.set_rollback(True)
    return found


def close(cycle: Any) -> int:
    from woms.access.actors import SYSTEM
    from woms.core import clock
    from woms.evaluation.closing.queries import people_in
    from woms.evaluation.closing.running import close_everybody
    from woms.evaluation.models import ClosingRun
    from woms.evaluation.states import ClosingState
    from woms.org.models import Unit
    from woms.org.queries import city

    run = ClosingRun.objects.create(
        cycle=cycle, unit=Unit.objects.get(pk=city().id), state=ClosingState.FINISHED, started_by_name="bench",
        started_at=clock.now(), total=people_in(cycle, city().path).count(),
    )  # fmt: skip
    close_everybody(run, actor=SYSTEM, clock=clock.now)
    return run.written


def spoil(cycle: Any, people: int) -> None:
    """One product more done, for some of the staff."""
    from django.db.models import F

    from woms.work.models import WorkItem

    items = WorkItem.objects.filter(period=cycle.period, person__in=_staff(cycle)[:people]).order_by(
        "person_id", "id"
    )
    ids = items.distinct("person_id").values_list("pk", flat=True)
    WorkItem.objects.filter(pk__in=list(ids)).update(completed_quantity=F("completed_quantity") + 1)


def _staff(cycle: Any) -> Any:
    from woms.evaluation.models import Dossier

    rows = Dossier.objects.filter(cycle=cycle, framework="nd335/non-leader", state="decision")
    return rows.order_by("person_id").values("person_id")


def differing(cycle: Any) -> int:
    """Sheets of the closing that the columns of Polars score differently."""
    import polars as pl

    from woms.evaluation.models import ScoreSheet
    from woms.regulations.frames import score_frame

    rows = ScoreSheet.objects.filter(dossier__cycle=cycle, inputs__has_key="sums")
    wrong = 0
    for framework in rows.order_by().values_list("dossier__framework", flat=True).distinct():
        sheets = rows.filter(dossier__framework=framework).values_list("inputs", "total", "level")
        table = _table(pl, sheets.iterator())
        scored = score_frame(table, framework, cycle.governing_date)
        pairs = zip(
            scored["total"].to_list(), scored["level"].to_list(), table["was"], table["rated"], strict=True
        )
        wrong += sum((total, level) != (was, rated) for total, level, was, rated in pairs)
    return wrong


def _table(pl: Any, sheets: Any) -> Any:
    names = (
        "general",
        "assigned",
        "completed",
        "quality",
        "progress",
        "unit_result",
        "organizing",
        "cohesion",
    )
    rows = [
        (
            *inputs["sums"],
            *[0] * (len(names) - len(inputs["sums"])),
            None if total is None else int(total * 10**6),
            level,
        )
        for inputs, total, level in sheets
    ]
    schema = {**dict.fromkeys((*names, "was"), pl.Int64), "rated": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds that the work took, and what it gave."""
    started = time.perf_counter()
    given = work()
    return time.perf_counter() - started, given


def show(found: list[dict[str, Any]]) -> None:
    from tools.bench.table import number, table

    rows = [
        [
            number(one["people"], 0), number(one["floor"], 2), number(one["full"], 2),
            number(one["full"] / one["floor"], 1), number(one["again"] / one["full"], 2),
            number(one["rewritten"], 0), *(number(one[f"dirty_{dirty}"], 2) for dirty in (1, 100, 2000)),
            number(one["memory_mb"], 0), number(one["differing"], 0),
        ]
        for one in found
    ]  # fmt: skip
    heading = [
        "people",
        "floor s",
        "ours s",
        "ratio",
        "again",
        "rewritten",
        "1 dirty s",
        "100",
        "2000",
        "+MB",
        "differ",
    ]
    print(table("Monthly close", heading, rows, texts=0))
    for small, large in pairwise(found):
        slope = math.log(large["full"] / small["full"]) / math.log(large["people"] / small["people"])
        print(f"growth {small['people']} → {large['people']}: slope {slope:.2f}")


if __name__ == "__main__":
    main()
