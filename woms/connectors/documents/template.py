"""An empty workbook that the importer understands, for people who start from nothing."""

from __future__ import annotations

import io

import xlsxwriter

_COLUMNS = (
    ("STT", 7),
    ("Nhiệm vụ", 52),
    ("Lĩnh vực", 28),
    ("Đơn vị chủ trì", 26),
    ("Đơn vị phối hợp", 32),
    ("Sản phẩm đầu ra", 30),
    ("Mục tiêu then chốt", 38),
    ("Thời hạn", 26),
    ("Ghi chú", 24),
)
_ADVICE = (
    ("STT", "1, 2, 3 hoặc 1.1, 1.2. Dòng chỉ có “I”, “II” và một câu là tên phần, ví dụ I | Năm 2026."),
    ("Nhiệm vụ", "Mỗi dòng một việc, bắt đầu bằng động từ."),
    ("Lĩnh vực", "Để trống cũng được: hệ thống gợi ý một trong bốn lĩnh vực, sửa được khi xem trước."),
    ("Đơn vị chủ trì", "Một đầu mối chủ trì cho mỗi việc. Tên đầy đủ hoặc tên tắt quen dùng, ví dụ Sở KH&CN."),
    ("Đơn vị phối hợp", "Cách nhau bằng dấu phẩy hoặc chấm phẩy."),
    ("Sản phẩm đầu ra", "Thứ cầm được hoặc kiểm được, ví dụ Báo cáo sơ kết."),
    ("Mục tiêu then chốt", "Mỗi dòng một con số, ví dụ Giải ngân 100% vốn đầu tư công. Để trống thì gợi ý từ sản phẩm."),
    ("Thời hạn", "Ví dụ: Trước ngày 15/5/2026; Tháng 12/2026; Từ ngày 28/5/2026 đến ngày 31/5/2026; Hàng quý; Thường xuyên."),
)  # fmt: skip
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def plan_template() -> bytes:
    """Return the workbook: one sheet to fill in, one that says how."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        face = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter", "text_wrap": True}
        head = book.add_format({**face, "bold": True, "align": "center", "border": 1, "bg_color": "#E8EEF5"})
        body, bold = book.add_format(face), book.add_format({**face, "bold": True})
        sheet = book.add_worksheet("Kế hoạch")
        for place, (words, width) in enumerate(_COLUMNS):
            sheet.set_column(place, place, width, body)
            sheet.write_string(0, place, words, head)
        sheet.set_row(0, 32)
        sheet.freeze_panes(1, 0)
        advice = book.add_worksheet("Hướng dẫn")
        advice.set_column(0, 0, 24)
        advice.set_column(1, 1, 90)
        for row, (words, sentence) in enumerate(_ADVICE):
            advice.write_string(row, 0, words, bold)
            advice.write_string(row, 1, sentence, body)
    return stream.getvalue()
