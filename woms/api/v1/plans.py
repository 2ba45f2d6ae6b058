"""Plans: list, read, draft, write their rows, and take them through their states."""

from __future__ import annotations

from collections.abc import Callable

from ninja import Router, Status

from woms.access.permissions import Permission
from woms.api.v1 import key_results
from woms.api.v1.plan_schemas import (
    AreaWeightsIn,
    DecisionIn,
    KeyResultChange,
    KeyResultIn,
    ObjectiveChange,
    ObjectiveIn,
    OrderIn,
    PlanIn,
    PlanListOut,
    PlanOut,
    SavedOut,
)
from woms.api.v1.request import ApiRequest
from woms.core import clock
from woms.org.queries import unit_by_code
from woms.planning.queries.plans import PlanDetail, PlanFilter, plan_detail, plan_list
from woms.planning.services import key_results as key_result_service
from woms.planning.services import objectives as objective_service
from woms.planning.services import plans as plan_service
from woms.planning.services.fetching import Saved

router = Router(tags=["plans"])
objectives = Router(tags=["plans"])


def _out(detail: PlanDetail) -> PlanOut:
    facts = {name: getattr(detail.contents, name, None) for name in PlanOut.model_fields}
    return PlanOut.model_validate(
        facts
        | {
            "findings": detail.findings,
            "allowed_actions": detail.allowed_actions,
            "waits_for": detail.waits_for,
            "decisions": detail.decisions,
        },
        from_attributes=True,
    )


def _read(request: ApiRequest, plan_id: int) -> PlanOut:
    on = clock.local_date(request.at)
    return _out(plan_detail(actor=request.actor, plan_id=plan_id, on=on, history=False))


@router.get("", response=PlanListOut, summary="Danh sách kế hoạch trong phạm vi")
def listing(
    request: ApiRequest, state: str = "", period: str = "", unit: str = "", search: str = "", page: int = 1
) -> object:
    wanted = PlanFilter(state=state, period=period, unit=unit, search=search[:80])
    return plan_list(actor=request.actor, wanted=wanted, page=page)


@router.post("", response={201: PlanOut}, summary="Lập kế hoạch")
def draft(request: ApiRequest, body: PlanIn) -> Status[PlanOut]:
    unit = unit_by_code(actor=request.actor, code=body.unit, permission=Permission.PLAN_READ)
    saved = plan_service.draft_plan(
        actor=request.actor,
        at=request.at,
        unit_id=unit.id,
        period=body.period,
        person_id=body.person_id,
        title=body.title,
    )
    return Status(201, _read(request, saved.id))


@router.get("/{int:plan_id}", response=PlanOut, summary="Một kế hoạch với kết quả kiểm tra và việc được làm")
def read(request: ApiRequest, plan_id: int) -> PlanOut:
    return _read(request, plan_id)


def _decide(request: ApiRequest, plan_id: int, body: DecisionIn, take: Callable[..., Saved]) -> PlanOut:
    take(actor=request.actor, at=request.at, plan_id=plan_id, version=body.version)
    return _read(request, plan_id)


@router.post("/{int:plan_id}/submit", response=PlanOut, summary="Trình")
def submit(request: ApiRequest, plan_id: int, body: DecisionIn) -> PlanOut:
    return _decide(request, plan_id, body, plan_service.submit_plan)


@router.post("/{int:plan_id}/approve", response=PlanOut, summary="Phê duyệt")
def approve(request: ApiRequest, plan_id: int, body: DecisionIn) -> PlanOut:
    return _decide(request, plan_id, body, plan_service.approve_plan)


@router.post("/{int:plan_id}/withdraw", response=PlanOut, summary="Rút lại")
def withdraw(request: ApiRequest, plan_id: int, body: DecisionIn) -> PlanOut:
    return _decide(request, plan_id, body, plan_service.withdraw_plan)


@router.post("/{int:plan_id}/close", response=PlanOut, summary="Kết thúc")
def close(request: ApiRequest, plan_id: int, body: DecisionIn) -> PlanOut:
    return _decide(request, plan_id, body, plan_service.close_plan)


@router.post("/{int:plan_id}/return", response=PlanOut, summary="Trả lại để chỉnh sửa")
def give_back(request: ApiRequest, plan_id: int, body: DecisionIn) -> PlanOut:
    plan_service.return_plan(
        actor=request.actor, at=request.at, plan_id=plan_id, version=body.version, reason=body.reason
    )
    return _read(request, plan_id)


@router.put("/{int:plan_id}/area-weights", response=SavedOut, summary="Trọng số bốn lĩnh vực")
def weigh(request: ApiRequest, plan_id: int, body: AreaWeightsIn) -> Saved:
    return plan_service.set_area_weights(
        actor=request.actor, at=request.at, plan_id=plan_id, weights=body.weights, seen=body.seen
    )


@router.post("/{int:plan_id}/objectives", response={201: SavedOut}, summary="Thêm nhiệm vụ")
def add_objective(request: ApiRequest, plan_id: int, body: ObjectiveIn) -> Status[Saved]:
    return Status(
        201,
        objective_service.add_objective(
            actor=request.actor, at=request.at, plan_id=plan_id, facts=body.facts()
        ),
    )


@router.put("/{int:plan_id}/objectives/order", response=SavedOut, summary="Sắp xếp nhiệm vụ của một lĩnh vực")
def order_objectives(request: ApiRequest, plan_id: int, body: OrderIn) -> Saved:
    return objective_service.reorder_objectives(
        actor=request.actor, at=request.at, plan_id=plan_id, area=body.area, objective_ids=body.objective_ids
    )


@objectives.put("/{int:objective_id}", response=SavedOut, summary="Sửa nhiệm vụ")
def update_objective(request: ApiRequest, objective_id: int, body: ObjectiveChange) -> Saved:
    return objective_service.update_objective(
        actor=request.actor,
        at=request.at,
        objective_id=objective_id,
        version=body.version,
        facts=body.facts(),
    )


@objectives.delete("/{int:objective_id}", response=SavedOut, summary="Bỏ nhiệm vụ")
def remove_objective(request: ApiRequest, objective_id: int, version: int) -> Saved:
    return objective_service.remove_objective(
        actor=request.actor, at=request.at, objective_id=objective_id, version=version
    )


@objectives.post(
    "/{int:objective_id}/key-results", response={201: SavedOut}, summary="Thêm mục tiêu then chốt"
)
def add_key_result(request: ApiRequest, objective_id: int, body: KeyResultIn) -> Status[Saved]:
    return Status(
        201,
        key_result_service.add_key_result(
            actor=request.actor, at=request.at, objective_id=objective_id, facts=body.facts()
        ),
    )


@key_results.router.put("/{int:key_result_id}", response=SavedOut, summary="Sửa mục tiêu then chốt")
def update_key_result(request: ApiRequest, key_result_id: int, body: KeyResultChange) -> Saved:
    return key_result_service.update_key_result(
        actor=request.actor,
        at=request.at,
        key_result_id=key_result_id,
        version=body.version,
        facts=body.facts(),
    )


@key_results.router.delete("/{int:key_result_id}", response=SavedOut, summary="Bỏ mục tiêu then chốt")
def remove_key_result(request: ApiRequest, key_result_id: int, version: int) -> Saved:
    return key_result_service.remove_key_result(
        actor=request.actor, at=request.at, key_result_id=key_result_id, version=version
    )
