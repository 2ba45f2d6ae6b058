"""The printed plan: what the page shows, in the layout of NĐ 30/2020, over as many pages as it takes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    AT,
    make_key_result,
    make_objective,
    make_officer,
    make_plan,
    make_unit,
)
from tests.paper_steps import (
    pdf_facts,
    pdf_fonts,
    pdf_pages,
    pdf_text,
    pdf_words,
    word_file,
    word_rows,
    word_text,
)
from woms.core.errors import Denied, Missing
from woms.org.models import Assignment
from woms.planning.models import ObjectiveCoordinator
from woms.records.models import Event
from woms.reports.pdf import to_pdf
from woms.reports.plan_paper import plan_paper
from woms.reports.services import issue_plan
from woms.reports.word import to_word


@pytest.fixture
def plan(province):
    plan = make_plan(province, state="approved", approved_at=AT)
    objective = make_objective(plan, title="Nâng cao chất lượng phục vụ", weight=60)
    ObjectiveCoordinator.objects.create(objective=objective, unit=province.other_agency)
    make_key_result(objective)
    make_objective(plan, area="learning", title="Bồi dưỡng đội ngũ", weight=40, kind="okr")
    return plan


def paper(actor, plan):
    return plan_paper(actor=actor, at=AT, plan_id=plan.pk)


def issue(actor, plan, kind="pdf"):
    return issue_plan(actor=actor, at=AT, plan_id=plan.pk, form=kind)


def long_plan(province, rows=40):
    plan = make_plan(province, state="approved", approved_at=AT)
    for number in range(rows):
        area = ("customers", "resources", "processes", "learning")[number * 4 // rows]
        make_key_result(make_objective(plan, title=f"Nhiệm vụ số {number}", area=area))
    return plan


FACTS = (
    "Nâng cao chất lượng phục vụ",
    "Tỷ lệ hồ sơ giải quyết đúng hạn",
    "80 → 95 %",
    "Sở Mẫu A",
    "Sở Mẫu B",
    "Báo cáo kết quả",
    "Trước ngày 31/12/2026",
    "Bồi dưỡng đội ngũ (đột phá, không tính điểm)",
    "tổ chức thực hiện Kế hoạch này./.",
)


def test_the_word_file_says_everything_about_the_plan(province, plan):
    said = word_text(issue(province.head, plan, "docx").content)
    assert [fact for fact in FACTS if fact not in said] == []


def test_pdf_and_word_have_the_same_words_in_the_same_cells(province, plan):
    document = paper(province.head, plan)
    printed = set(pdf_text(to_pdf(document)).split())
    written = set(word_text(to_word(document)).split())
    assert written - printed == set()
    (table,) = (table for table in word_file(to_word(document)).tables if len(table.columns) == 8)
    assert word_rows(table)[2] == [
        "1", "Nâng cao chất lượng phục vụ", "", "60", "Sở Mẫu A", "Sở Mẫu B", "Báo cáo kết quả",
        "Trước ngày 31/12/2026",
    ]  # fmt: skip
    assert word_rows(table)[3][:4] == ["1.1", "Tỷ lệ hồ sơ giải quyết đúng hạn", "80 → 95\u00a0%", "100"]


def test_it_is_a4_with_the_margins_of_the_decree_and_every_font_inside(province, plan):
    content = issue(province.head, plan).content
    assert pdf_facts(content)["Page size"].startswith("841.89 x 595.276")
    for page, left, top, right, bottom, word in pdf_words(content):
        assert left >= 29.9, word
        assert right <= 297 - 14.9, word
        assert top >= 19.5 or page > 1, word
        assert bottom <= 205, word
    fonts = pdf_fonts(content)
    assert fonts
    assert all("Tinos" in row[0] and row[-5:-2] == ["yes", "yes", "yes"] for row in fonts)


def test_the_word_file_has_the_margins_and_the_letters_of_the_decree(province, plan):
    file = word_file(issue(province.head, plan, "docx").content)
    section = file.sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in sides] == [20, 20, 30, 15]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert file.styles["Normal"].font.name == "Times New Roman"


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_motto_issuer_number_day_kind_and_signature_stand_where_the_decree_wants_them(province, plan, kind):
    read = pdf_text if kind == "pdf" else word_text
    said = read(issue(province.head, plan, kind).content)
    for part in (
        "ỦY BAN NHÂN DÂN THÀNH PHỐ MẪU",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "SỞ MẪU A",
        "Độc lập - Tự do - Hạnh phúc",
        "/KH-SMA",
        "Mẫu, ngày 21 tháng 11 năm 2026",
        "KẾ HOẠCH",
        "Năm 2026 – Sở Mẫu A",
        "Nơi nhận:",
        "- Ủy ban nhân dân Thành phố Mẫu (để báo cáo);",
        "- Lưu: VT.",
        "VŨ THỊ TRƯỞNG",
        "Vũ Thị Trưởng",
    ):
        assert part in said, part
    assert "Kế hoạch năm 2026" not in said


def test_number_and_day_stand_on_one_line(province, plan):
    words = pdf_words(issue(province.head, plan).content)
    number = next(word for word in words if word[5] == "Số:")
    day = next(word for word in words if word[5] == "ngày")
    assert abs(number[4] - day[4]) < 1


def test_an_approved_plan_has_its_day_and_a_draft_leaves_it_open_and_says_so(province, plan):
    assert paper(province.head, plan).marks == ()
    plan.state = "draft"
    plan.save()
    draft = paper(province.head, plan)
    assert draft.marks == ("BẢN DỰ THẢO",)
    said = pdf_text(to_pdf(draft))
    assert "Mẫu, ngày tháng năm 2026" in said
    assert "ngày 21 tháng" not in said


def test_a_ward_signs_for_its_peoples_committee_under_its_own_name(province):
    plan = make_plan(province, province.ward, state="approved", approved_at=AT)
    Assignment.objects.filter(person_id=province.ward_head.person_id).update(title="Chủ tịch UBND phường")
    document = paper(province.ward_head, plan)
    head = document.letterhead
    assert (head.superior, head.issuer, head.sign, head.place) == (
        "", "Ủy ban nhân dân phường Mẫu", "/KH-UBND", "Mẫu",
    )  # fmt: skip
    assert document.signatures[0].post == "TM. Ủy ban nhân dân\nChủ tịch"


def test_a_paper_of_the_party_has_the_partys_heading_and_no_national_motto(province):
    board = make_unit("Ban Tổ chức Thành ủy", "agency", province.city, axis="party")
    chief = make_officer("Lê Thị Ban", board, "head", "head")
    plan = make_plan(province, board, state="approved", approved_at=AT)
    for said in (pdf_text(issue(chief, plan).content), word_text(issue(chief, plan, "docx").content)):
        assert "ĐẢNG CỘNG SẢN VIỆT NAM" in said
        assert "-KH/BTCTU" in said
        assert "THÀNH ỦY MẪU" in said
        assert "CỘNG HÒA" not in said


def test_the_header_is_repeated_and_no_area_stands_alone_at_the_foot(province):
    pages = pdf_pages(issue(province.head, long_plan(province)).content)
    assert len(pages) > 3
    for number, page in enumerate(pages[1:], start=2):
        assert page.startswith(f"{number} ")
        rows = page.split("trích xuất từ WOMS")[0]
        assert "Nhiệm vụ, mục tiêu then chốt" in rows or "Kế hoạch này" in rows
    for page in pages:
        body = page.split("Vũ Thị Trưởng trích xuất")[0].rstrip()
        assert not body.endswith("trọng số 1.000")


@pytest.mark.parametrize("rows", range(4, 13))
def test_no_signature_stands_on_a_page_without_words_of_the_plan(province, rows):
    last = pdf_pages(issue(province.head, long_plan(province, rows)).content)[-1]
    assert "tổ chức thực hiện Kế hoạch này./. " in last
    assert "Nơi nhận" in last


def test_word_repeats_the_header_and_keeps_rows_whole(province):
    file = word_file(issue(province.head, long_plan(province, 8), "docx").content)
    (table,) = (table for table in file.tables if len(table.columns) == 8)
    marks = [[child.tag.rpartition("}")[2] for child in row._tr.trPr] for row in table.rows]
    assert "tblHeader" in marks[0]
    assert all("cantSplit" in mark for mark in marks)
    assert not any("tblHeader" in mark for mark in marks[1:])


HOSTILE = (
    '#import "x": * #panic() $1/0$ `mã` _a_ *b* @ref <nhãn> \\u{41} // chú thích /* */ [x] {y} ~ -- ...',
    "\u202eĐảo ngược\u202c \u2066ẩn\u2069 \u200bkhông\u200d rộng\ufeff",
    "chuông\x07 NUL\x00 lùi\x08 tab\tdòng\r\nmới\u2028cuối".replace("\x00", "\x01"),
    "=HYPERLINK(1) & <w:t>xml</w:t> ]]> &amp; '\"",
    "שלום العربية 漢字 😀 e\u0301 Å ﬁ ⁄ ½ ∑",
    "Ư" * 500,
)


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_are_printed_as_words(province, title):
    plan = make_plan(province, state="approved", approved_at=AT, title=title[:300])
    make_key_result(make_objective(plan, title=title, output=title), title=title[:400])
    document = paper(province.head, plan)
    written = word_text(to_word(document))
    printed = pdf_text(to_pdf(document)).replace(" ", "")
    wanted = [
        word for word in document.blocks[-2].rows[1].cells[1].split() if word.isascii() and len(word) < 12
    ]
    from woms.reports.document import clean

    cleaned = [word for word in clean(title).split() if word.isascii() and len(word) < 12]
    assert len(wanted) >= len(cleaned)
    assert [word for word in cleaned if word not in written] == []
    assert [word for word in cleaned if word not in printed] == []
    assert not set("\u202e\u2066\u200b\u200d\ufeff\x07\x01\x08") & set(written)


def test_a_long_word_breaks_inside_its_cell(province):
    plan = make_plan(province, state="approved", approved_at=AT)
    make_objective(plan, title="W" * 500)
    words = pdf_words(issue(province.head, plan).content)
    assert max(right for _page, _left, _top, right, _bottom, _word in words) <= 297 - 14.9
    broken = [word for word in words if word[5].startswith("W") and word[5] != "WOMS"]
    assert sum(word[5].count("W") for word in broken) == 500
    assert max(word[3] for word in broken) < 115


def test_an_empty_plan_is_printed_and_says_that_it_is_empty(province):
    plan = make_plan(province)
    for kind, read in (("pdf", pdf_text), ("docx", word_text)):
        assert "Kế hoạch chưa có nhiệm vụ nào." in read(issue(province.head, plan, kind).content)


@pytest.mark.parametrize("who", ["other_head", "ward_head"])
def test_a_plan_out_of_reach_looks_as_if_it_did_not_exist(province, plan, who):
    with pytest.raises(Missing) as theirs:
        issue(getattr(province, who), plan)
    with pytest.raises(Missing) as nobodys:
        issue_plan(actor=getattr(province, who), at=AT, plan_id=999_999, form="pdf")
    assert theirs.value.sentence == nobodys.value.sentence


@pytest.mark.parametrize("who", ["specialist", "appraiser", "administrator"])
def test_who_reads_a_plan_without_the_right_to_export_is_told_so(province, plan, who):
    with pytest.raises(Denied, match="xuất báo cáo"):
        issue(getattr(province, who), plan)
    assert not Event.objects.filter(code="report.issued").exists()


def test_the_city_prints_a_plan_without_the_names_of_specialists(province, plan):
    make_key_result(
        plan.objectives.first(), title="Việc của một người", owner_person_id=province.specialist.person_id
    )
    for kind, read in (("pdf", pdf_text), ("docx", word_text)):
        said = read(issue(province.leader, plan, kind).content)
        assert "Việc của một người" in said
        assert province.specialist.name not in said
        assert province.specialist.name in read(issue(province.head, plan, kind).content)


def test_the_same_content_has_the_same_code_and_another_content_another(province, plan):
    first, again = paper(province.head, plan), paper(province.deputy, plan)
    assert first.code == again.code
    assert first.footer != again.footer
    plan.objectives.update(output="Báo cáo khác")
    assert paper(province.head, plan).code != first.code


def test_the_log_and_the_file_name_the_plan(province, plan):
    assert issue(province.head, plan).file_name == "Kế hoạch năm 2026 – Sở Mẫu A.pdf"
    event = Event.objects.get(code="report.issued")
    assert (event.after, event.is_sample) == ({"of": "plan", "format": "pdf"}, False)
    plan.is_sample = True
    plan.save()
    issue(province.head, plan)
    assert Event.objects.filter(code="report.issued").order_by("-id").first().is_sample


def test_a_plan_costs_the_same_however_many_rows(province, plan, django_assert_max_num_queries):
    make_key_result(plan.objectives.first(), owner_person_id=province.specialist.person_id)
    with CaptureQueriesContext(connection) as few:
        paper(province.head, plan)
    for number in range(12):
        objective = make_objective(plan, title=f"Nhiệm vụ {number}", lead_unit=province.division)
        ObjectiveCoordinator.objects.create(objective=objective, unit=province.ward)
        make_key_result(objective, owner_person_id=province.specialist.person_id)
    with django_assert_max_num_queries(len(few)):
        paper(province.head, plan)
