"""Reads of added-income funds: the list, one revision as this reader may see it, a look ahead, one's own amount."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum

from woms.access.actors import Actor
from woms.access.checks import Subject, allowed, check, reaches
from woms.access.permissions import Permission
from woms.access.roles import Reach
from woms.access.scopes import visible_to
from woms.core.errors import Denied, Missing
from woms.evaluation.fund import splitting
from woms.evaluation.models import AddedIncomeFund, AddedIncomeShare, Cycle, FundDecision
from woms.evaluation.states import Level
from woms.org.models import Unit

LATEST = 100
FEWEST = 3


@dataclass(frozen=True, slots=True)
class FundRow:
    """One revision in the list. `is_in_force`: the latest decided one of its unit and period."""

    id: int
    period_code: str
    period_label: str
    unit_code: str
    unit_name: str
    revision: int
    amount: int
    people: int
    state: str
    number: str
    decided_on: date | None
    decided_by: str
    drafted_by: str
    drafted_at: datetime


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One person's line; `amount` in đồng."""

    dossier_id: int
    person_name: str
    title: str
    unit_name: str
    level: str
    level_label: str
    points: Decimal
    level_coefficient: Decimal
    salary_coefficient: Decimal
    weight: Decimal
    amount: int
    is_floor: bool


@dataclass(frozen=True, slots=True)
class FundView:
    """One revision, or a look ahead (`id` 0). `hidden`: people whose lines this reader may not see.

    `shared`: all amounts added up, to be held against `amount`; `shown`: of the lines that are shown.
    """

    about: FundRow
    rows: tuple[ShareRow, ...]
    hidden: int
    shared: int
    shown: int
    left_out: int
    reason: str
    can_decide: bool
    can_draft: bool


@dataclass(frozen=True, slots=True)
class FundList:
    rows: tuple[FundRow, ...]
    periods: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OwnShare:
    """What one person gets by the decision in force."""

    amount: int
    period_label: str
    number: str
    decided_on: date
    level_coefficient: Decimal
    salary_coefficient: Decimal
    weight: Decimal


def sees_funds(*, actor: Actor) -> bool:
    """May the actor read more than their own amount anywhere?"""
    return any(reach is not Reach.SELF for _grant, reach in reaches(actor, Permission.FUND_READ))


def fund_list(*, actor: Actor) -> FundList:
    """The funds one may see, the latest first, and where one may draft. Raises `Denied` where that is none."""
    if not sees_funds(actor=actor):
        raise Denied(
            "Quỹ của đơn vị do người đứng đầu lập và quyết định. Phần của bạn hiện ở phiếu đánh giá.",
            code="denied.fund.read",
        )
    units = visible_to(Unit.objects.filter(ends_on__isnull=True), actor, Permission.FUND_DECIDE)
    agencies = units.filter(parent__isnull=False, parent__parent__isnull=True).order_by("position", "path")
    cycles = Cycle.objects.order_by("-period__starts_on").values_list("period__code", "period__label")
    rows = _readable(actor).order_by("-cycle__period__starts_on", "unit__path", "-revision")[:LATEST]
    return FundList(
        rows=tuple(_row(row) for row in rows),
        periods=tuple(cycles),
        units=tuple(agencies.values_list("code", "name")),
    )


def fund_view(*, actor: Actor, fund_id: int) -> FundView:
    """One revision with the lines that this reader may see. Raises `Missing` for everybody else."""
    fund = _readable(actor).filter(pk=fund_id).first()
    if fund is None:
        raise Missing
    about = _row(fund)
    shares = visible_to(fund.shares.all(), actor, Permission.FUND_READ)
    rows = _told(tuple(_line(one) for one in _in_order(shares)), about.people)
    may = allowed(actor, Permission.FUND_DECIDE, Subject(fund.unit.path))
    decision = FundDecision.objects.filter(fund=fund).first()
    return FundView(
        about=about,
        rows=rows,
        hidden=about.people - len(rows),
        shared=fund.shares.aggregate(sum=Sum("amount"))["sum"] or 0,
        shown=sum(row.amount for row in rows),
        left_out=fund.left_out,
        reason=decision.reason if decision else "",
        can_decide=may and about.state == "draft",
        can_draft=may,
    )


