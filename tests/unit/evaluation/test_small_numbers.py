"""What the organisation board counts at a closing never tells the level of somebody whose dossier it may not read."""

from __future__ import annotations

import pytest

from tests.evaluation_steps import give_worked_example, open_cycle, to_state
from tests.factories import AT
from woms.core.errors import Missing, Refused
from woms.evaluation.closing.queries import closing_view, unit_rows
from woms.evaluation.closing.running import execute_closing
from woms.evaluation.closing.services import preview_closing, start_closing

pytestmark = pytest.mark.django_db
LEVELS = ("excellent", "good", "completed", "not_completed", "without_score")


@pytest.fixture
def cycle(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    to_state(province, "decision")
    return province


def facts(province, **options):
    return {"actor": province.organization_board, "at": AT, "period_code": "2026-11", **options}


def close(province, **options):
    run_id = start_closing(**facts(province, **options), in_background=False)
    execute_closing(run_id=run_id, clock=lambda: AT)
    return run_id


def test_levels_are_told_by_agency_and_not_where_one_or_two_people_are(cycle):
    rows = {row.name: row for row in unit_rows(actor=cycle.organization_board, run_id=close(cycle))}
    assert set(rows) == {cycle.agency.name, cycle.other_agency.name, cycle.ward.name}
    assert rows[cycle.agency.name].good == 1
    assert {getattr(rows[cycle.ward.name], level) for level in LEVELS} == {None}


def test_an_agency_of_two_is_closed_without_a_word_of_levels(cycle):
    found = closing_view(actor=cycle.organization_board, run_id=close(cycle, unit_code=cycle.ward.code))
    assert (found.state, found.levels) == ("finished", ())
    with pytest.raises(Refused, match="dưới 3 người"):
        preview_closing(**facts(cycle, unit_code=cycle.ward.code))


def test_a_division_is_not_closed_on_its_own(cycle):
    for act in (start_closing, preview_closing):
        with pytest.raises(Missing):
            act(**facts(cycle, unit_code=cycle.division.code))
