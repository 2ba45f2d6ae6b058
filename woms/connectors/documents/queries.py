"""What pages, the API and the command line show of documents that were read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from woms.access.actors import Actor
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.connectors.documents import policies
from woms.connectors.documents.deadlines import Deadline
from woms.connectors.documents.key_results import SuggestedKeyResult
from woms.connectors.documents.parsed import lead_problems
from woms.connectors.documents.places import applied_before, open_plan
from woms.connectors.documents.staging import StagedPlan, StagedRow, folded, from_json
from woms.core.errors import Missing, Refused
from woms.core.vietnamese import fold
from woms.org.actors import in_force
from woms.org.models import Unit
from woms.org.queries import UnitChoice, choice_of
from woms.planning.models import ImportBatch, Plan
from woms.planning.states import ImportState

SURE_PERCENT = 60  # from here on a suggested area is shown without a question mark
_PICKABLE = 500


@dataclass(frozen=True, slots=True)
class NamedUnit:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One task as it will be written, with what a person should look at."""

    position: int
    number: str
    section: str
    place: str
    title: str
    area: str
    is_area_sure: bool
    lead: NamedUnit | None
    lead_choices: tuple[NamedUnit, ...]
    coordinating: tuple[NamedUnit, ...]
    unmatched_lead: tuple[str, ...]
    unmatched_coordinating: tuple[str, ...]
    output: str
    deadline: Deadline
    key_results: tuple[SuggestedKeyResult, ...]
    note: str
    problems: tuple[str, ...]
    is_kept: bool

    @property
    def state(self) -> str:
        return "dropped" if not self.is_kept else "look" if self.problems else "ready"


@dataclass(frozen=True, slots=True)
class UnmatchedPhrase:
    """A phrase of the document that was no known unit, how often it stands there, and what a person chose for it."""

    phrase: str
    rows: int
    unit: NamedUnit | None


@dataclass(frozen=True, slots=True)
class EarlierImport:
    """The same file, brought in before."""

    at: datetime
    by: str
    plan_title: str


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """A document as this person meets it: before confirmation a preview, afterwards a receipt.

    `locked_because` says why the plan of this period takes no rows now; `keep_because` why it cannot be undone.
    """

    id: int
    state: str
    file_name: str
    unit: UnitChoice
    period_code: str
    period_label: str
    created_at: datetime
    created_by: str
    rows: tuple[PreviewRow, ...]
    remarks: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    phrases: tuple[UnmatchedPhrase, ...]
    plan_id: int | None
    plan_title: str
    is_new_plan: bool
    locked_because: str
    keep_because: str
    earlier: EarlierImport | None
    applied_at: datetime | None
    undone_at: datetime | None
    written_objectives: int
    written_key_results: int

    def count(self, state: str) -> int:
        return sum(row.state == state for row in self.rows)

    @property
    def kept_key_results(self) -> int:
        return sum(len(row.key_results) for row in self.rows if row.is_kept)

    @property
    def unmatched(self) -> tuple[UnmatchedPhrase, ...]:
        return tuple(phrase for phrase in self.phrases if phrase.unit is None)


@dataclass(frozen=True, slots=True)
class ImportLine:
    """An import in the list of the latest ones."""

    id: int
    file_name: str
    state: str
    unit_name: str
    period_label: str
    rows: int
    created_at: datetime
    created_by: str


def import_preview(*, actor: Actor, import_id: int) -> ImportPreview:
    """This function will give one import; `Missing` unless the actor may write plans of its unit (five queries)."""
    rows = visible_to(ImportBatch.objects.all(), actor, Permission.PLAN_EDIT)
    batch = rows.select_related("unit", "period", "created_by", "plan__unit").filter(pk=import_id).first()
    if batch is None:
        raise Missing
    return _preview(batch, from_json(batch.rows))


def recent_imports(*, actor: Actor, limit: int = 10) -> tuple[ImportLine, ...]:
    """The latest documents brought in for units whose plans the actor may write."""
    rows = visible_to(ImportBatch.objects.all(), actor, Permission.PLAN_EDIT)
    rows = rows.select_related("unit", "period", "created_by").order_by("-id")[:limit]
    return tuple(
        ImportLine(
            row.pk, row.file_name, row.state, row.unit.short_name, row.period.label, len(row.rows["rows"]),
            row.created_at, row.created_by.full_name,
        )
        for row in rows
    )  # fmt: skip


