"""The catalogue: versions that are never changed, dates that never reach back, and what assigned work keeps."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.evaluation_steps import assess, give_worked_example, latest_sheet, open_cycle
from tests.factories import AT, make_period, make_product
from tests.work_steps import assign
from woms.core.errors import Conflict, Denied, Invalid, Missing, Refused
from woms.evaluation.scoring import recompute
from woms.records.models import Event
from woms.work.catalog import services
from woms.work.catalog.policies import ProductFacts
from woms.work.catalog.queries import catalog_list, product_detail
from woms.work.models import CatalogProduct, WorkItem
from woms.work.queries import product_choices

NOVEMBER, DECEMBER, TODAY = date(2026, 11, 1), date(2026, 12, 1), date(2026, 11, 21)


def facts(coefficient="1.5", **options):
    values = {"name": "Báo cáo chuyên đề", "measure_unit": "báo cáo", "field": "Nội vụ", **options}
    return ProductFacts(coefficient=Decimal(coefficient), **values)


def add(
    actor, code="NV.01", *, state="official", starts_on=NOVEMBER, decision_number="12/QĐ-UBND", **options
):
    return services.add_product(
        actor=actor, at=AT, code=code, facts=facts(**options), state=state, starts_on=starts_on,
        decision_number=decision_number,
    )  # fmt: skip


def renew(actor, coefficient="2.5", *, version=1, state="official", starts_on=DECEMBER, **options):
    return services.add_version(
        actor=actor, at=AT, code="NV.01", facts=facts(coefficient, **options), state=state, starts_on=starts_on,
        version=version, decision_number="15/QĐ-UBND",
    )  # fmt: skip


def versions():
    rows = CatalogProduct.objects.filter(code="NV.01").order_by("version")
    return [(row.version, row.coefficient, row.starts_on, row.ends_on) for row in rows]


def test_a_new_version_ends_the_one_before_on_the_day_it_begins(province):
    add(province.organization_board)
    renew(province.organization_board)
    assert versions() == [(1, Decimal("1.500"), NOVEMBER, DECEMBER), (2, Decimal("2.500"), DECEMBER, None)]


@pytest.mark.parametrize("who", ["specialist", "division_head", "head", "leader", "auditor", "administrator"])
def test_only_who_manages_the_catalogue_writes_it(province, who):
    with pytest.raises(Denied):
        add(getattr(province, who))
    add(province.organization_board)
    with pytest.raises(Denied):
        renew(getattr(province, who))
    assert len(versions()) == 1


def test_assigned_work_keeps_version_and_coefficient_when_a_new_list_is_issued(province):
    add(province.organization_board)
    item_id = assign(province, AT, product=CatalogProduct.objects.get())
    renew(province.organization_board)
    item = WorkItem.objects.select_related("product").get(pk=item_id)
    assert (item.coefficient, item.product.version, item.product.coefficient) == (
        Decimal("1.5"),
        1,
        Decimal("1.5"),
    )


def test_a_closed_month_comes_out_the_same_after_the_catalogue_changed(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    before = latest_sheet(assess(province.specialist, "27"))
    services.add_version(
        actor=province.organization_board, at=AT, code="P1", facts=facts("9"), state="official",
        starts_on=DECEMBER, version=1, decision_number="15/QĐ-UBND",
    )  # fmt: skip
    services.retire_product(
        actor=province.organization_board, at=AT, code="P2", ends_on=DECEMBER, decision_number="16/QĐ",
        reason="Không còn làm", version=1,
    )  # fmt: skip
    again = recompute(before)
    assert (again.total, again.digest) == (Decimal("89.10"), before.inputs_digest)
    assert latest_sheet(before.dossier).revision == before.revision


def test_work_is_assigned_from_the_version_in_force_on_its_deadline(province):
    add(province.organization_board)
    renew(province.organization_board, starts_on=date(2026, 11, 24))
    item_id = assign(province, AT, product=CatalogProduct.objects.first())
    assert WorkItem.objects.get(pk=item_id).coefficient == Decimal("2.5")


def test_a_draft_is_nobodys_to_assign_until_it_is_issued(province):
    add(province.organization_board, state="draft", decision_number="")
    with pytest.raises(Refused, match="không còn hoặc chưa có trong danh mục"):
        assign(province, AT, product=CatalogProduct.objects.get())
    assert product_choices(on=TODAY, unit_path=province.division.path) == ()
    services.issue_draft(actor=province.organization_board, at=AT, code="NV.01", state="pilot",
                         starts_on=NOVEMBER, decision_number="12/QĐ", version=1)  # fmt: skip
    assert assign(province, AT, product=CatalogProduct.objects.get())


def test_a_product_of_one_unit_is_not_assigned_in_another(province):
    add(province.organization_board, unit_code=province.other_agency.code)
    with pytest.raises(Missing, match="Không có sản phẩm mã"):
        assign(province, AT, product=CatalogProduct.objects.get())
    assert product_choices(on=TODAY, unit_path=province.division.path) == ()
    assert len(product_choices(on=TODAY, unit_path=province.other_agency.path)) == 1


@pytest.mark.parametrize(
    ("options", "field"),
    [({"coefficient": "0"}, "coefficient"), ({"coefficient": "1.2345"}, "coefficient"),
     ({"coefficient": "101"}, "coefficient"), ({"name": " "}, "name"), ({"measure_unit": ""}, "measure_unit"),
     ({"norm_hours": Decimal(0)}, "norm_hours"), ({"is_standard": True}, "coefficient"), ({"code": "a b"}, "code"),
     ({"decision_number": " "}, "decision_number"), ({"state": "secret"}, "state")],
)  # fmt: skip
def test_a_wrong_fact_is_refused_beside_its_field(province, options, field):
    with pytest.raises(Invalid) as refused:
        add(province.organization_board, **options)
    assert refused.value.field == field
    assert not CatalogProduct.objects.exists()


def test_a_new_version_reaches_neither_into_a_past_month_nor_before_the_last(province):
    add(province.organization_board)
    for day in (date(2026, 10, 31), NOVEMBER):
        with pytest.raises(Invalid) as refused:
            renew(province.organization_board, starts_on=day)
        assert refused.value.field == "starts_on"
    renew(province.organization_board, starts_on=date(2026, 11, 2))


def test_the_second_of_two_editors_is_told_of_the_version_of_the_first(province):
    add(province.organization_board)
    renew(province.organization_board)
    with pytest.raises(Conflict, match="bản 2"):
        renew(province.organization_board, "3", starts_on=date(2026, 12, 2))
    with pytest.raises(Conflict, match="đã có trong danh mục"):
        add(province.organization_board)
    assert len(versions()) == 2


def test_a_draft_waits_alone_and_may_be_discarded_an_issued_version_not(province):
    add(province.organization_board)
    with pytest.raises(Refused, match="đã ban hành"):
        services.discard_draft(actor=province.organization_board, at=AT, code="NV.01", version=1)
    renew(province.organization_board, state="draft")
    assert versions()[0][3] is None
    with pytest.raises(Refused, match="dự thảo bản 2"):
        renew(province.organization_board, version=2, starts_on=date(2027, 1, 1))
    services.discard_draft(actor=province.organization_board, at=AT, code="NV.01", version=2)
    assert len(versions()) == 1


def test_a_retired_product_is_not_assigned_after_its_end_and_says_why(province):
    add(province.organization_board)
    about = {
        "actor": province.organization_board,
        "at": AT,
        "code": "NV.01",
        "decision_number": "20/QĐ",
        "version": 1,
    }
    with pytest.raises(Invalid, match="lý do"):
        services.retire_product(**about, ends_on=DECEMBER, reason=" ")
    services.retire_product(**about, ends_on=DECEMBER, reason="Đã bỏ thủ tục")
    make_period("2026-12")
    assert [line.sentence for line in Event.objects.filter(code="catalog.retired")] == [
        "Ngừng dùng “Báo cáo chuyên đề” (NV.01) từ ngày 01/12/2026, theo 20/QĐ: Đã bỏ thủ tục"
    ]
    with pytest.raises(Refused):
        assign(
            province,
            AT,
            product=CatalogProduct.objects.get(),
            period_code="2026-12",
            due_on=date(2026, 12, 5),
        )
    detail = product_detail(actor=province.specialist, code="NV.01", on=date(2026, 12, 2))
    assert detail.latest.standing == "retired"


def test_the_list_is_searched_without_diacritics_and_hides_drafts_from_readers(province):
    add(province.organization_board)
    add(province.organization_board, "NV.02", name="Đề án", state="draft", decision_number="", group="Nhóm 2")

    def codes(actor, **options):
        return [line.code for line in catalog_list(actor=actor, on=TODAY, **options).lines]

    assert codes(province.organization_board) == ["NV.01", "NV.02"]
    assert codes(province.specialist) == ["NV.01"]
    assert codes(province.specialist, search="bao cao") == ["NV.01"]
    assert codes(province.organization_board, search="de an") == ["NV.02"]
    assert codes(province.organization_board, standing="draft") == ["NV.02"]
    assert codes(province.organization_board, group="Nhóm 2", field="Nội vụ") == ["NV.02"]
    with pytest.raises(Missing):
        product_detail(actor=province.specialist, code="NV.02", on=TODAY)
    with pytest.raises(Denied):
        catalog_list(actor=province.administrator, on=TODAY)


def test_products_made_for_tests_count_their_versions(province):
    make_product("X1")
    assert make_product("X1", "2", starts_on=date(2026, 6, 1)).version == 2
