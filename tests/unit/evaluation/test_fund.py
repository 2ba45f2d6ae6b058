"""The added-income fund of a unit: from published ratings, drafted and decided by its head, each reads their own."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from tests.evaluation_steps import dossier_of, give_worked_example, open_cycle, to_state
from tests.factories import AT, TODAY
from woms.core.errors import Conflict, Denied, Invalid, Missing, Refused
from woms.evaluation.fund.queries import fund_list, fund_preview, fund_view, share_of
from woms.evaluation.fund.services import decide_fund, draft_fund
from woms.evaluation.models import AddedIncomeFund, AddedIncomeShare, Dossier, Rating
from woms.records.models import Event

pytestmark = pytest.mark.django_db
AMOUNT = 10_000_001


def rate(province, person, level="good", total="90"):
    """A published rating without the steps before it."""
    dossier = Dossier.objects.get(person_id=person.person_id)
    sheet = dossier.score_sheets.create(
        revision=1, total=Decimal(total), level=level, inputs={}, inputs_digest="x", rules_version="x", trace={},
        reason="x", computed_by_name="x", computed_at=AT,
    )  # fmt: skip
    Rating.objects.create(
        dossier=dossier, score_sheet=sheet, level=level, decided_by_id=province.head.person_id,
        decided_by_name="Trưởng", at=AT,
    )  # fmt: skip
    Dossier.objects.filter(pk=dossier.pk).update(state="published")
    return dossier


@pytest.fixture
def rated(province):
    """The specialist is rated by the steps; deputy and division head are published too; the head is not."""
    give_worked_example(province.specialist)
    open_cycle(province)
    to_state(province, "published")
    rate(province, province.deputy, "excellent", "95")
    rate(province, province.division_head, "not_completed", "40")
    return province


def draft(province, actor=None, **options):
    facts = {"period_code": "2026-11", "unit_code": province.agency.code, "amount": AMOUNT}
    return draft_fund(actor=actor or province.head, at=AT, **facts | options)


def settle(province, fund_id, actor=None, **options):
    facts = {"number": "12/QĐ-SM", "decided_on": TODAY, "reason": "Giám đốc do Thành phố đánh giá"}
    decide_fund(actor=actor or province.head, at=AT, fund_id=fund_id, **facts | options)


def test_a_draft_splits_published_ratings_only_and_adds_up_to_the_dong(rated):
    view = fund_view(actor=rated.head, fund_id=draft(rated))
    assert sum(row.amount for row in view.rows) == view.shared == view.about.amount == AMOUNT
    # 1,2 × 95 = 114;  1,0 × 89,0964 (hiện 89,10);  10 000 001 × 114 / 203,0964 = 5 613 088
    found = {row.level: row.amount for row in view.rows}
    assert found == {"excellent": 5_613_088, "good": 4_386_913, "not_completed": 0}
    assert (view.left_out, view.about.state) == (1, "draft")


def test_a_salary_coefficient_counts_and_is_kept_for_the_next_draft(rated):
    dossier = dossier_of(rated.specialist)
    draft(rated, coefficients={dossier.pk: Decimal("2.34")})
    view = fund_view(actor=rated.head, fund_id=draft(rated))
    assert next(row for row in view.rows if row.dossier_id == dossier.pk).salary_coefficient == Decimal(
        "2.34"
    )
    with pytest.raises(Invalid, match="Hệ số lương"):
        draft(rated, coefficients={dossier.pk: Decimal(0)})


def test_a_look_ahead_writes_nothing(rated):
    ahead = fund_preview(
        actor=rated.head, at=AT, period_code="2026-11", unit_code=rated.agency.code, amount=5_000_000
    )
    assert ahead.shared == 5_000_000
    assert not AddedIncomeFund.objects.exists()


def test_after_the_decision_each_person_reads_their_own_amount_and_no_other(rated):
    own = dossier_of(rated.specialist).pk
    fund_id = draft(rated)
    assert share_of(actor=rated.specialist, dossier_id=own) is None
    settle(rated, fund_id)
    share = share_of(actor=rated.specialist, dossier_id=own)
    assert (share.amount, share.number) == (4_386_913, "12/QĐ-SM")
    others = dossier_of(rated.deputy).pk
    assert share_of(actor=rated.specialist, dossier_id=others) is None
    for actor in (rated.deputy, rated.division_head):
        assert share_of(actor=actor, dossier_id=own) is None
    assert share_of(actor=rated.auditor, dossier_id=own).amount == 4_386_913


def test_who_may_not_read_a_fund_meets_nothing(rated):
    fund_id = draft(rated)
    outsiders = (rated.specialist, rated.deputy, rated.division_head, rated.other_head, rated.administrator)
    for actor in outsiders:
        with pytest.raises(Missing):
            fund_view(actor=actor, fund_id=fund_id)
        with pytest.raises(Missing):
            settle(rated, fund_id, actor=actor)
        with pytest.raises(Denied):
            draft(rated, actor=actor)
    with pytest.raises(Denied):
        fund_list(actor=rated.specialist)
    assert fund_list(actor=rated.other_head).rows == ()


def test_the_organization_board_sees_the_sum_and_leaders_but_no_specialist(rated):
    fund_id = draft(rated)
    view = fund_view(actor=rated.organization_board, fund_id=fund_id)
    names = [row.person_name for row in view.rows]
    assert "Đỗ Văn Chuyên" not in names
    assert (view.shared, view.hidden, view.can_decide) == (AMOUNT, 3 - len(names), False)
    with pytest.raises(Denied):
        settle(rated, fund_id, actor=rated.organization_board)


def test_a_decision_needs_its_number_a_day_that_came_and_a_reason_for_those_left_out(rated):
    fund_id = draft(rated)
    for wrong in ({"number": " "}, {"decided_on": TODAY + timedelta(days=1)}, {"reason": ""}):
        with pytest.raises(Invalid):
            settle(rated, fund_id, **wrong)
    settle(rated, fund_id)
    with pytest.raises(Refused, match="đã được quyết định"):
        settle(rated, fund_id)
    codes = list(Event.objects.filter(subject_kind="fund").order_by("id").values_list("code", flat=True))
    assert codes == ["fund.drafted", "fund.decided"]


def test_a_draft_whose_ratings_changed_or_that_is_not_the_latest_is_not_decided(rated):
    first = draft(rated)
    second = draft(rated)
    with pytest.raises(Conflict, match="mới hơn"):
        settle(rated, first)
    rate(rated, rated.head)
    with pytest.raises(Conflict, match="đã thay đổi"):
        settle(rated, second)


def test_a_later_decision_replaces_the_earlier_one_and_both_stay(rated):
    own = dossier_of(rated.specialist).pk
    settle(rated, draft(rated))
    later = draft(rated, amount=2 * AMOUNT)
    assert share_of(actor=rated.specialist, dossier_id=own).number == "12/QĐ-SM"
    settle(rated, later, number="15/QĐ-SM")
    assert share_of(actor=rated.specialist, dossier_id=own).number == "15/QĐ-SM"
    assert [row.state for row in fund_list(actor=rated.head).rows] == ["in_force", "replaced"]


def test_nothing_of_a_fund_can_be_changed_afterwards(rated):
    draft(rated)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AddedIncomeShare.objects.update(amount=1)


def test_before_any_result_is_published_and_outside_an_agency_there_is_no_fund(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    with pytest.raises(Refused, match="đã công bố"):
        draft(province)
    with pytest.raises(Missing):
        draft(province, unit_code=province.division.code)
    with pytest.raises(Missing):
        draft(province, unit_code=province.city.code)


def test_the_amount_of_one_or_two_hidden_people_is_not_left_over_by_subtraction(rated):
    rate(rated, rated.head, "excellent", "96")
    fund_id = draft(rated)
    view = fund_view(actor=rated.organization_board, fund_id=fund_id)
    assert (view.rows, view.shown) == ((), 0)
    assert view.hidden == view.about.people
    assert fund_view(actor=rated.head, fund_id=fund_id).hidden == 0
