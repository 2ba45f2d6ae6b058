"""What a control board shows, as plain values. Pages and API receive exactly this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from woms.insights.metrics import Cites
from woms.org.queries import UnitChoice


@dataclass(frozen=True, slots=True)
class AreaScore:
    """Where a unit stands in one area (or over all), now and a month before. No score = no data."""

    area: str
    score: Annotated[Decimal | None, Cites("unit_score")]
    before: Annotated[Decimal | None, Cites("unit_score")]
    expected: Annotated[Decimal | None, Cites("expected_score")]
    status: str
    worst_status: str
    key_results: Annotated[int, Cites("key_results")]
    reported: Annotated[int, Cites("reported_key_results")]

    @property
    def change(self) -> Decimal | None:
        """Points gained since the month before; None while either side is unknown."""
        return None if self.score is None or self.before is None else self.score - self.before


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One unit below the board's unit: its four areas, and over all."""

    unit: UnitChoice
    cells: tuple[AreaScore, ...]
    overall: AreaScore
    coverage: Annotated[Decimal | None, Cites("coverage_of_unit")]
    silent_days: Annotated[int | None, Cites("silent_days")]
    has_plan: bool
    turned_red: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the board is fed. `of` says what is counted: units or key_results."""

    of: str
    reported: Annotated[int, Cites("coverage")]
    total: Annotated[int, Cites("coverage")]

    @property
    def percent(self) -> Decimal | None:
        return Decimal(100 * self.reported) / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """A figure of people served: value, unit, the last months, what changed, and how it stands."""

    key_result_id: int
    title: str
    value: Annotated[Decimal | None, Cites("key_result_value")]
    measure_unit: str
    change: Annotated[Decimal | None, Cites("key_result_change")]
    compared_with: date | None
    rising_is_good: bool
    status: str
    series: Annotated[tuple[Decimal, ...], Cites("key_result_value")]
    falling_months: Annotated[int, Cites("falling_months")]


@dataclass(frozen=True, slots=True)
class BoardKeyResult:
    """A key result of the unit's own plan. `person` is empty where the reader's authority does not reach people."""

    id: int
    title: str
    is_breakthrough: bool
    area: str
    objective: str
    objective_id: int
    objective_weight: Annotated[Decimal, Cites("weight")]
    objective_is_breakthrough: bool
    weight: Annotated[Decimal, Cites("weight")]
    share: Annotated[Decimal, Cites("key_result_share")]
    value: Annotated[Decimal | None, Cites("key_result_value")]
    target: Annotated[Decimal, Cites("key_result_target")]
    measure_unit: str
    direction: str
    progress: Annotated[Decimal | None, Cites("key_result_progress")]
    expected: Annotated[Decimal | None, Cites("expected_progress")]
    status: str
    as_of: date | None
    reported_at: datetime | None
    silent_days: Annotated[int | None, Cites("silent_days")]
    starts_on: date
    due_on: date
    person: str

    @property
    def gap(self) -> Decimal:
        """Points behind the expected pace; 0 when ahead or unknown."""
        if self.progress is None or self.expected is None:
            return Decimal(0)
        return max(Decimal(0), self.expected - self.progress)


@dataclass(frozen=True, slots=True)
class CauseCount:
    """Open obstacles of one cause."""

    cause: str
    total: Annotated[int, Cites("open_obstacles")]
    overdue: Annotated[int, Cites("overdue_obstacles")]


@dataclass(frozen=True, slots=True)
class ObstacleLine:
    """One open obstacle: what, where, who holds it, for how long."""

    key_result_id: int
    key_result: str
    summary: str
    cause: str
    holder: str
    days_open: Annotated[int, Cites("obstacle_days")]
    days_overdue: Annotated[int, Cites("obstacle_days_overdue")]


@dataclass(frozen=True, slots=True)
class Imbalance:
    """The weakest of the four areas against their mean, and the one that fell most since last month."""

    area: str
    gap: Annotated[Decimal, Cites("imbalance")]
    falling_area: str
    fall: Annotated[Decimal, Cites("unit_score_change")]


@dataclass(frozen=True, slots=True)
class Attention:
    """One sentence about what needs a leader's eye. `rank` = weight × change; `strong` is the part set in bold.

    `about` names where the reader goes next: a key result, the heat rows of a kind, or the obstacles.
    """

    kind: str
    status: str
    sentence: str
    strong: str
    about: str
    rank: Annotated[Decimal, Cites("attention_rank")]
    key_result_id: int | None = None


@dataclass(frozen=True, slots=True)
class UnitBoard:
    """The control board of one unit for one month.

    `areas` and `overall` come from the unit's own plan; `below` and `below_overall` are the mean of the units under
    it, each counted once. The two are different numbers and are named apart (ADR 0010).
    """

    unit: UnitChoice
    ancestors: tuple[UnitChoice, ...]
    year_code: str
    month_code: str
    month_label: str
    is_current: bool
    data_time: datetime | None
    coverage: Coverage
    attention: tuple[Attention, ...]
    key_numbers: tuple[KeyNumber, ...]
    rows: tuple[HeatRow, ...]
    areas: tuple[AreaScore, ...]
    overall: AreaScore
    below: tuple[AreaScore, ...]
    below_overall: AreaScore | None
    area_weights: Annotated[tuple[tuple[str, Decimal], ...], Cites("weight")]
    imbalance: Imbalance | None
    causes: tuple[CauseCount, ...]
    obstacles: tuple[ObstacleLine, ...]
    key_results: tuple[BoardKeyResult, ...]
