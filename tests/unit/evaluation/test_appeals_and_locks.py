"""Appeals, locking and reopening (scenarios D07, D08, D12, D22, D23, F28, G10–G12)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.evaluation_steps import (
    decide,
    dossier_of,
    give_worked_example,
    open_cycle,
    publish,
    review,
    to_state,
)
from tests.factories import AT, make_officer
from woms.core.errors import Denied, Missing, Refused
from woms.evaluation.detail import dossier_detail
from woms.evaluation.models import Cycle, CycleLock, LockedResult, Rating
from woms.evaluation.services import appeals, locks, ratings
from woms.evaluation.services.appeals import Claim

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    to_state(province, "published")
    return province


def about(cast, who, at=AT):
    dossier = dossier_of(cast.specialist)
    return {"actor": getattr(cast, who), "at": at, "dossier_id": dossier.pk, "version": dossier.version}


def appeal(cast, at=AT):
    appeals.lodge_appeal(**about(cast, "specialist", at), claim=Claim("Sản phẩm P3 đã hoàn thành", "BB số 2"))


def settle(cast, who, level="excellent", answer="Minh chứng xác đáng"):
    appeals.settle_appeal(**about(cast, who), level=level, answer=answer)


def seen(cast, who):
    return dossier_detail(actor=getattr(cast, who), at=AT, dossier_id=dossier_of(cast.specialist).pk)


def test_g10_inside_the_window_it_is_accepted_and_shown_as_under_appeal(published):
    last_day = seen(published, "specialist").appeal_until
    assert last_day.isoformat() == "2026-11-27"  # Saturday 21 November, then five working days
    appeal(published, AT + timedelta(days=6))
    found = seen(published, "specialist")
    assert (found.state_label, found.rating.level) == ("Đang kiến nghị", "good")
    assert found.appeals[0].claim == "Sản phẩm P3 đã hoàn thành"


def test_g10_after_the_window_it_is_refused_and_nothing_changes(published):
    with pytest.raises(Refused, match="hết ngày 27/11/2026"):
        appeal(published, AT + timedelta(days=7))
    assert dossier_of(published.specialist).state == "published"


def test_g11_the_first_decider_may_not_answer_and_another_authority_does(published):
    appeal(published)
    with pytest.raises(Refused, match="không tự giải quyết"):
        settle(published, "head")
    settle(published, "leader", "completed")
    levels = list(Rating.objects.order_by("id").values_list("level", flat=True))
    assert levels == ["good", "completed"]  # the outcome is a new version
    found = seen(published, "specialist")
    assert (found.state, found.rating.level) == ("published", "completed")
    assert (found.appeals[0].outcome, found.appeals[0].answer) == ("changed", "Minh chứng xác đáng")


def test_an_appeal_that_is_upheld_keeps_the_rating_with_an_answer(published):
    appeal(published)
    settle(published, "leader", "good", "Đã xem lại, giữ nguyên")
    assert Rating.objects.count() == 1
    assert seen(published, "specialist").appeals[0].outcome == "upheld"


def test_an_appeal_may_not_lift_anybody_over_the_cap(published):
    appeal(published)
    with pytest.raises(Refused, match="Vượt tỷ lệ"):
        settle(published, "leader", "excellent")
    assert Rating.objects.count() == 1


def test_the_city_reads_a_specialist_only_while_the_appeal_is_before_it(published):
    with pytest.raises(Missing):
        seen(published, "leader")
    appeal(published)
    assert seen(published, "leader").actions == {"settle_appeal"}
    settle(published, "leader", "good")
    with pytest.raises(Missing):
        seen(published, "leader")


@pytest.mark.parametrize("who", ["division_head", "deputy", "appraiser", "organization_board", "other_head"])
def test_nobody_else_settles(published, who):
    appeal(published)
    with pytest.raises((Missing, Denied)):
        settle(published, who)


def test_an_appeal_can_be_withdrawn_and_only_one_is_open(published):
    appeal(published)
    with pytest.raises(Refused):
        appeal(published)
    appeals.withdraw_appeal(**about(published, "specialist"))
    assert seen(published, "specialist").appeals[0].outcome == "withdrawn"


def test_g12_before_publication_there_is_nothing_to_contest(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    to_state(province, "decided")
    with pytest.raises(Refused) as caught:
        appeal(province)
    assert "Hoàn thành" not in caught.value.sentence
    assert seen(province, "specialist").appeal_until is None


def lock(cast, waiver="Những người còn lại chưa đánh giá", who=None):
    cycle = Cycle.objects.get()
    return locks.lock_cycle(actor=who or cast.organization_board, at=AT, cycle_id=cycle.pk, waiver=waiver)


def test_d12_d23_a_cycle_with_dossiers_on_the_way_is_not_locked_without_a_reason(published):
    with pytest.raises(Refused, match="7 phiếu “Tự chấm”"):
        lock(published, waiver="")
    lock(published)
    kept = CycleLock.objects.get()
    assert (kept.people, kept.unrated, kept.waiver) == (8, 7, "Những người còn lại chưa đánh giá")
    missing = LockedResult.objects.filter(rating__isnull=True)
    assert {(row.level, row.total) for row in missing} == {("insufficient_data", None)}


def test_an_open_appeal_stops_the_lock(published):
    appeal(published)
    with pytest.raises(Refused, match="1 kiến nghị"):
        lock(published)


def test_d07_f28_a_locked_cycle_takes_nothing_and_its_record_cannot_be_changed(published):
    lock(published)
    with pytest.raises(Refused, match="đã chốt"):
        appeal(published)
    for rows in (LockedResult.objects.all(), CycleLock.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(is_sample=True)


def test_only_the_organization_board_locks(published):
    with pytest.raises(Denied):
        lock(published, who=published.head)


def test_d08_d22_reopening_takes_two_people_and_a_reason_and_makes_a_new_revision(published):
    first = lock(published)
    board, cycle_id = published.organization_board, Cycle.objects.get().pk
    with pytest.raises(Refused, match="lý do"):
        locks.ask_reopening(actor=board, at=AT, cycle_id=cycle_id, reason=" ")
    locks.ask_reopening(actor=board, at=AT, cycle_id=cycle_id, reason="Sai số liệu P1")
    with pytest.raises(Refused, match="không tự xác nhận"):
        locks.confirm_reopening(actor=board, at=AT, cycle_id=cycle_id)
    second = make_officer("Võ Thị Hai", published.city, "specialist", "organization_board")
    locks.confirm_reopening(actor=second, at=AT, cycle_id=cycle_id)
    dossier = dossier_of(published.specialist)
    ratings.revise_rating(
        actor=published.head, at=AT, dossier_id=dossier.pk, reason="Sai số liệu", version=dossier.version
    )
    decide(published.head, published.specialist, "completed", "Tính lại P1")
    publish(published.head, published.specialist)
    again = lock(published)
    assert first != again
    assert [kept.revision for kept in CycleLock.objects.order_by("id")] == [1, 2]
    levels = LockedResult.objects.filter(dossier=dossier).order_by("lock_id").values_list("level", flat=True)
    assert list(levels) == ["good", "completed"]  # revision 1 reads as it was


def test_a_published_rating_is_not_revised_in_a_cycle_that_was_never_locked(published):
    dossier = dossier_of(published.specialist)
    with pytest.raises(Refused, match="mở lại"):
        ratings.revise_rating(
            actor=published.head, at=AT, dossier_id=dossier.pk, reason="Đổi ý", version=dossier.version
        )
    with pytest.raises(Refused):
        review(published.division_head, published.specialist)


def test_the_same_results_give_the_same_digest(published):
    first = lock(published)
    cycle = Cycle.objects.get()
    locks.ask_reopening(actor=published.organization_board, at=AT, cycle_id=cycle.pk, reason="Kiểm tra")
    second = make_officer("Võ Thị Hai", published.city, "specialist", "organization_board")
    locks.confirm_reopening(actor=second, at=AT, cycle_id=cycle.pk)
    assert lock(published) == first
