"""Cycles, dossiers, marks, score sheets and ratings. Scores and ratings are append-only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from woms.access.scopes import ScopeFields
from woms.core.fields import score_field
from woms.evaluation.states import CycleState, DossierState, Level, Stage
from woms.org.models import Person, Unit
from woms.planning.models import Period


class Cycle(models.Model):
    """One evaluation period under one framework. The governing date is fixed when it opens (ADR 0003)."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    governing_date = models.DateField()
    state = models.CharField(max_length=8, choices=CycleState.choices, default=CycleState.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period"], name="cycle_once_per_period")]

    def __str__(self) -> str:
        return str(self.period_id)


class Dossier(models.Model):
    """One person's evaluation in one cycle. Post, unit and framework are snapshots of that period."""

    scope_fields = ScopeFields(unit_path="unit__path", person="person_id", is_leader="is_leader")

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="dossiers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    is_leader = models.BooleanField(default=False)
    framework = models.CharField(max_length=60)
    state = models.CharField(max_length=12, choices=DossierState.choices, default=DossierState.SELF)
    version = models.PositiveIntegerField(default=1)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "person"], name="dossier_once_per_cycle")]

    def __str__(self) -> str:
        return f"{self.person_id} kỳ {self.cycle_id}"


class GeneralScore(models.Model):
    """Points for the common criteria given at one stage by one person. A new mark is a new row."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="general_scores")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    points = models.DecimalField(max_digits=5, decimal_places=2)
    note = models.TextField(blank=True)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_by_name = models.CharField(max_length=140)
    at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(points__gte=0), name="general_score_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.stage}: {self.points}"


class ScoreSheet(models.Model):
    """A computed score with everything it was computed from. Superseded by a later revision, never changed."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="score_sheets")
    revision = models.PositiveIntegerField()
    general_points = score_field(null=True)
    result_points = score_field(null=True)
    total = score_field(null=True)
    level = models.CharField(max_length=20, choices=Level.choices)
    inputs = models.JSONField()
    inputs_digest = models.CharField(max_length=64)
    rules_version = models.CharField(max_length=64)
    trace = models.JSONField()
    reason = models.CharField(max_length=300)
    computed_by_name = models.CharField(max_length=140)
    computed_at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "revision"], name="score_sheet_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} bản {self.revision}: {self.total}"


class Rating(models.Model):
    """The level that an authorised person decided, on which score sheet, and why. The latest row counts."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="ratings")
    score_sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=20, choices=Level.choices)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_by_name = models.CharField(max_length=140)
    at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.level}"
