"""Hand events to the handlers that `config/subscriptions.py` lists. The table is set once at start."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from woms.core.events import DomainEvent

logger = logging.getLogger(__name__)
Handler = Callable[[DomainEvent], None]
_subscriptions: Mapping[str, tuple[Handler, ...]] = {}


def set_subscriptions(table: Mapping[str, tuple[Handler, ...]]) -> None:
    global _subscriptions  # noqa: PLW0603 - set once by the composition root
    _subscriptions = table


def publish(event: DomainEvent) -> None:
    """Effects outside the transaction: a failing handler is logged and hurts nobody else."""
    for handler in _subscriptions.get(event.code, ()):
        try:
            handler(event)
        except Exception:
            logger.exception("Handler %s failed for %s", handler.__name__, event.code)
