"""The only place that reads the clock. Doors and jobs call it and pass the time on."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present instant, in the province's time zone."""
    return datetime.now(tz=HANOI)  # noqa: TID251 - the one caller


def today() -> date:
    """The present calendar day in the province."""
    return now().date()


def local_date(at: datetime) -> date:
    """The calendar day in the province at an instant."""
    return at.astimezone(HANOI).date()
