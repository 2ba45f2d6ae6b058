"""Bringing a plan in from the command line: in whose name, and what is said on the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from woms.access.actors import Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.access.roles import ROLES
from woms.connectors.documents.parsed import ParsedObjective, ParsedPlan
from woms.connectors.documents.places import unit_index
from woms.connectors.documents.reading import read_plan
from woms.connectors.documents.services import ImportReceipt, confirm_import, stage_import
from woms.core.clock import local_date
from woms.core.errors import Missing
from woms.org.actors import in_force, load_actor
from woms.org.models import Account, Grant, Unit
from woms.org.queries import UnitChoice, choice_of
from woms.org.states import UnitKind

_PREFERRED = (
    "organization_board",
    "deputy",
    "head",
    "division_head",
)  # whoever writes drafts, before who signs


def unit_for_console(code: str) -> UnitChoice | None:
    """Return the unit of that code, or the city when no code is given; nothing when there are no units yet."""
    rows = Unit.objects.filter(code=code) if code else Unit.objects.filter(kind=UnitKind.CITY)
    unit = rows.first()
    if unit is None and code:
        raise Missing(
            f"Không có đơn vị mã “{code}”. Xem mã đơn vị ở trang Tổ chức.", code="unit.unknown", field="unit"
        )
    return choice_of(unit) if unit else None


def read_for_console(content: bytes, *, at: datetime, unit: UnitChoice | None) -> ParsedPlan:
    """Return what the file says; nothing is written anywhere."""
    return read_plan(content, index=unit_index(local_date(at), home=unit.code if unit else ""))


@transaction.atomic
def import_from_console(
    *, at: datetime, unit: UnitChoice, content: bytes, file_name: str, username: str, period: str, again: bool
) -> ImportReceipt:
    """Read and confirm in one step, in the name of a person who may write the unit's plan; all of it or nothing."""
    actor = _acting(unit, username, at)
    import_id = stage_import(
        actor=actor, at=at, unit_code=unit.code, content=content, file_name=file_name, period_code=period
    )
    return confirm_import(actor=actor, at=at, import_id=import_id, again=again)


def _acting(unit: UnitChoice, username: str, at: datetime) -> Actor:
    account = _named(username) if username else _usual_author(unit, at)
    actor = load_actor(account, local_date(at))
    check(actor, Permission.PLAN_EDIT, Subject(unit.path))
    return replace(actor, name=f"{actor.name} (dòng lệnh)")  # the log says how it was done


def _named(username: str) -> Account:
    account = Account.objects.filter(username=username, is_active=True, person__isnull=False).first()
    if account is None:
        raise Missing(f"Không có tài khoản “{username}” của một người.", code="account.unknown", field="as")
    return account


def _usual_author(unit: UnitChoice, at: datetime) -> Account:
    """The first person whose role lets them write the unit's plan; such a person need not sign in to have the role."""
    roles = [role.code for role in ROLES.values() if Permission.PLAN_EDIT in role.permissions]
    held = Grant.objects.filter(in_force(local_date(at)), unit_id=unit.id, role__in=roles).select_related(
        "person"
    )
    grants = sorted(held, key=lambda grant: (_rank(grant.role), grant.person_id))
    if not grants:
        raise Missing(
            f"Chưa ai có quyền soạn kế hoạch của {unit.name}. Hãy phân quyền, hoặc chỉ rõ người bằng --as TÊN.",
            code="author.none",
        )
    return Account(person=grants[0].person)


def _rank(code: str) -> int:
    return _PREFERRED.index(code) if code in _PREFERRED else len(_PREFERRED)


def lines_of(plan: ParsedPlan, file_name: str) -> Iterator[str]:
    """Yield what a person reads on the terminal: the tasks, then what needs an eye."""
    yield f"{file_name}: {len(plan.objectives)} nhiệm vụ."
    for objective in plan.objectives:
        yield from _lines_of_objective(objective)
    if plan.unmatched:
        yield "Tên chưa khớp với cây đơn vị: " + "; ".join(plan.unmatched) + "."
    for warning in plan.warnings:
        yield f"Cảnh báo: {warning}"


def _lines_of_objective(objective: ParsedObjective) -> Iterator[str]:
    lead = ", ".join(unit.name for unit in objective.lead) or "chưa rõ"
    yield f"{objective.position:>4}. {objective.title}"
    yield f"      Chủ trì: {lead} · Hạn: {objective.deadline.text or 'chưa ghi'} · Sản phẩm: {objective.output or 'chưa ghi'}"
