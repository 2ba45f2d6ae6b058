"""Decisions taken on anything that goes through approval. Append-only."""

from __future__ import annotations

from django.db import models

from woms.org.models import Person


class Decision(models.Model):
    """One step of an approval: who moved what from which state to which, when and why."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    action = models.CharField(max_length=40)
    from_state = models.CharField(max_length=40)
    to_state = models.CharField(max_length=40)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=140)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id", "id"], name="decision_subject")]

    def __str__(self) -> str:
        return f"{self.action}: {self.from_state} → {self.to_state}"
