"""Cells as people fill them: merged, dated, repeated by ditto marks, tracked; and what the reader tells of them."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime

import pytest

from tests.plan_files import (
    HEADER,
    INDEX,
    NEXT,
    TASK,
    add_table,
    excel,
    names,
    one,
    read,
    saved,
    titles,
    word,
)
from woms.connectors.documents.deadlines import DeadlineKind


def merged_word():
    import docx

    document = docx.Document()
    table = add_table(
        document,
        [
            HEADER,
            ["1", "Rà soát", "Sở Nội vụ", "", "Báo cáo", "Quý I/2026"],
            ["2", "Sơ kết", "", "", "Báo cáo sơ kết", ""],
        ],
    )
    table.cell(1, 2).merge(table.cell(2, 2))
    table.cell(1, 5).merge(table.cell(2, 5))
    return saved(document)


def merged_excel():
    rows = [HEADER, ["1", "Rà soát", "", "", "Báo cáo", ""], ["2", "Sơ kết", "", "", "Báo cáo sơ kết", ""]]
    return excel(rows, merges=[(1, 2, 2, 2, "Sở Nội vụ"), (1, 5, 2, 5, "Quý I/2026")])


@pytest.mark.parametrize("content", [merged_word(), merged_excel()], ids=["word", "excel"])
def test_a_merged_lead_and_deadline_hold_for_every_row_they_span(content):
    objectives = read(content).objectives
    assert [names(o.lead) for o in objectives] == [["Sở Nội vụ"]] * 2
    assert [o.deadline.end for o in objectives] == [date(2026, 3, 31)] * 2


def test_a_task_merged_over_two_rows_of_products_is_one_task():
    rows = [HEADER, ["", "", "Sở Nội vụ", "", "Báo cáo", "Quý I/2026"], ["", "", "", "", "Quyết định", ""]]
    content = excel(rows, merges=[(1, 0, 2, 0, "1"), (1, 1, 2, 1, "Rà soát")])
    objective = one(content)
    assert [k.title for k in objective.key_results] == ["Báo cáo", "Quyết định"]


def test_a_section_row_merged_over_the_table_is_a_section():
    rows = [HEADER, ["", "", "", "", "", ""], TASK]
    content = excel(rows, merges=[(1, 0, 1, 5, "Công tác xây dựng Đảng")])
    assert one(content).group == "Công tác xây dựng Đảng"


def test_hard_spaces_paragraphs_and_decomposed_letters_read_the_same():
    messy = [unicodedata.normalize("NFD", text).replace(" ", "\u00a0") for text in TASK]
    messy[3] = "Sở\u200b KH&CN\n"
    expected = one(word([HEADER, TASK]))
    found = one(word([[unicodedata.normalize("NFD", text) for text in HEADER], messy]))
    assert (found.title, found.lead, found.coordinating, found.output) == (
        expected.title, expected.lead, expected.coordinating, expected.output,
    )  # fmt: skip


def test_real_dates_and_bare_serial_numbers_of_excel_are_days():
    rows = [HEADER, [*TASK[:5], ""], [*NEXT[:5], 46157]]
    content = excel(rows, dates=[(1, 5, datetime(2026, 5, 15))])  # noqa: DTZ001 - Excel days have no zone
    assert [o.deadline.end for o in read(content).objectives] == [date(2026, 5, 15)] * 2
    assert read(content).objectives[0].deadline.text == "15/5/2026"


def test_numbers_in_cells_are_written_as_people_write_them():
    content = excel([HEADER, [1, "Sơ kết", "Sở Nội vụ", "", 1.5, "Quý I/2026"]])
    assert (one(content).number, one(content).output) == ("1", "1,5")


def test_ditto_marks_repeat_the_cell_above():
    rows = [HEADER, TASK, ["2", "Sơ kết", "nt", "-nt-", "Báo cáo", "Như trên"]]
    objective = read(word(rows)).objectives[1]
    assert names(objective.lead) == ["Ban Tổ chức Thành ủy"]
    assert objective.deadline.end == date(2026, 5, 15)


def test_quotation_marks_and_spelling_are_left_as_the_author_typed_them():
    title = "Chuyên dịch từ “ họp nghe báo cáo giấy ” sang dữ liệu"
    assert titles(word([HEADER, ["1", title, *TASK[2:]]])) == [title]


def test_deleted_text_is_left_out_and_inserted_text_is_read():
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    table = add_table(document, [HEADER, TASK])
    paragraph = table.cell(1, 1).paragraphs[0]._p
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    paragraph.append(parse_xml(f"<w:del {space}><w:r><w:delText>bỏ</w:delText></w:r></w:del>"))
    paragraph.append(
        parse_xml(f'<w:ins {space}><w:r><w:t xml:space="preserve"> năm 2026</w:t></w:r></w:ins>')
    )
    assert titles(saved(document)) == ["Ban hành Kế hoạch năm 2026"]


def test_key_results_and_area_may_have_columns_of_their_own():
    header = ["STT", "Lĩnh vực", "Nhiệm vụ", "Chỉ tiêu", "Đơn vị chủ trì", "Thời hạn"]
    row = ["1", "Ngân sách và hiệu quả sử dụng nguồn lực", "Quản lý vốn",
           "- Giải ngân 100% vốn đầu tư công\n- Giảm 5% chi thường xuyên", "Sở Tài chính", "Năm 2026"]  # fmt: skip
    objective = one(word([header, row]))
    assert (objective.area.value, objective.area_confidence_percent) == ("resources", 100)
    assert [(k.target, k.unit, k.direction.value) for k in objective.key_results] == [
        (100, "%", "increase"), (5, "%", "decrease"),
    ]  # fmt: skip


def warnings_of(*rows):
    return " ".join(read(word([HEADER, *rows])).warnings)


def test_missing_facts_are_told_and_nothing_is_made_up():
    told = warnings_of(["1", "Sơ kết", "", "", "", ""])
    assert "chưa ghi đơn vị chủ trì" in told
    assert "chưa ghi thời hạn" in told
    assert "chưa ghi sản phẩm" in told


def test_two_leads_are_kept_and_told():
    content = word([HEADER, ["1", "Sơ kết", "Sở Nội vụ, Sở Tài chính", "", "Báo cáo", "Quý I/2026"]])
    assert names(one(content).lead) == ["Sở Nội vụ", "Sở Tài chính"]
    assert "có 2 đơn vị chủ trì" in " ".join(read(content).warnings)


def test_a_unit_in_both_roles_keeps_the_lead_and_is_told():
    objective = one(
        word([HEADER, ["1", "Sơ kết", "Sở Nội vụ", "Sở Nội vụ, Sở Y tế", "Báo cáo", "Quý I/2026"]])
    )
    assert names(objective.coordinating) == ["Sở Y tế"]
    assert "vừa chủ trì vừa phối hợp" in objective.problems[0]


def test_an_impossible_day_is_told_with_its_task():
    told = warnings_of(["1", "Sơ kết", "Sở Nội vụ", "", "Báo cáo", "31/02/2026"])
    assert "Nhiệm vụ 1 “Sơ kết”: không đọc được thời hạn “31/02/2026”" in told


def test_a_repeated_task_is_told():
    assert "trùng với nhiệm vụ 1" in warnings_of(TASK, ["2", *TASK[1:]])


def test_signatures_and_totals_below_the_table_are_left_out_and_told():
    rows = [
        HEADER,
        TASK,
        ["", "", "", "", "", ""],
        ["", "Người lập biểu", "", "", "", ""],
        ["", "Tổng cộng: 1 nhiệm vụ", "", "", "", ""],
    ]
    plan = read(excel(rows))
    assert [o.title for o in plan.objectives] == ["Ban hành Kế hoạch"]
    assert sum("không phải nhiệm vụ" in warning for warning in plan.warnings) == 2


def test_five_thousand_rows_are_read():
    rows = [
        [str(n), f"Nhiệm vụ thứ {n}", "Sở KH&CN", "Sở Nội vụ", "Báo cáo", "Quý I/2026"]
        for n in range(1, 5001)
    ]
    assert len(read(excel([HEADER, *rows])).objectives) == 5000


def test_the_unit_index_given_decides_which_units_are_known():
    from woms.connectors.documents.units import UnitIndex

    plan = read(word([HEADER, TASK]), UnitIndex([]))
    assert plan.unmatched == ["Ban Tổ chức Thành ủy", "Sở KH&CN"]
    assert read(word([HEADER, TASK]), INDEX).unmatched == []


def test_unknown_deadlines_keep_their_words():
    objective = one(word([HEADER, [*TASK[:5], "Theo tiến độ của Trung ương"]]))
    assert (objective.deadline.kind, objective.deadline.text) == (
        DeadlineKind.UNKNOWN,
        "Theo tiến độ của Trung ương",
    )
