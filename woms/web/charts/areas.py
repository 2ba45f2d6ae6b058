"""Four areas at once: a radar in a fixed order, never alone (its bars and its sentence stand beside it)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from woms.core.numbers import format_number
from woms.web.charts.drawing import Chart, Number, Point, path, picture, table_twin, tag, text
from woms.web.filters import number

WIDTH, HEIGHT, RADIUS = 340, 250, 88
CENTER = (WIDTH / 2, 124)
DIRECTIONS = (
    (0, -1),
    (1, 0),
    (0, 1),
    (-1, 0),
)  # top, right, bottom, left: always the same area in the same place
RINGS = (25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class AreaReading:
    """One area: full name for the table, short name for the axis, now and a period ago (0–100, None = no data)."""

    name: str
    short: str
    now: Decimal | None
    before: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RadarWords:
    """The words of the radar, translated by whoever draws it."""

    caption: str
    message: str
    now: str = "Kỳ này"
    before: str = "Kỳ trước"
    area: str = "Lĩnh vực"


def radar_chart(areas: Sequence[AreaReading], words: RadarWords, *, threshold: Number) -> Chart:
    """Draw four areas: last period dashed, a ring at the threshold, this period filled.

    Exactly four areas, in the order top, right, bottom, left. An area without data breaks the outline.
    """
    body = "".join(path(_square(ring), "grid", closed=True) for ring in RINGS) + _axes()
    body += path(_square(threshold), "ring", closed=True)
    body += _outline([area.before for area in areas], "before") + _outline(
        [area.now for area in areas], "now"
    )
    body += "".join(_dot(area.now, place) for place, area in enumerate(areas)) + _names(areas)
    svg = picture(body, WIDTH, HEIGHT, f"{words.caption}. {words.message}", "radar")
    rows = [[area.name, number(area.now, 1), number(area.before, 1)] for area in areas]
    return Chart(svg, table_twin(words.caption, [words.area, words.now, words.before], rows), words.message)


def imbalance(areas: Sequence[AreaReading]) -> tuple[AreaReading, Decimal] | None:
    """The weakest area and how far it is under the mean of the four; None when nothing is known or all are equal."""
    known = [(area, area.now) for area in areas if area.now is not None]
    if len(known) < 2:  # noqa: PLR2004 # one area has nothing to lean against
        return None
    weakest, lowest = min(known, key=lambda pair: pair[1])
    gap = sum((now for _, now in known), Decimal(0)) / len(known) - lowest
    return (weakest, gap) if gap > 0 else None


def _at(place: int, value: Number | float) -> Point:
    x, y = DIRECTIONS[place]
    reach = RADIUS * float(value) / 100
    return CENTER[0] + x * reach, CENTER[1] + y * reach


def _square(value: Number) -> list[Point]:
    return [_at(place, value) for place in range(4)]


def _axes() -> str:
    return path([_at(0, 100), _at(2, 100)], "grid") + path([_at(1, 100), _at(3, 100)], "grid")


def _outline(values: Sequence[Number | None], class_: str) -> str:
    known = [_at(place, value) for place, value in enumerate(values) if value is not None]
    if len(known) == len(values):
        return path(known, class_, closed=True)
    return path(known, f"{class_} open") if len(known) > 1 else ""


def _dot(value: Number | None, place: int) -> str:
    if value is None:
        return ""
    x, y = _at(place, value)
    return tag("circle", cx=x, cy=y, r=3.6, class_="now-dot")


def _names(areas: Sequence[AreaReading]) -> str:
    places = ((0, -14, "middle"), (8, -3, "start"), (0, 22, "middle"), (-8, -3, "end"))
    body = ""
    for place, (area, (dx, dy, anchor)) in enumerate(zip(areas, places, strict=True)):
        x, y = _at(place, 100)
        value = "–" if area.now is None else format_number(_whole(area.now), 0)
        if place % 2:
            body += text(area.short, x + dx, y + dy, "axis-name", anchor) + text(
                value, x + dx, y + dy + 15, "tick", anchor
            )
        else:
            body += text(f"{area.short} · {value}", x + dx, y + dy, "axis-name", anchor)
    return body


def _whole(value: Number) -> int:
    return round(value)
