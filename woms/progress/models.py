"""The append-only log of reported numbers, and what is computed from it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from woms.access.scopes import ScopeFields
from woms.core.fields import score_field, value_field
from woms.org.models import Person, Unit
from woms.planning.models import KeyResult, Period
from woms.progress.states import Cause, Status
from woms.work.models import Evidence


class CheckIn(models.Model):
    """One reported number. Never changed; a correction is a new row that names the one it corrects."""

    scope_fields = ScopeFields(
        unit_path="key_result__owner_unit__path",
        person="key_result__owner_person_id",
        is_leader="key_result__objective__plan__person_is_leader",
        owner="key_result__objective__plan__person_id",
    )

    key_result = models.ForeignKey(KeyResult, on_delete=models.PROTECT, related_name="check_ins")
    sequence = models.PositiveIntegerField()
    value = value_field()
    as_of = models.DateField()
    note = models.TextField(blank=True)
    cause = models.CharField(max_length=16, choices=Cause.choices, blank=True)
    help_needed = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=12, choices=Status.choices)
    suggested_status = models.CharField(max_length=12, choices=Status.choices)
    status_reason = models.TextField(blank=True)
    evidence = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="+")
    reported_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reported_by_name = models.CharField(max_length=140)
    at = models.DateTimeField()
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    request_key = models.CharField(
        max_length=64, blank=True, db_default=""
    )  # knows a form that was sent twice
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key_result", "sequence"], name="check_in_sequence_once"),
            models.CheckConstraint(
                condition=Q(status=F("suggested_status")) | ~Q(status_reason=""),
                name="check_in_differing_status_has_reason",
            ),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(corrects__isnull=False), name="check_in_corrected_once"
            ),
        ]
        indexes = [
            models.Index(fields=["at"], name="check_in_time"),
            models.Index(fields=["key_result", "-as_of", "-sequence"], name="check_in_series"),
        ]

    def __str__(self) -> str:
        return f"{self.key_result_id} #{self.sequence}: {self.value}"


class KeyResultState(models.Model):
    """Where a key result stands now: computed from its log in the transaction of each check-in."""

    key_result = models.OneToOneField(
        KeyResult, primary_key=True, on_delete=models.CASCADE, related_name="progress_state"
    )
    sequence = models.PositiveIntegerField(default=0)  # of the last check-in; the page sends it back
    value = value_field(null=True)
    previous_value = value_field(null=True)
    as_of = models.DateField(null=True)
    raw_progress = value_field(null=True)
    progress = score_field(null=True)
    expected_progress = score_field(null=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.NO_DATA)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key_result_id}: {self.status}"


class Rollup(models.Model):
    """Score of a unit in one area (or `all`) from its own plan, as it stood on the last day of a month (so far).

    What a parent unit makes of the units below is computed when read (ADR-0010).
    """

    ALL = "all"
    scope_fields = ScopeFields(unit_path="unit__path")

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    area = models.CharField(max_length=12)
    month = models.CharField(max_length=7)
    score = score_field(null=True)
    expected = score_field(null=True)
    breakthrough = score_field(null=True)  # beside the score, never in it
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.NO_DATA)
    worst_status = models.CharField(max_length=12, choices=Status.choices, default=Status.NO_DATA)
    key_results = models.PositiveIntegerField(default=0)
    reported_key_results = models.PositiveIntegerField(default=0)
    last_reported_at = models.DateTimeField(null=True)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "period", "area", "month"], name="rollup_once"),
        ]
        indexes = [models.Index(fields=["period", "month", "area"], name="rollup_board")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.area} {self.month}: {self.score}"


class Obstacle(models.Model):
    """Something in the way of a key result: cause, who holds it, since when."""

    scope_fields = ScopeFields(
        unit_path="key_result__owner_unit__path",
        person="key_result__owner_person_id",
        is_leader="key_result__objective__plan__person_is_leader",
        owner="key_result__objective__plan__person_id",
    )

    key_result = models.ForeignKey(KeyResult, on_delete=models.PROTECT, related_name="obstacles")
    cause = models.CharField(max_length=16, choices=Cause.choices)
    summary = models.CharField(max_length=500)
    help_needed = models.CharField(max_length=300, blank=True)
    holder_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolution = models.CharField(max_length=500, blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key_result", "cause"],
                condition=Q(resolved_at__isnull=True),
                name="obstacle_one_open_per_cause",
            )
        ]

    def __str__(self) -> str:
        return self.summary


class WeeklyReport(models.Model):
    """A person has sent the week: how many of their key results spoke and which stayed silent."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    week = models.CharField(max_length=8)
    key_results = models.PositiveIntegerField()
    reported_key_results = models.PositiveIntegerField()
    silent = models.JSONField(default=list)  # ids of the key results without a figure
    sent_at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "week"], name="weekly_report_once"),
            models.CheckConstraint(
                condition=Q(reported_key_results__lte=F("key_results")), name="weekly_report_counts_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.week}: {self.reported_key_results}/{self.key_results}"
