"""A document read and waiting for a person: what was understood, what the person corrected. Pure, kept as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from woms.connectors.documents.areas import Area
from woms.connectors.documents.deadlines import Deadline, DeadlineKind, Every
from woms.connectors.documents.key_results import SuggestedKeyResult
from woms.connectors.documents.parsed import ParsedObjective, ParsedPlan
from woms.connectors.documents.quantities import Direction
from woms.connectors.documents.text import clean, fold_each
from woms.connectors.documents.unit_cells import each_once


@dataclass(frozen=True, slots=True)
class StagedRow:
    """One task of the document; units are codes. `chosen_lead` is what a person chose, None while nobody did."""

    position: int
    title: str
    area: Area
    area_confidence_percent: int
    lead: tuple[str, ...]
    coordinating: tuple[str, ...]
    unmatched_lead: tuple[str, ...]
    unmatched_coordinating: tuple[str, ...]
    output: str
    deadline: Deadline
    key_results: tuple[SuggestedKeyResult, ...]
    number: str = ""
    phase: str = ""
    year: int | None = None
    group: str = ""
    note: str = ""
    place: str = ""
    problems: tuple[str, ...] = ()
    chosen_lead: str | None = None
    is_kept: bool = True


@dataclass(frozen=True, slots=True)
class RowCorrection:
    """What a person says about one row. `lead` is a unit's code, empty for "nobody yet"."""

    position: int
    area: Area | None = None
    lead: str | None = None
    is_kept: bool | None = None


