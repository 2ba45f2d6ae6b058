"""May the plan be changed now, and is what is said about an objective whole?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from woms.core.errors import Conflict, Invalid, Refused
from woms.planning.facts import ObjectiveFacts
from woms.planning.policies.targets import check_weight
from woms.planning.states import EDITABLE_STATES, Area, DeadlineKind, Kind, PlanState

_LOCKED = {
    PlanState.SUBMITTED: "Kế hoạch đã trình nên đang khóa. Rút lại, hoặc chờ cấp duyệt trả lại, rồi sửa.",
    PlanState.APPROVED: "Kế hoạch đã phê duyệt nên không sửa trực tiếp. Cần đề nghị điều chỉnh và được duyệt lại.",
    PlanState.CLOSED: "Kế hoạch đã kết thúc, chỉ còn để xem.",
}


def check_editable(state: str) -> None:
    """Only drafts and returned plans may be changed (D05, D07)."""
    if state not in EDITABLE_STATES:
        raise Refused(_LOCKED[PlanState(state)], code="plan.locked")


def check_objective(facts: ObjectiveFacts) -> None:
    """This function will raise `Invalid` naming the field that is wrong."""
    if not facts.title.strip():
        raise Invalid("Chưa ghi tên nhiệm vụ.", code="objective.title", field="title")
    for field, allowed in (("area", Area.values), ("kind", Kind.values)):
        if getattr(facts, field) not in allowed:
            raise Invalid("Lựa chọn này không có.", code=f"{field}.unknown", field=field)
    check_weight(facts.weight)
    _check_lengths(facts)
    deadline = facts.deadline
    if deadline.kind not in DeadlineKind.values:
        raise Invalid("Không có loại thời hạn này.", code="deadline.unknown", field="deadline")
    if deadline.start and deadline.end and deadline.end < deadline.start:
        raise Invalid(
            f"Ngày kết thúc {deadline.end:%d/%m/%Y} đứng trước ngày bắt đầu {deadline.start:%d/%m/%Y}.",
            code="deadline.order",
            field="deadline",
        )


def _check_lengths(facts: ObjectiveFacts) -> None:
    for field, longest in (("directive", 300), ("authority", 300), ("procedure", 300)):
        if len(getattr(facts, field)) > longest:
            raise Invalid(f"Dài quá {longest} chữ. Hãy viết ngắn lại.", code=f"{field}.long", field=field)


def check_order(wanted: Sequence[int], present: Iterable[int]) -> None:
    """An order must name every row exactly once (C21)."""
    if sorted(wanted) != sorted(present):
        raise Refused(
            "Thứ tự mới không khớp với các mục đang có: có mục thừa, thiếu hoặc vừa bị người khác xóa. "
            "Hãy tải lại trang rồi sắp xếp lại.",
            code="order.mismatch",
        )


def check_area_weights(weights: Mapping[str, Decimal]) -> None:
    """Weights for exactly the four areas, not all zero."""
    if set(weights) != set(Area.values):
        raise Invalid("Cần trọng số cho đủ bốn lĩnh vực.", code="area_weights.areas", field="area_weights")
    for area, weight in weights.items():
        try:
            check_weight(weight)
        except Invalid as error:
            raise Invalid(error.sentence, code=error.code, field=area) from None
    if sum(weights.values()) == 0:
        raise Invalid(
            "Bốn lĩnh vực không thể cùng có trọng số 0.", code="area_weights.zero", field=Area.CUSTOMERS
        )


def check_alignment(objective_id: int | None, parent_id: int, above_parent: Iterable[int]) -> None:
    """One parent, and never a circle: A may not stand below itself (C13)."""
    if objective_id is not None and (objective_id == parent_id or objective_id in set(above_parent)):
        raise Refused(
            "Không gắn được: nhiệm vụ cấp trên này lại nằm dưới chính nhiệm vụ đang sửa, thành vòng tròn. "
            "Hãy chọn nhiệm vụ khác.",
            code="objective.circle",
        )


def stale(what: str, *, who: str, when: str, theirs: str = "") -> Conflict:
    """Somebody else was faster (never silent last-write-wins)."""
    by = f"{who} vừa sửa {what} này lúc {when}" if who else f"{what.capitalize()} này vừa được sửa"
    return Conflict(
        f"{by}. Nội dung bạn vừa gõ chưa được ghi và vẫn còn trên trang. Hãy xem bản mới rồi lưu lại.",
        code=f"{'plan' if what == 'kế hoạch' else 'row'}.stale",
        theirs=theirs,
    )
