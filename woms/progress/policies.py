"""May this number be reported now? Who the person is was already checked by `access`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from woms.core.clock import HANOI
from woms.core.errors import Conflict, Invalid, Refused
from woms.core.numbers import format_number
from woms.planning.models import KeyResult
from woms.planning.states import PlanState, Source
from woms.progress.models import CheckIn
from woms.progress.states import Cause, Status

NEEDS_CAUSE = frozenset({Status.AT_RISK.value, Status.OFF_TRACK.value})
CHOOSABLE = (Status.ON_TRACK.value, Status.AT_RISK.value, Status.OFF_TRACK.value)


def check_can_report(key_result: KeyResult) -> None:
    """The plan is in force, the key result is alive, and people (not a system) provide its figures."""
    state = key_result.objective.plan.state
    if state == PlanState.CLOSED:
        raise Refused(
            "Kế hoạch này đã kết thúc nên không ghi thêm số liệu. Nếu số cũ sai, hãy đề nghị đính chính.",
            code="check_in.plan_closed",
        )
    if state != PlanState.APPROVED:
        raise Refused(
            "Kế hoạch này chưa được phê duyệt nên chưa ghi tiến độ được. Số liệu ghi được từ khi kế hoạch có hiệu lực.",
            code="check_in.plan_not_in_force",
        )
    if key_result.archived_at is not None:
        raise Refused("Mục tiêu này đã ngừng theo dõi nên không ghi thêm số liệu.", code="check_in.archived")
    if key_result.source == Source.AUTOMATIC:
        source = key_result.source_label or "hệ thống nguồn"
        raise Refused(
            f"Số của mục này lấy tự động từ {source}, không nhập tay được. "
            "Nếu thấy sai, hãy báo nơi cung cấp số liệu để đính chính ở nguồn.",
            code="check_in.automatic",
        )


def check_day(key_result: KeyResult, as_of: date, on: date) -> None:
    """The figure speaks of a day within the key result's time that has already come (scenario E07)."""
    if as_of > on:
        raise Invalid(
            f"Ngày {as_of:%d/%m/%Y} chưa tới. Hãy ghi số liệu đến hôm nay ({on:%d/%m/%Y}) hoặc ngày trước đó.",
            code="check_in.future",
            field="as_of",
        )
    if as_of < key_result.starts_on:
        raise Invalid(
            f"Mục tiêu này bắt đầu từ {key_result.starts_on:%d/%m/%Y}. Hãy chọn ngày từ đó trở đi.",
            code="check_in.before_start",
            field="as_of",
        )


def check_sequence(last: CheckIn | None, seen: int, value: Decimal, who: str, before: Decimal | None) -> None:
    """Nobody overwrites a number that they have not seen: both are shown and a person picks.

    `who` entered the number in the way (empty: may not be named here), `before` is what it replaced.
    """
    if last is None or last.sequence == seen:
        return
    theirs = format_number(last.value)
    change = f"{format_number(before)} → {theirs}" if before is not None else theirs
    raise Conflict(
        f"{who or 'Người phụ trách'} vừa cập nhật mục này lúc {last.at.astimezone(HANOI):%H:%M %d/%m} ({change}). "
        f"Bạn nhập {format_number(value)}; số của bạn chưa được ghi, hãy chọn số đúng.",
        code="check_in.conflict",
        field="value",
        theirs=theirs,
        yours=format_number(value),
    )


def check_status(chosen: str, suggested: str, reason: str) -> None:
    """A person may differ from the suggestion, with a reason that stays."""
    if chosen == suggested:
        return
    if chosen not in CHOOSABLE:
        raise Invalid(
            "Hãy chọn Đúng tiến độ, Cảnh báo hoặc Nguy cơ.", code="check_in.status_unknown", field="status"
        )
    if not reason:
        raise Invalid(
            f"Trạng thái gợi ý là “{Status(suggested).label}”. Muốn chọn “{Status(chosen).label}”, hãy ghi một câu lý do.",
            code="check_in.status_reason_missing",
            field="status_reason",
        )


def check_cause(cause: str) -> None:
    if cause and cause not in Cause.values:
        raise Invalid(
            "Hãy chọn một trong năm nguyên nhân vướng mắc.", code="obstacle.cause_unknown", field="cause"
        )


def check_can_correct(corrected: CheckIn | None, reason: str) -> CheckIn:
    """What is corrected exists, was not corrected before, and the correction says why."""
    if corrected is None:
        raise Refused(
            "Dòng này đã được sửa lại hoặc không còn. Hãy tải lại trang để xem số mới nhất.",
            code="check_in.already_corrected",
        )
    if not reason:
        raise Invalid(
            "Hãy ghi một câu vì sao sửa lại, để người đọc nhật ký hiểu.",
            code="check_in.correction_reason_missing",
            field="note",
        )
    return corrected


def check_evidence_is_there(missing: list[str]) -> None:
    """The week is sent only with the evidence that its figures need (scenario E01); saving is never held back."""
    if missing:
        names = "; ".join(f"“{title}”" for title in missing)
        raise Refused(
            f"Chưa gửi được báo cáo: cần minh chứng cho {names}. Số đã lưu vẫn còn; gắn tệp rồi gửi lại.",
            code="weekly_report.evidence_missing",
        )
