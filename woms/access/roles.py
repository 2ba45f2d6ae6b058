"""Roles as code. The database stores only who holds which role where, from when to when (`org.Grant`).

Codes are never renamed; a retired role stays as an empty shell. Reach says how far a permission goes from
the unit at which the role was granted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from woms.access.permissions import Permission


class Reach(StrEnum):
    """How far a permission goes, seen from the unit of the grant."""

    SELF = "self"  # only what belongs to the person
    LINE = "line"  # own unit with everything inside it, and the units above it
    UNIT = "unit"  # own unit with everything inside it; the city alone when granted at the city
    BELOW = "below"  # units inside or under it, and other people of it, but not the unit's own affairs
    STAFF = "staff"  # like BELOW, but of the own unit only people who do not lead it
    TEAM = "team"  # what STAFF reaches, and what belongs to the person
    SUBTREE = "subtree"  # the unit and everything under it
    HEADS = "heads"  # in the subtree, but of people only heads and deputies (tiered supervision)


@dataclass(frozen=True, slots=True)
class Role:
    code: str
    title: str
    description: str
    permissions: Mapping[Permission, Reach]


_STAFF: Mapping[Permission, Reach] = {
    Permission.CHECK_IN_CREATE: Reach.SELF,
    Permission.DOSSIER_READ: Reach.SELF,
    Permission.DOSSIER_SELF_ASSESS: Reach.SELF,
    Permission.EVIDENCE_READ: Reach.SELF,
    Permission.FUND_READ: Reach.SELF,
    Permission.PERSON_READ: Reach.LINE,
    Permission.PLAN_READ: Reach.LINE,
    Permission.REPORT_EXPORT: Reach.SELF,
    Permission.WORK_DELIVER: Reach.SELF,
    Permission.WORK_READ: Reach.SELF,
}

_SUPERVISOR: Mapping[Permission, Reach] = {
    **_STAFF,
    Permission.BOARD_READ: Reach.UNIT,
    Permission.CHECK_IN_CREATE: Reach.UNIT,
    Permission.DOSSIER_READ: Reach.TEAM,
    Permission.DOSSIER_REVIEW: Reach.STAFF,
    Permission.EVIDENCE_READ: Reach.UNIT,
    Permission.EVIDENCE_VERIFY: Reach.UNIT,
    Permission.PLAN_EDIT: Reach.UNIT,
    Permission.REPORT_EXPORT: Reach.UNIT,
    Permission.WORK_ACCEPT: Reach.STAFF,
    Permission.WORK_ASSIGN: Reach.STAFF,
    Permission.WORK_READ: Reach.TEAM,
}

_UNIT_LEADER: Mapping[Permission, Reach] = {
    **_SUPERVISOR,
    Permission.PLAN_CASCADE: Reach.UNIT,
    Permission.PLAN_RECEIVE: Reach.UNIT,
    Permission.PLAN_SUBMIT: Reach.UNIT,
}

_ROLES = (
    Role("specialist", "Chuyên viên", "Cập nhật mục tiêu và công việc của mình, tự chấm.", _STAFF),
    Role(
        "division_head",
        "Trưởng phòng",
        "Điều hành phòng: giao việc, nghiệm thu, đánh giá người của phòng.",
        _SUPERVISOR,
    ),
    Role(
        "deputy",
        "Cấp phó",
        "Giúp cấp trưởng soạn, trình kế hoạch và điều hành lĩnh vực; ghi ý kiến tập thể khi đánh giá.",
        {**_UNIT_LEADER, Permission.DOSSIER_APPRAISE: Reach.STAFF},
    ),
    Role(
        "head",
        "Người đứng đầu đơn vị",
        "Trình kế hoạch của đơn vị, phê duyệt kế hoạch bên trong, quyết định xếp loại người của đơn vị.",
        {
            **_UNIT_LEADER,
            Permission.DOSSIER_APPRAISE: Reach.BELOW,
            Permission.DOSSIER_DECIDE: Reach.BELOW,
            Permission.DOSSIER_PUBLISH: Reach.BELOW,
            Permission.DOSSIER_READ: Reach.UNIT,
            Permission.DOSSIER_REVIEW: Reach.BELOW,
            Permission.DOSSIER_SETTLE: Reach.BELOW,
            Permission.FUND_DECIDE: Reach.UNIT,
            Permission.FUND_READ: Reach.UNIT,
            Permission.PLAN_APPROVE: Reach.BELOW,
            Permission.SETTING_DECIDE: Reach.UNIT,
            Permission.WORK_ACCEPT: Reach.BELOW,
            Permission.WORK_ASSIGN: Reach.BELOW,
            Permission.WORK_EXCUSE: Reach.BELOW,
            Permission.WORK_READ: Reach.UNIT,
        },
    ),
    Role(
        "city_leader",
        "Lãnh đạo Thành phố",
        "Phê duyệt kế hoạch các đơn vị, giao chỉ tiêu, điều hành; thấy đơn vị và người đứng đầu; chỉ thấy phiếu của "
        "chuyên viên khi người đó gửi kiến nghị.",
        {
            Permission.BOARD_READ: Reach.SUBTREE,
            Permission.DOSSIER_DECIDE: Reach.HEADS,
            Permission.DOSSIER_PUBLISH: Reach.HEADS,
            Permission.DOSSIER_READ: Reach.HEADS,
            Permission.DOSSIER_REVIEW: Reach.HEADS,
            Permission.DOSSIER_SETTLE: Reach.SUBTREE,
            Permission.EVIDENCE_READ: Reach.SUBTREE,
            Permission.FUND_READ: Reach.HEADS,
            Permission.PLAN_APPROVE: Reach.HEADS,
            Permission.PLAN_CASCADE: Reach.SUBTREE,
            Permission.PERSON_READ: Reach.HEADS,
            Permission.PLAN_READ: Reach.HEADS,
            Permission.REPORT_EXPORT: Reach.SUBTREE,
            Permission.WORK_ACCEPT: Reach.HEADS,
            Permission.WORK_ASSIGN: Reach.HEADS,
            Permission.WORK_EXCUSE: Reach.HEADS,
            Permission.WORK_READ: Reach.HEADS,
        },
    ),
    Role(
        "organization_board",
        "Ban Tổ chức",
        "Soạn và trình kế hoạch của Thành phố, mở và đóng kỳ đánh giá, tổng hợp xếp loại diện quản lý.",
        {
            Permission.BOARD_READ: Reach.SUBTREE,
            Permission.CATALOG_MANAGE: Reach.SUBTREE,
            Permission.CHECK_IN_CREATE: Reach.UNIT,
            Permission.CYCLE_MANAGE: Reach.SUBTREE,
            Permission.DOSSIER_PUBLISH: Reach.SUBTREE,
            Permission.FACT_RECORD: Reach.SUBTREE,
            Permission.DOSSIER_READ: Reach.HEADS,
            Permission.EVIDENCE_READ: Reach.SUBTREE,
            Permission.FUND_READ: Reach.HEADS,
            Permission.PLAN_CASCADE: Reach.UNIT,
            Permission.PLAN_EDIT: Reach.UNIT,
            Permission.PERSON_READ: Reach.HEADS,
            Permission.PLAN_READ: Reach.HEADS,
            Permission.PLAN_SUBMIT: Reach.UNIT,
            Permission.REPORT_EXPORT: Reach.SUBTREE,
            Permission.SETTING_DECIDE: Reach.UNIT,
        },
    ),
    Role(
        "appraiser",
        "Thẩm định",
        "Thẩm định kế hoạch và phiếu đánh giá; trả lại kèm lý do; không phê duyệt.",
        {
            Permission.BOARD_READ: Reach.SUBTREE,
            Permission.DOSSIER_APPRAISE: Reach.HEADS,
            Permission.DOSSIER_READ: Reach.HEADS,
            Permission.EVIDENCE_READ: Reach.SUBTREE,
            Permission.EVIDENCE_VERIFY: Reach.SUBTREE,
            Permission.PLAN_APPRAISE: Reach.SUBTREE,
            Permission.PERSON_READ: Reach.HEADS,
            Permission.PLAN_READ: Reach.HEADS,
        },
    ),
    Role(
        "auditor",
        "Kiểm tra, thanh tra",
        "Đọc tất cả để kiểm tra, không ghi gì.",
        {
            Permission.BOARD_READ: Reach.SUBTREE,
            Permission.DOSSIER_READ: Reach.SUBTREE,
            Permission.EVIDENCE_READ: Reach.SUBTREE,
            Permission.FUND_READ: Reach.SUBTREE,
            Permission.LOG_READ: Reach.SUBTREE,
            Permission.PERSON_READ: Reach.SUBTREE,
            Permission.PLAN_READ: Reach.SUBTREE,
            Permission.REPORT_EXPORT: Reach.SUBTREE,
            Permission.WORK_READ: Reach.SUBTREE,
        },
    ),
    Role(
        "administrator",
        "Quản trị hệ thống",
        "Quản lý tổ chức, tài khoản, phân quyền; không đọc được kết quả đánh giá của cá nhân.",
        {
            Permission.ACCOUNT_MANAGE: Reach.SUBTREE,
            Permission.GRANT_MANAGE: Reach.SUBTREE,
            Permission.PERSON_READ: Reach.SUBTREE,
            Permission.PLAN_READ: Reach.HEADS,
            Permission.UNIT_MANAGE: Reach.SUBTREE,
        },
    ),
)

ROLES: Mapping[str, Role] = {role.code: role for role in _ROLES}
