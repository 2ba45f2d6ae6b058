"""Who reaches what, as sentences; the whole matrix is generated in tests/access."""

from __future__ import annotations

import pytest

from woms.access.checks import Subject, allowed, check
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.errors import Denied
from woms.org.models import Assignment, Unit


def test_a_head_may_not_approve_the_plan_of_the_own_unit_but_may_approve_a_division(province):
    assert not allowed(province.head, Permission.PLAN_APPROVE, Subject(province.agency.path))
    assert allowed(province.head, Permission.PLAN_APPROVE, Subject(province.division.path))


def test_a_head_reaches_nothing_in_another_agency(province):
    foreign = Subject(province.other_agency.path)
    assert not any(allowed(province.head, permission, foreign) for permission in Permission)


def test_the_city_sees_heads_but_not_specialists(province):
    head = Subject(province.agency.path, province.head.person_id, is_leader=True)
    specialist = Subject(province.division.path, province.specialist.person_id)
    assert allowed(province.leader, Permission.DOSSIER_READ, head)
    assert not allowed(province.leader, Permission.DOSSIER_READ, specialist)


def test_an_administrator_reads_no_evaluation(province):
    specialist = Subject(province.division.path, province.specialist.person_id)
    assert not allowed(province.administrator, Permission.DOSSIER_READ, specialist)


def test_nobody_reviews_themselves(province):
    assert not allowed(
        province.head,
        Permission.DOSSIER_REVIEW,
        Subject(province.agency.path, province.head.person_id, is_leader=True),
    )


def test_a_refusal_says_which_permission_is_missing_and_whom_to_ask(province):
    with pytest.raises(Denied, match=r"phê duyệt kế hoạch.*liên hệ quản trị đơn vị"):
        check(province.specialist, Permission.PLAN_APPROVE, Subject(province.agency.path))


def test_a_specialist_sees_the_own_line_up_to_the_city_and_no_sibling(province):
    seen = visible_to(Unit.objects.all(), province.specialist, Permission.PLAN_READ)
    assert set(seen) == {province.division, province.agency, province.city}


@pytest.mark.parametrize("permission", list(Permission))
def test_the_filter_on_rows_agrees_with_the_check_for_everyone(province, permission):
    cast = [value for value in vars(province).values() if hasattr(value, "grants")]
    posts = list(Assignment.objects.select_related("unit"))
    for actor in cast:
        by_filter = set(visible_to(Assignment.objects.all(), actor, permission).values_list("pk", flat=True))
        by_check = {
            post.pk for post in posts
            if allowed(actor, permission, Subject(post.unit.path, post.person_id, post.is_leader))
        }  # fmt: skip
        assert by_filter == by_check, (actor.name, permission)
