"""Quarter and year: gather the published results of the months, take their mean by rule, explain it line by line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from woms.core.numbers import format_number, round_half_up
from woms.core.periods import PeriodKind
from woms.core.rounding import rounded_to_sum
from woms.evaluation import facts
from woms.evaluation.models import Dossier, Rating
from woms.evaluation.states import DossierState
from woms.regulations import (
    Fact,
    LocalDecision,
    PeriodScore,
    rules_version,
    score_period,
    year_is_of_quarters,
)

Json = dict[str, Any]
MONTHS = {PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}
QUARTERS_OF_YEAR = 4
STORED_DIGITS = 6
PUBLISHED = (DossierState.PUBLISHED, DossierState.APPEALED)


@dataclass(frozen=True, slots=True)
class Part:
    """The published result of one month or quarter: points exact as stored, and where the person then was."""

    period_code: str
    period_label: str
    unit_id: int
    unit_name: str
    sheet_id: int
    total: Fraction
    general: Fraction


def is_of_parts(dossier: Dossier) -> bool:
    """Is the score of this period the mean of smaller ones, rather than computed from products?"""
    return dossier.cycle.period.kind != PeriodKind.MONTH


def parts_of(dossier: Dossier, decisions: Sequence[LocalDecision] = ()) -> tuple[Part, ...]:
    """The published results that count towards a quarter or a year, in order of time (one query)."""
    rows = sorted(_ratings(dossier, decisions), key=lambda rating: rating.dossier.cycle.period.starts_on)
    return tuple(_part(rating) for rating in rows if rating.score_sheet.total is not None)


def sheet_values_of(dossier: Dossier, decisions: Sequence[LocalDecision] = ()) -> Json:
    """The columns of a score sheet of a quarter or a year."""
    parts, found_facts = parts_of(dossier, decisions), facts.facts_of(dossier)
    missing = max(0, _expected(dossier, decisions) - len(parts))
    score = score_period(
        [part.total for part in parts],
        missing=missing,
        framework=dossier.framework,
        on=dossier.cycle.governing_date,
        facts=found_facts,
        decisions=decisions,
    )
    inputs = _inputs(dossier, parts, missing, found_facts)
    general = mean_general(parts)
    result = None if score.total is None or general is None else score.total - general
    return {
        "general_points": _stored(general),
        "result_points": _stored(result),
        "total": _stored(score.total),
        "level": score.level.value,
        "inputs": inputs,
        "inputs_digest": _digest(inputs),
        "rules_version": rules_version(),
        "trace": score.trace.as_json(),
        "explanation": _explanation(score, parts, missing, general),
    }


def mean_general(parts: Sequence[Part]) -> Fraction | None:
    return sum((part.general for part in parts), Fraction(0)) / len(parts) if parts else None


def _ratings(dossier: Dossier, decisions: Sequence[LocalDecision]) -> QuerySet[Rating]:
    period = dossier.cycle.period
    rows = Rating.objects.filter(
        dossier__person_id=dossier.person_id,
        dossier__state__in=PUBLISHED,
        dossier__cycle__period__kind=_kind_of_parts(dossier, decisions),
        dossier__cycle__period__starts_on__gte=period.starts_on,
        dossier__cycle__period__ends_on__lte=period.ends_on,
    )
    rows = rows.select_related("score_sheet", "dossier__unit", "dossier__cycle__period")
    return (
        rows.defer("score_sheet__trace", "score_sheet__inputs")
        .order_by("dossier_id", "-id")
        .distinct("dossier_id")
    )


def _kind_of_parts(dossier: Dossier, decisions: Sequence[LocalDecision]) -> str:
    is_year = dossier.cycle.period.kind == PeriodKind.YEAR
    return (
        "quarter"
        if is_year and year_is_of_quarters(dossier.cycle.governing_date, decisions=decisions)
        else "month"
    )


def _expected(dossier: Dossier, decisions: Sequence[LocalDecision]) -> int:
    if _kind_of_parts(dossier, decisions) == "quarter":
        return QUARTERS_OF_YEAR
    return MONTHS[PeriodKind(dossier.cycle.period.kind)]


def _part(rating: Rating) -> Part:
    sheet, dossier = rating.score_sheet, rating.dossier
    return Part(
        period_code=dossier.cycle.period.code,
        period_label=dossier.cycle.period.label,
        unit_id=dossier.unit_id,
        unit_name=dossier.unit.name,
        sheet_id=sheet.pk,
        total=Fraction(sheet.total or 0),
        general=Fraction(sheet.general_points or 0),
    )


def _inputs(dossier: Dossier, parts: Sequence[Part], missing: int, found: Sequence[Fact]) -> Json:
    return {
        "framework": dossier.framework,
        "on": dossier.cycle.governing_date.isoformat(),
        "missing": missing,
        "parts": [
            {
                "period": part.period_code,
                "unit": part.unit_id,
                "sheet": part.sheet_id,
                "total": str(part.total),
                "general": str(part.general),
            }
            for part in parts
        ],
        "facts": [{"kind": fact.kind, "level": fact.level} for fact in found],
    }


def _digest(inputs: Mapping[str, Any]) -> str:
    text = json.dumps(inputs, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _explanation(score: PeriodScore, parts: Sequence[Part], missing: int, general: Fraction | None) -> Json:
    total = None if score.total is None else score.rounding.apply(score.total)
    return {
        "total": "" if total is None else str(total),
        "result": "",
        "general": str(score.rounding.apply(general or Fraction(0))),
        "result_maximum": "0",
        "general_maximum": "0",
        "provisional_level": score.level.value,
        "components": [],
        "thresholds": [[level.value, str(_decimal(points))] for level, points in score.thresholds],
        "lines": _lines(score, parts, total),
        "formula": _formula(parts, score, total),
        "basis": score.trace.article,
        "notes": [*_notes(parts, missing), *(gate.sentence for gate in score.gates if not gate.passed)],
        "what_ifs": [],
        "next_level": "",
        "points_to_next": "",
    }


def _lines(score: PeriodScore, parts: Sequence[Part], total: Decimal | None) -> list[Json]:
    """Each part adds its share of the mean; the shares add exactly to the displayed total."""
    if score.total is None or total is None:
        return []
    counted = _counted(parts, score)
    shares = rounded_to_sum([part.total / counted for part in parts], score.rounding)
    lines = [
        {
            "code": part.period_code,
            "kind": "gain",
            "sentence": f"{part.period_label}, {part.unit_name}: {_points(part.total)} điểm",
            "points": str(share),
            "references": [],
        }
        for part, share in zip(parts, shares, strict=True)
    ]
    last = {"code": "total", "kind": "total", "sentence": "Tổng điểm", "points": str(total), "references": []}
    return [*lines, last]


def _counted(parts: Sequence[Part], score: PeriodScore) -> Fraction:
    """How many parts the sum was divided by: the missing ones too where they count as zero."""
    whole = sum((part.total for part in parts), Fraction(0))
    return whole / score.total if score.total else Fraction(len(parts))


def _formula(parts: Sequence[Part], score: PeriodScore, total: Decimal | None) -> str:
    if total is None:
        return ""
    added = " + ".join(_points(part.total) for part in parts)
    return f"({added}) / {_counted(parts, score)} = {format_number(total, 2)}"


def _notes(parts: Sequence[Part], missing: int) -> list[str]:
    """The partial score of each unit, where there was more than one; and the parts without a result."""
    notes = []
    ordered = sorted(parts, key=lambda part: part.unit_id)
    by_unit = [list(rows) for _unit, rows in groupby(ordered, key=lambda part: part.unit_id)]
    if len(by_unit) > 1:
        for rows in by_unit:
            mean = sum((row.total for row in rows), Fraction(0)) / len(rows)
            notes.append(f"{rows[0].unit_name}: {len(rows)} kỳ, trung bình {_points(mean)} điểm")
    if missing:
        notes.append(f"{missing} kỳ chưa có kết quả được công bố")
    return notes


def _points(points: Fraction) -> str:
    return format_number(round_half_up(_decimal(points), 2), 2)


def _decimal(points: Fraction) -> Decimal:
    return Decimal(points.numerator) / Decimal(points.denominator)


def _stored(points: Fraction | None) -> Decimal | None:
    return None if points is None else round_half_up(_decimal(points), STORED_DIGITS)
