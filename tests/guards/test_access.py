"""Permissions and roles as data: complete, described, and with separated duties."""

from __future__ import annotations

import pytest

from woms.access.permissions import Permission
from woms.access.roles import ROLES, Reach

WRITES = {p for p in Permission if not p.endswith((".read", ".export"))}


def test_permissions_are_listed_in_alphabetical_order_with_a_label_each():
    assert [p.name for p in Permission] == sorted(p.name for p in Permission)
    assert all(permission.label for permission in Permission)


def test_every_permission_is_held_by_some_role():
    held = {permission for role in ROLES.values() for permission in role.permissions}
    assert held == set(Permission)


def test_every_role_is_described_in_words():
    assert all(role.title and role.description.endswith(".") for role in ROLES.values())


def test_an_auditor_reads_everything_and_writes_nothing():
    assert not set(ROLES["auditor"].permissions) & WRITES
    assert all(reach is Reach.SUBTREE for reach in ROLES["auditor"].permissions.values())


def test_who_manages_accounts_reads_no_evaluation():
    for role in ROLES.values():
        if Permission.ACCOUNT_MANAGE in role.permissions:
            assert Permission.DOSSIER_READ not in role.permissions


@pytest.mark.parametrize("code", ["city_leader", "organization_board", "appraiser"])
def test_city_roles_see_heads_only(code):
    assert ROLES[code].permissions[Permission.DOSSIER_READ] is Reach.HEADS


def test_who_appraises_does_not_approve():
    assert Permission.PLAN_APPROVE not in ROLES["appraiser"].permissions
