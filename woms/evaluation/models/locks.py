"""A locked cycle as it then stood, line by line; and what it took to open it again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from woms.core.fields import score_field
from woms.evaluation.models.cycles import Cycle
from woms.evaluation.models.dossiers import Dossier, Rating, ScoreSheet
from woms.evaluation.states import Level
from woms.org.models import Person, Unit


class CycleLock(models.Model):
    """One locking of a cycle. `digest`: of all its lines in order, so that the same results give the same digest.

    `waiver`: why it was locked though some people had no rating. Locking again is a new revision.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="locks")
    revision = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    people = models.PositiveIntegerField()
    unrated = models.PositiveIntegerField()
    waiver = models.TextField(blank=True)
    locked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    locked_by_name = models.CharField(max_length=140)
    at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "revision"], name="cycle_lock_revision_once")]

    def __str__(self) -> str:
        return f"{self.cycle_id} bản {self.revision}"


class LockedResult(models.Model):
    """One person's result as a lock kept it: level, points, the sheet and rating they come from, digest of the inputs."""

    lock = models.ForeignKey(CycleLock, on_delete=models.PROTECT, related_name="results")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=20, choices=Level.choices)
    total = score_field(null=True)
    score_sheet = models.ForeignKey(ScoreSheet, null=True, on_delete=models.PROTECT, related_name="+")
    rating = models.ForeignKey(Rating, null=True, on_delete=models.PROTECT, related_name="+")
    inputs_digest = models.CharField(max_length=64, blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lock", "dossier"], name="locked_result_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.level}"


class CycleReopening(models.Model):
    """One person asks, with a reason, that a locked cycle be opened again; another person confirms it."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="reopenings")
    lock = models.ForeignKey(CycleLock, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_by_name = models.CharField(max_length=140)
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_by_name = models.CharField(max_length=140, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"], condition=Q(confirmed_at__isnull=True), name="cycle_one_open_reopening"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("asked_by")),
                name="cycle_reopened_by_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.reason[:40]}"
