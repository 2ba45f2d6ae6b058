from collections import Counter

from woms.sample.people import (
    DEPUTY,
    DIVISION_HEAD,
    HEAD,
    SPECIALIST,
    default_posts,
    default_size,
    extra_posts,
    extra_units,
)
from woms.sample.units import DIVISION, load_units


def test_every_agency_ward_and_commune_has_one_head_and_a_deputy():
    leading = {unit.code for unit in load_units() if unit.kind != DIVISION}
    heads = Counter(post.unit for post in default_posts() if post.rank == HEAD)
    assert heads == dict.fromkeys(leading, 1)
    assert {post.unit for post in default_posts() if post.rank == DEPUTY} == leading


def test_every_division_has_a_head_and_specialists():
    divisions = {unit.code for unit in load_units() if unit.kind == DIVISION}
    assert {post.unit for post in default_posts() if post.rank == DIVISION_HEAD} == divisions
    assert {post.unit for post in default_posts() if post.rank == SPECIALIST} == divisions


def test_the_default_sample_has_some_hundreds_of_people():
    assert 800 <= default_size() <= 1_500


def test_a_larger_province_has_exactly_the_people_asked_for():
    units = extra_units(5_000)
    posts = list(extra_posts(units, 5_000))
    assert default_size() + len(posts) == 5_000
    assert {post.unit for post in posts} == {unit.code for unit in units}


def test_a_larger_province_keeps_the_people_of_the_smaller_one_and_repeats_no_code():
    codes = [post.code for post in (*default_posts(), *extra_posts(extra_units(3_000), 3_000))]
    assert codes == [f"CB{number:06}" for number in range(1, 3_001)]
    smaller = list(extra_posts(extra_units(2_000), 2_000))
    assert list(extra_posts(extra_units(3_000), 3_000))[: len(smaller)] == smaller


def test_no_further_units_are_made_when_the_default_sample_is_enough():
    assert extra_units(500) == []
    assert list(extra_posts([], 500)) == []


def test_a_very_large_province_has_no_two_units_with_one_code():
    codes = [unit.code for unit in (*load_units(), *extra_units(200_000))]
    assert len(codes) == len(set(codes))
