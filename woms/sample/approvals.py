"""How the sample's plans came to be approved: who wrote, submitted, returned and approved them, and when. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from woms.planning.states import PlanState
from woms.sample.moments import spread, working_moment
from woms.sample.organization import Official, Organization
from woms.sample.people import DIVISION_HEAD
from woms.sample.units import CITY, CITY_CODE, DIVISION, UnitFact

_RETURNED_ONE_IN = 6
_NEXT_STEP = timedelta(minutes=95)
_REASONS = (
    "Mục tiêu giải ngân chưa có mốc theo quý. Bổ sung mốc rồi trình lại.",
    "Nhiệm vụ về quy trình nội bộ chưa nêu rõ sản phẩm đầu ra.",
    "Trọng số lĩnh vực phục vụ người dân thấp hơn định hướng của Thành phố, đề nghị cân đối lại.",
    "Chỉ tiêu hài lòng thấp hơn kết quả năm trước, cần giải trình hoặc điều chỉnh.",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an approval as it happened."""

    action: str
    source: PlanState
    target: PlanState
    official: Official
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """The way of a plan so far: its author, when it was begun, the steps taken."""

    author: Official
    created_at: datetime
    steps: tuple[Step, ...] = ()

    @property
    def state(self) -> PlanState:
        return self.steps[-1].target if self.steps else PlanState.DRAFT

    def last(self, action: str) -> Step | None:
        return next((step for step in reversed(self.steps) if step.action == action), None)


@dataclass(frozen=True, slots=True)
class Signers:
    """Who writes, submits and approves the plan of a unit; never the same person twice."""

    author: Official
    submitter: Official
    approver: Official


def signers_of(unit: UnitFact, organization: Organization, on: date) -> Signers:
    """Give the people who sign a unit's plan on a day."""
    leader = organization.member("lanh-dao")
    if unit.kind == CITY:
        board = organization.member("to-chuc")
        return Signers(board, board, leader)
    if unit.kind == DIVISION:
        head = organization.holders(unit.code, DIVISION_HEAD)[0]
        return Signers(head, organization.deputy(unit.parent), organization.head(unit.parent, on))
    return Signers(organization.deputy(unit.code), organization.head(unit.code, on), leader)


def approved_before(year_start: date, unit: UnitFact, organization: Organization) -> Approval:
    """Give the approval of a plan that was in force on the first day of its year."""
    signers = signers_of(unit, organization, year_start)
    begun, submitted, approved = _schedule(unit)
    created_at = working_moment(year_start, begun, unit.code)
    submitted_at = working_moment(year_start, submitted, unit.code, "submit")
    approved_at = working_moment(year_start, approved, unit.code, "approve")
    steps = [_submit(signers, submitted_at)]
    if unit.kind not in (CITY, DIVISION) and spread(1, _RETURNED_ONE_IN, unit.code) == 1:
        steps += _detour(signers, year_start, submitted, unit)
    steps.append(Step("approve", PlanState.SUBMITTED, PlanState.APPROVED, signers.approver, approved_at))
    return Approval(signers.author, created_at, _in_order(created_at, steps))


def _schedule(unit: UnitFact) -> tuple[int, int, int]:
    """Days from the first day of the year to the beginning, the submission and the approval."""
    if unit.code == CITY_CODE:
        return -60, -47, -40
    if unit.kind == DIVISION:
        return -9, spread(-7, -6, unit.code), -3
    return spread(-33, -29, unit.code), spread(-21, -17, unit.code), spread(-13, -10, unit.code)


def _submit(signers: Signers, at: datetime, *, again: bool = False) -> Step:
    source = PlanState.RETURNED if again else PlanState.DRAFT
    return Step("submit", source, PlanState.SUBMITTED, signers.submitter, at)


def _detour(signers: Signers, year_start: date, submitted: int, unit: UnitFact) -> list[Step]:
    """The plan was sent back once and came again."""
    returned_at = working_moment(year_start, submitted + 1, unit.code, "return")
    again_at = working_moment(year_start, submitted + 3, unit.code, "again")
    return [returned(signers, returned_at, unit), _submit(signers, again_at, again=True)]


def returned(signers: Signers, at: datetime, unit: UnitFact) -> Step:
    reason = _REASONS[spread(0, len(_REASONS) - 1, unit.code, at.year)]
    return Step("return", PlanState.SUBMITTED, PlanState.RETURNED, signers.approver, at, reason)


def waiting(on: date, unit: UnitFact, organization: Organization, state: PlanState) -> Approval:
    """Give the way of a plan that stands, on a day, as a draft, submitted, or returned."""
    signers = signers_of(unit, organization, on)
    created_at = working_moment(on, spread(-18, -13, unit.code), unit.code)
    submit = _submit(signers, working_moment(on, spread(-9, -6, unit.code), unit.code, "submit"))
    steps: dict[PlanState, list[Step]] = {
        PlanState.DRAFT: [],
        PlanState.SUBMITTED: [submit],
        PlanState.RETURNED: [submit, returned(signers, working_moment(on, -3, unit.code), unit)],
    }
    return Approval(signers.author, created_at, _in_order(created_at, steps[state]))


def _in_order(begun: datetime, steps: list[Step]) -> tuple[Step, ...]:
    """Weekends may push two steps onto one day: each still comes after the one before."""
    ordered: list[Step] = []
    for step in steps:
        earliest = (ordered[-1].at if ordered else begun) + _NEXT_STEP
        ordered.append(replace(step, at=max(step.at, earliest)))
    return tuple(ordered)
