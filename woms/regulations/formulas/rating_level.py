"""From points and facts to the rating."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from woms.regulations.arithmetic import Number, rounded, step_reached
from woms.regulations.calculation import Calculation
from woms.regulations.inputs import DISCIPLINE_LEVELS, FACT_KINDS, Fact
from woms.regulations.registry import rule
from woms.regulations.results import Gate, Level

THRESHOLDS = "civil_servants/level_thresholds"
TESTED_ON = "civil_servants/level_tested_on"
DISCIPLINE_FROM = "civil_servants/forcing_discipline_from"
CONCLUSIONS = "civil_servants/forcing_conclusions"
FOR_LEADERS = "civil_servants/forcing_for_leaders"


@rule(
    "nd335/level",
    label="Mức xếp loại theo điểm",
    since=date(2026, 1, 1),
    cites=("nd-335-2025", "Điều 20"),
    unit="level",
    reads=(THRESHOLDS, TESTED_ON),
)
def level_by_points(calculation: Calculation, total: Number) -> Level:
    """Từ 90 điểm: hoàn thành xuất sắc; từ 70 đến dưới 90: hoàn thành tốt; từ 50 đến dưới 70: hoàn thành; dưới 50:
    không hoàn thành nhiệm vụ.
    """
    return level_reached(calculation, total, THRESHOLDS, TESTED_ON)


@rule(
    "nd335/forcing",
    label="Trường hợp xếp không hoàn thành nhiệm vụ, bất kể điểm",
    since=date(2026, 1, 1),
    cites=("nd-335-2025", "Điều 20"),
    unit="gates",
    reads=(DISCIPLINE_FROM, CONCLUSIONS, FOR_LEADERS),
)
def forcing_gates(calculation: Calculation, facts: Sequence[Fact], *, is_leader: bool) -> tuple[Gate, ...]:
    """Không hoàn thành nhiệm vụ nếu có một trong các việc: có kết luận suy thoái, tự diễn biến, tự chuyển hóa, vi phạm
    những điều đảng viên không được làm hoặc trách nhiệm nêu gương; vi phạm khi thi hành công vụ bị kỷ luật; với người
    lãnh đạo, quản lý, đơn vị trực tiếp phụ trách liên quan tham ô, tham nhũng, lãng phí bị xử lý theo pháp luật.
    """
    return (
        discipline_gate(calculation, DISCIPLINE_FROM, facts),
        *fact_gates(calculation, CONCLUSIONS, facts),
        *(fact_gates(calculation, FOR_LEADERS, facts) if is_leader else ()),
    )


def level_reached(calculation: Calculation, total: Number, thresholds: str, tested_on: str) -> Level:
    """The first level whose threshold the points reach, tested on exact or on displayed points."""
    points = rounded(total, calculation.rounding) if calculation.text(tested_on) == "rounded" else total
    steps = [(Level(name), threshold) for name, threshold in calculation.scale(thresholds)]
    return step_reached(points, steps, Level.NOT_COMPLETED)


def discipline_gate(calculation: Calculation, lightest_counted: str, facts: Sequence[Fact]) -> Gate:
    """Disciplined, from the form of discipline that the parameter names up."""
    order = list(DISCIPLINE_LEVELS)
    lightest = order.index(calculation.text(lightest_counted))
    counted = [
        fact.level for fact in facts if fact.kind == "discipline" and order.index(fact.level) >= lightest
    ]
    heaviest = max(counted, key=order.index, default="")
    subject = DISCIPLINE_LEVELS.get(heaviest, "")
    return _gate(calculation, lightest_counted, "discipline", subject, found=bool(counted))


def fact_gates(
    calculation: Calculation,
    parameter: str,
    facts: Sequence[Fact],
    ceiling: Level = Level.NOT_COMPLETED,
) -> tuple[Gate, ...]:
    """One gate for each kind of fact that the parameter lists; `ceiling` is the best level with such a fact."""
    found = {fact.kind for fact in facts}
    return tuple(
        _gate(calculation, parameter, kind, "", found=kind in found, ceiling=ceiling)
        for kind in calculation.codes(parameter)
    )


def _gate(
    calculation: Calculation,
    parameter: str,
    kind: str,
    detail: str,
    *,
    found: bool,
    ceiling: Level = Level.NOT_COMPLETED,
) -> Gate:
    subject = f"{FACT_KINDS[kind]} ({detail})" if detail else FACT_KINDS[kind]
    at_best = "xếp" if ceiling is Level.NOT_COMPLETED else "cao nhất xếp"
    sentence = f"Có {subject}: {at_best} {ceiling.label.lower()}" if found else f"Không có {subject}"
    return Gate(kind, not found, sentence, calculation.cites(parameter), ceiling)
