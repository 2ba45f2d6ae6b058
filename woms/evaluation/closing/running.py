"""The work of a closing: group after group, chunk after chunk, each in one transaction that also says how far it is.

Whoever works holds a session lock of the database, which ends with the process: after kill -9 the next one goes on
from the last finished chunk. A chunk done twice writes nothing the second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Length, Replace

from woms.access.actors import Actor
from woms.core.clock import local_date
from woms.core.errors import Conflict
from woms.core.periods import PeriodKind
from woms.evaluation import criteria, events
from woms.evaluation.aggregating import is_of_parts
from woms.evaluation.closing import statements
from woms.evaluation.closing.queries import people_in
from woms.evaluation.closing.statements import Group
from woms.evaluation.facts import people_with_facts
from woms.evaluation.models import ClosingRun, Dossier
from woms.evaluation.policies import UNTOUCHED_BY_CLOSING
from woms.evaluation.queries import latest_mark
from woms.evaluation.scoring import gather, record_score
from woms.evaluation.states import ACTIVE_CLOSINGS, ClosingState, GapReason, Stage
from woms.local_rules.queries import DecisionBook, decision_book
from woms.org.actors import load_actor
from woms.org.models import Account
from woms.org.states import Rank
from woms.records.log import record_event
from woms.regulations import LocalDecision, rules_version
from woms.regulations.columns import COLUMNAR
from woms.regulations.profiles import profile_of

CHUNK = 20_000
ONE_BY_ONE = 100
REASON = "Chốt kỳ"
LOCKS = 730_113  # the class of our session locks
_SURVEY = "0"

Progress = Callable[[int, int], object]


class Stopped(Exception):
    """Somebody cancelled the closing."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for everybody, the units with decisions of their own, and the people with facts to weigh."""

    decisions: tuple[LocalDecision, ...]
    own: tuple[str, ...]
    special: tuple[int, ...]


def execute_closing(
    *, run_id: int, clock: Callable[[], datetime], progress: Progress | None = None
) -> ClosingRun:
    """This function will do, or go on with, a closing that waits or was interrupted.

    Raises `Conflict` while another process works on it. An error is kept on the run and raised again.
    """
    with _alone(run_id):
        run = ClosingRun.objects.select_related("cycle__period", "unit").get(pk=run_id)
        if run.state not in ACTIVE_CLOSINGS:
            return run
        actor = _starter(run, clock())
        try:
            _set_running(run, clock())
            close_everybody(run, actor=actor, clock=clock, progress=progress)
            _finish(run, actor, clock())
        except Stopped:
            record_end(run, ClosingState.CANCELLED, clock())
            event: Any = events.ClosingCancelled(**about(run), done=run.done)
            record_event(actor=actor, at=clock(), event=event)
        except Exception as error:
            _fail(run, actor, clock(), error)
            raise
        return run


def interrupted_closings() -> tuple[int, ...]:
    """Closings that should be at work and are not: their process ended without a word."""
    running = ClosingRun.objects.filter(state=ClosingState.RUNNING).values_list("pk", flat=True)
    return tuple(run_id for run_id in running if not is_at_work(run_id))


def is_at_work(run_id: int) -> bool:
    """Does a process hold the run's lock?"""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [LOCKS, run_id],
        )
        return bool(cursor.fetchone()[0])


def close_everybody(
    run: ClosingRun, *, actor: Actor, clock: Callable[[], datetime], progress: Progress | None = None
) -> None:
    """Every group from those without people of their own up to the heads, from where the run stands."""
    _run_sql(
        "SET jit = off; SET work_mem = '64MB'"
    )  # compiling takes longer than running; a chunk fits in memory
    rules = _rules(run)
    tell = progress or (lambda _done, _total: None)
    if run.step <= _SURVEY:
        _survey(run, clock)
    is_prepared = False
    for group in _groups(run):
        if group.is_led and not is_prepared:
            _run_sql(statements.MAKE_FAILING)
            _run_sql(statements.FIND_FAILING, {**_about_run(run), "after": 0, "until": 0})
            is_prepared = True
        if group.in_columns and group.key >= run.step:
            _close_group(run, group, rules, actor, clock, tell)
        if f"{group.key}~" >= run.step:
            _close_one_by_one(run, group, rules, actor, clock, tell)
    with transaction.atomic():
        _run_sql(statements.LATEST, _about_run(run))
        _run_sql(statements.ROLL_UP, _about_run(run))
        run.digest = _run_sql(statements.DIGEST)[0]


