"""Writes of access: give and end roles, reset passwords. Nobody changes their own."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from django.db import transaction

from woms.access.actors import Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.access.roles import ROLES
from woms.core.errors import Invalid, Missing, Refused
from woms.org import events
from woms.org.actors import in_force
from woms.org.models import Account, Assignment, Grant, Person, Unit
from woms.records.log import record_event

PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 - without letters that look alike


@transaction.atomic
def grant_role(
    *, actor: Actor, at: datetime, on: date, person_id: int, role: str, unit_code: str, decision_number: str
) -> Grant:
    """This function will give a person a role at a unit from that day on.

    Raises `Denied`/`Missing` out of reach, `Refused` for oneself or twice, `Invalid` for an unknown role or
    a missing decision number.
    """
    unit = _unit(unit_code)
    check(actor, Permission.GRANT_MANAGE, Subject(unit.path))
    person = _colleague(actor, person_id, on)
    if role not in ROLES:
        raise Invalid("Hãy chọn một vai trò trong danh sách.", code="role.unknown", field="role")
    if not decision_number.strip():
        raise Invalid(
            "Cần ghi số quyết định giao vai trò, để sau này tra lại được.",
            code="decision.missing",
            field="decision_number",
        )
    if Grant.objects.filter(person=person, role=role, unit=unit, ends_on__isnull=True).exists():
        raise Refused(
            f"{person.full_name} đang giữ vai trò {ROLES[role].title} ở {unit.name} rồi.", code="grant.twice"
        )
    grant = Grant.objects.create(
        person=person,
        role=role,
        unit=unit,
        starts_on=on,
        decision_number=decision_number.strip()[:60],
        granted_by_id=actor.person_id,
    )
    event = events.RoleGranted(**_facts(grant))
    record_event(actor=actor, at=at, event=event, after={"role": role, "decision": grant.decision_number})
    return grant


@transaction.atomic
def end_role(*, actor: Actor, at: datetime, on: date, grant_id: int) -> None:
    """This function will end a role today; it stops counting with the person's next request.

    Raises `Refused` for one's own roles and for the last administrator.
    """
    rows = Grant.objects.select_for_update(of=("self",)).select_related("unit", "person")
    grant = rows.filter(in_force(on), pk=grant_id).first()
    if grant is None:
        raise Missing
    check(actor, Permission.GRANT_MANAGE, Subject(grant.unit.path))
    _refuse_own(actor, grant.person_id)
    _refuse_last_administrator(grant, on)
    if grant.starts_on >= on:
        raise Refused(
            "Vai trò này vừa được giao hôm nay, có thể kết thúc từ ngày mai. "
            "Cần cắt ngay: đặt lại mật khẩu của tài khoản.",
            code="grant.too_new",
        )
    grant.ends_on = on
    grant.save(update_fields=["ends_on"])
    record_event(actor=actor, at=at, event=events.RoleEnded(**_facts(grant)), before={"role": grant.role})


@transaction.atomic
def reset_password(*, actor: Actor, at: datetime, on: date, account_id: int) -> str:
    """This function will set a new first password, end the account's sessions, and return the password once."""
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None or account.person_id is None:
        raise Missing
    post = _post(account.person_id, on)
    check(actor, Permission.ACCOUNT_MANAGE, Subject(post.unit.path))
    _refuse_own(actor, account.person_id)
    password = first_password()
    account.set_password(password)  # the session carries a hash of the old one: other browsers are signed out
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    event = events.PasswordReset(
        subject_id=account.pk,
        unit_id=post.unit_id,
        unit_path=post.unit.path,
        username=account.username,
        is_sample=account.is_sample,
    )
    record_event(actor=actor, at=at, event=event)
    return password


def first_password() -> str:
    """Four groups that can be read aloud: `k7md-…`."""
    return "-".join("".join(secrets.choice(PASSWORD_LETTERS) for _ in range(4)) for _ in range(4))


def _unit(code: str) -> Unit:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise Missing
    return unit


def _post(person_id: int, on: date) -> Assignment:
    rows = Assignment.objects.filter(in_force(on), person_id=person_id).select_related("unit", "person")
    post = rows.order_by("-is_primary", "id").first()
    if post is None:
        raise Missing
    return post


def _colleague(actor: Actor, person_id: int, on: date) -> Person:
    post = _post(person_id, on)
    check(actor, Permission.GRANT_MANAGE, Subject(post.unit.path))
    _refuse_own(actor, person_id)
    return post.person


def _refuse_own(actor: Actor, person_id: int) -> None:
    if person_id == actor.person_id:
        raise Refused(
            "Không ai tự thay đổi quyền hay đặt lại mật khẩu của chính mình ở đây. Hãy nhờ một quản trị viên khác.",
            code="grant.own",
        )


def _refuse_last_administrator(grant: Grant, on: date) -> None:
    if grant.role != "administrator":
        return
    # Locking them all in one order: two administrators cannot end each other at the same moment.
    locked = (
        Grant.objects.select_for_update(of=("self",))
        .filter(in_force(on), role="administrator")
        .order_by("id")
    )
    holders = {row.person_id for row in locked} - {grant.person_id}
    if not Account.objects.filter(person_id__in=holders, is_active=True).exists():
        raise Refused(
            "Đây là quản trị viên cuối cùng. Hãy giao vai trò quản trị cho một người khác trước.",
            code="grant.last_administrator",
        )


def _facts(grant: Grant) -> dict[str, Any]:
    return {
        "subject_id": grant.person_id,
        "unit_id": grant.unit_id,
        "unit_path": grant.unit.path,
        "is_sample": grant.person.is_sample,
        "person_name": grant.person.full_name,
        "role_title": ROLES[grant.role].title if grant.role in ROLES else grant.role,
        "unit_name": grant.unit.name,
    }
