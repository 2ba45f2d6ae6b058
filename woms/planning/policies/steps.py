"""A key result measured by milestones or grades: what each step is worth, and when the list makes sense. Pure."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from woms.core.errors import Invalid
from woms.core.vietnamese import clean_text, fold
from woms.planning.facts import KeyResultFacts, StepFact
from woms.planning.states import Direction

MOST_STEPS = 20
NAME_LENGTH = 120
STEP_UNIT = "mốc"
WHOLE = Decimal(100)
_DIGITS = Decimal("0.01")


def with_settled_steps(facts: KeyResultFacts) -> KeyResultFacts:
    """This function will fill in what a list of steps leaves open: even shares, the target, the unit.

    Raises `Invalid` for a list that cannot measure anything, or one beside another direction.
    """
    if facts.direction != Direction.STEPS:
        if facts.steps:
            raise _wrong(
                "Danh sách mốc chỉ dùng khi chọn “Theo mốc, theo bậc”. Hãy xóa các mốc hoặc đổi chiều."
            )
        return facts
    steps = _with_shares([StepFact(clean_text(step.name), step.percent) for step in facts.steps])
    _check_names(steps)
    _check_shares(steps)
    unit = facts.measure_unit.strip() or STEP_UNIT
    return replace(facts, steps=steps, target=Decimal(len(steps)), baseline=None, measure_unit=unit)


def _with_shares(steps: list[StepFact]) -> tuple[StepFact, ...]:
    """Even shares when none is given; all or none."""
    given = [step for step in steps if step.percent is not None]
    if given and len(given) < len(steps):
        raise _wrong("Có mốc ghi phần trăm, có mốc không. Hãy ghi đủ, hoặc bỏ hết để chia đều.")
    if given:
        return tuple(steps)
    return tuple(
        StepFact(step.name, (WHOLE * place / len(steps)).quantize(_DIGITS, ROUND_HALF_UP))
        for place, step in enumerate(steps, start=1)
    )


def _check_names(steps: tuple[StepFact, ...]) -> None:
    if not steps or len(steps) > MOST_STEPS:
        raise _wrong(f"Hãy ghi từ 1 đến {MOST_STEPS} mốc, mỗi dòng một mốc, theo thứ tự phải đạt.")
    names = [fold(step.name) for step in steps]
    if not all(names) or any(len(step.name) > NAME_LENGTH for step in steps):
        raise _wrong(f"Mỗi mốc cần một tên, nhiều nhất {NAME_LENGTH} chữ.")
    if len(set(names)) < len(names):
        raise _wrong("Hai mốc trùng tên. Mỗi mốc cần một tên riêng.")


def _check_shares(steps: tuple[StepFact, ...]) -> None:
    worth = [step.percent for step in steps if step.percent is not None]
    if not all(_is_share(percent) for percent in worth) or not _rises(worth) or worth[-1] != WHOLE:
        raise _wrong(
            "Phần trăm của các mốc phải tăng dần và mốc cuối là 100, nhiều nhất 2 chữ số sau dấu phẩy. "
            "Ví dụ: 20, 60, 100."
        )


def _is_share(percent: Decimal) -> bool:
    return percent.is_finite() and 0 < percent <= WHOLE and percent == round(percent, 2)


def _rises(worth: list[Decimal]) -> bool:
    return all(before < after for before, after in pairwise(worth))


def _wrong(sentence: str) -> Invalid:
    return Invalid(sentence, code="key_result.steps", field="steps")
