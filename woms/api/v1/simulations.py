"""Try out a policy on the scores of a month; nothing but a line of the log is written."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest
from ninja import Router, Schema

from woms.evaluation.simulation.results import Simulation
from woms.evaluation.simulation.services import simulate_policy

router = Router(tags=["simulations"])


class SimulationIn(Schema):
    """`values`: parameters in written form, a number as text (25 for 25 %) or one for each name of a scale."""

    period: str
    framework: str
    unit: str = ""
    under: str = ""
    values: dict[str, str | dict[str, str]] = {}


class ChangeOut(Schema):
    parameter: str
    description: str
    source: str
    before: str
    after: str
    note: str


class MoveOut(Schema):
    """People between two levels; null where too few to be told."""

    before: str
    after: str
    people: int | None


class PartOut(Schema):
    code: str
    name: str
    people: int
    up: int | None
    down: int | None
    same: int | None


class MoverOut(Schema):
    dossier_id: int
    name: str
    title: str
    unit_name: str
    before: str
    after: str
    total_before: Decimal | None
    total_after: Decimal | None


class SimulationOut(Schema):
    """People by level before and after; null where too few to be told."""

    period_code: str
    unit_name: str
    framework: str
    under: str
    changes: list[ChangeOut]
    people: int
    left_out: int
    before: dict[str, int | None]
    after: dict[str, int | None]
    up: int | None
    down: int | None
    moves: list[MoveOut]
    units: list[PartOut]
    groups: list[PartOut]
    movers: list[MoverOut]


@router.post(
    "", response=SimulationOut, summary="Mô phỏng chính sách trên điểm của một tháng, không đổi điểm nào"
)
def simulate(request: HttpRequest, body: SimulationIn) -> Simulation:
    return simulate_policy(
        actor=request.actor,  # type: ignore[attr-defined]
        at=request.at,  # type: ignore[attr-defined]
        period_code=body.period,
        framework=body.framework,
        unit_code=body.unit,
        under=body.under,
        values=dict(body.values),
    )
