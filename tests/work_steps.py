"""The steps of assigned work, short enough to read in a test."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from tests.factories import make_product
from woms.core.clock import HANOI
from woms.work import services
from woms.work.models import WorkItem

DUE = date(2026, 11, 25)
AFTER_DUE = datetime(2026, 11, 27, 9, 0, tzinfo=HANOI)


def assign(province, at, *, actor=None, person=None, quantity="10", product=None, **options):
    product = product or make_product()
    person = person or province.specialist
    values = {
        "person_id": person.person_id, "period_code": "2026-11", "product_code": product.code,
        "quantity": Decimal(quantity), "due_on": DUE,
    }  # fmt: skip
    return services.assign_work(actor=actor or province.division_head, at=at, **values | options)


def deliver(province, item_id, quantity, at):
    item = WorkItem.objects.get(pk=item_id)
    services.deliver_work(
        actor=province.specialist,
        at=at,
        work_item_id=item_id,
        quantity=Decimal(quantity),
        version=item.version,
    )


def accept(province, item_id, at, actor=None):
    item = WorkItem.objects.get(pk=item_id)
    services.accept_work(
        actor=actor or province.division_head, at=at, work_item_id=item_id, version=item.version
    )


def send_back(province, item_id, units, at, reason="Thiếu căn cứ"):
    item = WorkItem.objects.get(pk=item_id)
    services.return_work(
        actor=province.division_head, at=at, work_item_id=item_id, units=units, reason=reason,
        version=item.version,
    )  # fmt: skip


def times(item_id, kind):
    return sorted(WorkItem.objects.get(pk=item_id).faults.filter(kind=kind).values_list("times", flat=True))


def late_item(province, at):
    item_id = assign(province, at)
    deliver(province, item_id, "10", AFTER_DUE)
    accept(province, item_id, AFTER_DUE)
    return WorkItem.objects.get(pk=item_id)
