"""Load evaluation cycles: closed months rated by people, the current month in the middle of its stages.

Scores come from the product's own bridge to the regulations, with their traces; only marks and work are made up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from woms.core.clock import HANOI
from woms.core.periods import month_of
from woms.evaluation import criteria, events
from woms.evaluation.criteria import GeneralMark
from woms.evaluation.models import Cycle, Dossier, GeneralScore, Rating, ScoreSheet
from woms.evaluation.scoring import Computed, compute, sheet_values
from woms.evaluation.states import (
    CycleState,
    DossierState,
    Level,
    Stage,
)
from woms.org.states import LEADER_RANKS, Rank
from woms.regulations import Inputs, Leadership, Product
from woms.sample.calendar import closed_months
from woms.sample.history import History
from woms.sample.loading import Rows
from woms.sample.marks import self_mark, superior_mark, worked_example_mark
from woms.sample.moments import spread, working_moment
from woms.sample.organization import Official, Organization
from woms.sample.people import CONTRACT, DEPUTY, DIVISION_HEAD, HEAD, SPECIALIST
from woms.sample.stages import (
    Evaluated,
    Failed,
    Month,
    is_below,
    is_failing,
    is_worked_example,
    open_state,
    seniority,
)
from woms.sample.units import CITY_CODE
from woms.sample.work import Assignee, Job, WorkWriter, usual_jobs, worked_example

_EVALUATED_UNITS = ("so-khoa-hoc-va-cong-nghe", "phuong-hoan-kiem")
_JOINED_LATER = "ban-to-chuc-thanh-uy"
"""The pilot units whose people are evaluated every month; one joined with the last closed month."""

_CAPPED_ONE_IN = 6
_CAPPED = "Giữ tỷ lệ xuất sắc trong giới hạn 20 % của đơn vị; đã trao đổi với cá nhân."
_SCORED_SELF = "Tự chấm"
_SCORED_SUPERIOR = "Quản lý trực tiếp đánh giá"
_STEP = timedelta(minutes=20)
_OPENED_DAYS_AGO = 3


def evaluated_months(on: date, period_ids: dict[str, int]) -> list[Month]:
    """Give the months with a cycle: the last closed ones, and the current one once its cycle has opened."""
    closed = closed_months(on)
    current = [month_of(on)] if on.day > _OPENED_DAYS_AGO else []
    return [
        Month(
            period=period,
            period_id=period_ids[period.code],
            groups=criteria.groups_on(period.last_day),
            today=on,
            is_open=period in current,
            is_first=period == closed[0] if closed else False,
            is_last_closed=bool(closed) and period == closed[-1],
        )
        for period in [*closed, *current]
    ]


def _units_of(month: Month) -> tuple[str, ...]:
    joined = month.is_open or month.is_last_closed
    return (*_EVALUATED_UNITS, _JOINED_LATER) if joined else _EVALUATED_UNITS


class EvaluationWriter:
    """Writes cycles with their dossiers, marks, score sheets and ratings, from the people up to their leaders."""

    def __init__(self, organization: Organization, history: History, work: WorkWriter) -> None:
        self.history = history
        self._organization = organization
        self._work = work
        self._cycles = Rows(Cycle)
        self.dossiers, self.marks = Rows(Dossier), Rows(GeneralScore)
        self.sheets, self.ratings = Rows(ScoreSheet), Rows(Rating)

    def write(self) -> None:
        for rows in (self._cycles, self.dossiers, self.marks, self.sheets, self.ratings):
            rows.write()

    def add_cycle(self, month: Month) -> None:
        """Add a month: everybody's work, and their dossiers as far as they have come."""
        opened_at = _opened_at(month)
        cycle_id = self._cycles.add(
            period_id=month.period_id,
            governing_date=month.period.last_day,
            state=CycleState.OPEN if month.is_open else CycleState.CLOSED,
            starts_on=opened_at.date(),
            self_due_on=month.period.last_day,
            review_due_on=month.period.last_day + timedelta(days=3),
            decision_due_on=month.period.last_day + timedelta(days=7),
            opened_at=opened_at,
            closed_at=None if month.is_open else working_moment(month.period.last_day, 9, "close"),
            is_sample=True,
        )
        failed: list[Failed] = []
        people = [person for unit in _units_of(month) for person in self._bottom_up(unit, month)]
        self._tell_opened(cycle_id, month, opened_at, len(people))
        for person in people:
            products = self._work.add_month(self._assignee(person, month), _jobs(person.official, month))
            story = _Story(self, cycle_id, month, person, products, opened_at)
            level = story.tell(has_failing=any(is_below(one, person) for one in failed))
            if level == Level.NOT_COMPLETED:
                failed.append(Failed(person.unit.path, Rank(person.official.rank)))

    def _tell_opened(self, cycle_id: int, month: Month, at: datetime, people: int) -> None:
        city = self._organization.units[CITY_CODE]
        event = events.CycleOpened(
            subject_id=cycle_id,
            unit_id=city.id,
            unit_path=city.path,
            is_sample=True,
            period_label=month.period.label,
            people=people,
        )
        self.history.tell(
            event, official=self._organization.member("to-chuc"), at=at, after={"people": people}
        )

    def _bottom_up(self, code: str, month: Month) -> Iterator[Evaluated]:
        """Everybody of a unit: first those without people of their own, last the head."""
        unit = self._organization.units[code]
        divisions = [one for one in self._organization.units.values() if one.fact.parent == code]
        head = self._organization.head(code, month.period.last_day)
        leader = self._organization.holders(CITY_CODE, HEAD)[0]
        for division in divisions:
            chief = self._organization.holders(division.fact.code, DIVISION_HEAD)[0]
            for rank in (SPECIALIST, CONTRACT):
                for official in self._organization.holders(division.fact.code, rank):
                    yield Evaluated(official, division, chief, head)
            yield Evaluated(chief, division, head, head)
        for deputy in self._organization.holders(code, DEPUTY):
            yield Evaluated(deputy, unit, head, head)
        yield Evaluated(head, unit, leader, leader)

    def _assignee(self, person: Evaluated, month: Month) -> Assignee:
        return Assignee(
            official=person.official,
            unit=person.unit,
            superior=person.reviewer,
            month=month.period,
            period_id=month.period_id,
            today=month.today,
            finished=month.is_open and open_state(person.official, month) != DossierState.SELF,
        )


