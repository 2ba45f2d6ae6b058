"""Key results: what is filled in, what is refused at entry, and what happens to their history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.factories import AT, make_key_result, make_objective, make_plan
from woms.core.errors import Conflict, Invalid, Refused
from woms.planning.facts import InterimFact, KeyResultFacts
from woms.planning.models import KeyResult
from woms.planning.policies.targets import check_key_result
from woms.planning.services.key_results import (
    add_key_result,
    remove_key_result,
    reorder_key_results,
    update_key_result,
)
from woms.planning.services.weights import spread_key_result_weights

FACTS = KeyResultFacts(title="Hồ sơ trực tuyến toàn trình", measure_unit="%", target=Decimal(75))
START, DUE = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def objective(province):
    return make_objective(make_plan(province))


def add(actor, objective, facts=FACTS):
    return add_key_result(actor=actor, at=AT, objective_id=objective.pk, facts=facts)


@pytest.mark.django_db
def test_what_is_left_open_comes_from_the_plan(province, objective):
    row = KeyResult.objects.get(pk=add(province.deputy, objective).id)
    assert (row.starts_on, row.due_on, row.owner_unit) == (START, DUE, province.agency)
    assert (row.weight, row.kind) == (100, "kpi")


@pytest.mark.django_db
def test_a_key_result_of_a_breakthrough_is_breakthrough_and_due_with_it(province):
    objective = make_objective(make_plan(province), kind="okr", deadline_end=date(2026, 6, 30))
    row = KeyResult.objects.get(pk=add(province.deputy, objective).id)
    assert (row.kind, row.due_on) == ("okr", date(2026, 6, 30))


@pytest.mark.django_db
def test_interim_targets_are_kept_in_order(province, objective):
    interim = (InterimFact(date(2026, 9, 30), Decimal(70)), InterimFact(date(2026, 6, 30), Decimal(50)))
    row = KeyResult.objects.get(pk=add(province.deputy, objective, replace(FACTS, interim=interim)).id)
    assert list(row.interim_targets.order_by("on").values_list("value", flat=True)) == [50, 70]


@pytest.mark.django_db
def test_changing_a_target_is_told_with_both_values_and_keeps_the_slower_writer_out(province, objective):
    from woms.records.models import Event

    saved = add(province.deputy, objective)
    update_key_result(
        actor=province.head,
        at=AT,
        key_result_id=saved.id,
        version=1,
        facts=replace(FACTS, target=Decimal(80)),
    )
    assert "mục tiêu 75 → 80" in Event.objects.get(code="plan.row_changed").sentence
    with pytest.raises(Conflict, match="Vũ Thị Trưởng"):
        update_key_result(actor=province.deputy, at=AT, key_result_id=saved.id, version=1, facts=FACTS)
    assert KeyResult.objects.get(pk=saved.id).target == 80


@pytest.mark.django_db
def test_a_key_result_with_figures_is_not_removed(province, objective):
    """D11"""
    from woms.progress.models import CheckIn

    row = make_key_result(objective)
    CheckIn.objects.create(
        key_result=row, sequence=1, value=90, as_of=DUE, status="on_track", suggested_status="on_track",
        reported_by_id=province.head.person_id, reported_by_name="Vũ Thị Trưởng", at=AT,
    )  # fmt: skip
    with pytest.raises(Refused, match="đã có số liệu"):
        remove_key_result(actor=province.deputy, at=AT, key_result_id=row.pk, version=1)
    assert KeyResult.objects.filter(pk=row.pk).exists()


@pytest.mark.django_db
def test_a_key_result_is_removed_and_the_rest_is_ordered(province, objective):
    rows = [add(province.deputy, objective) for _ in range(3)]
    remove_key_result(actor=province.deputy, at=AT, key_result_id=rows[1].id, version=1)
    wanted = [rows[2].id, rows[0].id]
    reorder_key_results(actor=province.deputy, at=AT, objective_id=objective.pk, key_result_ids=wanted)
    assert list(objective.key_results.order_by("position").values_list("pk", flat=True)) == wanted
    with pytest.raises(Refused):
        reorder_key_results(
            actor=province.deputy, at=AT, objective_id=objective.pk, key_result_ids=[rows[0].id]
        )


@pytest.mark.django_db
def test_spreading_a_hundred_over_key_results(province, objective):
    for _ in range(4):
        add(province.deputy, objective)
    spread_key_result_weights(actor=province.deputy, at=AT, objective_id=objective.pk)
    assert set(objective.key_results.values_list("weight", flat=True)) == {25}


@pytest.mark.django_db
def test_who_carries_it_out_works_in_the_unit(province, objective):
    with pytest.raises(Invalid) as error:
        add(province.deputy, objective, replace(FACTS, owner_person_id=province.other_head.person_id))
    assert error.value.field == "owner_person"


def judged(**changes):
    check_key_result(replace(FACTS, **changes), starts_on=START, due_on=changes.pop("due_on", None) or DUE)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"measure_unit": ""}, "measure_unit"),
        ({"direction": "up"}, "direction"),
        ({"target": Decimal(0)}, "target"),  # A19
        ({"target": Decimal("NaN")}, "target"),  # A32
        ({"target": Decimal("Infinity")}, "target"),
        ({"target": Decimal("1e400")}, "target"),
        ({"target": Decimal("0.0000001")}, "target"),
        ({"baseline": Decimal(90)}, "target"),
        ({"direction": "decrease", "baseline": Decimal(10), "target": Decimal(12)}, "target"),
        ({"direction": "range"}, "range_high"),
        ({"direction": "range", "target": Decimal(18), "range_high": Decimal(17)}, "range_high"),
        ({"range_high": Decimal(80)}, "range_high"),
        ({"weight": Decimal(-1)}, "weight"),
        ({"interim": (InterimFact(date(2027, 1, 1), Decimal(1)),)}, "interim"),
        ({"interim": (InterimFact(DUE, Decimal(1)),)}, "interim"),
        ({"interim": (InterimFact(START, Decimal(1)), InterimFact(START, Decimal(2)))}, "interim"),
        ({"due_on": date(2025, 12, 31)}, "due_on"),
        ({"kind": "kr"}, "kind"),
        ({"source": "robot"}, "source"),
    ],
)
def test_a_figure_that_can_never_be_judged_is_refused_at_entry(changes, field):
    with pytest.raises(Invalid) as error:
        judged(**changes)
    assert error.value.field == field


@pytest.mark.parametrize(
    "changes",
    [
        {"baseline": Decimal(-5), "target": Decimal(0)},
        {"direction": "decrease", "target": Decimal(0)},
        {"direction": "range", "target": Decimal(18), "range_high": Decimal(22)},
        {"direction": "range", "target": Decimal(18), "range_high": Decimal(18)},
        {"direction": "binary", "measure_unit": ""},
        {"direction": "maintain", "baseline": Decimal(95), "target": Decimal(95)},
        {"target": Decimal(12_345_678_901_234), "measure_unit": "đồng"},
        {"baseline": Decimal(75)},
    ],
)
def test_a_figure_that_can_be_judged_is_taken(changes):
    judged(**changes)
