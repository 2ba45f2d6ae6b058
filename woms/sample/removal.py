"""Which rows belong to the sample, what real data stands in the way, and how all of the sample is removed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey, Model, Q

from woms.evaluation.models import (
    AddedIncomeFund,
    AddedIncomeShare,
    Appeal,
    ClosingGap,
    ClosingRun,
    ClosingUnit,
    CollectiveOpinion,
    Cycle,
    CycleLock,
    CycleReopening,
    Dossier,
    EvaluationFact,
    FundDecision,
    GeneralScore,
    LockedResult,
    Rating,
    ScoreSheet,
)
from woms.local_rules.models import ParameterDecision
from woms.org.models import Account, Assignment, Grant, Person, Unit, UnitAlias
from woms.planning.models import (
    Cascade,
    ImportBatch,
    InterimTarget,
    KeyResult,
    Objective,
    ObjectiveCoordinator,
    Period,
    Plan,
)
from woms.progress.models import CheckIn, KeyResultState, Obstacle, Rollup, WeeklyReport
from woms.records import files
from woms.records.models import Event, StoredFile
from woms.work.models import CatalogImport, CatalogProduct, Evidence, WorkFault, WorkItem
from woms.workflow.models import Decision

SAMPLE_ROWS: Mapping[type[Model], str] = {
    FundDecision: "is_sample",
    AddedIncomeShare: "is_sample",
    AddedIncomeFund: "is_sample",
    Appeal: "is_sample",
    LockedResult: "is_sample",
    CycleReopening: "is_sample",
    CycleLock: "is_sample",
    CollectiveOpinion: "is_sample",
    EvaluationFact: "is_sample",
    ClosingGap: "dossier__is_sample",
    ClosingUnit: "unit__is_sample",
    ClosingRun: "is_sample",
    Rating: "is_sample",
    ScoreSheet: "is_sample",
    GeneralScore: "is_sample",
    Dossier: "is_sample",
    Cycle: "is_sample",
    CheckIn: "is_sample",
    KeyResultState: "key_result__objective__plan__is_sample",
    Rollup: "unit__is_sample",
    WeeklyReport: "person__is_sample",
    Obstacle: "key_result__objective__plan__is_sample",
    Evidence: "unit__is_sample",
    StoredFile: "is_sample",
    WorkFault: "work_item__person__is_sample",
    WorkItem: "person__is_sample",
    CatalogProduct: "is_sample",
    ParameterDecision: "is_sample",
    Decision: "is_sample",
    Event: "is_sample",
    ImportBatch: "unit__is_sample",
    Cascade: "parent_key_result__objective__plan__is_sample",
    InterimTarget: "key_result__objective__plan__is_sample",
    KeyResult: "objective__plan__is_sample",
    ObjectiveCoordinator: "objective__plan__is_sample",
    Objective: "plan__is_sample",
    Plan: "is_sample",
    Account: "is_sample",
    Grant: "person__is_sample",
    Assignment: "person__is_sample",
    Person: "is_sample",
    UnitAlias: "unit__is_sample",
    Unit: "is_sample",
}
"""For each table, the look-up that is true for a row of the sample."""

WITHOUT_SAMPLE_ROWS: Mapping[type[Model], str] = {
    CatalogImport: "sheets that people brought in themselves",
    Period: "calendar facts; those that the sample added and nobody uses go with it",
}


_NOUNS: Mapping[type[Model], str] = {
    Account: "tài khoản",
    Assignment: "vị trí công tác",
    Cascade: "chỉ tiêu giao xuống",
    CheckIn: "lần cập nhật",
    Decision: "quyết định phê duyệt",
    Dossier: "phiếu đánh giá",
    Evidence: "minh chứng",
    Grant: "phân quyền",
    Objective: "nhiệm vụ",
    ParameterDecision: "quyết định về tham số",
    Plan: "kế hoạch",
    Unit: "đơn vị",
    WorkItem: "công việc",
}


def real_rows_in_the_way() -> list[str]:
    """Give one phrase for each kind of real data that refers to the sample: `2 kế hoạch`."""
    counts = ((model, _count_real(model)) for model in apps.get_models())
    return [f"{count} {_NOUNS.get(model, model.__name__)}" for model, count in counts if count]


def _count_real(model: type[Model]) -> int:
    """Rows that are not of the sample and yet lead to it."""
    leads_to_sample = Q()
    for field in model._meta.concrete_fields:
        if not isinstance(field, ForeignKey):
            continue
        mark = SAMPLE_ROWS.get(cast("type[Model]", field.related_model))
        if mark:
            leads_to_sample |= Q(**{f"{field.name}__{mark}": True})
    if not leads_to_sample:
        return 0
    rows = model._default_manager.filter(leads_to_sample)
    if model in SAMPLE_ROWS:
        rows = rows.exclude(**{SAMPLE_ROWS[model]: True})
    return rows.count()


def delete_sample_rows(periods: list[str]) -> int:
    """Delete every row of the sample, and the given periods as far as nothing uses them; return how many went.

    To be called in a transaction, after `real_rows_in_the_way` found nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL woms.removing_sample = 'on'")
        gone = 0
        for model, mark in SAMPLE_ROWS.items():
            chosen, parameters = (
                model._default_manager.filter(**{mark: True}).values("pk").query.sql_with_params()
            )
            key = model._meta.pk.column
            cursor.execute(
                f'DELETE FROM "{model._meta.db_table}" WHERE "{key}" IN ({chosen})',  # noqa: S608 - our own tables
                parameters,
            )
            gone += cursor.rowcount
        cursor.execute("SET LOCAL woms.removing_sample = 'off'")
    return gone + _delete_unused_periods(periods)


def _delete_unused_periods(codes: list[str]) -> int:
    unused = Period.objects.filter(code__in=codes)
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.related_model is Period:
                unused = unused.exclude(pk__in=model._default_manager.values(field.attname))
    return unused.delete()[0]


def sample_files() -> list[Path]:
    """Where the sample's stored files are, to be deleted once their rows are gone for good."""
    hashes = StoredFile.objects.filter(is_sample=True).values_list("sha256", flat=True)
    return [files.address_of(sha256) for sha256 in hashes]
