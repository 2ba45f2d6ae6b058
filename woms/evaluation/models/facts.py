"""Dated facts that weigh on a rating whatever the points say: discipline, hot spots, complaints, absence."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from woms.access.scopes import ScopeFields
from woms.evaluation.states import FactKind
from woms.org.models import Person, Unit
from woms.records.models import StoredFile


class EvaluationFact(models.Model):
    """Something established about a person, or about a unit for which its head answers, with what proves it.

    `ends_on`: the last day, for what lasts (an absence). A mistake is withdrawn with a reason, never erased.
    """

    scope_fields = ScopeFields(unit_path="unit__path", person="person_id", is_leader="person_is_leader")

    kind = models.CharField(max_length=24, choices=FactKind.choices)
    level = models.CharField(max_length=20, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    person_is_leader = models.BooleanField(default=False)
    happened_on = models.DateField()
    ends_on = models.DateField(null=True)
    summary = models.CharField(max_length=500)
    document = models.CharField(max_length=160)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_by_name = models.CharField(max_length=140)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_name = models.CharField(max_length=140, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["unit", "happened_on"], name="fact_unit_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="fact_withdrawn_with_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_on}"
