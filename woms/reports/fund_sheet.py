"""The added-income fund as an Excel sheet: values only, nothing that computes or could be taken for a formula."""

from __future__ import annotations

import io

import xlsxwriter

from woms.evaluation.fund.queries import FundView

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    ("STT", 6), ("Họ và tên", 28), ("Chức danh", 26), ("Đơn vị", 30), ("Xếp loại", 28), ("Điểm", 10),
    ("Hệ số mức", 10), ("Hệ số lương, chức vụ", 12), ("Hệ số chia", 12), ("Số tiền (đồng)", 18),
)  # fmt: skip
HEAD_ROW = 3


def fund_sheet(fund: FundView) -> bytes:
    """Return the workbook: a line a person, and the total as a value."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        face = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter", "text_wrap": True}
        head = book.add_format({**face, "bold": True, "align": "center", "border": 1, "bg_color": "#E8EEF5"})
        body, bold = book.add_format({**face, "border": 1}), book.add_format({**face, "bold": True})
        number = book.add_format({**face, "border": 1, "num_format": "0.00####"})
        money = book.add_format({**face, "border": 1, "num_format": "#,##0"})
        total = book.add_format({**face, "bold": True, "border": 1, "num_format": "#,##0"})
        sheet = book.add_worksheet("Quỹ thu nhập tăng thêm")
        sheet.write_string(0, 0, _title(fund), bold)
        sheet.write_string(1, 0, _standing(fund), book.add_format({**face, "text_wrap": False}))
        for place, (words, width) in enumerate(COLUMNS):
            sheet.set_column(place, place, width)
            sheet.write_string(HEAD_ROW, place, words, head)
        for place, row in enumerate(fund.rows, start=1):
            at = HEAD_ROW + place
            sheet.write_number(at, 0, place, body)
            for column, text in enumerate(
                (row.person_name, row.title, row.unit_name, row.level_label), start=1
            ):
                sheet.write_string(at, column, text, body)
            values = (row.points, row.level_coefficient, row.salary_coefficient, row.weight)
            for column, value in enumerate(values, start=5):
                sheet.write_number(at, column, value, number)
            sheet.write_number(at, 9, row.amount, money)
        last = HEAD_ROW + len(fund.rows) + 1
        sheet.merge_range(last, 0, last, 8, "Cộng", bold)
        sheet.write_number(last, 9, fund.shown, total)
        sheet.freeze_panes(HEAD_ROW + 1, 2)
    return stream.getvalue()


def _title(fund: FundView) -> str:
    about = fund.about
    return f"Quỹ thu nhập tăng thêm {about.period_label.lower()} – {about.unit_name}, bản {about.revision}"


def _standing(fund: FundView) -> str:
    about = fund.about
    if about.decided_on is None:
        return "Phương án, chưa quyết định"
    return f"Quyết định số {about.number} ngày {about.decided_on:%d/%m/%Y}"
