"""The public case format: one person and one period in a YAML file that a jurist can read, sign and re-compute.

The same format feeds `./run score --case FILE` and the tests in `tests/regulations`. A test case adds `name`,
`cites` and `expect`; a case of a single rule has `rule`, `input` and `output` instead. See docs/rules/README.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from woms.core.errors import Invalid, Missing, WomsError
from woms.core.strict_yaml import Table, parse_document, read_documents
from woms.regulations.case_writing import Json, JsonValue, inputs_as_json
from woms.regulations.inputs import (
    Fact,
    Fault,
    Ideology,
    Inputs,
    KeyResult,
    Leadership,
    Objective,
    Product,
    UnitResult,
)
from woms.regulations.parameter_files import catalogue
from woms.regulations.parameters import LEVELS, LocalDecision, check_decision, parameter_named
from woms.regulations.profiles import PROFILES
from woms.regulations.results import Score
from woms.regulations.scoring import score
from woms.regulations.values import read_value

__all__ = [
    "Case",
    "Expected",
    "Json",
    "RuleCase",
    "inputs_as_json",
    "inputs_from_json",
    "parse_case",
    "read_case",
    "read_cases",
    "score_as_json",
    "score_case",
    "score_of",
]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a case says must come out; None is not checked. Percentages and points as displayed."""

    components: Mapping[str, Decimal]
    result: Decimal | None
    total: Decimal | None
    level: str
    failed_gates: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Case:
    """One scored case. `lines` says where each field stands, for error messages."""

    source: str
    line: int
    name: str
    cites: str
    inputs: Inputs
    decisions: tuple[LocalDecision, ...]
    expected: Expected | None
    lines: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RuleCase:
    """One rule on one day with its arguments and the answer, in written form (75 for 75 %)."""

    source: str
    line: int
    name: str
    cites: str
    rule: str
    on: date
    decisions: tuple[LocalDecision, ...]
    arguments: Mapping[str, Decimal | str]
    output: str


def read_cases(path: Path) -> list[Case | RuleCase]:
    """Read every case of a file (several are divided by `---`). Raises `Invalid` naming file, line and cure."""
    return [_rule_case(table) if "rule" in table else _case(table) for table in read_documents(path)]


def read_case(path: Path) -> Case:
    """Read a file that holds one scored case."""
    cases = read_cases(path)
    if len(cases) != 1 or not isinstance(cases[0], Case):
        raise Invalid(
            f"{path}: cần đúng một trường hợp có “framework”. Tách các trường hợp ra từng tệp.",
            code="case.not_one",
        )
    return cases[0]


def parse_case(text: str, source: str) -> Case:
    """Read a case from text, such as the stored inputs of a score sheet."""
    return _case(parse_document(text, source))


def score_case(path: Path) -> Json:
    """Score a case file. Raises `Invalid` naming file, line and cure."""
    return score_as_json(score_of(read_case(path)))


def score_of(case: Case) -> Score:
    """Score a case; an input out of range is reported with its line."""
    try:
        return score(case.inputs, decisions=case.decisions)
    except (Invalid, Missing) as error:
        raise _located(error, case) from error


def score_as_json(result: Score) -> Json:
    """Percentages and points as strings with the displayed decimals; None where there is nothing to score."""
    return {
        "components": {part.code: str(result.percent(part)) for part in result.components},
        "result": None if result.result is None else str(result.result),
        "general": str(result.general),
        "total": None if result.total is None else str(result.total),
        "level": result.level.value,
        "gates": [
            {"code": gate.code, "passed": gate.passed, "reason": gate.sentence, "article": gate.cites.text}
            for gate in result.gates
        ],
        "trace": _json(result.trace.as_json()),
    }


def inputs_from_json(stored: Json) -> Inputs:
    """Read inputs that `inputs_as_json` wrote: a score of long ago can be computed again."""
    return parse_case(json.dumps(stored, ensure_ascii=False), "dữ liệu đã lưu").inputs


