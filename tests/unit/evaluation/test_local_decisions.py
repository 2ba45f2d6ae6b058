"""A score rests on what was decided for the unit on the governing day, keeps it, and can be computed again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.evaluation_steps import assess, dossier_of, give_worked_example, latest_sheet, open_cycle
from tests.factories import AT
from woms.core.errors import Invalid
from woms.evaluation.criteria import GeneralMark
from woms.evaluation.detail import dossier_detail
from woms.evaluation.scoring import is_stale, recompute
from woms.evaluation.services import dossiers as services
from woms.local_rules.services import decide_parameter

BASE = "civil_servants/quality_progress_base"
SPLIT = {"conduct": "13", "ability": "12", "innovation": "5"}


def decide(province, parameter=BASE, value="completed", **options):
    about = {"actor": province.organization_board, "level": "province", "unit_code": province.city.code}
    facts = {"number": "12/QĐ-UBND", "starts_on": date(2026, 11, 1), **about, **options}
    return decide_parameter(at=AT, parameter=parameter, value=value, **facts)


def test_a_score_keeps_the_decision_that_it_read_and_is_computed_again_with_it(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    decide(province)
    decide(province, "civil_servants/top_rating_base", "all_rated")
    sheet = latest_sheet(assess(province.specialist, "27"))
    assert [row["parameter"] for row in sheet.inputs["decisions"]] == [BASE]
    assert sheet.total > Decimal("89.10")
    assert recompute(sheet).total == sheet.total.quantize(Decimal("0.01"))
    assert recompute(sheet).digest == sheet.inputs_digest


def test_a_score_without_decisions_is_what_it_was_before_there_were_any(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    sheet = latest_sheet(assess(province.specialist, "27"))
    assert "decisions" not in sheet.inputs
    assert sheet.total.quantize(Decimal("0.01")) == Decimal("89.10")


def test_a_later_decision_makes_the_score_stale_but_never_changes_it(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    dossier = assess(province.specialist, "27")
    sheet = latest_sheet(dossier)
    decide(province)
    mark = dossier.general_scores.get()
    assert is_stale(dossier, sheet, mark)
    sheet.refresh_from_db()
    assert recompute(sheet).total == Decimal("89.10")


def test_a_decision_from_next_month_leaves_this_month_alone(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    dossier = assess(province.specialist, "27")
    decide(province, starts_on=date(2026, 12, 1))
    assert not is_stale(dossier, latest_sheet(dossier), dossier.general_scores.get())


def test_a_units_own_split_of_the_thirty_points_bounds_its_marks(province):
    open_cycle(province)
    decide(province, "civil_servants/general_groups", SPLIT, actor=province.head, level="unit",
           unit_code=province.agency.code)  # fmt: skip
    dossier = dossier_of(province.specialist)
    shown = dossier_detail(actor=province.specialist, at=AT, dossier_id=dossier.pk)
    assert [int(group.maximum) for group in shown.groups] == [13, 12, 5]

    def assess_with(**points):
        mark = GeneralMark({name: Decimal(value) for name, value in points.items()})
        services.assess_self(
            actor=province.specialist, at=AT, dossier_id=dossier.pk, mark=mark, version=dossier.version
        )

    with pytest.raises(Invalid) as refused:
        assess_with(conduct=10, ability=10, innovation=10)
    assert refused.value.field == "innovation"
    assess_with(conduct=13, ability=12, innovation=5)
