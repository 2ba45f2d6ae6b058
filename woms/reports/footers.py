"""The line under every page: from where and when it was printed, and the code of its content."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from woms.access.actors import Actor
from woms.core.clock import HANOI
from woms.reports.document import Document


def footer_of(document: Document, *, actor: Actor, at: datetime) -> Document:
    """The same document with its footer: who took it out, when, and the content's code."""
    moment = f"{at.astimezone(HANOI):%H:%M %d/%m/%Y}"
    lines = [f"{actor.name} trích xuất từ WOMS lúc {moment} · mã nội dung {document.code}"]
    if "DỮ LIỆU MẪU" in document.marks:
        lines.append("Dữ liệu mẫu: người và số liệu được tạo ra để làm quen, không có giá trị pháp lý.")
    return replace(document, footer="\n".join(lines))
