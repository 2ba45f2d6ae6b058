"""Every permission of the system, in alphabetical order, each with a line that an auditor can read."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Permission(StrEnum):
    """`noun.verb`; the code is stable, the label is shown."""

    def __new__(cls, code: str, label: str) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    label: str

    ACCOUNT_MANAGE = "account.manage", "quản lý tài khoản"
    BOARD_READ = "board.read", "xem bảng điều hành"
    CATALOG_MANAGE = "catalog.manage", "quản lý danh mục sản phẩm"
    CHECK_IN_CREATE = "check_in.create", "cập nhật tiến độ"
    CYCLE_MANAGE = "cycle.manage", "mở và đóng kỳ đánh giá"
    DOSSIER_APPRAISE = "dossier.appraise", "thẩm định phiếu đánh giá"
    DOSSIER_DECIDE = "dossier.decide", "quyết định xếp loại"
    DOSSIER_PUBLISH = "dossier.publish", "công bố kết quả xếp loại"
    DOSSIER_READ = "dossier.read", "xem phiếu đánh giá"
    DOSSIER_REVIEW = "dossier.review", "đánh giá với tư cách cấp trên trực tiếp"
    DOSSIER_SELF_ASSESS = "dossier.self_assess", "tự chấm"
    DOSSIER_SETTLE = "dossier.settle", "giải quyết kiến nghị về xếp loại"
    EVIDENCE_READ = "evidence.read", "xem minh chứng"
    EVIDENCE_VERIFY = "evidence.verify", "xác nhận minh chứng"
    FACT_RECORD = "fact.record", "ghi sự kiện ảnh hưởng đến xếp loại"
    FUND_DECIDE = "fund.decide", "lập và quyết định quỹ thu nhập tăng thêm"
    FUND_READ = "fund.read", "xem quỹ thu nhập tăng thêm"
    GRANT_MANAGE = "grant.manage", "phân quyền"
    LOG_READ = "log.read", "xem nhật ký"
    PERSON_READ = "person.read", "xem tên và việc của cá nhân"
    PLAN_APPRAISE = "plan.appraise", "thẩm định kế hoạch"
    PLAN_APPROVE = "plan.approve", "phê duyệt kế hoạch"
    PLAN_CASCADE = "plan.cascade", "giao chỉ tiêu xuống đơn vị"
    PLAN_EDIT = "plan.edit", "soạn kế hoạch"
    PLAN_READ = "plan.read", "xem kế hoạch và tiến độ"
    PLAN_RECEIVE = "plan.receive", "nhận chỉ tiêu được giao"
    PLAN_SUBMIT = "plan.submit", "trình kế hoạch"
    REPORT_EXPORT = "report.export", "xuất báo cáo"
    SETTING_DECIDE = "setting.decide", "quyết định giá trị mà quy định để mở"
    UNIT_MANAGE = "unit.manage", "quản lý tổ chức"
    WORK_ACCEPT = "work.accept", "nghiệm thu sản phẩm"
    WORK_ASSIGN = "work.assign", "giao việc"
    WORK_DELIVER = "work.deliver", "nộp sản phẩm"
    WORK_EXCUSE = "work.excuse", "xác nhận nguyên nhân khách quan"
    WORK_READ = "work.read", "xem công việc"
