"""Where a document belongs: the units of the tree it may name, the plan it goes into, the period it is for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from woms.connectors.documents.text import quote
from woms.connectors.documents.units import KnownUnit, UnitIndex
from woms.core.errors import Invalid
from woms.org.actors import in_force
from woms.org.models import Unit, UnitAlias
from woms.planning.models import ImportBatch, Plan
from woms.planning.states import EDITABLE_STATES, ImportState, PlanState


def unit_index(on: date, *, home: str) -> UnitIndex:
    """Return the units in force on that day by every name they have (two queries)."""
    aliases: dict[int, list[str]] = defaultdict(list)
    for unit_id, text in UnitAlias.objects.order_by("id").values_list("unit_id", "text"):
        aliases[unit_id].append(text)
    rows = Unit.objects.filter(in_force(on)).order_by("id").select_related("parent")
    return UnitIndex(
        (
            KnownUnit(
                row.code, row.name, (row.short_name, *aliases[row.pk]), row.parent.code if row.parent else ""
            )
            for row in rows
        ),
        home=home,
    )


def unit_written(index: UnitIndex, text: str, *, field: str) -> str:
    """Return the code of the unit that a person named by code or by name; empty for an empty text."""
    text = text.strip()
    if not text or text in index.units:
        return text
    unit = index.find(text)
    if unit is None:
        raise Invalid(
            f"Không thấy đơn vị {quote(text)} trong cây đơn vị. Hãy gõ đúng tên hoặc chọn trong danh sách gợi ý.",
            code="unit.unknown",
            field=field,
        )
    return unit.code


def open_plan(unit_id: int, period_code: str) -> Plan | None:
    """Return the plan of the unit itself for the period that is not closed; a unit has at most one."""
    plans = Plan.objects.filter(unit_id=unit_id, person__isnull=True, period__code=period_code)
    return plans.exclude(state=PlanState.CLOSED).select_related("unit", "period").first()


def period_for(unit_id: int, years: Sequence[int], on: date) -> str:
    """Return the first year of the document, or else the next after it, whose plan is not locked."""
    first = years[0] if years else on.year
    wanted = [*(years or [on.year]), *range(max(*years, on.year, first) + 1, max(*years, on.year, first) + 3)]
    locked = _locked_years(unit_id)
    return str(next((year for year in wanted if str(year) not in locked), wanted[0]))


def _locked_years(unit_id: int) -> set[str]:
    plans = Plan.objects.filter(unit_id=unit_id, person__isnull=True).exclude(state=PlanState.CLOSED)
    return set(plans.exclude(state__in=EDITABLE_STATES).values_list("period__code", flat=True))


def applied_before(batch: ImportBatch) -> ImportBatch | None:
    """Return the latest import of the same file into a plan of the same unit and period that still stands."""
    same = ImportBatch.objects.filter(
        sha256=batch.sha256, unit_id=batch.unit_id, period_id=batch.period_id, state=ImportState.APPLIED
    )
    return same.exclude(pk=batch.pk).select_related("created_by", "plan").order_by("-applied_at").first()
