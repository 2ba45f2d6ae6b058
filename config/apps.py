"""The composition root as a Django app: wires events to their handlers once everything is loaded."""

from __future__ import annotations

from django.apps import AppConfig


class CompositionConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config.subscriptions import SUBSCRIPTIONS
        from woms.records.dispatch import set_subscriptions

        set_subscriptions(SUBSCRIPTIONS)
