"""Decisions on values that the law leaves open. Append-only: a change is a later decision with its own number."""

from __future__ import annotations

from django.db import models

from woms.access.scopes import ScopeFields
from woms.local_rules.states import DecisionLevel
from woms.org.models import Person, Unit


class ParameterDecision(models.Model):
    """A body's own value of one parameter from a day on; `value` is in written form, None goes back to the text.

    National and provincial decisions stand at the root unit, a unit's at that unit and for everything inside it.
    """

    scope_fields = ScopeFields(unit_path="unit__path")

    parameter = models.CharField(max_length=80)
    level = models.CharField(max_length=8, choices=DecisionLevel.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    value = models.JSONField(null=True)
    number = models.CharField(max_length=60)
    starts_on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_by_name = models.CharField(max_length=140)
    at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["parameter", "starts_on"], name="parameter_decision_dated")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(number=""), name="parameter_decision_has_number")
        ]

    def __str__(self) -> str:
        return f"{self.parameter} theo {self.number}"
