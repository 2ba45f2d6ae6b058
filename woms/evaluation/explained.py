"""A score as the page explains it: rebuilt from what was kept with the sheet, never computed anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from woms.evaluation.models import ScoreSheet
from woms.evaluation.scoring import Computed, recompute
from woms.evaluation.states import Level, Stage
from woms.regulations.trace import TraceNode, trace_from_json


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of the waterfall; `start` is where its bar begins on the scale of 100."""

    code: str
    kind: str
    sentence: str
    points: Decimal
    start: Decimal
    references: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WhatIfView:
    code: str
    sentence: str
    delta: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class ComponentView:
    letter: str
    label: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class ScoreView:
    """A score as it was computed. `revision` 0 = a preview that nobody recorded; then `total` has no general points."""

    revision: int
    stage: str
    total: Decimal | None
    result: Decimal | None
    general: Decimal
    result_maximum: Decimal
    general_maximum: Decimal
    level: str
    level_label: str
    next_level_label: str
    points_to_next: Decimal | None
    thresholds: tuple[tuple[str, Decimal], ...]
    components: tuple[ComponentView, ...]
    lines: tuple[LineView, ...]
    formula: str
    basis: str
    notes: tuple[str, ...]
    what_ifs: tuple[WhatIfView, ...]
    trace: TraceNode
    rules_version: str
    digest: str
    reason: str
    computed_by: str
    computed_at: datetime | None


def sheet_view(sheet: ScoreSheet) -> ScoreView:
    again = recompute(sheet) if "sums" in sheet.inputs or not sheet.explanation else None
    return _score_view(
        again.explanation if again else sheet.explanation,
        level=sheet.level,
        trace=again.score.trace if again else trace_from_json(sheet.trace),
        rules_version=sheet.rules_version,
        digest=sheet.inputs_digest,
        revision=sheet.revision,
        stage=sheet.stage,
        reason=sheet.reason,
        computed_by=sheet.computed_by_name,
        computed_at=sheet.computed_at,
    )


def preview(computed: Computed) -> ScoreView | None:
    """Only the result of the products: the common criteria have not been marked by anybody."""
    if computed.score.result is None:
        return None
    kept = dict(computed.explanation)
    lines = [line for line in kept["lines"] if line["code"] != "general"]
    lines[-1] = {**lines[-1], "sentence": "Kết quả nhiệm vụ", "points": kept["result"]}
    kept |= {"lines": lines, "what_ifs": [], "next_level": "", "points_to_next": "", "total": ""}
    return _score_view(
        kept,
        level="",
        trace=computed.score.trace,
        rules_version=computed.score.rules_version,
        digest=computed.digest,
        revision=0,
        stage=Stage.SELF,
        reason="",
        computed_by="",
        computed_at=None,
    )


def period_preview(values: Mapping[str, Any]) -> ScoreView | None:
    """What the published months give for a quarter or a year, before anybody recorded it."""
    if values["total"] is None:
        return None
    return _score_view(
        values["explanation"],
        level=values["level"],
        trace=trace_from_json(values["trace"]),
        rules_version=values["rules_version"],
        digest=values["inputs_digest"],
        revision=0,
        stage=Stage.SELF,
        reason="",
        computed_by="",
        computed_at=None,
    )


def _score_view(kept: Mapping[str, Any], *, level: str, **about: Any) -> ScoreView:
    next_level = kept["next_level"]
    return ScoreView(
        total=_decimal(kept["total"]),
        result=_decimal(kept["result"]),
        general=Decimal(kept["general"]),
        result_maximum=Decimal(kept["result_maximum"]),
        general_maximum=Decimal(kept["general_maximum"]),
        level=level,
        level_label=str(Level(level).label) if level else "",
        next_level_label=str(Level(next_level).label) if next_level else "",
        points_to_next=_decimal(kept["points_to_next"]),
        thresholds=tuple((code, Decimal(points)) for code, points in kept["thresholds"]),
        components=tuple(
            ComponentView(part["letter"], part["label"], Decimal(part["percent"]))
            for part in kept["components"]
        ),
        lines=_lines(kept["lines"]),
        formula=kept["formula"],
        basis=kept["basis"],
        notes=tuple(kept["notes"]),
        what_ifs=tuple(
            WhatIfView(item["code"], item["sentence"], Decimal(item["delta"]), Decimal(item["total"]))
            for item in kept["what_ifs"]
        ),
        **about,
    )


def _lines(stored: Iterable[Mapping[str, Any]]) -> tuple[LineView, ...]:
    """Where each bar starts: the first and the total at 0, the others where the one before ended."""
    found, level = [], Decimal(0)
    for line in stored:
        points = Decimal(line["points"])
        at_zero = line["kind"] in {"start", "total"}
        start = Decimal(0) if at_zero else min(level, level + points)
        level = points if at_zero else level + points
        references = tuple(int(reference) for reference in line["references"])
        found.append(LineView(line["code"], line["kind"], line["sentence"], points, start, references))
    return tuple(found)


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None
