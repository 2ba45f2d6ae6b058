"""Assign products, hand them in, accept them or return them for rework; excuse a fault that had an objective cause.

The person who is scored never decides on quantity, rework or delay: those follow from these steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from typing import Any

from django.db import transaction

from woms.access.actors import Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.clock import local_date
from woms.core.errors import Missing
from woms.core.numbers import format_number
from woms.core.vietnamese import clean_text
from woms.org.posts import Post, post_of
from woms.planning.models import KeyResult, Period
from woms.records import files
from woms.records.files import KeptFile, Upload
from woms.records.log import record_event
from woms.work import events, policies
from woms.work.catalog.queries import usable_in
from woms.work.evidence.services import record_work_evidence
from woms.work.models import CatalogProduct, WorkFault, WorkItem
from woms.work.states import CatalogState, FaultKind, WorkState


@transaction.atomic
def assign_work(
    *,
    actor: Actor,
    at: datetime,
    person_id: int,
    period_code: str,
    product_code: str,
    quantity: Decimal,
    due_on: date,
    title: str = "",
    key_result_id: int | None = None,
) -> int:
    """This function will assign products of the catalogue to a person for a period and return the item's id.

    The coefficient in force is frozen here. Raises `Denied`, `Invalid`, `Refused` or `Missing`.
    """
    on = local_date(at)
    post = post_of(person_id, on)
    check(actor, Permission.WORK_ASSIGN, Subject(post.unit_path, person_id, post.is_leader))
    policies.check_is_superior(actor, post, on)
    period = _period(period_code)
    product = _product(product_code, due_on, post.unit_path)
    policies.check_can_assign(product, period, quantity=quantity, due_on=due_on, on=on)
    item = WorkItem.objects.create(
        **_whose(post),
        period=period,
        product=product,
        key_result=_key_result(actor, key_result_id),
        title=clean_text(title) or product.name,
        coefficient=product.coefficient,
        assigned_quantity=quantity,
        due_on=due_on,
        assigned_by_id=actor.person_id,
        is_sample=product.is_sample,
    )
    event = events.WorkAssigned(**_about(item), quantity=format_number(quantity), due_on=f"{due_on:%d/%m/%Y}")
    record_event(actor=actor, at=at, event=event, after=_state_of(item))
    return item.pk


@transaction.atomic
def deliver_work(*, actor: Actor, at: datetime, work_item_id: int, quantity: Decimal, version: int) -> None:
    """This function will hand in a quantity for acceptance. Only the person to whom it was assigned does so."""
    item = _locked(actor, Permission.WORK_DELIVER, work_item_id)
    policies.check_version(item, version)
    target = policies.check_step(item, "deliver", actor=actor)
    policies.check_can_deliver(item, quantity)
    before = _state_of(item)
    item.state, item.delivered_quantity, item.delivered_at = target, quantity, at
    _save(item)
    event = events.WorkDelivered(**_about(item), quantity=format_number(quantity))
    record_event(actor=actor, at=at, event=event, before=before, after=_state_of(item))


@transaction.atomic
def accept_work(*, actor: Actor, at: datetime, work_item_id: int, version: int) -> None:
    """This function will accept what was handed in; what came after the deadline counts as a delay of each unit."""
    item = _locked_for_superior(actor, at, Permission.WORK_ACCEPT, work_item_id)
    policies.check_version(item, version)
    whole = item.completed_quantity + item.delivered_quantity >= item.assigned_quantity
    target = policies.check_step(item, "accept" if whole else "accept_part", actor=actor)
    before, quantity = _state_of(item), item.delivered_quantity
    late = _take_over(item, quantity, at)
    item.state = target
    item.faults.filter(kind=FaultKind.REWORK, settled_at=None).update(settled_at=at)
    _save(item)
    event = events.WorkAccepted(**_about(item), quantity=format_number(quantity), late=late)
    record_event(actor=actor, at=at, event=event, before=before, after=_state_of(item))


@transaction.atomic
def return_work(
    *, actor: Actor, at: datetime, work_item_id: int, units: int, reason: str, version: int
) -> None:
    """This function will return `units` of what was handed in for rework, and accept the rest.

    Each returned unit counts one rework more; a unit returned again counts its next time.
    """
    item = _locked_for_superior(actor, at, Permission.WORK_ACCEPT, work_item_id)
    policies.check_version(item, version)
    reason = clean_text(reason)
    target = policies.check_step(item, "return", actor=actor, reason=reason)
    policies.check_can_return(item, units)
    before = _state_of(item)
    _count_reworks(item, units, reason, at)
    _take_over(item, max(item.delivered_quantity - units, Decimal(0)), at)
    item.state = target
    _save(item)
    event = events.WorkReturned(**_about(item), units=units, reason=reason)
    record_event(actor=actor, at=at, event=event, before=before, after=_state_of(item))


def attach_work_evidence(
    *, actor: Actor, at: datetime, work_item_id: int, upload: Upload, note: str = ""
) -> int:
    """This function will take a file in as evidence of one's own product and return its id."""
    kept = _keep(actor, work_item_id, upload)
    with transaction.atomic():
        item = _locked(actor, Permission.WORK_DELIVER, work_item_id)
        return record_work_evidence(actor=actor, at=at, work_item=item, kept=kept, note=note)


