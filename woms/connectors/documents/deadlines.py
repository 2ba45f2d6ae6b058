"""Deadlines as officials write them, turned into days without guessing what the text does not say.

How they are read:

* A day names itself: "Trước ngày 15/5/2026" is due on 15/5/2026, as offices count it.
* "Trước" before a longer time means the day before it begins: "Trước tháng 6/2026" is due on 31/5/2026.
* A month, quarter or year given alone is the time in which the work is done, so it runs from its first day to
  its last: "Tháng 12/2026" is 1/12/2026 to 31/12/2026, and its last day is when the work is due.
* "Hoàn thành", "đến", "hết", "chậm nhất" keep only that last day: "Hoàn thành trong Quý II/2026" is due on 30/6/2026.
* Several separate dates are due on the last of them, with a warning.
* A day that no calendar has, or a time without a year anywhere near, stays unknown with a warning.
The words themselves are always kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from woms.connectors.documents.text import clean, fold_each, quote
from woms.connectors.documents.times import Grain, Time, UnknownTimeError, find_times, spelled_out

ONE_DAY = timedelta(days=1)
_PAIR = 2


class DeadlineKind(StrEnum):
    BY = "by"
    BETWEEN = "between"
    FROM = "from"
    RECURRING = "recurring"
    CONTINUOUS = "continuous"
    UNKNOWN = "unknown"


class Every(StrEnum):
    """How often recurring work comes back."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline understood: first and last day where the text gives them, and the text itself.

    `problem` is a sentence for the person who checks the import, empty when the text was plain.
    """

    kind: DeadlineKind
    text: str = ""
    start: date | None = None
    end: date | None = None
    every: Every | None = None
    problem: str = ""


_CONTINUOUS = re.compile(r"thuong xuyen|lien tuc|suot nam|ca nam|quanh nam|24/7")
_UNIT = r"(?P<unit>ngay|tuan|thang|quy|nam)\b"
_RECURRING = (
    re.compile(r"\b(?:hang|moi|tung)\s+" + _UNIT),
    re.compile(r"\b(?:(?P<count>\d+|sau)\s+)?" + _UNIT + r"\s*(?:/|mot|1)\s*(?:1\s*)?lan\b"),
    re.compile(r"\blan/" + _UNIT),
    re.compile(r"\bdinh ky\s+(?:theo\s+)?(?:(?P<count>\d+|sau)\s+)?" + _UNIT),
    re.compile(r"\bdinh ky\b"),
)
_EVERY = {
    "ngay": Every.DAY, "tuan": Every.WEEK, "thang": Every.MONTH, "quy": Every.QUARTER, "nam": Every.YEAR,
}  # fmt: skip
_MONTHS = {
    "1": Every.MONTH,
    "3": Every.QUARTER,
    "6": Every.HALF_YEAR,
    "sau": Every.HALF_YEAR,
    "12": Every.YEAR,
}
_CLOCK_TIME = re.compile(r"\b\d{1,2}\s*(?:h|g|gio)\s*(?:\d{2})?(?:\s*phut)?\b|\b\d{1,2}:\d{2}(?::\d{2})?\b")
_SERIAL = re.compile(r"[3-6]\d{4}")
_SERIAL_ZERO = date(1899, 12, 30)
_OTHER_PAPER = re.compile(
    r"\btheo\b.*\b(?:ke hoach|quyet dinh|nghi quyet|thong bao|cong van|chi thi|huong dan)\s+so\b"
)
_RANGE = re.compile(r"^\s*(?:-|~|(?:-\s*)?(?:den|toi)\b[a-z\s]*)\s*$")
_LISTED = re.compile(r"^\s*(?:,|;|va|&|,\s*va)\s*$")
_BEFORE = re.compile(r"\btruoc\b[^,;]*$")
_DUE = re.compile(r"\b(?:cham nhat|muon nhat|khong qua|den|toi|het|hoan thanh|xong|han)\b[^,;]*$")
_SINCE = re.compile(r"\b(?:tu|ke tu|bat dau|sau)\b[^,;]*$")
_ONWARDS = re.compile(r"^\s*(?:tro di|tro ve sau)")


def parse_deadline(text: str, *, year: int | None = None) -> Deadline:
    """Return the deadline that this text gives; `year` is the year of the section it stands in."""
    text = _from_serial(clean(text))
    if not text:
        return Deadline(DeadlineKind.UNKNOWN)
    folded = spelled_out(_CLOCK_TIME.sub(" ", fold_each(text)))
    try:
        return _repeated(folded, text) or _dated(folded, text, year)
    except UnknownTimeError as problem:
        sentence = f"Không đọc được thời hạn {quote(text)}: {problem}."
        return Deadline(DeadlineKind.UNKNOWN, text, problem=sentence)


def _from_serial(text: str) -> str:
    """Return the day that a bare number stands for when Excel lost the format of a date cell."""
    if not _SERIAL.fullmatch(text):
        return text
    day = _SERIAL_ZERO + timedelta(days=int(text))
    return f"{day.day}/{day.month}/{day.year}"


def _repeated(folded: str, text: str) -> Deadline | None:
    """Return the deadline of continuous or recurring work, with the time it runs for when the text names one."""
    continuous = _CONTINUOUS.search(folded)
    recurring = next((match for pattern in _RECURRING if (match := pattern.search(folded))), None)
    if continuous is None and recurring is None:
        return None
    kind, every = DeadlineKind.CONTINUOUS, None
    if recurring is not None and (continuous is None or recurring.start() < continuous.start()):
        kind, every = DeadlineKind.RECURRING, _every(recurring)
    start, end = _running_time(folded)
    return Deadline(kind, text, start, end, every)


def _every(match: re.Match[str]) -> Every | None:
    found = match.groupdict()
    if found.get("unit") == "thang":
        return _MONTHS.get(found.get("count") or "1")
    return _EVERY.get(found.get("unit") or "")


def _running_time(folded: str) -> tuple[date | None, date | None]:
    try:
        times = [time for time in find_times(folded, None) if time.year_given]
    except UnknownTimeError:  # "trước ngày 25 hằng tháng" names no day of any calendar
        return None, None
    if not times:
        return None, None
    if len(times) == 1 and _SINCE.search(folded[: times[0].first]):
        return times[0].start, None
    if len(times) == 1 and times[0].grain is Grain.DAY:
        return None, times[0].end
    return min(time.start for time in times), max(time.end for time in times)


def _dated(folded: str, text: str, year: int | None) -> Deadline:
    if _OTHER_PAPER.search(folded):
        raise UnknownTimeError("hạn nằm trong văn bản khác")
    times = _without_repeats(find_times(folded, year), folded)
    if not times:
        raise UnknownTimeError("không thấy ngày, tháng, quý hay năm nào")
    if len(times) == 1:
        return _one(times[0], folded, text)
    return _several(times, folded, text)


def _one(time: Time, folded: str, text: str) -> Deadline:
    before, after = folded[: time.first], folded[time.last :]
    if _BEFORE.search(before):
        end = time.end if time.grain is Grain.DAY else time.start - ONE_DAY
        return Deadline(DeadlineKind.BY, text, end=end)
    if _DUE.search(before) or "hoan thanh" in after:
        return Deadline(DeadlineKind.BY, text, end=time.end)
    if _SINCE.search(before) or _ONWARDS.search(after):
        return Deadline(DeadlineKind.FROM, text, start=time.start)
    if time.grain is Grain.DAY:
        return Deadline(DeadlineKind.BY, text, end=time.end)
    return Deadline(DeadlineKind.BETWEEN, text, time.start, time.end)


def _several(times: list[Time], folded: str, text: str) -> Deadline:
    first, last = times[0], times[-1]
    if last.end < first.start:
        raise UnknownTimeError("ngày cuối đứng trước ngày đầu")
    if _is_range(times, folded):
        return Deadline(DeadlineKind.BETWEEN, text, first.start, last.end)
    problem = f"Thời hạn {quote(text)} có nhiều mốc; lấy mốc cuối làm hạn."
    return Deadline(DeadlineKind.BY, text, end=max(time.end for time in times), problem=problem)


def _is_range(times: list[Time], folded: str) -> bool:
    first, second = times[0], times[1]
    between = folded[first.last : second.first]
    if len(times) == _PAIR and (_RANGE.match(between) or _starts_then_ends(folded, first, second)):
        return True
    listed = all(
        _LISTED.match(folded[one.last : two.first]) and two.start == one.end + ONE_DAY
        for one, two in pairwise(times)
    )
    return listed and first.grain is not Grain.DAY


def _starts_then_ends(folded: str, first: Time, second: Time) -> bool:
    """Tell a beginning and an end, each in words of its own: "Từ ngày 1/6/2026, hoàn thành trước 31/12/2026"."""
    between = folded[first.last : second.first]
    return bool(_SINCE.search(folded[: first.first])) and bool(
        _DUE.search(between) or _BEFORE.search(between)
    )


def _without_repeats(times: list[Time], folded: str) -> list[Time]:
    """Drop a wider time that only says again where a narrower one lies: "15/5/2026 (Quý II/2026)"."""
    if len(times) == _PAIR and _RANGE.match(folded[times[0].last : times[1].first]):
        return times
    return [
        time for time in times if not any(other is not time and _lies_within(other, time) for other in times)
    ]


def _lies_within(inner: Time, outer: Time) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and inner.grain < outer.grain
