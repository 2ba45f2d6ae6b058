"""Every router of version 1 and where it is mounted."""

from __future__ import annotations

from ninja import Router

from woms.api.v1 import boards, cascades, check_ins, dossiers, me, plan_imports, plans, work_items

ROUTERS: tuple[tuple[str, Router], ...] = (
    ("/boards", boards.router),
    ("/cascades", cascades.router),
    ("/dossiers", dossiers.router),
    ("/inbox", cascades.inbox),
    ("/key-results", cascades.of_key_result),
    ("/key-results", check_ins.router),
    ("/key-results", plans.key_results),
    ("/me", me.router),
    ("/metrics", boards.metrics_router),
    ("/objectives", plans.objectives),
    ("/plan-imports", plan_imports.router),
    ("/plans", plans.router),
    ("/work-items", work_items.router),
)
