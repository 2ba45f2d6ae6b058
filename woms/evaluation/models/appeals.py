"""The opinion of the collective before a decision, and what a person asks after it was published."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from woms.evaluation.models.dossiers import Dossier, Rating
from woms.evaluation.states import AppealOutcome
from woms.org.models import Person


class CollectiveOpinion(models.Model):
    """What the collective thought of one dossier, with the votes where there was one. A new opinion is a new row."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="opinions")
    summary = models.TextField()
    votes_for = models.PositiveSmallIntegerField(null=True)
    votes_against = models.PositiveSmallIntegerField(null=True)
    minutes = models.CharField(max_length=160, blank=True)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_by_name = models.CharField(max_length=140)
    at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.summary[:40]}"


class Appeal(models.Model):
    """A person contests the published rating; somebody other than the first decider answers. The rating stays until then."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="appeals")
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="+")
    claim = models.TextField()
    evidence = models.TextField(blank=True)
    lodged_at = models.DateTimeField()
    due_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=AppealOutcome.choices, blank=True)
    answer = models.TextField(blank=True)
    new_rating = models.ForeignKey(Rating, null=True, on_delete=models.PROTECT, related_name="+")
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    settled_by_name = models.CharField(max_length=140, blank=True)
    settled_at = models.DateTimeField(null=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(outcome=""), name="appeal_one_open")
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.outcome or 'chờ giải quyết'}"