class _Story:
    """One person's dossier of one month, told stage by stage."""

    def __init__(
        self,
        writer: EvaluationWriter,
        cycle_id: int,
        month: Month,
        person: Evaluated,
        products: tuple[Product, ...],
        opened_at: datetime,
    ) -> None:
        self._writer, self._month, self._person, self._products = writer, month, person, products
        self._state = self._state_reached()
        self._id = writer.dossiers.add(
            cycle_id=cycle_id,
            person_id=person.official.id,
            unit_id=person.unit.id,
            title=person.official.title,
            rank=person.official.rank,
            is_leader=Rank(person.official.rank) in LEADER_RANKS,
            framework=person.framework,
            state=self._state,
            version=1 + list(DossierState).index(self._state),
            is_sample=True,
        )
        self._at = opened_at
        self._sheets = 0

    def _state_reached(self) -> DossierState:
        if not self._month.is_open:
            return DossierState.PUBLISHED
        return open_state(self._person.official, self._month)

    def tell(self, *, has_failing: bool) -> Level | None:
        """Write the stages up to the state reached; return the level that was rated, if one was."""
        if self._state == DossierState.SELF:
            return None
        own, mark = self._marks()
        scored = self._assess_self(own)
        if self._state == DossierState.REVIEW:
            return None
        sheet, computed = self._review(own, mark, scored, has_failing=has_failing)
        if self._state == DossierState.DECISION:
            return Level(computed.score.level.value)
        return self._decide(sheet, computed)

    def _marks(self) -> tuple[GeneralMark, GeneralMark]:
        official, period, groups = self._person.official, self._month.period, self._month.groups
        if is_worked_example(official, self._month):
            mark = worked_example_mark(groups)
            return mark, mark
        own = self_mark(official, period, groups, is_leader=self._person.is_leader)
        return own, superior_mark(own, official, period, groups, fails=is_failing(official, self._month))

    def _assess_self(self, mark: GeneralMark) -> Computed:
        at = self._later(-2, "self")
        self._give(Stage.SELF, mark, self._person.official, at)
        self._move("assess_self", DossierState.SELF, DossierState.REVIEW, self._person.official, at)
        computed = self._compute(mark, has_failing=False)
        self._keep_sheet(computed, Stage.SELF, _SCORED_SELF, self._person.official, at)
        self._tell(events.SelfAssessed, self._person.official, at)
        return computed

    def _review(
        self, own: GeneralMark, mark: GeneralMark, scored: Computed, *, has_failing: bool
    ) -> tuple[int, Computed]:
        reviewer = self._person.reviewer
        at = self._later(0, "review")
        self._give(Stage.SUPERIOR, mark, reviewer, at)
        self._move("review", DossierState.REVIEW, DossierState.DECISION, reviewer, at)
        is_same = mark == own and not (self._person.is_leader and has_failing)
        computed = scored if is_same else self._compute(mark, has_failing=has_failing)
        sheet = self._keep_sheet(computed, Stage.SUPERIOR, _SCORED_SUPERIOR, reviewer, at)
        self._tell(events.ReviewGiven, reviewer, at)
        return sheet, computed

    def _decide(self, sheet: int, computed: Computed) -> Level:
        decider, at = self._person.decider, self._later(4, "decide")
        level, reason = self._rated(Level(computed.score.level.value))
        self._writer.ratings.add(
            dossier_id=self._id,
            score_sheet_id=sheet,
            level=level,
            reason=reason,
            decided_by_id=decider.id,
            decided_by_name=decider.name,
            at=at,
            is_sample=True,
        )
        self._move("decide", DossierState.DECISION, DossierState.DECIDED, decider, at, reason)
        self._tell(events.RatingDecided, decider, at)
        published_at = self._later(5, "publish")
        self._move("publish", DossierState.DECIDED, DossierState.PUBLISHED, decider, published_at)
        self._tell(events.RatingPublished, decider, published_at)
        return level

    def _rated(self, level: Level) -> tuple[Level, str]:
        """The level decided: the computed one, unless too many would be excellent."""
        official = self._person.official
        if level == Level.EXCELLENT and spread(1, _CAPPED_ONE_IN, official.code, self._month.period.code) > 1:
            return Level.GOOD, _CAPPED
        return level, ""

    def _compute(self, mark: GeneralMark, *, has_failing: bool) -> Computed:
        marks = criteria.leadership_marks_on(self._month.period.last_day)
        leadership = None
        if self._person.is_leader:
            leadership = Leadership(
                unit_result=Fraction(marks[-1] if has_failing else marks[0], 100),
                organizing=Fraction(mark.organizing or 0, 100),
                cohesion=Fraction(mark.cohesion or 0, 100),
            )
        return compute(
            Inputs(
                framework=self._person.framework,
                on=self._month.period.last_day,
                general=Fraction(mark.points),
                products=self._products,
                leadership=leadership,
            )
        )

    def _later(self, days: int, stage: str) -> datetime:
        """The next instant of the story: some days after the month's end, or, in an open month, of these days."""
        who = self._person.official.code
        if self._month.is_open:
            planned = working_moment(self._month.today, min(days, 1) - 1, stage, who)
        else:
            planned = working_moment(self._month.period.last_day, days + seniority(self._person), stage, who)
        self._at = max(planned, self._at + _STEP)
        return self._at

    def _give(self, stage: Stage, mark: GeneralMark, official: Official, at: datetime) -> None:
        self._writer.marks.add(
            dossier_id=self._id,
            stage=stage,
            points=mark.points,
            by_group={code: str(points) for code, points in mark.by_group.items()},
            organizing=mark.organizing,
            cohesion=mark.cohesion,
            note=mark.note,
            given_by_id=official.id,
            given_by_name=official.name,
            at=at,
            is_sample=True,
        )

    def _keep_sheet(
        self, computed: Computed, stage: Stage, reason: str, official: Official, at: datetime
    ) -> int:
        self._sheets += 1
        sheet = self._writer.sheets.add(
            dossier_id=self._id,
            revision=self._sheets,
            stage=stage,
            reason=reason,
            computed_by_name=official.name,
            computed_at=at,
            is_sample=True,
            **sheet_values(computed),
        )
        self._tell(events.DossierScored, official, at, revision=self._sheets, reason=reason)
        return sheet

    def _move(
        self,
        action: str,
        source: DossierState,
        target: DossierState,
        official: Official,
        at: datetime,
        reason: str = "",
    ) -> None:
        self._writer.history.decide(
            ("dossier", self._id),
            action=action,
            states=(source.value, target.value),
            official=official,
            at=at,
            reason=reason,
        )

    def _tell(self, kind: type[events.DossierEvent], official: Official, at: datetime, **more: Any) -> None:
        unit = self._person.unit
        event = kind(
            subject_id=self._id,
            unit_id=unit.id,
            unit_path=unit.path,
            is_sample=True,
            person_name=self._person.official.name,
            period_label=self._month.period.label,
            **more,
        )
        self._writer.history.tell(event, official=official, at=at)


def _jobs(official: Official, month: Month) -> list[Job]:
    if is_worked_example(official, month):
        return worked_example()
    jobs = usual_jobs(official, month.period)
    return (
        [replace(job, done=0, reworks=(), delays=()) for job in jobs] if is_failing(official, month) else jobs
    )


def _opened_at(month: Month) -> datetime:
    """Eight in the morning of the 25th; of an open month, some days ago."""
    day = (
        month.today - timedelta(days=_OPENED_DAYS_AGO)
        if month.is_open
        else month.period.last_day - timedelta(days=5)
    )
    return datetime(day.year, day.month, day.day, 8, tzinfo=HANOI)
