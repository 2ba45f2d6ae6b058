"""An evaluation period: its dates and where it stands."""

from __future__ import annotations

from django.db import models

from woms.evaluation.states import CycleState
from woms.planning.models import Period


class Cycle(models.Model):
    """One evaluation period. The governing date is fixed when it opens (ADR 0003).

    Self-assessment is taken from `starts_on`; the other dates are deadlines that the people in charge set,
    shown to everybody, each empty when none was set. `groups`: the groups of people with their framework, steps
    and deadlines, kept as they were when the cycle opened. `revision` rises with every reopening.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    governing_date = models.DateField()
    state = models.CharField(max_length=8, choices=CycleState.choices, default=CycleState.OPEN)
    starts_on = models.DateField(null=True)
    self_due_on = models.DateField(null=True)
    review_due_on = models.DateField(null=True)
    decision_due_on = models.DateField(null=True)
    groups = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period"], name="cycle_once_per_period")]

    def __str__(self) -> str:
        return str(self.period_id)
