"""Sự kiện ảnh hưởng đến xếp loại on the screen, as the organisation board records and withdraws them."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.evaluation_steps import dossier_of, open_cycle
from tests.factories import AT
from tests.files import pdf
from woms.core import clock
from woms.evaluation.models import EvaluationFact
from woms.org.models import Person
from woms.regulations.inputs import DISCIPLINE_LEVELS
from woms.web.facts import level_words

pytestmark = pytest.mark.django_db
HERE = "/danh-gia/su-kien"
OTHERS = [
    "specialist", "division_head", "deputy", "head", "leader", "appraiser", "auditor", "administrator",
]  # fmt: skip


@pytest.fixture(autouse=True)
def november(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def board(province, sign_in):
    open_cycle(province)
    return sign_in(province.organization_board)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def hot_spot(province, **more):
    return {
        "kind": "hot_spot", "level": "", "person": "", "unit": province.agency.code, "ends_on": "",
        "happened_on": "12/11/2026", "document": "7/BC", "summary": "Tụ tập đông người kéo dài",
    } | more  # fmt: skip


def discipline(actor, **more):
    return {
        "kind": "discipline", "level": "reprimand", "person": Person.objects.get(pk=actor.person_id).code,
        "happened_on": "10/11/2026", "document": "15/QĐ-KL", "summary": "Vi phạm quy trình",
    } | more  # fmt: skip


def test_the_board_records_a_fact_with_its_file_and_the_head_concerned_reads_both(province, board, sign_in):
    file = SimpleUploadedFile("bao-cao.pdf", pdf(), "application/pdf")
    answer = board.post(f"{HERE}/ghi", hot_spot(province, file=file))
    row = EvaluationFact.objects.get()
    assert answer["Location"] == f"{HERE}/{row.pk}"
    assert "Tụ tập đông người kéo dài" in text(board.get(HERE))
    assert board.get(f"{HERE}/{row.pk}/tep").content == pdf()
    head, dossier = sign_in(province.head), dossier_of(province.head).pk
    assert "Tụ tập đông người kéo dài" in text(head.get(f"/danh-gia/{dossier}"))
    opened = head.get(f"/danh-gia/{dossier}/su-kien/{row.pk}")
    assert opened.content == pdf()
    assert "attachment" in opened["Content-Disposition"]


def test_nobody_reaches_the_file_through_a_dossier_on_which_the_fact_does_not_weigh(province, board, sign_in):
    file = SimpleUploadedFile("bao-cao.pdf", pdf(), "application/pdf")
    board.post(f"{HERE}/ghi", hot_spot(province, file=file))
    fact_id = EvaluationFact.objects.get().pk
    for actor in (province.specialist, province.deputy, province.other_head):
        own = dossier_of(actor).pk
        assert sign_in(actor).get(f"/danh-gia/{own}/su-kien/{fact_id}").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kind": ""}, "Hãy chọn loại sự kiện"),
        ({"unit": ""}, "Hãy chọn đơn vị"),
        ({"kind": "absence"}, "Hãy chọn người"),
        ({"kind": "absence", "person": "CB999999"}, "Hãy chọn người"),
        ({"kind": "discipline"}, "Hãy chọn hình thức kỷ luật"),
        ({"happened_on": "31/02/2026"}, "Không đọc được ngày này"),
        ({"happened_on": ""}, "Hãy nhập ngày"),
        ({"happened_on": "22/11/2026"}, "chưa tới"),
        ({"ends_on": "01/11/2026"}, "Ngày kết thúc phải từ ngày bắt đầu"),
        ({"document": " "}, "số văn bản"),
        ({"document": "7" * 161}, "Hãy ghi số văn bản kết luận"),
        ({"summary": " "}, "Hãy ghi nội dung"),
        ({"file": SimpleUploadedFile("ma.exe", b"MZ\x90\x00")}, "PDF"),
    ],
)
def test_what_is_wrong_is_told_beside_the_field_and_what_was_typed_stays(province, board, wrong, sentence):
    answer = board.post(f"{HERE}/ghi", hot_spot(province, **wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'class="field has-error"' in page
    kept = "summary" if "document" in wrong else "document"
    assert hot_spot(province)[kept] in page
    assert not EvaluationFact.objects.exists()


def test_a_person_is_named_by_the_code_and_shown_by_name_only_where_the_board_may_know_it(province, board):
    assert board.post(f"{HERE}/ghi", discipline(province.specialist)).status_code == 302
    assert board.post(f"{HERE}/ghi", discipline(province.head)).status_code == 302
    words = text(board.get(HERE))
    assert "Cán bộ của Phòng Mẫu A1" in words
    assert "Vũ Thị Trưởng" in words
    assert "Đỗ Văn Chuyên" not in words
    assert "Đỗ Văn Chuyên" not in board.get(f"{HERE}/ghi").content.decode()


def test_the_list_is_narrowed_by_unit_kind_and_period(province, board):
    board.post(f"{HERE}/ghi", hot_spot(province))
    board.post(f"{HERE}/ghi", discipline(province.head, happened_on="30/10/2026"))
    for query, shown in (
        ("", 2),
        (f"?don-vi={province.agency.code}", 2),
        (f"?don-vi={province.ward.code}", 0),
        ("?loai=hot_spot", 1),
        ("?ky=2026-11", 1),
        ("?ky=2026-11&loai=discipline", 0),
        ("?trang=9", 2),
    ):
        assert board.get(HERE + query).content.decode().count("<tr data-nav-row>") == shown


def test_a_mistake_is_withdrawn_with_a_reason_and_stays_in_the_list(province, board, sign_in):
    board.post(f"{HERE}/ghi", hot_spot(province))
    here = f"{HERE}/{EvaluationFact.objects.get().pk}"
    refused = board.post(f"{here}/rut", {"reason": " "})
    assert refused.status_code == 422
    assert "Cần ghi lý do rút sự kiện" in text(refused)
    assert board.post(f"{here}/rut", {"reason": "Nhầm đơn vị"}).status_code == 302
    assert "Nhầm đơn vị" in text(board.get(here))
    assert "Đã rút" in text(board.get(HERE))
    dossier = dossier_of(province.head).pk
    assert "Tụ tập đông người" not in text(sign_in(province.head).get(f"/danh-gia/{dossier}"))


def test_the_api_lists_the_same_facts(province, board):
    board.post(f"{HERE}/ghi", hot_spot(province))
    board.post(f"{HERE}/ghi", discipline(province.specialist))
    found = board.get("/api/v1/facts?kind=hot_spot").json()
    assert [row["unit_name"] for row in found["rows"]] == ["Sở Mẫu A"]
    (personal,) = board.get("/api/v1/facts?kind=discipline").json()["rows"]
    assert (personal["person_name"], personal["is_personal"], personal["level"]) == ("", True, "reprimand")


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_reads_records_or_withdraws(province, board, sign_in, who):
    board.post(f"{HERE}/ghi", hot_spot(province))
    row = EvaluationFact.objects.get()
    client = sign_in(getattr(province, who))
    assert client.get(HERE).status_code == 403
    assert client.get(f"{HERE}/ghi").status_code == 403
    assert client.post(f"{HERE}/ghi", hot_spot(province)).status_code == 403
    for path in ("", "/tep"):
        assert client.get(f"{HERE}/{row.pk}{path}").status_code == 404
    assert client.post(f"{HERE}/{row.pk}/rut", {"reason": "Thử"}).status_code == 403
    assert client.get("/api/v1/facts").status_code == 403
    assert HERE not in client.get("/danh-gia").content.decode()
    row.refresh_from_db()
    assert row.withdrawn_at is None
    assert EvaluationFact.objects.count() == 1


def test_the_page_of_the_evaluation_leads_the_board_here(board):
    assert f'href="{HERE}"' in board.get("/danh-gia").content.decode()


def test_the_list_costs_the_same_however_many_facts(province, board, django_assert_max_num_queries):
    board.post(f"{HERE}/ghi", hot_spot(province))
    board.post(f"{HERE}/ghi", discipline(province.head))
    board.get(HERE)  # takes the message of what has just been done
    with django_assert_max_num_queries(20) as few:
        board.get(HERE)
    most = len(few)
    for actor in (province.deputy, province.other_head, province.ward_head):
        board.post(f"{HERE}/ghi", discipline(actor))
    board.get(HERE)
    with django_assert_max_num_queries(most):
        board.get(HERE)


def test_every_form_of_discipline_that_the_rules_know_has_its_words(board):
    assert list(level_words()) == list(DISCIPLINE_LEVELS)
