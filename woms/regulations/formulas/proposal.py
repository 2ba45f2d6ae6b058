"""The proposal's own method: objectives by weight, breakthrough work only as a bonus, penalties. Not a legal score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from woms.regulations.arithmetic import Number, at_least, at_most, weighted_points
from woms.regulations.calculation import Calculation
from woms.regulations.formulas.rating_level import fact_gates, level_reached
from woms.regulations.inputs import AREAS, FACT_KINDS, Fact, KeyResult, Objective
from woms.regulations.registry import rule
from woms.regulations.results import Adjustment, Gate, Level
from woms.regulations.values import Scale

SINCE = date(2026, 1, 1)
METHOD = ("de-xuat-2025", "Phụ lục 4 mục 4.3")
RESULT_MAXIMUM = "proposal/result_maximum"
GENERAL_MAXIMUM = "proposal/general_maximum"
KPI_SCORING = "proposal/kpi_scoring"
WEIGHTING = "proposal/weighting"
AREA_WEIGHTS = "proposal/area_weights"
BONUS_MAXIMUM = "proposal/bonus_maximum"
BONUS_FROM = "proposal/bonus_from"
MISSED_KPI = "proposal/missed_kpi_penalty"
PENALTIES = "proposal/penalties"
TOTAL_LIMIT = "proposal/total_limit"
THRESHOLDS = "proposal/level_thresholds"
TESTED_ON = "proposal/level_tested_on"
FORCING = "proposal/forcing_facts"
UNPLANNED_LIMIT = "proposal/unplanned_share_limit"
FULL = Fraction(1)
NOTHING = Fraction(0)


@rule(
    "proposal/kpi_key_result",
    label="Mục tiêu then chốt thường quy",
    since=SINCE,
    cites=("de-xuat-2025", "Phụ lục 4 mục 2.2"),
    unit="percent",
    reads=(KPI_SCORING,),
)
def kpi_key_result(calculation: Calculation, progress: Number) -> Number:
    """Chấm chặt: theo tỷ lệ hoàn thành, không quá 100 % và không dưới 0; hoặc đạt thì 100 %, không đạt thì 0."""
    kept = at_least(at_most(progress, FULL), NOTHING)
    if calculation.text(KPI_SCORING) == "binary":
        return FULL if kept >= FULL else NOTHING
    return kept


@rule(
    "proposal/objective",
    label="Điểm của một nhiệm vụ",
    since=SINCE,
    cites=METHOD,
    unit="percent",
)
def objective_score(calculation: Calculation, objective: Objective) -> Number:
    """Trung bình có trọng số của các mục tiêu then chốt: tổng của tỷ lệ hoàn thành nhân trọng số, chia tổng trọng số."""
    calculation.about(f"“{objective.name}”")
    weight = sum((part.weight for part in objective.key_results), NOTHING)
    parts = [_key_result(calculation, objective, part) * part.weight for part in objective.key_results]
    return sum(parts, NOTHING) / weight


@rule(
    "proposal/area",
    label="Điểm của một lĩnh vực, kể cả việc ngoài kế hoạch",
    since=SINCE,
    cites=("de-xuat-2025", "Phần B mục I"),
    unit="percent",
    reads=(UNPLANNED_LIMIT,),
)
def area_score(calculation: Calculation, area: str, objectives: Sequence[Objective]) -> Number:
    """Trung bình có trọng số của nhiệm vụ trong kế hoạch, bổ sung việc đã làm ngoài kế hoạch. Việc ngoài kế hoạch không
    chiếm quá phần đã định, trừ khi lĩnh vực đó không có nhiệm vụ nào trong kế hoạch.
    """
    calculation.about(AREAS[area])
    return with_unplanned(calculation, objectives)


def with_unplanned(calculation: Calculation, objectives: Sequence[Objective]) -> Number:
    """The mean of planned work, with what was done outside the plan up to its share. Some weight is needed."""
    planned = _mean(calculation, [item for item in objectives if item.planned])
    unplanned = _mean(calculation, [item for item in objectives if not item.planned])
    share = unplanned[1] / (planned[1] + unplanned[1])
    if planned[1]:
        share = at_most(share, calculation.number(UNPLANNED_LIMIT))
    return planned[0] * (1 - share) + unplanned[0] * share


def _mean(calculation: Calculation, objectives: Sequence[Objective]) -> tuple[Number, Number]:
    """The weighted mean of some objectives, and their weight together."""
    weight = sum((item.weight for item in objectives), NOTHING)
    scored = [calculation.apply(objective_score, item) * item.weight for item in objectives]
    return (sum(scored, NOTHING) / weight if weight else NOTHING), weight


@rule(
    "proposal/result",
    label="Điểm các nhiệm vụ thường quy",
    since=SINCE,
    cites=METHOD,
    unit="point",
)
def proposal_result(calculation: Calculation, weights: Scale, ratios: Mapping[str, Number]) -> Number:
    """Cộng điểm của từng nhiệm vụ nhân với trọng số của nó; các trọng số cộng lại đúng 100."""
    for code, points in weights:
        calculation.note(f"Trọng số của {code}", points, "point")
    return weighted_points(weights, ratios)


@rule(
    "proposal/bonus",
    label="Điểm thưởng nhiệm vụ đột phá",
    since=SINCE,
    cites=METHOD,
    unit="point",
    reads=(BONUS_MAXIMUM, BONUS_FROM),
)
def bonus(calculation: Calculation, objectives: Sequence[Objective]) -> Number:
    """Nhiệm vụ đột phá từ mức được thưởng trở lên thì thưởng theo tỷ lệ hoàn thành và trọng số; dưới mức đó không được
    thưởng và không bị trừ.
    """
    weight = sum((objective.weight for objective in objectives), NOTHING)
    if not weight:
        return NOTHING
    scores = [(objective.weight, calculation.apply(objective_score, objective)) for objective in objectives]
    lowest = calculation.number(BONUS_FROM)
    earned = sum((share * score for share, score in scores if score >= lowest), NOTHING)
    return earned / weight * calculation.number(BONUS_MAXIMUM)


@rule(
    "proposal/penalty",
    label="Điểm trừ",
    since=SINCE,
    cites=METHOD,
    unit="point",
    reads=(PENALTIES, MISSED_KPI),
)
def penalties(
    calculation: Calculation, objectives: Sequence[Objective], facts: Sequence[Fact]
) -> tuple[Adjustment, ...]:
    """Mỗi sự việc trừ số điểm đã định; mỗi mục tiêu then chốt thường quy không đạt trừ thêm nếu nơi áp dụng quyết định."""
    taken = [
        Adjustment(kind, f"Trừ điểm: {times} × {FACT_KINDS[kind]}", -times * points)
        for kind, points in calculation.scale(PENALTIES)
        if (times := sum(1 for fact in facts if fact.kind == kind))
    ]
    missed = sum(1 for item in objectives for part in item.key_results if part.progress < FULL)
    step = calculation.number(MISSED_KPI)
    if missed and step:
        taken.append(Adjustment("missed_kpi", f"Trừ điểm: {missed} × mục tiêu không đạt", -missed * step))
    return tuple(taken)


@rule(
    "proposal/limit",
    label="Giới hạn của tổng điểm",
    since=SINCE,
    cites=METHOD,
    unit="point",
    reads=(TOTAL_LIMIT,),
)
def limited(calculation: Calculation, points: Number) -> Number:
    """Tổng điểm không vượt mức trần và không dưới 0."""
    return at_least(at_most(points, calculation.number(TOTAL_LIMIT)), NOTHING)


@rule(
    "proposal/general",
    label="Tiêu chí chung",
    since=SINCE,
    cites=METHOD,
    unit="point",
    reads=(GENERAL_MAXIMUM,),
)
def proposal_general(calculation: Calculation, points: Number) -> Number:
    """Phương pháp của đề xuất không có điểm tiêu chí chung."""
    return at_most(points, calculation.number(GENERAL_MAXIMUM))


@rule("proposal/total", label="Tổng điểm theo đề xuất", since=SINCE, cites=METHOD, unit="point")
def proposal_total(calculation: Calculation, result: Number, general: Number) -> Number:
    """Điểm nhiệm vụ cộng điểm thưởng, trừ điểm phạt, trong giới hạn đã định."""
    calculation.note("Điểm nhiệm vụ sau thưởng, trừ", result, "point")
    return result + general


@rule(
    "proposal/level",
    label="Mức theo điểm của đề xuất",
    since=SINCE,
    cites=METHOD,
    unit="level",
    reads=(THRESHOLDS, TESTED_ON),
)
def proposal_level(calculation: Calculation, total: Number) -> Level:
    """Các ngưỡng do nơi áp dụng quyết định; ban đầu như các ngưỡng của công chức."""
    return level_reached(calculation, total, THRESHOLDS, TESTED_ON)


@rule(
    "proposal/forcing",
    label="Sự việc làm mất mức hoàn thành nhiệm vụ",
    since=SINCE,
    cites=METHOD,
    unit="gates",
    reads=(FORCING,),
)
def proposal_forcing_gates(
    calculation: Calculation,
    facts: Sequence[Fact],
    *,
    is_leader: bool,  # noqa: ARG001 - one signature for all families
) -> tuple[Gate, ...]:
    """Chỉ xét khi nơi áp dụng quyết định; các trường hợp của pháp luật được xét ở khung theo Nghị định."""
    return fact_gates(calculation, FORCING, facts)


def shares(
    calculation: Calculation, objectives: Sequence[Objective], *, by_area: bool
) -> dict[int, Fraction]:
    """The points each objective is worth, by its place: all of them add up to the maximum.

    Empty when nothing has weight. By area, an area without objectives is shared out over the others.
    """
    groups = _by_area(calculation, objectives) if by_area else [(FULL, list(range(len(objectives))))]
    weighed = [
        (weight, places, sum((objectives[place].weight for place in places), NOTHING))
        for weight, places in groups
    ]
    present = [(weight, places, total) for weight, places, total in weighed if weight * total]
    whole = sum((weight for weight, _, _ in present), NOTHING)
    maximum = calculation.number(RESULT_MAXIMUM)
    return {
        place: maximum * weight / whole * objectives[place].weight / total
        for weight, places, total in present
        for place in places
    }


def _by_area(calculation: Calculation, objectives: Sequence[Objective]) -> list[tuple[Fraction, list[int]]]:
    weights = dict(calculation.scale(AREA_WEIGHTS))
    return [
        (weights[area], [place for place, objective in enumerate(objectives) if objective.area == area])
        for area in AREAS
    ]


def _key_result(calculation: Calculation, objective: Objective, part: KeyResult) -> Number:
    if objective.kind == "kpi":
        return calculation.apply(kpi_key_result, part.progress)
    return at_least(at_most(part.progress, FULL), NOTHING)
