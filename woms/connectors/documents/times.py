"""The days, months, quarters, half-years and years named in a folded Vietnamese text."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date
from enum import IntEnum


class UnknownTimeError(Exception):
    """A time is named that cannot be placed on the calendar; the message is the end of a Vietnamese sentence."""


class Grain(IntEnum):
    """How long a named time is; the order is by length."""

    DAY = 1
    PART = 2
    MONTH = 3
    QUARTER = 4
    HALF = 5
    YEAR = 6


@dataclass(frozen=True, slots=True)
class Time:
    """A named time: its first and last day, and where its words stand in the text."""

    start: date
    end: date
    grain: Grain
    first: int
    last: int
    year_given: bool


@dataclass(frozen=True, slots=True)
class _Named:
    """A time as written; what is missing is filled in from its neighbours."""

    grain: Grain
    first: int = 0
    last: int = 0
    year: int | None = None
    month: int | None = None
    day: int | None = None
    index: int = 0  # which quarter, or which months of the year
    part: str = ""  # dau, giua, cuoi

    @property
    def year_given(self) -> bool:
        return self.year is not None


_MONTH_WORDS = {
    "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
    "muoi mot": 11, "muoi hai": 12, "muoi": 10, "chap": 12,
}  # fmt: skip
_YEAR_DIGITS = 4
_DECEMBER = 12
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = (
    r"(?:\s*(?:/|-|,|\.)?\s*(?:nam\s*)?(?P<{0}y4>(?:19|20)\d{{2}})(?!\d)|\s*/\s*(?P<{0}y2>\d{{2}})(?![\d/]))?"
)
_WRITTEN_MONTH = "|".join(sorted(_MONTH_WORDS, key=len, reverse=True))

_TIME = re.compile(
    "|".join((
        r"(?<!\d)(?P<iy>(?:19|20)\d{2})-(?P<im>\d{1,2})-(?P<id>\d{1,2})(?!\d)",
        r"(?:\bngay\s*)?(?<!\d)(?P<ld>\d{1,2})\s+thang\s*(?P<lm>\d{1,2})(?!\d)" + _YEAR.format("l"),
        r"(?:\bngay\s*)?(?<![\d/])(?P<dd>\d{1,2})\s*(?P<s>[/.-])\s*(?P<dm>\d{1,2})\s*(?P=s)\s*(?P<dy>\d{4}|\d{2})(?![\d/])",
        r"(?<!\d)(?P<hn>6|06|sau|9|09|chin|3|03|ba)\s+thang\s+(?P<hp>dau|cuoi)(?:\s+nam)?" + _YEAR.format("h"),
        r"(?:\b(?P<qp>dau|giua|cuoi)\s+)?\bquy\s*(?P<qi>iv|iii|ii|i|[1-4])(?![\da-z])" + _YEAR.format("q"),
        r"(?:\b(?P<mp>dau|giua|cuoi)\s+)?\bthang\s*(?P<mm>\d{1,2}(?!\d)|(?:" + _WRITTEN_MONTH + r")\b)" + _YEAR.format("m"),
        r"(?<![\w/.])(?P<sm>\d{1,2})\s*[/-]\s*(?P<sy>(?:19|20)\d{2})(?![\d/])",
        r"(?:\bngay\s*)?(?<![\d/.])(?P<xd>\d{1,2})\s*/\s*(?P<xm>\d{1,2})(?![\d/])",
        r"\bngay\s*(?P<od>\d{1,2})(?!\d|[/.-]\d)",
        r"(?:\b(?P<yp>dau|giua|cuoi)\s+)?(?:\bnam\s*)?(?<![\d/])(?P<yy>(?:19|20)\d{2})(?![\d/])",
        r"\b(?P<np>dau|giua|cuoi|trong)\s+nam\b(?!\s*\d)",
    ))
)  # fmt: skip
_SHORT_FORMS = (
    (re.compile(r"\s*/\s*"), "/"),
    (re.compile(r"\bq\.?\s*(iv|iii|ii|i|[1-4])\b"), r"quy \1"),
    (re.compile(r"\bt\.?\s*(\d{1,2})(?=/)"), r"thang \1"),
)
_DAY_LIST = re.compile(
    r"(?<![\d/])(\d{1,2})\s*-\s*(\d{1,2})\s*/\s*(\d{1,2})(?:\s*/\s*(\d{4}|\d{2}))?(?![\d/])"
)
_SHARED_WORD = re.compile(r"\b(thang|quy|nam)\s*([\divx]+)((?:\s*(?:,|-|va|den)\s*[\divx]+(?![\d/]*/\d+/))+)")
_ITEM = re.compile(r"(\s*(?:,|-|va|den)\s*)([\divx]+)")


def find_times(folded: str, year: int | None) -> list[Time]:
    """Return the times named in a text that was `spelled_out`, in order.

    `year` stands in where neither the time nor its neighbours say one. Raises `UnknownTimeError` for a time that cannot
    be placed on the calendar.
    """
    return [_placed(time) for time in _with_years(list(_named(folded)), year)]


def spelled_out(folded: str) -> str:
    """Repeat what a list shares: "quy i, ii/2026" becomes "quy i, quy ii/2026", "28-31/5" becomes "28/5 - 31/5"."""
    for pattern, plain in _SHORT_FORMS:
        folded = pattern.sub(plain, folded)
    folded = _DAY_LIST.sub(_spelled_days, folded)
    return _SHARED_WORD.sub(_spelled_list, folded)


def _spelled_days(match: re.Match[str]) -> str:
    if int(match[2]) < int(match[1]):
        return match[0]
    tail = f"/{match[3]}" + (f"/{match[4]}" if match[4] else "")
    return f"{match[1]}{tail} - {match[2]}{tail}"


def _spelled_list(match: re.Match[str]) -> str:
    word, rest = match[1], match[3]
    if word == "nam" and len(match[2]) != _YEAR_DIGITS:
        return match[0]
    return f"{word} {match[2]}" + _ITEM.sub(lambda item: f"{item[1]}{word} {item[2]}", rest)


def _named(text: str) -> Iterator[_Named]:
    for match in _TIME.finditer(text):
        yield replace(_from_groups(match.groupdict()), first=match.start(), last=match.end())


_Groups = Mapping[str, str | None]


def _from_groups(found: _Groups) -> _Named:
    return next(read(found) for group, read in _READERS.items() if found[group])


def _written_year(found: _Groups, prefix: str) -> int | None:
    return _full_year(found[f"{prefix}y4"] or found[f"{prefix}y2"])


def _number(found: _Groups, name: str) -> int:
    return int(found[name] or 0)


def _quarter(found: _Groups) -> _Named:
    index = found["qi"] or ""
    year, part = _written_year(found, "q"), found["qp"] or ""
    return _Named(Grain.QUARTER, year=year, index=_ROMAN.get(index) or int(index), part=part)


def _half(found: _Groups) -> _Named:
    year, part = _written_year(found, "h"), found["hp"] or ""
    return _Named(Grain.HALF, year=year, index=_word_number(found["hn"]), part=part)


def _year(found: _Groups) -> _Named:
    part = found["yp"] or (found["np"] or "").removeprefix("trong")
    return _Named(Grain.YEAR, year=_full_year(found["yy"]), part=part)


def _month(found: _Groups) -> _Named:
    year, part = _written_year(found, "m"), found["mp"] or ""
    return _Named(Grain.MONTH, year=year, month=_word_number(found["mm"]), part=part)


def _whole_day(year: str, month: str, day: str) -> Callable[[_Groups], _Named]:
    def read(found: _Groups) -> _Named:
        written = _full_year(found[year]) if year in found else _written_year(found, year)
        return _Named(Grain.DAY, year=written, month=_number(found, month), day=_number(found, day))

    return read


_READERS: dict[str, Callable[[_Groups], _Named]] = {
    "iy": _whole_day("iy", "im", "id"),
    "ld": _whole_day("l", "lm", "ld"),
    "dd": _whole_day("dy", "dm", "dd"),
    "hn": _half,
    "qi": _quarter,
    "mm": _month,
    "sm": lambda found: _Named(Grain.MONTH, year=_number(found, "sy"), month=_number(found, "sm")),
    "xd": lambda found: _Named(Grain.DAY, month=_number(found, "xm"), day=_number(found, "xd")),
    "od": lambda found: _Named(Grain.DAY, day=_number(found, "od")),
    "yy": _year,
    "np": _year,
}


def _word_number(text: str | None) -> int:
    text = text or ""
    return int(text) if text.isdecimal() else _MONTH_WORDS[text]


def _full_year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if len(text) == _YEAR_DIGITS else 2000 + int(text)


def _with_years(named: list[_Named], year: int | None) -> Iterator[_Named]:
    """Fill a missing year (and a missing month) from the next time, then from the one before, then from outside."""
    filled: list[_Named] = []
    following: _Named | None = None
    for time in reversed(named):
        following = _filled_from(time, following)
        filled.append(following)
    known = next((time.year for time in reversed(filled) if time.year), year)
    for time in reversed(filled):
        if time.year is None and known is None:
            raise UnknownTimeError("thiếu năm")
        yield replace(time, year=time.year or known)


def _filled_from(time: _Named, following: _Named | None) -> _Named:
    if time.grain is Grain.DAY and time.month is None:
        if following is None or following.month is None:
            raise UnknownTimeError("thiếu tháng")
        time = replace(time, month=following.month)
    if time.year is None and following is not None and following.year is not None:
        # "Từ tháng 11 đến tháng 2/2027" begins in the year before
        earlier = bool(time.month and following.month and time.month > following.month)
        return replace(time, year=following.year - earlier)
    return time


def _placed(time: _Named) -> Time:
    start, end = _days(time)
    grain = Grain.PART if time.part and time.grain is not Grain.HALF else time.grain
    return Time(start, end, grain, time.first, time.last, time.year_given)


def _days(time: _Named) -> tuple[date, date]:
    year = time.year or 0
    if time.grain is Grain.DAY:
        day = _day(year, time.month or 0, time.day or 0)
        return day, day
    if time.grain is Grain.MONTH:
        return _part_of_month(year, time.month or 0, time.part)
    if time.grain is Grain.QUARTER:
        return _part_of_months(year, 3 * time.index - 2, 3, time.part)
    if time.grain is Grain.HALF:
        first = 1 if time.part == "dau" else 13 - time.index
        return _months(year, first, time.index)
    return _part_of_year(year, time.part)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise UnknownTimeError(f"không có ngày {day}/{month}/{year} trong lịch") from None


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    last = first + count - 1
    if not (1 <= first <= last <= _DECEMBER and MINYEAR <= year <= MAXYEAR):
        raise UnknownTimeError(f"không có tháng {first} năm {year} trong lịch")
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _part_of_month(year: int, month: int, part: str) -> tuple[date, date]:
    start, end = _months(year, month, 1)
    days = {"dau": (1, 10), "giua": (11, 20), "cuoi": (21, end.day)}.get(part, (start.day, end.day))
    return start.replace(day=days[0]), start.replace(day=days[1])


def _part_of_months(year: int, first: int, count: int, part: str) -> tuple[date, date]:
    """Return the first, middle or last month of a quarter, or all of it."""
    offset = {"dau": 0, "giua": 1, "cuoi": 2}.get(part)
    return _months(year, first, count) if offset is None else _months(year, first + offset, 1)


def _part_of_year(year: int, part: str) -> tuple[date, date]:
    """Return the first or last quarter, the two in the middle, or the whole year."""
    first, count = {"dau": (1, 3), "giua": (4, 6), "cuoi": (10, 3)}.get(part, (1, 12))
    return _months(year, first, count)
