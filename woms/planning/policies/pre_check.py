"""The automatic check before a human looks (seed 004 §3.4): findings as plain sentences with the place to fix.

Errors stop the submission; warnings and hints travel with the plan to the person who decides. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from woms.core.errors import Refused
from woms.core.numbers import format_number, format_percent, round_half_up
from woms.planning.contents import HUNDRED, AreaContents, KeyResultContents, ObjectiveContents, PlanContents
from woms.planning.policies.limits import LIMITS, PlanLimits, ShareBasis
from woms.planning.states import AREA_SHORT, Area, Direction

LONGEST_TITLE = 60
_MEASURED_BY_BASELINE = frozenset({Direction.INCREASE.value, Direction.DECREASE.value})
_SIX_WORDS = {
    "person": ("error", "chưa rõ người: chọn một đơn vị hoặc một người chủ trì"),
    "time": ("error", "chưa rõ thời gian: ghi thời hạn"),
    "product": ("error", "chưa rõ sản phẩm: ghi sản phẩm phải có"),
    "authority": ("warning", "chưa rõ thẩm quyền: ghi ai quyết định"),
    "procedure": ("warning", "chưa rõ quy trình: ghi làm theo quy chế, quy trình nào"),
}


class Severity(StrEnum):
    ERROR = "error"  # stops the submission
    WARNING = "warning"  # the approver sees it
    HINT = "hint"  # advice while writing


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence, and the row and field where it can be put right."""

    severity: str
    code: str
    sentence: str
    area: str = ""
    objective_id: int | None = None
    key_result_id: int | None = None
    field: str = ""


Check = Callable[[PlanContents, date, PlanLimits], Iterator[Finding]]


def pre_check(plan: PlanContents, *, on: date, limits: PlanLimits = LIMITS) -> tuple[Finding, ...]:
    """This function will return what is wrong or doubtful in a plan on that day, errors first."""
    found = [finding for check in _CHECKS for finding in check(plan, on, limits)]
    order = list(Severity)
    return tuple(sorted(found, key=lambda finding: order.index(Severity(finding.severity))))


def check_can_submit(findings: tuple[Finding, ...]) -> None:
    """Errors stop the submission; the sentence says how many and repeats the first."""
    errors = [finding for finding in findings if finding.severity == Severity.ERROR]
    if errors:
        raise Refused(
            f"Chưa trình được: còn {len(errors)} chỗ phải sửa. Trước hết: {errors[0].sentence}",
            code="plan.not_ready",
        )


def _name(objective: ObjectiveContents) -> str:
    return f"Nhiệm vụ {objective.number} “{_short(objective.title)}”"


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"


def _of(objective: ObjectiveContents, severity: str, code: str, sentence: str, field: str = "") -> Finding:
    return Finding(severity, code, sentence, objective.area, objective.id, None, field)


def _at(
    objective: ObjectiveContents,
    key_result: KeyResultContents,
    severity: str,
    code: str,
    words: str,
    field: str,
) -> Finding:
    sentence = f"Mục tiêu {key_result.number} “{_short(key_result.title)}” {words}"
    return Finding(severity, code, sentence, objective.area, objective.id, key_result.id, field)


def _objectives(plan: PlanContents, _on: date, limits: PlanLimits) -> Iterator[Finding]:
    if not plan.objectives:
        yield Finding("error", "plan.empty", "Kế hoạch chưa có nhiệm vụ nào. Thêm ít nhất một nhiệm vụ.")
    for objective in plan.objectives:
        count = len(objective.key_results)
        if count < limits.fewest_key_results:
            words = "chưa có mục tiêu then chốt nào. Thêm từ 1 đến 5 mục tiêu đo được bằng con số."
            yield _of(objective, "error", "objective.no_key_result", f"{_name(objective)} {words}")
        if count > limits.most_key_results:
            words = f"có {count} mục tiêu then chốt, nhiều nhất là {limits.most_key_results}. Gộp hoặc tách nhiệm vụ."
            yield _of(objective, "error", "objective.many_key_results", f"{_name(objective)} {words}")


def _six(plan: PlanContents, _on: date, _limits: PlanLimits) -> Iterator[Finding]:
    for objective in plan.objectives:
        for missing in objective.missing:
            severity, words = _SIX_WORDS.get(missing, ("error", "chưa rõ việc: ghi tên nhiệm vụ"))
            yield _of(objective, severity, f"six.{missing}", f"{_name(objective)} {words}.", missing)
        for name in objective.unmatched_units:
            words = f"“{name}” chưa khớp với đơn vị nào; chọn đơn vị phối hợp đúng"
            yield _of(
                objective, "warning", "objective.unmatched", f"{_name(objective)}: {words}.", "coordinators"
            )


def _three_t(plan: PlanContents, _on: date, _limits: PlanLimits) -> Iterator[Finding]:
    """Thực tế, thách thức, thước đo: a baseline to compare with, and a target beyond it (C23)."""
    for objective, key_result in plan.key_results():
        if key_result.direction not in _MEASURED_BY_BASELINE:
            continue
        if key_result.baseline is None:
            words = "chưa có hiện trạng (3T: thực tế). Ghi con số hiện nay để thấy mục tiêu cao đến đâu."
            yield _at(objective, key_result, "hint", "three_t.baseline", words, "baseline")
        elif key_result.baseline == key_result.target:
            words = f"bằng đúng hiện trạng {format_number(key_result.target)} (3T: thách thức). Nâng mục tiêu, hoặc chọn “Duy trì”."
            yield _at(objective, key_result, "warning", "three_t.challenge", words, "target")


