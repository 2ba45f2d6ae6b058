"""Key results measured by milestones or grades."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.factories import AT, make_key_result, make_objective, make_plan
from woms.core.errors import Invalid
from woms.planning.facts import KeyResultFacts, StepFact
from woms.planning.models import KeyResult
from woms.planning.policies.steps import with_settled_steps
from woms.planning.services.cascades import Share, accept_cascade, cascade_target
from woms.planning.services.key_results import add_key_result, update_key_result

FACTS = KeyResultFacts(title="Đề án vị trí việc làm", target=Decimal(99), direction="steps")


def steps(*said):
    return tuple(StepFact(name, None if percent is None else Decimal(percent)) for name, percent in said)


def shares(*said):
    return [str(step.percent) for step in with_settled_steps(replace(FACTS, steps=steps(*said))).steps]


def test_the_target_is_the_last_step_whatever_is_said():
    settled = with_settled_steps(replace(FACTS, steps=steps(("Dự thảo", 30), ("Ban hành", 100))))
    assert (settled.target, settled.measure_unit, settled.baseline) == (2, "mốc", None)


def test_steps_without_shares_count_evenly():
    assert shares(("Dự thảo", None), ("Thẩm định", None), ("Ban hành", None)) == ["33.33", "66.67", "100.00"]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ((), "từ 1 đến 20 mốc"),
        ((("", 100),), "cần một tên"),
        ((("Dự thảo", 30), ("dự  thảo", 100)), "trùng tên"),
        ((("Dự thảo", 30), ("Ban hành", None)), "có mốc không"),
        ((("Dự thảo", 60), ("Thẩm định", 30), ("Ban hành", 100)), "tăng dần"),
        ((("Dự thảo", 0), ("Ban hành", 100)), "tăng dần"),
        ((("Dự thảo", 30), ("Ban hành", 90)), "mốc cuối là 100"),
        ((("Dự thảo", "33.333"), ("Ban hành", 100)), "2 chữ số"),
        ((("Dự thảo", "NaN"), ("Ban hành", 100)), "tăng dần"),
    ],
)
def test_a_list_that_measures_nothing_is_refused_beside_its_field(said, why):
    with pytest.raises(Invalid, match=why) as refused:
        with_settled_steps(replace(FACTS, steps=steps(*said)))
    assert refused.value.field == "steps"


def test_steps_beside_another_direction_are_refused():
    with pytest.raises(Invalid, match="Theo mốc"):
        with_settled_steps(replace(FACTS, direction="increase", steps=steps(("Dự thảo", 100))))


@pytest.mark.django_db
def test_steps_are_kept_changed_and_told_in_the_log(province):
    from woms.records.models import Event

    objective = make_objective(make_plan(province))
    facts = replace(FACTS, steps=steps(("Dự thảo", 30), ("Ban hành", 100)))
    saved = add_key_result(actor=province.deputy, at=AT, objective_id=objective.pk, facts=facts)
    assert KeyResult.objects.get(pk=saved.id).steps == [["Dự thảo", "30"], ["Ban hành", "100"]]
    changed = replace(facts, steps=steps(("Dự thảo", 40), ("Ban hành", 100)))
    update_key_result(
        actor=province.deputy, at=AT, key_result_id=saved.id, version=saved.version, facts=changed
    )
    assert "các mốc, bậc" in Event.objects.latest("id").sentence


@pytest.mark.django_db
def test_a_unit_that_takes_steps_on_takes_all_of_them(province):
    plan = make_plan(province, unit=province.city, state="approved")
    parent = make_key_result(
        make_objective(plan), direction="steps", baseline=None, target=2, steps=[["Dự thảo", "30"], ["Ban hành", "100"]]
    )  # fmt: skip
    cascade_target(
        actor=province.leader, at=AT, key_result_id=parent.pk, shares=[Share(province.agency.pk, Decimal(1), True)]
    )  # fmt: skip
    offer = parent.cascades.get()
    assert offer.target == 2
    child_id = accept_cascade(actor=province.head, at=AT, cascade_id=offer.pk)
    child = KeyResult.objects.get(pk=child_id)
    assert (child.target, child.steps) == (2, parent.steps)
