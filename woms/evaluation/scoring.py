"""The only bridge to the regulations: gather what happened, let the rules decide, record the score with its trace."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from woms.access.actors import Actor
from woms.core.numbers import round_half_up
from woms.evaluation import aggregating, criteria, events, facts
from woms.evaluation.closing.statements import sums_digest
from woms.evaluation.models import Dossier, GeneralScore, Rating, ScoreSheet
from woms.evaluation.states import Level, Stage
from woms.local_rules.queries import decisions_in_force
from woms.org.posts import senior_ranks
from woms.org.states import Rank
from woms.planning.states import Kind
from woms.records.log import record_event
from woms.regulations import (
    Explanation,
    Fault,
    Inputs,
    Leadership,
    LocalDecision,
    Product,
    Score,
    explain,
    score,
)
from woms.regulations.cases import inputs_as_json, parse_case
from woms.regulations.columns import inputs_of_sums, sums_of
from woms.work.models import WorkFault, WorkItem
from woms.work.states import FaultKind

Json = dict[str, Any]
STORED_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Computed:
    """A score with everything that is kept of it."""

    score: Score
    inputs: Json
    digest: str
    explanation: Json
    sums_digest: str = ""

    @property
    def total(self) -> Decimal | None:
        return self.score.total


def gather(dossier: Dossier, mark: GeneralScore | None) -> Inputs | None:
    """What the rules may know of a dossier: its products as delivered, the mark given, for leaders their people.

    None while a leader has no mark yet: nothing could be scored.
    """
    leadership = _leadership(dossier, mark) if dossier.framework in criteria.LEADER_FRAMEWORKS else None
    if dossier.framework in criteria.LEADER_FRAMEWORKS and leadership is None:
        return None
    return Inputs(
        framework=dossier.framework,
        on=dossier.cycle.governing_date,
        general=Fraction(mark.points) if mark is not None else Fraction(0),
        products=tuple(_product(item) for item in counted_items(dossier)),
        leadership=leadership,
        facts=facts.facts_of(dossier),
    )


def counted_items(dossier: Dossier) -> QuerySet[WorkItem]:
    """The products that count: breakthrough work is shown apart and never scored."""
    return items_of(dossier).exclude(key_result__kind=Kind.OKR)


def items_of(dossier: Dossier) -> QuerySet[WorkItem]:
    rows = WorkItem.objects.filter(person_id=dossier.person_id, period_id=dossier.cycle.period_id)
    return rows.select_related("product", "key_result").prefetch_related("faults").order_by("due_on", "id")


def decisions_of(dossier: Dossier) -> tuple[LocalDecision, ...]:
    """What was decided for the dossier's unit where the law leaves room, on the governing day."""
    return decisions_in_force(unit_path=dossier.unit.path, on=dossier.cycle.governing_date)


def compute(
    inputs: Inputs, *, decisions: Sequence[LocalDecision] = (), notes: Iterable[str] = ()
) -> Computed:
    """Let the rules decide. The same inputs and decisions give the same score and the same digest for ever."""
    found = score(inputs, decisions=decisions)
    stored = inputs_as_json(inputs, decisions=found.decisions)
    explained = explain(found, inputs, decisions=decisions)
    return Computed(
        found,
        dict(stored),
        digest_of(stored),
        explanation_of(found, explained, notes),
        sums_digest_of(inputs, decisions),
    )


def recompute(sheet: ScoreSheet) -> Computed:
    """Compute again from the stored inputs alone; a closing keeps sums, and the products while they add up to them."""
    if "sums" in sheet.inputs:
        return _recompute_sums(sheet)
    text = json.dumps(sheet.inputs, ensure_ascii=False)
    case = parse_case(text, f"bảng điểm {sheet.pk}")
    return compute(case.inputs, decisions=case.decisions)


def _recompute_sums(sheet: ScoreSheet) -> Computed:
    dossier, decisions = sheet.dossier, decisions_of(sheet.dossier)
    inputs = gather(dossier, dossier.general_scores.filter(stage=sheet.stage).order_by("-id").first())
    if inputs is not None and sums_digest_of(inputs, decisions) == sheet.sums_digest:
        return compute(inputs, decisions=decisions)
    inputs, volumes = inputs_of_sums(dossier.framework, dossier.cycle.governing_date, sheet.inputs["sums"])
    found = score(inputs, decisions=decisions, volumes=volumes)
    notes = ["Sản phẩm đã thay đổi sau khi chốt; điểm này tính từ khối lượng quy đổi tại lúc chốt"]
    explained = explanation_of(found, explain(found, inputs, decisions=decisions), notes)
    return Computed(found, sheet.inputs, sheet.inputs_digest, explained, sheet.sums_digest)


