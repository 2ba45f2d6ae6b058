"""The whole matrix role × permission × place against `matrix.yaml`, which people read and sign."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.access.relations import HOLDER_AT, SUBJECTS, holder, subject
from woms.access.actors import Actor
from woms.access.checks import allowed
from woms.access.permissions import Permission
from woms.access.roles import ROLES

MATRIX = yaml.safe_load(Path(__file__).with_name("matrix.yaml").read_text())
CELLS = [(role, permission, place) for role in HOLDER_AT for permission in Permission for place in SUBJECTS]


@pytest.mark.parametrize(("role", "permission", "place"), CELLS, ids=str)
def test_the_role_may_do_exactly_what_the_signed_matrix_says(role, permission, place):
    signed = place in MATRIX[role].get(permission.value, "").split()
    assert allowed(holder(role), permission, subject(place, role)) is signed


@pytest.mark.parametrize("place", SUBJECTS)
@pytest.mark.parametrize("permission", list(Permission))
def test_somebody_without_a_role_may_do_nothing(permission, place):
    assert not allowed(Actor(person_id=7, name="người lạ"), permission, subject(place, "head"))


def test_the_matrix_covers_every_role_and_names_only_known_permissions_and_places():
    assert set(MATRIX) == set(ROLES)
    for rows in MATRIX.values():
        assert set(rows) <= {permission.value for permission in Permission}
        assert all(set(places.split()) <= set(SUBJECTS) for places in rows.values())