def request_excuse(
    *,
    actor: Actor,
    at: datetime,
    work_item_id: int,
    fault_ids: Sequence[int],
    reason: str,
    upload: Upload | None = None,
) -> None:
    """This function will ask an authority to confirm an objective cause of one's own delays or reworks.

    It rests on evidence: a file sent along, or one that the product already has. Whether the actor may is judged
    before the first byte is read. Raises `Invalid` without reason or evidence, `Refused` when asked already.
    """
    kept = None if upload is None else _keep(actor, work_item_id, upload)
    with transaction.atomic():
        item = _locked(actor, Permission.WORK_DELIVER, work_item_id)
        faults, reason = _faults(item, fault_ids), clean_text(reason)
        has_evidence = kept is not None or item.evidence.exists()
        policies.check_can_request_excuse(faults, reason, has_evidence=has_evidence)
        if kept is not None:
            record_work_evidence(actor=actor, at=at, work_item=item, kept=kept, note=reason)
        for fault in faults:
            fault.request_reason, fault.requested_at = reason, at
            fault.save(update_fields=["request_reason", "requested_at"])
        _save(item)
        record_event(actor=actor, at=at, event=events.ExcuseRequested(**_about(item), reason=reason))


@transaction.atomic
def answer_excuse(
    *,
    actor: Actor,
    at: datetime,
    work_item_id: int,
    fault_ids: Sequence[int],
    is_excused: bool,
    reason: str,
) -> None:
    """This function will confirm, or refuse to confirm, an objective cause (NĐ 335/2025, Điều 14), with the reason.

    Only an authority above the person may; the fault stays on record and no longer counts when excused.
    """
    item = _locked(actor, Permission.WORK_EXCUSE, work_item_id)
    policies.check_is_superior(actor, post_of(item.person_id, local_date(at)), local_date(at))
    faults, reason = _faults(item, fault_ids), clean_text(reason)
    policies.check_can_answer_excuse(faults, reason)
    before = {"excused": [fault.excused for fault in faults]}
    for fault in faults:
        fault.excused, fault.confirmed_by_id = is_excused, actor.person_id
        fault.answer_reason, fault.answered_at = reason, at
        fault.save(update_fields=["excused", "confirmed_by", "answer_reason", "answered_at"])
    _save(item)
    event = events.ExcuseAnswered(**_about(item), is_excused=is_excused, reason=reason)
    record_event(actor=actor, at=at, event=event, before=before, after={"excused": is_excused})


def _take_over(item: WorkItem, quantity: Decimal, at: datetime) -> int:
    """Count a delivered quantity as completed; one delay for each unit handed in after the deadline."""
    late = ceil(quantity) if item.delivered_at and local_date(item.delivered_at) > item.due_on else 0
    reason = f"Nộp ngày {local_date(item.delivered_at):%d/%m/%Y}, hạn {item.due_on:%d/%m/%Y}" if late else ""  # type: ignore[arg-type] # late needs a date
    WorkFault.objects.bulk_create(
        WorkFault(work_item=item, kind=FaultKind.DELAY, times=1, reason=reason, at=at) for _ in range(late)
    )
    item.completed_quantity += quantity
    if item.completed_quantity >= item.assigned_quantity:
        item.completed_at = item.delivered_at
    item.delivered_quantity = Decimal(0)
    return late


