"""The added-income fund of one pilot unit for the last closed month, split by the product itself."""

from __future__ import annotations

from datetime import date

from woms.access.actors import Actor, HeldGrant
from woms.evaluation.fund.services import decide_fund, draft_fund
from woms.sample.calendar import closed_months
from woms.sample.moments import working_moment
from woms.sample.organization import Organization

UNIT = "so-khoa-hoc-va-cong-nghe"
AMOUNT = 486_500_000


def load_fund(organization: Organization, on: date) -> None:
    """Draft and decide the fund of the last closed month, by the head of the unit."""
    months = closed_months(on)
    if not months:
        return
    month, unit = months[-1], organization.units[UNIT]
    head = organization.head(UNIT, month.last_day)
    grant = HeldGrant("head", unit.id, unit.path, unit_is_root=False)
    actor = Actor(person_id=head.id, name=head.name, unit_id=unit.id, unit_path=unit.path, grants=(grant,))
    drafted_at = working_moment(month.last_day, 14, "fund")
    decided_at = working_moment(month.last_day, 16, "fund")
    if decided_at.date() >= on:
        return
    fund_id = draft_fund(actor=actor, at=drafted_at, period_code=month.code, unit_code=UNIT, amount=AMOUNT)
    decide_fund(
        actor=actor, at=decided_at, fund_id=fund_id, number="86/QĐ-SKHCN", decided_on=decided_at.date()
    )
