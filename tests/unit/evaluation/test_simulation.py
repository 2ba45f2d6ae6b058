"""Trying out a policy: everybody's score under other rules, the same as one by one, and nothing real is touched."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection

from tests.evaluation_steps import dossier_of, give_worked_example, open_cycle
from tests.factories import AT
from woms.core.errors import Denied, Invalid, Missing, Refused
from woms.evaluation.closing.running import execute_closing
from woms.evaluation.closing.services import start_closing
from woms.evaluation.models import Dossier, GeneralScore, ScoreSheet
from woms.evaluation.queries import latest_mark
from woms.evaluation.scoring import compute, gather, sheet_values
from woms.evaluation.simulation.results import Outcome, levels_of, moves_of, parts_of, told
from woms.evaluation.simulation.running import Policy, outcomes
from woms.evaluation.simulation.services import simulate_policy, simulation_choices, supposed_values
from woms.evaluation.states import Stage
from woms.records.models import Event
from woms.regulations import score
from woms.work.models import WorkItem

STAFF = "nd335/non-leader"
LOWER_GOOD = {"civil_servants/level_thresholds": {"excellent": "89", "good": "70", "completed": "50"}}
HIGHER_GOOD = {"civil_servants/level_thresholds": {"excellent": "95", "good": "90", "completed": "50"}}
HARSHER = {"civil_servants/quality_penalty_step": "100"}


def simulate(province, values=None, **options):
    wanted = {"actor": province.organization_board, "at": AT, "period_code": "2026-11", "framework": STAFF}
    return simulate_policy(**(wanted | options), values=values or {})


def give_mark(person, points="27", **marks):
    dossier = dossier_of(person)
    Dossier.objects.filter(pk=dossier.pk).update(state="decision")
    GeneralScore.objects.create(
        dossier=dossier, stage=Stage.SUPERIOR, points=Decimal(points), given_by_id=person.person_id,
        given_by_name="Cấp trên", at=AT, **marks,
    )  # fmt: skip


def close(province):
    run_id = start_closing(
        actor=province.organization_board, at=AT, period_code="2026-11", in_background=False
    )
    execute_closing(run_id=run_id, clock=lambda: AT)


@pytest.fixture
def cycle(province):
    """Two people: one of 89.10 scored at a closing, and a head who may be named."""
    for person in (province.specialist, province.head):
        give_worked_example(person)
    open_cycle(province)
    give_mark(province.specialist)
    give_mark(province.head, organizing=100, cohesion=100)
    close(province)
    return province


def everything(*, but=()):
    """Every row of every table of the program, as text."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name not in but]
        found = {}
        for name in tables:
            cursor.execute(
                f"SELECT coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '') FROM \"{name}\" t"
            )
            found[name] = cursor.fetchone()[0]
    return found


def levels(province, **options):
    return [(one.before, one.after) for one in outcomes_of(province, **options)]


def outcomes_of(province, values=None, framework=STAFF, under=""):
    cycle = dossier_of(province.specialist).cycle
    supposed = supposed_values(cycle, under or framework, values or {})
    found, _left_out = outcomes(Policy(cycle, "/", {framework: under or framework}, supposed), frozenset())
    return found


def test_nothing_changes_but_one_line_of_the_log(cycle):
    before, lines = everything(but=("records_event",)), Event.objects.count()
    simulate(cycle, HARSHER | LOWER_GOOD)
    assert everything(but=("records_event",)) == before
    assert Event.objects.count() == lines + 1
    said = Event.objects.latest("id")
    assert said.code == "cycle.simulated"
    assert "không đổi điểm nào" in said.sentence


def test_the_database_can_be_written_again_afterwards(cycle):
    simulate(cycle)
    Dossier.objects.update(version=7)


def test_with_nothing_changed_nobody_moves(cycle):
    for framework in (STAFF, "nd335/leader"):
        (one,) = outcomes_of(cycle, framework=framework)
        assert (one.before, one.total_before) == (one.after, one.total_after)


def test_a_lower_threshold_lifts_who_reaches_it_and_a_higher_one_lets_fall(cycle):
    assert levels(cycle, values=LOWER_GOOD) == [("good", "excellent")]
    assert levels(cycle, values=HIGHER_GOOD) == [("good", "completed")]


@pytest.mark.parametrize("values", [LOWER_GOOD, HARSHER, {"civil_servants/component_cap": "60"}])
@pytest.mark.parametrize("person", ["specialist", "head"])
def test_columns_and_products_give_what_scoring_the_person_alone_gives(cycle, values, person):
    dossier = dossier_of(getattr(cycle, person))
    (one,) = outcomes_of(cycle, values, framework=dossier.framework)
    inputs = gather(dossier, latest_mark(dossier, Stage.SUPERIOR))
    alone = score(inputs, supposed=supposed_values(dossier.cycle, dossier.framework, values))
    assert one.after == alone.level.value
    assert one.total_after == Decimal(f"{float(alone.outcome.total):.6f}")


def test_a_score_made_one_by_one_moves_like_one_made_at_the_closing(cycle):
    closed = outcomes_of(cycle, LOWER_GOOD)
    dossier = dossier_of(cycle.specialist)
    values = sheet_values(compute(gather(dossier, latest_mark(dossier, Stage.SUPERIOR))))
    ScoreSheet.objects.create(
        dossier=dossier, revision=2, stage=Stage.SUPERIOR, computed_at=AT, reason="Tính lại", **values
    )
    assert "sums" not in dossier.score_sheets.latest("revision").inputs
    assert outcomes_of(cycle, LOWER_GOOD) == closed


