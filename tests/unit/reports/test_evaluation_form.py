"""The printed evaluation form: the figures of the page, the layout of NĐ 30/2020, and nothing the page hides."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.evaluation_steps import (
    LEADER_MARKS,
    assess,
    dossier_of,
    give_worked_example,
    open_cycle,
    review,
    to_state,
)
from tests.factories import AT, make_product, make_work_item
from tests.paper_steps import pdf_pages, pdf_text, pdf_words, word_text
from woms.core.errors import Denied, Missing
from woms.evaluation.models import Dossier
from woms.records.models import Event
from woms.reports.evaluation_form import evaluation_form
from woms.reports.pdf import to_pdf
from woms.reports.services import issue_evaluation_form
from woms.reports.word import to_word


@pytest.fixture
def example(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    return province


def form(actor, person, at=AT):
    return evaluation_form(actor=actor, at=at, dossier_id=dossier_of(person).pk)


def issue(actor, person, kind="pdf"):
    return issue_evaluation_form(actor=actor, at=AT, dossier_id=dossier_of(person).pk, form=kind)


FIGURES = (
    "70 × (90,32 % + 88,71 % + 87,10 %) ÷ 3 = 62,10",
    "Số lượng 90,32 %",
    "−2,26",
    "−2,63",
    "−3,01",
    "+27,00",
    "Tổng điểm 89,10",
    "Hoàn thành tốt nhiệm vụ",
    "Đỗ Văn Chuyên",
    "Sáng kiến chưa áp dụng",
)


@pytest.mark.parametrize(("kind", "read"), [("pdf", pdf_text), ("docx", word_text)])
def test_pdf_and_word_carry_the_figures_of_the_worked_example(example, kind, read):
    to_state(example, "published")
    said = read(issue(example.specialist, example.specialist, kind).content)
    assert [figure for figure in FIGURES if figure not in said] == []


def test_the_points_on_the_paper_add_up_to_the_total_on_the_paper(example):
    to_state(example, "published")
    table = next(
        block for block in form(example.head, example.specialist).blocks
        if getattr(block, "columns", None) and block.columns[-1].label == "Điểm"
    )  # fmt: skip
    *parts, total = (Decimal(row.cells[-1].replace(",", ".").replace("−", "-")) for row in table.rows)
    assert sum(parts) == total == Decimal("89.10")


def test_what_the_person_may_not_yet_know_is_not_on_their_paper(example):
    to_state(example, "decided")
    own = pdf_text(issue(example.specialist, example.specialist).content)
    assert "Chưa công bố" in own
    assert "Vũ Thị Trưởng" not in own
    theirs = pdf_text(issue(example.head, example.specialist).content)
    assert "Người quyết định: Vũ Thị Trưởng" in theirs


def test_a_form_before_publication_is_marked_so_across_the_page(example):
    to_state(example, "decided")
    assert form(example.head, example.specialist).marks == ("CHƯA CÔNG BỐ",)
    assert "CHƯA CÔNG BỐ" in word_marks(form(example.head, example.specialist))


def test_a_published_form_of_real_people_carries_no_mark(example):
    to_state(example, "published")
    assert form(example.head, example.specialist).marks == ()


def test_made_up_data_is_marked_and_the_footer_says_so(example):
    to_state(example, "published")
    Dossier.objects.update(is_sample=True)
    paper = form(example.head, example.specialist)
    assert paper.marks == ("DỮ LIỆU MẪU",)
    assert "không có giá trị pháp lý" in pdf_text(to_pdf(paper))
    assert "DỮ LIỆU MẪU" in word_marks(paper)


def word_marks(document):
    from tests.paper_steps import word_file

    section = word_file(to_word(document)).sections[0]
    both = (section.header, section.first_page_header)
    texts = [" ".join(paragraph.text for paragraph in header.paragraphs) for header in both]
    assert texts[0].strip() == texts[1].strip()
    return texts[0]


@pytest.mark.parametrize("who", ["other_head", "other_specialist", "ward_head", "administrator", "leader"])
def test_somebody_elses_form_looks_as_if_it_did_not_exist(example, who):
    to_state(example, "published")
    with pytest.raises(Missing) as theirs:
        issue(getattr(example, who), example.specialist)
    with pytest.raises(Missing) as nobodys:
        issue_evaluation_form(actor=getattr(example, who), at=AT, dossier_id=999_999, form="pdf")
    assert theirs.value.sentence == nobodys.value.sentence
    assert not Event.objects.filter(code="report.issued").exists()


def test_who_reads_a_form_without_the_right_to_export_is_told_so(example):
    with pytest.raises(Denied, match="xuất báo cáo"):
        issue(example.appraiser, example.head)
    assert not Event.objects.filter(code="report.issued").exists()


def test_an_unknown_form_is_missing(example):
    with pytest.raises(Missing):
        issue(example.specialist, example.specialist, "exe")


def test_the_log_says_who_took_which_paper_out(example):
    to_state(example, "published")
    paper = issue(example.head, example.specialist, "docx")
    event = Event.objects.get(code="report.issued")
    assert (event.actor_name, event.subject_id, event.unit_id, event.after) == (
        "Vũ Thị Trưởng", dossier_of(example.specialist).pk, example.division.pk,
        {"of": "dossier", "format": "docx"},
    )  # fmt: skip
    assert paper.file_name == "Phiếu đánh giá 2026-11 Đỗ Văn Chuyên.docx"
    assert paper.file_name in event.sentence
    assert form(example.head, example.specialist).code in event.sentence


def test_each_signs_with_the_day_of_their_step_and_an_open_step_stays_open(example):
    to_state(example, "decision")
    own, superior, authority = form(example.head, example.specialist).signatures
    assert (own.name, own.day) == ("Đỗ Văn Chuyên", "Ngày 21 tháng 11 năm 2026")
    assert superior.name == "Bùi Thị Phòng"
    assert (authority.name, authority.day.split()) == ("", ["Ngày", "tháng", "năm"])


def test_before_the_self_assessment_others_are_told_why_products_and_points_are_not_there(example):
    theirs = pdf_text(issue(example.head, example.specialist).content)
    assert (
        "Hiện ra sau khi Đỗ Văn Chuyên gửi tự chấm. III. TỔNG HỢP ĐIỂM Chưa có điểm. IV. NHẬN XÉT" in theirs
    )
    assert "62,10" not in theirs
    assert "62,10" in pdf_text(issue(example.specialist, example.specialist).content)


def test_a_leaders_form_has_the_marks_of_leading(example):
    make_work_item(example.division_head, make_product("P9"), "4", completed_quantity=Decimal(4))
    assess(example.division_head, "28", **LEADER_MARKS)
    review(example.head, example.division_head, "28", **LEADER_MARKS)
    said = pdf_text(issue(example.head, example.division_head).content)
    assert "Khả năng tổ chức triển khai (đ) 100 % 100 % 100 %" in said
    assert "Năng lực tập hợp, đoàn kết (e) 100 % 100 % 100 %" in said


def test_a_form_has_the_division_under_its_agency_and_no_number(example):
    to_state(example, "published")
    said = pdf_pages(issue(example.head, example.specialist).content)[0]
    assert said.startswith("SỞ MẪU A CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM PHÒNG MẪU A1 Độc lập")
    assert "Mẫu, ngày 21 tháng 11 năm 2026" in said
    assert "Số:" not in said


def test_hostile_remarks_are_printed_as_words(example):
    assess(example.specialist, "28", note='#panic("x") $x^2$ *đậm* \\ @a <b> \x07\u202eABC\u202c 😀 = Đề mục')
    paper = form(example.division_head, example.specialist)
    assert '#panic("x") $x^2$ *đậm* \\ @a <b> ABC □ = Đề mục' in pdf_text(to_pdf(paper))
    assert '#panic("x") $x^2$ *đậm* \\ @a <b> ABC 😀 = Đề mục' in word_text(to_word(paper))


def test_no_word_leaves_the_margins(example):
    assess(example.specialist, "28", note="W" * 500)
    for _page, left, _top, right, bottom, word in pdf_words(
        issue(example.specialist, example.specialist).content
    ):
        assert left >= 29.9, word
        assert right <= 195.2, word
        assert bottom <= 290, word


def test_a_form_costs_the_same_however_much_work_is_on_it(example, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    to_state(example, "published")
    with CaptureQueriesContext(connection) as few:
        form(example.head, example.specialist)
    for number in range(6):
        make_work_item(example.specialist, make_product(f"Q{number}"), "2", completed_quantity=Decimal(1))
    with django_assert_max_num_queries(len(few)):
        form(example.head, example.specialist)


def test_the_day_of_printing_does_not_change_the_code(example):
    from datetime import timedelta

    to_state(example, "published")
    first, later = (
        form(example.head, example.specialist),
        form(example.head, example.specialist, AT + timedelta(days=3)),
    )
    assert first.code == later.code
    assert first.footer != later.footer
    assert first.printed_on == date(2026, 11, 21)
