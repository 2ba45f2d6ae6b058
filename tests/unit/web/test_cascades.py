"""Handing targets down and answering them on screen; the inbox; the goal tree."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import AT, make_key_result, make_objective, make_plan, make_unit
from woms.planning.models import Cascade, KeyResult, Plan
from woms.planning.services.cascades import Share, accept_cascade, cascade_target
from woms.progress.models import KeyResultState

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def text(answer) -> str:
    return answer.content.decode()


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.fixture
def target(province):
    """10.000 households, in the city's plan in force."""
    plan = make_plan(
        province, province.city, state="approved", author_id=province.organization_board.person_id
    )
    objective = make_objective(plan, title="Phủ dịch vụ số đến hộ gia đình")
    return make_key_result(
        objective, title="Số hộ dùng dịch vụ số", measure_unit="hộ", baseline=0, target=10_000
    )


@pytest.fixture
def sheet(target):
    return f"/ke-hoach/{target.objective.plan_id}/muc-tieu/{target.pk}/giao-xuong"


def give(province, target, unit, amount=400, *, is_mandatory=True):
    shares = [Share(unit.pk, Decimal(amount), is_mandatory)]
    return cascade_target(actor=province.leader, at=AT, key_result_id=target.pk, shares=shares)[0]


# --- handing down ----------------------------------------------------------------------------------------


def test_shares_are_typed_counted_live_and_given(province, sign_in, target, sheet):
    client = sign_in(province.leader)
    typed = {
        f"target-{province.agency.pk}": "5.200",
        f"target-{province.ward.pk}": "4000",
        f"how-{province.ward.pk}": "suggested",
    }
    counted = client.post(sheet, typed, **HTMX)
    assert "Tổng chỉ tiêu con 9.200 / 10.000 – còn thiếu 800" in text(counted)
    assert "<html" not in text(counted)
    assert not Cascade.objects.exists()
    page = text(client.post(sheet, typed, follow=True))
    assert "Đã giao cho 2 đơn vị" in page
    assert "9.200 / 10.000 – còn thiếu 800" in page
    assert set(Cascade.objects.values_list("unit__name", "target", "is_mandatory")) == {
        ("Sở Mẫu A", 5200, True), ("Phường Mẫu", 4000, False),
    }  # fmt: skip


def test_without_javascript_a_trial_sum_keeps_what_was_typed(province, sign_in, target, sheet):
    typed = {f"target-{province.agency.pk}": "100", "count": "1"}
    page = text(sign_in(province.leader).post(sheet, typed))
    assert "còn thiếu 9.900" in page
    assert 'value="100"' in page
    assert not Cascade.objects.exists()


def test_a_share_that_cannot_be_read_stays_with_its_sentence(province, sign_in, target, sheet):
    answer = sign_in(province.leader).post(sheet, {f"target-{province.agency.pk}": "năm trăm"})
    assert answer.status_code == 422
    assert "Không đọc được “năm trăm” thành số" in text(answer)
    assert 'value="năm trăm"' in text(answer)


def test_who_may_not_give_sees_the_shares_without_fields(province, sign_in, target, sheet):
    give(province, target, province.agency)
    page = text(sign_in(province.head).get(sheet))
    assert "400" in page
    assert f'name="target-{province.ward.pk}"' not in page
    assert sign_in(province.head).post(sheet, {f"target-{province.ward.pk}": "1"}).status_code == 403


def test_a_declined_share_and_a_drift_are_shown_to_the_giver(province, sign_in, target, sheet):
    accept_cascade(actor=province.head, at=AT, cascade_id=give(province, target, province.agency))
    Cascade.objects.create(
        parent_key_result=target, unit=province.ward, target=5, state="declined", reason="Không thuộc chức năng",
        offered_by_id=province.leader.person_id, offered_at=AT, answered_by_id=province.ward_head.person_id, answered_at=AT,
    )  # fmt: skip
    KeyResult.objects.filter(pk=target.pk).update(target=12_000)
    page = text(sign_in(province.leader).get(sheet))
    assert "“Không thuộc chức năng”" in page
    assert "Mục tiêu cấp trên đổi từ 10.000 thành 12.000 sau khi giao." in page


def test_the_sheet_takes_as_many_queries_for_one_unit_as_for_many(province, sign_in, target, sheet):
    client = sign_in(province.leader)
    give(province, target, province.agency)
    one = queries(client, sheet)
    for number in range(6):
        give(province, target, make_unit(f"Xã {number}", "commune", province.city))
    assert queries(client, sheet) == one


# --- answering -------------------------------------------------------------------------------------------


