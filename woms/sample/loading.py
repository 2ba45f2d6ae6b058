"""Write many rows at once: ids taken from the table's sequence, content sent by COPY.

For made-up history only. Services write one row with its checks; here the checks are those of `woms.sample.checking`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import GeneratedField, JSONField, Model

_BLOCK = 2_000


class Rows:
    """Rows of one table. `add` returns the new id at once; nothing is sent before `write`."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model
        fields = [field for field in model._meta.concrete_fields if not isinstance(field, GeneratedField)]
        self._defaults = {field.attname: field.get_default() for field in fields}
        self._columns = ", ".join(f'"{field.column}"' for field in fields)
        self._json = {field.attname for field in fields if isinstance(field, JSONField)}
        self._has_id = "id" in self._defaults
        self._ids: list[int] = []
        self._waiting: list[Sequence[Any]] = []
        self.written = 0

    def add(self, **values: Any) -> int:
        """Keep a row until `write`, columns that are not named at their default. Returns the row's id."""
        if not values.keys() <= self._defaults.keys():
            raise KeyError(f"{self.model.__name__}: {values.keys() - self._defaults.keys()}")
        if self._has_id and "id" not in values:
            values["id"] = self.reserve()
        row = self._defaults | values
        for name in self._json:
            row[name] = json.dumps(row[name], cls=DjangoJSONEncoder, ensure_ascii=False)
        self._waiting.append([value.value if isinstance(value, Enum) else value for value in row.values()])
        return int(values.get("id", 0))

    def write(self, progress: Callable[[int], object] | None = None) -> None:
        """Send the waiting rows."""
        statement = f'COPY "{self.model._meta.db_table}" ({self._columns}) FROM STDIN'
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in self._waiting:
                copy.write_row(row)
        self.written += len(self._waiting)
        if progress:
            progress(len(self._waiting))
        self._waiting.clear()

    def reserve(self) -> int:
        """Take an id from the table's sequence."""
        if not self._ids:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                    [self.model._meta.db_table, _BLOCK],
                )
                self._ids = [number for (number,) in reversed(cursor.fetchall())]
        return self._ids.pop()


def analyze(models: Iterable[type[Model]]) -> None:
    """Tell the planner how much was written: without it a join over new tables may take minutes."""
    tables = ", ".join(f'"{model._meta.db_table}"' for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")
