"""Dated facts: recorded with a document, read before the decision, entering the score by rule (F05, F18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.evaluation_steps import (
    LEADER_MARKS,
    assess,
    dossier_of,
    give_worked_example,
    latest_sheet,
    open_cycle,
    to_state,
)
from tests.factories import AT, TODAY, make_product, make_work_item
from woms.core.errors import Denied, Invalid
from woms.evaluation.detail import dossier_detail
from woms.evaluation.models import Dossier, EvaluationFact
from woms.evaluation.services import facts
from woms.evaluation.services.facts import Established
from woms.records.models import Event

pytestmark = pytest.mark.django_db
DISCIPLINE = Established("discipline", date(2026, 11, 10), "Vi phạm quy trình", "15/QĐ-KL", level="reprimand")
HOT_SPOT = Established("hot_spot", date(2026, 11, 12), "Tụ tập đông người kéo dài", "7/BC")


def record(province, fact, who="organization_board"):
    return facts.record_fact(actor=getattr(province, who), at=AT, fact=fact)


def of_specialist(province, fact=DISCIPLINE):
    return record(province, replace(fact, person_id=province.specialist.person_id))


def seen(actor):
    return dossier_detail(actor=actor, at=AT, dossier_id=dossier_of(actor).pk)


def test_discipline_in_the_month_forces_the_level_whatever_the_points(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    of_specialist(province)
    to_state(province, "decision")
    assert latest_sheet(province.specialist).level == "not_completed"


def test_a_fact_recorded_after_the_score_makes_it_stale_and_one_of_another_month_does_not(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    to_state(province, "decision")
    of_specialist(province, replace(DISCIPLINE, happened_on=date(2026, 10, 30)))
    about = {"actor": province.head, "at": AT, "dossier_id": dossier_of(province.specialist).pk}
    assert not dossier_detail(**about).is_stale
    of_specialist(province)
    assert dossier_detail(**about).is_stale


def scored_head(province, fact=None):
    """The head of Sở Mẫu A under the city's own framework, all work delivered."""
    make_work_item(province.head, make_product("P9"), "4", completed_quantity="4")
    open_cycle(province)
    Dossier.objects.filter(person_id=province.head.person_id).update(framework="hanoi/leader")
    if fact is not None:
        record(province, fact)
    assess(province.head, "28", **LEADER_MARKS)
    return latest_sheet(province.head)


def test_f18_a_hot_spot_lowers_the_head_by_the_configured_rule_shown_with_its_amount(province):
    sheet = scored_head(province, replace(HOT_SPOT, unit_code=province.division.code))
    lines = {line["code"]: line["points"] for line in sheet.explanation["lines"]}
    assert lines["hot_spot"] == "-2.00"
    assert [fact.summary for fact in seen(province.head).facts] == ["Tụ tập đông người kéo dài"]
    assert seen(province.specialist).facts == ()


def test_a_head_does_not_answer_for_another_unit(province):
    open_cycle(province)
    record(province, replace(HOT_SPOT, unit_code=province.other_agency.code))
    assert seen(province.head).facts == ()


def test_a_mistake_is_withdrawn_with_a_reason_and_stays_on_record(province):
    open_cycle(province)
    fact_id = record(province, replace(HOT_SPOT, unit_code=province.agency.code))
    with pytest.raises(Invalid, match="lý do"):
        facts.withdraw_fact(actor=province.organization_board, at=AT, fact_id=fact_id, reason=" ")
    facts.withdraw_fact(actor=province.organization_board, at=AT, fact_id=fact_id, reason="Nhầm đơn vị")
    assert seen(province.head).facts == ()
    assert EvaluationFact.objects.get().withdrawn_reason == "Nhầm đơn vị"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "gossip"}, "kind"),
        ({"level": ""}, "level"),
        ({"summary": " "}, "summary"),
        ({"document": ""}, "document"),
        ({"happened_on": TODAY + timedelta(days=1)}, "happened_on"),
        ({"person_id": None}, "person"),
    ],
)
def test_a_fact_without_its_basis_is_refused_naming_the_field(province, wrong, field):
    with pytest.raises(Invalid) as caught:
        record(province, replace(DISCIPLINE, **({"person_id": province.specialist.person_id} | wrong)))
    assert caught.value.field == field
    assert not EvaluationFact.objects.exists()


@pytest.mark.parametrize("who", ["specialist", "division_head", "deputy", "head", "leader", "auditor"])
def test_only_the_organization_board_records_facts(province, who):
    with pytest.raises(Denied):
        record(province, replace(HOT_SPOT, unit_code=province.agency.code), who)


def test_the_log_names_neither_the_person_nor_the_fact(province):
    of_specialist(province)
    (sentence,) = Event.objects.values_list("sentence", flat=True)
    assert sentence == "Ghi một sự kiện ảnh hưởng đến xếp loại ở Phòng Mẫu A1."


def test_leaders_assess_themselves_with_the_fact_in_sight(province):
    open_cycle(province)
    record(province, replace(HOT_SPOT, unit_code=province.agency.code))
    assess(province.head, "28", **LEADER_MARKS)
    assert len(seen(province.head).facts) == 1