def _json(tree: object) -> JsonValue:
    if isinstance(tree, dict):
        return {str(key): _json(value) for key, value in tree.items()}
    return [_json(item) for item in tree] if isinstance(tree, list) else str(tree)


def _located(error: WomsError, case: Case) -> Invalid:
    """The same complaint with the line of the field, or of the nearest thing around it."""
    field = error.field
    while field not in case.lines and "." in field:
        field = field.rpartition(".")[0]
    line = case.lines.get(field, case.line)
    return Invalid(f"{case.source}, dòng {line}: {error.sentence}", code=error.code, field=error.field)


def _case(table: Table) -> Case:
    lines = {key: table.line_of(key) for key in table.keys()}  # noqa: SIM118 - a Table, not a dict
    framework = table.text("framework")
    inputs = Inputs(
        framework=framework,
        on=table.day("on"),
        general=_general(table, framework),
        products=tuple(_products(table, lines)),
        leadership=_leadership(table.table("leadership")) if "leadership" in table else None,
        facts=tuple(_facts(table, lines)),
        unit=_unit(table.table("unit")) if "unit" in table else None,
        coordination=_percent(table, "coordination"),
        objectives=tuple(_objectives(table, lines)),
        criteria=_criteria(table.table("criteria")) if "criteria" in table else (),
        ideology=_ideology(table.table("ideology")) if "ideology" in table else None,
    )
    case = Case(
        source=table.source,
        line=table.line,
        name=table.text("name", ""),
        cites=table.text("cites", ""),
        inputs=inputs,
        decisions=tuple(_decision(entry) for entry in table.tables("decisions")),
        expected=_expected(table.table("expect")) if "expect" in table else None,
        lines=lines,
    )
    table.finish()
    return case


def _general(table: Table, framework: str) -> Fraction:
    """The points of the general criteria; a framework that has none needs no key for them."""
    profile = PROFILES.get(framework)
    if profile is None or profile.has_general:
        return Fraction(table.number("general"))
    return Fraction(table.number("general", Decimal(0)))


def _objectives(table: Table, lines: dict[str, int]) -> list[Objective]:
    objectives = []
    for index, entry in enumerate(table.tables("objectives")):
        lines[f"objectives.{index}"] = entry.line
        lines.update({f"objectives.{index}.{key}": entry.line_of(key) for key in entry.keys()})  # noqa: SIM118
        objectives.append(_objective(entry))
    return objectives


def _objective(entry: Table) -> Objective:
    """`progress` alone stands for a single key result."""
    name = entry.text("name")
    alone = _percent(entry, "progress")
    objective = Objective(
        name=name,
        key_results=(KeyResult(name, alone),)
        if alone is not None
        else tuple(_key_result(part) for part in entry.tables("key_results")),
        weight=Fraction(entry.number("weight", Decimal(1))),
        area=entry.text("area", ""),
        kind=entry.text("kind", "kpi"),
        planned=entry.flag("planned", default=True),
    )
    entry.finish()
    return objective


def _key_result(entry: Table) -> KeyResult:
    result = KeyResult(
        entry.text("name"),
        Fraction(entry.number("progress")) / 100,
        Fraction(entry.number("weight", Decimal(1))),
    )
    entry.finish()
    return result


def _criteria(entry: Table) -> tuple[tuple[str, Fraction], ...]:
    return tuple((code, Fraction(entry.number(code)) / 100) for code in entry.keys())  # noqa: SIM118


def _ideology(entry: Table) -> Ideology:
    contributions = entry.optional_number("contributions")
    found = Ideology(
        assessment=_percent(entry, "assessment"),
        study=_percent(entry, "study"),
        contributions=None if contributions is None else Fraction(contributions),
        trust=_percent(entry, "trust"),
        reminders=entry.integer("reminders", 0),
    )
    entry.finish()
    return found


def _products(table: Table, lines: dict[str, int]) -> list[Product]:
    products = []
    for index, entry in enumerate(table.tables("products")):
        lines[f"products.{index}"] = entry.line
        lines.update({f"products.{index}.{key}": entry.line_of(key) for key in entry.keys()})  # noqa: SIM118
        products.append(_product(entry))
    return products


