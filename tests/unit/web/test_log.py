"""The log on screen: who may read it, and how it is narrowed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import TODAY
from woms.org.grants import grant_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def granted(province, at):
    def do(decision="12/QĐ", role="deputy"):
        grant_role(
            actor=province.administrator, at=at, on=TODAY, person_id=province.specialist.person_id,
            role=role, unit_code=province.agency.code, decision_number=decision,
        )  # fmt: skip

    return do


def shown(client, query=""):
    answer = client.get(f"/nhat-ky{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_auditor_reads_what_happened_with_before_and_after(province, sign_in, granted):
    granted()
    page = shown(sign_in(province.auditor))
    assert "Giao vai trò Cấp phó ở Sở Mẫu A cho Đỗ Văn Chuyên." in page
    assert "12/QĐ" in page


@pytest.mark.parametrize(
    "who", ["head", "leader", "administrator", "specialist", "appraiser", "organization_board"]
)
def test_others_are_refused(province, sign_in, granted, who):
    granted()
    answer = sign_in(getattr(province, who)).get("/nhat-ky")
    assert answer.status_code == 403
    assert "Đỗ Văn Chuyên" not in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=cấp+phó", True), ("?q=Quản", True), ("?q=không+có", False), ("?loai=person", True), ("?loai=plan", False),
        ("?tu=2026-11-21&den=2026-11-21", True), ("?tu=21/11/2026", True), ("?tu=22/11/2026", False),
        ("?tu=2026-11-22", False), ("?den=2026-11-20", False),
        ("?tu=hôm+qua", True), ("?loai=lạ", True), ("?truoc=abc", True), ("?truoc=1", False),
    ],
)  # fmt: skip
def test_it_is_narrowed_by_the_address_and_strange_addresses_narrow_nothing(
    province, sign_in, granted, query, found
):
    granted()
    assert ("Giao vai trò Cấp phó" in shown(sign_in(province.auditor), query)) is found


def test_it_takes_as_many_queries_for_one_line_as_for_many(province, sign_in, granted):
    granted()
    client = sign_in(province.auditor)

    def count():
        with CaptureQueriesContext(connection) as queries:
            shown(client)
        return len(queries)

    before = count()
    for role in ("head", "specialist", "auditor", "appraiser", "division_head"):
        granted(role=role)
    assert count() == before
