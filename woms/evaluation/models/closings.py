"""A closing: the scores of a whole cycle worked out at once, how far it came, and what it found (ADR 0014)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from woms.access.scopes import ScopeFields
from woms.evaluation.models.cycles import Cycle
from woms.evaluation.models.dossiers import Dossier
from woms.evaluation.states import ACTIVE_CLOSINGS, ClosingState, GapReason
from woms.org.models import Person, Unit


class ClosingRun(models.Model):
    """One closing of a cycle, for the city or for one unit and everything inside it.

    `step` and `after_person`: what is finished, so that a run that was killed goes on from there. `digest` is of all
    scores in force afterwards: the same whenever the same facts are closed.
    """

    scope_fields = ScopeFields(unit_path="unit__path")

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ClosingState.choices, default=ClosingState.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=120, blank=True)
    after_person = models.BigIntegerField(default=0)
    started_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    started_by_name = models.CharField(max_length=140)
    started_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by_name = models.CharField(max_length=140, blank=True)
    error = models.CharField(max_length=500, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    rules_version = models.CharField(max_length=64, blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"], condition=Q(state__in=ACTIVE_CLOSINGS), name="closing_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"chốt kỳ {self.cycle_id}: {self.state}"


class ClosingGap(models.Model):
    """Somebody whom a closing could not score, and why."""

    run = models.ForeignKey(ClosingRun, on_delete=models.CASCADE, related_name="gaps")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=16, choices=GapReason.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "dossier"], name="closing_gap_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.reason}"


class ClosingUnit(models.Model):
    """What a closing found in one unit: people by level of the score in force."""

    run = models.ForeignKey(ClosingRun, on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    people = models.PositiveIntegerField()
    excellent = models.PositiveIntegerField()
    good = models.PositiveIntegerField()
    completed = models.PositiveIntegerField()
    not_completed = models.PositiveIntegerField()
    without_score = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "unit"], name="closing_unit_once")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.people}"
