"""The many shapes in which tables of tasks reach an office: cut by pages, with other headers, in sections."""

from __future__ import annotations

from datetime import date

import pytest

from tests.plan_files import HEADER, NEXT, TASK, add_table, excel, names, one, read, saved, titles, word


def cut_pages():
    first = [
        "8.",
        "Kiểm tra mức độ",
        "Văn phòng Đoàn ĐBQH",
        "Sở Nội vụ, Văn phòng",
        "Báo cáo",
        "Từ ngày 28/5/2026",
    ]
    rest = ["", "sẵn sàng", "và HĐND Thành phố", "Thành ủy", "rà soát", "đến ngày 31/5/2026"]
    whole = ["9.", "Giao mục tiêu", "Sở Nội vụ", "", "Các mục tiêu", "Hàng quý"]
    return {
        "under a repeated header": word([HEADER, TASK, first, HEADER, rest, whole]),
        "without a repeated header": word([HEADER, TASK, first, rest, whole]),
        "in a second table with the header": word([HEADER, TASK, first], [HEADER, rest, whole]),
        "in a second table without a header": word([HEADER, TASK, first], [rest, whole]),
        "with the number repeated": word([HEADER, TASK, first], [HEADER, ["8.", *rest[1:]], whole]),
        "in a sheet": excel([HEADER, TASK, first, HEADER, rest, whole]),
    }


@pytest.mark.parametrize("way", cut_pages())
def test_a_row_broken_over_two_pages_comes_out_whole(way):
    objectives = read(cut_pages()[way]).objectives
    assert [o.title for o in objectives] == ["Ban hành Kế hoạch", "Kiểm tra mức độ sẵn sàng", "Giao mục tiêu"]
    broken = objectives[1]
    assert names(broken.lead) == ["Văn phòng Đoàn đại biểu Quốc hội và HĐND Thành phố"]
    assert names(broken.coordinating) == ["Sở Nội vụ", "Văn phòng Thành ủy"]
    assert broken.output == "Báo cáo rà soát"
    assert (broken.deadline.start, broken.deadline.end) == (date(2026, 5, 28), date(2026, 5, 31))


def test_only_a_deadline_left_over_on_the_next_page_joins_its_task():
    first = ["8.", "Kiểm tra mức độ sẵn sàng", "Sở Nội vụ", "", "Báo cáo rà soát", "Từ ngày 28/5/2026"]
    content = word([HEADER, TASK, first, HEADER, ["", "", "", "", "", "đến ngày 31/5/2026"], NEXT])
    assert [o.deadline.text for o in read(content).objectives][1] == "Từ ngày 28/5/2026 đến ngày 31/5/2026"
    assert len(read(content).objectives) == 3


def test_a_sentence_cut_before_a_capital_letter_is_joined_below_a_repeated_header():
    first = ["8.", "Nâng cao chất lượng phục vụ của", "Sở Nội vụ", "", "Báo cáo", "Quý II/2026"]
    assert titles(word([HEADER, TASK, first, HEADER, ["", "Thành phố Hà Nội", "", "", "", ""]]))[1] == (
        "Nâng cao chất lượng phục vụ của Thành phố Hà Nội"
    )


def test_a_cut_row_that_begins_with_capitals_in_several_columns_is_joined_below_a_repeated_header():
    first = ["8.", "Nâng cao chất lượng phục vụ ở", "Văn phòng", "Sở Nội vụ", "Báo cáo", "Quý II/2026"]
    rest = ["", "Thành phố Hà Nội", "Thành ủy", "", "", ""]
    objective = read(word([HEADER, TASK, first, HEADER, rest])).objectives[1]
    assert (objective.title, names(objective.lead)) == (
        "Nâng cao chất lượng phục vụ ở Thành phố Hà Nội",
        ["Văn phòng Thành ủy"],
    )


def test_a_row_struck_out_under_tracked_changes_is_left_out():
    import docx
    from docx.oxml import OxmlElement

    document = docx.Document()
    table = add_table(document, [HEADER, TASK, NEXT])
    table.rows[2]._tr.get_or_add_trPr().append(OxmlElement("w:del"))
    assert titles(saved(document)) == ["Ban hành Kế hoạch"]


def test_a_task_without_number_that_is_whole_stays_a_task():
    loose = ["", "Sơ kết triển khai", "Sở Nội vụ", "", "Báo cáo sơ kết", "Tháng 12/2026"]
    assert titles(word([HEADER, TASK, loose, NEXT])) == ["Ban hành Kế hoạch", "Sơ kết triển khai", NEXT[1]]


