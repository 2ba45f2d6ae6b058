"""Every router of version 1 and where it is mounted."""

from __future__ import annotations

from ninja import Router

from woms.api.v1 import dossiers, me, plan_imports, work_items

ROUTERS: tuple[tuple[str, Router], ...] = (
    ("/dossiers", dossiers.router),
    ("/me", me.router),
    ("/plan-imports", plan_imports.router),
    ("/work-items", work_items.router),
)