def _product(entry: Table) -> Product:
    product = Product(
        name=entry.text("name"),
        coefficient=Fraction(entry.number("coefficient")),
        assigned=Fraction(entry.number("assigned")),
        completed=Fraction(entry.number("completed")),
        reworks=tuple(_faults(entry, "reworks")),
        delays=tuple(_faults(entry, "delays")),
        reference=entry.text("reference", ""),
        exceeding=Fraction(entry.number("exceeding", Decimal(0))),
    )
    entry.finish()
    return product


def _faults(entry: Table, key: str) -> list[Fault]:
    def in_short(times: Decimal) -> Fault:
        if times != times.to_integral_value():
            entry.fail(f"“{key}” kê số lần nguyên của từng đơn vị sản phẩm, không phải {times}", key)
        return Fault(int(times))

    return entry.mixed(key, scalar=in_short, mapping=_fault)


def _fault(entry: Table) -> Fault:
    fault = Fault(entry.integer("times"), entry.flag("excused", default=False))
    entry.finish()
    return fault


def _leadership(entry: Table) -> Leadership:
    marks = Leadership(
        unit_result=Fraction(entry.number("unit_result")) / 100,
        organizing=Fraction(entry.number("organizing")) / 100,
        cohesion=Fraction(entry.number("cohesion")) / 100,
    )
    entry.finish()
    return marks


def _percent(entry: Table, key: str) -> Fraction | None:
    written = entry.optional_number(key)
    return None if written is None else Fraction(written) / 100


def _unit(entry: Table) -> UnitResult:
    unit = UnitResult(entry.text("level", ""), _percent(entry, "completion"))
    entry.finish()
    return unit


def _facts(table: Table, lines: dict[str, int]) -> list[Fact]:
    facts = []
    for index, entry in enumerate(table.tables("facts")):
        lines[f"facts.{index}"] = entry.line
        facts.append(Fact(entry.text("kind"), entry.text("level", "")))
        entry.finish()
    return facts


def _decision(entry: Table) -> LocalDecision:
    level = entry.text("level")
    if level not in LEVELS:
        entry.fail(f"không có cấp “{level}”. Dùng một trong: {', '.join(LEVELS)}", "level")
    with _located_at(entry):
        parameter = parameter_named(catalogue(), entry.text("parameter"))
    value = parameter.ordered(read_value(entry, parameter.unit))
    decision = LocalDecision(parameter.name, value, level, entry.text("number"), entry.day("since"))
    with _located_at(entry):
        check_decision(catalogue(), decision)
    entry.finish()
    return decision


@contextmanager
def _located_at(entry: Table) -> Iterator[None]:
    """Complaints of the rules, which know no file, are said again with this entry's line."""
    try:
        yield
    except (Missing, Invalid) as error:
        if error.code.startswith("yaml."):
            raise
        entry.fail(error.sentence)


def _expected(entry: Table) -> Expected:
    components = entry.table("components") if "components" in entry else None
    expected = Expected(
        components={}
        if components is None
        else {code: components.number(code) for code in components.keys()},  # noqa: SIM118
        result=entry.optional_number("result"),
        total=entry.optional_number("total"),
        level=entry.text("level"),
        failed_gates=tuple(entry.texts("failed_gates")) if "failed_gates" in entry else None,
    )
    entry.finish()
    return expected


def _rule_case(table: Table) -> RuleCase:
    arguments = table.table("input").plain()
    case = RuleCase(
        source=table.source,
        line=table.line,
        name=table.text("name"),
        cites=table.text("cites", ""),
        rule=table.text("rule"),
        on=table.day("on"),
        decisions=tuple(_decision(entry) for entry in table.tables("decisions")),
        arguments={key: value for key, value in arguments.items() if isinstance(value, Decimal | str)},
        output=table.text("output"),
    )
    table.finish()
    return case
