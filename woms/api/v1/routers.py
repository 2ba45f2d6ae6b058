"""Every router of version 1 and where it is mounted."""

from __future__ import annotations

from ninja import Router

from woms.api.v1 import (
    boards,
    cascades,
    catalog,
    check_ins,  # noqa: F401 - adds its operations to the key results
    closings,
    cycles,
    dossiers,
    evidence,
    facts,
    funds,
    key_results,
    me,
    papers,  # noqa: F401 - adds its operations to dossiers and plans
    plan_imports,
    plans,
    rankings,
    rules,
    simulations,
    work_items,
)

# One router for one address: a second would hide the verbs of the first.
ROUTERS: dict[str, Router] = {
    "/boards": boards.router,
    "/cascades": cascades.router,
    "/catalog": catalog.router,
    "/closings": closings.router,
    "/cycles": cycles.router,
    "/dossiers": dossiers.router,
    "/facts": facts.router,
    "/evidence": evidence.router,
    "/funds": funds.router,
    "/inbox": cascades.inbox,
    "/key-results": key_results.router,
    "/me": me.router,
    "/metrics": boards.metrics_router,
    "/objectives": plans.objectives,
    "/plan-imports": plan_imports.router,
    "/plans": plans.router,
    "/rankings": rankings.router,
    "/rules": rules.router,
    "/simulations": simulations.router,
    "/work-items": work_items.router,
}
