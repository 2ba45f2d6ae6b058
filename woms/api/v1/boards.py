"""Control boards: the same figures as on the page, what needs attention, and what each number means."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from ninja import Router, Schema

from woms.api.v1.request import ApiRequest
from woms.core import clock
from woms.insights.board import Attention, UnitBoard
from woms.insights.explanations import Explanation, explain_number
from woms.insights.metrics import Metric, metrics
from woms.insights.unit_board import own_board_code, unit_board

router = Router(tags=["boards"])
metrics_router = Router(tags=["metrics"])


class BoardUnit(Schema):
    code: str
    name: str
    short_name: str
    kind: str


class AreaScoreOut(Schema):
    """Score of an area (or `all`), now and a month before. No score = no data, never zero."""

    area: str
    score: Decimal | None
    before: Decimal | None
    change: Decimal | None
    expected: Decimal | None
    status: str
    worst_status: str
    key_results: int
    reported: int


class BoardRowOut(Schema):
    unit: BoardUnit
    cells: list[AreaScoreOut]
    overall: AreaScoreOut
    coverage: Decimal | None
    silent_days: int | None
    has_plan: bool
    turned_red: bool


class CoverageOut(Schema):
    of: str
    reported: int
    total: int
    percent: Decimal | None


class KeyNumberOut(Schema):
    key_result_id: int
    title: str
    value: Decimal | None
    measure_unit: str
    change: Decimal | None
    compared_with: date | None
    rising_is_good: bool
    status: str
    series: list[Decimal]
    falling_months: int


class BoardKeyResultOut(Schema):
    """`person` is empty where the reader's authority does not reach people."""

    id: int
    title: str
    area: str
    objective: str
    is_breakthrough: bool
    share: Decimal
    value: Decimal | None
    target: Decimal
    measure_unit: str
    progress: Decimal | None
    expected: Decimal | None
    gap: Decimal
    status: str
    as_of: date | None
    silent_days: int | None
    due_on: date
    person: str


class AttentionOut(Schema):
    """One sentence, the worst first. `key_result_id` leads to what it speaks of, when that is one key result."""

    kind: str
    status: str
    sentence: str
    rank: Decimal
    key_result_id: int | None


class CauseOut(Schema):
    cause: str
    total: int
    overdue: int


class ObstacleOut(Schema):
    key_result_id: int
    key_result: str
    summary: str
    cause: str
    holder: str
    days_open: int
    days_overdue: int


class ImbalanceOut(Schema):
    area: str
    gap: Decimal
    falling_area: str
    fall: Decimal


class BoardOut(Schema):
    """`areas` and `overall` come from the unit's own plan, `below` from the mean of the units under it."""

    unit: BoardUnit
    year_code: str
    month_code: str
    data_time: datetime | None
    coverage: CoverageOut
    attention: list[AttentionOut]
    key_numbers: list[KeyNumberOut]
    rows: list[BoardRowOut]
    areas: list[AreaScoreOut]
    overall: AreaScoreOut
    below: list[AreaScoreOut]
    below_overall: AreaScoreOut | None
    imbalance: ImbalanceOut | None
    causes: list[CauseOut]
    obstacles: list[ObstacleOut]
    key_results: list[BoardKeyResultOut]


class MetricOut(Schema):
    code: str
    name: str
    definition: str
    formula: str
    unit: str
    grain: str
    owner: str
    source: str
    direction: str


class ContributionOut(Schema):
    """A part of a score. `points` of the parts add up to exactly the points of what they are part of."""

    kind: str
    title: str
    area: str
    key_result_id: int | None
    share: Decimal | None
    score: Decimal | None
    points: Decimal | None
    status: str
    why: str
    parts: list[ContributionOut]


class ExplanationOut(Schema):
    metric: MetricOut
    contributions: list[ContributionOut]
    key_results: list[BoardKeyResultOut]
    units: list[BoardRowOut]
    obstacles: list[ObstacleOut]


@router.get("", response=BoardOut, summary="Bảng điều hành cao nhất mà người gọi được xem")
def own_board(request: ApiRequest, period: str = "") -> UnitBoard:
    return _board(request, own_board_code(actor=request.actor), period)


@router.get("/{unit_code}", response=BoardOut, summary="Bảng điều hành của một đơn vị trong một tháng")
def board(request: ApiRequest, unit_code: str, period: str = "") -> UnitBoard:
    return _board(request, unit_code, period)


@router.get("/{unit_code}/attention", response=list[AttentionOut], summary="Điều cần chú ý của một đơn vị")
def attention(request: ApiRequest, unit_code: str, period: str = "") -> list[Attention]:
    return list(_board(request, unit_code, period).attention)


@metrics_router.get("", response=list[MetricOut], summary="Từ điển chỉ số")
def dictionary(request: ApiRequest) -> list[Metric]:  # noqa: ARG001 - every operation receives it
    return list(metrics().values())


@metrics_router.get("/{code}", response=ExplanationOut, summary="Nghĩa của một chỉ số và các phần làm nên nó")
def explanation(
    request: ApiRequest, code: str, unit: str = "", area: str = "", period: str = ""
) -> Explanation:
    return explain_number(
        actor=request.actor,
        metric_code=code,
        unit_code=unit,
        area=area,
        period_code=period,
        on=clock.local_date(request.at),
    )


def _board(request: ApiRequest, unit_code: str, period: str) -> UnitBoard:
    on = clock.local_date(request.at)
    return unit_board(actor=request.actor, unit_code=unit_code, period_code=period, on=on)
