"""Kế hoạch: objectives and key results of a plan by area, with lead, product and deadline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from woms.access.actors import Actor
from woms.core.clock import local_date
from woms.core.numbers import format_number
from woms.planning.contents import AreaContents, KeyResultContents, ObjectiveContents, PlanContents
from woms.planning.queries.plans import plan_detail
from woms.planning.states import PlanState
from woms.planning.words import deadline_words, target_words
from woms.reports.document import (
    Align,
    Block,
    Column,
    Document,
    Heading,
    Letterhead,
    Paragraph,
    Row,
    RowKind,
    Signature,
    Table,
)
from woms.reports.evaluation_form import SAMPLE_MARK
from woms.reports.footers import footer_of
from woms.reports.letterheads import letterhead_of, signer_of

DRAFT_MARK = "BẢN DỰ THẢO"
IN_FORCE = frozenset({PlanState.APPROVED.value, PlanState.CLOSED.value})
COLUMNS = (
    Column("TT", 3, Align.CENTER),
    Column("Nhiệm vụ, mục tiêu then chốt", 22),
    Column("Chỉ tiêu", 9),
    Column("Trọng số", 5, Align.RIGHT),
    Column("Chủ trì", 10),
    Column("Phối hợp", 10),
    Column("Sản phẩm", 10),
    Column("Thời hạn", 9),
)


def plan_paper(*, actor: Actor, at: datetime, plan_id: int) -> Document:
    """This function will build the plan as this reader may see it. Raises `Missing` outside their reach."""
    on = local_date(at)
    plan = plan_detail(actor=actor, plan_id=plan_id, on=on, history=False).contents
    is_issued = plan.state in IN_FORCE
    approved = local_date(plan.approved_at) if plan.approved_at and is_issued else None
    head = letterhead_of(plan.unit.id, kind="KH", day=approved, year=on.year)
    document = Document(
        title="Kế hoạch",
        subtitle=_about(plan.title),
        letterhead=head,
        blocks=tuple(_blocks(plan)),
        signatures=_signatures(plan, approved or on),
        recipients=_recipients(head),
        printed_on=on,
        marks=(*([SAMPLE_MARK] if plan.is_sample else []), *([] if is_issued else [DRAFT_MARK])),
        is_landscape=True,
    )
    return footer_of(document, actor=actor, at=at)


def _about(title: str) -> str:
    """What the plan is about, without saying “Kế hoạch” again under that very word."""
    about = re.sub(r"^kế hoạch\s+", "", title.strip(), flags=re.IGNORECASE)
    return about[:1].upper() + about[1:]


def _signatures(plan: PlanContents, on: date) -> tuple[Signature, ...]:
    head = Signature(*signer_of(plan.unit.path, on))
    return (head,) if plan.person is None else (Signature("Người lập kế hoạch", plan.person.name), head)


def _recipients(head: Letterhead) -> tuple[str, ...]:
    above = [f"- {head.superior} (để báo cáo);"] if head.superior else []
    return (*above, "- Các đơn vị chủ trì, phối hợp;", "- Lưu: VT.")


def _blocks(plan: PlanContents) -> Iterator[Block]:
    yield Paragraph(plan.owner_name, "Đơn vị" if plan.person is None else "Người thực hiện")
    yield Paragraph(plan.period.label, "Kỳ kế hoạch")
    yield Paragraph(f"{len(plan.objectives)} nhiệm vụ, {plan.key_result_count} mục tiêu then chốt", "Quy mô")
    yield Heading("NHIỆM VỤ VÀ MỤC TIÊU THEN CHỐT")
    rows = [row for area in plan.areas if area.objectives for row in _area(area)]
    yield Table(COLUMNS, tuple(rows)) if rows else Paragraph("Kế hoạch chưa có nhiệm vụ nào.", italic=True)
    if plan.person is None:
        yield Paragraph("Các đơn vị, cá nhân được giao chủ trì, phối hợp tổ chức thực hiện Kế hoạch này./.")


def _area(area: AreaContents) -> Iterator[Row]:
    weight = f" · trọng số {format_number(area.weight)}" if area.weight else ""
    yield Row((f"{area.label}{weight}",), RowKind.BAND)
    for objective in area.objectives:
        yield _objective(objective)
        for key_result in objective.key_results:
            yield _key_result(key_result, objective)


def _objective(objective: ObjectiveContents) -> Row:
    kind = " (đột phá, không tính điểm)" if objective.is_breakthrough else ""
    cells = (
        str(objective.number),
        objective.title + kind,
        "",
        format_number(objective.weight),
        _lead(objective),
        "; ".join([*(unit.name for unit in objective.coordinators), *objective.unmatched_units]),
        objective.output,
        deadline_words(objective.deadline),
    )
    return Row(cells, RowKind.LEAD)


def _key_result(row: KeyResultContents, objective: ObjectiveContents) -> Row:
    weight, due_on = format_number(row.weight), f"{row.due_on:%d/%m/%Y}"
    return Row((row.number, row.title, target_words(row), weight, _owner(row, objective), "", "", due_on))


def _owner(row: KeyResultContents, objective: ObjectiveContents) -> str:
    """Who carries it out, said only when it is not whoever leads the objective."""
    unit = "" if row.owner_unit == objective.lead_unit else row.owner_unit.name
    person = row.owner_person.name if row.owner_person and row.owner_person != objective.lead_person else ""
    return person or unit


def _lead(objective: ObjectiveContents) -> str:
    unit = objective.lead_unit.name if objective.lead_unit else ""
    person = objective.lead_person.name if objective.lead_person else ""
    return "\n".join(part for part in (unit, person) if part)
