"""A quarter and a year from their months (scenarios F19, F20)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from woms.regulations import Fact, Level, LocalDecision, score_period, year_is_of_quarters

ON = date(2026, 12, 31)


def decision(parameter, value):
    return LocalDecision(f"civil_servants/{parameter}", value, "province", "1/QĐ", date(2026, 1, 1))


def year(totals, missing=0, **options):
    return score_period(
        [Fraction(total) for total in totals], missing=missing, framework="nd335/non-leader", on=ON, **options
    )


def test_f19_the_mean_of_eleven_months_leaves_out_the_month_without_a_result():
    found = year(["80"] * 5 + ["91"] * 6, missing=1)
    assert found.total == Fraction(5 * 80 + 6 * 91, 11)
    assert found.level is Level.GOOD


def test_f19_a_missing_month_counts_zero_where_the_province_decided_so():
    found = year(["90"] * 11, missing=1, decisions=[decision("period_missing", "zero")])
    assert found.total == Fraction(990, 12)


def test_f20_two_units_in_a_year_weigh_as_many_months_as_they_had():
    assert year(["80"] * 6 + ["90"] * 6).total == 85


def test_the_level_is_tested_on_the_exact_mean_on_both_sides_of_the_boundary():
    assert year(["90", "90"]).level is Level.EXCELLENT
    assert year(["90", "89.99"]).level is Level.GOOD


def test_without_any_month_there_is_no_score():
    found = year([], missing=12)
    assert (found.total, found.level) == (None, Level.INSUFFICIENT_DATA)


def test_discipline_in_the_year_forces_the_level_whatever_the_months_say():
    assert year(["95"] * 12, facts=[Fact("discipline", "reprimand")]).level is Level.NOT_COMPLETED


def test_the_year_is_of_months_unless_the_province_decides_quarters():
    assert not year_is_of_quarters(ON)
    assert year_is_of_quarters(ON, decisions=[decision("period_mean_of", "quarters")])


def test_the_trace_names_the_choice_that_was_read():
    assert year(["80"]).trace.find("civil_servants/period_missing") is not None
    assert Decimal(year(["80"]).trace.exact) == 80
