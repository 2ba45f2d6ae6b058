"""Giving and ending roles, accounts and first passwords."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import TODAY, account_of, make_officer
from woms.core.errors import Denied, Invalid, Missing, Refused
from woms.org.actors import load_actor
from woms.org.grants import end_role, grant_role, reset_password
from woms.org.models import Account, Grant, Person
from woms.org.services import create_account
from woms.records.models import Event

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


def give(province, at, *, actor=None, person=None, role="deputy", decision="12/QĐ"):
    return grant_role(
        actor=actor or province.administrator, at=at, on=TODAY, person_id=(person or province.specialist).person_id,
        role=role, unit_code=province.agency.code, decision_number=decision,
    )  # fmt: skip


def test_a_role_given_today_counts_with_the_next_request_and_is_logged(province, at):
    give(province, at)
    assert "deputy" in load_actor(account_of(province.specialist), TODAY).roles
    assert (
        Event.objects.get(code="grant.given").sentence == "Giao vai trò Cấp phó ở Sở Mẫu A cho Đỗ Văn Chuyên."
    )


def test_a_role_is_given_once(province, at):
    give(province, at)
    with pytest.raises(Refused, match="rồi"):
        give(province, at)


def test_a_role_needs_a_decision_number_and_a_known_code(province, at):
    with pytest.raises(Invalid, match="số quyết định"):
        give(province, at, decision=" ")
    with pytest.raises(Invalid):
        give(province, at, role="emperor")
    assert not Event.objects.exists()


def test_nobody_gives_themselves_a_role(province, at):
    with pytest.raises(Refused, match="chính mình"):
        give(province, at, person=province.administrator)


@pytest.mark.parametrize("who", ["head", "leader", "auditor", "organization_board", "specialist"])
def test_only_administrators_give_roles(province, at, who):
    with pytest.raises(Denied):
        give(province, at, actor=getattr(province, who), person=province.other_specialist)


def test_an_ended_role_stops_counting_at_once(province, at):
    grant = Grant.objects.get(person_id=province.head.person_id)
    end_role(actor=province.administrator, at=at, on=TODAY, grant_id=grant.pk)
    assert load_actor(account_of(province.head), TODAY).grants == ()


def test_a_role_ends_once_and_an_unknown_one_looks_absent(province, at):
    grant = Grant.objects.get(person_id=province.head.person_id)
    end_role(actor=province.administrator, at=at, on=TODAY, grant_id=grant.pk)
    with pytest.raises(Missing):
        end_role(actor=province.administrator, at=at, on=TODAY, grant_id=grant.pk)


def test_the_last_administrator_keeps_the_role(province, at):
    second = make_officer("Mai Thị Hai", province.city, "specialist", "administrator")
    Account.objects.filter(person_id=second.person_id).update(is_active=False)
    first = Grant.objects.get(person_id=province.administrator.person_id)
    with pytest.raises(Refused, match="cuối cùng"):
        end_role(actor=second, at=at, on=TODAY, grant_id=first.pk)


def test_a_reset_password_works_once_shown_and_must_be_changed(province, at):
    account = account_of(province.specialist)
    password = reset_password(actor=province.administrator, at=at, on=TODAY, account_id=account.pk)
    account.refresh_from_db()
    assert account.check_password(password)
    assert account.must_change_password


def test_a_reset_password_signs_other_browsers_out(province, at, sign_in):
    client = sign_in(province.specialist)
    assert client.get("/doi-mat-khau").status_code == 200
    reset_password(
        actor=province.administrator, at=at, on=TODAY, account_id=account_of(province.specialist).pk
    )
    assert client.get("/doi-mat-khau").status_code == 302


def make(province, at, **changes):
    facts = {
        "actor": province.administrator, "at": at, "on": TODAY, "username": "ng.van.moi", "password": "một câu đủ dài 1",
        "full_name": "Nguyễn Văn Mới", "unit_code": province.agency.code, "role": "specialist", "title": "Chuyên viên",
    }  # fmt: skip
    return create_account(**{**facts, **changes})


def test_a_new_account_must_change_its_first_password(province, at):
    account = make(province, at)
    assert account.must_change_password
    assert load_actor(account, TODAY).roles == {"specialist"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": "a b"}, "username"),
        ({"full_name": "Mới"}, "full_name"),
        ({"role": "x"}, "role"),
        ({"password": "123"}, "new"),
    ],
)
def test_a_wrong_entry_is_named_and_nothing_is_half_written(province, at, changes, field):
    before = Person.objects.count()
    with pytest.raises(Invalid) as refusal:
        make(province, at, **changes)
    assert refusal.value.field == field
    assert Person.objects.count() == before


def test_a_username_is_used_once(province, at):
    make(province, at)
    with pytest.raises(Invalid, match="đã có người dùng"):
        make(province, at, username="NG.VAN.MOI")


def test_a_head_may_not_create_accounts(province, at):
    with pytest.raises(Denied):
        make(province, at, actor=province.head)
