"""Hold cases against the rules: what differs, in sentences. Used by the tests and by `./run rules check`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from woms.regulations.calculation import Calculation
from woms.regulations.cases import Case, Expected, RuleCase, score_of
from woms.regulations.registry import formula_on
from woms.regulations.results import Level, Score
from woms.regulations.scoring import parameters_on
from woms.regulations.values import units


def differences(case: Case | RuleCase) -> list[str]:
    """Every way in which the rules answer otherwise than the case says; empty when they agree."""
    if isinstance(case, RuleCase):
        answer = answer_of(case)
        return (
            []
            if _same(answer, case.output)
            else [f"{case.rule}: tính ra {answer}, trường hợp ghi {case.output}"]
        )
    score = score_of(case)
    if case.expected is None:
        return []
    pairs = _compared(score, case.expected)
    return [
        f"{what}: tính ra {found}, trường hợp ghi {expected}"
        for what, found, expected in pairs
        if found != expected
    ]


def answer_of(case: RuleCase) -> str:
    """What the rule answers: a number in written form, exact, or a level's code."""
    calculation = Calculation(parameters_on(case.on, decisions=case.decisions))
    arguments = {
        key: Fraction(value) if isinstance(value, Decimal) else value for key, value in case.arguments.items()
    }
    answer = calculation.apply_named(case.rule, **arguments)
    if isinstance(answer, Fraction):
        unit = units()[formula_on(case.rule, case.on).unit]
        return str(answer * unit.per)
    return answer.value if isinstance(answer, Level) else str(answer)


def _same(answer: str, output: str) -> bool:
    if output in set(Level):
        return answer == output
    return Fraction(answer) == Fraction(output)


def _compared(score: Score, expected: Expected) -> list[tuple[str, object, object]]:
    found = {component.code: score.percent(component) for component in score.components}
    pairs: list[tuple[str, object, object]] = [
        (code, found.get(code), score.rounding.apply(value)) for code, value in expected.components.items()
    ]
    if expected.result is not None:
        pairs.append(("result", score.result, score.rounding.apply(expected.result)))
    if expected.total is not None:
        pairs.append(("total", score.total, score.rounding.apply(expected.total)))
    if expected.failed_gates is not None:
        failed = tuple(gate.code for gate in score.gates if not gate.passed)
        pairs.append(("failed_gates", failed, expected.failed_gates))
    return [*pairs, ("level", score.level.value, expected.level)]
