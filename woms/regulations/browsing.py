"""The rules as a reader opens them: what a rule says, its parameters on a day, and its cases worked out anew. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from woms.core.errors import Missing, WomsError
from woms.core.numbers import format_number
from woms.regulations.case_checks import answer_of, differences
from woms.regulations.cases import Case, RuleCase, read_cases, score_of
from woms.regulations.explanation import explain
from woms.regulations.instruments import Instrument, instruments
from woms.regulations.parameter_files import catalogue, folder_titles
from woms.regulations.parameters import (
    LEVEL_LABELS,
    LocalDecision,
    Parameter,
    ParameterSet,
    Setting,
    parameter_named,
)
from woms.regulations.registry import Rule, framework_names, rule_names, versions_of
from woms.regulations.results import Level
from woms.regulations.values import show_value

CASES_FOLDER = Path(__file__).parents[2] / "tests" / "regulations"


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in a list, by its latest version."""

    name: str
    label: str
    article: str
    since: date
    is_framework: bool


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One dated version of a rule, in the words of the law."""

    since: date
    label: str
    words: str
    article: str
    holds: bool


@dataclass(frozen=True, slots=True)
class ParameterLine:
    """A parameter on a day. `shown` is empty where it has no value that day; `decision` where the text's value holds."""

    name: str
    description: str
    shown: str
    source: str
    certainty: str
    certainty_label: str
    is_open: bool
    decision: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case that a person worked out, and what the rules answer just now."""

    name: str
    on: date
    given: str
    expected: str
    computed: str
    agrees: bool
    formula: str


@dataclass(frozen=True, slots=True)
class RulePage:
    name: str
    label: str
    is_framework: bool
    on: date
    versions: tuple[VersionLine, ...]
    parameters: tuple[ParameterLine, ...]
    cases: tuple[CaseLine, ...]


@dataclass(frozen=True, slots=True)
class LawValue:
    """What the text says from a day on; `shown` is empty where it was repealed."""

    since: date
    shown: str
    article: str
    checked_on: date | None


@dataclass(frozen=True, slots=True)
class ParameterPage:
    line: ParameterLine
    unit_label: str
    note: str
    on: date
    values: tuple[LawValue, ...]
    levels: tuple[str, ...]
    bounds: str
    read_by: tuple[RuleLine, ...]
    parameter: Parameter


@dataclass(frozen=True, slots=True)
class ParameterGroup:
    title: str
    lines: tuple[ParameterLine, ...]


def rule_lines() -> tuple[RuleLine, ...]:
    """Every rule, frameworks first."""
    return tuple(_rule_line(name) for name in rule_names())


def instrument_lines() -> tuple[Instrument, ...]:
    """Every legal document, in the order of its file."""
    return tuple(instruments().values())


def parameter_groups(
    on: date, decisions: Sequence[LocalDecision] = (), *, only_open: bool = False
) -> tuple[ParameterGroup, ...]:
    """Every parameter on a day by folder; `only_open`: those that a body may decide."""
    read = ParameterSet(catalogue(), on, decisions)
    groups = []
    for folder, title in folder_titles().items():
        found = [item for name, item in catalogue().items() if name.startswith(f"{folder}/")]
        lines = tuple(_parameter_line(item, read) for item in found if item.setting or not only_open)
        if lines:
            groups.append(ParameterGroup(title, lines))
    return tuple(groups)


def rule_page(name: str, on: date, decisions: Sequence[LocalDecision] = ()) -> RulePage:
    """One rule as a reader opens it. Raises `Missing` naming the nearest rule."""
    versions = versions_of(name)
    started = [version for version in versions if version.since <= on]
    current = started[-1] if started else versions[0]
    read = ParameterSet(catalogue(), on, decisions)
    return RulePage(
        name=name,
        label=current.label,
        is_framework=current.is_framework,
        on=on,
        versions=tuple(_version(one, holds=one is current and bool(started)) for one in reversed(versions)),
        parameters=tuple(_parameter_line(catalogue()[item], read) for item in current.reads),
        cases=tuple(_case_line(case) for case in _cases() if _about(case) == name),
    )


def parameter_page(name: str, on: date, decisions: Sequence[LocalDecision] = ()) -> ParameterPage:
    """One parameter with everything the texts ever said. Raises `Missing` naming the nearest one."""
    parameter = parameter_named(catalogue(), name)
    setting = parameter.setting
    readers = [rule for rule in rule_names() if any(name in version.reads for version in versions_of(rule))]
    return ParameterPage(
        line=_parameter_line(parameter, ParameterSet(catalogue(), on, decisions)),
        unit_label=parameter.unit.label,
        note=parameter.note,
        on=on,
        values=tuple(
            LawValue(
                since=dated.since,
                shown="" if dated.value is None else show_value(dated.value, parameter.unit),
                article=dated.cites.text,
                checked_on=dated.checked_on,
            )
            for dated in reversed(parameter.values)
        ),
        levels=tuple(LEVEL_LABELS[level] for level in setting.overridable_by) if setting else (),
        bounds=bounds_of(setting) if setting else "",
        read_by=tuple(_rule_line(rule) for rule in readers),
        parameter=parameter,
    )


def bounds_of(setting: Setting) -> str:
    """`từ 100 đến 120`, or the choices."""
    if setting.choices:
        return ", ".join(setting.choices)
    total = f", cộng lại đúng {format_number(setting.total)}" if setting.total is not None else ""
    low, high = (setting.minimum, setting.maximum)
    ends = [] if low is None else [f"từ {format_number(low)}"]
    ends += [] if high is None else [f"đến {format_number(high)}"]
    return " ".join(ends) + total


def _rule_line(name: str) -> RuleLine:
    latest = versions_of(name)[-1]
    return RuleLine(name, latest.label, latest.article, latest.since, name in framework_names())


def _version(rule: Rule, *, holds: bool) -> VersionLine:
    return VersionLine(rule.since, rule.label, _words(rule.description), rule.article, holds)


def _words(description: str) -> str:
    """Paragraphs in whole lines: the source breaks them for its own width."""
    paragraphs = description.split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _parameter_line(parameter: Parameter, read: ParameterSet) -> ParameterLine:
    try:
        reading = read.read(parameter.name)
        shown, source = reading.shown, reading.cites.text
        decision = reading.source if reading.decision else ""
    except Missing:
        shown, source, decision = "", "", ""
    return ParameterLine(
        name=parameter.name,
        description=parameter.description,
        shown=shown,
        source=source,
        certainty=parameter.certainty.value,
        certainty_label=parameter.certainty.label,
        is_open=parameter.setting is not None,
        decision=decision,
    )


@cache
def _cases() -> tuple[Case | RuleCase, ...]:
    """The cases worked by hand; none where the program was installed without them."""
    return tuple(case for path in sorted(CASES_FOLDER.rglob("*.yaml")) for case in read_cases(path))


def _about(case: Case | RuleCase) -> str:
    return case.rule if isinstance(case, RuleCase) else case.inputs.framework


def _case_line(case: Case | RuleCase) -> CaseLine:
    try:
        wrong = differences(case)
        return _rule_case_line(case, wrong) if isinstance(case, RuleCase) else _scored_line(case, wrong)
    except WomsError as error:
        on = case.on if isinstance(case, RuleCase) else case.inputs.on
        return CaseLine(case.name, on, "", "", error.sentence, agrees=False, formula="")


def _rule_case_line(case: RuleCase, wrong: Sequence[str]) -> CaseLine:
    given = ", ".join(f"{key} = {value}" for key, value in case.arguments.items())
    answer = answer_of(case)
    return CaseLine(case.name, case.on, given, _answer(case.output), _answer(answer), not wrong, "")


def _scored_line(case: Case, wrong: Sequence[str]) -> CaseLine:
    found = score_of(case)
    expected = case.expected
    said = (
        ""
        if expected is None
        else _outcome(format(expected.total, "f") if expected.total is not None else "", expected.level)
    )
    return CaseLine(
        name=case.name,
        on=case.inputs.on,
        given=_given(case),
        expected=said,
        computed=_outcome("" if found.total is None else str(found.total), found.level.value),
        agrees=not wrong,
        formula=explain(found, case.inputs, decisions=case.decisions).formula,
    )


def _given(case: Case) -> str:
    """`3 sản phẩm, tiêu chí chung 27`."""
    products, objectives = len(case.inputs.products), len(case.inputs.objectives)
    parts = [f"{products} sản phẩm"] if products else []
    parts += [f"{objectives} nhiệm vụ"] if objectives else []
    general = case.inputs.general
    parts += (
        [f"tiêu chí chung {general.numerator / general.denominator:g}".replace(".", ",")] if general else []
    )
    parts += [f"quyết định {decision.number}" for decision in case.decisions]
    return ", ".join(parts)


def _outcome(total: str, level: str) -> str:
    words = Level(level).label
    return f"{total.replace('.', ',')} điểm, {words.lower()}" if total else words


def _answer(text: str) -> str:
    if text in set(Level):
        return Level(text).label
    return text.replace(".", ",")
