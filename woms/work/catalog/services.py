"""Write the catalogue: new products, new versions, issuing, retiring. An issued version is never changed.

Work that was assigned keeps the version and the coefficient it was assigned with, and so does a period that is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from woms.access.actors import Actor
from woms.access.checks import Subject, check
from woms.access.permissions import Permission
from woms.core.clock import local_date
from woms.core.errors import Conflict, Missing
from woms.core.numbers import format_number
from woms.core.vietnamese import clean_text
from woms.org.models import Unit
from woms.org.queries import UnitChoice, city
from woms.records.log import record_event
from woms.work.catalog import events, policies
from woms.work.catalog.policies import ProductFacts
from woms.work.models import CatalogProduct
from woms.work.states import CatalogState


@transaction.atomic
def add_product(
    *,
    actor: Actor,
    at: datetime,
    code: str,
    facts: ProductFacts,
    state: str,
    starts_on: date,
    decision_number: str = "",
) -> int:
    """This function will add a product to the catalogue, as a draft or issued, and return its first version's id.

    Raises `Denied`, `Invalid` naming the field, or `Conflict` when the code is taken.
    """
    root = _root(actor)
    code = clean_text(code).upper()
    policies.check_code(code)
    if CatalogProduct.objects.filter(code=code).exists():
        raise _taken(code)
    try:
        with transaction.atomic():
            row = _create(actor, at, code, 1, facts, state, starts_on, decision_number)
    except IntegrityError:
        raise _taken(code) from None
    _tell_new(actor, at, root, row)
    return row.pk


@transaction.atomic
def add_version(
    *,
    actor: Actor,
    at: datetime,
    code: str,
    facts: ProductFacts,
    state: str,
    starts_on: date,
    version: int,
    decision_number: str = "",
) -> int:
    """This function will add a version to a product and return its id; an issued one ends the version before.

    `version`: the latest version that the form showed. Raises `Denied`, `Missing`, `Invalid`, `Refused`, `Conflict`.
    """
    root = _root(actor)
    versions = _versions(code)
    policies.check_seen(versions, version)
    policies.check_new_version(versions, starts_on, local_date(at))
    row = _create(actor, at, code, version + 1, facts, state, starts_on, decision_number)
    if row.state != CatalogState.DRAFT:
        _end_before(versions, starts_on)
    _tell_new(actor, at, root, row)
    return row.pk


@transaction.atomic
def issue_draft(
    *, actor: Actor, at: datetime, code: str, state: str, starts_on: date, decision_number: str, version: int
) -> None:
    """This function will issue a draft, for a pilot or officially, under a decision; it ends the version before."""
    root = _root(actor)
    versions = _versions(code)
    policies.check_seen(versions, version)
    policies.check_can_issue(versions, starts_on, local_date(at))
    decision_number = clean_text(decision_number)
    policies.check_issue(state, decision_number)
    draft = versions[-1]
    if state == CatalogState.DRAFT:
        raise Missing
    draft.state, draft.starts_on, draft.decision_number = state, starts_on, decision_number
    draft.save(update_fields=["state", "starts_on", "decision_number"])
    _end_before(versions[:-1], starts_on)
    _tell_new(actor, at, root, draft)


@transaction.atomic
def discard_draft(*, actor: Actor, at: datetime, code: str, version: int) -> None:
    """This function will remove a draft that was never issued."""
    root = _root(actor)
    versions = _versions(code)
    policies.check_seen(versions, version)
    draft = versions[-1]
    policies.check_can_discard(draft)
    event = events.DraftDiscarded(**_about(root, draft))
    record_event(actor=actor, at=at, event=event, before={"state": draft.state, "version": draft.version})
    draft.delete()


@transaction.atomic
def retire_product(
    *,
    actor: Actor,
    at: datetime,
    code: str,
    ends_on: date,
    decision_number: str,
    reason: str,
    version: int,
) -> None:
    """This function will end a product from a day on, under a decision; work already assigned goes on counting."""
    root = _root(actor)
    versions = _versions(code)
    policies.check_seen(versions, version)
    number, reason = clean_text(decision_number), clean_text(reason)[:300]
    policies.check_issue(CatalogState.OFFICIAL, number)
    latest = versions[-1]
    policies.check_can_retire(latest, ends_on, local_date(at), reason)
    latest.ends_on, latest.end_decision_number, latest.end_reason = ends_on, number, reason
    latest.save(update_fields=["ends_on", "end_decision_number", "end_reason"])
    event = events.ProductRetired(
        **_about(root, latest), ends_on=f"{ends_on:%d/%m/%Y}", decision_number=number, reason=reason
    )
    record_event(actor=actor, at=at, event=event, before={"ends_on": None}, after={"ends_on": ends_on})


def _root(actor: Actor) -> UnitChoice:
    """The catalogue belongs to the province: who manages it does so at the root."""
    root = city()
    check(actor, Permission.CATALOG_MANAGE, Subject(root.path))
    return root


def _versions(code: str) -> list[CatalogProduct]:
    """All versions, earliest first, locked until the transaction ends."""
    rows = CatalogProduct.objects.select_for_update().filter(code=code).order_by("version")
    versions = list(rows)
    if not versions:
        raise Missing
    return versions


def _create(
    actor: Actor,
    at: datetime,
    code: str,
    version: int,
    facts: ProductFacts,
    state: str,
    starts_on: date,
    decision_number: str,
) -> CatalogProduct:
    texts: dict[str, Any] = {name: clean_text(getattr(facts, name)) for name in policies.LENGTHS}
    clean = replace(facts, **texts)
    number = clean_text(decision_number)
    policies.check_facts(clean)
    policies.check_issue(state, number)
    return CatalogProduct.objects.create(
        code=code,
        version=version,
        state=state,
        name=clean.name,
        output=clean.output,
        measure_unit=clean.measure_unit,
        field=clean.field,
        group=clean.group,
        coefficient=clean.coefficient,
        norm_hours=clean.norm_hours,
        is_standard=clean.is_standard,
        unit=_unit(clean.unit_code),
        starts_on=starts_on,
        decision_number=number,
        created_by_id=actor.person_id,
        created_at=at,
    )


def _unit(code: str) -> Unit | None:
    if not code:
        return None
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise Missing(f"Không có đơn vị mã {code}. Hãy chọn lại.", field="unit_code")
    return unit


def _end_before(versions: Sequence[CatalogProduct], starts_on: date) -> None:
    """The version before ends where the new one begins, unless it had ended earlier."""
    if not versions:
        return
    last = versions[-1]
    if last.ends_on is None or last.ends_on > starts_on:
        last.ends_on = starts_on
        last.save(update_fields=["ends_on"])


def _taken(code: str) -> Conflict:
    return Conflict(
        f"Mã {code} đã có trong danh mục. Hãy mở sản phẩm đó để lập bản mới, hoặc chọn mã khác.",
        code="catalog.code_taken",
        field="code",
    )


def _tell_new(actor: Actor, at: datetime, root: UnitChoice, row: CatalogProduct) -> None:
    about = _about(root, row)
    event: events.CatalogEvent = events.VersionDrafted(**about)
    if row.state != CatalogState.DRAFT:
        event = events.VersionIssued(
            **about,
            coefficient=format_number(row.coefficient),
            starts_on=f"{row.starts_on:%d/%m/%Y}",
            decision_number=row.decision_number,
        )
    after = {"state": str(row.state), "coefficient": row.coefficient, "starts_on": row.starts_on}
    record_event(actor=actor, at=at, event=event, after=after)


def _about(root: UnitChoice, row: CatalogProduct) -> dict[str, Any]:
    return {
        "subject_id": row.pk,
        "unit_id": root.id,
        "unit_path": root.path,
        "is_sample": row.is_sample,
        "product": row.code,
        "name": row.name,
        "version": row.version,
    }
