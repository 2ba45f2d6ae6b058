"""How the log and the pages put the facts of a plan into words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from woms.core.numbers import NBSP, format_number
from woms.planning.contents import KeyResultContents
from woms.planning.facts import Deadline

FIELD_WORDS = {
    "area": "lĩnh vực", "kind": "loại", "title": "tên", "weight": "trọng số", "parent_id": "nhiệm vụ cấp trên",
    "directive": "văn bản chỉ đạo", "output": "sản phẩm", "lead_unit_id": "đơn vị chủ trì",
    "lead_person_id": "người chủ trì", "authority": "thẩm quyền", "procedure": "quy trình",
    "deadline_kind": "thời hạn", "deadline_start": "thời hạn", "deadline_end": "thời hạn",
    "deadline_text": "thời hạn", "coordinators": "đơn vị phối hợp", "unmatched_units": "tên đơn vị chưa khớp",
    "code": "mã", "measure_unit": "đơn vị tính", "direction": "chiều", "baseline": "hiện trạng",
    "target": "mục tiêu", "range_high": "mức cao nhất", "owner_unit_id": "đơn vị thực hiện",
    "owner_person_id": "người thực hiện", "starts_on": "ngày bắt đầu", "due_on": "hạn",
    "evidence_required": "yêu cầu minh chứng", "source": "nguồn số liệu", "source_label": "nguồn số liệu",
    "interim": "các mốc", "steps": "các mốc, bậc",
}  # fmt: skip


def told(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """`trọng số 30 → 40, sản phẩm`: numbers with both values, words by name only."""
    parts = [_told_one(name, before.get(name), value) for name, value in after.items()]
    return ", ".join(dict.fromkeys(parts))


def _told_one(name: str, old: Any, new: Any) -> str:
    words = FIELD_WORDS[name]
    if isinstance(new, Decimal) and isinstance(old, Decimal):
        return f"{words} {format_number(old)} → {format_number(new)}"
    return words


def target_words(row: KeyResultContents) -> str:
    """`80 → 95 %`, `≥ 75 %`, `≤ 8 ngày`, `18–22 °C`: the goal of a key result in one glance."""
    unit = f"{NBSP}{row.measure_unit}" if row.measure_unit else ""
    target = format_number(row.target)
    if row.direction == "range":
        return f"{target}–{format_number(row.range_high or row.target)}{unit}"
    if row.direction == "steps":
        return f"{target}{NBSP}mốc"
    if row.direction == "binary":
        return f"đạt {target}{unit}" if row.measure_unit else "hoàn thành"
    if row.direction == "maintain":
        return f"giữ {target}{unit}"
    if row.baseline is not None:
        return f"{format_number(row.baseline)} → {target}{unit}"
    return f"{'≤' if row.direction == 'decrease' else '≥'} {target}{unit}"


def deadline_words(deadline: Deadline) -> str:
    """`trước 30/06/2026`, `01/05–30/06/2026`, or the words of the paper."""
    if deadline.text:
        return deadline.text
    if deadline.start and deadline.end:
        return f"{deadline.start:%d/%m/%Y}–{deadline.end:%d/%m/%Y}"
    if deadline.end:
        return f"chậm nhất {deadline.end:%d/%m/%Y}"
    if deadline.start:
        return f"từ {deadline.start:%d/%m/%Y}"
    return {"recurring": "định kỳ", "continuous": "thường xuyên"}.get(deadline.kind, "")
