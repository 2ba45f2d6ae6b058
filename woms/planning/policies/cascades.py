"""Rules of giving a target down: do the shares add up, may it be answered, has something drifted since? Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from woms.core.errors import Invalid, Refused
from woms.core.numbers import format_number
from woms.planning.facts import KeyResultFacts
from woms.planning.states import CascadeState, Direction, PlanState

_SUMMED = frozenset({Direction.INCREASE.value, Direction.DECREASE.value})
_RATE_WORDS = ("%", "‰", "/", "bình quân", "trung bình")
TAKES_CASCADES = frozenset({PlanState.DRAFT.value, PlanState.RETURNED.value, PlanState.APPROVED.value})


@dataclass(frozen=True, slots=True)
class Coverage:
    """Do the children's targets carry the parent's? `gap` is what is missing (more than allowed, for a ceiling)."""

    total: Decimal | None
    gap: Decimal
    sentence: str
    is_covered: bool


def is_rate(measure_unit: str) -> bool:
    """Rates are averaged, never added: 90 % and 92 % are not 182 % (C06)."""
    return any(word in measure_unit.lower() for word in _RATE_WORDS)


def coverage(*, target: Decimal, direction: str, measure_unit: str, children: Sequence[Decimal]) -> Coverage:
    """This function will compare the children's targets with the parent's, in a sentence with the arithmetic."""
    if direction not in _SUMMED:
        return Coverage(None, Decimal(0), f"Đã chia cho {len(children)} đơn vị.", is_covered=bool(children))
    if not children:
        return Coverage(Decimal(0), target, "Chưa chia cho đơn vị nào.", is_covered=False)
    rate = is_rate(measure_unit)
    total = sum(children, Decimal(0)) / (len(children) if rate else 1)
    is_ceiling = direction == Direction.DECREASE
    gap = (total - target) if is_ceiling else (target - total)
    name = "Bình quân chỉ tiêu con" if rate else "Tổng chỉ tiêu con"
    sums = f"{name} {_shown(total)} / {format_number(target)}"
    return Coverage(total, max(gap, Decimal(0)), f"{sums} – {_verdict(gap, is_ceiling=is_ceiling)}", gap <= 0)


def _verdict(gap: Decimal, *, is_ceiling: bool) -> str:
    if gap > 0:
        return f"vượt mức cho phép {_shown(gap)}" if is_ceiling else f"còn thiếu {_shown(gap)}"
    return "đủ" if gap == 0 else f"{'thấp hơn' if is_ceiling else 'nhiều hơn'} {_shown(-gap)}"


def _shown(value: Decimal) -> str:
    return format_number(value.quantize(Decimal("0.01")).normalize() + 0)


def drift(
    *, given: Decimal, parent_then: Decimal | None, parent_now: Decimal, child_now: Decimal | None
) -> str:
    """Why a target handed down no longer fits, or nothing. Shown, never silently rewritten (C12)."""
    if parent_then is not None and parent_then != parent_now:
        return f"Mục tiêu cấp trên đổi từ {format_number(parent_then)} thành {format_number(parent_now)} sau khi giao."
    if child_now is not None and child_now != given:
        return f"Đơn vị ghi {format_number(child_now)}, được giao {format_number(given)}."
    return ""


def check_can_give(plan_state: str) -> None:
    if plan_state == PlanState.CLOSED:
        raise Refused("Kế hoạch đã kết thúc nên không giao chỉ tiêu xuống nữa.", code="plan.locked")


def check_open(state: str) -> None:
    """Only an offer that still waits can be answered."""
    if state != CascadeState.OFFERED:
        label = str(CascadeState(state).label).lower()
        raise Refused(
            f"Chỉ tiêu này không còn chờ tiếp nhận: {label}. Hãy tải lại trang để thấy trạng thái mới.",
            code="cascade.answered",
        )


def check_can_decline(*, is_mandatory: bool, reason: str, giver: str) -> None:
    """A mandatory target is not declined; a suggested one only with a reason (C10, C11)."""
    if is_mandatory:
        raise Refused(
            f"Chỉ tiêu này là bắt buộc nên không từ chối được. Nếu mức giao chưa hợp lý, hãy nêu lý do và "
            f"đề nghị {giver} giao lại mức khác; chỉ tiêu vẫn chờ đơn vị tiếp nhận.",
            code="cascade.mandatory",
        )
    if not reason.strip():
        raise Refused(
            "Cần ghi lý do khi từ chối, để bên giao biết và cân đối lại.",
            code="cascade.reason_missing",
            field="reason",
        )


def check_given_kept(facts: KeyResultFacts, given: tuple[Decimal, str, str] | None) -> None:
    """What was given as mandatory keeps its figure, unit and direction until the giver changes it (C10)."""
    if given is not None and (facts.target, facts.measure_unit, facts.direction) != given:
        raise Invalid(
            f"Đây là chỉ tiêu bắt buộc được giao {format_number(given[0])} {given[1]}, đơn vị không tự đổi số, "
            "đơn vị tính hoặc chiều. Hãy đề nghị bên giao điều chỉnh.",
            code="cascade.mandatory",
            field="target",
        )


def check_can_receive(plan_state: str) -> None:
    """A target lands in a plan that is being written or carried out, not in one that someone is judging."""
    if plan_state not in TAKES_CASCADES:
        label = str(PlanState(plan_state).label).lower()
        raise Refused(
            f"Kế hoạch của đơn vị đang ở trạng thái “{label}” nên chưa nhận thêm chỉ tiêu được. "
            "Hãy rút kế hoạch lại, hoặc chờ cấp duyệt quyết định.",
            code="cascade.plan_locked",
        )