def _count_reworks(item: WorkItem, units: int, reason: str, at: datetime) -> None:
    """Units still in rework come back first: their times rise; the others of this delivery are done with."""
    open_faults = list(item.faults.filter(kind=FaultKind.REWORK, settled_at=None).order_by("id"))
    again, done = open_faults[:units], open_faults[units:]
    for fault in again:
        fault.times, fault.reason, fault.at = fault.times + 1, reason, at
    WorkFault.objects.bulk_update(again, ["times", "reason", "at"])
    item.faults.filter(pk__in=[fault.pk for fault in done]).update(settled_at=at)
    WorkFault.objects.bulk_create(
        WorkFault(work_item=item, kind=FaultKind.REWORK, times=1, reason=reason, at=at)
        for _ in range(units - len(again))
    )


def _locked(actor: Actor, permission: Permission, work_item_id: int) -> WorkItem:
    rows = WorkItem.objects.select_for_update(of=("self",)).select_related("person", "unit")
    item = visible_to(rows, actor, Permission.WORK_READ).filter(pk=work_item_id).first()
    if item is None:
        raise Missing
    check(actor, permission, Subject(item.unit.path, item.person_id, item.person_is_leader))
    return item


def _locked_for_superior(actor: Actor, at: datetime, permission: Permission, work_item_id: int) -> WorkItem:
    item = _locked(actor, permission, work_item_id)
    if item.person_id != actor.person_id:  # one's own product is refused with its own sentence by the machine
        policies.check_is_superior(actor, post_of(item.person_id, local_date(at)), local_date(at))
    return item


def _keep(actor: Actor, work_item_id: int, upload: Upload) -> KeptFile:
    """Whether the actor may is judged before the first byte is read."""
    with transaction.atomic():
        _locked(actor, Permission.WORK_DELIVER, work_item_id)
    return files.keep(upload)


def _faults(item: WorkItem, fault_ids: Sequence[int]) -> list[WorkFault]:
    faults = list(item.faults.filter(pk__in=fault_ids).order_by("id"))
    if not faults or len(faults) != len(set(fault_ids)):
        raise Missing
    return faults


def _period(code: str) -> Period:
    period = Period.objects.filter(code=code).first()
    if period is None:
        raise Missing(f"Chưa có kỳ {code} trong hệ thống. Hãy chọn kỳ khác.", field="period")
    return period


def _product(code: str, due_on: date, unit_path: str) -> CatalogProduct:
    """The version of the product that is in force on the deadline, else the latest one for the refusal to name."""
    versions = CatalogProduct.objects.filter(usable_in(unit_path), code=code).order_by("-starts_on")
    issued = versions.exclude(state=CatalogState.DRAFT)
    product = issued.filter(starts_on__lte=due_on).first() or versions.first()
    if product is None:
        raise Missing(f"Không có sản phẩm mã {code} trong danh mục. Hãy chọn lại.", field="product")
    return product


def _key_result(actor: Actor, key_result_id: int | None) -> KeyResult | None:
    if key_result_id is None:
        return None
    rows = visible_to(KeyResult.objects.all(), actor, Permission.PLAN_READ)
    key_result = rows.filter(pk=key_result_id).first()
    if key_result is None:
        raise Missing(field="key_result_id")
    return key_result


def _whose(post: Post) -> dict[str, Any]:
    """Person, place and leadership as they are on the day of the assignment."""
    return {"person_id": post.person_id, "person_is_leader": post.is_leader, "unit_id": post.unit_id}


def _save(item: WorkItem) -> None:
    item.version += 1
    item.save()


def _about(item: WorkItem) -> dict[str, Any]:
    return {
        "subject_id": item.pk,
        "unit_id": item.unit_id,
        "unit_path": item.unit.path,
        "is_sample": item.is_sample,
        "title": item.title,
        "person_name": item.person.full_name,
    }


def _state_of(item: WorkItem) -> dict[str, Any]:
    return {
        "state": WorkState(item.state).value,
        "assigned_quantity": item.assigned_quantity,
        "completed_quantity": item.completed_quantity,
        "delivered_quantity": item.delivered_quantity,
    }
