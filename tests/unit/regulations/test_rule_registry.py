"""Dated formulas: which version answers on which day, and what a declaration must carry."""

from __future__ import annotations

import ast
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from woms.core.errors import Missing
from woms.regulations import registry
from woms.regulations.calculation import Calculation
from woms.regulations.formulas.points import result_score
from woms.regulations.profiles import PROFILES
from woms.regulations.registry import formula_on, framework_names, rule, rule_names, versions_of
from woms.regulations.scoring import parameters_on

FORMULAS = Path(registry.__file__).parent / "formulas"
DAY = date(2026, 3, 31)


@pytest.fixture
def empty_place(monkeypatch):
    """Rules declared in a test are forgotten after it."""
    monkeypatch.setattr(
        registry, "_versions", {key: list(found) for key, found in registry._versions.items()}
    )
    monkeypatch.setattr(registry, "_names", dict(registry._names))


def declare(
    name="test/rule", since=date(2026, 1, 1), cites=("nd-335-2025", "Điều 1"), unit="point", reads=()
):
    def formula(calculation, value):
        """Một quy tắc thử."""
        return value + since.year - 2026

    return rule(name, label="Thử", since=since, cites=cites, unit=unit, reads=reads)(formula)


def test_frameworks_are_listed_first():
    assert {"nd335/deputy", "nd335/leader", "nd335/non-leader"} < set(framework_names())
    assert rule_names()[: len(framework_names())] == framework_names()


def test_every_framework_says_what_it_asks_for():
    assert set(PROFILES) == set(framework_names())


def test_the_version_in_force_on_the_governing_day_answers(empty_place):
    first = declare()
    declare(since=date(2027, 7, 1))
    assert Calculation(parameters_on(date(2027, 6, 30))).apply(first, Fraction(5)) == 5
    assert Calculation(parameters_on(date(2027, 7, 1))).apply(first, Fraction(5)) == 6
    assert len(versions_of("test/rule")) == 2


def test_a_day_before_the_first_version_is_answered_with_that_version_s_day():
    with pytest.raises(Missing, match=r"31/12/2025.*01/01/2026"):
        formula_on("nd335/level", date(2025, 12, 31))


@pytest.mark.parametrize(("name", "hint"), [("nd335/leval", "“nd335/level”"), ("xyz", "./run rules list")])
def test_an_unknown_rule_is_answered_with_the_nearest_or_the_list(name, hint):
    with pytest.raises(Missing, match=hint):
        versions_of(name)


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"cites": ("nd-335-2025",)}, "cites an article"),
        ({"unit": "kilo"}, "unit kilo"),
        ({"name": "nd335/level"}, "two versions"),
    ],
)
def test_a_declaration_without_article_unit_or_new_day_stops_the_program(empty_place, changes, part):
    with pytest.raises(ValueError, match=part):
        declare(**changes)


def test_a_rule_may_only_read_what_it_declares(empty_place):
    def formula(calculation):
        """Đọc lén."""
        return calculation.number("civil_servants/result_maximum")

    rule("test/sly", label="Thử", since=DAY, cites=("nd-335-2025", "Điều 1"), unit="point")(formula)
    with pytest.raises(TypeError, match="without declaring"):
        Calculation(parameters_on(DAY)).apply(formula)


def test_a_parameter_of_another_kind_is_a_mistake_in_the_rule():
    with pytest.raises(TypeError, match="reads it as Fraction"):
        parameters_on(DAY).number("civil_servants/level_tested_on")


def test_every_rule_has_a_docstring_in_the_words_of_the_law_and_an_article():
    for name in rule_names():
        for version in versions_of(name):
            assert len(version.description) > 20
            # “Quy định về …” cites by content an article whose number the sources do not agree on.
            assert version.article.startswith(("Điều ", "Mục ", "Phần ", "Phụ lục ", "Quy định về "))


def test_a_multi_line_description_is_kept_line_by_line():
    assert "\n" in versions_of("nd335/leader")[0].description


def test_no_number_of_a_law_stands_in_a_formula():
    allowed = {0, 1, 100}  # True and False are 1 and 0 here
    for path in FORMULAS.glob("*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                numbers = [
                    node.value
                    for statement in function.body
                    for node in ast.walk(statement)
                    if isinstance(node, ast.Constant) and isinstance(node.value, int | float)
                ]
                assert set(numbers) <= allowed, f"{path.name}: {function.name}"


class Symbol:
    """A carrier that knows arithmetic only: it writes down what a formula does."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __add__(self, other):
        return Symbol(f"({self.text} + {other.text})")

    def __truediv__(self, other):
        return Symbol(f"{self.text} / {other}")

    def __mul__(self, other):
        return Symbol(f"{self.text} × {other}")


def test_a_formula_runs_unchanged_on_a_carrier_that_only_knows_arithmetic():
    ratios = [Symbol("a"), Symbol("b"), Symbol("c")]
    calculation = Calculation(parameters_on(DAY))
    calculation._open.append((formula_on("nd335/result", DAY), _node()))
    assert result_score(calculation, ratios).text == "((a + b) + c) / 3 × 70"


def _node():
    from woms.regulations.trace import OpenNode

    return OpenNode("", "", "point", "")
