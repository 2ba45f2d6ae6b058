"""Who decides a value that the law leaves open, within which bounds, and what then holds where."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from woms.core.errors import Conflict, Denied, Invalid, Refused
from woms.local_rules import services
from woms.local_rules.models import ParameterDecision
from woms.local_rules.queries import decision_history, decisions_in_force, places_to_decide
from woms.records.models import Event
from woms.regulations import parameters_on
from woms.regulations.parameter_files import catalogue

pytestmark = pytest.mark.django_db

GROUPS = "civil_servants/general_groups"
CAP = "civil_servants/component_cap"
BASE = "civil_servants/top_rating_base"
SPLIT = {"conduct": "13", "ability": "12", "innovation": "5"}


def decide(actor, at, *, parameter=GROUPS, level="unit", unit, value=SPLIT, **options):
    values = {"number": "12/QĐ-SMA", "starts_on": date(2026, 11, 1), **options}
    return services.decide_parameter(
        actor=actor, at=at, parameter=parameter, level=level, unit_code=unit.code, value=value, **values
    )


def groups_of(unit, on=date(2026, 11, 30)):
    decisions = decisions_in_force(unit_path=unit.path, on=on)
    return [int(points) for _name, points in parameters_on(on, decisions=decisions).scale(GROUPS)]


def test_a_units_own_split_of_the_thirty_points_holds_inside_it_and_nowhere_else(province, at):
    decide(province.head, at, unit=province.agency)
    assert groups_of(province.division) == [13, 12, 5]
    assert groups_of(province.other_agency) == [10, 10, 10]


def test_the_narrowest_body_wins_and_within_one_body_its_latest_decision(province, at):
    decide(province.organization_board, at, level="province", unit=province.city,
           value={"conduct": "9", "ability": "9", "innovation": "12"}, number="1/QĐ-UBND")  # fmt: skip
    assert groups_of(province.agency) == groups_of(province.ward) == [9, 9, 12]
    decide(province.head, at, unit=province.agency)
    decide(province.head, at, unit=province.agency, number="13/QĐ-SMA", starts_on=date(2026, 12, 1),
           value={"conduct": "8", "ability": "12", "innovation": "10"})  # fmt: skip
    assert groups_of(province.agency) == [13, 12, 5]
    assert groups_of(province.agency, date(2026, 12, 31)) == [8, 12, 10]
    assert groups_of(province.ward, date(2026, 12, 31)) == [9, 9, 12]


def test_going_back_to_the_text_is_a_decision_too(province, at):
    decide(province.head, at, unit=province.agency)
    decide(
        province.head, at, unit=province.agency, value=None, number="14/QĐ-SMA", starts_on=date(2026, 12, 1)
    )
    assert groups_of(province.agency) == [13, 12, 5]
    assert groups_of(province.agency, date(2026, 12, 31)) == [10, 10, 10]


@pytest.mark.parametrize(
    "who",
    [
        "specialist",
        "division_head",
        "deputy",
        "other_head",
        "leader",
        "appraiser",
        "auditor",
        "administrator",
    ],
)
def test_nobody_else_decides_for_a_unit(province, at, who):
    with pytest.raises(Denied):
        decide(getattr(province, who), at, unit=province.agency)
    assert not ParameterDecision.objects.exists()


def test_the_organization_board_does_not_decide_for_a_single_unit(province, at):
    with pytest.raises(Denied):
        decide(province.organization_board, at, unit=province.agency)


def test_a_head_does_not_decide_for_the_province(province, at):
    with pytest.raises(Denied):
        decide(province.head, at, level="province", unit=province.city)


def test_a_value_fixed_by_the_text_is_nobodys_to_decide(province, at):
    with pytest.raises(Refused, match="do văn bản ấn định"):
        decide(province.organization_board, at, level="province", unit=province.city,
               parameter="civil_servants/quality_penalty_step", value="20")  # fmt: skip


def test_a_level_that_the_parameter_does_not_name_is_refused(province, at):
    with pytest.raises(Refused, match="trung ương, tỉnh, thành phố"):
        decide(province.head, at, unit=province.agency, parameter=CAP, value="110")


@pytest.mark.parametrize(
    ("parameter", "value"),
    [(CAP, "99"), (CAP, "121"), (CAP, "một trăm"), (BASE, "nobody"), (GROUPS, {**SPLIT, "conduct": "14"}),
     (GROUPS, {"conduct": "30"})],
)  # fmt: skip
def test_a_value_out_of_bounds_is_refused_beside_its_field(province, at, parameter, value):
    with pytest.raises(Invalid) as refused:
        decide(
            province.organization_board,
            at,
            level="province",
            unit=province.city,
            parameter=parameter,
            value=value,
        )
    assert refused.value.field == "value"
    assert not ParameterDecision.objects.exists()


@pytest.mark.parametrize(
    ("parameter", "value"), [(CAP, "100"), (CAP, "120"), (BASE, "all_rated"), (GROUPS, SPLIT)]
)
def test_both_ends_of_the_bounds_are_accepted(province, at, parameter, value):
    decide(
        province.organization_board,
        at,
        level="province",
        unit=province.city,
        parameter=parameter,
        value=value,
    )
    assert ParameterDecision.objects.get().value == value


def test_a_decision_needs_its_number_and_does_not_reach_into_a_past_month(province, at):
    with pytest.raises(Invalid) as missing:
        decide(province.head, at, unit=province.agency, number=" ")
    assert missing.value.field == "number"
    with pytest.raises(Invalid) as past:
        decide(province.head, at, unit=province.agency, starts_on=date(2026, 10, 31))
    assert past.value.field == "starts_on"


def test_the_second_of_two_deciders_is_told_what_the_first_decided(province, at):
    first = decide(province.head, at, unit=province.agency, seen=0)
    with pytest.raises(Conflict) as told:
        decide(province.head, at, unit=province.agency, number="13/QĐ-SMA", seen=0)
    assert told.value.theirs.startswith("12/QĐ-SMA")
    decide(province.head, at, unit=province.agency, number="13/QĐ-SMA", seen=first)
    assert ParameterDecision.objects.count() == 2


def test_a_decision_is_never_changed_or_removed(province, at):
    row = ParameterDecision.objects.get(pk=decide(province.head, at, unit=province.agency))
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ParameterDecision.objects.filter(pk=row.pk).update(number="x")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        row.delete()


def test_the_log_says_who_decided_what_from_when(province, at):
    decide(province.organization_board, at, level="province", unit=province.city, parameter=CAP, value="110")
    event = Event.objects.get(code="parameter.decided")
    assert "110 %" in event.sentence.replace("\xa0", " ")
    assert "từ ngày 01/11/2026" in event.sentence
    assert event.actor_name == province.organization_board.name


def test_the_history_says_what_holds_today(province, at):
    decide(province.head, at, unit=province.agency)
    decide(province.head, at, unit=province.agency, number="13/QĐ-SMA", starts_on=date(2026, 12, 1))
    lines = decision_history(parameter=GROUPS, on=date(2026, 11, 21))
    assert [(line.number, line.holds) for line in lines] == [("13/QĐ-SMA", False), ("12/QĐ-SMA", True)]


def test_places_to_decide_follow_permission_and_level(province):
    def places(actor, parameter):
        return [
            (place.level, place.unit_code)
            for place in places_to_decide(actor=actor, parameter=catalogue()[parameter])
        ]

    city, agency = province.city.code, province.agency.code
    assert places(province.organization_board, GROUPS) == [("national", city), ("province", city)]
    assert places(province.head, GROUPS) == [("unit", agency)]
    assert places(province.head, CAP) == []
    assert places(province.specialist, GROUPS) == []
    assert places(province.organization_board, "civil_servants/general_maximum") == []


def test_a_decision_on_a_value_since_fixed_by_the_text_no_longer_holds(province, at):
    ParameterDecision.objects.create(
        parameter="civil_servants/quality_penalty_step", level="province", unit=province.city, value="20",
        number="1/QĐ", starts_on=date(2026, 1, 1), recorded_by_id=province.head.person_id, at=at,
        recorded_by_name="x",
    )  # fmt: skip
    assert decisions_in_force(unit_path=province.agency.path, on=date(2026, 11, 30)) == ()
    step = parameters_on(date(2026, 11, 30)).number("civil_servants/quality_penalty_step")
    assert step == Fraction(1, 4)
