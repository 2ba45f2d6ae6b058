from __future__ import annotations

from decimal import Decimal

import pytest

from woms.connectors.documents.deadlines import parse_deadline
from woms.connectors.documents.key_results import suggest_key_results
from woms.connectors.documents.quantities import find_quantities


def suggested(title="Sơ kết", output="", deadline="Quý I/2026", written=""):
    found = suggest_key_results(title, output, parse_deadline(deadline), written=written)
    return [(k.title, k.target, k.unit, k.direction.value) for k in found]


@pytest.mark.parametrize(
    ("output", "unit"),
    [("Báo cáo kết quả đào tạo", "báo cáo"), ("Kế hoạch", "kế hoạch"), ("Quyết định thành lập (kèm danh sách)", "quyết định"),
     ("Bộ OKR/KPI sơ bộ", "bộ"), ("01 Quy chế phối hợp", "quy chế"), ("Khung KPI được chuẩn hóa", "khung"),
     ("Cơ sở dữ liệu Hồ sơ năng lực số", "cơ sở dữ liệu")],
)  # fmt: skip
def test_a_product_is_counted_once_in_its_own_noun(output, unit):
    assert [k[1:] for k in suggested(output=output)] == [(1, unit, "increase")]


@pytest.mark.parametrize(
    ("deadline", "times"),
    [("Hàng quý", 4), ("Hằng tháng", 12), ("6 tháng/lần", 2), ("Hàng năm", 1), ("Hàng tuần", 52)],
)
def test_a_product_that_comes_back_is_counted_over_the_year(deadline, times):
    assert suggested(output="Báo cáo giám sát", deadline=deadline) == [
        ("Báo cáo giám sát", times, "báo cáo", "increase")
    ]


def test_several_products_in_a_cell_are_several_key_results_and_at_most_five():
    assert [k[0] for k in suggested(output="Hội nghị, tài liệu quán triệt")] == [
        "Hội nghị",
        "Tài liệu quán triệt",
    ]
    assert len(suggested(output="\n".join(f"Báo cáo {n}" for n in "ABCDEFGH"))) == 5


def test_a_comma_inside_one_product_does_not_part_it():
    assert len(suggested(output="Báo cáo rà soát, đánh giá")) == 1


def test_states_sets_and_lasting_things_are_measured_without_inventing_a_level():
    assert suggested(output="Hệ thống sẵn sàng") == [("Hệ thống sẵn sàng", 1, "hệ thống", "binary")]
    assert suggested(output="Các mục tiêu được phê duyệt") == [
        ("Các mục tiêu được phê duyệt", 100, "%", "increase")
    ]
    assert suggested(output="Hệ thống vận hành ổn định") == [
        ("Hệ thống vận hành ổn định", 100, "%", "maintain")
    ]


def test_a_level_named_by_the_task_comes_before_its_product():
    found = suggested("Giải ngân 100% vốn đầu tư công", "Báo cáo")
    assert found == [
        ("Giải ngân 100% vốn đầu tư công", 100, "%", "increase"),
        ("Báo cáo", 1, "báo cáo", "increase"),
    ]


def test_a_task_without_product_still_has_something_to_measure_and_says_it_is_unsure():
    (found,) = suggest_key_results("Sơ kết", "", parse_deadline(""))
    assert (found.title, found.target, found.unit, found.is_sure) == ("Hoàn thành: Sơ kết", 100, "%", False)


@pytest.mark.parametrize(
    ("text", "value", "unit", "direction"),
    [
        ("giải ngân 100% vốn đầu tư công", "100", "%", "increase"),
        ("Giảm 10% tội phạm", "10", "%", "decrease"),
        ("Cắt giảm 30 % thủ tục hành chính", "30", "%", "decrease"),
        ("tối thiểu 2 làn", "2", "làn", "increase"),
        ("tối đa 5 ngày", "5", "ngày", "decrease"),
        ("nợ đọng dưới 5%", "5", "%", "decrease"),
        ("Duy trì 100% hồ sơ đúng hạn", "100", "%", "maintain"),
        ("Thu 1.234,5 tỷ đồng", "1234.5", "tỷ đồng", "increase"),
        ("Không để phát sinh nợ đọng", "0", "trường hợp", "decrease"),
        ("Trên 98 % các chi, đảng bộ", "98", "%", "increase"),
        ("Kết nạp 90 quần chúng", "90", "quần chúng", "increase"),
    ],
)
def test_numbers_in_sentences_have_a_unit_and_a_direction(text, value, unit, direction):
    quantity = next(find_quantities(text))
    assert (quantity.value, quantity.unit, quantity.direction.value) == (Decimal(value), unit, direction)


def test_a_range_keeps_both_ends():
    quantity = next(find_quantities("thu hút từ 2 đến 3 nhân lực"))
    assert (quantity.value, quantity.high, quantity.direction.value) == (2, 3, "range")


@pytest.mark.parametrize(
    "text",
    ["Theo Nghị quyết số 57-NQ/TW ngày 22/12/2024", "Hỗ trợ vận hành (24/7)", "06 khâu công tác cán bộ", "năm 2026",
     "Rút ngắn 1/3 thời gian", "Quý IV/2026", "Nghị quyết 57", "Văn phòng 04 trực cấp Thành phố"],
)  # fmt: skip
def test_dates_and_the_numbers_of_papers_are_no_targets(text):
    assert list(find_quantities(text)) == []


def test_key_results_written_by_the_author_are_taken_line_by_line():
    written = "Mục tiêu then chốt 1: giải ngân 100% vốn\n- Không để phát sinh nợ đọng\n• Đưa 3 công trình vào sử dụng"
    assert [k[1:] for k in suggested(written=written)] == [
        (100, "%", "increase"), (0, "trường hợp", "decrease"), (3, "công trình", "increase"),
    ]  # fmt: skip
