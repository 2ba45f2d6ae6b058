"""One map from every status to how it looks: colour, shape and word together, never colour alone.

Templates, charts and tests all read it. The colour is the CSS class `is-<code>`; the shape is the symbol of
the same name in `static/status.svg`; words are Vietnamese msgids, translated where they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ATTENTION_ORDER: Final = ("off_track", "at_risk", "no_data", "on_track", "exceeded")


@dataclass(frozen=True, slots=True)
class StatusLook:
    """How one status is shown. `tone` names the colour family, `shape` the drawing, `word` the text beside it."""

    code: str
    tone: str
    shape: str
    word: str
    closed_word: str


def _look(code: str, word: str, closed_word: str = "", *, tone: str = "", shape: str = "") -> StatusLook:
    return StatusLook(code, tone or code, shape or code, word, closed_word or word)


def _(message: str) -> str:
    """Mark for extraction; the template translates when it shows the word."""
    return message


PROGRESS: Final = {
    look.code: look
    for look in (
        _look("on_track", _("Đúng tiến độ"), _("Đạt")),
        _look("exceeded", _("Vượt"), _("Vượt")),
        _look("at_risk", _("Cảnh báo"), _("Đạt một phần")),
        _look("off_track", _("Nguy cơ"), _("Không đạt")),
        _look("no_data", _("Chưa có số liệu"), _("Không đánh giá")),
        _look("breakthrough", _("Đột phá"), _("Đột phá")),
    )
}

FINDINGS: Final = {
    look.code: look
    for look in (
        _look("error", _("Phải sửa"), tone="off_track", shape="off_track"),
        _look("warning", _("Cảnh báo"), tone="at_risk", shape="at_risk"),
        _look("hint", _("Gợi ý"), tone="no_data", shape="no_data"),
    )
}

WORKFLOW: Final = {
    look.code: look
    for look in (
        _look("draft", _("Dự thảo"), tone="no_data"),
        _look("submitted", _("Đã trình"), tone="exceeded", shape="waiting"),
        _look("appraising", _("Đang thẩm định"), tone="exceeded", shape="waiting"),
        _look("returned", _("Trả lại để chỉnh sửa"), tone="at_risk"),
        _look("approved", _("Đã phê duyệt"), tone="on_track", shape="on_track"),
        _look("in_force", _("Đang thực hiện"), tone="on_track", shape="on_track"),
        _look("closed", _("Đã kết thúc"), tone="no_data"),
        _look("offered", _("Chờ nhận"), tone="exceeded", shape="waiting"),
        _look("accepted", _("Đã nhận"), tone="on_track", shape="on_track"),
        _look("declined", _("Từ chối"), tone="off_track", shape="off_track"),
        _look("not_cascaded", _("Chưa phân rã"), tone="no_data", shape="no_data"),
        _look("stale", _("Quá hạn cập nhật"), tone="at_risk", shape="at_risk"),
        _look("waiting", _("Chờ xác nhận"), tone="exceeded"),
        _look("confirmed", _("Đã xác nhận"), tone="on_track", shape="on_track"),
        _look("self", _("Tự chấm"), tone="exceeded", shape="waiting"),
        _look("review", _("Chờ đánh giá"), tone="exceeded", shape="waiting"),
        _look("decided", _("Đã quyết định"), tone="on_track", shape="on_track"),
        _look("previewed", _("Chờ xác nhận nhập"), tone="exceeded", shape="waiting"),
        _look("applied", _("Đã nhập"), tone="on_track", shape="on_track"),
        _look("undone", _("Đã hoàn tác"), tone="no_data", shape="returned"),
    )
}

STATUSES: Final = PROGRESS | WORKFLOW | FINDINGS


def status_look(code: str) -> StatusLook:
    """Give the look of a status code; an unknown code is a mistake of ours and raises KeyError."""
    return STATUSES[code]


def attention_rank(code: str) -> int:
    """Position in the order of attention: the worst first, anything else last. For sorting lists and boards."""
    return ATTENTION_ORDER.index(code) if code in ATTENTION_ORDER else len(ATTENTION_ORDER)
