"""Bringing a document in: preview first, one writing however often it is confirmed, and back again whole."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.factories import AT, make_plan
from tests.import_steps import ROWS, confirm, correct, counts, stage, undo
from tests.plan_files import HEADER, excel
from woms.connectors.documents.areas import Area
from woms.connectors.documents.errors import NotUnderstood
from woms.connectors.documents.queries import import_preview, recent_imports
from woms.connectors.documents.staging import RowCorrection
from woms.core.errors import Invalid, Missing, Refused
from woms.planning.models import ImportBatch, Objective
from woms.planning.queries.plans import plan_detail
from woms.records.models import Event

pytestmark = pytest.mark.django_db


def test_reading_a_document_writes_nothing_into_any_plan(province, board):
    before = counts()
    preview = import_preview(actor=board, import_id=stage(board, province.city))
    assert counts() == before
    assert [row.title for row in preview.rows] == [row[1] for row in ROWS]
    assert (preview.period_code, preview.is_new_plan, preview.locked_because) == ("2026", True, "")


def test_the_preview_tells_what_a_person_should_look_at(staged, board):
    preview = import_preview(actor=board, import_id=staged)
    assert [row.state for row in preview.rows] == ["ready", "look", "look"]
    assert [(phrase.phrase, phrase.rows) for phrase in preview.unmatched] == [
        ("các đơn vị liên quan", 1), ("Các cơ quan, đơn vị", 1),
    ]  # fmt: skip
    assert [unit.name for unit in preview.rows[2].lead_choices] == ["Sở Mẫu B", "Sở Mẫu A"]
    assert preview.rows[0].section == "Năm 2026"


def test_confirming_writes_a_draft_plan_with_everything_in_it(province, staged, board):
    receipt = confirm(board, staged)
    plan = plan_detail(actor=board, plan_id=receipt.plan_id, on=AT.date()).contents
    assert (plan.state, plan.unit.id, receipt.objectives, receipt.key_results) == (
        "draft",
        province.city.pk,
        3,
        4,
    )
    first = next(o for o in plan.objectives if o.title == "Sơ kết triển khai")
    assert first.lead_unit.name == "Sở Mẫu A"
    assert [unit.name for unit in first.coordinators] == ["Sở Mẫu B"]
    assert first.unmatched_units == ("các đơn vị liên quan",)
    assert (first.deadline.kind, str(first.deadline.end), first.deadline.text) == (
        "between",
        "2026-12-31",
        "Tháng 12/2026",
    )
    assert [(k.title, k.target, k.measure_unit, k.owner_unit.name) for k in first.key_results] == [
        ("Báo cáo sơ kết", 1, "báo cáo", "Sở Mẫu A")
    ]


def test_further_leads_of_a_cell_become_coordinating_units(staged, board):
    confirm(board, staged)
    third = Objective.objects.get(title="Rà soát quy trình")
    assert third.lead_unit.name == "Sở Mẫu B"
    assert [row.unit.name for row in third.coordinators.all()] == ["Sở Mẫu A"]


def test_lasting_work_keeps_the_year_of_its_section(staged, board):
    confirm(board, staged)
    second = Objective.objects.get(title="Đào tạo cán bộ")
    assert (second.deadline_kind, str(second.deadline_start), str(second.deadline_end)) == (
        "recurring", "2026-01-01", "2026-12-31",
    )  # fmt: skip
    assert [k.target for k in second.key_results.order_by("position")] == [4, 4]


def test_imported_weights_add_up(staged, board):
    confirm(board, staged)
    assert sum(Objective.objects.values_list("weight", flat=True)) == 100
    for objective in Objective.objects.all():
        assert sum(objective.key_results.values_list("weight", flat=True)) == 100


def test_rows_join_the_draft_that_the_unit_already_has_and_take_the_weight_that_is_left(
    province, board, staged
):
    plan = make_plan(province, province.city, author_id=board.person_id)
    Objective.objects.create(plan=plan, position=1, area="customers", title="Có sẵn", weight=70)
    receipt = confirm(board, staged)
    assert (receipt.plan_id, Objective.objects.filter(plan=plan).count()) == (plan.pk, 4)
    assert sum(Objective.objects.values_list("weight", flat=True)) == 100
    assert Objective.objects.get(title="Có sẵn").weight == 70


def test_confirming_twice_writes_once(staged, board):
    first = confirm(board, staged)
    written = counts()
    assert confirm(board, staged) == first
    assert counts() == written


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_write_once(province):
    from django.db import connection

    import_id = stage(province.organization_board, province.city)

    def go(_):
        try:
            return confirm(province.organization_board, import_id)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        receipts = list(pool.map(go, range(2)))
    assert receipts[0] == receipts[1]
    assert counts() == (1, 3, 4)


def test_every_step_is_told_in_the_log(staged, board):
    correct(board, staged, rows=[RowCorrection(1, area=Area.CUSTOMERS)])
    confirm(board, staged)
    undo(board, staged)
    codes = Event.objects.filter(subject_kind="plan_import").order_by("id").values_list("code", flat=True)
    assert list(codes) == [
        "plan_import.staged", "plan_import.corrected", "plan_import.applied", "plan_import.undone",
    ]  # fmt: skip
    assert all(event.sentence.endswith(".") for event in Event.objects.all())


# ── Corrections ─────────────────────────────────────────────────────────────────────────────


def test_a_person_may_correct_the_area_choose_the_lead_and_leave_a_row_out(province, staged, board):
    correct(
        board, staged,
        rows=[RowCorrection(1, area=Area.CUSTOMERS), RowCorrection(3, lead=province.agency.code), RowCorrection(2, is_kept=False)],
    )  # fmt: skip
    preview = import_preview(actor=board, import_id=staged)
    assert [row.state for row in preview.rows] == ["ready", "dropped", "ready"]
    confirm(board, staged)
    assert Objective.objects.get(title="Sơ kết triển khai").area == "customers"
    assert Objective.objects.get(title="Rà soát quy trình").lead_unit_id == province.agency.pk
    assert Objective.objects.count() == 2


def test_a_phrase_may_be_given_a_unit_by_name_and_forgotten_again(province, staged, board):
    correct(board, staged, matches={"Các cơ quan, đơn vị": "Phường Mẫu"})
    row = import_preview(actor=board, import_id=staged).rows[1]
    assert (row.lead.name, row.problems) == ("Phường Mẫu", ())
    correct(board, staged, matches={"các cơ quan, đơn vị": ""})
    assert import_preview(actor=board, import_id=staged).rows[1].lead is None


def test_a_name_that_is_no_unit_is_refused_and_changes_nothing(staged, board):
    with pytest.raises(Invalid, match="Không thấy đơn vị “Sở Không Có”"):
        correct(board, staged, matches={"Các cơ quan, đơn vị": "Sở Không Có"})
    with pytest.raises(Invalid):
        correct(board, staged, rows=[RowCorrection(1, lead="Sở Không Có")])
    assert not Event.objects.filter(code="plan_import.corrected").exists()


def test_correcting_nothing_leaves_no_trace(staged, board):
    correct(board, staged, rows=[RowCorrection(1, is_kept=True)])
    assert not Event.objects.filter(code="plan_import.corrected").exists()


def test_a_settled_import_is_corrected_no_more(staged, board):
    confirm(board, staged)
    with pytest.raises(Refused, match="đã được xác nhận"):
        correct(board, staged, rows=[RowCorrection(1, is_kept=False)])


def test_leaving_every_row_out_leaves_nothing_to_confirm(staged, board):
    correct(board, staged, rows=[RowCorrection(n, is_kept=False) for n in (1, 2, 3)])
    with pytest.raises(Refused, match="Không còn nhiệm vụ"):
        confirm(board, staged)


# ── Periods and plans ───────────────────────────────────────────────────────────────────────


def test_a_plan_in_force_takes_no_rows_and_the_next_year_is_offered(province, board):
    make_plan(province, province.city, state="approved")
    import_id = stage(board, province.city)
    assert import_preview(actor=board, import_id=import_id).period_code == "2027"
    locked = stage(board, province.city, period_code="2026")
    assert "đã phê duyệt" in import_preview(actor=board, import_id=locked).locked_because
    with pytest.raises(Refused, match="đã phê duyệt"):
        confirm(board, locked)
    correct(board, locked, period_code="2027")
    assert confirm(board, locked).objectives == 3


def test_the_same_file_is_told_and_goes_in_again_only_when_asked(province, board, staged):
    confirm(board, staged)
    second = stage(board, province.city, period_code="2026")
    assert import_preview(actor=board, import_id=second).earlier.by == board.name
    with pytest.raises(Refused, match="đã được nhập"):
        confirm(board, second)
    assert confirm(board, second, again=True).objectives == 3


def test_a_file_that_was_taken_back_is_not_an_earlier_one(province, board, staged):
    confirm(board, staged)
    undo(board, staged)
    assert import_preview(actor=board, import_id=stage(board, province.city)).earlier is None


def test_more_rows_than_a_plan_holds_are_refused(province, board):
    rows = [[str(n), f"Việc {n}", "Sở Mẫu A", "", "Báo cáo", "Quý I/2026"] for n in range(501)]
    with pytest.raises(Refused, match="501"):
        confirm(board, stage(board, province.city, excel([HEADER, *rows])))


def test_a_file_that_is_not_understood_leaves_nothing_behind(province, board):
    with pytest.raises(NotUnderstood):
        stage(board, province.city, b"not a document")
    assert not ImportBatch.objects.exists()


# ── Access ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "who", ["leader", "appraiser", "auditor", "administrator", "specialist", "other_head", "head"]
)
def test_who_may_not_write_the_plan_of_the_city_meets_no_import_of_it(province, staged, who):
    stranger = getattr(province, who)
    before = counts()
    for act in (
        confirm,
        undo,
        lambda actor, import_id: correct(actor, import_id, rows=[RowCorrection(1, is_kept=False)]),
    ):
        with pytest.raises(Missing):
            act(stranger, staged)
    with pytest.raises(Missing):
        import_preview(actor=stranger, import_id=staged)
    with pytest.raises(Missing):
        stage(stranger, province.city)
    assert recent_imports(actor=stranger) == ()
    assert counts() == before


def test_a_deputy_brings_in_the_plan_of_the_own_agency(province):
    import_id = stage(province.deputy, province.agency)
    assert confirm(province.deputy, import_id).objectives == 3
    assert [line.file_name for line in recent_imports(actor=province.head)] == ["ke-hoach.docx"]


def test_a_preview_takes_as_many_queries_for_many_rows_as_for_few(
    province, board, django_assert_max_num_queries
):
    rows = [[str(n), f"Việc {n}", "Sở Mẫu A", "Sở Mẫu B", "Báo cáo", "Quý I/2026"] for n in range(200)]
    import_id = stage(board, province.city, excel([HEADER, *rows]))
    with django_assert_max_num_queries(5):
        import_preview(actor=board, import_id=import_id)
