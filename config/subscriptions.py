"""Who hears of what: event code → handlers, one visible table. Handlers run after the transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from woms.core.events import DomainEvent

SUBSCRIPTIONS: Mapping[str, tuple[Callable[[DomainEvent], None], ...]] = {}
