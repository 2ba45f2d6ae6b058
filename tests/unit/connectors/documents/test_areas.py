from __future__ import annotations

import pytest

from woms.connectors.documents.areas import Area, named_area, suggest_area
from woms.connectors.documents.text import clean, fold_each, quote, unwrapped


@pytest.mark.parametrize(
    ("title", "area"),
    [
        ("Nâng cao chỉ số hài lòng của người dân", Area.CUSTOMERS),
        ("Xây dựng đường giao thông nông thôn", Area.CUSTOMERS),
        ("Giải ngân 100% vốn đầu tư công", Area.RESOURCES),
        ("Tiết kiệm chi thường xuyên", Area.RESOURCES),
        ("Thành lập Tổ công tác liên ngành", Area.PROCESSES),
        ("Cắt giảm 30% thủ tục hành chính", Area.PROCESSES),
        ("Đào tạo, tập huấn triển khai Hệ thống OKR/KPI", Area.LEARNING),
        ("Mua sắm trang thiết bị, nâng cấp phần mềm", Area.LEARNING),
    ],
)
def test_the_words_of_a_task_suggest_its_area(title, area):
    assert suggest_area(title).area is area


def test_words_that_tell_nothing_are_said_to_tell_nothing():
    assert suggest_area("abc").confidence_percent == 0


def test_an_area_named_by_the_document_is_known():
    assert named_area("III/ Quy trình, quy chế nội bộ") is Area.PROCESSES
    assert named_area("Đối tượng phục vụ và các bên liên quan") is Area.CUSTOMERS
    assert named_area("") is None


def test_folding_keeps_every_place():
    text = clean("Sở Khoa học & Công nghệ – “Đổi mới”")
    assert len(fold_each(text)) == len(text)
    assert fold_each(text) == 'so khoa hoc & cong nghe - "doi moi"'


def test_a_line_that_only_goes_on_is_set_behind_the_one_before():
    assert unwrapped("Báo cáo kết quả\nđào tạo\nQuyết định") == "Báo cáo kết quả đào tạo\nQuyết định"


def test_a_quotation_is_shortened_at_a_word():
    assert quote("một hai ba bốn", 10) == "“một hai…”"
