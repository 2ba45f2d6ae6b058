"""The list of what waits reads whole plans only as far as their warnings are shown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import AT, TODAY, make_plan, make_unit
from woms.planning.queries.inbox import inbox, inbox_count

pytestmark = pytest.mark.django_db


def test_only_the_oldest_plans_of_the_list_are_checked_when_few_are_shown(province):
    for days in (3, 2, 1):
        ward = make_unit(f"Xã {days}", "commune", province.city)
        make_plan(province, ward, state="submitted", submitted_at=AT - timedelta(days=days))
    every = inbox(actor=province.leader, on=TODAY)
    few = inbox(actor=province.leader, on=TODAY, checked=2)
    assert [one.subject_id for one in few] == [one.subject_id for one in every]
    assert all(one.errors for one in every)  # an empty plan lacks everything
    assert [one.errors for one in few] == [every[0].errors, every[1].errors, 0]


def test_the_badge_counts_what_the_list_has_in_one_query(province, django_assert_num_queries):
    make_plan(province, state="submitted")
    make_plan(province, province.ward, state="returned", author_id=province.leader.person_id)
    with django_assert_num_queries(1):
        count = inbox_count(actor=province.leader)
    assert count == len(inbox(actor=province.leader, on=TODAY)) == 2
