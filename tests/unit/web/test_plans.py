"""The pages of plans: list, draft, editor, reading, steps. Every form also works without JavaScript."""

from __future__ import annotations

import pytest
from django.test.utils import CaptureQueriesContext

from tests.factories import make_key_result, make_objective, make_person, make_plan, make_unit
from woms.planning.models import KeyResult, Objective, Plan
from woms.planning.services.objectives import update_objective
from woms.records.models import Event

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def text(answer) -> str:
    return answer.content.decode()


def queries(client, address: str) -> int:
    from django.db import connection

    client.get(address)  # the first call fills caches
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.fixture
def plan(province):
    plan = make_plan(province)
    make_key_result(make_objective(plan))
    return plan


@pytest.fixture
def objective(plan):
    return plan.objectives.get()


@pytest.fixture
def writer(province, sign_in):
    return sign_in(province.deputy)


def as_typed(row, **changes) -> dict:
    """The fields of an objective's form as the page shows them."""
    shown = {
        "version": row.version, "tab": row.area, "area": row.area, "kind": row.kind, "title": row.title,
        "weight": "100", "lead_unit": row.lead_unit.name, "output": row.output, "authority": row.authority,
        "procedure": row.procedure, "deadline_kind": "by", "deadline_end": "31/12/2026",
        "deadline_text": row.deadline_text,
    }  # fmt: skip
    return shown | changes


def key_result_typed(row, **changes) -> dict:
    shown = {
        "version": row.version, "tab": "customers", "title": row.title, "measure_unit": "%", "direction": "increase",
        "baseline": "80", "target": "95", "weight": "100", "starts_on": "01/01/2026", "due_on": "31/12/2026",
    }  # fmt: skip
    return shown | changes


# --- list ------------------------------------------------------------------------------------------------


def test_the_list_shows_what_is_in_reach_and_narrows_by_the_address(province, sign_in, plan):
    make_plan(province, province.other_agency, state="approved")
    client = sign_in(province.leader)
    every = text(client.get("/ke-hoach"))
    assert "Sở Mẫu A" in every
    assert "Sở Mẫu B" in every
    narrowed = text(client.get("/ke-hoach?trang-thai=approved&ky=2026"))
    assert "Sở Mẫu B" in narrowed
    assert "Sở Mẫu A" not in narrowed
    assert "Sở Mẫu B" not in text(sign_in(province.head).get("/ke-hoach"))


def test_searching_finds_a_plan_by_its_unit(province, sign_in, plan):
    client = sign_in(province.leader)
    assert f"/ke-hoach/{plan.pk}" in text(client.get("/ke-hoach?q=mẫu a"))
    assert "Không có kế hoạch nào khớp" in text(client.get("/ke-hoach?q=không có"))


def test_the_list_takes_as_many_queries_for_one_row_as_for_many(province, sign_in, plan):
    client = sign_in(province.leader)
    one = queries(client, "/ke-hoach")
    for number in range(8):
        unit = make_unit(f"Sở Mẫu {number}", "agency", province.city)
        make_key_result(make_objective(make_plan(province, unit)))
    assert queries(client, "/ke-hoach") == one


@pytest.mark.parametrize(
    "address", ["/ke-hoach?trang=99", "/ke-hoach?trang=x", "/ke-hoach?trang-thai=x", "/ke-hoach?ky=x"]
)
def test_a_strange_address_of_the_list_is_answered_calmly(province, sign_in, plan, address):
    assert sign_in(province.leader).get(address).status_code == 200


# --- a new plan ------------------------------------------------------------------------------------------


def test_a_draft_is_opened_and_leads_to_the_editor(province, writer):
    assert "Sở Mẫu A" in text(writer.get("/ke-hoach/moi"))
    answer = writer.post("/ke-hoach/moi", {"unit": province.agency.code, "period": "2027"})
    plan = Plan.objects.get()
    assert answer.url == f"/ke-hoach/{plan.pk}/soan"
    assert plan.author_id == province.deputy.person_id


def test_a_second_plan_for_the_period_is_refused_beside_the_field(province, writer, plan):
    answer = writer.post("/ke-hoach/moi", {"unit": province.agency.code, "period": "2026"})
    assert answer.status_code == 409
    assert "Sở Mẫu A đã có kế hoạch năm 2026" in text(answer)


def test_who_may_not_write_plans_is_told_so(province, sign_in):
    assert sign_in(province.specialist).get("/ke-hoach/moi").status_code == 403


# --- the editor ------------------------------------------------------------------------------------------


