"""An empty workbook for the catalogue, with one worked row and advice."""

from __future__ import annotations

import io

import xlsxwriter

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMNS = (
    ("Mã", 14), ("Tên sản phẩm", 52), ("Sản phẩm đầu ra", 34), ("Đơn vị tính", 16), ("Hệ số quy đổi", 14),
    ("Nhóm", 18), ("Lĩnh vực công tác", 26), ("Định mức thời gian (giờ)", 16), ("Sản phẩm chuẩn", 14),
    ("Đơn vị áp dụng", 22),
)  # fmt: skip
_ADVICE = (
    ("Mã", "Chữ hoa, số, dấu chấm, gạch nối, ví dụ VT.01. Mã đã có trong danh mục thì dòng này là bản mới."),
    ("Hệ số quy đổi", "Lớn hơn 0, ví dụ 1 hoặc 1,5. Sản phẩm chuẩn có hệ số 1."),
    ("Định mức thời gian (giờ)", "Không bắt buộc."),
    ("Sản phẩm chuẩn", "Ghi x ở sản phẩm chuẩn, để trống ở các dòng khác."),
    ("Đơn vị áp dụng", "Để trống là toàn Thành phố; hoặc ghi đúng tên hay mã của một đơn vị."),
    ("Ban hành", "Số quyết định, ngày áp dụng và trạng thái được ghi khi tải tệp lên, chung cho cả tệp."),
)


def catalog_template() -> bytes:
    """Return the workbook: one sheet to fill in, one that says how."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        face = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter", "text_wrap": True}
        head = book.add_format({**face, "bold": True, "align": "center", "border": 1, "bg_color": "#E8EEF5"})
        body, bold = book.add_format(face), book.add_format({**face, "bold": True})
        sheet = book.add_worksheet("Danh mục")
        for place, (words, width) in enumerate(_COLUMNS):
            sheet.set_column(place, place, width, body)
            sheet.write_string(0, place, words, head)
        sheet.set_row(0, 32)
        sheet.freeze_panes(1, 2)
        advice = book.add_worksheet("Hướng dẫn")
        advice.set_column(0, 0, 26)
        advice.set_column(1, 1, 90)
        for row, (words, sentence) in enumerate(_ADVICE):
            advice.write_string(row, 0, words, bold)
            advice.write_string(row, 1, sentence, body)
    return stream.getvalue()
