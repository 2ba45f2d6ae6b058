"""The automatic check before a human looks: each finding as a sentence with its place."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from woms.core.errors import Refused
from woms.planning.contents import (
    AreaContents,
    KeyResultContents,
    ObjectiveContents,
    PeriodRef,
    PersonRef,
    PlanContents,
    UnitRef,
)
from woms.planning.facts import Deadline
from woms.planning.policies.limits import PlanLimits, ShareBasis
from woms.planning.policies.pre_check import check_can_submit, pre_check
from woms.planning.states import AREA_SHORT, Area

ON = date(2026, 1, 5)
UNIT = UnitRef(1, "so-mau", "Sở Mẫu", "Sở Mẫu", "/1/2/")
YEAR = PeriodRef("2026", "Năm 2026", date(2026, 1, 1), date(2027, 1, 1))


def key_result(**changes):
    facts = {
        "id": 1, "version": 1, "number": "1.1", "code": "", "title": "Hồ sơ đúng hạn", "kind": "kpi",
        "measure_unit": "%", "direction": "increase", "baseline": Decimal(80), "target": Decimal(95),
        "range_high": None, "weight": Decimal(100), "owner_unit": UNIT, "owner_person": None,
        "starts_on": YEAR.starts_on, "due_on": YEAR.last_day, "evidence_required": False, "source": "manual",
        "source_label": "",
    }  # fmt: skip
    return KeyResultContents(**facts | changes)


def objective(**changes):
    facts = {
        "id": 7, "version": 1, "number": 1, "area": "customers", "kind": "kpi", "title": "Dịch vụ công",
        "weight": Decimal(100), "parent": None, "directive": "", "output": "Báo cáo", "lead_unit": UNIT,
        "lead_person": None, "coordinators": (), "authority": "Giám đốc", "procedure": "Quy chế",
        "deadline": Deadline(kind="by", end=date(2026, 12, 31)), "unmatched_units": (),
        "key_results": (key_result(),),
    }  # fmt: skip
    return ObjectiveContents(**facts | changes)


def plan(*objectives, weights=None):
    areas = tuple(
        AreaContents(
            area.value, str(area.label), AREA_SHORT[area],
            Decimal(weights[area]) if weights
            else sum((o.weight for o in objectives if o.area == area), Decimal(0)),
            bool(weights), tuple(o for o in objectives if o.area == area),
        )
        for area in Area
    )  # fmt: skip
    person = PersonRef(1, "CB1", "Vũ Thị Trưởng")
    at = datetime(2026, 1, 2, tzinfo=UTC)
    return PlanContents(1, 1, "draft", "Kế hoạch", UNIT, None, YEAR, person, at, None, None, False, areas)


def found(made, on=ON, **limits):
    return {finding.code: finding for finding in pre_check(made, on=on, limits=PlanLimits(**limits))}


def test_a_sound_plan_has_no_findings():
    assert pre_check(plan(objective()), on=ON) == ()


def test_an_empty_plan_is_an_error():
    assert found(plan())["plan.empty"].severity == "error"


@pytest.mark.parametrize(
    ("count", "code"), [(0, "objective.no_key_result"), (6, "objective.many_key_results")]
)
def test_an_objective_holds_one_to_five_key_results(count, code):
    """C01"""
    rows = tuple(key_result(id=index, weight=Decimal(20)) for index in range(count))
    finding = found(plan(objective(key_results=rows)))[code]
    assert (finding.severity, finding.objective_id) == ("error", 7)
    fine = tuple(key_result(id=index, weight=Decimal(20)) for index in range(5))
    assert found(plan(objective(key_results=fine))) == {}


@pytest.mark.parametrize(
    ("missing", "code", "severity"),
    [
        ({"lead_unit": None}, "six.person", "error"),
        ({"output": ""}, "six.product", "error"),
        ({"deadline": Deadline()}, "six.time", "error"),
        ({"authority": ""}, "six.authority", "warning"),
        ({"procedure": ""}, "six.procedure", "warning"),
    ],
)
def test_what_is_not_clear_is_named(missing, code, severity):
    finding = found(plan(objective(**missing)))[code]
    assert (finding.severity, finding.objective_id, finding.field) == (severity, 7, code.removeprefix("six."))


def test_continuous_work_is_clear_about_time():
    assert found(plan(objective(deadline=Deadline(kind="continuous", text="Thường xuyên")))) == {}


def test_a_unit_named_in_a_paper_but_not_in_the_tree_is_shown():
    sentence = found(plan(objective(unmatched_units=("Sở Lạ",))))["objective.unmatched"].sentence
    assert "“Sở Lạ” chưa khớp" in sentence


def test_a_missing_baseline_is_coached_and_does_not_stop_the_plan():
    """C23"""
    finding = found(plan(objective(key_results=(key_result(baseline=None),))))["three_t.baseline"]
    assert finding.severity == "hint"
    assert "hiện trạng (3T: thực tế)" in finding.sentence
    assert (finding.key_result_id, finding.field) == (1, "baseline")


def test_a_target_equal_to_the_baseline_does_not_challenge():
    rows = (key_result(baseline=Decimal(95)),)
    assert found(plan(objective(key_results=rows)))["three_t.challenge"].severity == "warning"


def test_keeping_a_level_needs_no_baseline():
    rows = (key_result(direction="maintain", baseline=None),)
    assert found(plan(objective(key_results=rows))) == {}


@pytest.mark.parametrize(
    ("total", "words"),
    [(105, "cộng lại là 105, cần đúng 100. Giảm bớt 5"), (80, "cộng lại là 80, cần đúng 100. Thêm 20")],
)
def test_weights_off_a_hundred_warn_with_the_arithmetic(total, words):
    """B02, B03: weights are relative, so they warn only."""
    made = plan(objective(id=7, weight=Decimal(50)), objective(id=8, number=2, weight=Decimal(total - 50)))
    finding = found(made)["weights.plan"]
    assert finding.severity == "warning"
    assert words in finding.sentence


def test_key_results_off_a_hundred_warn_at_their_objective():
    rows = (key_result(weight=Decimal(60)), key_result(id=2, weight=Decimal(30)))
    finding = found(plan(objective(key_results=rows)))["weights.objective"]
    assert (finding.severity, finding.objective_id) == ("warning", 7)


def test_weights_that_are_all_zero_cannot_be_divided():
    """B05"""
    assert found(plan(objective(weight=Decimal(0))))["weights.zero"].severity == "error"
    rows = (key_result(weight=Decimal(0)),)
    assert found(plan(objective(key_results=rows)))["weights.zero"].severity == "error"


def test_objectives_fill_the_weight_of_their_area():
    weights = {"customers": 40, "resources": 30, "processes": 20, "learning": 10}
    made = plan(
        objective(weight=Decimal(35)), objective(id=8, area="resources", weight=Decimal(30)), weights=weights
    )
    findings = pre_check(made, on=ON)
    sentences = [finding.sentence for finding in findings]
    assert any(
        "“Đối tượng phục vụ”: trọng số các nhiệm vụ cộng lại là 35, cần đúng 40" in s for s in sentences
    )
    assert sum(finding.code == "weights.empty_area" for finding in findings) == 2


def shares(breakthrough: int, regular: int):
    rows = [
        key_result(id=n, kind="okr" if n < breakthrough else "kpi") for n in range(breakthrough + regular)
    ]
    return plan(*(objective(id=row.id, key_results=(row,), weight=Decimal(0)) for row in rows))


def test_the_breakthrough_share_by_count_stops_just_above_the_limit():
    """C02"""
    assert "breakthrough.share" not in found(shares(2, 3))
    finding = found(shares(3, 4))["breakthrough.share"]
    assert finding.severity == "error"
    assert "42,9 % (3/7 mục tiêu then chốt), nhiều nhất 40 %" in finding.sentence.replace("\xa0", " ")


@pytest.mark.parametrize(("weight", "is_over"), [("40", False), ("40.1", True)])
def test_the_breakthrough_share_by_weight_stops_just_above_the_limit(weight, is_over):
    """C02"""
    made = plan(
        objective(kind="okr", weight=Decimal(weight)),
        objective(id=8, number=2, weight=100 - Decimal(weight)),
    )
    assert ("breakthrough.share" in found(made, breakthrough_basis=ShareBasis.WEIGHT)) is is_over


def test_a_province_sets_its_own_limit():
    assert "breakthrough.share" in found(shares(2, 3), breakthrough_percent=Decimal(30))


def test_dates_that_have_passed_or_lie_outside_the_period_warn():
    late = found(plan(objective()), on=date(2027, 2, 1))
    assert {"deadline.past", "due.past"} <= late.keys()
    rows = (key_result(due_on=date(2027, 3, 31)),)
    finding = found(plan(objective(key_results=rows)))["due.outside"]
    assert "nằm ngoài năm 2026" in finding.sentence


def test_errors_come_first_and_stop_the_submission():
    findings = pre_check(plan(objective(authority="", key_results=())), on=ON)
    assert [finding.severity for finding in findings] == ["error", "warning"]
    with pytest.raises(Refused, match="còn 1 chỗ phải sửa"):
        check_can_submit(findings)
    check_can_submit(findings[1:])
