"""The cap on the top rating: allowed number, ranked list, excess and ties, for the agency and each group."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from woms.regulations import Candidate, Level, LocalDecision, top_rating_quotas

DAY = date(2026, 12, 10)
READINGS = ("good_only", "good_or_better", "all_rated")


def quotas(base, found, **more):
    decision = LocalDecision("civil_servants/top_rating_base", base, "province", "1/QĐ", date(2026, 1, 1))
    return top_rating_quotas(found, on=DAY, decisions=[decision], **more)


def people(excellent, good, completed=0, group=""):
    levels = [Level.EXCELLENT] * excellent + [Level.GOOD] * good + [Level.COMPLETED] * completed
    return [
        Candidate(f"{group}{place:03}", level, Fraction(100 - place), group)
        for place, level in enumerate(levels)
    ]


@pytest.mark.parametrize(
    ("base", "is_outstanding", "allowed"),
    [
        ("good_only", False, 14),
        ("good_or_better", False, 17),
        ("all_rated", False, 20),
        ("good_only", True, 17),
        ("good_or_better", True, 21),
        ("all_rated", True, 25),
    ],
)
def test_each_reading_of_the_cap(base, is_outstanding, allowed):
    (quota,) = quotas(base, people(25, 60, 15), is_outstanding=is_outstanding)
    assert (quota.allowed, quota.excess) == (allowed, 25 - allowed)
    assert [item.reference for item in quota.ranked] == [f"{place:03}" for place in range(25)]


def test_four_of_ten_at_ninety_are_ranked_and_nobody_is_lowered():
    found = people(4, 6)
    (quota,) = quotas("good_only", found)
    assert (quota.allowed, quota.excess, quota.base) == (1, 3, 9)
    assert [item.level for item in quota.ranked] == [Level.EXCELLENT] * 4


def test_the_agency_and_each_group_of_similar_duties_are_tested_apart():
    found = [*people(3, 2, group="văn thư"), *people(0, 15, group="kế toán")]
    agency, accountants, clerks = quotas("good_or_better", found)
    assert (agency.group, agency.allowed, agency.excess) == ("", 4, 0)
    assert (accountants.group, accountants.allowed, accountants.excess) == ("kế toán", 3, 0)
    assert (clerks.group, clerks.allowed, clerks.excess) == ("văn thư", 1, 2)


def test_equal_points_at_the_edge_are_named_for_people_to_decide():
    tied = [Candidate(name, Level.EXCELLENT, Fraction(95)) for name in "abc"]
    (quota,) = quotas("good_or_better", [*tied, *people(0, 7)])
    assert (quota.allowed, quota.tied) == (2, ("a", "b", "c"))


def test_people_without_enough_data_are_not_in_the_base():
    nobody = [Candidate(str(place), Level.INSUFFICIENT_DATA, Fraction(0)) for place in range(50)]
    (quota,) = quotas("all_rated", [*nobody, *people(1, 4)])
    assert (quota.base, quota.allowed) == (5, 1)


@given(st.sampled_from(READINGS), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.booleans())
def test_the_allowed_number_keeps_to_the_share_and_one_more_would_not(base, top, good, rest, is_outstanding):
    (quota,) = quotas(base, people(top, good, rest), is_outstanding=is_outstanding)
    share = Fraction(25 if is_outstanding else 20, 100)

    def within(number):
        bases = {
            "good_only": top + good - number,
            "good_or_better": top + good,
            "all_rated": top + good + rest,
        }
        return number <= share * bases[base]

    assert within(quota.allowed)
    assert quota.allowed == top + good or not within(quota.allowed + 1)


@given(st.sampled_from(READINGS), st.permutations(people(5, 5, 5)))
def test_the_order_of_people_does_not_matter(base, found):
    assert quotas(base, found) == quotas(base, people(5, 5, 5))
