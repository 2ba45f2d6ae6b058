"""Who shares in the fund of a unit, on which published ratings, and what each would get: nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from woms.core.errors import Invalid, Missing, Refused
from woms.evaluation import policies
from woms.evaluation.circles import agency_path
from woms.evaluation.models import AddedIncomeFund, AddedIncomeShare, Cycle, Dossier, Rating
from woms.local_rules.queries import decisions_in_force
from woms.org.models import Unit
from woms.regulations import FundMember, FundShare, share_fund
from woms.regulations.results import Level as RuleLevel

USUAL_COEFFICIENT = Decimal(1)
MOST_COEFFICIENT = Decimal(20)
MOST_AMOUNT = 10**15
COEFFICIENT_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person with a published rating."""

    dossier: Dossier
    rating: Rating
    points: Decimal
    salary_coefficient: Decimal


@dataclass(frozen=True, slots=True)
class Circle:
    """Everybody of a unit in a cycle: those with a published rating, and how many are without."""

    cycle: Cycle
    unit: Unit
    candidates: tuple[Candidate, ...]
    left_out: int


def circle_of(period_code: str, unit_code: str) -> tuple[Cycle, Unit]:
    """The cycle and the unit named. Raises `Missing` when there is no such cycle, or no agency or commune so named."""
    cycle = Cycle.objects.select_related("period").filter(period__code=period_code).first()
    unit = Unit.objects.filter(code=unit_code).first()
    if cycle is None or unit is None or unit.parent_id is None or agency_path(unit.path) != unit.path:
        raise Missing(
            "Không có kỳ hoặc đơn vị này. Quỹ được lập cho một cơ quan, phường, xã trong một kỳ đã mở."
        )
    return cycle, unit


def gather(cycle: Cycle, unit: Unit, coefficients: Mapping[int, Decimal]) -> Circle:
    """Read the published ratings of a unit (three queries). `coefficients`: of pay and post, by dossier."""
    rows = Dossier.objects.filter(cycle=cycle, unit__path__startswith=unit.path).select_related(
        "person", "unit"
    )
    people = list(rows.order_by("unit__path", "person__sort_key", "id"))
    ids = [row.pk for row in people if row.state in policies.PUBLISHED]
    found = Rating.objects.filter(dossier_id__in=ids).select_related("score_sheet").order_by("id")
    ratings = {row.dossier_id: row for row in found.defer("score_sheet__trace", "score_sheet__inputs")}
    earlier = _earlier(unit)
    candidates = tuple(
        Candidate(
            dossier=row,
            rating=ratings[row.pk],
            points=ratings[row.pk].score_sheet.total or Decimal(0),
            salary_coefficient=coefficients.get(row.pk, earlier.get(row.person_id, USUAL_COEFFICIENT)),
        )
        for row in people
        if row.pk in ratings
    )
    return Circle(cycle, unit, candidates, len(people) - len(candidates))


def split(circle: Circle, amount: int) -> dict[int, FundShare]:
    """What everybody would get, by dossier, under the coefficients that hold for the unit on the governing date."""
    if amount > MOST_AMOUNT:
        raise Invalid("Số tiền quá lớn. Hãy xem lại, đơn vị là đồng.", code="fund.too_much", field="amount")
    if not circle.candidates:
        raise Refused(
            "Chưa ai ở đơn vị này có kết quả xếp loại đã công bố nên chưa chia được quỹ. "
            "Hãy công bố kết quả trước.",
            code="fund.nothing_published",
        )
    for one in circle.candidates:
        _check_coefficient(one.salary_coefficient)
    day = circle.cycle.governing_date
    shares = share_fund(
        amount,
        [_member(one) for one in circle.candidates],
        on=day,
        decisions=decisions_in_force(unit_path=circle.unit.path, on=day),
    )
    return {int(share.reference): share for share in shares}


def _member(one: Candidate) -> FundMember:
    return FundMember(
        reference=str(one.dossier.pk),
        level=RuleLevel(one.rating.level),
        points=Fraction(one.points),
        salary_coefficient=Fraction(one.salary_coefficient),
    )


def _check_coefficient(value: Decimal) -> None:
    if not 0 < value <= MOST_COEFFICIENT or -int(value.as_tuple().exponent) > COEFFICIENT_DIGITS:
        raise Invalid(
            f"Hệ số lương, chức vụ phải lớn hơn 0, không quá {MOST_COEFFICIENT}, nhiều nhất ba chữ số thập phân.",
            code="fund.coefficient",
            field="coefficient",
        )


def _earlier(unit: Unit) -> dict[int, Decimal]:
    """The coefficients of pay and post last written for the people of a unit, so that nobody types them again."""
    fund = AddedIncomeFund.objects.filter(unit=unit).order_by("-drafted_at", "-id").first()
    rows = AddedIncomeShare.objects.filter(fund=fund).values_list("dossier__person_id", "salary_coefficient")
    return dict(rows) if fund else {}
