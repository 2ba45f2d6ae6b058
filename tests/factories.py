"""A small province with a permanent cast, for tests.

City ─┬─ Sở Mẫu A (agency: head, deputy, division with division head and specialist)
      ├─ Sở Mẫu B (agency: head and specialist: the outsiders)
      └─ Phường Mẫu (ward: head and specialist)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from woms.access.actors import Actor
from woms.core import periods
from woms.core.clock import HANOI
from woms.core.vietnamese import person_sort_key, sort_key
from woms.org.actors import load_actor
from woms.org.models import Account, Assignment, Grant, Person, Unit
from woms.planning.models import KeyResult, Objective, Period, Plan
from woms.work.models import CatalogProduct, WorkItem

SINCE = date(2025, 1, 1)
TODAY = date(2026, 11, 21)
AT = datetime(2026, 11, 21, 14, 5, tzinfo=HANOI)
_numbers = count(1)


def make_unit(
    name: str, kind: str, parent: Unit | None = None, *, axis: str = "government", **options: Any
) -> Unit:
    number = next(_numbers)
    unit = Unit.objects.create(
        code=f"don-vi-{number}", name=name, short_name=name, sort_key=sort_key(name), axis=axis, kind=kind,
        parent=parent, path=f"~{number}", starts_on=SINCE, **options,
    )  # fmt: skip
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


def make_person(full_name: str) -> Person:
    family, *middle, given = full_name.split(" ")
    return Person.objects.create(
        code=f"CB{next(_numbers):06}", family_name=family, middle_name=" ".join(middle), given_name=given,
        full_name=full_name, sort_key=person_sort_key(family, " ".join(middle), given),
    )  # fmt: skip


def make_officer(full_name: str, unit: Unit, rank: str, role: str) -> Actor:
    """A person with a post, a role at that unit and an account whose password is `mật khẩu mẫu 1`."""
    person = make_person(full_name)
    Assignment.objects.create(person=person, unit=unit, title=full_name, rank=rank, starts_on=SINCE)
    Grant.objects.create(person=person, role=role, unit=unit, starts_on=SINCE)
    account = Account.objects.create(username=f"tk{person.pk}", person=person, must_change_password=False)
    return load_actor(account, TODAY)


def account_of(actor: Actor) -> Account:
    return Account.objects.get(person_id=actor.person_id)


def make_period(code: str) -> Period:
    calendar = periods.from_code(code)
    return Period.objects.get_or_create(
        code=code,
        defaults={
            "kind": calendar.kind.value, "label": calendar.label,
            "starts_on": calendar.starts_on, "ends_on": calendar.ends_on,
        },
    )[0]  # fmt: skip


@dataclass
class Province:
    """The units and the cast."""

    city: Unit
    agency: Unit
    division: Unit
    other_agency: Unit
    ward: Unit
    leader: Actor
    organization_board: Actor
    appraiser: Actor
    auditor: Actor
    administrator: Actor
    head: Actor
    deputy: Actor
    division_head: Actor
    specialist: Actor
    other_head: Actor
    other_specialist: Actor
    ward_head: Actor
    ward_specialist: Actor
    year: Period
    month: Period


def make_province() -> Province:
    city = make_unit("Thành phố Mẫu", "city", axis="city")
    agency = make_unit("Sở Mẫu A", "agency", city)
    division = make_unit("Phòng Mẫu A1", "division", agency)
    other = make_unit("Sở Mẫu B", "agency", city)
    ward = make_unit("Phường Mẫu", "ward", city)
    return Province(
        city=city, agency=agency, division=division, other_agency=other, ward=ward,
        leader=make_officer("Nguyễn Văn Lãnh", city, "head", "city_leader"),
        organization_board=make_officer("Trần Thị Tổ", city, "specialist", "organization_board"),
        appraiser=make_officer("Lê Văn Thẩm", city, "specialist", "appraiser"),
        auditor=make_officer("Phạm Thị Kiểm", city, "specialist", "auditor"),
        administrator=make_officer("Hoàng Văn Quản", city, "specialist", "administrator"),
        head=make_officer("Vũ Thị Trưởng", agency, "head", "head"),
        deputy=make_officer("Đặng Văn Phó", agency, "deputy", "deputy"),
        division_head=make_officer("Bùi Thị Phòng", division, "division_head", "division_head"),
        specialist=make_officer("Đỗ Văn Chuyên", division, "specialist", "specialist"),
        other_head=make_officer("Hồ Thị Ngoài", other, "head", "head"),
        other_specialist=make_officer("Ngô Văn Ngoài", other, "specialist", "specialist"),
        ward_head=make_officer("Dương Thị Phường", ward, "head", "head"),
        ward_specialist=make_officer("Lý Văn Phường", ward, "specialist", "specialist"),
        year=make_period("2026"), month=make_period("2026-11"),
    )  # fmt: skip


def make_plan(province: Province, unit: Unit | None = None, **options: Any) -> Plan:
    """The year plan of a unit (of Sở Mẫu A if none is given): a draft unless `state` says otherwise.

    Written by the deputy of Sở Mẫu A, so that its head and the city's leader are other people.
    """
    unit = unit or province.agency
    facts = {
        "person": None, "period": province.year, "title": f"Kế hoạch năm 2026 – {unit.name}",
        "author_id": province.deputy.person_id, "created_at": AT,
    }  # fmt: skip
    return Plan.objects.create(unit=unit, **facts | options)


def make_objective(plan: Plan, **options: Any) -> Objective:
    """An objective with all of the “6 rõ”, in the first area."""
    facts = {
        "position": next(_numbers), "area": "customers", "kind": "kpi", "weight": Decimal(100),
        "title": "Nâng cao chất lượng dịch vụ công", "lead_unit": plan.unit,
        "authority": "Giám đốc Sở", "procedure": "Quy chế làm việc của Sở", "output": "Báo cáo kết quả",
        "deadline_kind": "by", "deadline_end": date(2026, 12, 31), "deadline_text": "Trước ngày 31/12/2026",
    }  # fmt: skip
    return Objective.objects.create(plan=plan, **facts | options)


def make_key_result(objective: Objective, **options: Any) -> KeyResult:
    """“Hồ sơ đúng hạn”: from 80 % up to 95 % within 2026, owned by the plan's unit and person."""
    facts = {
        "position": next(_numbers), "title": "Tỷ lệ hồ sơ giải quyết đúng hạn", "measure_unit": "%",
        "direction": "increase", "baseline": Decimal(80), "target": Decimal(95), "weight": Decimal(100),
        "owner_unit": objective.plan.unit, "owner_person": objective.plan.person,
        "starts_on": date(2026, 1, 1), "due_on": date(2026, 12, 31),
    }  # fmt: skip
    return KeyResult.objects.create(objective=objective, **facts | options)


def make_product(code: str = "SP-01", coefficient: str = "1.0", **options: Any) -> CatalogProduct:
    """A version of a product of the catalogue; asked for twice it is the same row."""
    starts_on = options.pop("starts_on", date(2026, 1, 1))
    values = {
        "version": CatalogProduct.objects.filter(code=code).count() + 1,
        "coefficient": Decimal(coefficient), "name": f"Sản phẩm mẫu {code}", "measure_unit": "văn bản",
        "decision_number": "01/QĐ-MAU", **options,
    }  # fmt: skip
    return CatalogProduct.objects.get_or_create(code=code, starts_on=starts_on, defaults=values)[0]


def make_work_item(person: Actor, product: CatalogProduct, assigned: str, **options: Any) -> WorkItem:
    """A product of November 2026 as if it had been assigned; pass `completed_quantity`, `state`… to go further."""
    post = Assignment.objects.get(person_id=person.person_id)
    return WorkItem.objects.create(
        person_id=person.person_id, person_is_leader=post.is_leader, unit_id=post.unit_id, product=product,
        coefficient=product.coefficient, assigned_quantity=Decimal(assigned),
        **{"period": make_period("2026-11"), "title": product.name, "due_on": date(2026, 11, 25), **options},
    )  # fmt: skip
