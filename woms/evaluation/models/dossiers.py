"""Dossiers, marks, score sheets and ratings. Marks, scores and ratings are append-only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from woms.access.scopes import ScopeFields
from woms.core.fields import score_field
from woms.evaluation.models.cycles import Cycle
from woms.evaluation.states import DossierState, Level, Stage
from woms.org.models import Person, Unit
from woms.org.states import Rank


class Dossier(models.Model):
    """One person's evaluation in one cycle. Post, unit and framework are snapshots of that period."""

    scope_fields = ScopeFields(unit_path="unit__path", person="person_id", is_leader="is_leader")

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="dossiers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    rank = models.CharField(max_length=16, choices=Rank.choices, default=Rank.SPECIALIST)
    is_leader = models.BooleanField(default=False)
    framework = models.CharField(max_length=60)
    state = models.CharField(max_length=12, choices=DossierState.choices, default=DossierState.SELF)
    version = models.PositiveIntegerField(default=1)  # rises with every write: two people at once are told
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "person"], name="dossier_once_per_cycle")]
        indexes = [models.Index(fields=["cycle", "unit"], name="dossier_cycle_unit")]

    def __str__(self) -> str:
        return f"{self.person_id} kỳ {self.cycle_id}"


class GeneralScore(models.Model):
    """Points for the common criteria given at one stage by one person. A new mark is a new row.

    `by_group`: points of each group of criteria, as text. `organizing` and `cohesion` are the marks in percent
    that only leaders and managers have (NĐ 335/2025, Điều 15).
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="general_scores")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    points = models.DecimalField(max_digits=5, decimal_places=2)
    by_group = models.JSONField(default=dict)
    organizing = models.PositiveSmallIntegerField(null=True)
    cohesion = models.PositiveSmallIntegerField(null=True)
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
    """A computed score with everything it was computed from. Superseded by a later revision, never changed.

    `stage`: whose mark for the common criteria it counts. `explanation`: the lines of the waterfall and the
    formula as they read when it was computed, so that the page never has to guess afterwards.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="score_sheets")
    revision = models.PositiveIntegerField()
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.SUPERIOR)
    general_points = score_field(null=True)
    result_points = score_field(null=True)
    total = score_field(null=True)
    level = models.CharField(max_length=20, choices=Level.choices)
    inputs = models.JSONField()
    inputs_digest = models.CharField(max_length=64)
    sums_digest = models.CharField(max_length=64, blank=True, default="")  # of what a closing adds up
    rules_version = models.CharField(max_length=64)
    trace = models.JSONField()
    explanation = models.JSONField(default=dict)
    reason = models.CharField(max_length=300)
    computed_by_name = models.CharField(max_length=140)
    computed_at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "revision"], name="score_sheet_revision_once")
        ]
        indexes = [
            models.Index(
                fields=["dossier"], condition=Q(level=Level.NOT_COMPLETED), name="score_sheet_not_completed"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} bản {self.revision}: {self.total}"


class Rating(models.Model):
    """The level that an authorised person decided, on which score sheet, and why. The latest row counts.

    `minutes`: the record of the meeting that the decision rests on, where there was one.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="ratings")
    score_sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=20, choices=Level.choices)
    reason = models.TextField(blank=True)
    minutes = models.CharField(max_length=160, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_by_name = models.CharField(max_length=140)
    at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["dossier"], condition=Q(level=Level.NOT_COMPLETED), name="rating_not_completed"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.level}"