def _dates(plan: PlanContents, on: date, _limits: PlanLimits) -> Iterator[Finding]:
    for objective in plan.objectives:
        end = objective.deadline.end
        if end is not None and end < on:
            yield _of(
                objective,
                "warning",
                "deadline.past",
                f"{_name(objective)} có hạn {end:%d/%m/%Y} đã qua.",
                "time",
            )
    for objective, key_result in plan.key_results():
        due = key_result.due_on
        if due < on:
            yield _at(
                objective, key_result, "warning", "due.past", f"có hạn {due:%d/%m/%Y} đã qua.", "due_on"
            )
        elif not plan.period.starts_on <= due <= plan.period.last_day:
            words = f"có hạn {due:%d/%m/%Y} nằm ngoài {plan.period.label.lower()}."
            yield _at(objective, key_result, "warning", "due.outside", words, "due_on")


def _weights(plan: PlanContents, _on: date, _limits: PlanLimits) -> Iterator[Finding]:
    """Weights are relative, so another sum than 100 only warns; all zero cannot be divided (B02, B03, B05)."""
    if not plan.objectives:
        return
    if plan.weight_total == 0:
        yield Finding(
            "error", "weights.zero", "Mọi nhiệm vụ đều có trọng số 0, không chia được phần của từng việc."
        )
    elif plan.weight_total != HUNDRED:
        where = "bốn lĩnh vực" if any(area.is_weight_given for area in plan.areas) else "các nhiệm vụ"
        sentence = f"Trọng số {where} {_off(plan.weight_total, HUNDRED)}"
        yield Finding("warning", "weights.plan", sentence, field="area_weights")
    for area in plan.areas:
        yield from _area_weights(area)
    for objective in plan.objectives:
        if objective.key_results and objective.weight_total == 0:
            words = "có mọi mục tiêu then chốt trọng số 0. Ghi trọng số cho ít nhất một mục tiêu."
            yield _of(objective, "error", "weights.zero", f"{_name(objective)} {words}", "weight")
        elif objective.key_results and objective.weight_total != HUNDRED:
            words = f"trọng số các mục tiêu {_off(objective.weight_total, HUNDRED)}"
            yield _of(objective, "warning", "weights.objective", f"{_name(objective)}: {words}", "weight")


def _area_weights(area: AreaContents) -> Iterator[Finding]:
    name = AREA_SHORT[Area(area.code)]
    if not area.is_weight_given:
        return
    if area.weight > 0 and not area.objectives:
        sentence = f"Lĩnh vực “{name}” có trọng số {format_number(area.weight)} nhưng chưa có nhiệm vụ."
        yield Finding("warning", "weights.empty_area", sentence, area.code)
    elif area.objectives and area.weight_total == 0:
        yield Finding("error", "weights.zero", f"Lĩnh vực “{name}” có mọi nhiệm vụ trọng số 0.", area.code)
    elif area.objectives and area.weight_total != area.weight:
        sentence = f"Lĩnh vực “{name}”: trọng số các nhiệm vụ {_off(area.weight_total, area.weight)}"
        yield Finding("warning", "weights.area", sentence, area.code)


def _off(total: Decimal, wanted: Decimal) -> str:
    gap = abs(total - wanted)
    advice = "Giảm bớt" if total > wanted else "Thêm"
    return (
        f"cộng lại là {format_number(total)}, cần đúng {format_number(wanted)}. "
        f"{advice} {format_number(gap)}; nếu để nguyên, hệ thống chia theo tỷ lệ."
    )


def _breakthrough(plan: PlanContents, _on: date, limits: PlanLimits) -> Iterator[Finding]:
    """Breakthrough work takes at most 30–40 % of a plan (C02), with the arithmetic."""
    part, whole, what = _share(plan, limits.breakthrough_basis)
    if whole and part * HUNDRED > whole * limits.breakthrough_percent:
        share = format_percent(round_half_up(part * HUNDRED / whole, 1))
        sentence = (
            f"Phần đột phá chiếm {share} ({format_number(part)}/{format_number(whole)} {what}), "
            f"nhiều nhất {format_percent(limits.breakthrough_percent, 0)}. Chuyển bớt sang thường xuyên."
        )
        yield Finding("error", "breakthrough.share", sentence)


def _share(plan: PlanContents, basis: ShareBasis) -> tuple[Decimal, Decimal, str]:
    if basis is ShareBasis.WEIGHT:
        weighed = [(each.weight, each.is_breakthrough) for each in plan.objectives]
        what = "trọng số"
    else:
        weighed = [(Decimal(1), each.kind == "okr") for _, each in plan.key_results()]
        what = "mục tiêu then chốt"
    return sum((w for w, okr in weighed if okr), Decimal(0)), sum((w for w, _ in weighed), Decimal(0)), what


_CHECKS: tuple[Check, ...] = (_objectives, _six, _weights, _breakthrough, _dates, _three_t)