def about(run: ClosingRun) -> dict[str, Any]:
    """What every event of a closing says."""
    return {
        "subject_id": run.pk,
        "unit_id": run.unit_id,
        "unit_path": run.unit.path,
        "is_sample": run.is_sample,
        "period_label": run.cycle.period.label,
        "unit_name": run.unit.name,
    }


def record_end(run: ClosingRun, state: ClosingState, at: datetime) -> None:
    run.state, run.finished_at = state, at
    run.save()


def _survey(run: ClosingRun, clock: Callable[[], datetime]) -> None:
    """Who is not with us yet, and who was rated already: both count as done."""
    with _step(run, clock):
        _run_sql(statements.SURVEY, _about_run(run))
        waiting = people_in(run.cycle, run.unit.path).filter(state__in=UNTOUCHED_BY_CLOSING).count()
        run.done, run.step, run.after_person = waiting, "1", 0


def _groups(run: ClosingRun) -> list[Group]:
    """Frameworks of staff first; then leaders, deepest units first, and in a unit the junior rank first."""
    depth = Length("unit__path") - Length(Replace(F("unit__path"), Value("/"), Value("")))
    rows = people_in(run.cycle, run.unit.path).annotate(depth=depth).order_by()
    is_whole = run.cycle.period.kind == PeriodKind.MONTH  # a quarter or a year is made of its months
    order = list(Rank)
    found = set()
    for framework, rank, depth_found in rows.values_list("framework", "rank", "depth").distinct():
        in_columns = is_whole and framework in COLUMNAR
        if "leadership" not in profile_of(framework).sections:
            found.add(Group(f"1|{framework}", framework, is_led=False, in_columns=in_columns))
            continue
        key = f"2|{99 - depth_found:02}|{9 - order.index(Rank(rank))}|{framework}"
        found.add(Group(key, framework, is_led=True, in_columns=in_columns, rank=rank, depth=depth_found))
    return sorted(found, key=lambda group: group.key)


def _close_group(
    run: ClosingRun, group: Group, rules: Rules, actor: Actor, clock: Callable[[], datetime], tell: Progress
) -> None:
    statement = statements.score_group(group, run.cycle.governing_date, rules.decisions)
    facts = {**_about_run(run), **_facts(run, group, rules), "by": actor.name, "size": CHUNK}
    if run.step != group.key:
        run.step, run.after_person = group.key, 0
    while True:
        facts["after"], facts["at"] = run.after_person, clock()
        until, people = _run_sql(statements.NEXT_CHUNK, facts)
        if not people:
            return
        facts["until"] = until
        with _step(run, clock):
            (written,) = _run_sql(statement, facts)
            _judge_again(group, facts)
            run.written, run.done, run.after_person = run.written + written, run.done + people, until
        tell(run.done, run.total)


def _close_one_by_one(
    run: ClosingRun, group: Group, rules: Rules, actor: Actor, clock: Callable[[], datetime], tell: Progress
) -> None:
    """People of a group whose rules need more than columns: facts, other frameworks, decisions of their unit."""
    rows = _one_by_one(run, group, rules)
    if run.step != f"{group.key}~":
        run.step, run.after_person = f"{group.key}~", 0
    while chunk := list(rows.filter(person_id__gt=run.after_person)[:ONE_BY_ONE]):
        with _step(run, clock):
            for dossier in chunk:
                run.written += _score_one(run, dossier, actor, clock())
            until = chunk[-1].person_id
            _judge_again(group, {**_about_run(run), "after": run.after_person, "until": until})
            run.done, run.after_person = run.done + len(chunk), until
        tell(run.done, run.total)


def _one_by_one(run: ClosingRun, group: Group, rules: Rules) -> QuerySet[Dossier]:
    rows = people_in(run.cycle, run.unit.path).filter(framework=group.framework)
    if group.is_led:
        depth = Length("unit__path") - Length(Replace(F("unit__path"), Value("/"), Value("")))
        rows = rows.annotate(depth=depth).filter(rank=group.rank, depth=group.depth)
    if group.in_columns:
        wanted = Q(person_id__in=rules.special)
        for path in rules.own:
            wanted |= Q(unit__path__startswith=path)
        rows = rows.filter(wanted)
    rows = rows.exclude(state__in=UNTOUCHED_BY_CLOSING)
    return rows.select_related("person", "unit", "cycle__period").order_by("person_id")


def _judge_again(group: Group, facts: dict[str, Any]) -> None:
    """Who of the leaders just scored has not completed the work: those above them will be asked next."""
    if group.is_led:
        _run_sql(statements.FORGET_FAILING, facts)
        _run_sql(statements.FIND_FAILING, facts)