def sums_digest_of(inputs: Inputs, decisions: Sequence[LocalDecision]) -> str:
    """The digest of what a closing would add up; empty where columns do not say it all."""
    sums = sums_of(inputs, decisions)
    return "" if sums is None else sums_digest(inputs.framework, inputs.on, decisions, sums)


def digest_of(inputs: Mapping[str, Any]) -> str:
    text = json.dumps(inputs, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _digest(inputs: Inputs, decisions: Sequence[LocalDecision]) -> str:
    """The digest that a score of these inputs would have; only decisions that the rules read are part of it."""
    if not decisions:
        return digest_of(inputs_as_json(inputs))
    used = score(inputs, decisions=decisions).decisions
    return digest_of(inputs_as_json(inputs, decisions=used))


def is_stale(dossier: Dossier, sheet: ScoreSheet, mark: GeneralScore | None) -> bool:
    """Did products, faults, facts, marks or subordinates' results change since the sheet was computed?"""
    if aggregating.is_of_parts(dossier):
        return bool(
            aggregating.sheet_values_of(dossier, decisions_of(dossier))["inputs_digest"]
            != sheet.inputs_digest
        )
    inputs = gather(dossier, mark)
    if inputs is not None and "sums" in sheet.inputs:
        return sums_digest_of(inputs, decisions_of(dossier)) != sheet.sums_digest
    return inputs is None or _digest(inputs, decisions_of(dossier)) != sheet.inputs_digest


def record_score(
    *, actor: Actor, at: datetime, dossier: Dossier, mark: GeneralScore | None, stage: Stage, reason: str
) -> ScoreSheet:
    """Append a sheet, unless nothing changed since the last one: then that one stands. Inside the caller's transaction."""
    values = _values(dossier, mark)
    last = dossier.score_sheets.order_by("-revision").first()
    if last is not None and _is_same(last, values, stage):
        return last
    sheet = ScoreSheet.objects.create(
        dossier=dossier,
        revision=last.revision + 1 if last else 1,
        stage=stage,
        reason=reason,
        computed_by_name=actor.name,
        computed_at=at,
        is_sample=dossier.is_sample,
        **values,
    )
    event = events.DossierScored(
        subject_id=dossier.pk,
        unit_id=dossier.unit_id,
        unit_path=dossier.unit.path,
        is_sample=dossier.is_sample,
        person_name=dossier.person.full_name,
        period_label=dossier.cycle.period.label,
        revision=sheet.revision,
        reason=reason,
    )
    record_event(actor=actor, at=at, event=event, after={"inputs_digest": sheet.inputs_digest})
    return sheet


def _values(dossier: Dossier, mark: GeneralScore | None) -> Json:
    """The columns of a new sheet: from products for a month, from the months for a quarter or a year."""
    if aggregating.is_of_parts(dossier):
        return aggregating.sheet_values_of(dossier, decisions_of(dossier))
    inputs = gather(dossier, mark)
    if inputs is None:
        raise ValueError("a leader is scored only after a mark was given")
    return sheet_values(compute(inputs, decisions=decisions_of(dossier), notes=_notes(dossier)))


def sheet_values(computed: Computed) -> dict[str, Any]:
    """The columns of a score sheet that come from the rules."""
    outcome = computed.score.outcome
    return {
        "general_points": _stored(outcome.general),
        "result_points": _stored(outcome.result),
        "total": _stored(outcome.total),
        "level": computed.score.level.value,
        "inputs": computed.inputs,
        "inputs_digest": computed.digest,
        "sums_digest": computed.sums_digest,
        "rules_version": computed.score.rules_version,
        "trace": computed.score.trace.as_json(),
        "explanation": computed.explanation,
    }


def explanation_of(found: Score, explanation: Explanation, notes: Iterable[str] = ()) -> Json:
    """Everything the page says about a score, as text, so that it reads the same for ever."""
    return {
        "total": _text(found.total),
        "result": _text(found.result),
        "general": str(found.general),
        "result_maximum": str(found.rounding.apply(found.outcome.result_maximum)),
        "general_maximum": str(found.rounding.apply(found.outcome.general_maximum)),
        "provisional_level": found.provisional_level.value,
        "components": [
            {
                "code": part.code,
                "letter": part.letter,
                "label": part.label,
                "percent": str(found.percent(part)),
            }
            for part in found.components
        ],
        "thresholds": [[level.value, str(criteria.plain(points))] for level, points in found.thresholds],
        "lines": [
            {
                "code": line.code,
                "kind": line.kind,
                "sentence": line.sentence,
                "points": str(line.points),
                "references": list(line.references),
            }
            for line in explanation.lines
        ],
        "formula": explanation.formula,
        "basis": explanation.basis,
        "notes": [*explanation.notes, *notes],
        "what_ifs": [
            {"code": item.code, "sentence": item.sentence, "delta": str(item.delta), "total": str(item.total)}
            for item in explanation.what_ifs
        ],
        "next_level": explanation.next_level.value if explanation.next_level else "",
        "points_to_next": _text(explanation.points_to_next),
    }


def _product(item: WorkItem) -> Product:
    return Product(
        name=item.title,
        coefficient=Fraction(item.coefficient),
        assigned=Fraction(item.assigned_quantity),
        completed=Fraction(item.completed_quantity),
        reworks=_faults(item, FaultKind.REWORK),
        delays=_faults(item, FaultKind.DELAY),
        reference=str(item.pk),
    )


def _faults(item: WorkItem, kind: FaultKind) -> tuple[Fault, ...]:
    """One entry per unit concerned, heaviest first; parts of a unit count as the unit they belong to."""
    found = sorted(
        (_fault(row) for row in item.faults.all() if row.kind == kind), key=lambda fault: -fault.times
    )
    units = ceil(max(item.assigned_quantity, item.completed_quantity))
    return tuple(found[:units])


def _fault(row: WorkFault) -> Fault:
    return Fault(row.times, row.excused)


def _leadership(dossier: Dossier, mark: GeneralScore | None) -> Leadership | None:
    if mark is None or mark.organizing is None or mark.cohesion is None:
        return None
    marks = criteria.leadership_marks_on(dossier.cycle.governing_date, decisions_of(dossier))
    has_failing = Level.NOT_COMPLETED in levels_below(dossier)
    return Leadership(
        unit_result=Fraction(marks[-1] if has_failing else marks[0], 100),
        organizing=Fraction(mark.organizing, 100),
        cohesion=Fraction(mark.cohesion, 100),
    )


def levels_below(dossier: Dossier) -> tuple[str | None, ...]:
    """The level known so far of everybody under a leader in the same cycle; None for who has no result yet."""
    ratings = Rating.objects.filter(dossier=OuterRef("pk")).order_by("-id").values("level")[:1]
    sheets = ScoreSheet.objects.filter(dossier=OuterRef("pk"), stage=Stage.SUPERIOR)
    latest = sheets.order_by("-revision").values("level")[:1]
    inside = Dossier.objects.filter(cycle_id=dossier.cycle_id, unit__path__startswith=dossier.unit.path)
    equals = [rank for rank in Rank if dossier.rank not in senior_ranks(rank)]
    below = inside.exclude(unit_id=dossier.unit_id, rank__in=equals)
    known = Coalesce(Subquery(ratings), Subquery(latest))
    return tuple(below.annotate(known_level=known).values_list("known_level", flat=True))


def _notes(dossier: Dossier) -> list[str]:
    """For a leader: how many of the people below the unit's result already rests on."""
    if dossier.framework not in criteria.LEADER_FRAMEWORKS:
        return []
    levels = levels_below(dossier)
    everybody, known = len(levels), sum(level is not None for level in levels)
    if known == everybody:
        return []
    return [
        f"Kết quả đơn vị (d) mới tính trên {known}/{everybody} người đã có kết quả; "
        "điểm có thể đổi khi những người còn lại được đánh giá"
    ]


def _is_same(last: ScoreSheet, values: Json, stage: Stage) -> bool:
    is_closed = "sums" in last.inputs and last.sums_digest == values.get("sums_digest")
    return (
        (is_closed or last.inputs_digest == values["inputs_digest"])
        and last.rules_version == values["rules_version"]
        and last.stage == stage
    )


def _stored(points: Fraction | None) -> Decimal | None:
    return None if points is None else round_half_up(criteria.plain(points), STORED_DIGITS)


def _text(points: Decimal | None) -> str:
    return "" if points is None else str(points)
