"""The product catalogue, assigned work, what went wrong with it, and evidence."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from woms.access.scopes import ScopeFields
from woms.core.fields import coefficient_field, quantity_field, scaled_product_field
from woms.org.models import Person, Unit
from woms.planning.models import KeyResult, Period
from woms.planning.states import ImportState
from woms.records.models import StoredFile
from woms.work.states import CatalogState, FaultKind, WorkState


class CatalogProduct(models.Model):
    """One version of a product or work of the catalogue, with its conversion coefficient (NĐ 335/2025, Điều 13).

    A version that was issued is never changed: a change is a later version, which ends the one before. `unit` is
    None for the whole province, else the version is for that unit and everything inside it. `norm_hours`: hours
    that the product usually takes; `is_standard`: the product that the others are measured in.
    """

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=8, choices=CatalogState.choices, default=CatalogState.OFFICIAL)
    name = models.CharField(max_length=300)
    output = models.CharField(max_length=300, blank=True)
    measure_unit = models.CharField(max_length=40)
    field = models.CharField(max_length=120, blank=True)
    group = models.CharField(max_length=80, blank=True)
    coefficient = coefficient_field()
    norm_hours = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    is_standard = models.BooleanField(default=False)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    decision_number = models.CharField(max_length=60, blank=True)
    end_decision_number = models.CharField(max_length=60, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(null=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "starts_on"], name="catalog_product_version_once"),
            models.UniqueConstraint(fields=["code", "version"], name="catalog_product_version_number"),
            models.CheckConstraint(
                condition=Q(coefficient__gt=0), name="catalog_product_coefficient_positive"
            ),
            models.CheckConstraint(
                condition=Q(state=CatalogState.DRAFT) | ~Q(decision_number=""),
                name="catalog_product_issued_by_decision",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CatalogImport(models.Model):
    """A sheet of catalogue products read and shown, waiting to be confirmed; then the receipt of what it wrote."""

    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.PREVIEWED)
    issue_state = models.CharField(max_length=8, choices=CatalogState.choices)
    decision_number = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField()
    rows = models.JSONField(default=list)
    written = models.JSONField(default=list)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.file_name


class WorkItem(models.Model):
    """Products assigned to one person for one period. The coefficient is frozen when assigned."""

    scope_fields = ScopeFields(unit_path="unit__path", person="person_id", is_leader="person_is_leader")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    person_is_leader = models.BooleanField(default=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(CatalogProduct, on_delete=models.PROTECT, related_name="+")
    key_result = models.ForeignKey(KeyResult, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=300)
    coefficient = coefficient_field()
    assigned_quantity = quantity_field()
    completed_quantity = quantity_field(default=0)
    due_on = models.DateField()
    completed_at = models.DateTimeField(null=True)
    delivered_quantity = quantity_field(default=0)  # handed in and not yet accepted or returned
    delivered_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, choices=WorkState.choices, default=WorkState.ASSIGNED)
    version = models.PositiveIntegerField(default=1)  # rises with every write: two people at once are told
    assigned_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    # Quantity × coefficient in millionths, exact: what a closing adds up for everybody at once (ADR 0014).
    assigned_volume = scaled_product_field("assigned_quantity", "coefficient")
    completed_volume = scaled_product_field("completed_quantity", "coefficient")
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(assigned_quantity__gt=0), name="work_item_quantity_positive"),
            models.CheckConstraint(
                condition=Q(completed_quantity__gte=0), name="work_item_done_not_negative"
            ),
            models.CheckConstraint(condition=Q(coefficient__gt=0), name="work_item_coefficient_positive"),
        ]
        indexes = [models.Index(fields=["period", "person"], name="work_item_person")]

    def __str__(self) -> str:
        return self.title


class WorkFault(models.Model):
    """One unit of product that was reworked or late, and how many times.

    `excused` only when an authority confirmed an objective cause (NĐ 335/2025, Điều 14). The person may ask for
    that; the authority's answer, either way, keeps its reason. `settled_at`: the reworked unit was accepted.
    """

    work_item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="faults")
    kind = models.CharField(max_length=8, choices=FaultKind.choices)
    times = models.PositiveSmallIntegerField()
    excused = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    request_reason = models.TextField(blank=True)
    requested_at = models.DateTimeField(null=True)
    answer_reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(times__gt=0), name="work_fault_times_positive"),
            models.CheckConstraint(
                condition=Q(excused=False) | Q(confirmed_by__isnull=False), name="work_fault_excuse_confirmed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.times} lần"


class Evidence(models.Model):
    """A stored file offered as proof for a key result's progress or for a product."""

    scope_fields = ScopeFields(unit_path="unit__path", person="uploaded_by_id")

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    key_result = models.ForeignKey(KeyResult, null=True, on_delete=models.PROTECT, related_name="+")
    work_item = models.ForeignKey(WorkItem, null=True, on_delete=models.PROTECT, related_name="evidence")
    note = models.CharField(max_length=500, blank=True)
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    verified_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | (Q(verified_at__isnull=False) & ~Q(verified_by=F("uploaded_by"))),
                name="evidence_verified_by_someone_else",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