@pytest.mark.parametrize(
    "header",
    [
        ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Sản phẩm", "Thời gian hoàn thành"],
        ["TT", "NỘI DUNG CÔNG VIỆC", "ĐƠN VỊ THỰC HIỆN", "ĐƠN VỊ PHỐI HỢP", "KẾT QUẢ", "TIẾN ĐỘ"],
        ["Số TT", "Tên nhiệm vụ", "Đơn vị đầu mối", "Phối hợp", "Sản phẩm, kết quả", "Thời gian thực hiện"],
        ["Stt", "Nhiệm vụ, giải pháp", "Phân công thực hiện", "Cơ quan, đơn vị phối hợp", "Kết quả đầu ra", "Hạn hoàn thành"],
        ["STT", "Nhiem vu", "Don vi chu tri", "Don vi phoi hop", "San pham dau ra", "Thoi han"],
        ["STT", "Công việc (ghi rõ)", "Chủ trì", "Đơn vị\nphối hợp", "Đầu ra", "Mốc thời gian"],
    ],
)  # fmt: skip
def test_headers_are_known_by_their_words(header):
    for content in (word([header, TASK]), excel([header, TASK])):
        objective = one(content)
        assert (objective.title, names(objective.lead)) == ("Ban hành Kế hoạch", ["Ban Tổ chức Thành ủy"])
        assert names(objective.coordinating) == ["Sở Khoa học và Công nghệ"]
        assert (objective.output, objective.deadline.end) == ("Kế hoạch", date(2026, 5, 15))


def test_columns_may_stand_in_any_order():
    order = [5, 2, 4, 1, 0, 3]
    content = word([[HEADER[i] for i in order], [TASK[i] for i in order]])
    assert one(content).deadline.end == date(2026, 5, 15)
    assert one(content).title == "Ban hành Kế hoạch"


def test_title_rows_and_column_numbers_around_the_header_are_left_out():
    rows = [
        ["PHỤ LỤC", "", "", "", "", ""],
        ["", "", "", "", "", ""],
        HEADER,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        TASK,
    ]
    assert titles(excel(rows)) == titles(word(rows)) == ["Ban hành Kế hoạch"]


def test_a_table_without_a_number_column_gives_its_rows_and_their_numbers():
    header = ["Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"]
    rows = [["1. Ban hành Kế hoạch", "Sở Nội vụ", "Quý I/2026"], ["2) Sơ kết", "Sở Nội vụ", "Quý II/2026"]]
    objectives = read(word([header, *rows])).objectives
    assert [(o.number, o.title) for o in objectives] == [("1", "Ban hành Kế hoạch"), ("2", "Sơ kết")]


def test_a_header_of_two_lines_is_one_header():
    rows = [
        ["STT", "Nhiệm vụ", "Phân công", "", "Sản phẩm", "Thời gian", ""],
        ["", "", "Chủ trì", "Phối hợp", "", "Bắt đầu", "Kết thúc"],
        ["1", "Ban hành Kế hoạch", "Sở Nội vụ", "Sở Tài chính", "Kế hoạch", "01/6/2026", "30/6/2026"],
    ]
    for content in (word(rows), excel(rows)):
        objective = one(content)
        assert (names(objective.lead), names(objective.coordinating)) == (["Sở Nội vụ"], ["Sở Tài chính"])
        assert (objective.deadline.start, objective.deadline.end) == (date(2026, 6, 1), date(2026, 6, 30))


def test_one_column_may_hold_both_roles():
    rows = [["STT", "Nhiệm vụ", "Đơn vị chủ trì, phối hợp", "Thời hạn"],
            ["1", "Sơ kết", "Chủ trì: Sở Nội vụ; phối hợp: Sở Tài chính, Sở Y tế", "Quý I/2026"]]  # fmt: skip
    objective = one(word(rows))
    assert names(objective.lead) == ["Sở Nội vụ"]
    assert names(objective.coordinating) == ["Sở Tài chính", "Sở Y tế"]


