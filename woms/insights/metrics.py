"""Every number on any screen, defined once (`metrics.yaml`). Boards, home, API and reports cite the codes.

A field that holds a number says which one it is: `score: Annotated[Decimal | None, Cites("unit_score")]`. A test
walks all dataclasses of this package and refuses a number that cites nothing, or a code that is not defined.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from woms.core.errors import Missing
from woms.core.strict_yaml import Table, read_document

METRICS_FILE = Path(__file__).with_name("metrics.yaml")


@dataclass(frozen=True, slots=True)
class Metric:
    """What a number means: in words, in which unit, of what, from where, and who answers for it."""

    code: str
    name: str
    definition: str
    formula: str
    unit: str
    grain: str
    owner: str
    source: str
    direction: str


@dataclass(frozen=True, slots=True)
class Cites:
    """Marks a dataclass field as the number `code` of metrics.yaml."""

    code: str


@cache
def metrics() -> Mapping[str, Metric]:
    """All metrics by code, in the order of the file. A mistake in the file names its line."""
    table = read_document(METRICS_FILE)
    found = {code: _metric(code, table.table(code)) for code in table.keys()}  # noqa: SIM118 - not a mapping
    table.known.update(found)
    table.finish()
    return found


def metric(code: str) -> Metric:
    """One metric. Raises `Missing` for a code that is not defined."""
    found = metrics().get(code)
    if found is None:
        raise Missing("Không có chỉ số này trong từ điển chỉ số. Hãy mở lại từ bảng điều hành.")
    return found


def _metric(code: str, table: Table) -> Metric:
    made = Metric(
        code,
        table.text("name"),
        table.text("definition"),
        table.text("formula", ""),
        table.text("unit"),
        table.text("grain"),
        table.text("owner"),
        table.text("source"),
        table.text("direction", "neutral"),
    )
    if made.direction not in {"up", "down", "neutral"}:
        table.fail("“direction” phải là up, down hoặc neutral", "direction")
    table.finish()
    return made
