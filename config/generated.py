"""Every page that is generated from code and data: `./run docs` writes them, a guard test compares them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from config.paths import ROOT
from woms.access.permissions import Permission
from woms.access.roles import ROLES, Reach
from woms.workflow.transitions import Machine

NOTE = "<!-- Trang này do ./run docs viết ra từ mã. Đừng sửa tay. -->"
REACH_WORDS: Mapping[Reach, str] = {
    Reach.SELF: "của mình",
    Reach.LINE: "đơn vị mình và cấp trên",
    Reach.UNIT: "đơn vị mình",
    Reach.BELOW: "bên dưới và người khác trong đơn vị",
    Reach.STAFF: "bên dưới và người không lãnh đạo trong đơn vị",
    Reach.TEAM: "của mình, bên dưới và người không lãnh đạo trong đơn vị",
    Reach.SUBTREE: "đơn vị mình và mọi cấp dưới",
    Reach.HEADS: "mọi đơn vị cấp dưới; về cá nhân chỉ lãnh đạo đơn vị",
}


def generated_files() -> dict[str, str]:
    """Text of each generated file by its path from the root of the repository."""
    from woms.evaluation.states import DOSSIER_MACHINE
    from woms.planning.states import PLAN_MACHINE
    from woms.regulations.docs import pages
    from woms.work.states import WORK_MACHINE

    rules = {f"docs/rules/{name}": text for name, text in pages(ROOT / "tests" / "regulations").items()}
    return {
        **rules,
        "docs/reference/permissions.md": permissions_page(),
        "docs/reference/plan-states.md": states_page("Kế hoạch", PLAN_MACHINE),
        "docs/reference/dossier-states.md": states_page("Phiếu đánh giá", DOSSIER_MACHINE),
        "docs/reference/work-states.md": states_page("Công việc được giao", WORK_MACHINE),
        "woms/api/openapi.json": openapi_text(),
    }


def permissions_page() -> str:
    lines = [NOTE, "", "# Vai trò và quyền", ""]
    for role in ROLES.values():
        lines += [
            f"## {role.title} (`{role.code}`)",
            "",
            role.description,
            "",
            "| Quyền | Phạm vi |",
            "|---|---|",
        ]
        lines += [
            f"| {permission.label} (`{permission}`) | {REACH_WORDS[role.permissions[permission]]} |"
            for permission in Permission
            if permission in role.permissions
        ]
        lines.append("")
    return "\n".join(lines)


def states_page(title: str, machine: Machine) -> str:
    rows = [
        f"| {step.label} | {', '.join(machine.states[s] for s in sorted(step.sources))} | {machine.states[step.target]} "
        f"| {step.permission.label} | {'có' if step.needs_reason else ''} | {'có' if step.not_own else ''} |"
        for step in machine.transitions
    ]
    table = ["| Bước | Từ | Đến | Quyền | Cần lý do | Không tự làm |", "|---|---|---|---|---|---|", *rows]
    return "\n".join(
        [NOTE, "", f"# {title}: các trạng thái", "", "```mermaid", machine.mermaid(), "```", "", *table, ""]
    )


def openapi_text() -> str:
    from woms.api.v1 import api

    return (
        json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=2, sort_keys=True, default=str) + "\n"
    )