def test_a_mandatory_target_is_taken_on_from_the_inbox(province, sign_in, target):
    offer = give(province, target, province.agency)
    client = sign_in(province.head)
    page = text(client.get("/cho-xu-ly"))
    assert "Số hộ dùng dịch vụ số" in page
    assert "Chỉ tiêu bắt buộc: không từ chối được" in page
    answer = client.post(f"/ke-hoach/giao/{offer}/nhan", {"next": "/cho-xu-ly"}, follow=True)
    assert "Đã nhận chỉ tiêu" in text(answer)
    assert Cascade.objects.get().state == "accepted"


def test_declining_without_a_reason_is_answered_beside_the_field(province, sign_in, target):
    offer = give(province, target, province.agency, is_mandatory=False)
    client = sign_in(province.head)
    answer = client.post(f"/ke-hoach/giao/{offer}/tu-choi", {"reason": " "})
    assert answer.status_code == 409
    assert "Cần ghi lý do khi từ chối" in text(answer)
    client.post(f"/ke-hoach/giao/{offer}/tu-choi", {"reason": "Chưa đủ người"})
    assert Cascade.objects.get().reason == "Chưa đủ người"


def test_nobody_is_sent_elsewhere_after_an_answer(province, sign_in, target):
    offer = give(province, target, province.agency)
    answer = sign_in(province.head).post(f"/ke-hoach/giao/{offer}/nhan", {"next": "//evil.example/ke-hoach/"})
    assert answer.url == "/cho-xu-ly"


def test_the_giver_takes_a_share_back_from_the_sheet(province, sign_in, target, sheet):
    offer = give(province, target, province.agency)
    client = sign_in(province.leader)
    assert client.post(f"/ke-hoach/giao/{offer}/thu-hoi", {"next": sheet}).url == sheet
    assert Cascade.objects.get().state == "withdrawn"
    assert client.post(f"/ke-hoach/giao/{offer}/la", {}).status_code == 404


# --- inbox -----------------------------------------------------------------------------------------------


def test_the_inbox_says_what_waits_and_the_badge_counts_it(province, sign_in):
    plan = make_plan(province, state="submitted", submitted_at=AT, submitted_by_id=province.deputy.person_id)
    make_key_result(make_objective(plan, authority=""))
    page = text(sign_in(province.leader).get("/cho-xu-ly"))
    assert "Kế hoạch năm 2026 – Sở Mẫu A" in page
    assert "1 cảnh báo" in page
    assert page.count("data-primary") == 1
    assert '<span class="n">1<' in page
    assert "Không còn việc chờ" in text(sign_in(province.specialist).get("/cho-xu-ly"))


def test_a_division_s_plan_waits_for_its_head_and_not_for_the_city(province, sign_in):
    make_plan(province, province.division, state="submitted", submitted_at=AT)
    assert "Không còn việc chờ" in text(sign_in(province.leader).get("/cho-xu-ly"))
    assert "Phòng Mẫu A1" in text(sign_in(province.head).get("/cho-xu-ly"))


def test_a_returned_plan_comes_back_to_its_author_with_the_reason(province, sign_in):
    from woms.planning.services.plans import return_plan

    plan = make_plan(province, state="submitted", submitted_at=AT)
    return_plan(actor=province.leader, at=AT, plan_id=plan.pk, version=1, reason="Nâng chỉ tiêu")
    page = text(sign_in(province.deputy).get("/cho-xu-ly?loai=returned"))
    assert "Nâng chỉ tiêu" in page
    assert f"/ke-hoach/{plan.pk}/soan" in page
    assert "Không còn việc chờ" in text(sign_in(province.head).get("/cho-xu-ly"))


def test_the_inbox_takes_as_many_queries_for_one_item_as_for_many(province, sign_in):
    client = sign_in(province.leader)

    def submitted(unit):
        make_key_result(make_objective(make_plan(province, unit, state="submitted", submitted_at=AT)))

    submitted(province.agency)
    one = queries(client, "/cho-xu-ly")
    for number in range(5):
        submitted(make_unit(f"Xã {number}", "commune", province.city))
    assert queries(client, "/cho-xu-ly") == one


# --- goal tree -------------------------------------------------------------------------------------------


@pytest.fixture
def tree(province, target):
    """The city's objective with its key result, one unit that has taken it on and one that has not answered."""
    accept_cascade(actor=province.head, at=AT, cascade_id=give(province, target, province.agency))
    give(province, target, province.ward)
    Plan.objects.filter(unit=province.agency).update(state="approved")
    return target.objective


def test_the_tree_opens_level_by_level(province, sign_in, tree, target):
    client = sign_in(province.leader)
    closed = text(client.get("/cay-muc-tieu"))
    assert "Phủ dịch vụ số" in closed
    assert "Số hộ dùng dịch vụ số" not in closed
    opened = text(client.get(f"/cay-muc-tieu?mo=o{tree.pk}"))
    assert "Số hộ dùng dịch vụ số" in opened
    assert "Sở Mẫu A" in opened
    assert "Chưa phân rã" in opened
    child = tree.children.get()
    deeper = text(client.get(f"/cay-muc-tieu?mo=o{tree.pk}.o{child.pk}"))
    assert deeper.count("Số hộ dùng dịch vụ số") > opened.count("Số hộ dùng dịch vụ số")


