"""Objectives of a plan: added, changed, removed, ordered and aligned, and what refuses it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.factories import AT, make_key_result, make_objective, make_plan
from woms.core.errors import Conflict, Denied, Invalid, Missing, Refused
from woms.planning.facts import Deadline, ObjectiveFacts
from woms.planning.models import Objective, Plan
from woms.planning.services.objectives import (
    add_objective,
    remove_objective,
    reorder_objectives,
    update_objective,
)
from woms.planning.services.plans import set_area_weights
from woms.planning.services.weights import even_shares, spread_objective_weights
from woms.planning.states import Area
from woms.records.models import Event

pytestmark = pytest.mark.django_db
FACTS = ObjectiveFacts(title="Rút ngắn 1/3 thời gian giải quyết thủ tục", area="processes")


@pytest.fixture
def plan(province):
    return make_plan(province)


def add(actor, plan, facts=FACTS):
    return add_objective(actor=actor, at=AT, plan_id=plan.pk, facts=facts)


def update(actor, saved, facts, version=None):
    return update_objective(
        actor=actor, at=AT, objective_id=saved.id, version=version or saved.version, facts=facts
    )


def test_an_objective_keeps_everything_that_makes_it_clear(province, plan):
    facts = replace(
        FACTS, kind="okr", lead_unit_id=province.division.pk, lead_person_id=province.specialist.person_id,
        coordinator_ids=(province.ward.pk, province.other_agency.pk, province.ward.pk), authority="Giám đốc",
        procedure="Quy chế số 5", output="Quyết định", directive="Nghị quyết 57-NQ/TW",
        deadline=Deadline(kind="by", end=date(2026, 6, 30), text="Quý II/2026"), unmatched_units=("Sở XYZ",),
    )  # fmt: skip
    row = Objective.objects.get(pk=add(province.deputy, plan, facts).id)
    assert (row.kind, row.lead_unit, row.lead_person_id) == (
        "okr",
        province.division,
        province.specialist.person_id,
    )
    coordinators = [each.unit for each in row.coordinators.order_by("id")]
    assert coordinators == [province.ward, province.other_agency]
    assert (row.deadline_end, row.deadline_text, row.unmatched_units) == (
        date(2026, 6, 30),
        "Quý II/2026",
        ["Sở XYZ"],
    )


def test_the_first_objective_weighs_a_hundred_and_the_next_what_is_left(province, plan):
    first = add(province.deputy, plan, replace(FACTS, weight=Decimal(70)))
    second = add(province.deputy, plan)
    assert first.id != second.id
    assert Objective.objects.get(pk=second.id).weight == 30
    assert Objective.objects.get(pk=add(province.deputy, plan).id).weight == 0


def test_with_area_weights_a_new_objective_takes_what_is_left_of_its_area(province, plan):
    weights = dict(zip(Area.values, map(Decimal, (40, 25, 20, 15)), strict=True))
    set_area_weights(actor=province.deputy, at=AT, plan_id=plan.pk, weights=weights, seen={})
    assert Objective.objects.get(pk=add(province.deputy, plan).id).weight == 20


def test_a_change_is_told_with_both_values(province, plan):
    saved = add(province.deputy, plan, replace(FACTS, weight=Decimal(30)))
    update(province.head, saved, replace(FACTS, weight=Decimal(40), output="Quyết định"))
    event = Event.objects.get(code="plan.row_changed")
    assert event.sentence == f"Sửa nhiệm vụ “{FACTS.title}”: trọng số 30 → 40, sản phẩm."
    assert (event.before["weight"], event.after["weight"]) == ("30", "40")


def test_saying_the_same_again_changes_nothing_and_logs_nothing(province, plan):
    saved = add(province.deputy, plan)
    again = update(province.deputy, saved, FACTS)
    assert again == saved
    assert not Event.objects.filter(code="plan.row_changed").exists()


def test_the_slower_of_two_writers_is_told_who_was_faster_and_nothing_is_lost(province, plan):
    saved = add(province.deputy, plan)
    update(province.head, saved, replace(FACTS, title="Tên của cấp trưởng"))
    with pytest.raises(Conflict, match="Vũ Thị Trưởng vừa sửa nhiệm vụ này lúc 14:05") as conflict:
        update(province.deputy, saved, replace(FACTS, title="Tên của cấp phó"))
    assert conflict.value.theirs.startswith("Sửa nhiệm vụ “Tên của cấp trưởng”")
    assert Objective.objects.get(pk=saved.id).title == "Tên của cấp trưởng"


def test_two_people_may_write_in_two_rows_at_once(province, plan):
    first, second = add(province.deputy, plan), add(province.deputy, plan)
    update(province.head, first, replace(FACTS, title="Việc một"))
    update(province.deputy, second, replace(FACTS, title="Việc hai"))
    assert set(Objective.objects.values_list("title", flat=True)) == {"Việc một", "Việc hai"}


@pytest.mark.parametrize("state", ["submitted", "approved", "closed"])
def test_a_plan_that_is_locked_is_not_edited_directly(province, state):
    plan = make_plan(province, state=state)
    objective = make_objective(plan)
    for attempt in (
        lambda: add(province.deputy, plan),
        lambda: remove_objective(actor=province.deputy, at=AT, objective_id=objective.pk, version=1),
        lambda: update_objective(
            actor=province.deputy, at=AT, objective_id=objective.pk, version=1, facts=FACTS
        ),
        lambda: spread_objective_weights(actor=province.deputy, at=AT, plan_id=plan.pk),
    ):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert refusal.value.code == "plan.locked"
    assert Plan.objects.get(pk=plan.pk).version == plan.version
    assert Objective.objects.get().title == objective.title


def test_who_only_reads_is_denied_and_who_is_outside_finds_nothing(province, plan):
    with pytest.raises(Denied, match="soạn kế hoạch"):
        add(province.leader, plan)
    with pytest.raises(Missing):
        add(province.other_head, plan)
    assert not Objective.objects.exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (replace(FACTS, title="  "), "title"),
        (replace(FACTS, area="finance"), "area"),
        (replace(FACTS, kind="kr"), "kind"),
        (replace(FACTS, weight=Decimal(-1)), "weight"),
        (replace(FACTS, weight=Decimal("NaN")), "weight"),
        (replace(FACTS, weight=Decimal("33.3333")), "weight"),
        (replace(FACTS, authority="x" * 301), "authority"),
        (replace(FACTS, lead_unit_id=0), "lead_unit"),
        (replace(FACTS, coordinator_ids=(0,)), "coordinators"),
        (replace(FACTS, parent_id=0), "parent"),
        (replace(FACTS, deadline=Deadline(kind="soon")), "deadline"),
        (
            replace(FACTS, deadline=Deadline(kind="between", start=date(2026, 5, 2), end=date(2026, 5, 1))),
            "deadline",
        ),
    ],
)
def test_what_is_wrong_is_refused_and_names_its_field(province, plan, facts, field):
    with pytest.raises(Invalid) as error:
        add(province.deputy, plan, facts)
    assert error.value.field == field
    assert not Objective.objects.exists()


def test_the_person_who_leads_works_in_the_leading_unit(province, plan):
    facts = replace(
        FACTS, lead_unit_id=province.division.pk, lead_person_id=province.other_specialist.person_id
    )
    with pytest.raises(Invalid, match="Người chủ trì") as error:
        add(province.deputy, plan, facts)
    assert error.value.field == "lead_person"


def test_removing_an_objective_keeps_in_the_log_what_it_was(province, plan):
    objective = make_objective(plan)
    make_key_result(objective)
    remove_objective(actor=province.deputy, at=AT, objective_id=objective.pk, version=1)
    event = Event.objects.get(code="plan.row_removed")
    assert not Objective.objects.exists()
    assert event.before["key_results"] == ["Tỷ lệ hồ sơ giải quyết đúng hạn"]


def test_an_order_with_a_wrong_or_missing_row_is_refused_and_changes_nothing(province, plan):
    """C21"""
    rows = [make_objective(plan).pk for _ in range(3)]
    for wrong in (rows[:2], [*rows, 99], [rows[0], rows[0], rows[1]]):
        with pytest.raises(Refused, match="không khớp"):
            reorder_objectives(
                actor=province.deputy, at=AT, plan_id=plan.pk, area="customers", objective_ids=wrong
            )
    assert list(plan.objectives.order_by("position").values_list("pk", flat=True)) == rows
    wanted = [rows[2], rows[0], rows[1]]
    reorder_objectives(actor=province.deputy, at=AT, plan_id=plan.pk, area="customers", objective_ids=wanted)
    assert list(plan.objectives.order_by("position").values_list("pk", flat=True)) == wanted


def test_an_objective_never_stands_below_itself(province, plan):
    """C13: A→B→A, the self-parent and the descendant as parent are refused."""
    top, middle, low = (add(province.deputy, plan, replace(FACTS, title=name)) for name in "ABC")
    update(province.deputy, middle, replace(FACTS, title="B", parent_id=top.id))
    update(province.deputy, low, replace(FACTS, title="C", parent_id=middle.id))
    for parent in (top.id, middle.id, low.id):
        with pytest.raises(Refused, match="vòng tròn"):
            update(province.deputy, top, replace(FACTS, title="A", parent_id=parent))
    assert Objective.objects.get(pk=top.id).parent_id is None


def test_an_objective_aligns_with_one_that_its_writer_can_see(province, plan):
    city = make_objective(make_plan(province, province.city))
    other = make_objective(make_plan(province, province.other_agency))
    saved = add(province.deputy, plan, replace(FACTS, parent_id=city.pk))
    assert Objective.objects.get(pk=saved.id).parent == city
    with pytest.raises(Invalid, match="cấp trên"):
        add(province.deputy, plan, replace(FACTS, parent_id=other.pk))


def test_area_weights_that_somebody_changed_meanwhile_are_not_overwritten(province, plan):
    wanted = dict(zip(Area.values, map(Decimal, (40, 25, 20, 15)), strict=True))
    set_area_weights(actor=province.head, at=AT, plan_id=plan.pk, weights=wanted, seen={})
    with pytest.raises(Conflict, match="Vũ Thị Trưởng"):
        set_area_weights(
            actor=province.deputy,
            at=AT,
            plan_id=plan.pk,
            weights=dict.fromkeys(Area.values, Decimal(25)),
            seen={},
        )
    assert Plan.objects.get(pk=plan.pk).area_weights["customers"] == "40"


@pytest.mark.parametrize(
    "weights",
    [{"customers": Decimal(100)}, dict.fromkeys(Area.values, Decimal(0)), {"customers": Decimal(-1)}],
)
def test_area_weights_must_be_four_and_not_all_zero(province, plan, weights):
    with pytest.raises(Invalid):
        set_area_weights(actor=province.deputy, at=AT, plan_id=plan.pk, weights=weights)


def test_spreading_gives_equal_weights_that_add_up_exactly(province, plan):
    for _ in range(3):
        make_objective(plan)
    spread_objective_weights(actor=province.deputy, at=AT, plan_id=plan.pk)
    weights = list(plan.objectives.order_by("position").values_list("weight", flat=True))
    assert weights == [Decimal("33.334"), Decimal("33.333"), Decimal("33.333")]
    assert sum(even_shares(Decimal(20), 7)) == 20
