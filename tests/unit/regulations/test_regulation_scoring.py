"""Scores: exact, explained, bounded, and refused when the inputs cannot mean anything."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from woms.core.errors import Invalid, Missing
from woms.regulations import (
    Fact,
    Fault,
    Inputs,
    Leadership,
    Level,
    LocalDecision,
    Product,
    UnitResult,
    classify,
    explain,
    inputs_as_json,
    inputs_from_json,
    parameters_on,
    rules_version,
    score,
    trace_from_json,
    what_if_excused,
)

DAY = date(2026, 3, 31)
FULL = Leadership(Fraction(1), Fraction(1), Fraction(1))


def product(name="P", coefficient="1", assigned=1, completed=1, reworks=(), delays=(), reference=""):
    return Product(
        name,
        Fraction(coefficient),
        Fraction(assigned),
        Fraction(completed),
        tuple(Fault(times) for times in reworks),
        tuple(Fault(times) for times in delays),
        reference,
    )


def inputs(*products, general=27, framework="nd335/non-leader", leadership=None, facts=()):
    return Inputs(framework, DAY, Fraction(general), products, leadership, facts)


EXAMPLE = inputs(
    product("P1", assigned=10, completed=10, reworks=[1], delays=[1, 1], reference="work-1"),
    product("P2", "2", 2, 2),
    product("P3", "1.5", 1, 0, reference="work-3"),
)

faults = st.lists(st.builds(Fault, st.integers(0, 6), st.booleans()), max_size=4).map(tuple)


@st.composite
def products(draw):
    completed = draw(st.integers(0, 12))
    return Product(
        name=draw(st.text("abc", min_size=1, max_size=4)),
        coefficient=Fraction(draw(st.integers(1, 450)), 100),
        assigned=Fraction(max(4, completed + draw(st.integers(-2, 3)))),
        completed=Fraction(completed),
        reworks=draw(faults),
        delays=draw(faults),
    )


marks = st.sampled_from([Fraction(1), Fraction(1, 2)])
people = st.builds(
    Inputs,
    framework=st.just("nd335/non-leader"),
    on=st.just(DAY),
    general=st.integers(0, 3000).map(lambda cents: Fraction(cents, 100)),
    products=st.lists(products(), min_size=1, max_size=5).map(tuple),
)
leaders = st.builds(
    replace,
    people,
    framework=st.sampled_from(["nd335/leader", "nd335/deputy"]),
    leadership=st.builds(Leadership, marks, marks, marks),
)


def test_the_worked_example_is_exact_inside_and_rounded_once():
    result = score(EXAMPLE)
    assert result.outcome.total == Fraction(2762, 31)
    assert (result.result, result.general, result.total) == (Decimal("62.10"), 27, Decimal("89.10"))
    assert result.level is result.provisional_level is Level.GOOD
    assert result.rules_version == rules_version()
    assert len(rules_version()) == 12


def test_the_trace_names_every_parameter_and_sub_result_with_its_article():
    trace = score(EXAMPLE).trace
    assert trace.find("nd335/quality").exact == str(Fraction(13_75, 15_50) * 100)
    assert trace.find("civil_servants/quality_penalty_step").article == "Điều 14 NĐ 335/2025/NĐ-CP"
    assert trace.find("nd335/product_volume").label.endswith("“P1”")
    assert trace.find("no/such") is None
    assert trace_from_json(json.loads(json.dumps(trace.as_json()))) == trace


def test_a_trace_shows_the_local_decision_that_changed_a_parameter():
    decision = LocalDecision("civil_servants/component_cap", Fraction(6, 5), "province", "34/QĐ", DAY)
    node = score(EXAMPLE, decisions=[decision]).trace.find("civil_servants/component_cap")
    assert (node.value, node.article) == (
        "120\N{NO-BREAK SPACE}%",
        "Quyết định 34/QĐ (tỉnh, thành phố), theo Điều 14 NĐ 335/2025/NĐ-CP",
    )


def test_failed_gates_are_in_the_trace():
    result = score(replace(EXAMPLE, facts=(Fact("discipline", "warning"), Fact("discipline", "reprimand"))))
    node = result.trace.find("nd335/forcing")
    assert "(cảnh cáo)" in node.value
    assert node.exact == "discipline"


@given(people | leaders)
def test_the_lines_of_the_waterfall_add_up_exactly_to_the_displayed_score(person):
    result = score(person)
    *lines, total = explain(result, person).lines
    assert sum(line.points for line in lines) == total.points == result.total


@given(people | leaders)
def test_a_score_lies_between_zero_and_a_hundred_and_its_parts_within_theirs(person):
    outcome = score(person).outcome
    assert 0 <= outcome.result <= 70
    assert 0 <= outcome.general <= 30
    assert 0 <= outcome.total <= 100
    assert all(0 <= component.ratio <= 1 for component in outcome.components)


@given(people, st.randoms())
def test_the_order_of_products_changes_nothing(person, random):
    shuffled = list(person.products)
    random.shuffle(shuffled)
    assert score(replace(person, products=tuple(shuffled))).total == score(person).total


@given(people, st.integers(0, 4))
def test_completing_one_more_never_lowers_the_score(person, index):
    index %= len(person.products)
    better = list(person.products)
    better[index] = replace(better[index], completed=better[index].completed + 1)
    more = replace(person, products=tuple(better))
    assert score(more).outcome.total >= score(person).outcome.total


@given(people)
def test_one_more_rework_never_raises_the_score(person):
    first, *others = person.products
    worse = replace(first, reworks=tuple(Fault(fault.times + 1, fault.excused) for fault in first.reworks))
    assert score(replace(person, products=(worse, *others))).outcome.total <= score(person).outcome.total


@given(people | leaders)
def test_stored_inputs_give_the_same_score_again(person):
    again = inputs_from_json(json.loads(json.dumps(inputs_as_json(person))))
    assert again == person
    assert score(again) == score(person)


@given(people)
def test_a_what_if_adds_up_with_the_displayed_scores(person):
    result = score(person)
    for what_if in explain(result, person).what_ifs:
        assert result.total + what_if.delta == what_if.total
        assert what_if.delta >= 0


def test_the_waterfall_of_the_worked_example_names_the_products_that_caused_it():
    explanation = explain(score(EXAMPLE), EXAMPLE)
    nbsp = "\N{NO-BREAK SPACE}"
    assert [(str(line.points), line.sentence, line.references) for line in explanation.lines] == [
        ("70.00", "Kết quả nhiệm vụ, tối đa", ()),
        ("-2.26", f"Số lượng 90,32{nbsp}%: thiếu 1 trong 13 sản phẩm (“P3”)", ("work-3",)),
        ("-2.63", f"Chất lượng 88,71{nbsp}%: “P1” làm lại 1 lần; chưa hoàn thành “P3”", ("work-1", "work-3")),
        (
            "-3.01",
            f"Tiến độ 87,10{nbsp}%: 2 sản phẩm “P1” chậm 1 lần; chưa hoàn thành “P3”",
            ("work-1", "work-3"),
        ),
        ("27.00", "Tiêu chí chung 27 / 30", ()),
        ("89.10", "Tổng điểm", ()),
    ]
    assert explanation.formula == f"70 × (90,32{nbsp}% + 88,71{nbsp}% + 87,10{nbsp}%) ÷ 3 = 62,10"
    assert (
        explanation.basis
        == "Điều 12, 14, 16, 20 NĐ 335/2025/NĐ-CP · khối lượng được giao: 15,5 sản phẩm quy đổi"
    )
    assert (explanation.next_level, explanation.points_to_next) == (Level.EXCELLENT, Decimal("0.90"))
    assert explanation.what_ifs[0].sentence == (
        "Nếu 2 lần chậm được xác nhận nguyên nhân khách quan: +0,75 → 89,85"
    )


def test_full_marks_need_no_cause():
    person = inputs(product(assigned=2, completed=2), general=30)
    explanation = explain(score(person), person)
    assert explanation.lines[1].sentence == "Số lượng 100,00\N{NO-BREAK SPACE}%"
    assert explanation.lines[1].points == 0
    assert (explanation.next_level, explanation.points_to_next, explanation.what_ifs) == (None, None, ())


def test_many_products_are_named_up_to_three_and_counted_after_that():
    person = inputs(*(product(f"P{number}", completed=0) for number in range(5)))
    sentence = explain(score(person), person).lines[1].sentence
    assert sentence.endswith("thiếu 5 trong 5 sản phẩm (“P0”, “P1”, “P2”, và 2 mục khác)")


def test_faults_of_different_weight_are_told_apart():
    person = inputs(product("P1", assigned=5, completed=5, delays=[1, 2, 2]))
    sentence = explain(score(person), person).lines[3].sentence
    assert sentence.endswith("“P1” chậm 1 lần, 2 sản phẩm “P1” chậm 2 lần")


def test_a_leader_s_marks_are_lines_too():
    person = inputs(product(), framework="nd335/leader", leadership=replace(FULL, unit_result=Fraction(1, 2)))
    lines = {line.code: line for line in explain(score(person), person).lines}
    assert lines["unit_result"].sentence == "Kết quả đơn vị 50,00\N{NO-BREAK SPACE}%"
    assert lines["unit_result"].points == Decimal("-5.83")


def test_work_beyond_the_assignment_is_a_gain_where_the_cap_allows_it():
    decision = LocalDecision("civil_servants/component_cap", Fraction(6, 5), "province", "34/QĐ", DAY)
    person = inputs(product(assigned=10, completed=12), general=0)
    line = explain(score(person, decisions=[decision]), person, decisions=[decision]).lines[1]
    assert (line.kind, line.points) == ("gain", Decimal("4.67"))


def test_points_that_only_look_like_a_level_are_explained():
    person = inputs(product("P", "1", 10_000, 9_999), general=0)
    person = replace(person, general=Fraction("20.003"))
    result = score(person)
    assert (str(result.total), result.level) == ("90.00", Level.GOOD)
    explanation = explain(result, person)
    assert "Điểm chưa làm tròn nhỏ hơn 90" in explanation.notes[0]
    assert explanation.points_to_next == Decimal("0.01")


def test_a_failed_gate_is_a_note_and_keeps_the_provisional_level():
    person = replace(EXAMPLE, facts=(Fact("forbidden_conduct"),))
    result = score(person)
    assert (result.level, result.provisional_level) == (Level.NOT_COMPLETED, Level.GOOD)
    assert explain(result, person).notes == (
        "Có kết luận vi phạm những điều đảng viên không được làm: xếp không hoàn thành nhiệm vụ",
    )


def test_nothing_assigned_is_no_score_and_no_waterfall():
    person = inputs()
    result = score(person)
    assert (result.total, result.result, result.level) == (None, None, Level.INSUFFICIENT_DATA)
    explanation = explain(result, person)
    assert (explanation.lines, explanation.formula, explanation.notes) == ((), "", ())
    assert "chưa được giao" in explanation.basis
    assert explanation.next_level is None
    assert result.trace.value == "Chưa đủ dữ liệu"


def test_one_product_alone_can_be_asked_about():
    person = inputs(product("A", assigned=2, completed=2, reworks=[1]), product("B", delays=[1]))
    result = score(person)
    assert what_if_excused(result, person, "reworks", product=0).total > result.total
    assert what_if_excused(result, person, "reworks", product=1) is None
    assert what_if_excused(result, person, "delays", product=1).code == "excuse_delays"


def test_a_what_if_without_a_score_has_no_answer():
    person = inputs(product(assigned=0, completed=0))
    assert what_if_excused(score(person), person, "delays") is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"general": Fraction(31)}, "general"),
        ({"general": Fraction(-1)}, "general"),
        ({"products": (product(coefficient="0"),)}, "products.0.coefficient"),
        ({"products": (product(), product(assigned=-1))}, "products.1.assigned"),
        ({"products": (product(completed=-1),)}, "products.0.completed"),
        ({"products": (product(reworks=[-1]),)}, "products.0.reworks"),
        ({"products": (product(delays=[1, 1]),)}, "products.0.delays"),
        ({"leadership": FULL}, "leadership"),
        ({"framework": "nd335/leader"}, "leadership"),
        (
            {"framework": "nd335/leader", "leadership": replace(FULL, cohesion=Fraction(3, 4))},
            "leadership.cohesion",
        ),
        ({"unit": UnitResult("good")}, "unit"),
        ({"facts": (Fact("late"),)}, "facts.0.kind"),
        ({"facts": (Fact("discipline", "fine"),)}, "facts.0.level"),
    ],
)
def test_inputs_that_cannot_mean_anything_are_refused_by_field(changes, field):
    with pytest.raises(Invalid) as caught:
        score(replace(EXAMPLE, **changes))
    assert caught.value.field == field
    assert caught.value.sentence.endswith(".")


def test_an_unknown_framework_is_answered_with_the_list():
    with pytest.raises(Missing, match=r"nd233/deputy-manager, .*nd335/non-leader"):
        score(replace(EXAMPLE, framework="nd335/level"))


def test_a_day_before_the_decree_is_refused_with_the_first_day():
    with pytest.raises(Missing, match="01/01/2026"):
        score(replace(EXAMPLE, on=date(2025, 12, 31)))


@pytest.mark.parametrize(
    ("total", "facts", "level"),
    [
        ("90", (), Level.EXCELLENT),
        ("89.9999", (), Level.GOOD),
        ("95", (Fact("discipline", "reprimand"),), Level.NOT_COMPLETED),
        ("95", (Fact("unit_corruption"),), Level.EXCELLENT),
    ],
)
def test_a_total_can_be_classified_alone(total, facts, level):
    assert classify(Decimal(total), framework="nd335/non-leader", on=DAY, facts=facts) is level


def test_a_leader_answers_for_the_unit():
    level = classify(Decimal(95), framework="nd335/deputy", on=DAY, facts=(Fact("unit_corruption"),))
    assert level is Level.NOT_COMPLETED


def decision(value, level="province", since=DAY, parameter="civil_servants/level_tested_on"):
    return LocalDecision(parameter, value, level, "12/QĐ", since)


def test_the_latest_decision_of_the_narrowest_body_in_force_counts():
    decisions = [
        decision("rounded", "province", date(2026, 3, 1)),
        decision("unrounded", "national", date(2026, 3, 2)),
        decision("unrounded", "province", date(2026, 4, 1)),
    ]
    assert parameters_on(DAY, decisions=decisions).text("civil_servants/level_tested_on") == "rounded"
    assert (
        parameters_on(date(2026, 4, 1), decisions=decisions).text("civil_servants/level_tested_on")
        == "unrounded"
    )


@pytest.mark.parametrize(
    ("given_decision", "part"),
    [
        (decision("rounded", "unit"), "cấp được quyết định: trung ương, tỉnh, thành phố"),
        (decision(Fraction(80), "province", parameter="civil_servants/result_maximum"), "không cấp nào"),
        (decision("maybe"), "chỉ nhận một trong: unrounded, rounded"),
        (decision(Fraction(2), parameter="civil_servants/component_cap"), "không được lớn hơn 120"),
        (decision(Fraction(1, 2), parameter="civil_servants/component_cap"), "không được nhỏ hơn 100"),
        (
            decision(
                (("quality", Fraction(35)), ("quantity", Fraction(35))),
                "unit",
                parameter="public_employees/weights",
            ),
            "phải kể đủ và theo thứ tự: quantity, quality, progress",
        ),
        (decision(("late",), "national", parameter="public_employees/forcing_conclusions"), "degradation"),
        (
            decision((("conduct", Fraction(9)),), parameter="civil_servants/general_groups"),
            "phải cộng lại đúng 30",
        ),
    ],
)
def test_a_decision_outside_its_level_or_bounds_is_refused(given_decision, part):
    with pytest.raises(Invalid, match=part):
        parameters_on(DAY, decisions=[given_decision])


@pytest.mark.parametrize(
    ("name", "hint"), [("civil_servants/level_threshold", "level_thresholds"), ("zzz", "rules list")]
)
def test_an_unknown_parameter_is_answered_with_the_nearest_or_the_list(name, hint):
    with pytest.raises(Missing, match=hint):
        parameters_on(DAY).read(name)