def test_the_editor_opens_in_four_areas_with_one_main_button(province, writer, plan):
    page = text(writer.get(f"/ke-hoach/{plan.pk}/soan"))
    assert page.count("data-primary") == 1
    for words in (
        "1 · Đối tượng phục vụ",
        "4 · Học hỏi, phát triển",
        "Tỷ lệ hồ sơ giải quyết đúng hạn",
        "100 / 100",
    ):
        assert words in page


def test_the_editor_takes_as_many_queries_for_one_row_as_for_many(province, writer, plan):
    address = f"/ke-hoach/{plan.pk}/soan"
    one = queries(writer, address)
    for _ in range(6):
        objective = make_objective(plan)
        make_key_result(objective)
        make_key_result(objective)
    assert queries(writer, address) == one


def test_who_only_reads_is_led_to_the_reading_page(province, sign_in, plan):
    assert sign_in(province.leader).get(f"/ke-hoach/{plan.pk}/soan").url == f"/ke-hoach/{plan.pk}"
    assert sign_in(province.other_head).get(f"/ke-hoach/{plan.pk}/soan").status_code == 404


def test_an_objective_and_a_key_result_are_added_and_the_page_returns_to_them(province, writer, plan):
    answer = writer.post(
        f"/ke-hoach/{plan.pk}/nhiem-vu", {"area": "learning", "title": "Đào tạo số", "kind": "okr"}
    )
    made = Objective.objects.get(title="Đào tạo số")
    assert answer.url == f"/ke-hoach/{plan.pk}/soan?linh-vuc=learning#o{made.pk}"
    typed = {
        "tab": "learning",
        "title": "Số lớp",
        "target": "1.200,5",
        "measure_unit": "lớp",
        "direction": "increase",
    }
    writer.post(f"/ke-hoach/{plan.pk}/nhiem-vu/{made.pk}/muc-tieu", typed)
    assert str(made.key_results.get().target) == "1200.500000"


def test_a_saved_row_answers_htmx_with_what_changed_around_it(province, writer, plan, objective):
    address = f"/ke-hoach/{plan.pk}/nhiem-vu/{objective.pk}"
    answer = writer.post(address, as_typed(objective, weight="60"), **HTMX)
    assert answer["HX-Reswap"] == "none"
    page = text(answer)
    assert "Đã lưu" in page
    assert f'id="o{objective.pk}-version" name="version" value="2"' in page
    assert "60 / 100" in page
    assert "cộng lại là 60, cần đúng 100" in page
    assert "<html" not in page


def test_without_javascript_a_saved_row_comes_back_to_its_place(province, writer, plan, objective):
    answer = writer.post(f"/ke-hoach/{plan.pk}/nhiem-vu/{objective.pk}", as_typed(objective, title="Tên mới"))
    assert answer.url == f"/ke-hoach/{plan.pk}/soan?linh-vuc=customers#o{objective.pk}"
    assert Objective.objects.get().title == "Tên mới"


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_what_was_typed_wrongly_stays_with_the_sentence_beside_it(province, writer, plan, objective, headers):
    typed = as_typed(
        objective,
        weight="ba mươi",
        lead_unit="Sở Không Có",
        coordinators="Sở Mẫu B; Sở Lạ",
        deadline_end="32/13/2026",
    )
    answer = writer.post(f"/ke-hoach/{plan.pk}/nhiem-vu/{objective.pk}", typed, **headers)
    page = text(answer)
    assert answer.status_code == 422
    for kept in ('value="ba mươi"', 'value="Sở Không Có"', 'value="Sở Mẫu B; Sở Lạ"', 'value="32/13/2026"'):
        assert kept in page
    for sentence in (
        "Không đọc được “ba mươi” thành số",
        "Không có đơn vị tên “Sở Không Có”",
        "“Sở Lạ”",
        "Không đọc được ngày",
    ):
        assert sentence in page
    assert Objective.objects.get().version == 1


def test_the_row_is_drawn_anew_once_its_errors_are_gone(province, writer, plan, objective):
    typed = as_typed(objective, title="Tên đúng", had_errors="1")
    answer = writer.post(f"/ke-hoach/{plan.pk}/nhiem-vu/{objective.pk}", typed, **HTMX)
    assert "HX-Reswap" not in answer
    assert f'id="o{objective.pk}-form"' in text(answer)


def test_units_and_people_are_found_by_the_names_that_people_type(province, writer, plan, objective):
    typed = as_typed(
        objective, lead_unit="so mau a", coordinators="phường mẫu; SỞ MẪU B", lead_person="Đỗ Văn Chuyên"
    )
    assert writer.post(f"/ke-hoach/{plan.pk}/nhiem-vu/{objective.pk}", typed).status_code == 302
    row = Objective.objects.get()
    assert (row.lead_unit, row.lead_person_id) == (province.agency, province.specialist.person_id)
    assert [one.unit for one in row.coordinators.order_by("id")] == [province.ward, province.other_agency]


