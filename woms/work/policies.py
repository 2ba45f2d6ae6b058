"""May this be done with the product now? Who the person is was already checked by `access`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from woms.access.actors import Actor
from woms.core.errors import Conflict, Denied, Invalid, Refused
from woms.core.numbers import format_number
from woms.org.posts import Post, outranks, post_of
from woms.planning.models import Period
from woms.work.models import CatalogProduct, WorkFault, WorkItem
from woms.work.states import WORK_MACHINE, CatalogState

MOST = 99_999
QUANTITY_DIGITS = 3


def check_is_superior(actor: Actor, person: Post, on: date) -> None:
    """Work comes from above, is accepted above, and a fault is excused above: never by equals or by oneself."""
    if actor.person_id is None or not outranks(post_of(actor.person_id, on), person):
        raise Denied(
            f"Việc này thuộc về cấp trên của {person.person_name}. Hãy chuyển cho người quản lý trực tiếp.",
            code="denied.not_superior",
        )


def check_version(item: WorkItem, version: int) -> None:
    """Two people at once: the second one sees what the first one did."""
    if item.version != version:
        raise Conflict(
            f"“{item.title}” vừa được người khác cập nhật. Chưa ghi thao tác của bạn. "
            "Hãy xem trạng thái mới rồi làm lại nếu vẫn cần.",
            code="work_item.changed",
            theirs=item.get_state_display(),
        )


def check_step(item: WorkItem, action: str, *, actor: Actor, reason: str = "") -> str:
    """The state after the step. Raises `Refused` when it is not its turn."""
    step = WORK_MACHINE.check_step(
        action, state=item.state, reason=reason, author_ids=[item.person_id], person_id=actor.person_id
    )
    return step.target


def check_can_assign(
    product: CatalogProduct, period: Period, *, quantity: Decimal, due_on: date, on: date
) -> None:
    """The product is in force, the quantity makes sense and the deadline lies in the period and ahead."""
    if (
        product.state == CatalogState.DRAFT
        or product.starts_on > due_on
        or (product.ends_on is not None and product.ends_on <= period.starts_on)
    ):
        raise Refused(
            f"“{product.name}” không còn hoặc chưa có trong danh mục áp dụng cho {period.label.lower()}. "
            "Hãy chọn sản phẩm khác.",
            code="work_item.product_not_in_force",
        )
    _check_positive(quantity, "quantity")
    if not period.starts_on <= due_on < period.ends_on:
        raise Invalid(
            f"Hạn phải nằm trong {period.label.lower()}. Việc kéo dài sang kỳ sau thì giao ở kỳ sau.",
            code="work_item.due_outside_period",
            field="due_on",
        )
    if due_on < on:
        raise Invalid(
            "Hạn đã qua rồi. Hãy chọn một ngày từ hôm nay trở đi.",
            code="work_item.due_in_past",
            field="due_on",
        )


def check_can_deliver(item: WorkItem, quantity: Decimal) -> None:
    _check_positive(quantity, "quantity")
    remaining = item.assigned_quantity - item.completed_quantity
    if quantity > remaining:
        raise Invalid(
            f"Chỉ còn {format_number(remaining)} sản phẩm được giao mà chưa hoàn thành. "
            "Việc phát sinh cần được giao thêm trước khi nộp.",
            code="work_item.more_than_assigned",
            field="quantity",
        )


def check_can_return(item: WorkItem, units: int) -> None:
    if not 0 < units <= item.delivered_quantity.__ceil__():
        raise Invalid(
            f"Số sản phẩm phải làm lại nằm trong khoảng từ 1 đến {format_number(item.delivered_quantity)}.",
            code="work_item.units_out_of_range",
            field="units",
        )


def check_can_request_excuse(faults: Sequence[WorkFault], reason: str, *, has_evidence: bool) -> None:
    _check_reason(reason)
    if not has_evidence:
        raise Invalid(
            "Cần kèm minh chứng cho nguyên nhân khách quan, ví dụ thông báo dừng hệ thống. Hãy chọn một tệp.",
            code="work_fault.evidence_missing",
            field="evidence",
        )
    if any(fault.excused or fault.answered_at or fault.requested_at for fault in faults):
        raise Refused(
            "Lần chậm hoặc làm lại này đã được đề nghị hoặc đã có kết luận. Hãy tải lại trang để xem.",
            code="work_fault.already_requested",
        )


def check_can_answer_excuse(faults: Sequence[WorkFault], reason: str) -> None:
    _check_reason(reason)
    if any(fault.answered_at or fault.excused for fault in faults):
        raise Refused(
            "Lần chậm hoặc làm lại này đã có kết luận. Hãy tải lại trang để xem.",
            code="work_fault.already_answered",
        )


def _check_reason(reason: str) -> None:
    if not reason:
        raise Invalid(
            "Cần ghi lý do: nguyên nhân khách quan là gì, có căn cứ nào.",
            code="work_fault.reason_missing",
            field="reason",
        )


def _check_positive(quantity: Decimal, field: str) -> None:
    if not quantity.is_finite() or quantity <= 0:
        raise Invalid("Số lượng phải lớn hơn 0.", code="work_item.quantity_not_positive", field=field)
    if quantity > MOST or quantity != round(quantity, QUANTITY_DIGITS):
        raise Invalid(
            f"Số lượng tối đa {format_number(MOST)}, nhiều nhất {QUANTITY_DIGITS} chữ số sau dấu phẩy.",
            code="work_item.quantity_out_of_range",
            field=field,
        )
