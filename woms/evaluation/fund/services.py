"""Draft and decide the added-income fund of a unit. Every draft is a new revision; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from django.db import transaction

from woms.access.actors import Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.core.clock import local_date
from woms.core.errors import Conflict, Invalid, Missing, Refused
from woms.core.vietnamese import clean_text
from woms.evaluation.fund import events, splitting
from woms.evaluation.fund.splitting import Candidate
from woms.evaluation.models import AddedIncomeFund, AddedIncomeShare, FundDecision
from woms.org.models import Unit
from woms.records.log import record_event
from woms.regulations import FundShare, rules_version

LONGEST_NUMBER = 80


@transaction.atomic
def draft_fund(
    *,
    actor: Actor,
    at: datetime,
    period_code: str,
    unit_code: str,
    amount: int,
    coefficients: Mapping[int, Decimal] | None = None,
) -> int:
    """This function will keep a new revision of how to split `amount` đồng and return its id.

    `coefficients`: of pay and post by dossier; who is not named keeps the last one written, at first 1.
    """
    cycle, unit = splitting.circle_of(period_code, unit_code)
    check(actor, Permission.FUND_DECIDE, Subject(unit.path))
    Unit.objects.select_for_update().get(pk=unit.pk)  # one revision after the other
    circle = splitting.gather(cycle, unit, coefficients or {})
    shares = splitting.split(circle, amount)
    last = AddedIncomeFund.objects.filter(cycle=cycle, unit=unit).order_by("-revision").first()
    fund = AddedIncomeFund.objects.create(
        cycle=cycle, unit=unit, revision=last.revision + 1 if last else 1, amount=amount,
        left_out=circle.left_out, rules_version=rules_version(),
        drafted_by_id=cast("int", actor.person_id), drafted_by_name=actor.name, drafted_at=at,
        is_sample=cycle.is_sample,
    )  # fmt: skip
    AddedIncomeShare.objects.bulk_create(
        _share(fund, one, shares[one.dossier.pk]) for one in circle.candidates
    )
    event = events.FundDrafted(**_about(fund), people=len(shares))
    record_event(actor=actor, at=at, event=event, after={"amount": amount, "revision": fund.revision})
    return fund.pk


@transaction.atomic
def decide_fund(
    *, actor: Actor, at: datetime, fund_id: int, number: str, decided_on: date, reason: str = ""
) -> None:
    """This function will record the numbered decision on a draft; from then on each person reads their own amount.

    Raises `Conflict` when there is a later revision or a rating changed since the draft, and `Invalid` when people
    are left out, or an earlier decision is replaced, without a reason.
    """
    rows = AddedIncomeFund.objects.select_related("cycle__period", "unit")
    fund = visible_to(rows, actor, Permission.FUND_READ).filter(pk=fund_id).first()
    if fund is None:
        raise Missing
    check(actor, Permission.FUND_DECIDE, Subject(fund.unit.path))
    Unit.objects.select_for_update().get(pk=fund.unit_id)
    number, reason = clean_text(number), clean_text(reason)
    _check_decidable(fund)
    _check_words(fund, number, decided_on, reason, on=local_date(at))
    FundDecision.objects.create(
        fund=fund, number=number, decided_on=decided_on, reason=reason,
        decided_by_id=cast("int", actor.person_id), decided_by_name=actor.name, at=at, is_sample=fund.is_sample,
    )  # fmt: skip
    event = events.FundDecided(**_about(fund), number=number)
    record_event(actor=actor, at=at, event=event, after={"number": number, "reason": reason})


def _check_decidable(fund: AddedIncomeFund) -> None:
    if FundDecision.objects.filter(fund=fund).exists():
        raise Refused(
            "Phương án này đã được quyết định. Muốn thay đổi, hãy lập phương án mới.", code="fund.decided"
        )
    if AddedIncomeFund.objects.filter(
        cycle=fund.cycle_id, unit=fund.unit_id, revision__gt=fund.revision
    ).exists():
        raise Conflict("Đã có phương án mới hơn. Hãy xem phương án đó.", code="fund.superseded")
    current = {one.rating.pk for one in splitting.gather(fund.cycle, fund.unit, {}).candidates}
    if current != set(fund.shares.values_list("rating_id", flat=True)):
        raise Conflict(
            "Kết quả xếp loại đã thay đổi sau khi lập phương án. Hãy lập lại để chia theo kết quả mới.",
            code="fund.stale",
        )


def _check_words(fund: AddedIncomeFund, number: str, decided_on: date, reason: str, *, on: date) -> None:
    if not number or len(number) > LONGEST_NUMBER:
        raise Invalid("Hãy ghi số quyết định, ví dụ 12/QĐ-SKHCN.", code="fund.number", field="number")
    if decided_on > on:
        raise Invalid("Ngày quyết định không thể ở tương lai.", code="fund.day", field="decided_on")
    if fund.left_out and not reason:
        raise Invalid(
            f"Còn {fund.left_out} người chưa có kết quả công bố nên không được chia. Hãy ghi lý do vẫn quyết định.",
            code="fund.reason",
            field="reason",
        )
    replaces = FundDecision.objects.filter(fund__cycle=fund.cycle_id, fund__unit=fund.unit_id).exists()
    if replaces and not reason:
        raise Invalid(
            "Quyết định này thay quyết định trước. Hãy ghi lý do.", code="fund.reason", field="reason"
        )


def _share(fund: AddedIncomeFund, one: Candidate, share: FundShare) -> AddedIncomeShare:
    return AddedIncomeShare(
        fund=fund,
        dossier=one.dossier,
        rating=one.rating,
        points=one.points,
        level_coefficient=_decimal(share.level_coefficient),
        salary_coefficient=one.salary_coefficient,
        weight=_decimal(share.weight),
        is_floor=share.is_floor,
        amount=share.amount,
        is_sample=fund.is_sample,
    )


def _decimal(value: Any) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _about(fund: AddedIncomeFund) -> dict[str, Any]:
    return {
        "subject_id": fund.pk,
        "unit_id": fund.unit_id,
        "unit_path": fund.unit.path,
        "is_sample": fund.is_sample,
        "period_label": fund.cycle.period.label,
        "unit_name": fund.unit.name,
        "revision": fund.revision,
    }
