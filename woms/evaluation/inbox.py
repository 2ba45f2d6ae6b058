"""What evaluation puts on the page “Chờ xử lý”: appeals that wait for the actor's answer, never with a score."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from woms.access.actors import Actor
from woms.access.checks import holds
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.evaluation.models import Appeal, Dossier
from woms.evaluation.queries import actor_post
from woms.evaluation.states import CycleState, DossierState
from woms.org.posts import Post, senior_ranks
from woms.org.queries import nameable_people
from woms.org.states import Rank
from woms.workflow.inbox import InboxItem

MOST_SHOWN = 60


def inbox(*, actor: Actor, on: date, checked: int = MOST_SHOWN) -> tuple[InboxItem, ...]:  # noqa: ARG001 - one shape for every source
    """Appeals that the actor may settle, the oldest first (three queries, however many)."""
    rows = appeals_for(actor, on).select_related("dossier__person", "dossier__unit", "dossier__cycle__period")
    appeals = list(rows.order_by("lodged_at", "id")[:MOST_SHOWN])
    known = nameable_people(actor=actor, person_ids=[row.dossier.person_id for row in appeals])
    return tuple(_item(row, is_named=row.dossier.person_id in known) for row in appeals)


def inbox_count(*, actor: Actor, on: date) -> int:
    """How many things `inbox` would list (two queries, none for whoever settles nothing)."""
    return appeals_for(actor, on).count() if holds(actor, Permission.DOSSIER_SETTLE) else 0


def appeals_for(actor: Actor, on: date) -> QuerySet[Appeal]:
    """Open appeals of people below the actor, against ratings that somebody else decided."""
    post = actor_post(actor, on) if holds(actor, Permission.DOSSIER_SETTLE) else None
    if post is None:
        return Appeal.objects.none()
    dossiers = visible_to(Dossier.objects.all(), actor, Permission.DOSSIER_SETTLE)
    dossiers = dossiers.filter(_below(post), state=DossierState.APPEALED, cycle__state=CycleState.OPEN)
    theirs = dossiers.exclude(person_id=post.person_id).values("pk")
    return Appeal.objects.filter(outcome="", dossier_id__in=theirs).exclude(
        rating__decided_by_id=post.person_id
    )


def _below(post: Post) -> Q:
    """The same judgement as `org.posts.outranks`, on rows."""
    same_unit = Q(unit__path=post.unit_path)
    lower = [rank for rank in Rank if post.rank in senior_ranks(rank)]
    found = same_unit & Q(rank__in=lower)
    return found | (Q(unit__path__startswith=post.unit_path) & ~same_unit) if post.is_manager else found


def _item(row: Appeal, *, is_named: bool) -> InboxItem:
    """Whoever may not know the person reads the unit; the claim is read where it is answered."""
    dossier = row.dossier
    label = dossier.cycle.period.label
    who = dossier.person.full_name if is_named else f"Cán bộ của {dossier.unit.name}"
    return InboxItem(
        kind="appeal",
        subject_kind="dossier",
        subject_id=dossier.pk,
        title=f"Kiến nghị kết quả {label[0].lower()}{label[1:]} – {who}",
        unit_name=dossier.unit.name,
        from_name=who,
        since=row.lodged_at,
        note=f"Hạn trả lời {row.due_on:%d/%m/%Y}",
        due_on=row.due_on,
        version=dossier.version,
    )