def test_two_people_of_one_name_are_told_apart_by_their_code(province, writer, plan, objective):
    from tests.factories import SINCE
    from woms.org.models import Assignment, Person

    twin = make_person("Đỗ Văn Chuyên")
    Assignment.objects.create(
        person=twin, unit=province.division, title="", rank="specialist", starts_on=SINCE
    )
    address = f"/ke-hoach/{plan.pk}/nhiem-vu/{objective.pk}"
    assert "Không rõ là ai" in text(writer.post(address, as_typed(objective, lead_person="Đỗ Văn Chuyên")))
    writer.post(address, as_typed(objective, lead_person=f"Đỗ Văn Chuyên ({twin.code})"))
    assert Objective.objects.get().lead_person == Person.objects.get(pk=twin.pk)


def test_a_conflict_names_the_other_and_keeps_what_was_typed(province, writer, plan, objective):
    from tests.factories import AT
    from woms.planning.facts import ObjectiveFacts

    facts = ObjectiveFacts(title="Tên của cấp trưởng", area="customers", lead_unit_id=province.agency.pk)
    update_objective(actor=province.head, at=AT, objective_id=objective.pk, version=1, facts=facts)
    typed = as_typed(objective, title="Tên của cấp phó")
    answer = writer.post(f"/ke-hoach/{plan.pk}/nhiem-vu/{objective.pk}", typed, **HTMX)
    page = text(answer)
    assert answer.status_code == 409
    assert "Vũ Thị Trưởng vừa sửa nhiệm vụ này" in page
    assert "Tên của cấp phó</textarea>" in page
    assert 'name="version" value="2">Ghi bản của tôi' in page
    writer.post(f"/ke-hoach/{plan.pk}/nhiem-vu/{objective.pk}", typed | {"version": ["1", "2"]})
    assert Objective.objects.get().title == "Tên của cấp phó"


def test_a_key_result_says_what_is_wrong_with_its_figures(province, writer, plan, objective):
    row = objective.key_results.get()
    address = f"/ke-hoach/{plan.pk}/muc-tieu/{row.pk}"
    answer = writer.post(address, key_result_typed(row, target="0", baseline=""), **HTMX)
    assert answer.status_code == 422
    assert "không thể bằng 0" in text(answer)
    answer = writer.post(address, key_result_typed(row, interim="30/06/2026: 85\nmốc lạ"), **HTMX)
    assert "Không đọc được mốc “mốc lạ”" in text(answer)
    assert KeyResult.objects.get().version == 1


def test_a_key_result_keeps_milestones_owner_and_evidence(province, writer, plan, objective):
    row = objective.key_results.get()
    typed = key_result_typed(
        row, target="98,5", interim="30/06/2026: 85", owner_person="Đỗ Văn Chuyên", evidence_required="1"
    )
    assert writer.post(f"/ke-hoach/{plan.pk}/muc-tieu/{row.pk}", typed).status_code == 302
    row.refresh_from_db()
    assert (str(row.target), row.owner_person_id) == ("98.500000", province.specialist.person_id)
    assert (row.evidence_required, row.interim_targets.get().value) == (True, 85)


def test_rows_move_share_their_weight_and_go(province, writer, plan, objective):
    second = make_objective(plan, title="Việc hai", weight=0)
    address = f"/ke-hoach/{plan.pk}/dong"
    writer.post(f"{address}/chuyen-nhiem-vu", {"tab": "customers", "id": second.pk, "to": "len"})
    assert list(plan.objectives.order_by("position")) == [second, objective]
    writer.post(f"{address}/chia-deu", {"tab": "customers", "area": ""})
    assert set(plan.objectives.values_list("weight", flat=True)) == {50}
    second.refresh_from_db()
    writer.post(f"{address}/bo-nhiem-vu", {"tab": "customers", "id": second.pk, "version": second.version})
    assert list(plan.objectives.all()) == [objective]
    key_result = objective.key_results.get()
    writer.post(
        f"{address}/bo-muc-tieu",
        {"tab": "customers", "id": key_result.pk, "version": 1, "objective": objective.pk},
    )
    assert not objective.key_results.exists()
    assert writer.post(f"{address}/la", {}).status_code == 404


def test_a_button_that_comes_too_late_says_why_on_the_next_page(province, writer, plan, objective):
    typed = {"tab": "customers", "id": objective.pk, "version": 9}
    answer = writer.post(f"/ke-hoach/{plan.pk}/dong/bo-nhiem-vu", typed, follow=True)
    assert "chưa được ghi" in text(answer)
    assert Objective.objects.exists()
    assert "chưa được ghi" not in text(writer.get(f"/ke-hoach/{plan.pk}/soan"))


