"""Who is evaluated in a month of the sample, under whom, and how far each dossier has come. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from woms.core.periods import CalendarPeriod
from woms.evaluation.criteria import FRAMEWORK_OF_RANK, LEADER_FRAMEWORKS, Group
from woms.evaluation.states import DossierState
from woms.org.posts import senior_ranks
from woms.org.states import Rank
from woms.sample.moments import spread
from woms.sample.organization import LoadedUnit, Official
from woms.sample.people import DEPUTY, DIVISION_HEAD, HEAD, SPECIALIST

EXAMPLE_POST = ("so-khoa-hoc-va-cong-nghe-phong-chuyen-doi-so", SPECIALIST, 0)
"""The specialist of the cast: in the last closed month, the worked example."""

FAILING_POST = ("phuong-hoan-kiem-phong-van-hoa-xa-hoi", SPECIALIST, 2)
"""Who failed in the first month, so that the leaders above lose half of the unit's result."""


@dataclass(frozen=True, slots=True)
class Month:
    """An evaluated month: `today` is set while it is still open."""

    period: CalendarPeriod
    period_id: int
    groups: tuple[Group, ...]
    today: date
    is_open: bool
    is_first: bool
    is_last_closed: bool


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A person with those who review and decide; nobody stands above themselves."""

    official: Official
    unit: LoadedUnit
    reviewer: Official
    decider: Official

    @property
    def framework(self) -> str:
        return FRAMEWORK_OF_RANK[Rank(self.official.rank)]

    @property
    def is_leader(self) -> bool:
        return self.framework in LEADER_FRAMEWORKS


@dataclass(frozen=True, slots=True)
class Failed:
    """Someone rated as not having completed the tasks."""

    unit_path: str
    rank: Rank


def is_worked_example(official: Official, month: Month) -> bool:
    """The specialist of the cast, in the last closed month: the score that can be checked by hand."""
    return month.is_last_closed and _post(official) == EXAMPLE_POST


def is_failing(official: Official, month: Month) -> bool:
    """One person failed in the first month: the leaders above lose half of the unit's result."""
    return month.is_first and _post(official) == FAILING_POST


def is_below(failed: Failed, person: Evaluated) -> bool:
    """Whether someone who failed is among the people of a leader, as the scoring sees it."""
    if not failed.unit_path.startswith(person.unit.path):
        return False
    return failed.unit_path != person.unit.path or Rank(person.official.rank) in senior_ranks(failed.rank)


def seniority(person: Evaluated) -> int:
    """Leaders come after their people: a day for each step."""
    return {DIVISION_HEAD: 1, DEPUTY: 2, HEAD: 3}.get(person.official.rank, 0)


def open_state(official: Official, month: Month) -> DossierState:
    """How far a dossier of the open month has come: the cast waits where its own part is shown."""
    if _post(official) == EXAMPLE_POST:
        return DossierState.SELF
    if official.rank in {HEAD, DEPUTY}:
        return DossierState.REVIEW
    drawn = spread(0, 9, official.code, month.period.code)
    if drawn < 5:  # noqa: PLR2004 - half of the people
        return DossierState.SELF
    return DossierState.REVIEW if drawn < 8 else DossierState.DECISION  # noqa: PLR2004


def _post(official: Official) -> tuple[str, str, int]:
    return official.unit, official.rank, official.order
