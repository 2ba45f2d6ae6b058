"""May a document that was read be corrected, written into a plan, or taken back now?"""

from __future__ import annotations

from woms.core.errors import Refused
from woms.planning.models import ImportBatch, Plan
from woms.planning.policies.editing import check_editable
from woms.planning.states import ImportState

MAXIMUM_ROWS = 500


def check_can_correct(batch: ImportBatch) -> None:
    if batch.state != ImportState.PREVIEWED:
        raise Refused(
            "Tệp này đã được xác nhận nên không chỉnh bản xem trước được nữa. Hãy sửa trong kế hoạch.",
            code="plan_import.settled",
        )


def check_can_confirm(
    batch: ImportBatch, plan: Plan | None, *, rows: int, earlier: bool, again: bool
) -> None:
    """The preview still stands, something is kept, and the plan of that unit and period takes rows.

    `earlier`: the same file went into the plan before; it goes in once more only when the person says so.
    """
    if batch.state == ImportState.UNDONE:
        raise Refused(
            "Việc nhập tệp này đã hoàn tác. Muốn nhập lại, hãy tải tệp lên lần nữa.",
            code="plan_import.undone",
        )
    if not rows:
        raise Refused(
            "Không còn nhiệm vụ nào được giữ để nhập. Hãy chọn lại ít nhất một dòng.",
            code="plan_import.empty",
        )
    if rows > MAXIMUM_ROWS:
        raise Refused(
            f"Một kế hoạch nhận nhiều nhất {MAXIMUM_ROWS} nhiệm vụ mỗi lần nhập, tệp này có {rows}. "
            "Hãy bỏ bớt dòng hoặc chia tệp.",
            code="plan_import.too_many",
        )
    if plan is not None:
        check_editable(plan.state)
    if earlier and not again:
        raise Refused(
            "Chính tệp này đã được nhập vào kế hoạch trước đó. Nếu vẫn muốn nhập thêm một lần nữa, hãy đánh dấu xác nhận.",
            code="plan_import.repeated",
        )


def check_can_undo(batch: ImportBatch, plan: Plan | None) -> None:
    """Something was written, and the plan is still a draft that may be changed."""
    if batch.state != ImportState.APPLIED:
        raise Refused(
            "Tệp này chưa được ghi vào kế hoạch nào nên không có gì để hoàn tác.",
            code="plan_import.not_applied",
        )
    if plan is None:
        raise Refused(
            "Kế hoạch đã nhận tệp này không còn nữa nên không có gì để hoàn tác.", code="plan_import.no_plan"
        )
    try:
        check_editable(plan.state)
    except Refused as locked:
        raise Refused(f"Không hoàn tác được. {locked.sentence}", code="plan_import.locked") from None