def test_several_tables_follow_one_another_and_others_are_passed_over():
    content = word(
        [["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]], "KẾ HOẠCH NĂM 2026",
        "I. Nhiệm vụ trọng tâm", [HEADER, TASK], "II. Nhiệm vụ thường xuyên", [HEADER, NEXT],
        [["Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"]],
    )  # fmt: skip
    objectives = read(content).objectives
    assert [o.title for o in objectives] == ["Ban hành Kế hoạch", "Thành lập Tổ công tác"]
    assert [o.group for o in objectives] == ["I. Nhiệm vụ trọng tâm", "II. Nhiệm vụ thường xuyên"]


def test_several_sheets_are_read_and_hidden_ones_are_not():
    content = excel([HEADER, TASK], [HEADER, NEXT])
    assert len(read(content).objectives) == 2


@pytest.mark.parametrize(
    "row", [["II", "Năm 2027"], ["", "Năm 2027"], ["II. Năm 2027", ""], ["Năm 2027", ""]]
)
def test_a_section_row_of_a_year_holds_for_the_rows_below_it(row):
    later = ["2", "Sơ kết", "Sở Nội vụ", "", "Báo cáo", "Quý II"]
    objectives = read(word([HEADER, TASK, [*row, "", "", "", ""], later])).objectives
    assert [o.year for o in objectives] == [None, 2027]
    assert objectives[1].deadline.end == date(2027, 6, 30)


def test_a_year_named_in_the_title_of_the_plan_serves_where_no_section_says_one():
    later = ["2", "Sơ kết", "Sở Nội vụ", "", "Báo cáo", "Trước 15/5"]
    content = word("KẾ HOẠCH CÔNG TÁC NĂM 2027", [HEADER, later])
    assert one(content).deadline.end == date(2027, 5, 15)


def test_sub_numbered_rows_are_tasks_and_their_heading_is_not():
    rows = [
        HEADER,
        ["1", "Công tác cải cách hành chính", "", "", "", ""],
        ["1.1", "Rà soát thủ tục", "Sở Nội vụ", "", "Báo cáo", "Quý I/2026"],
        ["1.2", "Cắt giảm thủ tục", "Sở Tư pháp", "", "Quyết định", "Quý II/2026"],
        ["2", "Sơ kết", "Sở Nội vụ", "", "Báo cáo", "Quý IV/2026"],
        ["a", "Sơ kết bước một", "Sở Y tế", "", "Báo cáo", "Quý IV/2026"],
    ]
    objectives = read(word(rows)).objectives
    assert [o.number for o in objectives] == ["1.1", "1.2", "2", "a"]
    assert objectives[0].group == "Công tác cải cách hành chính"


def test_automatic_numbers_of_word_count_as_numbers():
    import docx

    document = docx.Document()
    table = add_table(document, [HEADER, ["", *TASK[1:]], ["", *NEXT[1:]]])
    for row in table.rows[1:]:
        row.cells[0].paragraphs[0].style = document.styles["List Number"]
    assert [o.number for o in read(saved(document)).objectives] == ["1", "2"]


def test_a_table_without_header_below_a_new_heading_uses_the_header_above():
    content = word("I. Năm 2026", [HEADER, TASK], "II. Năm 2027", [NEXT])
    assert [(o.title, o.year) for o in read(content).objectives] == [(TASK[1], 2026), (NEXT[1], 2027)]


def test_a_table_of_something_else_is_passed_over_and_told():
    people = [["STT", "Họ và tên", "Chức vụ", "Đơn vị", "Điện thoại", "Thư"]] + [
        ["1", "A", "B", "C", "D", "E"]
    ] * 3
    plan = read(word([HEADER, TASK], people))
    assert [o.title for o in plan.objectives] == ["Ban hành Kế hoạch"]
    assert plan.warnings == ["Bỏ qua Bảng 2: không có cột “Nhiệm vụ”."]


def test_the_clearer_of_two_like_columns_is_taken():
    header = [
        "TT",
        "Mục tiêu",
        "Nhiệm vụ",
        "Người phụ trách",
        "Đơn vị chủ trì",
        "Kết quả năm trước",
        "Sản phẩm",
        "Cấp trình",
        "Thời gian",
    ]
    row = ["1", "Chung", "Sơ kết", "Trưởng phòng", "Sở Nội vụ", "Không có", "Báo cáo", "UBND", "Quý I/2026"]
    objective = one(word([header, row]))
    assert (objective.title, names(objective.lead), objective.output) == ("Sơ kết", ["Sở Nội vụ"], "Báo cáo")


def test_a_row_of_advice_is_no_header():
    rows = [["Nhiệm vụ", "Mỗi dòng một việc, bắt đầu bằng động từ."], ["Thời hạn", "Ghi ngày hoàn thành."]]
    assert titles(excel([HEADER, TASK], rows)) == ["Ban hành Kế hoạch"]