def test_other_frameworks_score_the_same_products(cycle):
    (one,) = outcomes_of(cycle, under="nd233/non-manager")
    dossier = dossier_of(cycle.specialist)
    inputs = gather(dossier, latest_mark(dossier, Stage.SUPERIOR))
    assert one.after == score(replace(inputs, framework="nd233/non-manager")).level.value


def test_who_changed_products_since_the_closing_is_left_out_where_products_are_needed(cycle):
    items = WorkItem.objects.filter(person_id=cycle.specialist.person_id, product__code="P3")
    items.update(completed_quantity=1)
    assert simulate(cycle, LOWER_GOOD).left_out == 0
    harsher = simulate(cycle, HARSHER)
    assert (harsher.people, harsher.left_out) == (0, 1)


def test_the_same_question_has_the_same_answer(cycle):
    assert simulate(cycle, LOWER_GOOD) == simulate(cycle, LOWER_GOOD)


def test_one_specialist_is_neither_named_nor_counted_apart(cycle):
    found = simulate(cycle, LOWER_GOOD)
    assert (found.people, found.movers) == (1, ())
    assert found.after["excellent"] is None
    assert all(move.people is None for move in found.moves)
    assert all(row.up is None for row in (*found.units, *found.groups))


def test_a_head_whose_dossier_the_board_reads_is_named_with_both_scores(cycle):
    found = simulate(cycle, LOWER_GOOD | HIGHER_GOOD, framework="nd335/leader")
    (mover,) = found.movers
    assert mover.name == dossier_of(cycle.head).person.full_name
    assert found.moves[0].people == 1


def test_a_number_that_could_be_found_by_subtraction_is_withheld_too():
    def one(number, before, after):
        return Outcome(number, "/1/", 1, STAFF, before, after, None, None, may_be_named=False)

    found = [one(number, "good", "good") for number in range(5)] + [one(9, "good", "completed")]
    counts = told(found, lambda item: item.after, ("excellent", "good", "completed"))
    assert counts == {"excellent": 0, "good": None, "completed": None}


def test_what_nobody_could_decide_today_is_tried_and_said(cycle):
    (change,) = simulate(cycle, LOWER_GOOD).changes
    assert change.note == "văn bản ấn định: phải sửa quy định"
    assert "Điều 20" in change.source


def test_only_who_manages_cycles_may_try(cycle):
    for actor in (cycle.head, cycle.specialist, cycle.leader):
        with pytest.raises(Denied):
            simulate(cycle, actor=actor)
        with pytest.raises(Denied):
            simulation_choices(actor=actor, period_code="2026-11")


def test_a_question_that_makes_no_sense_is_refused_with_its_field(cycle):
    with pytest.raises(Invalid) as refused:
        simulate(cycle, {"civil_servants/quality_penalty_step": "-5"})
    assert refused.value.field == "civil_servants/quality_penalty_step"
    rising = {"civil_servants/level_thresholds": {"excellent": "50", "good": "70", "completed": "90"}}
    for values in (rising, {"civil_servants/appeal_days": "3"}, {"civil_servants/component_cap": "nhiều"}):
        with pytest.raises(Invalid):
            simulate(cycle, values)
    with pytest.raises(Invalid):
        simulate(cycle, under="nd335/leader")
    with pytest.raises(Missing):
        simulate(cycle, period_code="2026-10")
    with pytest.raises(Missing):
        simulate(cycle, unit_code="khong-co")


def test_a_quarter_is_tried_month_by_month(cycle):
    open_cycle(cycle, "2026-Q4")
    with pytest.raises(Refused, match="từng tháng"):
        simulate(cycle, period_code="2026-Q4")


def test_choices_show_the_law_with_its_article(cycle):
    found = simulation_choices(actor=cycle.organization_board, period_code="2026-11", framework=STAFF)
    assert STAFF in dict(found.frameworks)
    step = next(one for one in found.readings if one.parameter.name.endswith("quality_penalty_step"))
    assert (step.value, "Điều 14" in step.source) == (Fraction(1, 4), True)


def people(number, before, after, *, path="/1/2/", named=False):
    return [
        Outcome(one, path, 2, STAFF, before, after, None, None, may_be_named=named) for one in range(number)
    ]


def test_sums_of_falls_and_of_levels_do_not_give_a_withheld_number_away():
    found = [*people(12, "excellent", "good"), *people(16, "good", "completed"), *people(40, "good", "good")]
    found += [*people(20, "completed", "completed"), *people(1, "not_completed", "not_completed")]
    moves = moves_of(found)
    counts = {(move.before, move.after): move.people for move in moves}
    assert (counts["excellent", "good"], counts["good", "completed"]) == (12, 16)
    assert counts["not_completed", "not_completed"] is counts["completed", "completed"] is None
    before = levels_of(moves, "before")
    assert (before["excellent"], before["good"], before["completed"]) == (12, 56, None)


def test_a_withheld_unit_is_never_alone():
    parts = [("a", "A", people(9, "good", "good")), ("b", "B", people(1, "good", "completed"))]
    parts.append(("c", "C", people(5, "good", "good")))
    rows = {row.code: row.same for row in parts_of(parts)}
    assert rows == {"a": 9, "b": None, "c": None}


def test_those_who_may_be_named_are_counted_however_few():
    (row,) = parts_of([("a", "A", people(1, "good", "completed", named=True))])
    assert (row.down, row.same) == (1, 0)


def test_what_does_not_enter_a_score_is_not_offered_for_trial():
    from woms.regulations.supposing import tried_parameters

    names = [parameter.name for parameter in tried_parameters("nd335", AT.date())]
    assert names == [
        "civil_servants/component_cap", "civil_servants/item_factor_floor", "civil_servants/level_thresholds",
        "civil_servants/progress_penalty_step", "civil_servants/quality_penalty_step",
    ]  # fmt: skip
