"""The two real files, and the many shapes in which tables of tasks reach an office."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime

import pytest

from tests.plan_files import DATA, HEADER, INDEX, add_table, excel, read, saved, titles, word
from woms.connectors.documents.deadlines import DeadlineKind

TASK = ["1.", "Ban hành Kế hoạch", "Ban Tổ chức Thành ủy", "Sở KH&CN", "Kế hoạch", "Trước ngày 15/5/2026"]
NEXT = ["2.", "Thành lập Tổ công tác", "Sở Nội vụ", "", "Quyết định thành lập", "Trước ngày 20/5/2026"]


@pytest.fixture(scope="module")
def word_plan():
    return read((DATA / "ke-hoach-ha-noi-phu-luc.docx").read_bytes())


@pytest.fixture(scope="module")
def excel_plan():
    return read((DATA / "ke-hoach-ha-noi-phu-luc.xlsx").read_bytes())


def one(content):
    (objective,) = read(content).objectives
    return objective


def names(units):
    return [unit.name for unit in units]


# ── The real plan ───────────────────────────────────────────────────────────────────────────


def test_the_real_plan_gives_the_same_19_tasks_from_word_and_from_excel(word_plan, excel_plan):
    assert len(word_plan.objectives) == 19
    assert word_plan.to_json() == excel_plan.to_json()


def test_the_real_plan_knows_its_phases_and_years(word_plan, excel_plan):
    for plan in (word_plan, excel_plan):
        assert [objective.year for objective in plan.objectives] == [2026] * 14 + [2027] + [None] * 4
        assert plan.objectives[18].phase.startswith("II. Giai đoạn 2 (2028 – 2030)")


def test_the_real_plan_has_its_leads_and_coordinating_units(word_plan):
    leads = [names(objective.lead) for objective in word_plan.objectives]
    board, science, office = "Ban Tổ chức Thành ủy", "Sở Khoa học và Công nghệ", "Văn phòng Thành ủy"
    assert leads == [
        [board], [science], [board], [science], [office], [], [science], [board], [], [], [],
        [science], [board], [board], [science], [science], [science], [board], [board],
    ]  # fmt: skip
    assert names(word_plan.objectives[2].coordinating) == [office, "Ủy ban nhân dân Thành phố"]
    assert names(word_plan.objectives[3].coordinating) == [board, "Sở Nội vụ"]


def test_the_real_plan_shows_every_phrase_that_is_no_unit(word_plan):
    assert word_plan.unmatched == [
        "các đơn vị liên quan",
        "đơn vị tư vấn",
        "các đơn vị có liên quan",
        "Các cơ quan, đơn vị",
        "Các đơn vị",
        "Văn phòng 04 trực cấp Thành phố",
        "các cơ quan, đơn vị trực tiếp triển khai",
    ]


def test_the_real_plan_has_its_deadlines(word_plan):
    found = [
        (o.deadline.kind.value, str(o.deadline.start), str(o.deadline.end)) for o in word_plan.objectives
    ]
    assert found[0] == ("by", "None", "2026-05-15")
    assert found[7] == found[8] == ("between", "2026-05-28", "2026-05-31")
    assert found[9] == ("from", "2026-06-01", "None")
    assert found[10] == ("continuous", "None", "None")
    assert found[12] == ("recurring", "None", "None")
    assert found[13] == ("between", "2026-12-01", "2026-12-31")
    assert found[15] == ("between", "2028-01-01", "2028-12-31")
    assert found[18] == ("between", "2029-01-01", "2030-12-31")


def test_every_task_of_the_real_plan_has_a_measurable_key_result(word_plan):
    for objective in word_plan.objectives:
        assert 1 <= len(objective.key_results) <= 5
    training, monitoring = word_plan.objectives[1], word_plan.objectives[12]
    assert [(k.title, k.target, k.unit) for k in training.key_results] == [
        ("Báo cáo kết quả đào tạo", 1, "báo cáo")
    ]
    assert [(k.title, k.target, k.unit) for k in monitoring.key_results] == [
        ("Báo cáo giám sát", 4, "báo cáo")
    ]


def test_the_real_plan_warns_of_tasks_without_one_known_lead(word_plan):
    warned = [objective.position for objective in word_plan.objectives if objective.problems]
    assert warned == [6, 9, 10, 11]
    assert any("3 đơn vị chủ trì" in warning for warning in word_plan.warnings)


def test_the_json_has_the_agreed_shape(word_plan):
    plan = word_plan.to_json()
    assert set(plan) == {"objectives", "unmatched", "warnings"}
    assert plan["objectives"][1] == {
        "title": "Đào tạo, tập huấn triển khai Hệ thống OKR/KPI",
        "area": "learning",
        "lead": ["Sở Khoa học và Công nghệ"],
        "coordinating": ["Ban Tổ chức Thành ủy", "Sở Nội vụ"],
        "output": "Báo cáo kết quả đào tạo",
        "deadline": {"kind": "by", "start": None, "end": "2026-05-15", "text": "Trước ngày 15/5/2026"},
        "key_results": [
            {"title": "Báo cáo kết quả đào tạo", "target": 1, "unit": "báo cáo", "direction": "increase"}
        ],
    }


# ── Rows that a page has cut ────────────────────────────────────────────────────────────────


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


# ── Headers ─────────────────────────────────────────────────────────────────────────────────


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


# ── Sections ────────────────────────────────────────────────────────────────────────────────


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


# ── Cells ───────────────────────────────────────────────────────────────────────────────────


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


# ── What is told ────────────────────────────────────────────────────────────────────────────


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
