"""A past year of work of the sample province, seen from a reference day."""

from __future__ import annotations

from datetime import date, datetime

from woms.core.clock import local_date
from woms.planning.models import Period
from woms.progress import rollups
from woms.sample.calendar import needed_periods, years_of_activity
from woms.sample.evaluation import EvaluationWriter, evaluated_months
from woms.sample.evidence import EvidenceWriter
from woms.sample.funds import load_fund
from woms.sample.history import History
from woms.sample.loading import Rows, analyze
from woms.sample.organization import Organization
from woms.sample.planned_year import load_plans
from woms.sample.planning import LoadedPlan, PlanWriter
from woms.sample.progress import ProgressWriter
from woms.sample.removal import SAMPLE_ROWS
from woms.sample.weeks import load_weekly_reports
from woms.sample.work import WorkWriter


def load_activity(organization: Organization, at: datetime) -> list[str]:
    """Write the year's activity up to an instant; return the codes of the periods that had to be added."""
    on = local_date(at)
    period_ids, added = _load_periods(on)
    history = History()
    writer = PlanWriter(organization, history)
    plans = load_plans(organization, writer, on, period_ids)
    writer.write()
    _load_progress(organization, history, plans, at)
    _load_evaluation(organization, history, on, period_ids)
    history.write()
    load_fund(organization, on)
    analyze(SAMPLE_ROWS)
    _compute(plans, at)
    return added


def _load_progress(
    organization: Organization, history: History, plans: list[LoadedPlan], at: datetime
) -> None:
    evidence = EvidenceWriter(organization, history, at)
    writer = ProgressWriter(history, evidence)
    for plan in plans:
        for key_result in plan.key_results:
            writer.add_log(key_result)
    evidence.write()
    writer.write()
    load_weekly_reports(organization, history, plans, at)


def _load_evaluation(
    organization: Organization, history: History, on: date, period_ids: dict[str, int]
) -> None:
    work = WorkWriter(history)
    writer = EvaluationWriter(organization, history, work)
    for month in evaluated_months(on, period_ids):
        writer.add_cycle(month)
    work.write()
    writer.write()


def _compute(plans: list[LoadedPlan], at: datetime) -> None:
    """States and roll-ups by the product's own recomputation, month by month since the year began."""
    on = local_date(at)
    first = years_of_activity(on)[0].starts_on
    rollups.recompute_plans(
        plan_ids=[plan.id for plan in plans], months=rollups.months_between(first, on), at=at, on=on
    )


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