def pickable_units(*, on: date, home: str) -> tuple[NamedUnit, ...]:
    """Units that a phrase of a document may mean: all but the divisions of others, in the order of the tree."""
    rows = Unit.objects.filter(in_force(on)).select_related("parent").order_by("path")
    near = (
        row for row in rows if row.parent is None or row.parent.parent_id is None or row.parent.code == home
    )
    return tuple(NamedUnit(row.code, row.name) for row in near)[:_PICKABLE]


def find_preview_rows(preview: ImportPreview, *, state: str = "", search: str = "") -> Sequence[PreviewRow]:
    """The rows in that state whose words contain every word of the search, diacritics or not."""
    words = fold(search).split()
    return [
        row
        for row in preview.rows
        if state in ("", row.state) and all(word in fold(f"{row.title} {row.output}") for word in words)
    ]


def _preview(batch: ImportBatch, staged: StagedPlan) -> ImportPreview:
    names = _names(staged)
    plan = batch.plan or open_plan(batch.unit_id, batch.period.code)
    earlier = applied_before(batch)
    return ImportPreview(
        id=batch.pk,
        state=batch.state,
        file_name=batch.file_name,
        unit=choice_of(batch.unit),
        period_code=batch.period.code,
        period_label=batch.period.label,
        created_at=batch.created_at,
        created_by=batch.created_by.full_name,
        rows=tuple(_row(row, staged, names) for row in staged.rows),
        remarks=staged.remarks,
        columns=staged.columns,
        phrases=tuple(_phrase(phrase, staged, names) for phrase in staged.phrases),
        plan_id=plan.pk if plan else None,
        plan_title=plan.title if plan else "",
        is_new_plan=plan is None,
        locked_because=_locked_because(batch, plan, staged),
        keep_because=_keep_because(batch),
        earlier=_earlier(earlier) if earlier else None,
        applied_at=batch.applied_at,
        undone_at=batch.undone_at,
        written_objectives=len(batch.written.get("objectives", ())),
        written_key_results=len(batch.written.get("key_results", ())),
    )


def _names(staged: StagedPlan) -> dict[str, NamedUnit]:
    codes = {code for row in staged.rows for code in (*row.lead, *row.coordinating, row.chosen_lead or "")}
    codes |= set(staged.matches.values())
    rows = Unit.objects.filter(code__in=codes).values_list("code", "name")
    return {code: NamedUnit(code, name) for code, name in rows}


def _row(row: StagedRow, staged: StagedPlan, names: dict[str, NamedUnit]) -> PreviewRow:
    found = staged.units_of(row)
    lead = names.get(found.lead or "")
    choices = [code for code in dict.fromkeys((*row.lead, *found.others, found.lead or "")) if code in names]
    is_settled = row.chosen_lead is not None
    leads = [lead.name] if is_settled and lead else [names[code].name for code in choices]
    return PreviewRow(
        position=row.position,
        number=row.number,
        section=" · ".join(filter(None, (row.phase, f"Năm {row.year}" if row.year else "", row.group))),
        place=row.place,
        title=row.title,
        area=row.area.value,
        is_area_sure=row.area_confidence_percent >= SURE_PERCENT,
        lead=lead,
        lead_choices=tuple(names[code] for code in choices),
        coordinating=tuple(names[code] for code in found.coordinating if code in names),
        unmatched_lead=found.unmatched_lead,
        unmatched_coordinating=found.unmatched_coordinating,
        output=row.output,
        deadline=row.deadline,
        key_results=row.key_results,
        note=row.note,
        problems=(*lead_problems(leads, () if is_settled and lead else found.unmatched_lead), *row.problems),
        is_kept=row.is_kept,
    )


def _phrase(phrase: str, staged: StagedPlan, names: dict[str, NamedUnit]) -> UnmatchedPhrase:
    key = folded(phrase)
    rows = sum(
        any(folded(other) == key for other in (*row.unmatched_lead, *row.unmatched_coordinating))
        for row in staged.rows
    )
    return UnmatchedPhrase(phrase, rows, names.get(staged.matches.get(key, "")))


def _locked_because(batch: ImportBatch, plan: Plan | None, staged: StagedPlan) -> str:
    if batch.state != ImportState.PREVIEWED:
        return ""
    try:
        policies.check_can_confirm(batch, plan, rows=len(staged.kept), earlier=False, again=False)
    except Refused as refused:
        return refused.sentence
    return ""


def _keep_because(batch: ImportBatch) -> str:
    if batch.state != ImportState.APPLIED:
        return ""
    try:
        policies.check_can_undo(batch, batch.plan)
    except Refused as refused:
        return refused.sentence
    return ""


def _earlier(batch: ImportBatch) -> EarlierImport:
    title = batch.plan.title if batch.plan else ""
    return EarlierImport(batch.applied_at or batch.created_at, batch.created_by.full_name, title)
