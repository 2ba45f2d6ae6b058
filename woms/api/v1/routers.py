"""Every router of version 1 and where it is mounted."""

from __future__ import annotations

from ninja import Router

from woms.api.v1 import me

ROUTERS: tuple[tuple[str, Router], ...] = (("/me", me.router),)
