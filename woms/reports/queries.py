"""What somebody may print: the list on the page Báo cáo."""

from __future__ import annotations

from dataclasses import dataclass

from woms.access.actors import Actor
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.evaluation.models import Dossier
from woms.evaluation.policies import shown_state
from woms.planning.models import Plan

MOST = 15


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper: whose, a detail that tells it from others, of which period, and the address of its page without the form."""

    owner: str
    detail: str
    period_label: str
    state_label: str
    href: str
    stem: str


@dataclass(frozen=True, slots=True)
class Papers:
    """The latest papers of each kind in the actor's reach, and how many there are in all."""

    forms: tuple[PaperRow, ...]
    form_count: int
    plans: tuple[PaperRow, ...]
    plan_count: int


def exportable_papers(*, actor: Actor, search: str = "") -> Papers:
    """Papers that the actor may both read and take out, the latest first; `search` narrows by unit, person or title."""
    dossiers = visible_to(Dossier.objects.all(), actor, Permission.DOSSIER_READ)
    dossiers = visible_to(dossiers, actor, Permission.REPORT_EXPORT)
    plans = visible_to(Plan.objects.all(), actor, Permission.PLAN_READ)
    plans = visible_to(plans, actor, Permission.REPORT_EXPORT)
    for wanted in search.split()[:6]:
        dossiers = dossiers.filter(person__full_name__icontains=wanted)
        plans = plans.filter(title__icontains=wanted)
    latest = dossiers.select_related("person", "unit", "cycle__period").order_by(
        "-cycle__period__starts_on", "unit__path", "person__sort_key"
    )
    newest = plans.select_related("unit", "period").order_by("-period__starts_on", "unit__path", "id")
    return Papers(
        forms=tuple(_form(row, actor) for row in latest[:MOST]),
        form_count=dossiers.count(),
        plans=tuple(_plan(row) for row in newest[:MOST]),
        plan_count=plans.count(),
    )


def _form(row: Dossier, actor: Actor) -> PaperRow:
    state = shown_state(row.state, is_own=row.person_id == actor.person_id)
    return PaperRow(
        row.person.full_name,
        row.unit.name,
        row.cycle.period.label,
        str(state.label),
        f"/danh-gia/{row.pk}",
        "phieu",
    )


def _plan(row: Plan) -> PaperRow:
    return PaperRow(
        row.unit.name,
        row.title,
        row.period.label,
        row.get_state_display(),
        f"/ke-hoach/{row.pk}",
        "ke-hoach",
    )
