"""Decimal columns with the digits that their meaning needs: one place decides."""

from __future__ import annotations

from typing import Any, TypeAlias

from django.db import models
from django.db.models import F
from django.db.models.functions import Cast

DecimalColumn: TypeAlias = "models.DecimalField[Any, Any]"


def value_field(*, null: bool = False) -> DecimalColumn:
    """A measured value or a target, in its own unit: up to 18 digits before and 6 after the mark."""
    return models.DecimalField(max_digits=24, decimal_places=6, null=null)


def score_field(*, null: bool = False) -> DecimalColumn:
    """A score in percent or points, exact to six decimals; rounding happens when it is shown or rated."""
    return models.DecimalField(max_digits=12, decimal_places=6, null=null)


def weight_field() -> DecimalColumn:
    """A relative weight."""
    return models.DecimalField(max_digits=7, decimal_places=3, default=1)


def quantity_field(**options: Any) -> DecimalColumn:
    """A number of products."""
    return models.DecimalField(max_digits=12, decimal_places=3, **options)


def coefficient_field() -> DecimalColumn:
    """A conversion coefficient of the product catalogue."""
    return models.DecimalField(max_digits=7, decimal_places=3)


def scaled_product_field(one: str, other: str) -> models.GeneratedField:
    """The product of two columns of three decimals, kept by the database in whole millionths."""
    return models.GeneratedField(
        expression=Cast(F(one) * F(other) * 1_000_000, models.BigIntegerField()),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
