"""Load the weekly reports of those who report every week: how many key results spoke, which stayed silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from woms.core.clock import local_date
from woms.core.periods import CalendarPeriod, week_of
from woms.progress import events
from woms.progress.models import WeeklyReport
from woms.sample.history import History
from woms.sample.loading import Rows
from woms.sample.organization import Official, Organization
from woms.sample.planning import LoadedKeyResult, LoadedPlan
from woms.sample.year import PILOT_UNITS

_WEEKS = 8
_SENT_AFTER = timedelta(minutes=6)


def load_weekly_reports(
    organization: Organization, history: History, plans: list[LoadedPlan], at: datetime
) -> None:
    """Add a report for each week in which someone of the pilot units reported anything."""
    rows = Rows(WeeklyReport)
    for person, figures in _owners(plans).items():
        for week in _past_weeks(at):
            _add(organization, history, rows, person, figures, week)
    rows.write()


def _owners(plans: list[LoadedPlan]) -> dict[Official, list[LoadedKeyResult]]:
    found: dict[Official, list[LoadedKeyResult]] = defaultdict(list)
    for plan in plans:
        for figure in plan.key_results:
            if figure.owner and figure.owner.unit.startswith(PILOT_UNITS):
                found[figure.owner].append(figure)
    return found


def _past_weeks(at: datetime) -> Iterator[CalendarPeriod]:
    """The last whole weeks, oldest first."""
    this_week = week_of(local_date(at)).starts_on
    for weeks in range(_WEEKS, 0, -1):
        yield week_of(this_week - timedelta(weeks=weeks))


def _add(
    organization: Organization,
    history: History,
    rows: Rows,
    person: Official,
    figures: list[LoadedKeyResult],
    week: CalendarPeriod,
) -> None:
    asked = [figure for figure in figures if figure.period.starts_on < week.ends_on]
    entries = {
        figure.id: max(reading.at for reading in figure.year.readings if reading.as_of in week)
        for figure in asked
        if any(reading.as_of in week for reading in figure.year.readings)
    }
    if not entries:
        return
    unit, sent_at = organization.units[person.unit], max(entries.values()) + _SENT_AFTER
    silent = [figure.id for figure in asked if figure.id not in entries]
    report_id = rows.add(
        person_id=person.id,
        unit_id=unit.id,
        week=week.code,
        key_results=len(asked),
        reported_key_results=len(entries),
        silent=silent,
        sent_at=sent_at,
        is_sample=True,
    )
    event = events.WeekReported(
        subject_id=report_id,
        unit_id=unit.id,
        unit_path=unit.path,
        is_sample=True,
        week=week.label,
        reported=len(entries),
        total=len(asked),
    )
    history.tell(event, official=person, at=sent_at, after={"silent": silent})