@dataclass(frozen=True, slots=True)
class StagedUnits:
    """Who leads a task and who helps, after all corrections; `others` are further leads that the document named."""

    lead: str | None
    others: tuple[str, ...]
    coordinating: tuple[str, ...]
    unmatched_lead: tuple[str, ...]
    unmatched_coordinating: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StagedPlan:
    """All rows of the document. `matches` says which unit a person chose for a phrase (folded) of the document."""

    rows: tuple[StagedRow, ...]
    remarks: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    matches: Mapping[str, str] = field(default_factory=dict)

    @property
    def kept(self) -> tuple[StagedRow, ...]:
        return tuple(row for row in self.rows if row.is_kept)

    @property
    def phrases(self) -> list[str]:
        """Every phrase that was no known unit when the document was read, once, in its order."""
        return each_once(
            phrase for row in self.rows for phrase in (*row.unmatched_lead, *row.unmatched_coordinating)
        )

    @property
    def years(self) -> list[int]:
        """The years that the tasks speak of, in order."""
        return sorted({year for row in self.rows for year in _years(row)})

    def units_of(self, row: StagedRow) -> StagedUnits:
        """Return the units of the row with what people chose put in place of the phrases."""
        leads = (*row.lead, *self._chosen(row.unmatched_lead))
        helpers = (*row.coordinating, *self._chosen(row.unmatched_coordinating))
        lead = row.chosen_lead if row.chosen_lead is not None else next(iter(leads), None)
        others = tuple(dict.fromkeys(code for code in leads if code != lead))
        return StagedUnits(
            lead=lead or None,
            others=others,
            coordinating=tuple(dict.fromkeys(code for code in (*others, *helpers) if code != lead)),
            unmatched_lead=self._unplaced(row.unmatched_lead),
            unmatched_coordinating=self._unplaced(row.unmatched_coordinating),
        )

    def corrected(self, rows: Iterable[RowCorrection], matches: Mapping[str, str]) -> StagedPlan:
        """Return the plan with what a person corrected; a part left None stays as it is."""
        wanted = {row.position: row for row in rows}
        changed = tuple(
            _corrected(row, wanted[row.position]) if row.position in wanted else row for row in self.rows
        )
        merged = {**self.matches, **{folded(phrase): code for phrase, code in matches.items()}}
        return replace(self, rows=changed, matches={phrase: code for phrase, code in merged.items() if code})

    def _chosen(self, phrases: tuple[str, ...]) -> Iterator[str]:
        return (self.matches[folded(phrase)] for phrase in phrases if folded(phrase) in self.matches)

    def _unplaced(self, phrases: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(phrase for phrase in phrases if folded(phrase) not in self.matches)

    def to_json(self) -> dict[str, Any]:
        return {
            "rows": [_row_json(row) for row in self.rows],
            "remarks": list(self.remarks),
            "columns": [list(column) for column in self.columns],
            "matches": dict(self.matches),
        }


def folded(phrase: str) -> str:
    """Return the phrase as `matches` knows it."""
    return fold_each(clean(phrase))


def _corrected(row: StagedRow, correction: RowCorrection) -> StagedRow:
    area, lead, is_kept = correction.area, correction.lead, correction.is_kept
    if area is not None and area is not row.area:
        row = replace(row, area=area, area_confidence_percent=100)
    return replace(
        row,
        chosen_lead=row.chosen_lead if lead is None else lead,
        is_kept=row.is_kept if is_kept is None else is_kept,
    )


def staged(plan: ParsedPlan) -> StagedPlan:
    """Return the plan as it waits for a person."""
    columns = tuple((header, column.value) for header, column in plan.columns)
    return StagedPlan(tuple(map(_staged_row, plan.objectives)), plan.remarks, columns)


def from_json(data: Mapping[str, Any]) -> StagedPlan:
    """Return what `to_json` wrote."""
    return StagedPlan(
        rows=tuple(map(_row_from_json, data["rows"])),
        remarks=tuple(data["remarks"]),
        columns=tuple((header, column) for header, column in data["columns"]),
        matches=data["matches"],
    )


_TEXTS = ("title", "output", "number", "phase", "group", "note", "place")
_TUPLES = ("lead", "coordinating", "unmatched_lead", "unmatched_coordinating", "problems")
_PLAIN = ("position", "area_confidence_percent", "year", "chosen_lead", "is_kept")


def _staged_row(objective: ParsedObjective) -> StagedRow:
    return StagedRow(
        area=objective.area,
        lead=tuple(unit.code for unit in objective.lead),
        coordinating=tuple(unit.code for unit in objective.coordinating),
        unmatched_lead=objective.unmatched_lead,
        unmatched_coordinating=objective.unmatched_coordinating,
        deadline=objective.deadline,
        key_results=objective.key_results,
        position=objective.position,
        area_confidence_percent=objective.area_confidence_percent,
        year=objective.year,
        problems=objective.other_problems,
        **{name: getattr(objective, name) for name in _TEXTS},
    )


def _years(row: StagedRow) -> Iterator[int]:
    if row.year:
        yield row.year
    days = [day for day in (row.deadline.start, row.deadline.end) if day]
    if days:
        yield from range(days[0].year, days[-1].year + 1)


def _row_json(row: StagedRow) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in (*_TEXTS, *_PLAIN)},
        **{name: list(getattr(row, name)) for name in _TUPLES},
        "area": row.area.value,
        "deadline": {
            "kind": row.deadline.kind.value,
            "text": row.deadline.text,
            "start": _iso(row.deadline.start),
            "end": _iso(row.deadline.end),
            "every": row.deadline.every.value if row.deadline.every else None,
        },
        "key_results": [_key_result_json(key_result) for key_result in row.key_results],
    }


def _row_from_json(data: Mapping[str, Any]) -> StagedRow:
    deadline = data["deadline"]
    values: dict[str, Any] = {name: data[name] for name in (*_TEXTS, *_PLAIN)}
    values |= {name: tuple(data[name]) for name in _TUPLES}
    return StagedRow(
        **values,
        area=Area(data["area"]),
        deadline=Deadline(
            DeadlineKind(deadline["kind"]),
            deadline["text"],
            _day(deadline["start"]),
            _day(deadline["end"]),
            Every(deadline["every"]) if deadline["every"] else None,
        ),
        key_results=tuple(map(_key_result_from_json, data["key_results"])),
    )


def _key_result_json(key_result: SuggestedKeyResult) -> dict[str, Any]:
    high = key_result.range_high
    return {
        "title": key_result.title,
        "target": str(key_result.target),
        "unit": key_result.unit,
        "direction": key_result.direction.value,
        "range_high": None if high is None else str(high),
        "is_sure": key_result.is_sure,
    }


def _key_result_from_json(data: Mapping[str, Any]) -> SuggestedKeyResult:
    high = data["range_high"]
    return SuggestedKeyResult(
        title=data["title"],
        target=Decimal(data["target"]),
        unit=data["unit"],
        direction=Direction(data["direction"]),
        range_high=None if high is None else Decimal(high),
        is_sure=data["is_sure"],
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
