"""Score a table of people with Polars, or with DuckDB and whatever else Narwhals speaks to (ADR 0013).

One row a person, whole numbers: volumes in millionths (`assigned`, `completed`, `quality`, `progress`), `general` in
hundredths of a point, the marks of leaders in percent (`unit_result`, `organizing`, `cohesion`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import narwhals as nw

from woms.regulations.columns import (
    GENERAL_SCALE,
    PERCENT,
    VOLUME_SCALE,
    ColumnNumber,
    Population,
    score_columns,
)
from woms.regulations.inputs import Leadership, Volumes
from woms.regulations.parameters import LocalDecision
from woms.regulations.profiles import profile_of


class FrameCarrier:
    """Expressions of Narwhals over 128-bit whole numbers."""

    def whole(self, number: int) -> Any:
        return nw.lit(number).cast(nw.Int128)

    def text(self, word: str) -> Any:
        return nw.lit(str(word))

    def least(self, one: Any, other: Any) -> Any:
        return nw.min_horizontal(one, other)

    def greatest(self, one: Any, other: Any) -> Any:
        return nw.max_horizontal(one, other)

    def choose(self, condition: Any, one: Any, other: Any) -> Any:
        return nw.when(condition).then(one).otherwise(other)

    def quotient(self, number: Any, divisor: Any) -> Any:
        return number // divisor

    def is_zero(self, number: Any) -> Any:
        return number == nw.lit(0)

    def nothing(self) -> Any:
        return nw.lit(None, dtype=nw.Int128)


FRAMES = FrameCarrier()


def score_frame(frame: Any, framework: str, on: date, *, decisions: Sequence[LocalDecision] = ()) -> Any:
    """The table with `general_points`, `result_points`, `total` (millionths of a point) and `level` beside it."""
    scored = score_columns(FRAMES, framework, on, _population(framework), decisions=decisions)
    columns = {
        "general_points": scored.general,
        "result_points": scored.result,
        "total": scored.total,
        "level": scored.level,
    }
    return nw.to_native(nw.from_native(frame).with_columns(**columns))


def _population(framework: str) -> Population:
    def column(name: str, scale: int) -> Any:
        return ColumnNumber(FRAMES, nw.col(name).cast(nw.Int128), name, scale)

    volumes = Volumes(
        *(column(name, VOLUME_SCALE) for name in ("assigned", "completed", "quality", "progress"))
    )
    marks = Leadership(*(column(name, PERCENT) for name in ("unit_result", "organizing", "cohesion")))
    is_led = "leadership" in profile_of(framework).sections
    return Population(volumes, column("general", GENERAL_SCALE), marks if is_led else None)
