"""The cap on the top rating: ranked list, excess and ties, decisions by many at once (scenarios F12–F14, F32, D18)."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from django.db import connection, transaction

from tests.evaluation_steps import LEADER_MARKS, assess, dossier_of, mark, open_cycle
from tests.factories import AT, make_officer, make_product, make_work_item
from woms.core.errors import Missing, Refused
from woms.evaluation.models import EvaluationFact, Rating
from woms.evaluation.ranking import ranking
from woms.evaluation.services import dossiers, ratings
from woms.evaluation.services.ratings import Choice
from woms.workflow.models import Decision

pytestmark = pytest.mark.django_db


def reviewed(province, person, total):
    """A dossier with all its products delivered and `total` points of 30, up to the decision."""
    make_work_item(person, make_product("P9"), "4", completed_quantity="4")
    assess(person, total)
    dossier = dossier_of(person)
    dossiers.review_dossier(
        actor=province.head, at=AT, dossier_id=dossier.pk, mark=mark(total), version=dossier.version
    )


@pytest.fixture
def ten(province):
    """Ten people of one division, four of them with 90 points or more; two of these have the same points."""
    people = [
        make_officer(f"Trần Văn Người{index}", province.division, "specialist", "specialist")
        for index in range(10)
    ]
    open_cycle(province)
    for person, total in zip(people, ["29", "28", "28", "27", "12", "11", "10", "9", "8", "7"], strict=True):
        reviewed(province, person, total)
    return people


def choice(person, level="excellent", reason=""):
    dossier = dossier_of(person)
    sheet = dossier.score_sheets.latest("revision")
    return Choice(dossier.pk, level, reason, sheet.revision, dossier.version)


def decide(province, *choices, minutes=""):
    return ratings.decide_ratings(actor=province.head, at=AT, choices=choices, minutes=minutes)


def test_f12_ten_good_or_better_four_of_them_excellent_one_is_allowed_and_nobody_is_demoted(province, ten):
    found = ranking(actor=province.head, at=AT)
    agency, *_ = found.caps
    assert (agency.allowed, agency.calculated, agency.excess, agency.decided) == (1, 4, 3, 0)
    assert [row.calculated for row in found.rows[:4]] == ["excellent"] * 4
    assert [row.is_over for row in found.rows[:4]] == [False, True, True, True]
    assert found.waiting == 3  # deputy, division head and the specialist of the cast


def test_f32_heads_are_ranked_apart_from_staff(province, ten):
    names = {row.person_name for row in ranking(actor=province.head, at=AT).rows}
    assert "Vũ Thị Trưởng" not in names
    heads = ranking(actor=province.leader, at=AT)
    assert {row.group for row in heads.rows} == {"heads"}
    assert "Trần Văn Người0" not in {row.person_name for row in heads.rows}


def test_f12_deciding_one_more_than_allowed_is_refused_and_nothing_of_it_is_kept(province, ten):
    result = decide(province, choice(ten[0]), choice(ten[1]), minutes="12/BB-XL")
    assert result.done == 1
    assert "nhiều nhất 1 người" in result.refused[0].sentence
    assert Rating.objects.get().minutes == "12/BB-XL"
    assert dossier_of(ten[1]).state == "decision"
    assert not Decision.objects.filter(action="decide", subject_id=dossier_of(ten[1]).pk).exists()


def test_d18_many_at_once_what_cannot_be_done_is_named_and_again_is_safe(province, ten):
    wrong = [choice(ten[0]), choice(ten[1], "good"), choice(ten[4], "good"), choice(ten[5], "good")]
    result = decide(province, *wrong)
    assert (result.done, [one.dossier_id for one in result.refused]) == (3, [wrong[1].dossier_id])
    assert "Hãy ghi lý do" in result.refused[0].sentence
    again = decide(province, *wrong)
    assert (again.done, len(again.refused)) == (0, 4)
    assert Rating.objects.count() == 3


def test_f14_an_outstanding_agency_has_the_higher_share(province, ten):
    EvaluationFact.objects.create(
        kind="outstanding_unit", unit=province.agency, happened_on=AT.date(), summary="Cờ thi đua",
        document="9/QĐ", recorded_by_id=province.organization_board.person_id, recorded_by_name="Tổ",
        recorded_at=AT,
    )  # fmt: skip
    assert ranking(actor=province.head, at=AT).caps[0].allowed == 2


def test_equal_points_at_the_edge_are_marked_for_people_to_decide(province, ten):
    EvaluationFact.objects.create(
        kind="outstanding_unit", unit=province.agency, happened_on=AT.date(), summary="Cờ thi đua",
        document="9/QĐ", recorded_by_id=province.organization_board.person_id, recorded_by_name="Tổ",
        recorded_at=AT,
    )  # fmt: skip
    rows = ranking(actor=province.head, at=AT).rows
    assert [row.is_tied for row in rows[:4]] == [False, True, True, False]


def test_a_decided_rating_may_be_reconsidered_before_publication_to_make_room(province, ten):
    decide(province, choice(ten[0]))
    dossier = dossier_of(ten[0])
    with pytest.raises(Refused, match="lý do"):
        ratings.reconsider_rating(
            actor=province.head, at=AT, dossier_id=dossier.pk, reason="", version=dossier.version
        )
    ratings.reconsider_rating(
        actor=province.head, at=AT, dossier_id=dossier.pk, reason="Họp xét lại", version=dossier.version
    )
    assert decide(province, choice(ten[1])).done == 1
    assert Rating.objects.count() == 2


@pytest.mark.parametrize(
    "who",
    ["specialist", "division_head", "deputy", "organization_board", "appraiser", "administrator",
     "other_head", "ward_head", "leader"],
)  # fmt: skip
def test_who_may_not_read_everybody_learns_nothing_of_the_list(province, ten, who):
    with pytest.raises(Missing):
        ranking(actor=getattr(province, who), at=AT, unit_code=province.agency.code)


def test_the_auditor_reads_the_list_and_may_decide_nothing(province, ten):
    found = ranking(actor=province.auditor, at=AT, unit_code=province.agency.code)
    assert found.total == 13
    assert not any(row.actions for row in found.rows)


def test_a_stale_choice_is_refused_for_that_person_alone(province, ten):
    old = replace(choice(ten[0]), version=1)
    result = decide(province, old, choice(ten[4], "good"))
    assert (result.done, result.refused[0].dossier_id) == (1, old.dossier_id)


@pytest.mark.django_db(transaction=True)
def test_two_people_deciding_at_the_same_moment_never_exceed_the_cap(province, ten):
    chosen = [choice(ten[0]), choice(ten[1])]
    ready, done = threading.Barrier(2), []

    def decide_one(one):
        try:
            ready.wait()
            with transaction.atomic():
                done.append(ratings.decide_ratings(actor=province.head, at=AT, choices=[one]).done)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide_one, args=(one,)) for one in chosen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [0, 1]
    assert Rating.objects.filter(level="excellent").count() == 1


def test_leaders_marks_are_not_needed_for_the_list(province, ten):
    assess(province.deputy, "28", **LEADER_MARKS)
    assert ranking(actor=province.head, at=AT).waiting == 3
