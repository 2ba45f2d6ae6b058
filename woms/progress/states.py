"""Codes of progress."""

from __future__ import annotations

from django.db.models import TextChoices


class Status(TextChoices):
    """Where a key result, objective, area or unit stands. Silence is never green."""

    ON_TRACK = "on_track", "Đúng tiến độ"
    AT_RISK = "at_risk", "Cảnh báo"
    OFF_TRACK = "off_track", "Nguy cơ"
    NO_DATA = "no_data", "Chưa có số liệu"
    EXCEEDED = "exceeded", "Vượt"


class Cause(TextChoices):
    """Why progress is held up (seed 002, breakthrough 5)."""

    MECHANISM = "mechanism", "Cơ chế, chính sách"
    RESOURCES = "resources", "Nguồn lực"
    COORDINATION = "coordination", "Phối hợp"
    CAPABILITY = "capability", "Năng lực"
    OBJECTIVE = "objective", "Khách quan"
