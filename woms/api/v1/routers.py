"""Every router of version 1 and where it is mounted."""

from __future__ import annotations

from ninja import Router

from woms.api.v1 import cascades, me, plans

ROUTERS: tuple[tuple[str, Router], ...] = (
    ("/cascades", cascades.router),
    ("/inbox", cascades.inbox),
    ("/key-results", plans.key_results),
    ("/key-results", cascades.of_key_result),
    ("/me", me.router),
    ("/objectives", plans.objectives),
    ("/plans", plans.router),
)
