"""One dossier as this reader may see it: the four values kept apart, the explanation, the products, the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count

from woms.access.actors import Actor
from woms.access.checks import Subject, allowed
from woms.access.permissions import Permission
from woms.core.clock import local_date
from woms.core.errors import Missing
from woms.evaluation import criteria, policies
from woms.evaluation.aggregating import is_of_parts, sheet_values_of
from woms.evaluation.appeals import AppealView, appeals_of, last_day_to_appeal
from woms.evaluation.detail_parts import (
    FactView,
    HistoryLine,
    MarkView,
    OpinionView,
    ProductView,
    RatingView,
    StepView,
    fact_view,
    mark_view,
    opinion_view,
    rating_view,
)
from woms.evaluation.explained import ScoreView, period_preview, preview, sheet_view
from woms.evaluation.facts import facts_on
from woms.evaluation.models import (
    CollectiveOpinion,
    Dossier,
    GeneralScore,
    Rating,
    ScoreSheet,
)
from woms.evaluation.queries import actor_post, readable_dossiers
from woms.evaluation.scoring import compute, decisions_of, gather, is_stale, items_of
from woms.evaluation.states import DOSSIER_MACHINE, DossierState, Level, Stage
from woms.org.posts import authority_over, direct_superior
from woms.planning.states import Kind
from woms.work.models import Evidence, WorkItem
from woms.workflow.models import Decision

DECIDER_STEPS = frozenset({"appraise", "return_review", "decide", "reconsider", "send_back", "publish"})


@dataclass(frozen=True, slots=True)
class DossierDetail:
    """Everything the page, the API and the paper say about one dossier, for one reader."""

    id: int
    version: int
    person_id: int
    person_name: str
    title: str
    unit_id: int
    unit_name: str
    unit_path: str
    period_code: str
    period_label: str
    framework: str
    governing_date: date
    state: str
    state_label: str
    is_own: bool
    is_leader_form: bool
    is_monthly: bool
    is_sample: bool
    starts_on: date | None
    has_started: bool
    waiting_for: str
    groups: tuple[criteria.Group, ...]
    leadership_choices: tuple[int, ...]
    steps: tuple[StepView, ...]
    own_mark: MarkView | None
    superior_mark: MarkView | None
    score: ScoreView | None
    opinion: OpinionView | None
    facts: tuple[FactView, ...]
    rating: RatingView | None
    products: tuple[ProductView, ...]
    history: tuple[HistoryLine, ...]
    appeals: tuple[AppealView, ...]
    appeal_until: date | None
    actions: frozenset[str]
    levels: tuple[tuple[str, str], ...]
    is_stale: bool
    can_export: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """What is kept of a dossier, already narrowed to what the reader may see."""

    marks: Mapping[str, GeneralScore]
    sheets: Sequence[ScoreSheet]
    rating: Rating | None
    opinion: CollectiveOpinion | None
    decisions: Sequence[Decision]

    @property
    def sheet(self) -> ScoreSheet | None:
        return self.sheets[0] if self.sheets else None


def dossier_detail(*, actor: Actor, at: datetime, dossier_id: int) -> DossierDetail:
    """One dossier with what this reader may see of it. Raises `Missing` for everybody else."""
    dossier = readable_dossiers(actor).filter(pk=dossier_id).first()
    if dossier is None:
        raise Missing
    on = local_date(at)
    is_own = dossier.person_id == actor.person_id
    rows = _rows(dossier, is_own=is_own)
    actions = policies.available_actions(dossier, actor, actor_post(actor, on))
    score = _score(dossier, rows, is_own=is_own)
    shown = policies.shown_state(dossier.state, is_own=is_own)
    day, decisions = dossier.cycle.governing_date, decisions_of(dossier)
    return DossierDetail(
        **_about(dossier, on),
        state=shown.value,
        state_label=str(shown.label),
        is_own=is_own,
        waiting_for=_waiting_for(dossier, on),
        groups=() if is_of_parts(dossier) else criteria.groups_on(day, decisions),
        leadership_choices=criteria.leadership_marks_on(day, decisions),
        steps=_steps(dossier, rows, is_own=is_own),
        own_mark=mark_view(rows.marks.get(Stage.SELF)),
        superior_mark=mark_view(rows.marks.get(Stage.SUPERIOR)),
        score=score,
        opinion=opinion_view(rows.opinion),
        facts=tuple(fact_view(row) for row in facts_on(dossier)) if is_own or rows.sheet else (),
        rating=rating_view(rows.rating),
        products=_products(dossier, actor) if is_own or rows.sheet else (),
        history=_history(rows),
        appeals=appeals_of(dossier) if dossier.state in policies.PUBLISHED else (),
        appeal_until=_appeal_until(dossier, actions),
        actions=actions,
        levels=_levels(score),
        is_stale=_stale(dossier, rows),
        can_export=_can_export(dossier, actor),
    )


def _about(dossier: Dossier, on: date) -> dict[str, Any]:
    """Who, where, when: what does not depend on the reader."""
    starts_on = dossier.cycle.starts_on
    return {
        "id": dossier.pk,
        "version": dossier.version,
        "person_id": dossier.person_id,
        "person_name": dossier.person.full_name,
        "title": dossier.title,
        "unit_id": dossier.unit_id,
        "unit_name": dossier.unit.name,
        "unit_path": dossier.unit.path,
        "period_code": dossier.cycle.period.code,
        "period_label": dossier.cycle.period.label,
        "framework": dossier.framework,
        "governing_date": dossier.cycle.governing_date,
        "is_leader_form": dossier.framework in criteria.LEADER_FRAMEWORKS and not is_of_parts(dossier),
        "is_monthly": not is_of_parts(dossier),
        "is_sample": dossier.is_sample,
        "starts_on": starts_on,
        "has_started": starts_on is None or on >= starts_on,
    }


def _rows(dossier: Dossier, *, is_own: bool) -> Rows:
    stages = policies.visible_stages(dossier.state, is_own=is_own)
    marks = GeneralScore.objects.filter(dossier=dossier, stage__in=stages).order_by("id")
    sheets = ScoreSheet.objects.filter(dossier=dossier, stage__in=stages).order_by("-revision")
    sees_rating = policies.sees_rating(dossier.state, is_own=is_own)
    rating = Rating.objects.filter(dossier=dossier).order_by("-id").first() if sees_rating else None
    decisions = Decision.objects.filter(
        subject_kind=DOSSIER_MACHINE.subject_kind, subject_id=dossier.pk
    ).order_by("id")
    hidden = DECIDER_STEPS if is_own and dossier.state not in policies.PUBLISHED else frozenset()
    sees_opinion = policies.sees_opinion(dossier.state, is_own=is_own)
    opinion = dossier.opinions.order_by("-id").first() if sees_opinion else None
    return Rows(
        marks={mark.stage: mark for mark in marks},
        sheets=list(sheets),
        rating=rating,
        opinion=opinion,
        decisions=[step for step in decisions if step.action not in hidden],
    )


def _score(dossier: Dossier, rows: Rows, *, is_own: bool) -> ScoreView | None:
    """The latest recorded score, or for the person who has not assessed yet, what the products alone give."""
    sheet = rows.sheet
    if sheet is not None:
        return sheet_view(sheet)
    if is_own and is_of_parts(dossier):
        return period_preview(sheet_values_of(dossier, decisions_of(dossier)))
    inputs = gather(dossier, None) if is_own else None
    return preview(compute(inputs, decisions=decisions_of(dossier))) if inputs is not None else None


def _products(dossier: Dossier, actor: Actor) -> tuple[ProductView, ...]:
    items = list(items_of(dossier))
    rows = Evidence.objects.filter(work_item__in=items).values_list("work_item")
    files = dict(rows.annotate(Count("id")).order_by())
    can_open = allowed(
        actor, Permission.WORK_READ, Subject(dossier.unit.path, dossier.person_id, dossier.is_leader)
    )
    return tuple(_product(item, files.get(item.pk, 0), can_open=can_open) for item in items)


def _product(item: WorkItem, evidence: int, *, can_open: bool) -> ProductView:
    faults = list(item.faults.all())
    return ProductView(
        work_item_id=item.pk if can_open else 0,
        name=item.title,
        coefficient=item.coefficient,
        assigned=item.assigned_quantity,
        completed=item.completed_quantity,
        reworks=sum(fault.times for fault in faults if fault.kind == "rework"),
        delays=sum(fault.times for fault in faults if fault.kind == "delay"),
        excused=sum(fault.times for fault in faults if fault.excused),
        evidence=evidence,
        counts=item.key_result is None or item.key_result.kind != Kind.OKR,
    )


def _steps(dossier: Dossier, rows: Rows, *, is_own: bool) -> tuple[StepView, ...]:
    """The steps that this person's group goes through, publication last."""
    cycle, shown = dossier.cycle, policies.shown_state(dossier.state, is_own=is_own)
    group = policies.group_of(dossier)
    order = (*group.steps, "decided")
    now = len(order) if shown in policies.PUBLISHED else order.index(shown.value)
    due = {name: group.due.get(f"{name}_due_on", getattr(cycle, f"{name}_due_on", None)) for name in order}
    own, superior = rows.marks.get(Stage.SELF), rows.marks.get(Stage.SUPERIOR)
    published = next((step.at for step in rows.decisions if step.action == "publish"), None)
    found: list[tuple[str, datetime | None, Decimal | None]] = [
        ("self", own.at if own else None, own.points if own else None),
        ("review", superior.at if superior else None, superior.points if superior else None),
        ("appraisal", rows.opinion.at if rows.opinion else None, None),
        ("decision", rows.rating.at if rows.rating else None, None),
        ("decided", published, None),
    ]
    found = [step for step in found if step[0] in order]
    return tuple(
        StepView(
            "publish" if code == "decided" else code,
            "done" if index < now else "current" if index == now else "todo",
            at,
            points,
            due[code],
        )
        for index, (code, at, points) in enumerate(found)
    )


