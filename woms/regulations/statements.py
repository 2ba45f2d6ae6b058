"""The same formulas as SQL for PostgreSQL: scores are worked out where the rows are (ADR 0013). Pure text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Sql:
    """An expression in PostgreSQL's words, exact: whole numbers of type `numeric`, or texts."""

    text: str

    def __add__(self, other: Sql) -> Sql:
        return Sql(f"({self.text} + {other.text})")

    def __sub__(self, other: Sql) -> Sql:
        return Sql(f"({self.text} - {other.text})")

    def __mul__(self, other: Sql) -> Sql:
        return Sql(f"({self.text} * {other.text})")

    def __ge__(self, other: Sql) -> Sql:
        return Sql(f"({self.text} >= {other.text})")

    def __str__(self) -> str:
        return self.text


class SqlCarrier:
    """Expressions as text. Texts are codes of ours, never what somebody typed."""

    def whole(self, number: int) -> Any:
        return Sql(f"{number}::numeric")

    def text(self, word: str) -> Any:
        return Sql("'" + str(word).replace("'", "''") + "'")

    def least(self, one: Any, other: Any) -> Any:
        return Sql(f"least({one}, {other})")

    def greatest(self, one: Any, other: Any) -> Any:
        return Sql(f"greatest({one}, {other})")

    def choose(self, condition: Any, one: Any, other: Any) -> Any:
        return Sql(f"CASE WHEN {condition} THEN {one} ELSE {other} END")

    def quotient(self, number: Any, divisor: Any) -> Any:
        return Sql(f"div({number}, nullif({divisor}, 0))")

    def is_zero(self, number: Any) -> Any:
        return Sql(f"({number} = 0)")

    def nothing(self) -> Any:
        return Sql("NULL::numeric")


STATEMENTS = SqlCarrier()
