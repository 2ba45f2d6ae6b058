"""What may never be lost: the event log and the stored files. Append-only, enforced by database triggers."""

from __future__ import annotations

from django.db import models

from woms.access.scopes import ScopeFields


class Event(models.Model):
    """One thing that happened. No foreign keys: the log outlives what it speaks of."""

    scope_fields = ScopeFields(unit_path="unit_path")

    at = models.DateTimeField()
    code = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    acting_for_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True)
    unit_path = models.CharField(max_length=200, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    sentence = models.TextField()
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="event_subject"),
            models.Index(fields=["unit_path", "id"], name="event_unit"),
        ]

    def __str__(self) -> str:
        return self.sentence


class StoredFile(models.Model):
    """Content kept once under its SHA-256. The bytes are in the evidence store, not in the database."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    content_type = models.CharField(max_length=100)
    created_at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.sha256[:12]
