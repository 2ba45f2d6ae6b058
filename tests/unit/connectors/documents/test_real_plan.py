"""The annex of a real plan, as found: Word and Excel must give the same 19 tasks."""

from __future__ import annotations

import pytest

from tests.plan_files import DATA, names, read


@pytest.fixture(scope="module")
def word_plan():
    return read((DATA / "ke-hoach-ha-noi-phu-luc.docx").read_bytes())


@pytest.fixture(scope="module")
def excel_plan():
    return read((DATA / "ke-hoach-ha-noi-phu-luc.xlsx").read_bytes())


def test_the_real_plan_gives_the_same_19_tasks_from_word_and_from_excel(word_plan, excel_plan):
    assert len(word_plan.objectives) == 19
    assert word_plan.to_json() == excel_plan.to_json()


def test_the_real_plan_knows_its_phases_and_years(word_plan, excel_plan):
    for plan in (word_plan, excel_plan):
        assert [objective.year for objective in plan.objectives] == [2026] * 14 + [2027] + [None] * 4
        assert plan.objectives[18].phase.startswith("II. Giai đoạn 2 (2028 – 2030)")


def test_the_real_plan_has_its_leads_and_coordinating_units(word_plan):
    leads = [names(objective.lead) for objective in word_plan.objectives]
    board, science, office = "Ban Tổ chức Thành ủy", "Sở Khoa học và Công nghệ", "Văn phòng Thành ủy"
    assert leads == [
        [board], [science], [board], [science], [office], [], [science], [board], [], [], [],
        [science], [board], [board], [science], [science], [science], [board], [board],
    ]  # fmt: skip
    assert names(word_plan.objectives[2].coordinating) == [office, "Ủy ban nhân dân Thành phố"]
    assert names(word_plan.objectives[3].coordinating) == [board, "Sở Nội vụ"]


def test_the_real_plan_shows_every_phrase_that_is_no_unit(word_plan):
    assert word_plan.unmatched == [
        "các đơn vị liên quan",
        "đơn vị tư vấn",
        "các đơn vị có liên quan",
        "Các cơ quan, đơn vị",
        "Các đơn vị",
        "Văn phòng 04 trực cấp Thành phố",
        "các cơ quan, đơn vị trực tiếp triển khai",
    ]


def test_the_real_plan_has_its_deadlines(word_plan):
    found = [
        (o.deadline.kind.value, str(o.deadline.start), str(o.deadline.end)) for o in word_plan.objectives
    ]
    assert found[0] == ("by", "None", "2026-05-15")
    assert found[7] == found[8] == ("between", "2026-05-28", "2026-05-31")
    assert found[9] == ("from", "2026-06-01", "None")
    assert found[10] == ("continuous", "None", "None")
    assert found[12] == ("recurring", "None", "None")
    assert found[13] == ("between", "2026-12-01", "2026-12-31")
    assert found[15] == ("between", "2028-01-01", "2028-12-31")
    assert found[18] == ("between", "2029-01-01", "2030-12-31")


def test_every_task_of_the_real_plan_has_a_measurable_key_result(word_plan):
    for objective in word_plan.objectives:
        assert 1 <= len(objective.key_results) <= 5
    training, monitoring = word_plan.objectives[1], word_plan.objectives[12]
    assert [(k.title, k.target, k.unit) for k in training.key_results] == [
        ("Báo cáo kết quả đào tạo", 1, "báo cáo")
    ]
    assert [(k.title, k.target, k.unit) for k in monitoring.key_results] == [
        ("Báo cáo giám sát", 4, "báo cáo")
    ]


def test_the_real_plan_warns_of_tasks_without_one_known_lead(word_plan):
    warned = [objective.position for objective in word_plan.objectives if objective.problems]
    assert warned == [6, 9, 10, 11]
    assert any("3 đơn vị chủ trì" in warning for warning in word_plan.warnings)


def test_the_json_has_the_agreed_shape(word_plan):
    plan = word_plan.to_json()
    assert set(plan) == {"objectives", "unmatched", "warnings"}
    assert plan["objectives"][1] == {
        "title": "Đào tạo, tập huấn triển khai Hệ thống OKR/KPI",
        "area": "learning",
        "lead": ["Sở Khoa học và Công nghệ"],
        "coordinating": ["Ban Tổ chức Thành ủy", "Sở Nội vụ"],
        "output": "Báo cáo kết quả đào tạo",
        "deadline": {"kind": "by", "start": None, "end": "2026-05-15", "text": "Trước ngày 15/5/2026"},
        "key_results": [
            {"title": "Báo cáo kết quả đào tạo", "target": 1, "unit": "báo cáo", "direction": "increase"}
        ],
    }
