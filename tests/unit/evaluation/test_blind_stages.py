"""What each reader sees at each stage: nobody a self-assessment in progress, the person no rating before publication."""

from __future__ import annotations

import pytest

from tests.evaluation_steps import (
    dossier_of,
    give_worked_example,
    open_cycle,
    to_state,
)
from tests.factories import AT, make_officer
from woms.core.errors import Missing
from woms.evaluation.detail import dossier_detail
from woms.evaluation.queries import dossier_list, own_dossiers
from woms.evaluation.services import dossiers


@pytest.fixture
def example(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    return province


def seen_by(province, who):
    return dossier_detail(actor=getattr(province, who), at=AT, dossier_id=dossier_of(province.specialist).pk)


# state → (own mark, superior's mark, recorded score, rating) as the person sees them, then as those above do
SEEN = {
    "self": ((False, False, False, False), (False, False, False, False)),
    "review": ((True, False, True, False), (True, False, True, False)),
    "decision": ((True, True, True, False), (True, True, True, False)),
    "decided": ((True, True, True, False), (True, True, True, True)),
    "published": ((True, True, True, True), (True, True, True, True)),
}


def shown(detail):
    recorded = detail.score is not None and detail.score.revision > 0
    return (
        detail.own_mark is not None,
        detail.superior_mark is not None,
        recorded,
        detail.rating is not None,
    )


@pytest.mark.parametrize("state", SEEN)
def test_the_person_sees_each_value_only_when_it_is_theirs_to_see(example, state):
    to_state(example, state)
    assert shown(seen_by(example, "specialist")) == SEEN[state][0]


@pytest.mark.parametrize("who", ["division_head", "deputy", "head", "auditor"])
@pytest.mark.parametrize("state", SEEN)
def test_those_above_see_nothing_in_progress(example, state, who):
    to_state(example, state)
    detail = seen_by(example, who)
    assert shown(detail) == SEEN[state][1]
    assert bool(detail.products) is (state != "self")


def test_a_mark_taken_back_by_a_return_is_again_only_the_persons_own(example):
    dossier = to_state(example, "review")
    dossiers.return_dossier(
        actor=example.division_head, at=AT, dossier_id=dossier.pk, reason="Chấm lại", version=dossier.version
    )
    assert shown(seen_by(example, "division_head")) == (False, False, False, False)
    assert shown(seen_by(example, "specialist")) == (True, False, True, False)


def test_the_person_does_not_even_see_that_the_rating_is_decided(example):
    to_state(example, "decided")
    detail = seen_by(example, "specialist")
    assert (detail.state, detail.state_label) == ("decision", "Chờ quyết định")
    assert not [line for line in detail.history if "Quyết định" in line.what]
    (row,) = own_dossiers(actor=example.specialist, at=AT)
    assert (row.state, row.is_rated) == ("decision", False)


def test_a_sent_back_dossier_hides_the_reason_from_the_person(example):
    dossier = to_state(example, "decision")
    dossiers.send_back_dossier(
        actor=example.head, at=AT, dossier_id=dossier.pk, reason="Điểm cao quá", version=dossier.version
    )
    assert "Điểm cao quá" not in str(seen_by(example, "specialist"))
    assert "Điểm cao quá" in str(seen_by(example, "division_head"))
    assert shown(seen_by(example, "specialist")) == (True, False, True, False)


@pytest.mark.parametrize(
    "who", ["leader", "organization_board", "appraiser", "administrator", "other_head", "other_specialist"]
)
def test_outsiders_find_neither_the_dossier_nor_a_trace_of_it_in_lists_and_counts(example, who):
    to_state(example, "published")
    actor = getattr(example, who)
    with pytest.raises(Missing):
        seen_by(example, who)
    listed = dossier_list(actor=actor, at=AT)
    assert example.specialist.name not in str(listed)
    assert listed.counts.get("published", 0) == 0
    assert example.division.name not in [unit.name for unit in listed.units]


def test_a_forbidden_dossier_and_one_that_does_not_exist_answer_alike(example):
    with pytest.raises(Missing) as forbidden:
        seen_by(example, "other_head")
    with pytest.raises(Missing) as nothing:
        dossier_detail(actor=example.other_head, at=AT, dossier_id=10**9)
    assert forbidden.value.sentence == nothing.value.sentence


def test_the_city_lists_heads_and_deputies_only(example):
    names = [row.person_name for row in dossier_list(actor=example.leader, at=AT).rows]
    assert set(names) == {
        example.head.name, example.deputy.name, example.other_head.name, example.ward_head.name,
    }  # fmt: skip


def test_a_head_lists_the_own_people_and_the_own_dossier_apart(example):
    listed = dossier_list(actor=example.head, at=AT)
    assert {row.person_name for row in listed.rows} == {
        example.deputy.name, example.division_head.name, example.specialist.name,
    }  # fmt: skip
    assert listed.own.person_name == example.head.name
    assert sum(listed.counts.values()) == listed.total == 3


def test_a_specialist_lists_nobody_else(example):
    listed = dossier_list(actor=example.specialist, at=AT)
    assert (listed.rows, listed.total, listed.reads_others) == ((), 0, False)
    assert listed.own.person_name == example.specialist.name


def test_a_list_narrows_to_a_unit_and_a_state_and_an_unknown_unit_is_empty(example):
    to_state(example, "review")
    head = {"actor": example.head, "at": AT}
    assert dossier_list(**head, unit_code=example.division.code).total == 2
    assert [row.person_name for row in dossier_list(**head, state="review").rows] == [example.specialist.name]
    assert dossier_list(**head, unit_code="khong-co").total == 0
    assert dossier_list(**head, unit_code=example.other_agency.code).total == 0


def test_the_list_shows_what_the_reader_may_do_next(example):
    to_state(example, "decision")
    rows = {row.person_name: row.actions for row in dossier_list(actor=example.head, at=AT).rows}
    assert "decide" in rows[example.specialist.name]
    assert rows[example.deputy.name] == frozenset()


def test_without_a_cycle_the_list_is_empty_and_says_so(province):
    listed = dossier_list(actor=province.head, at=AT)
    assert (listed.cycle, listed.own, listed.rows) == (None, None, ())


def test_the_queries_of_a_list_do_not_grow_with_its_rows(province, django_assert_max_num_queries):
    for number in range(30):
        make_officer(f"Người Thứ Mới{number}", province.division, "specialist", "specialist")
    open_cycle(province)
    to_state(province, "review")
    with django_assert_max_num_queries(9) as few:
        dossier_list(actor=province.division_head, at=AT)
    with django_assert_max_num_queries(len(few)):
        assert dossier_list(actor=province.head, at=AT).total == 33


def test_the_queries_of_a_dossier_do_not_grow_with_its_products(example, django_assert_max_num_queries):
    from tests.factories import make_product, make_work_item

    to_state(example, "decision")
    with django_assert_max_num_queries(18) as few:
        seen_by(example, "head")
    for number in range(20):
        make_work_item(example.specialist, make_product(f"X{number}"), "3")
    with django_assert_max_num_queries(len(few)):
        seen_by(example, "head")


def test_opening_a_cycle_costs_the_same_number_of_queries_for_more_people(
    province, django_assert_max_num_queries
):
    for number in range(40):
        make_officer(f"Người Thứ Mới{number}", province.ward, "specialist", "specialist")
    with django_assert_max_num_queries(12):
        open_cycle(province)
