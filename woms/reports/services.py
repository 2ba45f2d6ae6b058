"""Issue a paper: check, build, print, and note in the log who took it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from woms.access.actors import Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.errors import Missing
from woms.evaluation.models import Dossier
from woms.planning.models import Plan
from woms.records.file_names import clean_file_name
from woms.records.log import record_event
from woms.reports import pdf, word
from woms.reports.document import Document
from woms.reports.evaluation_form import evaluation_form
from woms.reports.events import PaperIssued
from woms.reports.plan_paper import plan_paper

PRINTERS: dict[str, tuple[Callable[[Document], bytes], str]] = {
    "pdf": (pdf.to_pdf, pdf.CONTENT_TYPE),
    "docx": (word.to_word, word.CONTENT_TYPE),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A printed paper, ready to be sent."""

    file_name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Source:
    """What a paper is printed from, as the log names it."""

    kind: str
    id: int
    unit_id: int
    unit_path: str
    is_sample: bool


@transaction.atomic
def issue_evaluation_form(*, actor: Actor, at: datetime, dossier_id: int, form: str) -> Paper:
    """This function will print a person's evaluation form for somebody who may read and take it out.

    Raises `Missing` outside their reach or for an unknown form, `Denied` without the right to export.
    """
    rows = Dossier.objects.select_related("person", "unit", "cycle__period")
    dossier = visible_to(rows, actor, Permission.DOSSIER_READ).filter(pk=dossier_id).first()
    if dossier is None or form not in PRINTERS:
        raise Missing
    subject = Subject(dossier.unit.path, dossier.person_id, dossier.is_leader)
    check(actor, Permission.REPORT_EXPORT, subject)
    document = evaluation_form(actor=actor, at=at, dossier_id=dossier_id)
    name = f"Phiếu đánh giá {dossier.cycle.period.code} {dossier.person.full_name}"
    about = Source("dossier", dossier.pk, dossier.unit_id, dossier.unit.path, dossier.is_sample)
    return _issue(actor, at, document, name, form, about)


@transaction.atomic
def issue_plan(*, actor: Actor, at: datetime, plan_id: int, form: str) -> Paper:
    """This function will print a plan for somebody who may read and take it out; errors as above."""
    rows = visible_to(Plan.objects.select_related("unit", "period"), actor, Permission.PLAN_READ)
    plan = rows.filter(pk=plan_id).first()
    if plan is None or form not in PRINTERS:
        raise Missing
    subject = Subject(plan.unit.path, plan.person_id, plan.person_is_leader)
    check(actor, Permission.REPORT_EXPORT, subject)
    document = plan_paper(actor=actor, at=at, plan_id=plan_id)
    about = Source("plan", plan.pk, plan.unit_id, plan.unit.path, plan.is_sample)
    return _issue(actor, at, document, plan.title, form, about)


def _issue(actor: Actor, at: datetime, document: Document, name: str, form: str, about: Source) -> Paper:
    printer, content_type = PRINTERS[form]
    file_name = clean_file_name(name.replace("/", "-"), "") + f".{form}"
    event = PaperIssued(
        subject_id=about.id,
        unit_id=about.unit_id,
        unit_path=about.unit_path,
        is_sample=about.is_sample,
        file_name=file_name,
        content_code=document.code,
    )
    record_event(actor=actor, at=at, event=event, after={"of": about.kind, "format": form})
    return Paper(file_name, content_type, printer(document))
