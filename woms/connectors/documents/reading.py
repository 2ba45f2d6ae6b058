"""From the bytes of a Word or Excel file to a plan understood: the one way in for every door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial

from woms.connectors.documents.areas import named_area, suggest_area
from woms.connectors.documents.containers import Kind, open_office_file
from woms.connectors.documents.deadlines import Deadline, DeadlineKind, parse_deadline
from woms.connectors.documents.headers import Column
from woms.connectors.documents.key_results import suggest_key_results
from woms.connectors.documents.parsed import ParsedObjective, ParsedPlan
from woms.connectors.documents.sheets import read_sheets
from woms.connectors.documents.tables import TaskRow, read_tasks
from woms.connectors.documents.text import clean, fold_each, quote
from woms.connectors.documents.unit_cells import UnitCell, read_units, split_roles
from woms.connectors.documents.units import UnitIndex
from woms.connectors.documents.word import read_word

UnitReader = Callable[[str], UnitCell]


def read_plan(content: bytes, *, index: UnitIndex) -> ParsedPlan:
    """Return the plan that a .docx or .xlsx file holds. Raises `NotUnderstood` with one plain sentence."""
    file = open_office_file(content)
    document = read_word(file) if file.kind is Kind.WORD else read_sheets(file)
    table = read_tasks(document)
    units = cache(partial(read_units, index=index))  # most cells of a plan name the same few units
    objectives = tuple(_objective(position, row, units) for position, row in enumerate(table.rows, 1))
    return ParsedPlan(objectives, (*table.warnings, *_repeated(objectives)), table.columns)


def _objective(position: int, row: TaskRow, units: UnitReader) -> ParsedObjective:
    lead, coordinating = _unit_cells(row, units)
    deadline = _deadline(row)
    title, output = row.title, _line(row, Column.OUTPUT)
    suggested = suggest_area(title, output)
    named = named_area(_line(row, Column.AREA)) or named_area(row.section.group)
    return ParsedObjective(
        position=position,
        title=title,
        area=named or suggested.area,
        area_confidence_percent=100 if named else suggested.confidence_percent,
        lead=lead.units,
        coordinating=tuple(unit for unit in coordinating.units if unit not in lead.units),
        unmatched_lead=lead.unmatched,
        unmatched_coordinating=coordinating.unmatched,
        output=output,
        deadline=deadline,
        key_results=suggest_key_results(
            title, row.values.get(Column.OUTPUT, ""), deadline, written=row.values.get(Column.KEY_RESULT, "")
        ),
        number=row.number,
        phase=row.section.phase,
        year=row.section.year,
        group=row.section.group,
        note=_line(row, Column.NOTE),
        place=row.place,
        other_problems=tuple(_problems(row, lead, coordinating, deadline)),
    )


def _line(row: TaskRow, column: Column) -> str:
    return clean(row.values.get(column, ""))


def _unit_cells(row: TaskRow, units: UnitReader) -> tuple[UnitCell, UnitCell]:
    lead, shared = split_roles(row.values.get(Column.LEAD, ""))
    both, also_shared = split_roles(row.values.get(Column.LEAD_AND_COORDINATING, ""))
    coordinating = [row.values.get(Column.COORDINATING, ""), shared, also_shared]
    return units("\n".join(filter(None, (lead, both)))), units(";".join(filter(None, coordinating)))


def _deadline(row: TaskRow) -> Deadline:
    text = row.values.get(Column.DEADLINE, "")
    if not text:
        starts, ends = _line(row, Column.STARTS), _line(row, Column.ENDS)
        text = f"Từ {starts} đến {ends}" if starts and ends else f"Từ {starts}" if starts else ends
    return parse_deadline(text, year=row.section.year)


def _problems(row: TaskRow, lead: UnitCell, coordinating: UnitCell, deadline: Deadline) -> Iterator[str]:
    """Yield what a careful reader would ask about this task besides its lead, as ends of sentences."""
    both = [unit.name for unit in coordinating.units if unit in lead.units]
    if both:
        yield f"{', '.join(both)} vừa chủ trì vừa phối hợp; chỉ giữ vai chủ trì."
    yield from map(_small, (*lead.warnings, *coordinating.warnings))
    if deadline.problem:
        yield _small(deadline.problem)
    elif deadline.kind is DeadlineKind.UNKNOWN:
        yield "chưa ghi thời hạn."
    if not row.values.get(Column.OUTPUT) and not row.values.get(Column.KEY_RESULT):
        yield "chưa ghi sản phẩm đầu ra."


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _repeated(objectives: tuple[ParsedObjective, ...]) -> Iterator[str]:
    first: dict[tuple[object, ...], ParsedObjective] = {}
    for objective in objectives:
        key = (
            fold_each(objective.title),
            objective.lead,
            objective.deadline.text,
            objective.phase,
            objective.year,
        )
        earlier = first.setdefault(key, objective)
        if earlier is not objective:
            yield f"Nhiệm vụ {objective.position} {quote(objective.title)} trùng với nhiệm vụ {earlier.position}."
