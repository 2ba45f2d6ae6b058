"""Every YAML case in this folder is a test whose id starts with the scenario it proves.

A file holds cases divided by `---`. `measure` with `checks` proves progress and status, `parts` with `expect` proves
a roll-up, `refused` proves that a measure cannot be entered.
"""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest

from woms.core.errors import Invalid
from woms.core.rounding import DISPLAY
from woms.core.strict_yaml import Table, read_documents
from woms.progress.calculations.entries import check_measure
from woms.progress.calculations.measures import Direction, LowerIsBetter, Measure, OutsideRange, ProgressRules
from woms.progress.calculations.pace import (
    InterimTarget,
    PaceRules,
    Schedule,
    Status,
    expected_progress,
    standing_of,
    status_from_pace,
)
from woms.progress.calculations.rollups import Part, RollUpRules, StatusMode, roll_up
from woms.progress.calculations.zones import zone_of


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    return CaseFile.from_parent(parent, path=file_path) if file_path.suffix == ".yaml" else None


class CaseFile(pytest.File):
    def collect(self):
        for table in read_documents(self.path):
            name = f"{table.text('id')} {table.text('name')}"
            yield CaseItem.from_parent(self, name=name, table=table)


class CaseItem(pytest.Item):
    def __init__(self, *, table: Table, **kwargs):
        super().__init__(**kwargs)
        self.table = table

    def runtest(self):
        table = self.table
        if "parts" in table:
            check_roll_up(table)
        elif "refused" in table:
            with pytest.raises(Invalid, match=table.text("refused")):
                check_measure(measure_of(table.table("measure")))
        elif "zones" in table:
            check_zones(table)
        elif "pace" in table:
            check_pace(table)
        else:
            check_progress(table)
        table.finish()

    def reportinfo(self):
        return self.path, self.table.line - 1, self.name


def check_progress(table: Table) -> None:
    measure = measure_of(table.table("measure"))
    rules = progress_rules_of(table)
    schedule = schedule_of(table) if "schedule" in table else None
    for check in table.tables("checks"):
        value = value_of(check)
        on = check.optional_day("on") or (schedule.due_on if schedule else None)
        standing = standing_of(
            measure,
            value,
            schedule=schedule or ANY_SCHEDULE,
            on=on or ANY_SCHEDULE.due_on,
            as_of=check.optional_day("as_of"),
            progress_rules=rules,
            pace_rules=pace_rules_of(table),
        )
        compare(check, "raw", shown(standing.progress.raw))
        compare(check, "score", shown(standing.progress.score))
        compare(check, "missing", standing.progress.missing)
        if schedule:
            compare(check, "expected", shown(expected_progress(measure, schedule, on, rules=rules)))
            compare(check, "status", standing.status.value)
        check.finish()


def check_pace(table: Table) -> None:
    rules = pace_rules_of(table)
    for check in table.tables("pace"):
        expected, actual = check.number("expected"), check.number("actual")
        compare(check, "status", status_from_pace(expected, actual, rules=rules).value)
        check.finish()


def check_zones(table: Table) -> None:
    for check in table.tables("zones"):
        assert zone_of(check.number("progress")).value == check.text("zone"), f"line {check.line}"
        check.finish()


def check_roll_up(table: Table) -> None:
    rules = roll_up_rules_of(table)
    whole = roll_up([part_of(part) for part in table.tables("parts")], rules=rules)
    expected = table.table("expect")
    for key in ("score", "expected", "breakthrough"):
        compare(expected, key, shown(getattr(whole, key)))
    for key in ("status", "worst_status", "coverage"):
        compare(expected, key, str(getattr(whole, key)))
    expected.finish()


def compare(check: Table, key: str, found: str) -> None:
    """A key that is written must be equal; numbers as displayed, `none` for no number."""
    if key in check:
        written = check.text(key)
        wanted = (
            shown(check.number(key)) if found not in {"none", written} and written[-1].isdigit() else written
        )
        assert found == wanted, f"line {check.line_of(key)}: {key}"


def shown(number: Decimal | None) -> str:
    return "none" if number is None else str(DISPLAY.apply(number))


def value_of(check: Table) -> Decimal | None:
    """One value, several that are added up (`sum_of`), or none."""
    if "sum_of" in check:
        return sum(check.numbers("sum_of"), Decimal(0))
    return check.optional_number("value")


def measure_of(table: Table) -> Measure:
    measure = Measure(
        Direction(table.text("direction")),
        table.number("target"),
        table.optional_number("baseline"),
        table.optional_number("range_high"),
        tuple(table.numbers("steps")) if "steps" in table else (),
    )
    table.finish()
    return measure


def schedule_of(table: Table) -> Schedule:
    entry = table.table("schedule")
    interim = tuple(InterimTarget(item.day("on"), item.number("value")) for item in entry.tables("interim"))
    schedule = Schedule(entry.day("starts_on"), entry.day("due_on"), interim)
    entry.finish()
    return schedule


def progress_rules_of(table: Table) -> ProgressRules:
    default = ProgressRules()
    if "rules" not in table:
        return default
    entry = table.table("rules")
    return ProgressRules(
        cap=entry.number("cap", default.cap),
        lower_is_better=LowerIsBetter(entry.text("lower_is_better", default.lower_is_better)),
        outside_range=OutsideRange(entry.text("outside_range", default.outside_range)),
        zero_target_step=entry.optional_number("zero_target_step"),
    )


def pace_rules_of(table: Table) -> PaceRules:
    default = PaceRules()
    if "pace_rules" not in table:
        return default
    entry = table.table("pace_rules")
    return PaceRules(
        entry.number("at_risk_above", default.at_risk_above),
        entry.number("off_track_above", default.off_track_above),
        entry.integer("stale_after_days") if "stale_after_days" in entry else None,
    )


def roll_up_rules_of(table: Table) -> RollUpRules:
    default = RollUpRules()
    if "rules" not in table:
        return default
    entry = table.table("rules")
    return RollUpRules(
        empty_counts_zero=entry.flag("empty_counts_zero", default=False),
        status_mode=StatusMode(entry.text("status_mode", default.status_mode)),
        silent_share_limit=entry.number("silent_share_limit", default.silent_share_limit),
    )


def part_of(entry: Table) -> Part:
    flags = {field.name for field in fields(Part)} & {
        "is_applicable",
        "is_archived",
        "is_breakthrough",
        "is_closed",
        "has_started",
    }
    part = Part(
        score=entry.optional_number("score"),
        weight=entry.number("weight", Decimal(1)),
        expected=entry.optional_number("expected"),
        status=Status(entry.text("status", "no_data")),
        key_results=entry.integer("key_results", 1),
        **{name: entry.flag(name, default=getattr(Part(None), name)) for name in flags},
    )
    entry.finish()
    return part


def _any_schedule() -> Schedule:
    from datetime import date

    return Schedule(date(2026, 1, 1), date(2026, 12, 31))


ANY_SCHEDULE = _any_schedule()
