"""Codes of assigned work."""

from __future__ import annotations

from django.db.models import TextChoices


class WorkState(TextChoices):
    ASSIGNED = "assigned", "Đã giao"
    DELIVERED = "delivered", "Đã nộp, chờ nghiệm thu"
    ACCEPTED = "accepted", "Đã nghiệm thu"
    RETURNED = "returned", "Trả lại làm lại"


class FaultKind(TextChoices):
    REWORK = "rework", "Làm lại"
    DELAY = "delay", "Chậm"