def test_area_weights_are_kept_and_a_wrong_one_stays_visible(province, writer, plan):
    address = f"/ke-hoach/{plan.pk}/trong-so"
    typed = {"tab": "customers"} | {
        f"weight-{area}": "25" for area in ("customers", "resources", "processes", "learning")
    }
    assert writer.post(address, typed).status_code == 302
    assert Plan.objects.get().area_weights["learning"] == "25"
    answer = writer.post(address, typed | {"weight-learning": "hai lăm"})
    assert answer.status_code == 422
    assert 'value="hai lăm"' in text(answer)


# --- reading and deciding --------------------------------------------------------------------------------


def test_the_plan_is_submitted_after_its_check_and_then_locked(province, writer, plan):
    page = text(writer.get(f"/ke-hoach/{plan.pk}/trinh"))
    assert "Không còn chỗ nào phải sửa" in page
    answer = writer.post(f"/ke-hoach/{plan.pk}/trinh", {"version": plan.version}, follow=True)
    assert "Đã trình “Kế hoạch năm 2026 – Sở Mẫu A”" in text(answer)
    assert "Rút lại" in text(answer)
    assert Plan.objects.get().state == "submitted"


def test_a_plan_with_errors_lists_them_and_does_not_go(province, writer, plan, objective):
    objective.key_results.all().delete()
    page = text(writer.get(f"/ke-hoach/{plan.pk}/trinh"))
    assert "chưa có mục tiêu then chốt nào" in page
    assert 'aria-disabled="true"' in page
    assert writer.post(f"/ke-hoach/{plan.pk}/trinh", {"version": plan.version}).status_code == 409
    assert Plan.objects.get().state == "draft"


def test_the_one_who_decides_approves_or_returns_with_a_reason(province, sign_in, plan):
    Plan.objects.update(state="submitted", submitted_by_id=province.deputy.person_id)
    client = sign_in(province.leader)
    page = text(client.get(f"/ke-hoach/{plan.pk}"))
    assert page.count("data-primary") == 1
    assert "Phê duyệt" in page
    empty = client.post(f"/ke-hoach/{plan.pk}/tra-lai", {"version": plan.version, "reason": ""})
    assert empty.status_code == 409
    assert "Cần ghi lý do" in text(empty)
    client.post(f"/ke-hoach/{plan.pk}/tra-lai", {"version": plan.version, "reason": "Nâng chỉ tiêu"})
    assert Plan.objects.get().state == "returned"
    assert "Nâng chỉ tiêu" in text(sign_in(province.deputy).get(f"/ke-hoach/{plan.pk}/soan"))


def test_approving_from_the_inbox_returns_to_the_inbox(province, sign_in, plan):
    Plan.objects.update(state="submitted")
    typed = {"version": plan.version, "next": "/cho-xu-ly"}
    answer = sign_in(province.leader).post(f"/ke-hoach/{plan.pk}/phe-duyet", typed)
    assert answer.url == "/cho-xu-ly"
    assert Event.objects.filter(code="plan.approved").exists()


def test_the_author_who_may_approve_reads_why_not_this_one(province, sign_in):
    plan = make_plan(province, province.division, state="submitted", author_id=province.head.person_id)
    page = text(sign_in(province.head).get(f"/ke-hoach/{plan.pk}"))
    assert "không tự phê duyệt" in page
    answer = sign_in(province.head).post(f"/ke-hoach/{plan.pk}/phe-duyet", {"version": plan.version})
    assert answer.status_code == 409


def test_a_step_that_is_not_open_leads_back_to_the_plan(province, writer, plan):
    assert writer.get(f"/ke-hoach/{plan.pk}/phe-duyet").url == f"/ke-hoach/{plan.pk}"
    assert writer.get(f"/ke-hoach/{plan.pk}/la-lung").status_code == 404


def test_a_plan_in_force_shows_where_its_numbers_stand(province, sign_in, plan):
    from tests.factories import AT
    from woms.progress.models import KeyResultState

    Plan.objects.update(state="approved")
    stands = {"value": 93, "progress": 86, "expected_progress": 90, "status": "at_risk", "updated_at": AT}
    KeyResultState.objects.create(key_result=KeyResult.objects.get(), **stands)
    page = text(sign_in(province.leader).get(f"/ke-hoach/{plan.pk}"))
    assert "Cảnh báo" in page
    assert "80 → 95" in page


def test_the_reading_page_takes_as_many_queries_for_one_row_as_for_many(province, sign_in, plan):
    client = sign_in(province.leader)
    Plan.objects.update(state="approved")
    one = queries(client, f"/ke-hoach/{plan.pk}")
    for _ in range(5):
        make_key_result(make_objective(plan))
    assert queries(client, f"/ke-hoach/{plan.pk}") == one
