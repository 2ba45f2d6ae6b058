"""Writes of the organisation: accounts, passwords, preferences."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from woms.access.actors import SYSTEM, Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.access.roles import ROLES
from woms.core.errors import Invalid, Missing
from woms.core.vietnamese import clean_text, person_sort_key
from woms.org import events
from woms.org.models import Account, Assignment, Grant, Person, Unit
from woms.org.states import Rank
from woms.records.log import record_event


@transaction.atomic
def change_password(*, actor: Actor, at: datetime, account_id: int, current: str, new: str) -> None:
    """This function will replace the account's own password.

    Raises `Invalid` when the current one is wrong or the new one is too weak.
    """
    account = Account.objects.select_for_update().get(pk=account_id)
    if not account.check_password(current):
        raise Invalid(
            "Mật khẩu hiện tại chưa đúng. Hãy gõ lại; chú ý phím Caps Lock và bộ gõ tiếng Việt.",
            code="password.wrong",
            field="current",
        )
    _check_strength(new, account)
    account.set_password(new)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    event = events.PasswordChanged(
        subject_id=account.pk, username=account.username, is_sample=account.is_sample, unit_id=actor.unit_id
    )
    record_event(actor=actor, at=at, event=event)


def _check_strength(new: str, account: Account) -> None:
    try:
        validate_password(new, account)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), code="password.weak", field="new") from None
    if account.check_password(new):
        raise Invalid("Mật khẩu mới phải khác mật khẩu hiện tại.", code="password.same", field="new")


def set_preferences(*, account_id: int, theme: str | None = None, language: str | None = None) -> None:
    """Remember how this account likes its pages; unknown values are refused."""
    changes = {}
    if theme is not None:
        changes["theme"] = _one_of(theme, ("auto", "light", "dark"), "theme")
    if language is not None:
        changes["language"] = _one_of(language, ("vi", "en"), "language")
    if changes:
        Account.objects.filter(pk=account_id).update(**changes)


def _one_of(value: str, allowed: tuple[str, ...], field: str) -> str:
    if value not in allowed:
        raise Invalid(f"Không có lựa chọn “{value[:20]}”.", code=f"{field}.unknown", field=field)
    return value


@transaction.atomic
def create_account(
    *,
    at: datetime,
    on: date,
    username: str,
    password: str,
    full_name: str,
    unit_code: str,
    role: str,
    title: str,
    actor: Actor = SYSTEM,
) -> Account:
    """This function will add a person with a post, a role and an account that must change its password.

    The administrator's command line uses it. Raises `Missing` for an unknown unit, `Invalid` otherwise.
    """
    unit = Unit.objects.filter(code=unit_code).first()
    if unit is None:
        raise Missing(f"Không có đơn vị mã “{unit_code}”. Xem mã đơn vị ở trang Tổ chức.", field="unit")
    if not actor.is_system:  # the machine's own command line needs no grant
        check(actor, Permission.ACCOUNT_MANAGE, Subject(unit.path))
    if role not in ROLES:
        raise Invalid(f"Không có vai trò “{role}”. Các vai trò: {', '.join(ROLES)}.", field="role")
    person = _add_person(full_name)
    rank = role if role in Rank.values else Rank.SPECIALIST
    Assignment.objects.create(person=person, unit=unit, title=title, rank=rank, starts_on=on)
    Grant.objects.create(person=person, role=role, unit=unit, starts_on=on)
    account = Account(username=_username(username), person=person)
    _check_strength(password, account)
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:
        raise Invalid(f"Tên đăng nhập “{username}” đã có người dùng.", field="username") from None
    _record_new_account(actor, at, account, person, unit, role)
    return account


def _username(typed: str) -> str:
    username = typed.strip().lower()
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{2,79}", username):
        raise Invalid(
            "Tên đăng nhập cần ít nhất 3 ký tự: chữ thường không dấu, số, dấu chấm hoặc gạch ngang.",
            code="username.invalid",
            field="username",
        )
    return username


def _add_person(full_name: str) -> Person:
    words = clean_text(full_name).split(" ")
    if len(words) < 2:  # noqa: PLR2004 - a family name and a given name
        raise Invalid("Họ tên cần ít nhất hai từ: họ và tên.", field="full_name")
    family, middle, given = words[0], " ".join(words[1:-1]), words[-1]
    return Person.objects.create(
        code=_next_person_code(),
        family_name=family,
        middle_name=middle,
        given_name=given,
        full_name=" ".join(words),
        sort_key=person_sort_key(family, middle, given),
    )


def _next_person_code() -> str:
    """`CB` and six digits, one more than the highest; the lock keeps two administrators apart."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('org.person.code'))")
        cursor.execute(
            r"SELECT coalesce(max(substr(code, 3)::int), 0) + 1 FROM org_person WHERE code ~ '^CB\d{6,9}$'"
        )
        (number,) = cursor.fetchone() or (1,)
    return f"CB{number:06}"


def _record_new_account(
    actor: Actor, at: datetime, account: Account, person: Person, unit: Unit, role: str
) -> None:
    made = events.AccountCreated(
        subject_id=account.pk,
        unit_id=unit.pk,
        unit_path=unit.path,
        username=account.username,
        person_name=person.full_name,
    )
    granted = events.RoleGranted(
        subject_id=person.pk,
        unit_id=unit.pk,
        unit_path=unit.path,
        person_name=person.full_name,
        role_title=ROLES[role].title,
        unit_name=unit.name,
    )
    record_event(actor=actor, at=at, event=made)
    record_event(actor=actor, at=at, event=granted)
