"""The public case format and the two commands around it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from woms.core.errors import Invalid
from woms.regulations import cli
from woms.regulations.case_checks import answer_of, differences
from woms.regulations.cases import parse_case, read_case, read_cases, score_case
from woms.regulations.docs import pages

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests" / "regulations"
EXAMPLE = """framework: nd335/non-leader
on: 2026-03-31
general: 27
products:
  - {name: P1, coefficient: 1.0, assigned: 10, completed: 10, reworks: [1], delays: [1, 1]}
  - {name: P2, coefficient: 2.0, assigned: 2, completed: 2}
  - {name: P3, coefficient: 1.5, assigned: 1, completed: 0}
"""


@pytest.fixture
def case_file(tmp_path):
    path = tmp_path / "vi-du.yaml"
    path.write_text(EXAMPLE, encoding="utf-8")
    return path


def run(capsys, configure, do, *words):
    parser = argparse.ArgumentParser()
    configure(parser)
    code = do(parser.parse_args([str(word) for word in words]))
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_the_documented_example_scores_as_documented(case_file):
    result = score_case(case_file)
    assert list(result) == ["components", "result", "general", "total", "level", "gates", "trace"]
    assert result["components"] == {"quantity": "90.32", "quality": "88.71", "progress": "87.10"}
    assert (result["result"], result["general"], result["total"]) == ("62.10", "27.00", "89.10")
    assert result["level"] == "good"
    assert result["gates"][0] == {
        "code": "discipline",
        "passed": True,
        "reason": "Không có kỷ luật do vi phạm khi thi hành công vụ",
        "article": "Điều 20 (điểm c, không hoàn thành) NĐ 335/2025/NĐ-CP",
    }
    assert result["trace"]["children"][0]["name"] == "nd335/volume"
    assert json.loads(json.dumps(result)) == result


def test_nothing_assigned_has_no_figures(tmp_path):
    path = tmp_path / "trong.yaml"
    path.write_text("framework: nd335/non-leader\non: 2026-03-31\ngeneral: 27\n", encoding="utf-8")
    result = score_case(path)
    assert (result["components"], result["result"], result["total"]) == ({}, None, None)
    assert result["level"] == "insufficient_data"


@pytest.mark.parametrize(
    ("old", "new", "line", "part"),
    [
        ("general: 27", "general: 31", 3, "từ 0 đến 30"),
        ("general: 27", "generl: 27", 1, "thiếu giá trị của “general”. Có phải dòng 3 viết nhầm “generl”?"),
        ("on: 2026-03-31", "on: 31/03/2026", 2, "2026-03-31"),
        ("on: 2026-03-31", "on: 2025-03-31", 2, "có từ ngày 01/01/2026"),
        ("nd335/non-leader", "nd335/nonleader", 1, "Các khung:"),
        ("nd335/non-leader", "nd335/leader", 1, "Thêm mục leadership"),
        ("assigned: 2,", "asigned: 2,", 6, "thiếu giá trị của “assigned”"),
        ("completed: 2}", "completed: 2, quality: 1}", 6, "không có khóa “quality”"),
        ("reworks: [1]", "reworks: [1.5]", 5, "số lần nguyên"),
        ("reworks: [1]", "reworks: [{times: 1, excuse: true}]", 5, "Ý bạn là “excused”"),
        ("coefficient: 1.5", "coefficient: 0", 7, "lớn hơn 0"),
        ("coefficient: 1.5", "coefficient: 1,5", 7, "không có khóa “5”"),
        ("general: 27", "general: 27\nfacts: [{kind: late}]", 4, "không có loại sự việc “late”"),
        ("general: 27", "general: 27\nbonus: 5", 4, "không có khóa “bonus”"),
        (
            "general: 27",
            "general: 27\ndecisions: [{parameter: x/y, value: 1, level: province, number: 1, since: 2026-01-01}]",
            4,
            "Không có tham số “x/y”",
        ),
        (
            "general: 27",
            "general: 27\ndecisions:\n- {parameter: civil_servants/component_cap, value: 110, level: ward, number: 1, since: 2026-01-01}",
            5,
            "national, province, unit",
        ),
        ("general: 27", "general: 27\ndecisions: [{level: unit}]", 4, "thiếu giá trị của “parameter”"),
        (
            "general: 27",
            "general: 27\ndecisions:\n- {parameter: civil_servants/component_cap, value: 130, level: unit, number: 1, since: 2026-01-01}",
            5,
            "cấp được quyết định",
        ),
    ],
)
def test_a_mistake_in_a_case_names_file_line_and_cure(case_file, capsys, old, new, line, part):
    case_file.write_text(EXAMPLE.replace(old, new, 1), encoding="utf-8")
    code, out, err = run(capsys, cli.configure_score, cli.run_score, "--case", case_file)
    assert (code, out) == (2, "")
    assert "vi-du.yaml" in err
    assert f"dòng {line}" in err
    assert part in err


def test_a_file_of_several_cases_is_not_scored_as_one(case_file):
    case_file.write_text(EXAMPLE + "---\n" + EXAMPLE, encoding="utf-8")
    assert len(read_cases(case_file)) == 2
    with pytest.raises(Invalid, match="cần đúng một trường hợp"):
        read_case(case_file)


def test_a_case_of_one_rule_is_not_scored(case_file):
    case_file.write_text(
        "name: a\nrule: nd335/level\non: 2026-03-31\ninput: {total: 1}\noutput: good", encoding="utf-8"
    )
    with pytest.raises(Invalid, match="cần đúng một trường hợp"):
        read_case(case_file)


def test_the_score_command_prints_json(case_file, capsys):
    code, out, _ = run(capsys, cli.configure_score, cli.run_score, "--case", case_file, "--json")
    assert code == 0
    assert json.loads(out)["total"] == "89.10"


def test_the_score_command_explains_in_words(case_file, capsys):
    code, out, _ = run(capsys, cli.configure_score, cli.run_score, "--case", case_file)
    assert code == 0
    assert "−2,26  Số lượng 90,32" in out
    assert "+0,75 → 89,85" in out
    assert "Hoàn thành tốt nhiệm vụ" in out


def test_rules_can_be_listed_with_their_parameters(capsys):
    code, out, _ = run(capsys, cli.configure_rules, cli.run_rules, "list")
    assert code == 0
    assert out.index("nd335/non-leader") < out.index("nd335/quality")
    assert "civil_servants/" not in out
    _, out, _ = run(capsys, cli.configure_rules, cli.run_rules, "list", "--parameters")
    assert "civil_servants/level_thresholds" in out


def test_a_rule_can_be_shown_with_its_article_and_values(capsys):
    code, out, _ = run(capsys, cli.configure_rules, cli.run_rules, "show", "nd335/level")
    assert code == 0
    assert "Điều 20 NĐ 335/2025/NĐ-CP" in out
    assert "excellent: 90; good: 70; completed: 50" in out
    _, out, _ = run(capsys, cli.configure_rules, cli.run_rules, "show", "nd335/total", "--on", "2026-06-30")
    assert "không dùng tham số nào" in out


def test_showing_an_unknown_rule_or_day_says_so(capsys):
    code, _, err = run(capsys, cli.configure_rules, cli.run_rules, "show", "nd335/levels")
    assert (code, "“nd335/level”" in err) == (2, True)
    code, _, err = run(
        capsys, cli.configure_rules, cli.run_rules, "show", "nd335/level", "--on", "2025-01-01"
    )
    assert (code, "01/01/2026" in err) == (2, True)


def test_cases_can_be_checked_by_hand(case_file, capsys):
    right = "name: Ví dụ\n" + EXAMPLE + "expect: {total: 89.10, level: good}\n"
    case_file.write_text(right, encoding="utf-8")
    assert run(capsys, cli.configure_rules, cli.run_rules, "check", case_file)[:2] == (0, "đúng  Ví dụ\n")
    case_file.write_text(right.replace("89.10", "89.20"), encoding="utf-8")
    code, out, _ = run(capsys, cli.configure_rules, cli.run_rules, "check", case_file)
    assert code == 2
    assert "SAI  Ví dụ" in out
    assert "tính ra 89.10, trường hợp ghi 89.20" in out


def test_every_figure_that_differs_is_named():
    wrong = (
        EXAMPLE
        + "expect: {components: {quality: 1, x: 2}, result: 1, total: 2, level: excellent, failed_gates: [a]}\n"
    )
    assert [line.partition(":")[0] for line in differences(parse_case(wrong, "x"))] == [
        "quality",
        "x",
        "result",
        "total",
        "failed_gates",
        "level",
    ]


def test_a_case_that_expects_nothing_differs_in_nothing():
    assert differences(parse_case(EXAMPLE, "x")) == []


def test_a_rule_case_that_differs_is_named(case_file):
    text = "name: a\nrule: nd335/quality_factor\non: 2026-03-31\ninput: {times: 1}\noutput: 80"
    case_file.write_text(text, encoding="utf-8")
    (case,) = read_cases(case_file)
    assert answer_of(case) == "75"
    assert differences(case) == ["nd335/quality_factor: tính ra 75, trường hợp ghi 80"]


def test_the_rule_pages_in_the_repository_are_up_to_date():
    folder = ROOT / "docs" / "rules"
    found = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.md")
    }
    assert found == pages(CASES), "run: ./run rules pages"


def test_a_case_without_expectation_is_listed_by_name(tmp_path):
    (tmp_path / "a.yaml").write_text("name: Chưa có kết quả\n" + EXAMPLE, encoding="utf-8")
    assert "- Chưa có kết quả\n" in pages(tmp_path)["nd335/non-leader.md"]


def test_pages_are_written_and_those_of_gone_rules_removed(tmp_path, capsys):
    (tmp_path / "gone.md").write_text("x", encoding="utf-8")
    code, out, _ = run(
        capsys, cli.configure_rules, cli.run_rules, "pages", "--cases", CASES, "--to", tmp_path
    )
    assert code == 0
    assert "trang" in out
    run(capsys, cli.configure_rules, cli.run_rules, "pages", "--cases", CASES, "--to", tmp_path)
    assert not (tmp_path / "gone.md").exists()
    page = (tmp_path / "nd335" / "level.md").read_text(encoding="utf-8")
    assert "F10 89,99 điểm là tốt: total = 89.99 → good" in page
    assert "Điều 20 NĐ 335/2025/NĐ-CP" in page
