"""What each viewer sees of a person's month, and what it costs."""

from __future__ import annotations

import pytest

from tests.factories import make_officer, make_product, make_work_item
from tests.work_steps import assign, deliver, late_item
from woms.core.errors import Missing
from woms.work.queries import month_of_work, people_with_work, work_detail


def test_a_persons_month_shows_what_each_viewer_may_do(province, at):
    item_id = assign(province, at)
    deliver(province, item_id, "10", at)

    def actions(actor):
        month = month_of_work(
            actor=actor, person_id=province.specialist.person_id, period_code="2026-11", at=at
        )
        return month.lines[0].actions, month.can_assign

    assert actions(province.specialist) == ({"request_excuse"}, False)
    assert actions(province.division_head) == ({"accept", "return"}, True)
    assert actions(province.head) == ({"accept", "return", "answer_excuse"}, True)
    assert actions(province.auditor) == (frozenset(), False)


@pytest.mark.parametrize("who", ["leader", "other_head", "other_specialist", "administrator", "appraiser"])
def test_outsiders_see_neither_the_month_nor_the_product_nor_the_name(province, at, who):
    item_id = assign(province, at)
    actor = getattr(province, who)
    with pytest.raises(Missing):
        month_of_work(actor=actor, person_id=province.specialist.person_id, period_code="2026-11", at=at)
    with pytest.raises(Missing):
        work_detail(actor=actor, work_item_id=item_id, at=at)
    people = people_with_work(actor=actor, period_code="2026-11", at=at)
    assert province.specialist.name not in [person.name for person in people]


def test_alike_faults_are_one_line(province, at):
    item = late_item(province, at)
    (line,) = work_detail(actor=province.specialist, work_item_id=item.pk, at=at).faults
    assert (line.units, line.times, line.kind_label) == (10, 1, "Chậm")
    assert line.reason == "Nộp ngày 27/11/2026, hạn 25/11/2026"


def test_the_queries_of_a_month_do_not_grow_with_its_products(province, at, django_assert_num_queries):
    product = make_product()

    def read():
        return month_of_work(
            actor=province.head, person_id=province.specialist.person_id, period_code="2026-11", at=at
        )

    make_work_item(province.specialist, product, "1")
    with django_assert_num_queries(5):
        read()
    for _ in range(30):
        make_work_item(province.specialist, product, "1")
    with django_assert_num_queries(5):
        read()


def test_the_queries_of_a_team_do_not_grow_with_its_people(province, at, django_assert_num_queries):
    with django_assert_num_queries(2):
        people_with_work(actor=province.head, period_code="2026-11", at=at)
    for number in range(20):
        make_officer(f"Người Thứ Mới{number}", province.division, "specialist", "specialist")
    with django_assert_num_queries(2):
        people_with_work(actor=province.head, period_code="2026-11", at=at)
