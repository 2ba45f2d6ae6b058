"""Units, people, who holds what where from when to when, and the accounts they sign in with."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from woms.access.scopes import ScopeFields
from woms.org.states import LEADER_RANKS, Axis, Rank, UnitKind


class Unit(models.Model):
    """A unit of the political system. `path` holds the ids from the root down to itself: `/1/5/9/`."""

    scope_fields = ScopeFields(unit_path="path")

    code = models.CharField(max_length=80, unique=True)
    electronic_id = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80)
    sort_key = models.CharField(max_length=400, db_collation="C")
    axis = models.CharField(max_length=12, choices=Axis.choices)
    kind = models.CharField(max_length=12, choices=UnitKind.choices)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=200, db_collation="C")
    position = models.IntegerField(default=0)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["path"], name="unit_path_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name="unit_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(kind="city", parent__isnull=True) | (~Q(kind="city") & Q(parent__isnull=False)),
                name="unit_only_city_is_root",
            ),
        ]
        indexes = [models.Index(fields=["parent", "position"], name="unit_children")]

    def __str__(self) -> str:
        return self.name


class UnitAlias(models.Model):
    """Another way in which papers write a unit's name: `Sở KH&CN`."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.text


class Person(models.Model):
    """A cadre, civil servant, public employee or contract worker."""

    code = models.CharField(max_length=20, unique=True)
    family_name = models.CharField(max_length=40)
    middle_name = models.CharField(max_length=60, blank=True)
    given_name = models.CharField(max_length=40)
    full_name = models.CharField(max_length=140)
    sort_key = models.CharField(max_length=400, db_collation="C")
    is_sample = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.full_name


class Assignment(models.Model):
    """A person's post in a unit, dated. Leaving a post ends the row; history stays."""

    scope_fields = ScopeFields(unit_path="unit__path", person="person_id", is_leader="is_leader")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")
    title = models.CharField(max_length=120)
    rank = models.CharField(max_length=16, choices=Rank.choices)
    is_leader = models.GeneratedField(
        expression=Q(rank__in=LEADER_RANKS),  # type: ignore[arg-type] # the stubs know expressions only
        output_field=models.BooleanField(),
        db_persist=True,
    )
    is_primary = models.BooleanField(default=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="assignment_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(is_primary=True, ends_on__isnull=True),
                name="assignment_one_open_primary",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.person_id} ở {self.unit_id})"


class Grant(models.Model):
    """A role held by a person at a unit, dated, with the decision behind it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    decision_number = models.CharField(max_length=60, blank=True)
    granted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name="grant_dates_in_order"
            ),
            models.UniqueConstraint(
                fields=["person", "role", "unit"], condition=Q(ends_on__isnull=True), name="grant_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} của {self.person_id} ở {self.unit_id}"


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=username)


class Account(AbstractBaseUser):
    """What a person signs in with."""

    username = models.CharField(max_length=80, unique=True)
    person = models.OneToOneField(Person, null=True, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    theme = models.CharField(max_length=8, default="auto")
    language = models.CharField(max_length=5, default="vi")
    is_sample = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[AccountManager] = AccountManager()

    def __str__(self) -> str:
        return self.username
