"""May this body decide this value, from this day on?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from woms.core.errors import Conflict, Invalid, Refused
from woms.core.periods import month_of
from woms.org.states import UnitKind
from woms.regulations.parameters import LEVEL_LABELS, LocalDecision, Parameter, check_decision

NUMBER_LENGTH = 60


def check_can_decide(parameter: Parameter, *, level: str, unit_kind: str) -> None:
    """The text leaves it open, to a body of this level."""
    setting = parameter.setting
    if setting is None:
        raise Refused(
            f"“{parameter.description}” do văn bản ấn định nên không quyết định khác được. "
            "Muốn đổi phải có văn bản mới, thêm vào tệp tham số.",
            code="parameter.fixed_by_law",
        )
    is_root = unit_kind == UnitKind.CITY
    if level not in setting.overridable_by or is_root == (level == "unit"):
        who = ", ".join(LEVEL_LABELS[one] for one in setting.overridable_by)
        raise Refused(
            f"Cấp được quyết định giá trị này: {who}. Hãy chọn đúng cấp, hoặc trình cấp có thẩm quyền.",
            code="parameter.level_not_allowed",
        )


def check_number(number: str) -> None:
    if not number or len(number) > NUMBER_LENGTH:
        raise Invalid(
            f"Cần ghi số, ký hiệu của quyết định, tối đa {NUMBER_LENGTH} chữ, ví dụ 125/QĐ-UBND.",
            code="parameter.number_missing",
            field="number",
        )


def check_starts_on(parameter: Parameter, starts_on: date, on: date) -> None:
    """A decision never reaches back into a month that is over: what was scored there stays as it was."""
    first = month_of(on).starts_on
    if starts_on < first:
        raise Invalid(
            f"Quyết định không áp dụng cho tháng đã qua. Hãy chọn từ ngày {first:%d/%m/%Y} trở đi.",
            code="parameter.starts_in_past",
            field="starts_on",
        )
    if starts_on.year > on.year + 1:
        raise Invalid(
            "Ngày áp dụng xa hơn hết năm sau. Hãy kiểm tra lại năm.",
            code="parameter.starts_too_late",
            field="starts_on",
        )
    parameter.on(starts_on)


def check_bounds(catalogue: Mapping[str, Parameter], decision: LocalDecision) -> None:
    try:
        check_decision(catalogue, decision)
    except Invalid as error:
        raise Invalid(error.sentence, code=error.code, field="value") from None


def check_seen(seen: int, latest: int, theirs: str) -> None:
    """Two people at once: the second one sees what the first one decided."""
    if seen != latest:
        raise Conflict(
            "Giá trị này vừa có quyết định khác được ghi. Quyết định của bạn chưa được ghi. "
            "Hãy xem lại rồi ghi nếu vẫn cần.",
            code="parameter.changed",
            theirs=theirs,
        )