def fund_preview(
    *,
    actor: Actor,
    at: datetime,
    period_code: str,
    unit_code: str,
    amount: int,
    coefficients: Mapping[int, Decimal] | None = None,
) -> FundView:
    """What everybody would get of another amount: nothing is kept."""
    cycle, unit = splitting.circle_of(period_code, unit_code)
    check(actor, Permission.FUND_DECIDE, Subject(unit.path))
    circle = splitting.gather(cycle, unit, coefficients or {})
    shares = splitting.split(circle, amount)
    rows = []
    for one in circle.candidates:
        share = shares[one.dossier.pk]
        line = AddedIncomeShare(
            dossier=one.dossier, rating=one.rating, points=one.points, amount=share.amount,
            level_coefficient=_decimal(share.level_coefficient.as_integer_ratio()),
            salary_coefficient=one.salary_coefficient, is_floor=share.is_floor,
            weight=_decimal(share.weight.as_integer_ratio()),
        )  # fmt: skip
        rows.append(_line(line))
    shared = sum(row.amount for row in rows)
    about = FundRow(
        id=0, period_code=cycle.period.code, period_label=cycle.period.label, unit_code=unit.code,
        unit_name=unit.name, revision=0, amount=amount, people=len(rows), state="preview", number="",
        decided_on=None, decided_by="", drafted_by=actor.name, drafted_at=at,
    )  # fmt: skip
    return FundView(
        about, tuple(rows), 0, shared, shared, circle.left_out, "", can_decide=False, can_draft=True
    )


def share_of(*, actor: Actor, dossier_id: int) -> OwnShare | None:
    """What the person of a dossier gets by the decision in force, for whoever may read that; None otherwise."""
    rows = AddedIncomeShare.objects.filter(dossier_id=dossier_id, fund__decision__isnull=False)
    mine = visible_to(rows, actor, Permission.FUND_READ).select_related(
        "fund__decision", "fund__cycle__period"
    )
    share = mine.order_by("-fund__revision").first()
    if share is None or _row(_funds().get(pk=share.fund_id)).state != "in_force":
        return None
    decision = share.fund.decision
    return OwnShare(
        amount=share.amount,
        period_label=share.fund.cycle.period.label,
        number=decision.number,
        decided_on=decision.decided_on,
        level_coefficient=share.level_coefficient,
        salary_coefficient=share.salary_coefficient,
        weight=share.weight,
    )


def _funds() -> QuerySet[AddedIncomeFund]:
    """Funds with the number of people, the latest revision, and the latest decided revision of the same unit."""
    same = AddedIncomeFund.objects.filter(cycle=OuterRef("cycle"), unit=OuterRef("unit")).order_by(
        "-revision"
    )
    decided = same.filter(decision__isnull=False)
    return AddedIncomeFund.objects.select_related("cycle__period", "unit", "decision").annotate(
        people=Count("shares"),
        latest=Subquery(same.values("revision")[:1]),
        in_force=Subquery(decided.values("revision")[:1]),
    )


def _readable(actor: Actor) -> QuerySet[AddedIncomeFund]:
    return visible_to(_funds(), actor, Permission.FUND_READ)


def _told(rows: tuple[ShareRow, ...], people: int) -> tuple[ShareRow, ...]:
    """No line at all where one or two are hidden: the fund less the lines shown would be their amount."""
    return () if 0 < people - len(rows) < FEWEST else rows


def _state(fund: AddedIncomeFund) -> str:
    """`draft`, `in_force`, or `replaced` by a later revision."""
    latest, in_force = fund.latest, fund.in_force  # type: ignore[attr-defined] # annotated
    if hasattr(fund, "decision"):
        return "in_force" if fund.revision == in_force else "replaced"
    return "draft" if fund.revision == latest else "replaced"


def _row(fund: AddedIncomeFund) -> FundRow:
    decision = fund.decision if hasattr(fund, "decision") else None
    return FundRow(
        id=fund.pk,
        period_code=fund.cycle.period.code,
        period_label=fund.cycle.period.label,
        unit_code=fund.unit.code,
        unit_name=fund.unit.name,
        revision=fund.revision,
        amount=fund.amount,
        people=fund.people,  # type: ignore[attr-defined] # annotated
        state=_state(fund),
        number=decision.number if decision else "",
        decided_on=decision.decided_on if decision else None,
        decided_by=decision.decided_by_name if decision else "",
        drafted_by=fund.drafted_by_name,
        drafted_at=fund.drafted_at,
    )


def _in_order(shares: QuerySet[AddedIncomeShare]) -> QuerySet[AddedIncomeShare]:
    rows = shares.select_related("dossier__person", "dossier__unit", "rating")
    return rows.order_by("dossier__unit__path", "dossier__person__sort_key", "id")


def _line(share: AddedIncomeShare) -> ShareRow:
    dossier = share.dossier
    return ShareRow(
        dossier_id=dossier.pk,
        person_name=dossier.person.full_name,
        title=dossier.title,
        unit_name=dossier.unit.name,
        level=share.rating.level,
        level_label=str(Level(share.rating.level).label),
        points=share.points,
        level_coefficient=share.level_coefficient,
        salary_coefficient=share.salary_coefficient,
        weight=share.weight,
        amount=share.amount,
        is_floor=share.is_floor,
    )


def _decimal(ratio: tuple[int, int]) -> Decimal:
    return Decimal(ratio[0]) / Decimal(ratio[1])
