"""The floor's only table."""

from __future__ import annotations

from django.db import models


class Line(models.Model):
    """One row of the list: six fields of the kinds that a product's list has."""

    code = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    unit_name = models.CharField(max_length=100)
    value = models.DecimalField(max_digits=12, decimal_places=2)
    due_on = models.DateField(db_index=True)
    state = models.CharField(max_length=20)

    class Meta:
        app_label = "floor"

    def __str__(self) -> str:
        return self.code
