"""Read what was typed into a form, collecting one sentence for each field that is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from woms.core.errors import Invalid
from woms.core.numbers import parse_number

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
LONGEST_TEXT = 4000
LONGEST_ID = 12


class Typed:
    """A posted form. Each `read_…` answers the value, or None after noting what is wrong in `errors`."""

    def __init__(self, data: Mapping[str, str]) -> None:
        self._data = data
        self.errors: dict[str, str] = {}

    def text(self, name: str, longest: int = LONGEST_TEXT) -> str:
        return self._data.get(name, "")[:longest].strip()

    def whole(self, name: str) -> int:
        """A row's id or version; 0 when it is not one."""
        text = self._data.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else 0

    def is_ticked(self, name: str) -> bool:
        return name in self._data

    def number(self, name: str) -> Decimal | None:
        """A number that must be there."""
        try:
            return parse_number(self.text(name, 60))
        except Invalid as error:
            self.errors[name] = error.sentence
            return None

    def optional_number(self, name: str) -> Decimal | None:
        return self.number(name) if self.text(name, 60) else None

    def optional_day(self, name: str) -> date | None:
        """`31/12/2026`; empty is no day."""
        text = self.text(name, 20)
        if not text:
            return None
        day = read_day(text)
        if day is None:
            self.errors[name] = _("Không đọc được ngày “%(text)s”. Hãy gõ như 31/12/2026.") % {"text": text}
        return day


def read_day(text: str) -> date | None:
    """`31/12/2026`, `31-12-2026` or `2026-12-31`; None for anything else."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    parts = [int(part) for part in match.groups() if part]
    year, month, day = parts if match[4] else reversed(parts)
    try:
        return date(year, month, day)
    except ValueError:
        return None
