"""A past year of work of the sample province, seen from a reference day."""

from __future__ import annotations

from datetime import date

from woms.planning.models import Period
from woms.sample.calendar import needed_periods
from woms.sample.history import History
from woms.sample.loading import Rows
from woms.sample.organization import Organization
from woms.sample.planned_year import load_plans
from woms.sample.planning import PlanWriter


def load_activity(organization: Organization, on: date) -> list[str]:
    """Write the year's activity up to a day; return the codes of the periods that had to be added."""
    period_ids, added = _load_periods(on)
    history = History()
    writer = PlanWriter(organization, history)
    load_plans(organization, writer, on, period_ids)
    writer.write()
    history.write()
    return added


def _load_periods(on: date) -> tuple[dict[str, int], list[str]]:
    known = dict(Period.objects.values_list("code", "id"))
    rows, added = Rows(Period), []
    for period in needed_periods(on):
        if period.code in known:
            continue
        added.append(period.code)
        known[period.code] = rows.add(
            code=period.code,
            kind=period.kind,
            label=period.label,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
        )
    rows.write()
    return known, added
