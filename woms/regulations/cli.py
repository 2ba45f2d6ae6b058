"""`./run score` and `./run rules`: the rules without a database. Argparse only; the program's entry point wires it.

`configure_*` fills a parser; `run_*` takes its arguments, prints, and answers the exit code: 0, or 2 with one sentence.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from woms.core.errors import WomsError
from woms.core.numbers import format_number
from woms.regulations.case_checks import differences
from woms.regulations.cases import read_case, read_cases, score_as_json, score_of
from woms.regulations.docs import write_pages
from woms.regulations.explanation import explain
from woms.regulations.parameter_files import catalogue
from woms.regulations.parameters import ParameterSet
from woms.regulations.registry import Rule, formula_on, framework_names, rule_names, versions_of
from woms.regulations.results import Explanation, Score

FAILED = 2


def configure_score(parser: argparse.ArgumentParser) -> None:
    parser.description = "Chấm điểm một trường hợp viết trong tệp YAML."
    parser.add_argument("--case", type=Path, required=True, metavar="FILE.yaml", help="tệp trường hợp")
    parser.add_argument("--json", action="store_true", help="in JSON thay vì bản giải thích")


def run_score(arguments: argparse.Namespace) -> int:
    return _guarded(lambda: _score(arguments))


def configure_rules(parser: argparse.ArgumentParser) -> None:
    parser.description = "Xem và kiểm tra các quy tắc chấm điểm."
    commands = parser.add_subparsers(dest="rules_command", required=True)
    listing = commands.add_parser("list", help="kể tên các khung đánh giá và quy tắc")
    listing.add_argument("--parameters", action="store_true", help="kể cả các tham số")
    show = commands.add_parser("show", help="xem một quy tắc: nội dung, căn cứ, tham số")
    show.add_argument("rule", metavar="RULE")
    show.add_argument(
        "--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="theo ngày này (mặc định: bản mới nhất)"
    )
    check = commands.add_parser("check", help="tính lại các trường hợp và so với kết quả đã ghi")
    check.add_argument("paths", type=Path, nargs="+", metavar="FILE.yaml")
    pages = commands.add_parser("pages", help="viết lại các trang tài liệu quy tắc")
    pages.add_argument("--cases", type=Path, default=Path("tests/regulations"))
    pages.add_argument("--to", type=Path, default=Path("docs/rules"))


def run_rules(arguments: argparse.Namespace) -> int:
    commands = {"list": _list, "show": _show, "check": _check, "pages": _pages}
    return _guarded(lambda: commands[arguments.rules_command](arguments))


def _guarded(work: Callable[[], int]) -> int:
    try:
        return work()
    except WomsError as error:
        sys.stderr.write(f"{error.sentence}\n")
        return FAILED


def _print(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _score(arguments: argparse.Namespace) -> int:
    case = read_case(arguments.case)
    result = score_of(case)
    if arguments.json:
        _print(json.dumps(score_as_json(result), ensure_ascii=False, indent=2))
    else:
        _print(*_explained(result, explain(result, case.inputs, decisions=case.decisions)))
    return 0


def _explained(result: Score, explanation: Explanation) -> list[str]:
    lines = [f"{format_number(line.points, 2):>8}  {line.sentence}" for line in explanation.lines]
    lines += [
        f"{'':8}  {text}" for text in (explanation.formula, explanation.basis, *explanation.notes) if text
    ]
    lines += [f"{'':8}  {what_if.sentence}" for what_if in explanation.what_ifs]
    return [*lines, f"{'':8}  {result.level.label} (quy tắc bản {result.rules_version})"]


def _list(arguments: argparse.Namespace) -> int:
    frameworks = framework_names()
    _print("Khung đánh giá:", *(_line(name) for name in frameworks))
    _print("Quy tắc:", *(_line(name) for name in rule_names() if name not in frameworks))
    if arguments.parameters:
        _print("Tham số:", *(f"  {name:40} {item.description}" for name, item in catalogue().items()))
    return 0


def _line(name: str) -> str:
    latest = versions_of(name)[-1]
    return f"  {name:24} {latest.label} (từ {latest.since:%d/%m/%Y}; {latest.article})"


def _show(arguments: argparse.Namespace) -> int:
    found = formula_on(arguments.rule, arguments.on) if arguments.on else versions_of(arguments.rule)[-1]
    on = arguments.on or max(
        found.since, *(catalogue()[name].values[-1].since for name in found.reads), found.since
    )
    _print(f"{found.name}: {found.label}", f"Từ ngày {found.since:%d/%m/%Y}. Căn cứ: {found.article}", "")
    _print(found.description, "", f"Tham số vào ngày {on:%d/%m/%Y}:", *_readings(found, on))
    return 0


def _readings(found: Rule, on: date) -> list[str]:
    parameters = ParameterSet(catalogue(), on)
    readings = [parameters.read(name) for name in found.reads]
    return [
        f"  {reading.parameter.name} = {reading.shown} ({reading.source}; mức chắc chắn "
        f"{reading.parameter.certainty.value}: {reading.parameter.certainty.label})"
        for reading in readings
    ] or ["  không dùng tham số nào"]


def _check(arguments: argparse.Namespace) -> int:
    wrong = 0
    for path in arguments.paths:
        for case in read_cases(path):
            found = differences(case)
            wrong += bool(found)
            _print(
                f"{'SAI' if found else 'đúng'}  {case.name or case.source}",
                *(f"      {line}" for line in found),
            )
    return FAILED if wrong else 0


def _pages(arguments: argparse.Namespace) -> int:
    written = write_pages(cases_folder=arguments.cases, folder=arguments.to)
    _print(f"Đã viết {written} trang vào {arguments.to}.")
    return 0