def _waiting_for(dossier: Dossier, on: date) -> str:
    """Whose turn it is, by name; empty when nobody's."""
    if dossier.state == DossierState.SELF:
        return dossier.person.full_name
    if dossier.state in policies.PUBLISHED or dossier.state == DossierState.APPRAISAL:
        return ""
    find = direct_superior if dossier.state == DossierState.REVIEW else authority_over
    post = find(policies.post_at(dossier), on)
    return post.person_name if post else ""


def _history(rows: Rows) -> tuple[HistoryLine, ...]:
    """Steps and computations, the latest first."""
    labels = {step.action: step.label for step in DOSSIER_MACHINE.transitions}
    found = [
        HistoryLine(step.at, step.person_name, labels[step.action], step.reason) for step in rows.decisions
    ]
    found += [
        HistoryLine(
            sheet.computed_at, sheet.computed_by_name, f"Tính điểm lần {sheet.revision}", sheet.reason
        )
        for sheet in rows.sheets
    ]
    return tuple(sorted(found, key=lambda line: line.at, reverse=True))


def _levels(score: ScoreView | None) -> tuple[tuple[str, str], ...]:
    calculated = score.level if score else Level.INSUFFICIENT_DATA
    return tuple((level.value, str(level.label)) for level in policies.levels_to_decide(calculated))


def _stale(dossier: Dossier, rows: Rows) -> bool:
    """Did anything that counts change since the score? Asked only while the score can still be computed again."""
    sheet = rows.sheet
    if sheet is None or dossier.state not in policies.RESCORABLE:
        return False
    return is_stale(dossier, sheet, rows.marks.get(sheet.stage))


def _appeal_until(dossier: Dossier, actions: frozenset[str]) -> date | None:
    """The last day of the window, for the person who may still contest the result."""
    return last_day_to_appeal(dossier, decisions_of(dossier)) if "lodge_appeal" in actions else None


def _can_export(dossier: Dossier, actor: Actor) -> bool:
    return allowed(actor, Permission.REPORT_EXPORT, policies.subject_of(dossier))
