"""How the log names the fields of a plan's rows. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from woms.core.numbers import format_number

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
    "interim": "các mốc",
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
