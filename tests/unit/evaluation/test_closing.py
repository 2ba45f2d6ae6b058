"""Closing a cycle: everybody's score at once, the same as one by one; nothing twice; stop, go on, two at once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.evaluation_steps import (
    LEADER_MARKS,
    assess,
    decide,
    dossier_of,
    give_worked_example,
    latest_sheet,
    open_cycle,
    to_state,
)
from tests.factories import AT, make_product, make_work_item
from woms.core.errors import Conflict, Denied, Missing, Refused
from woms.evaluation.closing import running
from woms.evaluation.closing.queries import closing_view, latest_closings
from woms.evaluation.closing.running import execute_closing, interrupted_closings
from woms.evaluation.closing.services import cancel_closing, preview_closing, start_closing
from woms.evaluation.detail import dossier_detail
from woms.evaluation.models import ClosingRun, Dossier, GeneralScore, ScoreSheet
from woms.evaluation.queries import latest_mark
from woms.evaluation.scoring import compute, gather, is_stale, sheet_values
from woms.evaluation.states import ClosingState, Stage
from woms.records.models import Event
from woms.work.models import WorkItem


def start(province, **options):
    actor = options.pop("actor", province.organization_board)
    return start_closing(actor=actor, at=AT, period_code="2026-11", in_background=False, **options)


def close(province, **options):
    return execute_closing(run_id=start(province, **options), clock=lambda: AT)


def give_mark(person, points="27", **marks):
    """A mark from above, with the dossier waiting for the decision."""
    dossier = dossier_of(person)
    Dossier.objects.filter(pk=dossier.pk).update(state="decision")
    GeneralScore.objects.create(
        dossier=dossier, stage=Stage.SUPERIOR, points=Decimal(points), given_by_id=person.person_id,
        given_by_name="Cấp trên", at=AT, **marks,
    )  # fmt: skip


def sheets_of(person):
    return list(ScoreSheet.objects.filter(dossier__person_id=person.person_id).order_by("revision"))


def one_by_one(person):
    dossier = dossier_of(person)
    return sheet_values(compute(gather(dossier, latest_mark(dossier, Stage.SUPERIOR))))


@pytest.fixture
def cycle(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    return province


def test_a_closing_gives_everybody_the_score_that_one_by_one_would(cycle):
    give_mark(cycle.specialist)
    run = close(cycle)
    (sheet,) = sheets_of(cycle.specialist)
    alone = one_by_one(cycle.specialist)
    for name in ("general_points", "result_points", "total", "level", "sums_digest", "rules_version"):
        assert getattr(sheet, name) == alone[name], name
    assert sheet.total == Decimal("89.096774")
    assert (run.state, run.written) == (ClosingState.FINISHED, 1)


def test_a_score_made_at_closing_is_explained_like_any_other(cycle):
    give_mark(cycle.specialist)
    close(cycle)
    score = dossier_detail(actor=cycle.specialist, at=AT, dossier_id=dossier_of(cycle.specialist).pk).score
    assert score.total == Decimal("89.10")
    assert "“Báo cáo” làm lại 1 lần" in next(line for line in score.lines if line.code == "quality").sentence
    assert score.trace.find("nd335/quality") is not None


def test_when_products_change_after_the_closing_its_score_still_adds_up_and_says_so(cycle):
    give_mark(cycle.specialist)
    close(cycle)
    WorkItem.objects.filter(product__code="P3").update(completed_quantity=1)
    score = dossier_detail(actor=cycle.specialist, at=AT, dossier_id=dossier_of(cycle.specialist).pk).score
    *lines, total = score.lines
    assert sum(line.points for line in lines) == total.points == Decimal("89.10")
    assert "Sản phẩm đã thay đổi sau khi chốt" in score.notes[-1]
    assert is_stale(
        dossier_of(cycle.specialist),
        sheets_of(cycle.specialist)[-1],
        latest_mark(dossier_of(cycle.specialist), Stage.SUPERIOR),
    )


def test_nobody_is_written_again_when_nothing_changed_and_the_digest_is_the_same(cycle):
    give_mark(cycle.specialist)
    first, second = close(cycle), close(cycle)
    assert (first.written, second.written) == (1, 0)
    assert first.digest == second.digest != ""
    assert len(sheets_of(cycle.specialist)) == 1


def test_a_score_already_made_by_the_superior_stands(cycle):
    to_state(cycle, "decision")
    before = sheets_of(cycle.specialist)
    assert close(cycle).written == 0
    assert sheets_of(cycle.specialist) == before


def test_closing_again_touches_only_who_changed(cycle):
    give_mark(cycle.specialist)
    give_mark(cycle.ward_specialist)
    make_work_item(cycle.ward_specialist, make_product("P9", "1"), "1", completed_quantity=Decimal(1))
    assert close(cycle).written == 2
    WorkItem.objects.filter(product__code="P3").update(completed_quantity=1)
    assert close(cycle).written == 1
    assert [sheet.revision for sheet in sheets_of(cycle.specialist)] == [1, 2]
    assert len(sheets_of(cycle.ward_specialist)) == 1


def test_a_decision_can_be_taken_on_a_score_made_at_closing(cycle):
    give_mark(cycle.specialist)
    close(cycle)
    decide(cycle.head, cycle.specialist, level="good")
    assert dossier_of(cycle.specialist).state == "decided"


def test_a_rated_person_keeps_the_score_whatever_changed(cycle):
    to_state(cycle, "decided")
    WorkItem.objects.filter(product__code="P3").update(completed_quantity=1)
    before = sheets_of(cycle.specialist)
    assert close(cycle).written == 0
    assert sheets_of(cycle.specialist) == before


def test_a_closed_cycle_is_not_closed_again(cycle):
    dossier = dossier_of(cycle.specialist)
    dossier.cycle.state = "closed"
    dossier.cycle.save()
    with pytest.raises(Refused):
        start(cycle)


def test_who_lacks_data_is_kept_with_the_reason(cycle):
    assess(cycle.specialist)
    give_mark(cycle.ward_specialist)
    give_mark(cycle.head)
    run = close(cycle)
    found = {gap.dossier.person_id: gap.reason for gap in run.gaps.select_related("dossier")}
    assert found[cycle.specialist.person_id] == "not_reviewed"
    assert found[cycle.ward_specialist.person_id] == "no_work"
    assert found[cycle.head.person_id] == "no_mark"
    assert found[cycle.other_head.person_id] == "not_assessed"
    assert sheets_of(cycle.ward_specialist)[0].level == "insufficient_data"


def test_a_head_answers_for_a_failing_person_below_in_the_same_closing(cycle):
    for person in (cycle.division_head, cycle.deputy, cycle.head, cycle.ward_head):
        make_work_item(person, make_product(f"L{person.person_id}", "1"), "1", completed_quantity=Decimal(1))
        give_mark(person, "30", **LEADER_MARKS)
    WorkItem.objects.filter(person_id=cycle.specialist.person_id).update(completed_quantity=0)
    give_mark(cycle.specialist, "20")
    close(cycle)
    assert latest_sheet(cycle.specialist).level == "not_completed"
    for person, total in (
        (cycle.division_head, "94.166667"),
        (cycle.head, "94.166667"),
        (cycle.ward_head, "100"),
    ):
        assert latest_sheet(person).total == Decimal(total)
        assert latest_sheet(person).sums_digest == one_by_one(person)["sums_digest"]
    assert close(cycle).written == 0


def test_only_the_named_unit_is_closed(cycle):
    give_mark(cycle.specialist)
    give_mark(cycle.ward_specialist)
    run = close(cycle, unit_code=cycle.ward.code)
    assert run.total == 2
    assert not sheets_of(cycle.specialist)


def test_looking_ahead_shows_the_outcome_and_keeps_nothing(cycle):
    give_mark(cycle.specialist)
    found = preview_closing(actor=cycle.organization_board, at=AT, period_code="2026-11")
    assert (found.written, found.before.get("good", 0), found.after["good"]) == (1, 0, 1)
    assert found.gaps["not_assessed"] == found.people - 1
    assert not ScoreSheet.objects.exists()
    assert not ClosingRun.objects.exists()


def test_only_those_who_manage_cycles_close_or_look_ahead(cycle):
    for actor in (cycle.head, cycle.specialist, cycle.leader, cycle.auditor, cycle.administrator):
        with pytest.raises(Denied):
            start(cycle, actor=actor)
        with pytest.raises(Denied):
            preview_closing(actor=actor, at=AT, period_code="2026-11")
        with pytest.raises(Denied):
            latest_closings(actor=actor)
    run_id = start(cycle)
    with pytest.raises(Missing):
        closing_view(actor=cycle.head, run_id=run_id)
    with pytest.raises(Denied):
        cancel_closing(actor=cycle.head, at=AT, run_id=run_id)


def test_the_second_of_two_closings_at_once_is_told_who_is_at_it(cycle):
    start(cycle)
    with pytest.raises(Conflict, match="Trần Thị Tổ đang chốt"):
        start(cycle)


def test_a_cancelled_closing_stops_before_its_next_chunk_and_another_may_start(cycle):
    give_mark(cycle.specialist)
    run_id = start(cycle)
    cancel_closing(actor=cycle.organization_board, at=AT, run_id=run_id)
    assert execute_closing(run_id=run_id, clock=lambda: AT).state == ClosingState.CANCELLED
    assert not ScoreSheet.objects.exists()
    assert close(cycle).state == ClosingState.FINISHED
    with pytest.raises(Refused):
        cancel_closing(actor=cycle.organization_board, at=AT, run_id=run_id)


def test_a_closing_that_was_killed_goes_on_after_the_last_finished_chunk(cycle, monkeypatch):
    people = (cycle.specialist, cycle.other_specialist, cycle.ward_specialist)
    for person in people[1:]:
        make_work_item(person, make_product(f"Q{person.person_id}", "1"), "1", completed_quantity=Decimal(1))
    for person in people:
        give_mark(person)
    monkeypatch.setattr(running, "CHUNK", 1)

    class Killed(BaseException):
        """As sudden as kill -9: nothing of ours is run afterwards."""

    def die(done, total):
        if ScoreSheet.objects.count() == 2:
            raise Killed

    run_id = start(cycle)
    with pytest.raises(Killed):
        execute_closing(run_id=run_id, clock=lambda: AT, progress=die)
    assert interrupted_closings() == (run_id,)
    run = execute_closing(run_id=run_id, clock=lambda: AT + timedelta(minutes=1))
    assert (run.state, run.written, run.done) == (ClosingState.FINISHED, 3, run.total)
    assert [len(sheets_of(person)) for person in people] == [1, 1, 1]
    assert close(cycle).digest == run.digest


def test_a_closing_is_in_the_log_from_start_to_end(cycle):
    close(cycle)
    codes = list(Event.objects.filter(subject_kind="closing").order_by("id").values_list("code", flat=True))
    assert codes == ["closing.started", "closing.finished"]


def test_an_error_stays_with_the_run_and_the_next_closing_is_free(cycle, monkeypatch):
    def break_down(*_args):
        raise OSError("hết chỗ trên đĩa")

    monkeypatch.setattr(running, "_survey", break_down)
    with pytest.raises(OSError, match="hết chỗ"):
        close(cycle)
    assert ClosingRun.objects.get().state == ClosingState.FAILED
    monkeypatch.undo()
    assert close(cycle).state == ClosingState.FINISHED


thousandths = st.integers(1, 9_000).map(lambda number: Decimal(number) / 1000)
faults = st.lists(
    st.tuples(st.sampled_from(["rework", "delay"]), st.integers(1, 5), st.booleans()), max_size=4
)
items = st.lists(st.tuples(thousandths, thousandths, thousandths, faults), max_size=3)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(work=items, points=st.integers(0, 3000))
def test_whatever_was_delivered_the_closing_agrees_with_the_rules(cycle, work, points):
    from django.db import transaction

    person = cycle.other_specialist
    with transaction.atomic():
        for number, (coefficient, assigned, completed, wrong) in enumerate(work):
            product = make_product(f"Z{number}-{WorkItem.objects.count()}", str(coefficient))
            item = make_work_item(person, product, str(assigned), completed_quantity=completed)
            for kind, times, excused in wrong:
                excuse = {"excused": True, "confirmed_by_id": cycle.head.person_id} if excused else {}
                item.faults.create(kind=kind, times=times, at=AT, **excuse)
        give_mark(person, str(Decimal(points) / 100))
        close(cycle)
        sheet, alone = latest_sheet(person), one_by_one(person)
        for name in ("general_points", "result_points", "total", "level", "sums_digest"):
            assert getattr(sheet, name) == alone[name], name
        assert sheet.explanation["total"] == alone["explanation"]["total"]
        transaction.set_rollback(True)


def test_local_decisions_are_applied_and_units_with_their_own_are_scored_one_by_one(cycle):
    from woms.local_rules.models import ParameterDecision

    make_work_item(cycle.other_specialist, make_product("P8", "1"), "2", completed_quantity=Decimal(1))
    for person in (cycle.specialist, cycle.other_specialist):
        give_mark(person)
    about = {"value": "completed", "starts_on": AT.date(), "recorded_by_id": cycle.head.person_id, "at": AT}
    name = "civil_servants/quality_progress_base"
    ParameterDecision.objects.create(
        parameter=name, level="province", unit=cycle.city, number="1/QĐ", **about
    )
    close(cycle)
    dossier = dossier_of(cycle.other_specialist)
    from woms.evaluation.scoring import decisions_of

    alone = compute(gather(dossier, latest_mark(dossier, Stage.SUPERIOR)), decisions=decisions_of(dossier))
    assert latest_sheet(cycle.other_specialist).total == sheet_values(alone)["total"]
    assert close(cycle).written == 0


def test_a_fact_that_forces_the_level_is_weighed_before_the_leaders_are_judged(cycle):
    from woms.evaluation.models import EvaluationFact

    make_work_item(cycle.division_head, make_product("L1", "1"), "1", completed_quantity=Decimal(1))
    give_mark(cycle.division_head, "30", **LEADER_MARKS)
    give_mark(cycle.specialist)
    EvaluationFact.objects.create(
        kind="discipline", level="warning", unit=cycle.division, person_id=cycle.specialist.person_id,
        happened_on=AT.date(), summary="Vi phạm", document="5/QĐ", recorded_by_id=cycle.head.person_id,
        recorded_by_name="Trưởng", recorded_at=AT,
    )  # fmt: skip
    close(cycle)
    assert latest_sheet(cycle.specialist).level == "not_completed"
    assert latest_sheet(cycle.division_head).total == Decimal("94.166667")
    assert close(cycle).written == 0
