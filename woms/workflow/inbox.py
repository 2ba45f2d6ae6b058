"""What waits for a person's answer, in one shape for every package that puts something there. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class InboxItem:
    """One thing on the page “Chờ xử lý”.

    `kind` groups it (plan, cascade, returned, …); `subject_kind` and `subject_id` say what it is, so that the
    door can link to it; `note` is the sentence under the title; `warnings` and `errors` count what the
    automatic check found.
    """

    kind: str
    subject_kind: str
    subject_id: int
    title: str
    unit_name: str
    from_name: str
    since: datetime
    note: str = ""
    due_on: date | None = None
    errors: int = 0
    warnings: int = 0
    version: int = 0

    @property
    def key(self) -> str:
        return f"{self.subject_kind}-{self.subject_id}"

    @property
    def is_clean(self) -> bool:
        return self.errors == 0 and self.warnings == 0
