"""The added-income fund of a unit in one cycle: each draft a revision with its shares, and the decision on one.

All three tables only grow (ADR 0017): a draft is replaced by a later revision, a decision by a later decision.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from woms.access.scopes import ScopeFields
from woms.core.fields import coefficient_field, score_field
from woms.evaluation.models.cycles import Cycle
from woms.evaluation.models.dossiers import Dossier, Rating
from woms.org.models import Person, Unit


class AddedIncomeFund(models.Model):
    """One way to split `amount` (đồng) among the people of a unit with a published rating.

    `left_out`: how many people of the unit had no published rating then.
    """

    scope_fields = ScopeFields(unit_path="unit__path")

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    amount = models.BigIntegerField()
    left_out = models.PositiveIntegerField()
    rules_version = models.CharField(max_length=64)
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    drafted_by_name = models.CharField(max_length=140)
    drafted_at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "unit", "revision"], name="fund_revision_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="fund_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} kỳ {self.cycle_id} bản {self.revision}"


class AddedIncomeShare(models.Model):
    """What one person gets in one revision: the rating and points it rests on, the coefficients, whole đồng."""

    scope_fields = ScopeFields(
        unit_path="fund__unit__path", person="dossier__person_id", is_leader="dossier__is_leader"
    )

    fund = models.ForeignKey(AddedIncomeFund, on_delete=models.PROTECT, related_name="shares")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="+")
    points = score_field()
    level_coefficient = coefficient_field()
    salary_coefficient = coefficient_field()
    weight = score_field()
    is_floor = models.BooleanField(default=False)
    amount = models.BigIntegerField()
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fund", "dossier"], name="fund_share_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="fund_share_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.amount}"


class FundDecision(models.Model):
    """An authority decided one revision, by a numbered decision. The latest decided revision is in force."""

    fund = models.OneToOneField(AddedIncomeFund, on_delete=models.PROTECT, related_name="decision")
    number = models.CharField(max_length=80)
    decided_on = models.DateField()
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_by_name = models.CharField(max_length=140)
    at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.number
