"""How a score is said and drawn: levels in words with their tone, bands of the scale, steps, lines of the waterfall."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woms.core.numbers import format_number
from woms.evaluation.detail import DossierDetail
from woms.evaluation.detail_parts import StepView
from woms.evaluation.explained import LineView, ScoreView
from woms.web.filters import day_month

LEVEL_TONES = {
    "excellent": "exceeded",
    "good": "on_track",
    "completed": "at_risk",
    "not_completed": "off_track",
    "insufficient_data": "no_data",
}
LINE_KINDS = {"start": "base", "loss": "minus", "gain": "plus", "total": "total"}


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the step line."""

    name: str
    note: str
    state: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the waterfall with where it leads."""

    kind: str
    text: str
    points: Decimal
    start: Decimal
    link: str = ""
    href: str = ""


def bands(score: ScoreView) -> tuple[tuple[Decimal, Decimal, str], ...]:
    """From–to and tone of each level on the scale of 100, the lowest first."""
    edges = sorted((points, level) for level, points in score.thresholds)
    starts = [(Decimal(0), "not_completed"), *edges]
    ends = [points for points, _level in edges] + [Decimal(100)]
    return tuple((start, end, LEVEL_TONES[level]) for (start, level), end in zip(starts, ends, strict=True))


def steps(dossier: DossierDetail) -> tuple[Step, ...]:
    names = {
        "self": _("Tự chấm"),
        "review": _("Quản lý trực tiếp"),
        "appraisal": _("Thẩm định"),
        "decision": _("Quyết định xếp loại"),
        "publish": _("Công bố"),
    }
    return tuple(Step(names[step.code], _step_note(step, dossier), step.state) for step in dossier.steps)


def lines(dossier: DossierDetail) -> tuple[Line, ...]:
    return tuple(_line(line, dossier) for line in dossier.score.lines) if dossier.score else ()


def _step_note(step: StepView, dossier: DossierDetail) -> str:
    """`28/11 · 28,00` when done, who is awaited and until when before."""
    due = _("hạn %(day)s") % {"day": day_month(step.due_on)} if step.due_on else ""
    if step.state == "done":
        points = "" if step.points is None else format_number(step.points, 2)
        return " · ".join(part for part in (day_month(step.at) if step.at else "", points) if part)
    if step.state == "current":
        return ", ".join(part for part in (_turn(dossier), due) if part)
    return due


def _turn(dossier: DossierDetail) -> str:
    """Whose turn it is: yours, or somebody's by name."""
    if dossier.actions - {"score"}:
        return _("đến lượt bạn")
    return _("chờ %(name)s") % {"name": dossier.waiting_for} if dossier.waiting_for else ""


def _line(line: LineView, dossier: DossierDetail) -> Line:
    kind = LINE_KINDS[line.kind] if line.points else "zero"
    link, href = _leads_to(line, dossier)
    return Line(kind, line.sentence, line.points, line.start, link, href)


def _leads_to(line: LineView, dossier: DossierDetail) -> tuple[str, str]:
    if line.code == "general":
        count = len(dossier.groups)
        return ngettext("%(n)s nhóm tiêu chí", "%(n)s nhóm tiêu chí", count) % {"n": count}, "#criteria"
    if not line.references:
        return "", ""
    if dossier.is_own and (item := _excusable(line, dossier)):
        return _("Đề nghị xác nhận khách quan"), f"/cong-viec/{item}"
    count = len(line.references)
    words = ngettext("Xem %(n)s sản phẩm", "Xem %(n)s sản phẩm", count) % {"n": count}
    opened = line.references[0] if count == 1 and _can_open(line.references[0], dossier) else 0
    return words, f"/cong-viec/{opened}" if opened else "#products"


def _excusable(line: LineView, dossier: DossierDetail) -> int:
    """The product of this line whose delay or rework the person may still ask to have excused."""
    faults = {"quality": "reworks", "progress": "delays"}.get(line.code, "")
    if not faults or dossier.state == "published":
        return 0
    for product in dossier.products:
        has_fault = getattr(product, faults) > product.excused
        if product.work_item_id in line.references and has_fault:
            return product.work_item_id
    return 0


def _can_open(work_item_id: int, dossier: DossierDetail) -> bool:
    return any(product.work_item_id == work_item_id for product in dossier.products)
