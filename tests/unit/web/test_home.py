"""Trang của tôi: what asks for something today comes first, and nothing leads nowhere."""

from __future__ import annotations

import re

import pytest

from tests.factories import make_key_result, make_objective, make_plan
from woms.progress.services.check_ins import Report, check_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november(monkeypatch, at):
    monkeypatch.setattr("woms.core.clock.now", lambda: at)


@pytest.fixture
def reported(province):
    """A plan in force of Sở Mẫu A with one key result of its specialist that has no number yet."""
    plan = make_plan(province, state="approved")
    return make_key_result(make_objective(plan), owner_person_id=province.specialist.person_id)


def words(response):
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_person_without_anything_to_do_reads_that_in_a_sentence(sign_in, province):
    assert "Không có việc nào đang chờ bạn" in words(sign_in(province.other_specialist).get("/"))


def test_a_key_result_without_a_number_this_week_is_asked_for(sign_in, province, reported):
    page = words(sign_in(province.specialist).get("/"))
    assert "1 mục tiêu chưa có số liệu tuần này" in page
    assert reported.title in page
    assert "Việc đầu tiên" in page


def test_a_submitted_plan_waits_on_the_page_of_whoever_decides_and_of_nobody_else(sign_in, province):
    make_plan(province, state="submitted")
    assert "1 hồ sơ chờ bạn xử lý" in words(sign_in(province.leader).get("/"))
    assert "hồ sơ chờ bạn xử lý" not in words(sign_in(province.other_specialist).get("/"))


def test_those_who_lead_without_reporting_see_what_needs_attention(sign_in, province, reported):
    page = words(sign_in(province.leader).get("/"))
    assert "Điều cần chú ý" in page
    assert "Điều cần chú ý" not in words(sign_in(province.specialist).get("/"))


def test_the_page_runs_the_same_queries_for_one_and_for_many(
    sign_in, province, reported, django_assert_max_num_queries
):
    client = sign_in(province.specialist)
    client.get("/")
    for _ in range(4):
        make_key_result(reported.objective, owner_person_id=province.specialist.person_id)
    with django_assert_max_num_queries(25) as few:
        client.get("/")
    for _ in range(20):
        make_key_result(reported.objective, owner_person_id=province.specialist.person_id)
    with django_assert_max_num_queries(len(few)):
        client.get("/")


def test_a_number_given_this_week_is_the_number_shown(sign_in, province, reported, at):
    check_in(actor=province.specialist, at=at, key_result_id=reported.pk, report=Report(value="90", seen=0))
    page = words(sign_in(province.specialist).get("/"))
    assert "90 / 95 %" in page
    assert "Việc đầu tiên" not in page