def test_a_parent_does_not_look_greener_than_what_it_stands_on(province, sign_in, tree, target):
    child = KeyResult.objects.get(objective__parent=tree)
    for row, status, progress in ((target, "on_track", 90), (child, "off_track", 10)):
        KeyResultState.objects.create(
            key_result=row,
            value=1,
            progress=progress,
            expected_progress=80,
            status=status,
            updated_at=AT,
            sequence=1,
        )
    page = text(sign_in(province.leader).get("/cay-muc-tieu"))
    assert "Đúng tiến độ" in page
    assert "Nguy cơ" in page


def test_the_chosen_line_is_explained_beside_the_tree(province, sign_in, tree, target):
    client = sign_in(province.leader)
    page = text(client.get(f"/cay-muc-tieu?chon=k{target.pk}"))
    assert "Đã giao xuống 2 đơn vị" in page
    assert "0 → 10.000" in page
    offer = Cascade.objects.get(state="offered")
    assert "Bắt buộc" in text(client.get(f"/cay-muc-tieu?chon=c{offer.pk}"))
    assert "6 rõ" in text(client.get(f"/cay-muc-tieu?chon=o{tree.pk}"))


def test_by_unit_the_tree_shows_units_with_their_objectives(province, sign_in, tree):
    client = sign_in(province.leader)
    page = text(client.get("/cay-muc-tieu?cach=don-vi"))
    assert "Sở Mẫu A" in page
    assert "Chưa có kế hoạch" in page
    opened = text(client.get(f"/cay-muc-tieu?cach=don-vi&mo=u{province.agency.pk}"))
    assert "Phủ dịch vụ số đến hộ gia đình" in opened


def test_objectives_that_hang_on_nothing_are_listed(province, sign_in, tree):
    make_objective(make_plan(province, province.other_agency, state="approved"), title="Việc đứng riêng")
    client = sign_in(province.leader)
    assert "1 nhiệm vụ chưa gắn mục tiêu cấp trên" in text(client.get("/cay-muc-tieu"))
    assert "Việc đứng riêng" in text(client.get("/cay-muc-tieu/chua-gan"))
    assert "Việc đứng riêng" not in text(sign_in(province.head).get("/cay-muc-tieu/chua-gan"))


@pytest.mark.parametrize(
    "address",
    [
        "?mo=x9.o",
        "?chon=o999999",
        "?chon=k999999",
        "?chon=c999999",
        "?mo=o1.o1",
        "?ky=2031",
        f"?mo={'o1.' * 900}",
        "?chon=u1",
    ],
)
def test_a_strange_address_of_the_tree_is_answered_calmly(province, sign_in, tree, address):
    assert sign_in(province.leader).get(f"/cay-muc-tieu{address}").status_code == 200


def test_a_unit_outside_one_s_reach_has_no_tree(province, sign_in, tree):
    assert sign_in(province.head).get(f"/cay-muc-tieu?don-vi={province.other_agency.code}").status_code == 404
    assert sign_in(province.head).get("/cay-muc-tieu?ky=la").status_code == 422


def test_the_tree_takes_as_many_queries_for_one_branch_as_for_many(province, sign_in, tree, target):
    client = sign_in(province.leader)
    one = queries(client, f"/cay-muc-tieu?mo=o{tree.pk}")
    for number in range(6):
        unit = make_unit(f"Xã {number}", "commune", province.city)
        plan = make_plan(province, unit, state="approved")
        make_key_result(make_objective(plan, parent=tree))
        make_key_result(make_objective(target.objective.plan))
    assert queries(client, f"/cay-muc-tieu?mo=o{tree.pk}") == one
    by_unit = queries(client, f"/cay-muc-tieu?cach=don-vi&mo=u{province.agency.pk}")
    plan = make_plan(province, make_unit("Xã mới", "commune", province.city), state="approved")
    make_key_result(make_objective(plan))
    assert queries(client, f"/cay-muc-tieu?cach=don-vi&mo=u{province.agency.pk}.u{plan.unit_id}") == by_unit


def test_the_city_reads_no_specialist_s_name_in_the_tree(province, sign_in, tree, target):
    KeyResult.objects.filter(objective__parent=tree).update(owner_person=province.specialist.person_id)
    child = KeyResult.objects.get(objective__parent=tree)
    address = f"/cay-muc-tieu?mo=o{tree.pk}&chon=k{child.pk}"
    assert "Đỗ Văn Chuyên" not in text(sign_in(province.leader).get(address))
    assert "Đỗ Văn Chuyên" in text(sign_in(province.head).get(address))
