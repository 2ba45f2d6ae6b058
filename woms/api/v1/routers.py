"""Every router of version 1 and where it is mounted."""

from __future__ import annotations

from ninja import Router

from woms.api.v1 import me, plan_imports

ROUTERS: tuple[tuple[str, Router], ...] = (
    ("/me", me.router),
    ("/plan-imports", plan_imports.router),
)