def _score_one(run: ClosingRun, dossier: Dossier, actor: Actor, at: datetime) -> int:
    mark = latest_mark(dossier, Stage.SUPERIOR)
    if not is_of_parts(dossier) and (mark is None or gather(dossier, mark) is None):
        run.gaps.update_or_create(dossier=dossier, defaults={"reason": GapReason.NO_MARK})
        return 0
    last = dossier.score_sheets.order_by("-revision").values_list("revision", flat=True).first()
    sheet = record_score(actor=actor, at=at, dossier=dossier, mark=mark, stage=Stage.SUPERIOR, reason=REASON)
    if sheet.total is None:
        run.gaps.update_or_create(dossier=dossier, defaults={"reason": GapReason.NO_WORK})
    return int(sheet.revision != last)


def _rules(run: ClosingRun) -> Rules:
    book: DecisionBook = decision_book(run.cycle.governing_date)
    root = "/".join(run.unit.path.split("/")[:2]) + "/"
    own = tuple(sorted({path for path, _, _ in book.rows if path != root}))
    return Rules(book.for_unit(root), own, people_with_facts(run.cycle))


def _facts(run: ClosingRun, group: Group, rules: Rules) -> dict[str, Any]:
    marks = criteria.leadership_marks_on(run.cycle.governing_date, rules.decisions)
    return {
        "framework": group.framework,
        "rank": group.rank,
        "depth": group.depth,
        "own_rules": list(rules.own),
        "special": list(rules.special),
        "untouched": sorted(UNTOUCHED_BY_CLOSING),
        "on": run.cycle.governing_date.isoformat(),
        "decisions": statements.decisions_key(rules.decisions),
        "rules": rules_version(),
        "reason": REASON,
        "high": marks[0],
        "low": marks[-1],
    }


def _about_run(run: ClosingRun) -> dict[str, Any]:
    return {
        "run": run.pk,
        "cycle": run.cycle_id,
        "period": run.cycle.period_id,
        "path": run.unit.path,
    }


@contextmanager
def _step(run: ClosingRun, clock: Callable[[], datetime]) -> Iterator[None]:
    """One chunk with its place in the run, all or nothing; raises `Stopped` when somebody cancelled before it."""
    with transaction.atomic():
        cancelled = (
            ClosingRun.objects.select_for_update().values_list("cancelled_at", flat=True).get(pk=run.pk)
        )
        if cancelled is not None:
            run.refresh_from_db(fields=["cancelled_at", "cancelled_by_name"])
            raise Stopped
        yield
        run.heartbeat_at = clock()
        run.save(update_fields=["done", "written", "step", "after_person", "heartbeat_at"])


def _set_running(run: ClosingRun, at: datetime) -> None:
    run.state, run.heartbeat_at = ClosingState.RUNNING, at
    run.save(update_fields=["state", "heartbeat_at"])


@transaction.atomic
def _finish(run: ClosingRun, actor: Actor, at: datetime) -> None:
    record_end(run, ClosingState.FINISHED, at)
    gaps = run.gaps.count()
    event = events.ClosingFinished(**about(run), people=run.total, written=run.written, gaps=gaps)
    record_event(actor=actor, at=at, event=event, after={"digest": run.digest, "written": run.written})


@transaction.atomic
def _fail(run: ClosingRun, actor: Actor, at: datetime, error: Exception) -> None:
    run.error = f"{type(error).__name__}: {error}"[:500]
    record_end(run, ClosingState.FAILED, at)
    record_event(actor=actor, at=at, event=events.ClosingFailed(**about(run)), after={"error": run.error})


@contextmanager
def _alone(run_id: int) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, run_id])
        if not cursor.fetchone()[0]:
            raise Conflict(
                "Lần chốt này đang được một tiến trình khác thực hiện. Hãy xem tiến độ ở trang Chốt kỳ.",
                code="closing.at_work",
            )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, run_id])


def _starter(run: ClosingRun, at: datetime) -> Actor:
    """Scores are signed by whoever started the closing; the command line signs as the system."""
    found = Account.objects.filter(person__isnull=False, person=run.started_by).select_related("person")
    account = found.first()
    if account is None:
        return Actor(person_id=None, name=run.started_by_name, is_system=True)
    return load_actor(account, local_date(at))


def _run_sql(statement: str, facts: dict[str, Any] | None = None) -> Sequence[Any]:
    """Run one statement; the first row of its answer, if it has one."""
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return cursor.fetchone() or () if cursor.description else ()
