"""Periods, plans, objectives, key results, interim targets, cascades, staged imports."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from woms.access.scopes import ScopeFields
from woms.core.fields import value_field, weight_field
from woms.core.periods import PeriodKind
from woms.org.models import Person, Unit
from woms.planning.states import (
    Area,
    CascadeState,
    DeadlineKind,
    Direction,
    ImportState,
    Kind,
    PlanState,
    Source,
)


class Period(models.Model):
    """A calendar period; half-open."""

    code = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in PeriodKind])
    label = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="period_dates_in_order")
        ]

    def __str__(self) -> str:
        return self.label


class Plan(models.Model):
    """The plan of a unit, or of a person in a unit, for a period."""

    scope_fields = ScopeFields(unit_path="unit__path", person="person_id", is_leader="person_is_leader")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    person_is_leader = models.BooleanField(default=False)  # as it was when the plan was drafted
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=12, choices=PlanState.choices, default=PlanState.DRAFT)
    version = models.PositiveIntegerField(default=1)  # rises with every write: two people at once are told
    area_weights = models.JSONField(default=dict)  # empty: an area weighs what its objectives weigh together
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "period"],
                condition=Q(person__isnull=True) & ~Q(state="closed"),
                name="plan_one_per_unit_and_period",
            ),
            models.UniqueConstraint(
                fields=["person", "period"],
                condition=Q(person__isnull=False) & ~Q(state="closed"),
                name="plan_one_per_person_and_period",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Objective(models.Model):
    """Nhiệm vụ: what is to be achieved, with one lead, in one of the four areas."""

    scope_fields = ScopeFields(
        unit_path="plan__unit__path", person="plan__person_id", is_leader="plan__person_is_leader"
    )

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="objectives")
    position = models.PositiveIntegerField()
    area = models.CharField(max_length=12, choices=Area.choices)
    kind = models.CharField(max_length=4, choices=Kind.choices, default=Kind.KPI)
    title = models.TextField()
    weight = weight_field()
    parent = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="children")
    directive = models.CharField(max_length=300, blank=True)
    output = models.TextField(blank=True)
    lead_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    lead_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    authority = models.CharField(max_length=300, blank=True)
    procedure = models.CharField(max_length=300, blank=True)
    deadline_kind = models.CharField(
        max_length=12, choices=DeadlineKind.choices, default=DeadlineKind.UNKNOWN
    )
    deadline_start = models.DateField(null=True)
    deadline_end = models.DateField(null=True)
    deadline_text = models.CharField(max_length=200, blank=True)
    unmatched_units = models.JSONField(default=list)  # names a paper gave that no unit of the tree bears
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["plan", "position"], name="objective_order")]

    def __str__(self) -> str:
        return self.title


class ObjectiveCoordinator(models.Model):
    """A unit that co-ordinates on an objective."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="coordinators")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["objective", "unit"], name="coordinator_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} phối hợp {self.objective_id}"


class KeyResult(models.Model):
    """Mục tiêu then chốt: one measurable number with a target."""

    scope_fields = ScopeFields(
        unit_path="owner_unit__path",
        person="owner_person_id",
        is_leader="objective__plan__person_is_leader",
        owner="objective__plan__person_id",
    )

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="key_results")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=40, blank=True)
    title = models.TextField()
    kind = models.CharField(max_length=4, choices=Kind.choices, default=Kind.KPI)
    measure_unit = models.CharField(max_length=40)
    direction = models.CharField(max_length=12, choices=Direction.choices, default=Direction.INCREASE)
    baseline = value_field(null=True)
    target = value_field()
    range_high = value_field(null=True)
    steps = models.JSONField(default=list)  # [[name, per cent], …] of direction `steps`, rising to 100
    weight = weight_field()
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    owner_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    due_on = models.DateField()
    evidence_required = models.BooleanField(default=False)
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.MANUAL)
    source_label = models.CharField(max_length=120, blank=True)
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weight__gte=0), name="key_result_weight_not_negative"),
            models.CheckConstraint(condition=Q(due_on__gte=F("starts_on")), name="key_result_dates_in_order"),
            models.CheckConstraint(
                condition=~Q(direction="range") | Q(range_high__gte=F("target")),
                name="key_result_range_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["objective", "position"], name="key_result_order"),
            models.Index(fields=["owner_unit"], name="key_result_owner"),
        ]

    def __str__(self) -> str:
        return self.title


class InterimTarget(models.Model):
    """Where a key result should stand on a day before its due date."""

    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="interim_targets")
    on = models.DateField()
    value = value_field()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key_result", "on"], name="interim_target_once")]

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"


class Cascade(models.Model):
    """A share of a key result's target given down to a unit, and that unit's answer."""

    scope_fields = ScopeFields(unit_path="unit__path")

    parent_key_result = models.ForeignKey(KeyResult, on_delete=models.PROTECT, related_name="cascades")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    target = value_field()
    parent_target = value_field(null=True)  # of the key result above when it was given: tells a later drift
    is_mandatory = models.BooleanField(default=True)
    state = models.CharField(max_length=12, choices=CascadeState.choices, default=CascadeState.OFFERED)
    reason = models.TextField(blank=True)
    offered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    child_key_result = models.OneToOneField(
        KeyResult, null=True, on_delete=models.SET_NULL, related_name="cascaded_from"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["parent_key_result", "unit"],
                condition=Q(state__in=["offered", "accepted"]),
                name="cascade_one_open_per_unit",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="cascade_answer_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parent_key_result_id} → {self.unit_id}"


class ImportBatch(models.Model):
    """A document read and shown, waiting for a person to confirm; afterwards the receipt of what it wrote."""

    scope_fields = ScopeFields(unit_path="unit__path")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.PREVIEWED)
    rows = models.JSONField(default=dict)
    written = models.JSONField(default=dict)
    plan = models.ForeignKey(Plan, null=True, on_delete=models.SET_NULL, related_name="+")
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.file_name
