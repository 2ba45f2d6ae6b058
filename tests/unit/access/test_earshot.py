"""Of whose changes a person hears."""

from __future__ import annotations

import pytest

from woms.access.actors import Actor
from woms.access.earshot import earshot_of

pytestmark = pytest.mark.django_db


def test_the_leader_of_the_city_hears_of_every_unit(province):
    heard = earshot_of(province.leader)
    assert all(
        heard.hears(unit.path) for unit in (province.city, province.agency, province.division, province.ward)
    )


def test_a_head_hears_of_the_own_unit_and_what_is_inside_and_of_the_city_itself(province):
    heard = earshot_of(province.head)
    assert heard.hears(province.agency.path)
    assert heard.hears(province.division.path)
    assert heard.hears(province.city.path)
    assert not heard.hears(province.other_agency.path)


def test_a_specialist_hears_of_the_own_line_and_of_no_sibling(province):
    heard = earshot_of(province.specialist)
    assert (heard.below, heard.at) == ((province.division.path,), (province.city.path, province.agency.path))
    assert not heard.hears(province.ward.path)


def test_what_happens_in_no_unit_is_heard_by_nobody(province):
    assert not earshot_of(province.leader).hears("")


def test_nobody_hears_anything_without_a_grant():
    stranger = Actor(person_id=1, name="Người lạ", unit_path="/1/")
    assert not earshot_of(stranger)
    assert not earshot_of(stranger).hears("/1/")
