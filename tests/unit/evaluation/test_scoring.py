"""From products in the database to a score with its trace; recomputed it is the same for ever."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
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
    review,
    to_state,
)
from tests.factories import AT, make_key_result, make_objective, make_plan, make_product, make_work_item
from woms.core.errors import Conflict, Denied, Invalid, Missing, Refused
from woms.evaluation.detail import dossier_detail
from woms.evaluation.models import GeneralScore, Rating, ScoreSheet
from woms.evaluation.scoring import digest_of, recompute
from woms.evaluation.services import dossiers, ratings
from woms.work.services import answer_excuse


@pytest.fixture
def example(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    return province


def detail(actor, person):
    return dossier_detail(actor=actor, at=AT, dossier_id=dossier_of(person).pk)


def excuse_delays(province):
    item = province.specialist and latest_item(province)
    faults = [fault.pk for fault in item.faults.filter(kind="delay")]
    answer_excuse(
        actor=province.head, at=AT, work_item_id=item.pk, fault_ids=faults, is_excused=True, reason="Mất mạng"
    )


def latest_item(province):
    from woms.work.models import WorkItem

    return WorkItem.objects.get(person_id=province.specialist.person_id, product__code="P1")


def rescore(actor, person, reason="Vừa xác nhận khách quan"):
    dossier = dossier_of(person)
    return dossiers.score_dossier(
        actor=actor, at=AT, dossier_id=dossier.pk, reason=reason, version=dossier.version
    )


def test_the_worked_example_of_the_law_comes_out_of_the_database_to_the_digit(example):
    to_state(example, "decision")
    score = detail(example.specialist, example.specialist).score
    assert (score.result, score.general, score.total) == (
        Decimal("62.10"),
        Decimal("27.00"),
        Decimal("89.10"),
    )
    assert score.level_label == "Hoàn thành tốt nhiệm vụ"
    assert [part.percent for part in score.components] == [
        Decimal("90.32"), Decimal("88.71"), Decimal("87.10"),
    ]  # fmt: skip
    assert score.formula == "70 × (90,32\u00a0% + 88,71\u00a0% + 87,10\u00a0%) ÷ 3 = 62,10"
    assert (score.next_level_label, score.points_to_next) == (
        "Hoàn thành xuất sắc nhiệm vụ", Decimal("0.90"),
    )  # fmt: skip


def test_the_lines_add_up_exactly_to_the_score_and_lead_to_the_work(example):
    to_state(example, "decision")
    *lines, total = detail(example.specialist, example.specialist).score.lines
    assert sum(line.points for line in lines) == total.points == Decimal("89.10")
    quality = next(line for line in lines if line.code == "quality")
    assert latest_item(example).pk in quality.references
    assert "“Báo cáo” làm lại 1 lần" in quality.sentence


def test_the_bars_of_the_waterfall_touch_each_other(example):
    to_state(example, "decision")
    lines = detail(example.specialist, example.specialist).score.lines
    edges = [(line.start, line.start + abs(line.points)) for line in lines]
    assert edges[0] == (0, 70)
    assert edges[1][1] == 70
    assert edges[2][1] == edges[1][0]
    assert edges[3][1] == edges[2][0]
    assert edges[4][0] == edges[3][0]
    assert edges[4][1] == edges[5][1] == Decimal("89.10")


def test_the_what_if_says_what_a_confirmed_cause_would_give(example):
    to_state(example, "decision")
    score = detail(example.specialist, example.specialist).score
    (delays, _) = score.what_ifs
    assert (delays.delta, delays.total) == (Decimal("0.75"), Decimal("89.85"))
    excuse_delays(example)
    assert rescore(example.head, example.specialist) == 3
    assert latest_sheet(example.specialist).explanation["total"] == "89.85"


def test_before_anybody_marked_the_person_sees_what_the_products_give(example):
    score = detail(example.specialist, example.specialist).score
    assert (score.revision, score.total, score.result) == (0, None, Decimal("62.10"))
    *lines, total = score.lines
    assert sum(line.points for line in lines) == total.points == Decimal("62.10")
    assert not ScoreSheet.objects.exists()


def test_a_sheet_keeps_inputs_digest_version_and_trace_and_recomputes_to_the_same(example):
    to_state(example, "decision")
    sheet = latest_sheet(example.specialist)
    again = recompute(sheet)
    assert again.digest == sheet.inputs_digest == digest_of(sheet.inputs)
    assert again.explanation | {"notes": []} == sheet.explanation | {"notes": []}
    assert again.score.rules_version == sheet.rules_version
    assert sheet.trace["name"] == "nd335/non-leader"
    assert sheet.total == Decimal("89.096774")


def test_the_same_inputs_are_not_recorded_twice(example):
    to_state(example, "decision")
    assert rescore(example.head, example.specialist) == latest_sheet(example.specialist).revision == 2
    assert ScoreSheet.objects.count() == 2


def test_a_rescore_appends_says_why_and_keeps_the_old_one(example):
    to_state(example, "decision")
    excuse_delays(example)
    rescore(example.head, example.specialist, "Xác nhận sự cố mạng")
    revisions = list(ScoreSheet.objects.order_by("revision").values_list("revision", "reason"))
    assert revisions == [(1, "Tự chấm"), (2, "Quản lý trực tiếp đánh giá"), (3, "Xác nhận sự cố mạng")]
    assert ScoreSheet.objects.get(revision=2).explanation["total"] == "89.10"


def test_a_rescore_needs_a_reason_a_right_and_an_undecided_dossier(example):
    to_state(example, "decision")
    with pytest.raises(Invalid, match="lý do"):
        rescore(example.head, example.specialist, "  ")
    with pytest.raises(Denied):
        rescore(example.specialist, example.specialist)
    with pytest.raises(Denied):
        rescore(example.auditor, example.specialist)
    with pytest.raises(Missing):
        rescore(example.other_head, example.specialist)
    decide(example.head, example.specialist)
    with pytest.raises(Refused, match="giữ nguyên"):
        rescore(example.head, example.specialist)
    assert ScoreSheet.objects.count() == 2


def test_nobody_decides_on_a_score_that_the_work_has_left_behind(example):
    to_state(example, "decision")
    excuse_delays(example)
    assert detail(example.head, example.specialist).is_stale
    with pytest.raises(Refused, match="tính lại điểm"):
        decide(example.head, example.specialist)
    rescore(example.head, example.specialist)
    assert not detail(example.head, example.specialist).is_stale
    decide(example.head, example.specialist)


def test_who_decides_on_an_older_revision_is_told(example):
    dossier = to_state(example, "decision")
    with pytest.raises(Conflict, match="tính lại"):
        ratings.decide_rating(
            actor=example.head, at=AT, dossier_id=dossier.pk, level="good", reason="", revision=1,
            version=dossier.version,
        )  # fmt: skip


def test_breakthrough_work_is_shown_and_not_counted(example):
    objective = make_objective(make_plan(example, state="approved"), kind="okr")
    make_work_item(
        example.specialist, make_product("P4", "3.0"), "5",
        key_result=make_key_result(objective, kind="okr"),
    )  # fmt: skip
    to_state(example, "decision")
    seen = detail(example.specialist, example.specialist)
    assert seen.score.total == Decimal("89.10")
    assert [product.counts for product in seen.products] == [True, True, True, False]


def test_nothing_assigned_gives_no_score_but_the_words_insufficient_data(province):
    open_cycle(province)
    to_state(province, "decision")
    score = detail(province.head, province.specialist).score
    assert (score.total, score.level) == (None, "insufficient_data")
    assert score.lines == ()
    with pytest.raises(Invalid, match="lý do"):
        decide(province.head, province.specialist, "insufficient_data")
    decide(province.head, province.specialist, "insufficient_data", "Nghỉ thai sản cả tháng")


def leader_score(province, level_of_specialist):
    to_state(province, "decision")
    decide(province.head, province.specialist, level_of_specialist, "Tập thể thống nhất")
    make_work_item(province.division_head, make_product("P9"), "4", completed_quantity=Decimal(4))
    assess(province.division_head, "28", **LEADER_MARKS)
    review(province.head, province.division_head, "28", **LEADER_MARKS)
    return detail(province.head, province.division_head).score


def test_a_leaders_unit_result_is_full_while_nobody_below_fails(example):
    score = leader_score(example, "good")
    assert score.total == Decimal("98.00")
    assert [part.letter for part in score.components] == ["a", "b", "c", "d", "đ", "e"]


def test_one_failing_subordinate_halves_the_unit_result_of_the_leader(example):
    score = leader_score(example, "not_completed")
    assert score.components[3].percent == Decimal("50.00")
    assert score.total == Decimal("92.17")


def test_a_leaders_score_says_how_many_results_below_are_still_missing(example):
    make_work_item(example.division_head, make_product("P9"), "4", completed_quantity=Decimal(4))
    assess(example.division_head, "28", **LEADER_MARKS)
    review(example.head, example.division_head, "28", **LEADER_MARKS)
    (note,) = detail(example.head, example.division_head).score.notes
    assert "0/1 người" in note


@pytest.mark.parametrize(
    ("table", "model"),
    [
        ("evaluation_scoresheet", ScoreSheet),
        ("evaluation_rating", Rating),
        ("evaluation_generalscore", GeneralScore),
    ],
)
@pytest.mark.parametrize("statement", ["UPDATE {} SET is_sample = true", "DELETE FROM {}"])
def test_marks_scores_and_ratings_cannot_be_changed_even_in_the_database(example, table, model, statement):
    to_state(example, "decided")
    before = model.objects.count()
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))
    assert model.objects.count() == before > 0


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    products=st.lists(
        st.tuples(st.sampled_from(["0.3", "1.0", "1.5", "2.0"]), st.integers(1, 20), st.integers(0, 20)),
        min_size=1, max_size=5,
    ),
    general=st.integers(0, 30),
)  # fmt: skip
def test_for_any_products_the_lines_add_up_and_the_digest_returns(province, products, general):
    with transaction.atomic():
        for index, (coefficient, assigned, completed) in enumerate(products):
            make_work_item(
                province.specialist, make_product(f"H{index}-{coefficient}", coefficient), str(assigned),
                completed_quantity=Decimal(min(assigned, completed)),
            )  # fmt: skip
        open_cycle(province)
        assess(province.specialist, str(general))
        sheet = latest_sheet(province.specialist)
        *lines, total = sheet.explanation["lines"]
        assert sum(Decimal(line["points"]) for line in lines) == Decimal(total["points"])
        assert 0 <= Decimal(total["points"]) <= 100
        assert recompute(sheet).digest == sheet.inputs_digest
        transaction.set_rollback(True)
