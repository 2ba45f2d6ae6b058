"""What a domain says when something has happened. Pure: handlers are wired in `config/subscriptions.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainEvent:
    """A fact in the past tense: `PlanApproved`.

    `code` is stable (`plan.approved`); `unit_id` and `unit_path` say where it happened, so that boards of that
    unit and of those above can refresh; `sentence` tells it to a person reading the log.
    """

    code: ClassVar[str] = ""
    subject_kind: ClassVar[str] = ""

    subject_id: int
    unit_id: int | None = None
    unit_path: str = ""
    is_sample: bool = False

    @property
    def sentence(self) -> str:
        raise NotImplementedError(type(self).__name__)
