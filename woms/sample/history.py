"""Decisions and events of the made-up history, written in the order in which they happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from woms.core.events import DomainEvent
from woms.records.models import Event
from woms.sample.loading import Rows
from woms.sample.organization import Official
from woms.workflow.models import Decision

GATHERED = "Tổng hợp tự động"


class History:
    """Collects what happened; `write` appends it, oldest first, so that ids follow time."""

    def __init__(self) -> None:
        self._decisions: list[dict[str, Any]] = []
        self._events: list[dict[str, Any]] = []

    def decide(
        self,
        subject: tuple[str, int],
        *,
        action: str,
        states: tuple[str, str],
        official: Official,
        at: datetime,
        reason: str = "",
    ) -> None:
        """Note one step of an approval: who moved the subject from one state to the other."""
        self._decisions.append(
            {
                "subject_kind": subject[0],
                "subject_id": subject[1],
                "action": action,
                "from_state": states[0],
                "to_state": states[1],
                "person_id": official.id,
                "person_name": official.name,
                "at": at,
                "reason": reason,
                "is_sample": True,
            }
        )

    def tell(
        self,
        event: DomainEvent,
        *,
        official: Official | None,
        at: datetime,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Note an event of the product; without an official the system did it."""
        self._events.append(
            {
                "at": at,
                "code": event.code,
                "actor_id": official.id if official else None,
                "actor_name": official.name if official else GATHERED,
                "subject_kind": event.subject_kind,
                "subject_id": event.subject_id,
                "unit_id": event.unit_id,
                "unit_path": event.unit_path,
                "before": dict(before or {}),
                "after": dict(after or {}),
                "sentence": event.sentence,
                "is_sample": True,
            }
        )

    def write(self) -> None:
        for model, noted in ((Decision, self._decisions), (Event, self._events)):
            rows = Rows(model)
            for values in sorted(noted, key=lambda row: row["at"]):
                rows.add(**values)
            rows.write()
